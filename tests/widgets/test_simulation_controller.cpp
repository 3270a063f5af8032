#include "model/forward/projector.h"
#include "model/synthesis/shapes.h"
#include "widgets/simulation_controller.h"

#include <QSignalSpy>
#include <QTest>

#include <memory>

using namespace phiscope;

namespace {

struct Ready {
    SimulationJob job;
    std::shared_ptr<const PlacedCell> placed;
};

/// A ball and stick with a current clamp; `nsegStick` sets how heavy it is.
Ready ballAndStick(double tstopMs, int nsegStick = 21) {
    Ready ready;
    ready.job.morphology = *makeShape("ball_and_stick");
    ready.job.nseg.assign(ready.job.morphology.sections.size(), 1);
    ready.job.nseg.back() = nsegStick;
    Scene& scene = ready.job.scene;
    scene.run.tstopMs = tstopMs;
    Stimulus clamp;
    clamp.id = "clamp";
    clamp.location = {ready.job.morphology.sections.front().name, 0.5};
    clamp.delayMs = 2.0;
    clamp.amplitudeNa = 0.3;
    scene.stimuli = {clamp};
    ready.placed = std::make_shared<const PlacedCell>(placeCell(ready.job.morphology, ready.job.nseg, {}));
    return ready;
}

Probe laminar() {
    Probe probe;
    probe.id = "p";
    probe.contactCount = 8;
    return probe;
}

/// Minutes of model time: long enough to be interrupted on any machine, with a recording of a few MB a
/// second.
constexpr double longMs = 20000.0;

} // namespace

class TestSimulationController : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runsAndRecords();
    void newestWins();
    void oldResultStaysUntilTheNewHasFrames();
    void manyRequestsBecomeOneRun();
    void cancelKeepsWhatWasRecorded();
    void pausesAndGoesOn();
    void destroyedDuringARun();
    void failureIsToldAndLeavesTheOldResult();
    void probesFollowWithoutRunning();
    void startDoesNotBlock();
};

void TestSimulationController::runsAndRecords() {
    SimulationController controller;
    controller.setProbes({laminar()});
    QSignalSpy changed(&controller, &SimulationController::recordingChanged);
    QSignalSpy finished(&controller, &SimulationController::recordingFinished);
    QSignalSpy statuses(&controller, &SimulationController::statusChanged);
    QVERIFY(!controller.active());
    Ready ready = ballAndStick(20.0);
    controller.start(ready.job, ready.placed);
    QVERIFY(controller.active());
    QTRY_COMPARE(finished.count(), 1);
    QCOMPARE(changed.count(), 1);
    QVERIFY(!controller.active());
    QCOMPARE(controller.status().state, RunStatus::State::finished);
    QCOMPARE(controller.data().recording->frameCount(), 321);
    QVERIFY(controller.data().recording->finished());
    QCOMPARE(controller.data().cell, ready.placed);
    QVERIFY(*controller.data().scene == ready.job.scene);
    QVERIFY(statuses.count() >= 2);
    // The clamp depolarises the soma: it is NEURON that ran.
    const float before = controller.data().recording->potentials(0)[0];
    QVERIFY(controller.data().recording->potentials(320)[0] > before + 1.0F);
    QTRY_VERIFY(controller.probeSignals("p") && controller.probeSignals("p")->frames() == 321);
    QCOMPARE(controller.probeSignals("p")->channels(), 8);
    QTRY_VERIFY(controller.dipole() && controller.dipole()->frames() == 321);
    QCOMPARE(controller.dipole()->channels(), 3);
}

void TestSimulationController::newestWins() {
    SimulationController controller;
    QSignalSpy finished(&controller, &SimulationController::recordingFinished);
    Ready first = ballAndStick(longMs);
    controller.start(first.job, first.placed);
    for (int i = 0; i < 5; ++i) {
        Ready next = ballAndStick(longMs, 23 + 2 * i);
        controller.start(next.job, next.placed);
    }
    Ready last = ballAndStick(10.0, 41);
    controller.start(last.job, last.placed);
    QTRY_COMPARE(controller.status().state, RunStatus::State::finished);
    QCOMPARE(controller.data().cell, last.placed);
    QCOMPARE(controller.data().recording->layout().segments, last.placed->segments.size());
    QCOMPARE(finished.count(), 1);
}

void TestSimulationController::oldResultStaysUntilTheNewHasFrames() {
    SimulationController controller;
    controller.setProbes({laminar()});
    Ready first = ballAndStick(10.0);
    controller.start(first.job, first.placed);
    QTRY_VERIFY(!controller.active() && controller.probeSignals("p"));
    const auto shown = controller.data().recording;
    bool emptySeen = false;
    connect(&controller, &SimulationController::recordingChanged, this, [&](const RunData& data) {
        emptySeen = emptySeen || !data.recording || data.recording->frameCount() == 0 ||
                    !controller.probeSignals("p");
    });
    Ready second = ballAndStick(10.0, 25);
    controller.start(second.job, second.placed);
    QCOMPARE(controller.data().recording, shown);
    QTRY_VERIFY(controller.data().recording != shown);
    QVERIFY(!emptySeen);
}

void TestSimulationController::manyRequestsBecomeOneRun() {
    SimulationController controller;
    controller.setAutoRunDelay(60);
    QSignalSpy changed(&controller, &SimulationController::recordingChanged);
    Ready last;
    for (int i = 0; i < 10; ++i) {
        last = ballAndStick(5.0 + i);
        controller.requestRun(last.job, last.placed);
        QVERIFY(controller.runPending());
        QVERIFY(!controller.active());
    }
    QTRY_COMPARE(controller.status().stopMs, 14.0);
    QTRY_VERIFY(!controller.active());
    QCOMPARE(changed.count(), 1);
    QVERIFY(!controller.runPending());
    QCOMPARE(controller.data().cell, last.placed);
}

void TestSimulationController::cancelKeepsWhatWasRecorded() {
    SimulationController controller;
    QSignalSpy finished(&controller, &SimulationController::recordingFinished);
    Ready ready = ballAndStick(longMs);
    controller.start(ready.job, ready.placed);
    QTRY_VERIFY(controller.data().recording && controller.data().recording->frameCount() > 100);
    controller.cancel();
    QTRY_COMPARE(controller.status().state, RunStatus::State::cancelled);
    QVERIFY(!controller.active());
    QCOMPARE(finished.count(), 1);
    QVERIFY(controller.data().recording->frameCount() > 100);
    QVERIFY(controller.data().recording->frameCount() < controller.data().recording->layout().frames);

    // Before it has begun, too.
    controller.start(ready.job, ready.placed);
    controller.cancel();
    QVERIFY(!controller.active());
    QCOMPARE(controller.status().state, RunStatus::State::cancelled);
    QTest::qWait(100);
    QVERIFY(!controller.active());
}

void TestSimulationController::pausesAndGoesOn() {
    SimulationController controller;
    Ready ready = ballAndStick(longMs);
    controller.start(ready.job, ready.placed);
    controller.pause();
    QTRY_COMPARE(controller.status().state, RunStatus::State::paused);
    controller.resume();
    QTRY_COMPARE(controller.status().state, RunStatus::State::running);
    const double reached = controller.status().timeMs;
    QTRY_VERIFY(controller.status().timeMs > reached);
}

void TestSimulationController::destroyedDuringARun() {
    for (const int waitMs : {0, 1, 10, 60}) {
        auto controller = std::make_unique<SimulationController>();
        controller->setProbes({laminar()});
        Ready ready = ballAndStick(longMs);
        controller->start(ready.job, ready.placed);
        QTest::qWait(waitMs);
        controller->setProbes({});
        controller->setProbes({laminar()});
        QElapsedTimer clock;
        clock.start();
        controller.reset();
        QVERIFY2(clock.elapsed() < 2000, qPrintable(QString::number(clock.elapsed())));
        QCoreApplication::processEvents(); // nothing may arrive for what is gone
    }
}

void TestSimulationController::failureIsToldAndLeavesTheOldResult() {
    SimulationController controller;
    QSignalSpy failed(&controller, &SimulationController::failed);
    Ready good = ballAndStick(10.0);
    controller.start(good.job, good.placed);
    QTRY_VERIFY(!controller.active());
    const auto shown = controller.data().recording;
    Ready bad = ballAndStick(10.0);
    bad.job.scene.stimuli.front().location.section = "nowhere[7]";
    controller.start(bad.job, bad.placed);
    QTRY_COMPARE(failed.count(), 1);
    QCOMPARE(controller.status().state, RunStatus::State::failed);
    QVERIFY(!controller.status().error.what.empty());
    QCOMPARE(controller.data().recording, shown);
}

void TestSimulationController::probesFollowWithoutRunning() {
    SimulationController controller;
    controller.setProbes({laminar()});
    Ready ready = ballAndStick(20.0);
    controller.start(ready.job, ready.placed);
    QTRY_VERIFY(!controller.active() && controller.probeSignals("p") &&
                controller.probeSignals("p")->frames() == 321);
    const auto before = controller.probeSignals("p");
    const auto recording = controller.data().recording;
    QSignalSpy changed(&controller, &SimulationController::probeSignalsChanged);
    Probe moved = laminar();
    moved.positionUm[0] = 150.0;
    controller.setProbes({moved});
    QTRY_VERIFY(changed.count() > 0);
    QTRY_VERIFY(controller.probeSignals("p") != before && controller.probeSignals("p")->frames() == 321);
    QCOMPARE(controller.data().recording, recording);
    // Three times as far away, smaller.
    const auto size = [](const Signals& of) {
        return of.values().cwiseAbs().maxCoeff();
    };
    QVERIFY(size(*controller.probeSignals("p")) < size(*before));
    // Twice the conductivity is half the potential, exactly.
    const double first = controller.probeSignals("p")->value(3, 300);
    Probe salty = moved;
    salty.medium.sigma *= 2.0;
    changed.clear();
    controller.setProbes({salty});
    QTRY_VERIFY(changed.count() > 0);
    QTRY_COMPARE(controller.probeSignals("p")->frames(), 321);
    QVERIFY(std::abs(controller.probeSignals("p")->value(3, 300) * 2.0 - first) < 1e-12 * std::abs(first));
    controller.setProbes({});
    QVERIFY(!controller.probeSignals("p"));
}

void TestSimulationController::startDoesNotBlock() {
    SimulationController controller;
    Ready ready = ballAndStick(longMs);
    controller.start(ready.job, ready.placed);
    QTRY_VERIFY(controller.data().recording);
    // Ending the old run takes up to 100 ms, elsewhere.
    QElapsedTimer clock;
    clock.start();
    controller.start(ready.job, ready.placed);
    controller.pause();
    controller.setProbes({laminar()});
    QVERIFY2(clock.elapsed() < 15, qPrintable(QString::number(clock.elapsed())));
}

QTEST_MAIN(TestSimulationController)
#include "test_simulation_controller.moc"
