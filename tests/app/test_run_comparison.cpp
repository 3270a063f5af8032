// Two runs beside each other, in the real window: what is compared with what, where they differ, and the cell
// coloured by one of them or by the difference.
#include "app/export_actions.h"
#include "app/pin_wiring.h"
#include "app/run_comparison_wiring.h"
#include "model/forward/field_grid.h"
#include "tests/ui/open_window.h"
#include "widgets/plots/analysis_plot.h"
#include "widgets/plots/chip.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/runs_panel.h"
#include "widgets/scene_picture.h"
#include "widgets/slice_store.h"
#include "widgets/view_badge.h"

#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QRegularExpression>
#include <QSurfaceFormat>
#include <QTimer>

#include <cmath>
#include <memory>

using namespace phiscope;

class TestRunComparison : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    const WindowParts& parts() const { return window_->parts(); }
    Document& document() const { return window_->document(); }
    RunsPanel& panel() const { return *parts().runs; }
    QString words() const { return panel().findChild<QLabel*>(QStringLiteral("runsWords"))->text(); }
    QString plainWords() const {
        return QString(words()).remove(QRegularExpression(QStringLiteral("<[^>]*>")));
    }
    Chip* chip(const char* name) const { return panel().findChild<Chip*>(QString::fromLatin1(name)); }
    const CellColouring& colouring() const { return window_->view().scene().colouring(); }
    ViewBadge* badge() const { return window_->view().findChild<ViewBadge*>(QStringLiteral("runsBadge")); }

    bool compared() const { return window_->ready() && panel().answer() && !panel().busy(); }
    void pin() const {
        QTRY_VERIFY(!parts().controller->signalsPending());
        window_->key(Qt::Key_K);
    }
    void open() const {
        window_->key(Qt::Key_K, Qt::ShiftModifier);
        QTRY_VERIFY(panel().shown());
    }
    void strengthen(double factor) {
        Synapse synapse = document().scene().synapses.front();
        synapse.weight *= factor;
        document().setSynapse(synapse, QStringLiteral("Set weight"));
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready() &&
                                     parts().controller->data().scene->synapses.front() == synapse,
                                 test::OpenWindow::patience);
    }
    /// What the view was given for a segment.
    float shown(int segment) const {
        const auto* wiring = (*window_)->findChild<RunComparisonWiring*>();
        return static_cast<float>(wiring->picture().valueAt(segment));
    }

private Q_SLOTS:
    void init() { window_ = std::make_unique<test::OpenWindow>(QStringLiteral("ball_and_stick")); }
    void cleanup() { window_.reset(); }

    void slicesShowTheRunThatTheCellShows() {
        FieldSlice slice;
        slice.positionUm = {0.0, 0.0, 100.0};
        const std::string id = document().addSlice(slice).toStdString();
        open();
        pin();
        strengthen(3.0);
        QTRY_VERIFY_WITH_TIMEOUT(compared() && panel().answer()->lfp.channel >= 0,
                                 test::OpenWindow::patience);
        QTRY_VERIFY_WITH_TIMEOUT(!parts().slices->busy() && parts().slices->grid(id),
                                 test::OpenWindow::patience);
        parts().cursor->setPlaying(false);
        parts().cursor->scrubTo(panel().answer()->lfp.timeMs());
        const SlicePicture& picture = (*window_)->findChild<RunComparisonWiring*>()->picture().slices();
        const FieldGrid& grid = *parts().slices->grid(id);
        const Eigen::Vector3d at(30.0, 0.0, 60.0);
        const auto expected = [&](RunsPanel::Which side) {
            const RunData run = panel().run(side).run;
            const auto frame = static_cast<std::int64_t>(
                std::llround(parts().cursor->timeMs() / run.recording->layout().dtMs));
            std::vector<float> values(static_cast<std::size_t>(grid.plane().cells()));
            grid.values(run.recording->currents(frame), values);
            return 1e3 * valueOnPlane(grid.plane(), values, at);
        };
        const double a = expected(RunsPanel::A);
        const double b = expected(RunsPanel::B);
        QVERIFY(std::isfinite(a) && std::abs(b - a) > 1e-3 * std::abs(a));
        const auto shows = [&](double value) {
            return std::abs(picture.valueAt(id, at) - value) <= 1e-4 * (std::abs(a) + std::abs(b));
        };
        QVERIFY(shows(b)); // the run of the window
        QTest::mouseClick(chip("cellA"), Qt::LeftButton);
        QVERIFY(shows(a));
        const double range = picture.range(id);
        QTest::mouseClick(chip("cellB"), Qt::LeftButton);
        QVERIFY(shows(b));
        QCOMPARE(picture.range(id), range); // one for both
        QTest::mouseClick(chip("cellDifference"), Qt::LeftButton);
        QVERIFY(shows(b - a));
        window_->picture(QStringLiteral("runs_slice"));
        QTest::mouseClick(badge(), Qt::LeftButton);
        QVERIFY(shows(b));
    }

    void withoutAPinItOffersToKeepTheRun() {
        open();
        auto* empty = panel().findChild<QLabel*>(QStringLiteral("empty-runs"));
        QVERIFY2(empty->isVisible() && empty->text().contains(QStringLiteral("No pinned run yet")),
                 qPrintable(empty->text()));
        QVERIFY(!panel().findChild<QComboBox*>(QStringLiteral("runA"))->isVisible());
        window_->picture(QStringLiteral("runs_empty"));
        QTRY_VERIFY(!parts().controller->signalsPending());
        Q_EMIT empty->linkActivated(QStringLiteral("pin"));
        QTRY_VERIFY(!empty->isVisible());
        QCOMPARE(panel().runName(RunsPanel::A), QStringLiteral("Pin 1"));
        QCOMPARE(panel().runName(RunsPanel::B), QStringLiteral("This run"));
        QTRY_VERIFY_WITH_TIMEOUT(compared(), test::OpenWindow::patience);
        QVERIFY2(plainWords().contains(QStringLiteral("A and B are equal")), qPrintable(plainWords()));
        QCOMPARE(panel().answer()->difference->cwiseAbs().maxCoeff(), 0.0);
    }

    void anotherConductivityScalesTheField() {
        open();
        pin();
        Probe probe = document().scene().probes.front();
        const double before = probe.medium.sigma;
        probe.medium.sigma = 0.5;
        QVERIFY(before != 0.5);
        document().setProbe(probe, QStringLiteral("Set conductivity"));
        QTRY_VERIFY_WITH_TIMEOUT(compared() && panel().answer()->lfp.channel >= 0,
                                 test::OpenWindow::patience);
        const auto a = panel().answer()->signals[0]->values();
        const Eigen::MatrixXd expected = (before / 0.5 - 1.0) * a;
        const Eigen::MatrixXd& difference = *panel().answer()->difference;
        QCOMPARE(difference.cols(), a.cols());
        QVERIFY((difference - expected).cwiseAbs().maxCoeff() <= 1e-9 * expected.cwiseAbs().maxCoeff());
        // The same currents: the soma is that of before.
        QCOMPARE(panel().answer()->potential.channel, Eigen::Index{-1});
        const QString said = plainWords();
        QVERIFY2(said.contains(QStringLiteral("A: Pin 1, conductivity 0.3 S/m")), qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("B: This run, conductivity 0.5 S/m")), qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("(40 % of A there)")), qPrintable(said));
        QVERIFY2(said.contains(QStringLiteral("Soma: A and B are equal")), qPrintable(said));
        window_->picture(QStringLiteral("runs_sigma"));
    }

    void anotherWeightIsFoundAndAClickGoesThere() {
        open();
        pin();
        strengthen(3.0);
        QTRY_VERIFY_WITH_TIMEOUT(compared() && panel().answer()->lfp.channel >= 0,
                                 test::OpenWindow::patience);
        const RunDifference& lfp = panel().answer()->lfp;
        QCOMPARE((*panel().answer()->difference)(lfp.channel, lfp.frame), lfp.largest);
        QCOMPARE(std::abs(lfp.largest), panel().answer()->difference->cwiseAbs().maxCoeff());
        QVERIFY(panel().answer()->potential.channel >= 0);
        QVERIFY2(plainWords().contains(QStringLiteral("weight")), qPrintable(plainWords()));
        // The link in the sentence, as a click activates it.
        const QRegularExpressionMatch link =
            QRegularExpression(QStringLiteral("href=\"(time:[^\"]*)\"")).match(words());
        QVERIFY(link.hasMatch());
        parts().cursor->scrubTo(0.0);
        Q_EMIT panel().findChild<QLabel*>(QStringLiteral("runsWords"))->linkActivated(link.captured(1));
        QVERIFY(std::abs(parts().cursor->timeMs() - lfp.timeMs()) < 1e-9);
        window_->picture(QStringLiteral("runs_weight"));
        // Swapped, it is the same with the other sign.
        const double largest = lfp.largest;
        QTest::mouseClick(chip("runsSwap"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(compared() && panel().answer()->lfp.channel >= 0,
                                 test::OpenWindow::patience);
        QCOMPARE(panel().answer()->lfp.largest, -largest);
        QCOMPARE(panel().runName(RunsPanel::B), QStringLiteral("Pin 1"));
    }

    void theCellTakesTheColoursOfEither() {
        open();
        pin();
        strengthen(3.0);
        QTRY_VERIFY_WITH_TIMEOUT(compared() && panel().answer()->lfp.channel >= 0,
                                 test::OpenWindow::patience);
        const RunDifference& soma = panel().answer()->potential;
        parts().cursor->setPlaying(false);
        parts().cursor->scrubTo(soma.timeMs());
        const RunData a = panel().run(RunsPanel::A).run;
        const RunData b = panel().run(RunsPanel::B).run;
        QVERIFY(a.recording != b.recording);
        const int segment = middleSoma(b);
        const float inA = a.recording->potentials(soma.frame)[segment];
        const float inB = b.recording->potentials(soma.frame)[segment];
        QVERIFY(std::abs(inA - inB) > 1e-4F);
        const CellColouring before = colouring();
        QCOMPARE(shown(segment), inB);
        QVERIFY(badge()->isHidden());

        QTest::mouseClick(chip("cellA"), Qt::LeftButton);
        QCOMPARE(shown(segment), inA);
        QVERIFY(badge()->isVisible() && badge()->text().contains(QStringLiteral("A: Pin 1")));
        const CellColouring ofA = colouring();
        QVERIFY(ofA.title.find("of A") != std::string::npos);
        QTest::mouseClick(chip("cellB"), Qt::LeftButton);
        QCOMPARE(shown(segment), inB);
        QCOMPARE(colouring().low, ofA.low); // one range for both
        QCOMPARE(colouring().high, ofA.high);
        QTest::mouseClick(chip("cellDifference"), Qt::LeftButton);
        QVERIFY(std::abs(shown(segment) - (inB - inA)) < 1e-4F);
        QCOMPARE(colouring().map, ColourMap::current); // diverging
        QCOMPARE(colouring().low, -colouring().high);
        QCOMPARE(colouring().unit, std::string("mV"));
        QCOMPARE(badge()->text(), QStringLiteral("Showing B − A: This run minus Pin 1"));
        window_->picture(QStringLiteral("runs_difference"));
        // The clock is that of the window.
        parts().cursor->scrubTo(0.0);
        QVERIFY(std::abs(shown(segment)) < std::abs(inB - inA));
        parts().cursor->scrubTo(soma.timeMs());
        QVERIFY(std::abs(shown(segment) - (inB - inA)) < 1e-4F);
        // Its range is not one that the scene could hold.
        const View view = document().scene().view;
        Q_EMIT window_->view().colourBarClicked(Qt::LeftButton, {});
        QVERIFY(document().scene().view == view);
        // By current, the same in µA/cm².
        (*window_)->actions()->colourCurrent->trigger();
        QCOMPARE(colouring().unit, std::string("µA/cm²"));
        const double area = b.cell->segments.area[segment];
        const double change =
            (b.recording->currents(soma.frame)[segment] - a.recording->currents(soma.frame)[segment]) / area *
            1e5;
        QVERIFY(std::abs(static_cast<double>(shown(segment)) - change) <=
                1e-5 * std::max(1.0, std::abs(change)));
        (*window_)->actions()->colourPotential->trigger();
        QVERIFY(badge()->isVisible());

        // Closed, the view is as before; opened again, it shows what the switch says.
        auto* dock = (*window_)->findChild<QWidget*>(QStringLiteral("runsDock"));
        dock->hide();
        QTRY_VERIFY(badge()->isHidden());
        QVERIFY(colouring() == before);
        QCOMPARE(shown(segment), inB);
        (*window_)->showPanel(QStringLiteral("runs"));
        QTRY_VERIFY(badge()->isVisible());
        // Without panels it stays, as for an audience.
        (*window_)->actions()->hidePanels->setChecked(true);
        QVERIFY(badge()->isVisible());
        (*window_)->actions()->hidePanels->setChecked(false);
        QTRY_VERIFY(badge()->isVisible());
        QTest::mouseClick(badge(), Qt::LeftButton);
        QVERIFY(badge()->isHidden());
        QVERIFY(!chip("cellDifference")->isChecked());
        QVERIFY(colouring() == before);
        // Other colours end it, and so do other segments.
        QTest::mouseClick(chip("cellA"), Qt::LeftButton);
        (*window_)->actions()->colourPlain->trigger();
        QVERIFY(badge()->isHidden());
        (*window_)->actions()->colourPotential->trigger();
        QTest::mouseClick(chip("cellA"), Qt::LeftButton);
        QVERIFY(badge()->isVisible());
        Cell cell = document().scene().cell;
        cell.discretisation.method = Discretisation::Method::fixedLength;
        cell.discretisation.maxLengthUm = 7.0;
        document().setCell(cell, QStringLiteral("Set segments"));
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready() &&
                                     parts().controller->data().recording->layout().segments !=
                                         a.recording->layout().segments,
                                 test::OpenWindow::patience);
        QVERIFY(!chip("cellA")->isVisible());
        QVERIFY(badge()->isHidden());
        // Potentials of contacts are compared all the same.
        QTRY_VERIFY_WITH_TIMEOUT(compared() && panel().answer()->difference, test::OpenWindow::patience);
    }

    void otherStepsLengthsAndContactsAreSaid() {
        open();
        pin();
        RunSettings run = document().scene().run;
        run.dtMs = 0.04;
        run.tstopMs = run.tstopMs - 10.0;
        document().setRun(run, QStringLiteral("Set run"));
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready() && parts().controller->data().scene->run == run,
                                 test::OpenWindow::patience);
        QTRY_VERIFY_WITH_TIMEOUT(compared() && panel().answer()->complete, test::OpenWindow::patience);
        QVERIFY2(plainWords().contains(QStringLiteral("straight lines")), qPrintable(plainWords()));
        QVERIFY2(plainWords().contains(QStringLiteral("the shorter run ends")), qPrintable(plainWords()));
        QVERIFY(panel().answer()->lfp.endMs() <= run.tstopMs + 0.1);
        window_->picture(QStringLiteral("runs_steps"));

        Probe probe = document().scene().probes.front();
        const int contacts = probe.contactCount;
        probe.contactCount += 3;
        document().setProbe(probe, QStringLiteral("Set contacts"));
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready() &&
                                     plainWords().contains(QStringLiteral("%1 contacts in A").arg(contacts)),
                                 test::OpenWindow::patience);
        QTRY_VERIFY_WITH_TIMEOUT(compared() && !panel().answer()->difference, test::OpenWindow::patience);
        QVERIFY(panel().answer()->potential.values.cols() > 0); // the soma is there
        window_->picture(QStringLiteral("runs_contacts"));
    }

    void aPinIsRenamedAndChosen() {
        open();
        pin();
        strengthen(2.0);
        pin();
        QTRY_COMPARE(panel().runName(RunsPanel::A), QStringLiteral("Pin 2")); // the newest
        auto* a = panel().findChild<QComboBox*>(QStringLiteral("runA"));
        QCOMPARE(a->count(), 3);
        panel().choose(RunsPanel::A, (*window_)->findChild<PinWiring*>()->pins().front().id);
        QCOMPARE(panel().runName(RunsPanel::A), QStringLiteral("Pin 1"));
        QTimer::singleShot(0, this, [] {
            auto* dialog = qobject_cast<QInputDialog*>(QApplication::activeModalWidget());
            QVERIFY(dialog != nullptr);
            QCOMPARE(dialog->textValue(), QStringLiteral("Pin 1"));
            dialog->setTextValue(QStringLiteral("weak <1>"));
            dialog->accept();
        });
        Q_EMIT panel().renameRequested((*window_)->findChild<PinWiring*>()->pins().front().id);
        QCOMPARE(panel().runName(RunsPanel::A), QStringLiteral("weak <1>"));
        QVERIFY2(words().contains(QStringLiteral("weak &lt;1&gt;")), qPrintable(words()));
        QCOMPARE(a->currentText(), QStringLiteral("weak <1>"));
        QTRY_VERIFY_WITH_TIMEOUT(compared(), test::OpenWindow::patience);
        window_->picture(QStringLiteral("runs_renamed"));
        (*window_)->actions()->forgetPins->trigger();
        QVERIFY(panel().plot()->isEmptyTextShown());
        QVERIFY(!chip("cellA")->isVisible());
    }

    void twoPinsAreComparedWhateverRunsLater() {
        window_.reset();
        window_ = std::make_unique<test::OpenWindow>(QStringLiteral("l5_pyramidal"), AppTheme::Kind::light);
        (*window_)->resize(1600, 1000);
        open();
        pin();
        strengthen(4.0);
        pin();
        const auto& pins = (*window_)->findChild<PinWiring*>()->pins();
        QCOMPARE(pins.size(), std::size_t{2});
        panel().choose(RunsPanel::A, pins.front().id);
        panel().choose(RunsPanel::B, pins.back().id);
        QTRY_VERIFY_WITH_TIMEOUT(compared() && panel().answer()->lfp.channel >= 0,
                                 test::OpenWindow::patience);
        const double largest = panel().answer()->lfp.largest;
        const double atMs = panel().answer()->potential.timeMs();
        QTest::mouseClick(chip("cellDifference"), Qt::LeftButton);
        parts().cursor->setPlaying(false);
        parts().cursor->scrubTo(atMs);
        window_->picture(QStringLiteral("runs_two_pins"));
        const int segment = middleSoma(pins.front().run);
        const float difference = shown(segment);
        QVERIFY(std::abs(difference) > 1e-3F);
        strengthen(2.0);
        QTRY_VERIFY_WITH_TIMEOUT(compared(), test::OpenWindow::patience);
        QCOMPARE(panel().answer()->lfp.largest, largest);
        parts().cursor->scrubTo(atMs);
        QCOMPARE(shown(segment), difference);
        QCOMPARE(badge()->text(), QStringLiteral("Showing B − A: Pin 2 minus Pin 1"));
        (*window_)->actions()->hidePanels->setChecked(true);
        window_->picture(QStringLiteral("runs_projector"));
        (*window_)->actions()->hidePanels->setChecked(false);
    }

    void aFigureOfItIsWritten() {
        open();
        pin();
        strengthen(2.0);
        QTRY_VERIFY_WITH_TIMEOUT(compared() && panel().answer()->lfp.channel >= 0,
                                 test::OpenWindow::patience);
        QTemporaryDir folder;
        for (const auto& [name, format] :
             {std::pair{"runs.pdf", PlotFormat::pdf}, std::pair{"runs.svg", PlotFormat::svg},
              std::pair{"runs.png", PlotFormat::png}}) {
            const QString path = folder.filePath(QString::fromLatin1(name));
            QVERIFY(panel().exportPlot(path, format, {600, 700}).has_value());
            QVERIFY(QFileInfo(path).size() > 2000);
        }
        const QString kept = qEnvironmentVariable("PHISCOPE_TEST_PICTURES");
        if (!kept.isEmpty()) {
            QFile::copy(folder.filePath(QStringLiteral("runs.png")),
                        kept + QStringLiteral("/runs_export.png"));
        }
    }

    void itsNumbersAreATable() {
        open();
        pin();
        strengthen(2.0);
        QTRY_VERIFY_WITH_TIMEOUT(compared() && panel().hasTable(), test::OpenWindow::patience);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("runs.csv"));
        QVERIFY((*window_)->exports()->writePanel(panel(), path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).trimmed().split(QLatin1Char('\n'));
        const RunsPanel::Answer& answer = *panel().answer();
        QCOMPARE(lines.size(), answer.difference->cols() + 1);
        const auto contacts = answer.difference->rows();
        // Titles with a comma stand in quotes.
        QCOMPARE(lines.front().count(QStringLiteral("(mV)")), 3 * (contacts + 1));
        const auto row = answer.lfp.frame;
        const QStringList cells = lines.at(row + 1).split(QLatin1Char(','));
        const qsizetype at = 4 + 3 * answer.lfp.channel;
        const auto signal = [&](std::size_t which) {
            return answer.signals.at(which)->value(static_cast<int>(answer.lfp.channel), row);
        };
        QCOMPARE(cells.at(0).toDouble(), answer.lfp.timeMs());
        QCOMPARE(cells.at(at).toDouble(), signal(0));
        QCOMPARE(cells.at(at + 1).toDouble(), signal(1));
        QCOMPARE(cells.at(at + 2).toDouble(), answer.lfp.largest);
        QVERIFY(std::abs(signal(1) - signal(0) - answer.lfp.largest) < 1e-15);
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestRunComparison test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_run_comparison.moc"
