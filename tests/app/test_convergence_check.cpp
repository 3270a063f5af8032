// "Check convergence…" in the real window: it runs beside the window, says what it found, and mends it.
#include "tests/ui/hand.h"
#include "tests/ui/open_window.h"
#include "widgets/checks_panel.h"
#include "widgets/convergence_check.h"
#include "widgets/convergence_dialog.h"

#include <QDoubleSpinBox>
#include <QElapsedTimer>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>

using namespace phiscope;
using State = ConvergenceCheck::State;

class TestConvergenceCheck : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;

    Document& document() { return window_->document(); }
    ConvergenceCheck& check() { return *(*window_)->findChild<ConvergenceCheck*>(); }
    ConvergenceDialog& dialog() { return *(*window_)->findChild<ConvergenceDialog*>(); }
    template <typename T>
    T* part(const char* name) {
        return dialog().findChild<T*>(QLatin1String(name));
    }
    void trigger() { (*window_)->actions()->checkConvergence->trigger(); }
    bool ends() {
        return QTest::qWaitFor([this] { return check().state() != State::running; },
                               test::OpenWindow::patience);
    }
    void setTimeStep(double dtMs) {
        RunSettings run = document().scene().run;
        run.dtMs = dtMs;
        document().setRun(run, QStringLiteral("Time step"));
        QVERIFY(QTest::qWaitFor([this] { return window_->ready(); }, test::OpenWindow::patience));
    }

private Q_SLOTS:
    void init() { window_ = std::make_unique<test::OpenWindow>(QStringLiteral("ball_and_stick")); }
    void cleanup() { window_.reset(); }

    void theResultIsJudgedBesideTheWindow() {
        QVERIFY(check().answers().empty());
        trigger();
        QCOMPARE(check().state(), State::running);
        QVERIFY(dialog().isVisible());
        QVERIFY(!dialog().isModal());
        QVERIFY(part<QPushButton>("convergenceCancel")->isVisible());
        QVERIFY(!part<QPushButton>("convergenceStart")->isEnabled());
        // The window's own run and its time cursor are as they were.
        QVERIFY(!window_->parts().controller->active());
        QVERIFY(ends());
        QCOMPARE(check().problem(), QString());
        QCOMPARE(check().state(), State::done);
        QCOMPARE(check().answers().size(), std::size_t(2));
        const auto& step = check().answers()[0];
        QCOMPARE(step.finer.run.dtMs, document().scene().run.dtMs / 2.0);
        QVERIFY(step.seconds > 0.0);
        QVERIFY(step.change.probes.front().relative() > 0.0);
        QVERIFY(step.change.probes.front().relative() < 0.2);
        QVERIFY(check().answers()[1].change.finerSegments > check().answers()[1].change.segments);
        const QString verdict = part<QLabel>("useTimeStepVerdict")->text();
        QVERIFY2(verdict.startsWith(QStringLiteral("Halving the time step changes ")), qPrintable(verdict));
        auto* table = part<QTableWidget>("convergenceTable");
        QVERIFY(table->isVisible());
        QVERIFY(table->rowCount() >= 3);
        QVERIFY(table->item(0, 0)->text().endsWith(QLatin1Char('%')));
        QVERIFY(part<QLabel>("convergenceStale")->isHidden());
        auto* summary = window_->parts().checks->findChild<QLabel*>(QStringLiteral("convergenceSummary"));
        QVERIFY(summary->text().contains(verdict));
        window_->picture(QStringLiteral("convergence"));
        window_->picture(QStringLiteral("convergence_dialog"), &dialog());
    }

    void whatIsTooCoarseIsMendedInOneStep() {
        setTimeStep(0.5);
        trigger();
        QVERIFY(ends());
        QCOMPARE(check().problem(), QString());
        auto* use = part<QPushButton>("useTimeStep");
        QVERIFY2(use->isVisible(), qPrintable(part<QLabel>("useTimeStepVerdict")->text()));
        QVERIFY(use->isEnabled());
        const double advised = check().verdict(check().answers()[0]).remedy.value;
        QVERIFY(advised < 0.5);
        const int steps = document().undoStack()->index();
        QTest::mouseClick(use, Qt::LeftButton);
        QCOMPARE(document().undoStack()->index(), steps + 1);
        QCOMPARE(document().scene().run.dtMs, advised);
        // The answer is about a scene that is no more; undo brings it back.
        QVERIFY(part<QLabel>("convergenceStale")->isVisible());
        QVERIFY(!use->isEnabled());
        window_->picture(QStringLiteral("convergence_stale"), &dialog());
        document().undoStack()->undo();
        QCOMPARE(document().scene().run.dtMs, 0.5);
        QVERIFY(part<QLabel>("convergenceStale")->isHidden());
        QVERIFY(use->isEnabled());
    }

    void anEditThatOnlyLooksElsewhereKeepsTheResult() {
        trigger();
        QVERIFY(ends());
        document().setTitle(QStringLiteral("Another title"), {});
        QVERIFY(!dialog().outOfDate());
        Synapse synapse = document().scene().synapses.front();
        synapse.weight *= 2.0;
        document().setSynapse(synapse, QStringLiteral("Weight"));
        QVERIFY(dialog().outOfDate());
    }

    void theToleranceJudgesAnew() {
        trigger();
        QVERIFY(ends());
        part<QDoubleSpinBox>("convergenceTolerance")->setValue(50.0);
        QVERIFY(part<QPushButton>("useTimeStep")->isHidden());
        QVERIFY(part<QLabel>("useTimeStepVerdict")->text().endsWith(QStringLiteral("fine.")));
        part<QDoubleSpinBox>("convergenceTolerance")->setValue(0.01);
        QVERIFY(part<QPushButton>("useTimeStep")->isVisible());
    }

    void aCancelledCheckKeepsTheResultBefore() {
        trigger();
        QVERIFY(ends());
        const auto before = check().scene();
        RunSettings run = document().scene().run;
        run.tstopMs = 20000.0; // minutes, were it not cancelled
        document().setRun(run, QStringLiteral("Longer"));
        window_->parts().controller->cancel();
        QTRY_VERIFY(!window_->parts().controller->active() && !window_->parts().controller->runPending());
        QTest::mouseClick(part<QPushButton>("convergenceStart"), Qt::LeftButton);
        QCOMPARE(check().state(), State::running);
        QTRY_VERIFY_WITH_TIMEOUT(check().progress() > 0.0, test::OpenWindow::patience);
        window_->picture(QStringLiteral("convergence_running"), &dialog());
        QElapsedTimer clock;
        clock.start();
        QTest::mouseClick(part<QPushButton>("convergenceCancel"), Qt::LeftButton);
        QCOMPARE(check().state(), State::cancelled);
        QVERIFY(clock.elapsed() < 1000);
        QCOMPARE(check().scene(), before);
        QVERIFY(dialog().outOfDate());
    }

    void aRunThatFailsSaysWhy() {
        check().setProgram(QStringLiteral("/nowhere/phiscope-run"));
        trigger();
        QVERIFY(ends());
        QCOMPARE(check().state(), State::failed);
        QVERIFY(check().problem().contains(QStringLiteral("/nowhere/phiscope-run")));
        QVERIFY(part<QLabel>("convergenceStale")->isVisible());
        check().setProgram({});
        QTest::mouseClick(part<QPushButton>("convergenceStart"), Qt::LeftButton);
        QVERIFY(ends());
        QCOMPARE(check().state(), State::done);
    }

    void codeInACellRunsOnlyAfterAsking() {
        Scene scene;
        scene.cell.morphology.kind = MorphologySource::Kind::embedded;
        scene.cell.morphology.path = "cell.hoc";
        scene.cell.morphology.text =
            "create soma\nsoma { pt3dclear() pt3dadd(0,0,0,20) pt3dadd(0,0,20,20) }\n";
        document().setHocConsent([](const std::filesystem::path&) { return true; }); // as with results
        document().setScene(scene);
        QVERIFY(QTest::qWaitFor([this] { return window_->ready(); }, test::OpenWindow::patience));
        Hand hand;
        hand.willClick(QStringLiteral("Cancel"));
        trigger();
        QCOMPARE(hand.asked, QStringList{QStringLiteral("codeQuestion")});
        QCOMPARE(check().state(), State::idle);
        hand.willClick(QStringLiteral("Run the code"));
        QTest::mouseClick(part<QPushButton>("convergenceStart"), Qt::LeftButton);
        QCOMPARE(check().state(), State::running);
        QVERIFY(ends());
        QCOMPARE(check().problem(), QString());
        QVERIFY(hand.idle());
    }

    void withoutARunTheSceneIsRunAsItIsToo() {
        (*window_)->actions()->autoRun->setChecked(false);
        RunSettings run = document().scene().run;
        run.tstopMs /= 2.0;
        document().setRun(run, QStringLiteral("Shorter"));
        trigger();
        QVERIFY(ends());
        QCOMPARE(check().problem(), QString());
        QCOMPARE(check().state(), State::done);
        QVERIFY(check().sceneSeconds() > 0.0);
        QVERIFY(!dialog().outOfDate());
    }
};

int main(int argc, char** argv) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestConvergenceCheck test;
    return QTest::qExec(&test, argc, argv);
}

#include "test_convergence_check.moc"
