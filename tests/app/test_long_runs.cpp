// A run that would take long waits for the person; how long things take is seen in the performance panel.
#include "app/run_wiring.h"
#include "tests/ui/open_window.h"
#include "widgets/performance_panel.h"
#include "widgets/plots/chip.h"
#include "widgets/plots/plot_header.h"
#include "widgets/run_label.h"
#include "widgets/run_pace.h"
#include "widgets/timings.h"

#include <QClipboard>
#include <QDockWidget>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QSurfaceFormat>
#include <QToolBar>
#include <QToolButton>

#include <memory>

using namespace phiscope;

class TestLongRuns : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    const WindowParts& parts() const { return window_->parts(); }
    Document& document() const { return window_->document(); }
    RunWiring& run() const { return *(*window_)->findChild<RunWiring*>(); }
    QToolButton& button() const { return *(*window_)->findChild<QToolButton*>(QStringLiteral("runButton")); }
    QString label() const { return (*window_)->findChild<RunLabel*>()->text(); }
    /// So much model time that no machine computes it within the patience.
    void setStop(double ms) const {
        RunSettings settings = document().scene().run;
        settings.tstopMs = ms;
        document().setRun(settings, QStringLiteral("Set stop"));
    }
    static constexpr double longMs = 1e6;

private Q_SLOTS:
    void init() { window_ = std::make_unique<test::OpenWindow>(QStringLiteral("ball_and_stick")); }
    void cleanup() { window_.reset(); }

    void theNewestRunTellsThePace() {
        RunPace pace;
        RunSettings settings;
        settings.dtMs = 0.1;
        settings.tstartMs = -10.0;
        const double work = RunPace::work(settings, 90.0, 40, 10);
        QCOMPARE(work, 1000.0 * 50.0);
        pace.learn(work, 1.02);
        QVERIFY(qAbs(pace.seconds(2.0 * work) - 2.02) < 1e-9);
        pace.learn(work, 0.021); // too short to tell anything
        QVERIFY(qAbs(pace.seconds(work) - 1.02) < 1e-9);
        pace.learn(work, 0.12);
        QVERIFY(qAbs(pace.seconds(work) - 0.12) < 1e-9);
    }

    void aLongRunWaitsWithRunHighlighted() {
        const auto before = parts().controller->data().recording;
        QVERIFY(!run().held());
        QVERIFY(button().autoRaise());
        QSignalSpy started(parts().controller, &SimulationController::recordingChanged);
        setStop(longMs);
        QTRY_VERIFY(run().held().has_value());
        QVERIFY2(*run().held() > RunWiring::patienceSeconds, qPrintable(QString::number(*run().held())));
        QVERIFY(run().isStale());
        QVERIFY(!button().autoRaise());
        QCOMPARE(button().palette().color(QPalette::Button), parts().theme->colours().selection);
        QVERIFY2(label().startsWith(QStringLiteral("Run takes")), qPrintable(label()));
        window_->picture(QStringLiteral("run-waits"));
        QTest::qWait(3 * parts().controller->autoRunDelay());
        QVERIFY(!parts().controller->active());
        QVERIFY(!parts().controller->runPending());
        QCOMPARE(started.count(), 0);
        QCOMPARE(parts().controller->data().recording, before);
        // Back to where the results come from: what is shown is right again, at the price of a short run.
        document().undoStack()->undo();
        QTRY_VERIFY(!run().held() && !run().isStale() && window_->ready());
        QVERIFY(button().autoRaise());
        QVERIFY(!label().startsWith(QStringLiteral("Run takes")));
    }

    void runStartsWhatWaits() {
        setStop(longMs);
        QTRY_VERIFY(run().held().has_value());
        QTest::mouseClick(&button(), Qt::LeftButton);
        QVERIFY(!run().held());
        QVERIFY(button().autoRaise());
        QTRY_VERIFY(parts().controller->active());
        QTRY_COMPARE_WITH_TIMEOUT(parts().controller->data().scene->run.tstopMs, longMs,
                                  test::OpenWindow::patience);
        // A further edit of the long run waits again; what is under way goes on.
        Synapse synapse = document().scene().synapses.front();
        synapse.weight *= 2.0;
        document().setSynapse(synapse, QStringLiteral("Set weight"));
        QVERIFY(run().held().has_value());
        QVERIFY(parts().controller->active());
        parts().controller->cancel();
        QTRY_VERIFY(!parts().controller->active());
        QVERIFY(run().held().has_value());
    }

    void whatIsBeingBuiltIsNotJudgedByTheCellBefore() {
        Cell fine = document().scene().cell;
        fine.discretisation.method = Discretisation::Method::fixedLength;
        fine.discretisation.maxLengthUm = 0.02;
        document().setCell(fine, QStringLiteral("Set longest segment"));
        QVERIFY(document().isBuilding());
        // Short for the cell that is still shown.
        Synapse synapse = document().scene().synapses.front();
        synapse.weight *= 2.0;
        document().setSynapse(synapse, QStringLiteral("Set weight"));
        QTRY_VERIFY_WITH_TIMEOUT(!document().isBuilding() && run().held().has_value(),
                                 test::OpenWindow::patience);
        QVERIFY(!parts().controller->runPending());
        QVERIFY(!parts().controller->active());
    }

    void aShortRunStillStartsByItself() {
        const auto before = parts().controller->data().recording;
        setStop(document().scene().run.tstopMs + 1.0);
        QTRY_VERIFY_WITH_TIMEOUT(window_->ready() && parts().controller->data().recording != before,
                                 test::OpenWindow::patience);
        QVERIFY(!run().held());
    }

    void thePerformancePanelShowsWhatHappened() {
        QVERIFY((*window_)->showPanel(QStringLiteral("performance")));
        auto* panel = (*window_)->findChild<PerformancePanel*>();
        const auto number = [&](const char* column, Timings::What what) {
            const QString name = QLatin1String("performance") + QLatin1String(column) +
                                 QString::number(static_cast<int>(what));
            return panel->findChild<QLabel*>(name)->text();
        };
        QTRY_VERIFY(number("Last", Timings::What::run).endsWith(QLatin1Char('s')));
        QTRY_VERIFY(number("Last", Timings::What::matrix).endsWith(QLatin1Char('s')));
        QTRY_VERIFY(number("Slowest", Timings::What::frame).endsWith(QLatin1Char('s')));
        QTRY_VERIFY(number("Median", Timings::What::loop).endsWith(QLatin1Char('s')));
        // A probe that moves is a matrix and its signals.
        Probe probe = document().scene().probes.front();
        probe.positionUm[0] += 20.0;
        document().setProbe(probe, QStringLiteral("Move"));
        QTRY_VERIFY(number("Last", Timings::What::signals).endsWith(QLatin1Char('s')));
        const auto* words = panel->findChild<QLabel*>(QStringLiteral("performanceWords"));
        QVERIFY2(
            words->text().contains(
                QStringLiteral("%1 segments").arg(parts().controller->data().recording->layout().segments)),
            qPrintable(words->text()));
        QTest::mouseClick(panel->findChild<QPushButton*>(QStringLiteral("performanceCopy")), Qt::LeftButton);
        QVERIFY(QApplication::clipboard()->text().contains(words->text()));
        window_->picture(QStringLiteral("performance"));
    }

    void allToolsStayInSight() {
        auto* bar = (*window_)->findChild<QToolBar*>(QStringLiteral("toolBar"));
        const auto seen = [&] {
            for (QAction* action : bar->actions()) {
                const auto* button = qobject_cast<QToolButton*>(bar->widgetForAction(action));
                if (button != nullptr && !button->isVisible()) {
                    return false;
                }
            }
            return true;
        };
        (*window_)->resize(1280, 800);
        QTRY_VERIFY(seen());
        (*window_)->resize(1900, 800);
        QTRY_COMPARE(button().toolButtonStyle(), Qt::ToolButtonTextBesideIcon);
        QTRY_VERIFY(seen());
        parts().theme->setKind(AppTheme::Kind::projector);
        (*window_)->resize(1280, 800);
        QTRY_VERIFY(seen());
        // What is measured in type moves with it.
        const auto* time = (*window_)->findChild<QWidget*>(QStringLiteral("timeLabel"));
        const int wide = QFontMetrics(time->font()).horizontalAdvance(QStringLiteral("000.0 / 000.0 ms"));
        QTRY_VERIFY2(time->width() >= wide, qPrintable(QString::number(time->width())));
        for (const PlotHeader* header : (*window_)->findChildren<PlotHeader*>()) {
            QFont title = header->font();
            title.setWeight(QFont::DemiBold);
            const int end = QFontMetrics(title).horizontalAdvance(header->accessibleName());
            for (const Chip* chip : header->findChildren<Chip*>()) {
                QTRY_VERIFY2(chip->x() >= end, qPrintable(header->accessibleName()));
            }
        }
        window_->picture(QStringLiteral("tools-projector"));
        QCOMPARE(button().toolButtonStyle(), Qt::ToolButtonTextBesideIcon); // the last to lose its word
    }

    void timingsForgetTheOldest() {
        Timings timings;
        QCOMPARE(timings.summary(Timings::What::run).count, std::size_t{0});
        for (std::size_t k = 1; k <= Timings::most + 60; ++k) {
            timings.add(Timings::What::run, static_cast<double>(k));
        }
        const Timings::Summary summary = timings.summary(Timings::What::run);
        QCOMPARE(summary.count, Timings::most + 60);
        QCOMPARE(summary.last, static_cast<double>(Timings::most + 60));
        QCOMPARE(summary.median, 60.0 + static_cast<double>(Timings::most) / 2.0);
        QCOMPARE(summary.slowest, 60.0 + std::ceil(0.99 * static_cast<double>(Timings::most)));
        QCOMPARE(timings.newest(Timings::What::run).front(), 61.0);
    }
};

int main(int count, char** arguments) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(count, arguments);
    TestLongRuns test;
    return QTest::qExec(&test, count, arguments);
}

#include "test_long_runs.moc"
