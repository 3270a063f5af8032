#include "model/scene/spike_times.h"
#include "model/scene/waveform.h"
#include "tests/common/temporary_folder.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/inputs/rate_curve_plot.h"
#include "widgets/inputs/spike_lane.h"
#include "widgets/inputs/spike_train_editor.h"
#include "widgets/inputs/waveform_preview.h"
#include "widgets/property_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QUndoStack>

using namespace phiscope;

using Times = std::vector<double>;

class TestInputsEditors : public QObject {
    Q_OBJECT

    std::unique_ptr<AppTheme> theme_;
    std::unique_ptr<Document> document_;
    std::unique_ptr<PropertyPanel> panel_;
    const QString synapse_ = QStringLiteral("synapse-1");
    const QString group_ = QStringLiteral("group-1");
    const QString stimulus_ = QStringLiteral("stimulus-1");

    template <typename T>
    T* part(const char* name) const {
        return panel_->widget()->findChild<T*>(QString::fromLatin1(name));
    }
    SpikeLane* lane() const { return part<SpikeLane>("spikeLane"); }
    RateCurvePlot* curve() const { return part<RateCurvePlot>("rateCurve"); }
    QPushButton* button(const char* name) const { return part<QPushButton>(name); }
    const SpikeTrain& train() const { return document_->synapse(synapse_)->spikes; }
    int steps() const { return document_->undoStack()->count(); }

    void setTrain(const std::function<void(SpikeTrain&)>& change) {
        Synapse changed = *document_->synapse(synapse_);
        change(changed.spikes);
        document_->endGesture();
        document_->setSynapse(changed, QStringLiteral("prepare"));
        scrollTo(lane());
    }
    void select(const QString& id) {
        document_->select(id);
        QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
    }
    /// The mouse can only reach what is seen.
    void scrollTo(QWidget* widget) {
        QCoreApplication::processEvents();
        panel_->ensureWidgetVisible(widget, 0, 40);
        QCoreApplication::processEvents();
    }
    static QPoint at(SmallPlot* plot, double timeMs, double value = 0.5) {
        return plot->toPixel({timeMs, value}).toPoint();
    }
    static void press(QWidget* widget, QPoint pixel) {
        QTest::mouseMove(widget, pixel);
        QTest::mousePress(widget, Qt::LeftButton, {}, pixel);
    }
    /// With the button held; QTest::mouseMove says nothing of buttons.
    static void pull(QWidget* widget, QPoint pixel) {
        QMouseEvent move(QEvent::MouseMove, pixel, widget->mapToGlobal(pixel), Qt::NoButton, Qt::LeftButton,
                         Qt::NoModifier);
        QApplication::sendEvent(widget, &move);
    }
    static void release(QWidget* widget, QPoint pixel) {
        QTest::mouseRelease(widget, Qt::LeftButton, {}, pixel);
    }
    /// Within what a pixel can tell.
    static bool near(SmallPlot* plot, double a, double b) {
        return std::abs(a - b) <= 1.5 * plot->durationMs() / plot->axisRect()->width();
    }
    static QString writeFile(const phiscope::test::TemporaryFolder& folder, const char* name,
                             const char* text) {
        phiscope::test::writeText(folder / name, text);
        return QString::fromStdString((folder / name).string());
    }

private Q_SLOTS:
    void init() {
        theme_ = std::make_unique<AppTheme>();
        document_ = std::make_unique<Document>();
        Scene scene;
        scene.cell.morphology.shape = "ball_and_stick";
        scene.run.tstopMs = 100.0;
        scene.synapses.resize(1);
        scene.synapses[0].id = "synapse-1";
        scene.synapses[0].spikes.timesMs = {10.0, 50.0};
        scene.groups.resize(1);
        scene.groups[0].id = "group-1";
        scene.groups[0].synapse.spikes.kind = SpikeTrain::Kind::poisson;
        scene.groups[0].synapse.spikes.rateHz = 100.0;
        scene.groups[0].places.assign(5, {"dend[0]", 0.5});
        scene.stimuli.resize(1);
        scene.stimuli[0].id = "stimulus-1";
        document_->setScene(scene);
        panel_ = std::make_unique<PropertyPanel>(document_.get(), theme_.get());
        panel_->resize(320, 760);
        panel_->show();
        select(synapse_);
        QApplication::setActiveWindow(panel_.get());
        scrollTo(lane());
    }

    void cleanup() {
        panel_.reset();
        document_.reset();
        theme_.reset();
    }

    void aClickAddsASpikeAndTheRightButtonRemovesOne() {
        const int before = steps();
        QTest::mouseClick(lane(), Qt::LeftButton, {}, at(lane(), 30.0));
        QCOMPARE(train().timesMs.size(), std::size_t{3});
        QVERIFY(near(lane(), train().timesMs[1], 30.0)); // sorted in
        QCOMPARE(steps(), before + 1);
        QTest::mouseClick(lane(), Qt::RightButton, {}, at(lane(), 10.0));
        QCOMPARE(train().timesMs.size(), std::size_t{2});
        QCOMPARE(train().timesMs[1], 50.0);
        QCOMPARE(steps(), before + 2);
        QTest::mouseClick(lane(), Qt::RightButton, {}, at(lane(), 80.0)); // nothing is there
        QCOMPARE(steps(), before + 2);
        document_->undoStack()->undo();
        document_->undoStack()->undo();
        QCOMPARE(train().timesMs, (Times{10.0, 50.0}));
        QCOMPARE(lane()->rows(), (std::vector<Times>{{10.0, 50.0}}));
    }

    void aDragMovesASpikeAsOneStepEvenPastAnother() {
        const int before = steps();
        press(lane(), at(lane(), 10.0));
        for (const double time : {20.0, 35.0, 60.0, 70.0}) {
            pull(lane(), at(lane(), time));
        }
        QVERIFY(near(lane(), train().timesMs[0], 70.0)); // follows while it is dragged
        QVERIFY(lane()->reading().contains(QStringLiteral("ms")));
        release(lane(), at(lane(), 70.0));
        QCOMPARE(train().timesMs[0], 50.0);
        QVERIFY(near(lane(), train().timesMs[1], 70.0));
        QCOMPARE(lane()->selectedPoint(), 1);
        QCOMPARE(steps(), before + 1);
        document_->undoStack()->undo();
        QCOMPARE(train().timesMs, (Times{10.0, 50.0}));
    }

    void aSpikeStaysWithinTheRun() {
        press(lane(), at(lane(), 50.0));
        pull(lane(), at(lane(), 50.0) + QPoint(500, 0));
        release(lane(), at(lane(), 50.0) + QPoint(500, 0));
        QCOMPARE(train().timesMs, (Times{10.0, 100.0}));
    }

    void escapeTakesADragBack() {
        const int before = steps();
        lane()->setFocus();
        press(lane(), at(lane(), 10.0));
        pull(lane(), at(lane(), 40.0));
        QVERIFY(train().timesMs[0] > 30.0);
        QTest::keyClick(lane(), Qt::Key_Escape);
        QCOMPARE(train().timesMs, (Times{10.0, 50.0}));
        release(lane(), at(lane(), 40.0));
        QCOMPARE(train().timesMs, (Times{10.0, 50.0}));
        QCOMPARE(steps(), before);
    }

    void theKeyboardReachesEverySpike() {
        lane()->setFocus();
        QVERIFY(lane()->hasFocus());
        const int before = steps();
        QTest::keyClick(lane(), Qt::Key_PageDown);
        QTest::keyClick(lane(), Qt::Key_Right);
        QTest::keyClick(lane(), Qt::Key_Right, Qt::ShiftModifier);
        QCOMPARE(train().timesMs[0], 11.1);
        QCOMPARE(steps(), before + 2);
        QTest::keyClick(lane(), Qt::Key_PageDown);
        QTest::keyClick(lane(), Qt::Key_Delete);
        QCOMPARE(train().timesMs, (Times{11.1}));
        QTest::keyClick(lane(), Qt::Key_Insert);
        QCOMPARE(train().timesMs, (Times{11.1, 16.1}));
        // The window's own meaning of these keys has to wait.
        for (const int key : {Qt::Key_Delete, Qt::Key_Left, Qt::Key_PageUp}) {
            QKeyEvent override(QEvent::ShortcutOverride, key, Qt::NoModifier);
            override.ignore();
            QApplication::sendEvent(lane(), &override);
            QVERIFY(override.isAccepted());
        }
    }

    void timesArePastedFromTheClipboard() {
        QApplication::clipboard()->setText(QStringLiteral("20.5, 90\n30"));
        lane()->setFocus();
        QTest::keyClick(lane(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(train().timesMs, (Times{10.0, 20.5, 30.0, 50.0, 90.0}));
        const int before = steps();
        QSignalSpy told(document_.get(), &Document::message);
        QApplication::clipboard()->setText(QStringLiteral("spikes"));
        QTest::keyClick(lane(), Qt::Key_V, Qt::ControlModifier);
        QCOMPARE(steps(), before);
        QCOMPARE(told.count(), 1);
    }

    void timesAreImportedFromAFileOrRefusedWithTheLine() {
        const phiscope::test::TemporaryFolder folder;
        auto* editor = part<SpikeTrainEditor>("spikeTrainEditor");
        QVERIFY(editor->importFile(writeFile(folder, "good.csv", "t\n30\n5.5\n")));
        QCOMPARE(train().timesMs, (Times{5.5, 30.0}));
        QSignalSpy told(document_.get(), &Document::message);
        QVERIFY(!editor->importFile(writeFile(folder, "bad.csv", "1\n2\nx\n")));
        QCOMPARE(train().timesMs, (Times{5.5, 30.0}));
        QCOMPARE(told.count(), 1);
        QVERIFY(told[0][0].value<Message>().text.startsWith(QStringLiteral("bad.csv, line 3: “x”")));
        document_->undoStack()->undo();
        QCOMPARE(train().timesMs, (Times{10.0, 50.0}));
    }

    void aGeneratedTrainIsShownDrawnAnewAndMadeExplicit() {
        setTrain([](SpikeTrain& t) {
            t.kind = SpikeTrain::Kind::poisson;
            t.rateHz = 100.0;
        });
        const Times expected = spikeTimes(train(), 100.0);
        QVERIFY(expected.size() > 3);
        QCOMPARE(lane()->rows(), (std::vector<Times>{expected}));
        QVERIFY(!lane()->isEditable());
        QTest::mouseClick(lane(), Qt::LeftButton, {}, at(lane(), 30.0));
        QVERIFY(train().kind == SpikeTrain::Kind::poisson);
        QVERIFY(part<QLabel>("dim")->isVisible());

        const int before = steps();
        scrollTo(button("newSeed"));
        QTest::mouseClick(button("newSeed"), Qt::LeftButton);
        QVERIFY(lane()->rows().front() != expected);
        QCOMPARE(steps(), before + 1);
        QTest::mouseClick(button("newSeed"), Qt::LeftButton);
        QCOMPARE(steps(), before + 2);

        const Times shown = lane()->rows().front();
        QTest::mouseClick(button("makeExplicit"), Qt::LeftButton);
        QVERIFY(train().kind == SpikeTrain::Kind::times);
        QCOMPARE(train().timesMs, shown);
        QVERIFY(lane()->isEditable());
        QVERIFY(button("newSeed")->isHidden() && button("makeExplicit")->isHidden());
        QVERIFY(!button("importSpikes")->isHidden());
        document_->undoStack()->undo();
        QVERIFY(train().kind == SpikeTrain::Kind::poisson);
    }

    void aTrainWithoutSenseSaysWhy() {
        auto* problem =
            part<SpikeTrainEditor>("spikeTrainEditor")->findChild<QLabel*>(QStringLiteral("problem"));
        QVERIFY(problem->isHidden());
        setTrain([](SpikeTrain& t) {
            t.kind = SpikeTrain::Kind::regular;
            t.intervalMs = 1e-5;
        });
        QVERIFY(problem->isVisible() && problem->text().contains(QStringLiteral("spikes")));
        QVERIFY(!button("makeExplicit")->isEnabled());
    }

    void aGroupIsARasterOfItsMembers() {
        select(group_);
        const SynapseGroup& group = *document_->group(group_);
        std::vector<Times> expected;
        for (std::uint64_t k = 0; k < 5; ++k) {
            SpikeTrain own = group.synapse.spikes;
            own.seed += k;
            expected.push_back(spikeTimes(own, 100.0));
        }
        QCOMPARE(lane()->rows(), expected);
        QVERIFY(!lane()->isEditable());
        QVERIFY(!button("makeExplicit")->isEnabled());

        SynapseGroup shared = group;
        shared.sharedTrain = true;
        document_->setGroup(shared, QStringLiteral("share"));
        QCOMPARE(lane()->rows(), (std::vector<Times>{expected[0]}));
        scrollTo(button("makeExplicit"));
        QTest::mouseClick(button("makeExplicit"), Qt::LeftButton);
        QCOMPARE(document_->group(group_)->synapse.spikes.timesMs, expected[0]);
        // One row for all, and editable.
        scrollTo(lane());
        const int before = steps();
        QTest::mouseClick(lane(), Qt::RightButton, {}, at(lane(), expected[0].front()));
        QCOMPARE(document_->group(group_)->synapse.spikes.timesMs.size(), expected[0].size() - 1);
        QCOMPARE(steps(), before + 1);
    }

    void aLargeGroupShowsItsFirstMembers() {
        SynapseGroup group = *document_->group(group_);
        group.places.assign(1000, {"dend[0]", 0.5});
        document_->setGroup(group, QStringLiteral("many"));
        select(group_);
        QCOMPARE(lane()->rows().size(), std::size_t{200});
    }

    void anAlphaSynapseHasNoSpikes() {
        auto* editor = part<SpikeTrainEditor>("spikeTrainEditor");
        QVERIFY(editor->isVisible());
        Synapse alpha = *document_->synapse(synapse_);
        alpha.type = Synapse::Type::alphaSynapse;
        document_->setSynapse(alpha, QStringLiteral("alpha"));
        QVERIFY(!editor->isVisible());
    }

    void aRateCurveIsPulledByItsPoints() {
        QVERIFY(curve()->isHidden());
        setTrain([](SpikeTrain& t) { t.kind = SpikeTrain::Kind::rateCurve; });
        scrollTo(curve());
        QVERIFY(curve()->isVisible());
        const int before = steps();
        press(curve(), at(curve(), 50.0, 80.0));
        pull(curve(), at(curve(), 40.0, 60.0));
        pull(curve(), at(curve(), 30.0, 40.0));
        release(curve(), at(curve(), 30.0, 40.0));
        QCOMPARE(steps(), before + 1);
        QCOMPARE(train().curveTimesMs.size(), std::size_t{3});
        QVERIFY(near(curve(), train().curveTimesMs[1], 30.0));
        QVERIFY(std::abs(train().curveRatesHz[1] - 40.0) < 3.0);
        QCOMPARE(lane()->rows().front(), spikeTimes(train(), 100.0)); // the preview follows

        // Points keep their order.
        const double last = train().curveTimesMs[2];
        const double rate = train().curveRatesHz[1];
        press(curve(), at(curve(), train().curveTimesMs[1], rate));
        pull(curve(), at(curve(), 99.9, rate) + QPoint(60, 0));
        release(curve(), at(curve(), 99.9, rate) + QPoint(60, 0));
        QVERIFY(train().curveTimesMs[1] < last);
        document_->undoStack()->undo();

        const double height = 0.7 * curve()->yAxis->range().upper;
        QTest::mouseDClick(curve(), Qt::LeftButton, {}, at(curve(), 70.0, height));
        QCOMPARE(train().curveTimesMs.size(), std::size_t{4});
        QVERIFY(near(curve(), train().curveTimesMs[2], 70.0));
        QVERIFY(std::abs(train().curveRatesHz[2] - height) < 3.0);
        for (int k = 0; k < 5; ++k) {
            QTest::mouseClick(curve(), Qt::RightButton, {},
                              at(curve(), train().curveTimesMs.back(), train().curveRatesHz.back()));
        }
        QCOMPARE(train().curveTimesMs, (Times{0.0})); // the last one stays
        QCOMPARE(train().curveRatesHz.size(), std::size_t{1});
    }

    void theWaveformIsShownAsItWillBe() {
        select(stimulus_);
        auto* plot = part<SmallPlot>("waveformPlot");
        QVERIFY(plot != nullptr && plot->isVisible());
        Stimulus sine = *document_->stimulus(stimulus_);
        sine.waveform = Stimulus::Waveform::sine;
        sine.delayMs = 20.0;
        sine.durationMs = 60.0;
        sine.frequencyHz = 50.0;
        document_->setStimulus(sine, QStringLiteral("sine"));
        const auto data = plot->graph(0)->data();
        QVERIFY(data->size() > 1000);
        for (const auto& sample : *data) {
            QCOMPARE(sample.value, injectedCurrent(sine, Times{sample.key})[0]);
        }
        QVERIFY(plot->yAxis->range().contains(0.5) && plot->yAxis->range().contains(-0.5));
        QVERIFY(button("importSamples")->isHidden());
        sine.type = Stimulus::Type::seClamp;
        document_->setStimulus(sine, QStringLiteral("clamp"));
        QVERIFY(!plot->isVisible());
    }

    void samplesAreImportedFromTwoColumns() {
        select(stimulus_);
        const phiscope::test::TemporaryFolder folder;
        auto* preview = part<WaveformPreview>("waveformPreview");
        Stimulus samples = *document_->stimulus(stimulus_);
        samples.waveform = Stimulus::Waveform::samples;
        document_->setStimulus(samples, QStringLiteral("samples"));
        QVERIFY(!button("importSamples")->isHidden());
        QVERIFY(!part<SmallPlot>("waveformPlot")->hint().isEmpty());
        QVERIFY(preview->importFile(writeFile(folder, "i.csv", "t (ms);I (nA)\n0;0\n10;1\n30;-1\n")));
        const Stimulus& now = *document_->stimulus(stimulus_);
        QCOMPARE(now.sampleTimesMs, (Times{0.0, 10.0, 30.0}));
        QCOMPARE(now.samplesNa, (Times{0.0, 1.0, -1.0}));
        QCOMPARE(now.durationMs, 30.0);
        QVERIFY(part<SmallPlot>("waveformPlot")->hint().isEmpty());
        QSignalSpy told(document_.get(), &Document::message);
        QVERIFY(!preview->importFile(writeFile(folder, "one.csv", "0\n10\n")));
        QCOMPARE(told.count(), 1);
        QVERIFY(told[0][0].value<Message>().text.contains(
            QStringLiteral("the time in ms and the current in nA")));
    }
};

QTEST_MAIN(TestInputsEditors)
#include "test_inputs_editors.moc"
