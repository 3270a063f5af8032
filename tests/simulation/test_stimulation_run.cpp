#include "model/simulation/simulation.h"
#include "tests/simulation/test_cells.h"

#include <cmath>
#include <doctest/doctest.h>

using namespace phiscope;
using phiscope::testing::ballAndStick;

namespace {

SimulationJob job() {
    SimulationJob job;
    job.morphology = ballAndStick();
    job.nseg = {1, 9};
    job.scene.run.tstopMs = 20.0;
    job.scene.cell.gPas = 1e-4;
    Probe probe;
    probe.contactCount = 4;
    probe.stimulation.enabled = true;
    probe.stimulation.contacts = {0};
    probe.stimulation.factors = {1.0};
    probe.stimulation.delayMs = 5.0;
    probe.stimulation.widthMs = 2.0;
    probe.stimulation.biphasic = false;
    job.scene.probes = {probe};
    return job;
}

std::shared_ptr<const Recording> run(SimulationJob job) {
    auto started = Simulation::start(std::move(job));
    INFO((started ? std::string() : started.error().message()));
    REQUIRE(started);
    const RunStatus status = (*started)->wait();
    REQUIRE(status.state == RunStatus::State::finished);
    return (*started)->recording();
}

/// Largest difference of anything recorded.
double difference(const Recording& a, const Recording& b) {
    REQUIRE(a.frameCount() == b.frameCount());
    double largest = 0.0;
    for (std::int64_t frame = 0; frame < a.frameCount(); ++frame) {
        for (int k = 0; k < a.layout().segments; ++k) {
            largest =
                std::max({largest, std::abs(a.currents(frame)[k] - b.currents(frame)[k]),
                          std::abs(static_cast<double>(a.potentials(frame)[k] - b.potentials(frame)[k]))});
        }
    }
    return largest;
}

} // namespace

TEST_CASE("a contact beside the cell moves its potential, and the currents sum to zero") {
    const auto stimulated = run(job());
    SimulationJob still = job();
    still.scene.probes.clear();
    const auto alone = run(still);
    CHECK(difference(*stimulated, *alone) > 0.1);
    for (std::int64_t frame = 1; frame < stimulated->frameCount(); ++frame) {
        double sum = 0.0;
        double largest = 0.0;
        for (int k = 0; k < stimulated->layout().segments; ++k) {
            sum += stimulated->currents(frame)[k];
            largest = std::max(largest, std::abs(stimulated->currents(frame)[k]));
        }
        CHECK(std::abs(sum) <= 1e-10 * std::max(largest, 1.0));
    }
    // Nothing happens before the pulse, at 5 ms.
    const std::int64_t before = std::llround(5.0 / job().scene.run.dtMs);
    for (int k = 0; k < stimulated->layout().segments; ++k) {
        CHECK(stimulated->potentials(before)[k] == alone->potentials(before)[k]);
    }
    CHECK(stimulated->potentials(before + 1)[0] != alone->potentials(before + 1)[0]);
}

TEST_CASE("a factor of zero, and contacts that are switched off, are no stimulation, to the last bit") {
    SimulationJob still = job();
    still.scene.probes.clear();
    const auto alone = run(still);
    SimulationJob zero = job();
    zero.scene.probes[0].stimulation.factors = {0.0};
    CHECK(difference(*run(zero), *alone) == 0.0);
    SimulationJob off = job();
    off.scene.probes[0].stimulation.enabled = false;
    CHECK(difference(*run(off), *alone) == 0.0);
    SimulationJob silent = job();
    silent.scene.probes[0].stimulation.amplitudeNa = 0.0;
    CHECK(difference(*run(silent), *alone) == 0.0);
}

TEST_CASE("a potential that is the same everywhere changes nothing") {
    SimulationJob still = job();
    still.scene.probes.clear();
    const auto alone = run(still);
    SimulationJob even = still;
    even.appliedFields = {{Eigen::VectorXd::Constant(10, 50.0), {{5.0, 9.0}, {1.0, -2.0}}}};
    CHECK(difference(*run(even), *alone) < 1e-4);
    even.appliedFields[0].pattern(9) = -50.0; // and not where it differs
    CHECK(difference(*run(even), *alone) > 1.0);
    even.appliedFields[0].pattern.resize(4);
    CHECK_FALSE(Simulation::start(even));
}

TEST_CASE("two contacts with opposite factors far away are hardly felt, one is") {
    SimulationJob far = job();
    far.scene.probes[0].positionUm = {0.0, 0.0, 5000.0};
    far.scene.probes[0].stimulation.amplitudeNa = -1e7; // of a passive cell: only larger numbers
    const auto one = run(far);
    far.scene.probes[0].stimulation.contacts = {0, 1};
    far.scene.probes[0].stimulation.factors = {1.0, -1.0};
    const auto pair = run(far);
    SimulationJob still = job();
    still.scene.probes.clear();
    const auto alone = run(still);
    CHECK(difference(*pair, *alone) < 0.1 * difference(*one, *alone));
}

// A long passive cable in an even field E: in the steady state V_m follows sinh, with ± E λ tanh(L / 2λ) at
// its ends (Plonsey & Barr, Bioelectricity, ch. 7).
TEST_CASE("a cable in an even field is polarised at its ends") {
    SimulationJob cable;
    Section section;
    section.name = "dend[0]";
    section.parent = -1;
    section.points = {{0.0F, 0.0F, -500.0F, 2.0F}, {0.0F, 0.0F, 500.0F, 2.0F}};
    cable.morphology.sections = {section};
    constexpr int n = 201;
    cable.nseg = {n};
    cable.scene.cell.Ra = 150.0;
    cable.scene.cell.gPas = 1e-4;
    cable.scene.run.tstopMs = 150.0;
    Eigen::VectorXd heights(n);
    for (int k = 0; k < n; ++k) {
        heights(k) = -500.0 + 1000.0 * (k + 0.5) / n;
    }
    constexpr double field = 0.01; // mV/µm: 10 V/m
    cable.appliedFields = {{-field * heights, {{0.0}, {1.0}}}};
    const auto recording = run(cable);
    const float* end = recording->potentials(recording->frameCount() - 1);
    const double lambda = 1e4 * std::sqrt(2e-4 / (4.0 * 150.0 * 1e-4)); // µm
    for (int k = 0; k < n; k += 10) {
        const double expected = field * lambda * std::sinh(heights(k) / lambda) / std::cosh(500.0 / lambda);
        CAPTURE(k);
        CHECK(end[k] + 70.0 == doctest::Approx(expected).epsilon(0.002).scale(1.0));
    }
}
