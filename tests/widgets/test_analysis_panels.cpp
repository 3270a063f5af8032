// The panels around a probe's signals: filter, depth map, CSD laboratory, spectrum, comparison, sum of
// currents.
#include "model/analysis/model_difference.h"
#include "model/analysis/probe_csd.h"
#include "model/analysis/probe_filter.h"
#include "model/forward/make_forward_model.h"
#include "tests/widgets/synthetic_run.h"
#include "widgets/compare_panel.h"
#include "widgets/csd_panel.h"
#include "widgets/document.h"
#include "widgets/plots/analysis_plot.h"
#include "widgets/plots/chip.h"
#include "widgets/plots/plot_header.h"
#include "widgets/signals_panel.h"
#include "widgets/simulation_controller.h"
#include "widgets/spectrum_panel.h"
#include "widgets/time_cursor.h"

#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QUndoStack>

#include <numbers>

using namespace phiscope;

namespace {

/// All panels over one run, joined with a document as the window does it.
struct Bench {
    explicit Bench(bool withProbe = true) {
        run.complete();
        connectAll(withProbe);
    }
    /// Currents and potentials of all segments follow `value` of the time in ms.
    template <typename Value>
    Bench(bool withProbe, Value value) {
        for (std::int64_t frame = 0; frame < run.recording->layout().frames; ++frame) {
            const double now = value(run.recording->timeOf(frame));
            for (int k = 0; k < test::SyntheticRun::segments; ++k) {
                run.recording->writeCurrents(frame)[k] =
                    (k == 0 ? -1.0 : 1.0 / (test::SyntheticRun::segments - 1)) * now;
                run.recording->writePotentials(frame)[k] = static_cast<float>(-65.0 + now);
            }
            std::fill_n(run.recording->writePointCurrents(frame), 2, 0.0);
            run.recording->publish(frame + 1);
        }
        run.recording->finish();
        connectAll(withProbe);
    }

    void connectAll(bool withProbe) {
        Scene scene = *run.data.scene;
        if (!withProbe) {
            scene.probes.clear();
        }
        cursor.setFollowing(false);
        QObject::connect(&document, &Document::sceneChanged, &csd, [this] { follow(); });
        document.setScene(scene);
        cursor.setRecording(run.recording);
        signalsPanel.attach(&controller);
        controller.setWanted({Measure::trueCsd, Measure::csdEstimate, Measure::comparison});
        controller.show(run.data);
        follow();
    }
    void follow() {
        const Probe* probe = document.probe(QStringLiteral("p"));
        controller.setProbes(document.scene().probes);
        signalsPanel.setShownProbe(probe);
        csd.setShownProbe(probe);
        compare.setShownProbe(probe);
        spectrum.setShownProbe(probe);
    }
    Probe probe() const { return *document.probe(QStringLiteral("p")); }
    void change(const std::function<void(Probe&)>& edit) {
        Probe changed = probe();
        edit(changed);
        document.setProbe(changed, QStringLiteral("edit"));
    }
    Eigen::MatrixXd potentials(const Probe& of) const {
        return project(probeMatrixOrThrow(of, *run.data.cell), *run.recording, 0,
                       run.recording->frameCount());
    }
    bool settled() const {
        return !controller.signalsPending() && !csd.busy() && !spectrum.busy() && !compare.busy();
    }
    static bool show(QWidget& widget) {
        widget.resize(460, 760);
        widget.show();
        return QTest::qWaitForWindowExposed(&widget);
    }

    test::SyntheticRun run;
    Document document;
    TimeCursor cursor;
    SimulationController controller;
    SignalsPanel signalsPanel{&cursor};
    CsdPanel csd{&document, &controller, &cursor};
    ComparePanel compare{&document, &controller, &cursor};
    SpectrumPanel spectrum{&document, &controller, &cursor};
};

bool near(double a, double b, double relative = 1e-9) {
    return std::abs(a - b) <= relative * std::max({std::abs(a), std::abs(b), 1e-30});
}

void grab(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("PHISCOPE_GRAB_DIR");
    if (!folder.isEmpty()) {
        QVERIFY(widget.grab().save(QDir(folder).filePath(name)));
    }
}

} // namespace

class TestAnalysisPanels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tracesPassTheFilter();
    void aFilterThatDoesNotFitSaysSo();
    void theFilterChipOffersAndTakesAway();
    void theMapShowsWhatWasChosen();
    void theSumOfCurrentsWarns();
    void csdNumbersAreTheModels();
    void choosingAMethodIsOneStepOfUndo();
    void csdFollowsAMovedProbe();
    void csdSaysWhatIsMissing();
    void equalModelsDoNotDiffer();
    void differencesAreTheModels();
    void comparingIsOffered();
    void aSineStandsAtItsFrequency();
    void shortWindowsAreChosenByHand();
    void panelsAreExported_data();
    void panelsAreExported();
};

void TestAnalysisPanels::tracesPassTheFilter() {
    Bench bench;
    bench.change([](Probe& probe) {
        probe.filter.kind = SignalFilter::Kind::lowPass;
        probe.filter.highHz = 200.0;
    });
    QTRY_COMPARE(bench.controller.filterState("p").stage, FilterState::Stage::applied);
    QTRY_VERIFY(!bench.controller.signalsPending());
    const auto expected =
        filtered(bench.potentials(bench.probe()), bench.run.recording->layout().dtMs, bench.probe().filter);
    QVERIFY(expected.has_value());
    QVERIFY(bench.controller.probeSignals("p")->values().isApprox(*expected, 1e-9));
    // Truth and comparison pass it too, so that they can be compared.
    QVERIFY(bench.controller.probeSignals("p", Measure::trueCsd) != nullptr);
    bench.document.undoStack()->undo();
    QTRY_COMPARE(bench.controller.filterState("p").stage, FilterState::Stage::none);
    QVERIFY(bench.controller.probeSignals("p")->values().isApprox(bench.potentials(bench.probe()), 1e-9));
}

void TestAnalysisPanels::aFilterThatDoesNotFitSaysSo() {
    Bench bench;
    bench.change([](Probe& probe) {
        probe.filter.kind = SignalFilter::Kind::highPass;
        probe.filter.lowHz = 50000.0;
    });
    QTRY_COMPARE(bench.controller.filterState("p").stage, FilterState::Stage::failed);
    QVERIFY(bench.controller.filterState("p").problem.contains(QStringLiteral("50000")));
    auto* chip = bench.signalsPanel.findChild<Chip*>(QStringLiteral("filterChip"));
    QTRY_COMPARE(chip->tone(), Chip::Tone::warn);
    QVERIFY(chip->toolTip().contains(QStringLiteral("50000")));
    QVERIFY(bench.controller.probeSignals("p")->values().isApprox(bench.potentials(bench.probe()), 1e-9));
}

void TestAnalysisPanels::theFilterChipOffersAndTakesAway() {
    Bench bench;
    QVERIFY(Bench::show(bench.signalsPanel));
    auto* chip = bench.signalsPanel.findChild<Chip*>(QStringLiteral("filterChip"));
    QCOMPARE(chip->label(), QStringLiteral("Filter"));
    QVERIFY(!chip->closable());
    QSignalSpy chosen(&bench.signalsPanel, &SignalsPanel::filterChosen);
    QTest::mouseClick(chip, Qt::LeftButton);
    auto* menu = bench.signalsPanel.findChild<QMenu*>(QStringLiteral("filterMenu"));
    QVERIFY(menu != nullptr && menu->isVisible());
    QVERIFY(menu->actions().at(1)->text().contains(QStringLiteral("300")));
    menu->actions().at(1)->trigger();
    menu->close();
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.at(0).at(0).toString(), QStringLiteral("p"));
    const auto filter = chosen.at(0).at(1).value<SignalFilter>();
    QCOMPARE(filter.kind, SignalFilter::Kind::lowPass);
    QCOMPARE(filter.highHz, 300.0);

    bench.change([&](Probe& probe) { probe.filter = filter; });
    QCOMPARE(chip->label(), QStringLiteral("low-pass 300 Hz"));
    QVERIFY(chip->closable());
    QTest::mouseClick(chip, Qt::LeftButton, {}, chip->closeArea().center());
    QCOMPARE(chosen.count(), 2);
    QCOMPARE(chosen.at(1).at(1).value<SignalFilter>().kind, SignalFilter::Kind::none);
}

void TestAnalysisPanels::theMapShowsWhatWasChosen() {
    Bench bench;
    QVERIFY(Bench::show(bench.signalsPanel));
    auto* chip = bench.signalsPanel.findChild<Chip*>(QStringLiteral("mapChoice"));
    QCOMPARE(chip->label(), QStringLiteral("LFP"));
    QSignalSpy chosen(&bench.signalsPanel, &SignalsPanel::depthMapChosen);
    QTest::mouseClick(chip, Qt::LeftButton);
    auto* menu = bench.signalsPanel.findChild<QMenu*>(QStringLiteral("mapMenu"));
    QVERIFY(menu != nullptr);
    QCOMPARE(menu->actions().size(), 3);
    menu->actions().at(1)->trigger();
    menu->close();
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen.at(0).at(0).value<View::DepthMap>(), View::DepthMap::trueCsd);

    QTRY_VERIFY(!bench.controller.signalsPending());
    const auto cell = bench.run.data.cell;
    bench.cursor.scrubTo(11.0);
    struct Case {
        View::DepthMap what;
        Eigen::MatrixXd matrix;
        double scale;
        QString unit;
    };
    const std::vector<Case> cases{
        {View::DepthMap::lfp, probeMatrixOrThrow(bench.probe(), *cell), 1e3, QStringLiteral("µV")},
        {View::DepthMap::trueCsd, trueCsd(bench.probe())->matrix(cell->segments), 1e6,
         QStringLiteral("µA/mm³")},
        {View::DepthMap::csdEstimate,
         estimateCsd(bench.probe(), bench.probe().csd.method)->matrix *
             probeMatrixOrThrow(bench.probe(), *cell),
         1e6, QStringLiteral("µA/mm³")}};
    for (const Case& each : cases) {
        bench.signalsPanel.setDepthMap(each.what);
        bench.signalsPanel.setHoveredContact(12);
        bench.signalsPanel.drawNow();
        const auto readings =
            bench.signalsPanel.findChild<PlotHeader*>(QStringLiteral("header-map"))->readings();
        QCOMPARE(readings.size(), 1U);
        const Eigen::VectorXd values =
            project(each.matrix, *bench.run.recording, 176, 177).col(0) * each.scale;
        QString shown = readings.front().value;
        QVERIFY2(shown.endsWith(each.unit), qPrintable(shown));
        shown.replace(QChar(0x2212), QLatin1Char('-'));
        const double number = shown.section(QChar(0x2009), 0, 0).toDouble();
        QVERIFY2(std::abs(number - values[12]) <= 0.006 * std::abs(values[12]),
                 qPrintable(QStringLiteral("%1 for %2").arg(shown).arg(values[12])));
    }
    QCOMPARE(chip->label(), QStringLiteral("CSD estimate"));
    grab(bench.signalsPanel, QStringLiteral("signals-csd.png"));
}

void TestAnalysisPanels::theSumOfCurrentsWarns() {
    Bench balanced;
    QVERIFY(Bench::show(balanced.signalsPanel));
    auto* chip = balanced.signalsPanel.findChild<Chip*>(QStringLiteral("balance"));
    balanced.cursor.scrubTo(12.0);
    QCOMPARE(chip->tone(), Chip::Tone::plain);
    QVERIFY2(chip->label().contains(QStringLiteral("0.000")), qPrintable(chip->label()));

    // An electrode, the last of the point processes, brings 0.25 nA from 50 ms on.
    test::SyntheticRun run;
    auto scene = std::make_shared<Scene>(*run.data.scene);
    scene->synapses.pop_back();
    Stimulus clamp;
    clamp.id = "c";
    scene->stimuli = {clamp};
    for (std::int64_t frame = 0; frame < 800; ++frame) {
        std::fill_n(run.recording->writeCurrents(frame), test::SyntheticRun::segments, 0.0);
        std::fill_n(run.recording->writePotentials(frame), test::SyntheticRun::segments, -65.0F);
        std::fill_n(run.recording->writePointCurrents(frame), 2, 0.0);
        run.recording->publish(frame + 1);
    }
    for (std::int64_t frame = 800; frame < run.recording->layout().frames; ++frame) {
        std::fill_n(run.recording->writeCurrents(frame), test::SyntheticRun::segments, 0.0);
        run.recording->writeCurrents(frame)[0] = 0.25;
        std::fill_n(run.recording->writePotentials(frame), test::SyntheticRun::segments, -60.0F);
        run.recording->writePointCurrents(frame)[0] = 0.0;
        run.recording->writePointCurrents(frame)[1] = 0.25;
        run.recording->publish(frame + 1);
    }
    run.recording->finish();
    run.data.scene = scene;
    balanced.controller.show(run.data);
    balanced.cursor.setRecording(run.recording);
    balanced.cursor.scrubTo(60.0);
    QCOMPARE(chip->tone(), Chip::Tone::warn);
    QVERIFY2(chip->label().contains(QStringLiteral("0.250")), qPrintable(chip->label()));
    QVERIFY(chip->toolTip().contains(QStringLiteral("dipole")));
    balanced.cursor.scrubTo(20.0);
    QCOMPARE(chip->tone(), Chip::Tone::plain);
}

void TestAnalysisPanels::csdNumbersAreTheModels() {
    Bench bench;
    QVERIFY(Bench::show(bench.csd));
    QTRY_VERIFY(!bench.csd.result().trials.empty() && bench.settled());
    const Probe probe = bench.probe();
    const Eigen::MatrixXd potentials = bench.potentials(probe);
    const Eigen::MatrixXd truth = project(trueCsd(probe)->matrix(bench.run.data.cell->segments),
                                          *bench.run.recording, 0, bench.run.recording->frameCount());
    QVERIFY(bench.csd.result().truth->values().isApprox(truth, 1e-9));
    for (const CsdSettings::Method method : allCsdMethods) {
        const auto estimate = estimateCsd(probe, method);
        QVERIFY(estimate.has_value());
        const CsdTrial& trial = bench.csd.result().trial(method);
        const Eigen::MatrixXd values = estimate->matrix * potentials;
        QVERIFY(trial.problem.isEmpty());
        QVERIFY(trial.values->middleRows(1, 14).isApprox(values.middleRows(1, 14), 1e-9));
        QVERIFY(near(trial.conditionNumber, estimate->conditionNumber));
        QVERIFY(near(trial.error, relativeError(values, truth), 1e-6));
    }
    const double error = bench.csd.result().trial(probe.csd.method).error;
    auto* words = bench.csd.findChild<QLabel*>(QStringLiteral("csdWords"));
    QVERIFY2(words->text().contains(QString::number(error * 100.0, 'f', error < 0.0995 ? 1 : 0)),
             qPrintable(words->text()));
    grab(bench.csd, QStringLiteral("csd.png"));
    bench.csd.resize(1100, 640);
    QTest::qWait(50);
    grab(bench.csd, QStringLiteral("csd-wide.png"));
}

void TestAnalysisPanels::choosingAMethodIsOneStepOfUndo() {
    Bench bench;
    QVERIFY(Bench::show(bench.csd));
    auto* method = bench.csd.findChild<QComboBox*>(QStringLiteral("csdMethod"));
    QCOMPARE(method->currentIndex(), 0);
    method->setFocus();
    QTest::keyClick(method, Qt::Key_Down);
    QCOMPARE(bench.probe().csd.method, CsdSettings::Method::delta);
    QTRY_VERIFY(bench.settled() && !bench.csd.result().trials.empty());
    auto* words = bench.csd.findChild<QLabel*>(QStringLiteral("csdWords"));
    QTRY_VERIFY2(words->text().contains(csdMethodName(CsdSettings::Method::delta)),
                 qPrintable(words->text()));
    bench.document.undoStack()->undo();
    QCOMPARE(bench.probe().csd.method, CsdSettings::Method::standard);
    QCOMPARE(method->currentIndex(), 0);
    QVERIFY(!bench.document.undoStack()->canUndo());
}

void TestAnalysisPanels::csdFollowsAMovedProbe() {
    Bench bench;
    QVERIFY(Bench::show(bench.csd));
    QTRY_VERIFY(!bench.csd.result().trials.empty() && bench.settled());
    const double before = bench.csd.result().trial(CsdSettings::Method::standard).error;
    bench.document.moveProbe(QStringLiteral("p"), {120.0, 0.0, 350.0});
    QTRY_COMPARE(bench.csd.result().probe.positionUm[0], 120.0);
    QTRY_VERIFY(bench.settled());
    QTRY_VERIFY(bench.csd.result().trial(CsdSettings::Method::standard).error != before);
}

void TestAnalysisPanels::csdSaysWhatIsMissing() {
    Bench none(false);
    QVERIFY(Bench::show(none.csd));
    auto* empty = none.csd.findChild<QLabel*>(QStringLiteral("empty-csd"));
    QVERIFY(empty->isVisible());
    QVERIFY(empty->text().contains(QStringLiteral("No probe yet")));
    QSignalSpy place(&none.csd, &AnalysisPanel::placeProbeRequested);
    Q_EMIT empty->linkActivated(QStringLiteral("probe"));
    QCOMPARE(place.count(), 1);

    Bench two;
    two.change([](Probe& probe) { probe.contactCount = 2; });
    QVERIFY(Bench::show(two.csd));
    auto* few = two.csd.findChild<QLabel*>(QStringLiteral("empty-csd"));
    QVERIFY(few->isVisible());
    QVERIFY2(few->text().contains(QStringLiteral("three contacts")), qPrintable(few->text()));
}

void TestAnalysisPanels::equalModelsDoNotDiffer() {
    Bench bench;
    bench.change([](Probe& probe) {
        probe.comparison.enabled = true;
        probe.comparison.source = probe.source;
        probe.comparison.medium = probe.medium;
    });
    QVERIFY(Bench::show(bench.compare));
    QTRY_COMPARE(bench.compare.relativeDifference().size(), 16);
    QTRY_VERIFY(bench.settled());
    QVERIFY(bench.compare.relativeDifference().isZero(0.0));
    auto* words = bench.compare.findChild<QLabel*>(QStringLiteral("compareWords"));
    QVERIFY2(words->text().contains(QStringLiteral("exactly the same")), qPrintable(words->text()));
}

void TestAnalysisPanels::differencesAreTheModels() {
    Bench bench;
    bench.change([](Probe& probe) {
        probe.comparison.enabled = true;
        probe.comparison.source = CurrentSource::point;
    });
    QVERIFY(Bench::show(bench.compare));
    QTRY_COMPARE(bench.compare.relativeDifference().size(), 16);
    QTRY_VERIFY(bench.settled());
    Probe other = bench.probe();
    other.source = CurrentSource::point;
    const ModelDifference expected =
        modelDifference(bench.potentials(bench.probe()), bench.potentials(other));
    QVERIFY(bench.compare.relativeDifference().isApprox(expected.relative, 1e-6));
    QVERIFY(expected.relative.maxCoeff() > 0.001);
    auto* words = bench.compare.findChild<QLabel*>(QStringLiteral("compareWords"));
    QVERIFY2(words->text().contains(QStringLiteral("contact %1").arg(expected.largestAt + 1)),
             qPrintable(words->text()));
    grab(bench.compare, QStringLiteral("compare.png"));
}

void TestAnalysisPanels::comparingIsOffered() {
    Bench bench;
    QVERIFY(Bench::show(bench.compare));
    auto* empty = bench.compare.findChild<QLabel*>(QStringLiteral("empty-compare"));
    QVERIFY(empty->isVisible());
    QVERIFY2(empty->text().contains(QStringLiteral("Compare with")), qPrintable(empty->text()));
    Q_EMIT empty->linkActivated(QStringLiteral("compare"));
    QVERIFY(bench.probe().comparison.enabled);
    QVERIFY(!empty->isVisible());
    auto* source = bench.compare.findChild<QComboBox*>(QStringLiteral("compareSource"));
    QVERIFY(source->isVisible());
    QTest::mouseClick(bench.compare.findChild<Chip*>(QStringLiteral("compareOff")), Qt::LeftButton);
    QVERIFY(!bench.probe().comparison.enabled);
    bench.document.undoStack()->undo();
    QVERIFY(bench.probe().comparison.enabled);
    bench.document.undoStack()->undo();
    QVERIFY(!bench.probe().comparison.enabled);
    QVERIFY(empty->isVisible());
}

void TestAnalysisPanels::aSineStandsAtItsFrequency() {
    Bench bench(true, [](double ms) { return std::sin(2.0 * std::numbers::pi * 0.25 * ms); }); // 250 Hz
    QVERIFY(Bench::show(bench.spectrum));
    QTRY_VERIFY(bench.spectrum.answer() != nullptr && bench.settled());
    const auto* answer = bench.spectrum.answer();
    QVERIFY(answer->spectrum.has_value());
    QCOMPARE(answer->unit, QStringLiteral("µV"));
    const double apart = answer->samplingHz / answer->window;
    QVERIFY2(std::abs(answer->peakHz - 250.0) <= apart,
             qPrintable(QStringLiteral("%1 of %2").arg(answer->peakHz).arg(apart)));
    auto* words = bench.spectrum.findChild<QLabel*>(QStringLiteral("spectrumWords"));
    QVERIFY2(words->text().contains(QStringLiteral("Contact ")), qPrintable(words->text()));
    bench.spectrum.setSelectedContact(4);
    QTRY_VERIFY2(words->text().contains(QStringLiteral("Contact 5 ")), qPrintable(words->text()));
    bench.spectrum.setHoveredContact(7);
    QTRY_VERIFY2(words->text().contains(QStringLiteral("Contact 8 ")), qPrintable(words->text()));
    grab(bench.spectrum, QStringLiteral("spectrum.png"));

    bench.spectrum.setSource(SpectrumPanel::Source::potential);
    QTRY_COMPARE(bench.spectrum.answer()->unit, QStringLiteral("mV"));
    // A sine of amplitude 1 mV has a variance of half a mV².
    const Spectrum& spectrum = *bench.spectrum.answer()->spectrum;
    QVERIFY(std::abs(spectrum.density.sum() * (spectrum.frequenciesHz[1] - spectrum.frequenciesHz[0]) - 0.5) <
            0.02);
    QVERIFY(std::abs(bench.spectrum.answer()->peakHz - 250.0) <= apart);
}

void TestAnalysisPanels::shortWindowsAreChosenByHand() {
    Bench bench;
    QVERIFY(Bench::show(bench.spectrum));
    QTRY_VERIFY(bench.spectrum.answer() != nullptr);
    auto* window = bench.spectrum.findChild<QComboBox*>(QStringLiteral("spectrumWindow"));
    window->setCurrentIndex(window->findData(128));
    QTRY_COMPARE(bench.spectrum.answer()->window, 128);
    QCOMPARE(bench.spectrum.answer()->spectrum->frequenciesHz.size(), 65);
    // One that is longer than the signal is explained.
    window->setCurrentIndex(window->findData(65536));
    QTRY_COMPARE(bench.spectrum.answer()->window, 65536);
    QVERIFY(!bench.spectrum.answer()->spectrum.has_value());
    QVERIFY(bench.spectrum.findChild<QLabel*>(QStringLiteral("spectrumWords"))
                ->text()
                .contains(QString::fromStdString(bench.spectrum.answer()->spectrum.error().what)));
}

void TestAnalysisPanels::panelsAreExported_data() {
    QTest::addColumn<PlotFormat>("format");
    QTest::addColumn<QString>("ending");
    QTest::addColumn<QByteArray>("begins");
    QTest::newRow("pdf") << PlotFormat::pdf << QStringLiteral(".pdf") << QByteArray("%PDF");
    QTest::newRow("svg") << PlotFormat::svg << QStringLiteral(".svg") << QByteArray("<?xml");
    QTest::newRow("png") << PlotFormat::png << QStringLiteral(".png") << QByteArray("\x89PNG");
}

void TestAnalysisPanels::panelsAreExported() {
    QFETCH(PlotFormat, format);
    QFETCH(QString, ending);
    QFETCH(QByteArray, begins);
    Bench bench;
    bench.change([](Probe& probe) { probe.comparison.enabled = true; });
    QTemporaryDir folder;
    for (AnalysisPanel* panel :
         std::initializer_list<AnalysisPanel*>{&bench.csd, &bench.compare, &bench.spectrum}) {
        QVERIFY(Bench::show(*panel));
        QTRY_VERIFY(bench.settled());
        QTRY_VERIFY(!bench.csd.isVisible() || !bench.csd.result().trials.empty());
        QTest::qWait(20);
        const QString path = folder.filePath(panel->objectName() + ending);
        QVERIFY(panel->exportPlot(path, format, {900, 700}).has_value());
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY(file.size() > 2000);
        QVERIFY(file.read(8).startsWith(begins));
        const QString kept = qEnvironmentVariable("PHISCOPE_GRAB_DIR");
        if (!kept.isEmpty()) {
            QFile::copy(path, QDir(kept).filePath(QFileInfo(path).fileName()));
        }
        // The screen is as it was.
        QCOMPARE(panel->plot()->theme(), Theme::darkTheme());
        panel->hide();
    }
    QVERIFY(!bench.csd.exportPlot(QStringLiteral("/no/such/folder/plot") + ending, format).has_value());
}

QTEST_MAIN(TestAnalysisPanels)
#include "test_analysis_panels.moc"
