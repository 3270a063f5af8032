#include "model/analysis/current_balance.h"
#include "model/simulation/simulation.h"
#include "tests/simulation/test_cells.h"

#include <cmath>
#include <doctest/doctest.h>

using namespace phiscope;

namespace {

/// A cell with a synapse, and an electrode where one is given, run to its end.
struct Ran {
    Scene scene;
    std::shared_ptr<const Recording> recording;

    BalanceSummary summary() const { return balanceSummary(*recording, scene, 0, INT64_MAX); }
};

Ran run(const std::vector<Stimulus>& stimuli, double dtMs = 0.0625) {
    SimulationJob job;
    job.morphology = phiscope::testing::ballAndStick();
    job.nseg = {1, 11};
    job.scene.run.tstopMs = 40.0;
    job.scene.run.dtMs = dtMs;
    job.scene.cell.mechanisms.push_back({"hh", "soma", {}});
    Synapse synapse;
    synapse.location = {"dend[0]", 0.7};
    synapse.spikes.timesMs = {5.0};
    job.scene.synapses.push_back(synapse);
    job.scene.stimuli = stimuli;
    const Scene scene = job.scene;
    auto started = Simulation::start(std::move(job));
    REQUIRE(started);
    const RunStatus status = (*started)->wait();
    INFO(status.error.message());
    REQUIRE(status.state == RunStatus::State::finished);
    return {scene, (*started)->recording()};
}

Stimulus stimulus(Stimulus::Type type) {
    Stimulus made;
    made.type = type;
    made.amplitudeNa = 0.3;
    made.location = {"soma[0]", 0.5};
    return made;
}

} // namespace

TEST_CASE("without electrodes membrane currents sum to zero") {
    const BalanceSummary summary = run({}).summary();
    CHECK(summary.turnoverNa > 0.1);
    CHECK(summary.largestResidualNa < 1e-11);
    CHECK(std::abs(summary.largest.membraneNa) < 1e-11);
    CHECK(summary.cause == BalanceCause::closed);
    CHECK(textId(summary.cause) == "balance.closed");
}

TEST_CASE("with current clamps they sum to what is injected, whether or not a synapse is active") {
    Stimulus second = stimulus(Stimulus::Type::iClamp);
    second.location = {"dend[0]", 0.9};
    second.amplitudeNa = -0.1;
    second.delayMs = 20.0;
    const Ran ran = run({stimulus(Stimulus::Type::iClamp), second});
    CHECK(electrodePoints(ran.scene) == std::vector<int>{1, 2});
    const auto at = [&](double timeMs) {
        return currentBalance(*ran.recording, electrodePoints(ran.scene),
                              static_cast<std::int64_t>(timeMs / 0.0625));
    };
    CHECK(std::abs(at(7.0).membraneNa) < 1e-11);
    CHECK(at(15.0).membraneNa == doctest::Approx(0.3).epsilon(1e-10));
    CHECK(at(15.0).injectedNa == doctest::Approx(0.3).epsilon(1e-12));
    CHECK(at(25.0).membraneNa == doctest::Approx(0.2).epsilon(1e-10));
    CHECK(at(35.0).membraneNa == doctest::Approx(-0.1).epsilon(1e-10));
    const BalanceSummary summary = ran.summary();
    CHECK(summary.largestResidualNa < 1e-10);
    CHECK(summary.cause == BalanceCause::electrode);
    CHECK(textId(summary.cause) == "balance.electrode");
    CHECK(std::abs(summary.largest.membraneNa) == doctest::Approx(0.3).epsilon(1e-9));
    // The first milliseconds have no electrode at work.
    CHECK(balanceSummary(*ran.recording, ran.scene, 0, 100).cause == BalanceCause::closed);
}

TEST_CASE("a clamp that is switched off injects nothing") {
    Stimulus off = stimulus(Stimulus::Type::iClamp);
    off.enabled = false;
    CHECK(run({off}).summary().cause == BalanceCause::closed);
}

TEST_CASE("voltage clamps lag by a step, the less the shorter it is once the potential has settled") {
    for (const Stimulus::Type type : {Stimulus::Type::seClamp, Stimulus::Type::vClamp}) {
        CAPTURE(static_cast<int>(type));
        const auto settledResidual = [&](double dtMs) {
            const Ran ran = run({stimulus(type)}, dtMs);
            CHECK(ran.summary().cause == BalanceCause::clampDelay);
            const auto frame = static_cast<std::int64_t>(28.0 / dtMs);
            const CurrentBalance late = currentBalance(*ran.recording, electrodePoints(ran.scene), frame);
            CHECK(late.membraneNa > 1.0);
            CHECK(late.injectedNa == doctest::Approx(late.membraneNa).epsilon(2e-3));
            CHECK(late.residualNa == late.membraneNa - late.injectedNa);
            return std::abs(late.residualNa);
        };
        CHECK(settledResidual(0.0625 / 4) < 0.4 * settledResidual(0.0625));
    }
    CHECK(textId(BalanceCause::clampDelay) == "balance.clamp_delay");
}

TEST_CASE("a sum that no electrode explains is not explained away") {
    Scene scene;
    RecordingLayout layout;
    layout.segments = 3;
    layout.frames = 4;
    layout.pointProcesses = 1;
    scene.synapses.resize(1);
    const auto made = Recording::create(layout);
    REQUIRE(made);
    for (int k = 0; k < 3; ++k) {
        double* currents = (*made)->writeCurrents(k);
        currents[0] = 1.0;
        currents[1] = -3.0;
        currents[2] = 2.0 + (k == 2 ? 0.5 : 0.0);
        (*made)->writePointCurrents(k)[0] = 0.5; // a synapse's, which is a membrane current
    }
    (*made)->publish(2);
    CHECK(balanceSummary(**made, scene, 0, 4).cause == BalanceCause::closed);
    (*made)->publish(3);
    const BalanceSummary summary = balanceSummary(**made, scene, 0, 4);
    CHECK(summary.cause == BalanceCause::unexplained);
    CHECK(textId(summary.cause) == "balance.unexplained");
    CHECK(summary.largestFrame == 2);
    CHECK(summary.largest.membraneNa == 0.5);
    CHECK(summary.largest.injectedNa == 0.0);
    CHECK(summary.largestResidualNa == 0.5);
    CHECK(summary.turnoverNa == 6.5);
    const BalanceSummary none = balanceSummary(**made, scene, 3, 3);
    CHECK(none.largestFrame == -1);
    CHECK(none.cause == BalanceCause::closed);
}

TEST_CASE("the initial state, which no step has led to, does not count") {
    const Ran ran = run({});
    CHECK(std::abs(currentBalance(*ran.recording, {}, 0).membraneNa) > 1e-6);
    CHECK(std::abs(currentBalance(*ran.recording, {}, 1).membraneNa) < 1e-11);
    CHECK(balanceSummary(*ran.recording, ran.scene, 0, 1).largestFrame == -1);
    CHECK(balanceSummary(*ran.recording, ran.scene, 0, 3).largestFrame >= 1);
}
