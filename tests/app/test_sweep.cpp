// A number at several values, in the real window and with real child processes: what is drawn is what a plain
// run of the scene with that value gives.
#include "app/export_actions.h"
#include "app/sweep_wiring.h"
#include "model/scene/scene_file.h"
#include "model/simulation/hoc_import.h"
#include "tests/ui/hand.h"
#include "tests/ui/open_window.h"
#include "widgets/knobs/knob_edits.h"
#include "widgets/knobs/sweep_panel.h"
#include "widgets/knobs_panel.h"
#include "widgets/plots/analysis_plot.h"
#include "widgets/plots/depth_time_map.h"

#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QLabel>
#include <QProcess>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QSurfaceFormat>
#include <QToolButton>

#include <cmath>

using namespace phiscope;
using Kind = SweepShown::Kind;
using State = Sweep::State;

class TestSweep : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;
    QTemporaryDir folder_;

    Document& document() const { return window_->document(); }
    const Scene& scene() const { return document().scene(); }
    SweepPanel& panel() const { return *(*window_)->findChild<SweepPanel*>(); }
    KnobsPanel& knobs() const { return *(*window_)->findChild<KnobsPanel*>(); }
    Sweep& sweep() const { return *panel().sweep(); }
    const std::vector<Sweep::Point>& points() const { return sweep().outcome().points; }
    template <typename T>
    T* part(const char* name) const {
        return panel().findChild<T*>(QLatin1String(name));
    }
    QString words() const { return part<QLabel>("sweepWords")->text(); }
    bool ends() const {
        return QTest::qWaitFor([this] { return sweep().state() != State::running; },
                               test::OpenWindow::patience);
    }
    std::size_t computed() const {
        return static_cast<std::size_t>(
            std::ranges::count_if(points(), [](const Sweep::Point& p) { return p.signals != nullptr; }));
    }
    /// A knob for the number, without a sweep.
    std::string makeKnob(const std::string& object, const char* key) {
        knobs().add(QString::fromStdString(object), QLatin1String(key));
        return scene().knobs.back().id;
    }
    /// What is asked of the panel is asked by its own button.
    void sweepKnob(const std::string& id, int count = 5) {
        (*window_)->showPanel(QStringLiteral("sweep"));
        QTRY_VERIFY(panel().isVisible());
        part<QSpinBox>("sweepCount")->setValue(count);
        panel().open(QString::fromStdString(id));
        if (sweep().state() != State::running) {
            QTest::mouseClick(part<QPushButton>("sweepStart"), Qt::LeftButton);
        }
        QVERIFY(sweep().state() != State::idle);
    }
    void sweepWeight(int count = 5) { sweepKnob(makeKnob("synapse-1", "weight_uS"), count); }
    double weight() const { return scene().synapses.front().weight; }
    /// The scene with the number at that value, run to a file and read back.
    ResultsFile plainRun(double value) {
        Scene plain = scene();
        parameterOf(plain, sweep().outcome().knob)->set(plain, value);
        const QString file = folder_.filePath(QStringLiteral("plain.phiscope"));
        const QString results = file + QStringLiteral(".h5");
        if (!saveScene(plain, file.toStdString())) {
            qFatal("the scene can not be saved");
        }
        if (QProcess::execute(QString::fromStdString(defaultRunProgram().string()),
                              {file, QStringLiteral("--quiet"), QStringLiteral("-o"), results}) != 0) {
            qFatal("the scene does not run");
        }
        auto read = readResults(results.toStdString());
        if (!read) {
            qFatal("the results can not be read");
        }
        return std::move(*read);
    }
    void clickPlot(std::size_t point) {
        QTest::qWait(0);
        QTest::mouseClick(panel().plot(), Qt::LeftButton, {}, panel().rectOf(point).center());
    }
    /// A stand-in for phiscope-run that fails on the scenes whose names end so.
    QString failingProgram(const QString& name) {
        const QString path = folder_.filePath(QStringLiteral("failing-run"));
        QFile script(path);
        if (!script.open(QIODevice::WriteOnly)) {
            qFatal("no script");
        }
        script.write(
            QStringLiteral("#!/bin/sh\ncase \"$1\" in *%1) echo \"phiscope-run: $1: the membrane potential "
                           "is no number any more.\" >&2; exit 1;; esac\nexec '%2' \"$@\"\n")
                .arg(name, QString::fromStdString(defaultRunProgram().string()))
                .toUtf8());
        script.close();
        script.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
        return path;
    }

private Q_SLOTS:
    void init() { window_ = std::make_unique<test::OpenWindow>(QStringLiteral("ball_and_stick")); }
    void cleanup() { window_.reset(); }

    void everyPlotIsAPlainRunOfTheSceneWithThatValue() {
        makeKnob("synapse-1", "weight_uS");
        const Scene before = scene();
        const int steps = document().undoStack()->count();
        QVERIFY((*window_)->showPanel(QStringLiteral("knobs")));
        auto* button = knobs().findChild<QToolButton*>(QStringLiteral("knob-1Sweep"));
        QTRY_VERIFY(button->isVisible() && button->width() > 10);
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(panel().isVisible());
        QCOMPARE(sweep().state(), State::running);
        QVERIFY(!part<QPushButton>("sweepStart")->isEnabled());
        QVERIFY(part<QPushButton>("sweepCancel")->isVisible());
        QVERIFY(!window_->parts().controller->active()); // beside the window's own runs
        QVERIFY(ends());
        QCOMPARE(sweep().state(), State::done);
        QCOMPARE(points().size(), std::size_t(5));
        QCOMPARE(sweep().outcome().simulations, 4); // the value of now has been run
        QVERIFY(scene() == before);
        QCOMPARE(document().undoStack()->count(), steps);
        double sizeBefore = 0.0;
        for (const Sweep::Point& point : points()) {
            QCOMPARE(point.problem, QString());
            QVERIFY(point.signals);
            const ResultsFile plain = plainRun(point.value);
            const Eigen::MatrixXd& expected = plain.probes.front().values;
            const Eigen::MatrixXd& values = point.signals->probes.front().values;
            QCOMPARE(values.cols(), expected.cols());
            QVERIFY((values - expected).cwiseAbs().maxCoeff() <= 1e-12 * expected.cwiseAbs().maxCoeff());
            const double size = panel().shownSignal().sizeOf(point);
            const Eigen::VectorXd row = 1e3 * expected.row(panel().shownSignal().contact).transpose();
            QVERIFY(std::abs(size - (row.maxCoeff() - row.minCoeff())) <= 1e-9 * size);
            QVERIFY(size > sizeBefore); // a stronger synapse, a larger potential
            sizeBefore = size;
        }
        QCOMPARE(panel().shownSignal().kind, Kind::contact);
        QTRY_VERIFY(panel().rectOf(4).width() > 60);
        window_->picture(QStringLiteral("sweep_weight"));
    }

    void aProbesPlaceNeedsNoSimulation() {
        sweepKnob(makeKnob("probe-1", "position_um/0"), 7);
        sweep().setProgram(QStringLiteral("/nowhere/phiscope-run")); // and starts none
        QTest::mouseClick(part<QPushButton>("sweepStart"), Qt::LeftButton);
        QVERIFY(ends());
        QCOMPARE(sweep().outcome().simulations, 0);
        QCOMPARE(computed(), std::size_t(7));
        QVERIFY2(words().contains(QStringLiteral("No further simulation")), qPrintable(words()));
        const Sweep::Point& there = points()[6];
        const Eigen::MatrixXd expected = plainRun(there.value).probes.front().values;
        QVERIFY((there.signals->probes.front().values - expected).cwiseAbs().maxCoeff() <=
                1e-12 * expected.cwiseAbs().maxCoeff());
        QVERIFY((points()[0].signals->probes.front().values - expected).cwiseAbs().maxCoeff() >
                1e-3 * expected.cwiseAbs().maxCoeff());
        window_->picture(QStringLiteral("sweep_probe"));
    }

    void aClickOnAPlotSetsTheNumberInOneStep() {
        sweepWeight();
        QVERIFY(ends());
        QTRY_VERIFY(panel().rectOf(4).width() > 60);
        const double before = weight();
        const int steps = document().undoStack()->count();
        const double time = window_->parts().cursor->timeMs();
        clickPlot(4);
        QCOMPARE(weight(), points()[4].value);
        QVERIFY(weight() != before);
        QCOMPARE(document().undoStack()->count(), steps + 1);
        QCOMPARE(window_->parts().cursor->timeMs(), time);         // it did not choose a time too
        QVERIFY(!words().contains(QStringLiteral("Out of date"))); // the number is what this is about
        document().undoStack()->undo();
        QCOMPARE(weight(), before);
        clickPlot(4);
        clickPlot(1); // each click is a step of its own
        QCOMPARE(document().undoStack()->count(), steps + 2);
        // On the sizes the nearest value is meant, and the keys go from value to value.
        const QRect sizes = panel().summaryRect();
        QTest::mouseClick(panel().plot(), Qt::LeftButton, {}, {sizes.right() - 4, sizes.center().y()});
        QCOMPARE(weight(), points()[4].value);
        panel().plot()->setFocus();
        QTest::keyClick(panel().plot(), Qt::Key_Left);
        QCOMPARE(weight(), points()[3].value);
        window_->picture(QStringLiteral("sweep_chosen"));
    }

    void aDragChoosesTheTimeAndTheMouseReadsAllPlots() {
        sweepWeight();
        QVERIFY(ends());
        QTRY_VERIFY(panel().rectOf(0).width() > 60);
        const double before = weight();
        const QRect rect = panel().rectOf(0);
        QTest::mousePress(panel().plot(), Qt::LeftButton, {}, rect.center());
        QTest::mouseMove(panel().plot(), rect.center() + QPoint(rect.width() / 4, 0));
        QTest::mouseRelease(panel().plot(), Qt::LeftButton, {}, rect.center() + QPoint(rect.width() / 4, 0));
        QCOMPARE(weight(), before);
        QVERIFY(std::abs(window_->parts().cursor->timeMs() - 0.75 * scene().run.tstopMs) <
                0.1 * scene().run.tstopMs);
        QTest::mouseMove(panel().plot(), panel().rectOf(1).center());
        int lines = 0;
        for (int k = 0; k < panel().plot()->itemCount(); ++k) {
            const auto* line = qobject_cast<QCPItemStraightLine*>(panel().plot()->item(k));
            lines += line != nullptr && line->visible() && line->pen().style() == Qt::DashLine ? 1 : 0;
        }
        QCOMPARE(lines, 5);
        window_->picture(QStringLiteral("sweep_hover"));
    }

    void aCancelledSweepKeepsWhatIsDone() {
        const auto folders = [] {
            return QDir(QDir::tempPath()).entryList({QStringLiteral("test_sweep-*")}, QDir::Dirs);
        };
        const QStringList before = folders();
        sweepWeight(25);
        QTRY_VERIFY_WITH_TIMEOUT(sweep().runsDone() >= 3, test::OpenWindow::patience);
        QVERIFY(sweep().progress() > 0.0 && sweep().progress() < 1.0);
        QVERIFY(sweep().secondsLeft() > 0.0);
        QVERIFY2(part<QLabel>("sweepLeft")->text().endsWith(QStringLiteral(" left")),
                 qPrintable(part<QLabel>("sweepLeft")->text()));
        window_->picture(QStringLiteral("sweep_running"));
        QElapsedTimer clock;
        clock.start();
        QTest::mouseClick(part<QPushButton>("sweepCancel"), Qt::LeftButton);
        QVERIFY(clock.elapsed() < 1000);
        QCOMPARE(sweep().state(), State::cancelled);
        const std::size_t done = computed();
        QVERIFY(done >= 3 && done < 25);
        QVERIFY2(words().contains(QStringLiteral("Cancelled")), qPrintable(words()));
        QVERIFY(part<QPushButton>("sweepStart")->isEnabled());
        QTRY_COMPARE(folders(), before); // nothing is left behind
        QTest::qWait(300);               // and nothing comes after it
        QCOMPARE(computed(), done);
        QCOMPARE(sweep().state(), State::cancelled);
        window_->picture(QStringLiteral("sweep_cancelled"));
    }

    void aValueThatFailsSaysWhyBesideTheOthers() {
        makeKnob("synapse-1", "weight_uS");
        sweep().setProgram(failingProgram(QStringLiteral("/3.phiscope")));
        sweepKnob("knob-1");
        QVERIFY(ends());
        QCOMPARE(sweep().state(), State::done);
        QCOMPARE(computed(), std::size_t(4));
        QCOMPARE(points()[3].problem, QStringLiteral("The membrane potential is no number any more."));
        QVERIFY(!points()[3].signals);
        QVERIFY(std::isnan(panel().shownSignal().sizeOf(points()[3])));
        window_->picture(QStringLiteral("sweep_failing"));
        sweep().setProgram(QStringLiteral("/nowhere/phiscope-run"));
        QTest::mouseClick(part<QPushButton>("sweepStart"), Qt::LeftButton);
        QVERIFY(ends());
        QVERIFY(points()[0].problem.contains(QStringLiteral("/nowhere/phiscope-run could not be started")));
    }

    void aValueThatTheSceneCanNotHaveIsNotRun() {
        makeKnob("synapse-1", "tau1_ms");
        std::vector<Knob> all = scene().knobs;
        all.front().low = 0.5;
        all.front().high = 10.0; // a rise longer than the decay
        document().setKnobs(all, QStringLiteral("Range"));
        sweepKnob("knob-1");
        QVERIFY(ends());
        QVERIFY(!points()[4].problem.isEmpty());
        QVERIFY(points()[0].signals);
        QTRY_VERIFY(panel().rectOf(4).width() > 60);
        const int steps = document().undoStack()->count();
        clickPlot(4);
        QCOMPARE(document().undoStack()->count(), steps);
        QVERIFY(scene().synapses.front().tau1Ms != points()[4].value);
        window_->picture(QStringLiteral("sweep_impossible"));
    }

    void anEditedSceneMakesItOutOfDate() {
        sweepWeight();
        QVERIFY(ends());
        const auto swept = sweep().outcome().scene;
        QVERIFY(!words().contains(QStringLiteral("Out of date")));
        document().setTitle(QStringLiteral("Another title"), {});
        QVERIFY(!words().contains(QStringLiteral("Out of date")));
        Synapse synapse = scene().synapses.front();
        synapse.weight *= 1.5; // the number itself
        document().setSynapse(synapse, QStringLiteral("Weight"));
        QVERIFY(!words().contains(QStringLiteral("Out of date")));
        synapse.tau2Ms *= 2.0;
        document().setSynapse(synapse, QStringLiteral("Decay"));
        QVERIFY2(words().contains(QStringLiteral("Out of date")), qPrintable(words()));
        QCOMPARE(computed(), std::size_t(5)); // but stays to be looked at
        window_->picture(QStringLiteral("sweep_outdated"));
        document().undoStack()->undo();
        QVERIFY(!words().contains(QStringLiteral("Out of date")));
        document().undoStack()->redo();
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready(), test::OpenWindow::patience);
        Q_EMIT part<QLabel>("sweepWords")->linkActivated(QStringLiteral("start"));
        QVERIFY(ends());
        QVERIFY(!words().contains(QStringLiteral("Out of date")));
        QVERIFY(sweep().outcome().scene != swept);
    }

    void theTablesHoldWhatIsShown() {
        sweepWeight();
        QVERIFY(ends());
        const QString sizes = folder_.filePath(QStringLiteral("sizes.csv"));
        QVERIFY((*window_)->exports()->writePanel(panel(), sizes));
        QFile file(sizes);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).trimmed().split(QLatin1Char('\n'));
        QCOMPARE(lines.size(), 6);
        const int contact = panel().shownSignal().contact;
        QCOMPARE(lines[0],
                 QStringLiteral("Synapse Weight (µS),Laminar probe %1 peak to peak (mV)").arg(contact + 1));
        for (int k = 0; k < 5; ++k) {
            const QStringList fields = lines[k + 1].split(QLatin1Char(','));
            const Sweep::Point& point = points()[static_cast<std::size_t>(k)];
            QCOMPARE(fields[0].toDouble(), point.value);
            QCOMPARE(fields[1].toDouble(), point.signals->size({"probe-1", contact}));
        }
        const QString signals = folder_.filePath(QStringLiteral("signals.csv"));
        auto* wiring = (*window_)->findChild<SweepWiring*>();
        QSignalSpy written(wiring, &SweepWiring::signalsWritten);
        Hand hand;
        hand.willTypeFile(signals);
        Q_EMIT panel().signalsExportRequested();
        QVERIFY(written.count() == 1 || written.wait(test::OpenWindow::patience));
        QVERIFY(written.front()[1].toBool());
        QVERIFY(hand.idle());
        QFile table(signals);
        QVERIFY(table.open(QIODevice::ReadOnly));
        const QStringList rows = QString::fromUtf8(table.readAll()).trimmed().split(QLatin1Char('\n'));
        QCOMPARE(rows.size(), static_cast<int>(points()[0].signals->frames) + 1);
        QVERIFY2(rows[0].startsWith(
                     QStringLiteral("Time (ms),\"Laminar probe %1, Synapse Weight 0.00125 µS (mV)\"")
                         .arg(contact + 1)),
                 qPrintable(rows[0]));
        const QStringList row = rows[201].split(QLatin1Char(','));
        QCOMPARE(row.size(), 6);
        QCOMPARE(row[0].toDouble(), 200.0 * scene().run.dtMs);
        QCOMPARE(row[5].toDouble(), points()[4].signals->probes.front().values(contact, 200));
        QVERIFY((*window_)->exports()->writePanel(panel(), folder_.filePath(QStringLiteral("sweep.pdf"))));
        QVERIFY(QFile(folder_.filePath(QStringLiteral("sweep.pdf"))).size() > 5000);
    }

    void anotherSignalIsShownOnTheSameAxes() {
        sweepWeight();
        QVERIFY(ends());
        auto* signal = part<QComboBox>("sweepSignal");
        QCOMPARE(signal->count(), 3);
        const auto choose = [&](int at) {
            signal->setCurrentIndex(at);
            Q_EMIT signal->activated(at);
        };
        choose(0);
        QCOMPARE(panel().shownSignal().kind, Kind::soma);
        QVERIFY(!part<QSpinBox>("sweepContact")->isVisible());
        QCOMPARE(panel().shownSignal().sizeOf(points()[4]), peakToPeak(points()[4].signals->somaMv));
        choose(2);
        QCOMPARE(panel().shownSignal().kind, Kind::map);
        QCOMPARE(panel().table().channels.size(), std::size_t(16));
        window_->picture(QStringLiteral("sweep_map"));
        const auto maps = [this] {
            int count = 0;
            for (int k = 0; k < panel().plot()->plottableCount(); ++k) {
                const auto* map = qobject_cast<QCPColorMap*>(panel().plot()->plottable(k));
                count += map != nullptr && map->visible() ? 1 : 0;
            }
            return count;
        };
        QTRY_COMPARE(maps(), 5);
        // A contact that is clicked in the view is the one that is shown.
        document().select(QStringLiteral("probe-1"), 3);
        QCOMPARE(panel().shownSignal().kind, Kind::contact);
        QCOMPARE(panel().shownSignal().contact, 3);
        QCOMPARE(part<QSpinBox>("sweepContact")->value(), 4);
        part<QSpinBox>("sweepContact")->setValue(9);
        QCOMPARE(panel().shownSignal().contact, 8);
    }

    void theEmptyPanelOffersTheClickThatFillsIt() {
        (*window_)->actions()->sweep->trigger();
        QTRY_VERIFY(panel().isVisible());
        auto* empty = part<QLabel>("empty-sweep");
        QTRY_VERIFY(empty->isVisible());
        QVERIFY2(empty->text().contains(QStringLiteral("Synapse · Weight")), qPrintable(empty->text()));
        QVERIFY(!part<QPushButton>("sweepStart")->isEnabled());
        QVERIFY(!part<QComboBox>("sweepSignal")->isVisible()); // there is none yet
        window_->picture(QStringLiteral("sweep_empty"));
        Q_EMIT empty->linkActivated(QStringLiteral("suggestion"));
        QCOMPARE(scene().knobs.size(), std::size_t(1));
        QVERIFY(ends());
        QCOMPARE(computed(), std::size_t(5));
        QVERIFY(!panel().plot()->isEmptyTextShown());
        // Another scene has nothing of it.
        (*window_)->files()->openExample(QStringLiteral("ball_and_stick"));
        QTRY_VERIFY_WITH_TIMEOUT(scene().knobs.empty() && window_->ready(), test::OpenWindow::patience);
        QVERIFY(points().empty());
        QVERIFY(panel().plot()->isEmptyTextShown());
    }

    void codeInACellRunsOnlyAfterAsking() {
        Scene cell;
        cell.cell.morphology.kind = MorphologySource::Kind::embedded;
        cell.cell.morphology.path = "cell.hoc";
        cell.cell.morphology.text =
            "create soma\nsoma { pt3dclear() pt3dadd(0,0,0,20) pt3dadd(0,0,20,20) }\n";
        document().setHocConsent([](const std::filesystem::path&) { return true; }); // as with results
        document().setScene(cell);
        QVERIFY(QTest::qWaitFor([this] { return window_->ready(); }, test::OpenWindow::patience));
        makeKnob("cell", "v_init_mV");
        (*window_)->showPanel(QStringLiteral("sweep"));
        part<QSpinBox>("sweepCount")->setValue(2);
        Hand hand;
        hand.willClick(QStringLiteral("Cancel"));
        panel().open(QStringLiteral("knob-1"));
        QCOMPARE(hand.asked, QStringList{QStringLiteral("codeQuestion")});
        QCOMPARE(sweep().state(), State::idle);
        hand.willClick(QStringLiteral("Run the code"));
        QTest::mouseClick(part<QPushButton>("sweepStart"), Qt::LeftButton);
        QCOMPARE(sweep().state(), State::running);
        QVERIFY(ends());
        QCOMPARE(points()[0].problem, QString());
        QCOMPARE(computed(), std::size_t(2));
        QVERIFY(hand.idle());
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestSweep test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_sweep.moc"
