#include "model/neuron/cell_plan.h"
#include "model/scene/spike_times.h"
#include "model/scene/waveform.h"
#include "model/simulation/simulation.h"
#include "tests/simulation/test_cells.h"

#include <cmath>
#include <complex>
#include <doctest/doctest.h>
#include <numbers>

/// Generated spike trains and waveforms as NEURON gets them.
using namespace phiscope;
using phiscope::testing::ballAndStick;
using State = RunStatus::State;

namespace {

SimulationJob jobOn(Morphology morphology, std::vector<int> nseg, double tstopMs) {
    SimulationJob job;
    job.morphology = std::move(morphology);
    job.nseg = std::move(nseg);
    job.scene.run.tstopMs = tstopMs;
    return job;
}

/// One passive compartment of 20 µm by 20 µm.
SimulationJob ballJob(double tstopMs) {
    Morphology ball;
    ball.sections = {phiscope::testing::section("soma[0]", -1, 1.0, {{0, 0, 0, 20}, {0, 0, 20, 20}})};
    return jobOn(ball, {1}, tstopMs);
}

std::shared_ptr<const Recording> run(SimulationJob job) {
    auto started = Simulation::start(std::move(job));
    INFO((started ? std::string() : started.error().message()));
    REQUIRE(started);
    REQUIRE((*started)->wait().state == State::finished);
    return (*started)->recording();
}

std::string refusal(const SimulationJob& job) {
    const auto plan = planCell(job);
    return plan ? std::string() : plan.error().message();
}

std::vector<float> somaTrace(const Recording& recording) {
    std::vector<float> trace;
    for (std::int64_t frame = 0; frame < recording.frameCount(); ++frame) {
        trace.push_back(recording.potentials(frame)[0]);
    }
    return trace;
}

std::vector<double> pointTrace(const Recording& recording, int point) {
    std::vector<double> trace;
    for (std::int64_t frame = 1; frame < recording.frameCount(); ++frame) {
        trace.push_back(recording.pointCurrents(frame)[point]);
    }
    return trace;
}

} // namespace

TEST_CASE("a sine current into one compartment meets its impedance") {
    constexpr double frequencyHz = 100.0;
    SimulationJob job = ballJob(100.0);
    Stimulus sine;
    sine.waveform = Stimulus::Waveform::sine;
    sine.delayMs = 0.0;
    sine.durationMs = 1000.0;
    sine.amplitudeNa = 0.1;
    sine.frequencyHz = frequencyHz;
    job.scene.stimuli.push_back(sine);
    const auto recording = run(job);

    // Amplitude and phase over the last five cycles: the transient is gone, its time constant is 1 ms.
    const double dt = recording->layout().dtMs;
    const double omega = 2.0 * std::numbers::pi * frequencyHz * 1e-3; // a ms
    const std::int64_t last = recording->frameCount() - 1;
    const auto window = static_cast<std::int64_t>(std::llround(50.0 / dt));
    std::complex<double> measured;
    for (std::int64_t frame = last - window; frame < last; ++frame) {
        const double v = static_cast<double>(recording->potentials(frame)[0]) + 70.0;
        measured += v * std::exp(std::complex<double>(0.0, -omega * static_cast<double>(frame) * dt));
    }
    measured *=
        2.0 / static_cast<double>(window) / 0.1 * std::complex<double>(0.0, 1.0); // a sine is −i e^iωt

    const double areaCm2 = std::numbers::pi * 20.0 * 20.0 * 1e-8;
    const double conductance = 0.001 * areaCm2 * 1e6; // µS
    const double capacitance = 1.0 * areaCm2 * 1e3;   // nF
    const std::complex<double> i(0.0, 1.0);
    const std::complex<double> exact = 1.0 / (conductance + i * omega * capacitance); // MΩ
    CHECK(std::abs(measured) == doctest::Approx(std::abs(exact)).epsilon(0.02));
    CHECK(std::arg(measured) == doctest::Approx(std::arg(exact)).epsilon(0.06));
    // Of NEURON's backward Euler step with the current of the step's middle it is this, to the last digits
    // that the recording keeps.
    const std::complex<double> stepped = std::exp(-i * omega * dt / 2.0) /
                                         (conductance + capacitance * (1.0 - std::exp(-i * omega * dt)) / dt);
    CHECK(std::abs(measured - stepped) < 1e-5 * std::abs(stepped));
}

TEST_CASE("a step given by samples is NEURON's own step") {
    SimulationJob native = jobOn(ballAndStick(), {1, 5}, 20.0);
    native.scene.run.tstartMs = -5.0;
    Stimulus step;
    step.location = {"dend[0]", 0.5};
    step.amplitudeNa = 0.25;
    for (const auto& [delay, duration] : {std::pair{2.0, 5.0}, std::pair{-3.0, 6.01}, std::pair{0.0, 50.0}}) {
        CAPTURE(delay);
        step.delayMs = delay;
        step.durationMs = duration;
        native.scene.stimuli = {step};
        SimulationJob played = native;
        played.scene.stimuli[0].waveform = Stimulus::Waveform::samples;
        played.scene.stimuli[0].sampleTimesMs = {0.0, 100.0};
        played.scene.stimuli[0].samplesNa = {1.0, 1.0};
        const auto a = run(native);
        const auto b = run(played);
        CHECK(somaTrace(*a) == somaTrace(*b));
        CHECK(pointTrace(*a, 0) == pointTrace(*b, 0));
        CHECK(somaTrace(*a)[45] != -70.0F);
    }
}

TEST_CASE("the recorded current is the waveform in the middle of each step") {
    SimulationJob job = jobOn(ballAndStick(), {1, 5}, 30.0);
    job.scene.run.tstartMs = -10.0;
    job.scene.run.dtMs = 0.05;
    for (const auto waveform : {Stimulus::Waveform::ramp, Stimulus::Waveform::chirp,
                                Stimulus::Waveform::noise, Stimulus::Waveform::samples}) {
        Stimulus stimulus;
        stimulus.waveform = waveform;
        stimulus.delayMs = -5.0; // within the warm-up
        stimulus.durationMs = 30.0;
        stimulus.offsetNa = 0.02;
        stimulus.sampleTimesMs = {0.0, 10.0, 12.0};
        stimulus.samplesNa = {0.0, 1.0, -1.0};
        job.scene.stimuli.push_back(stimulus);
    }
    const auto recording = run(job);
    std::vector<double> middles;
    for (std::int64_t k = -200; k < recording->frameCount() - 1; ++k) {
        middles.push_back((static_cast<double>(k) + 0.5) * 0.05);
    }
    for (std::size_t s = 0; s < job.scene.stimuli.size(); ++s) {
        std::vector<double> expected = injectedCurrent(job.scene.stimuli[s], middles);
        expected.erase(expected.begin(), expected.begin() + 200);
        CHECK(pointTrace(*recording, static_cast<int>(s)) == expected);
    }
}

TEST_CASE("generated trains arrive at their times") {
    SimulationJob job = jobOn(ballAndStick(), {1, 5}, 50.0);
    Synapse synapse;
    synapse.id = "s";
    synapse.location = {"dend[0]", 0.5};
    synapse.weight = 0.001;
    for (const auto kind :
         {SpikeTrain::Kind::regular, SpikeTrain::Kind::poisson, SpikeTrain::Kind::gamma,
          SpikeTrain::Kind::logNormal, SpikeTrain::Kind::bursts, SpikeTrain::Kind::rateCurve}) {
        CAPTURE(static_cast<int>(kind));
        synapse.spikes = {};
        synapse.spikes.kind = kind;
        synapse.spikes.rateHz = 100.0;
        job.scene.synapses = {synapse};
        const auto generated = run(job);
        SimulationJob explicitly = job;
        explicitly.scene.synapses[0].spikes.kind = SpikeTrain::Kind::times;
        explicitly.scene.synapses[0].spikes.timesMs = spikeTimes(synapse.spikes, 50.0);
        REQUIRE_FALSE(explicitly.scene.synapses[0].spikes.timesMs.empty());
        const auto given = run(explicitly);
        CHECK(somaTrace(*generated) == somaTrace(*given));
        CHECK(somaTrace(*generated).back() != -70.0F);
    }
}

TEST_CASE("members of a group have trains of their own, or one for all") {
    SimulationJob job = jobOn(ballAndStick(), {1, 5}, 100.0);
    SynapseGroup group;
    group.id = "g";
    group.synapse.weight = 1e-5;
    group.synapse.spikes.kind = SpikeTrain::Kind::poisson;
    group.synapse.spikes.rateHz = 50.0;
    group.places = {{"dend[0]", 0.5}, {"dend[0]", 0.5}, {"dend[0]", 0.5}};
    job.scene.groups = {group};
    const auto own = run(job);
    REQUIRE(own->layout().pointProcesses == 3);
    CHECK(pointTrace(*own, 0) != pointTrace(*own, 1));
    CHECK(pointTrace(*own, 1) != pointTrace(*own, 2));
    job.scene.groups[0].sharedTrain = true;
    const auto shared = run(job);
    CHECK(pointTrace(*shared, 0) == pointTrace(*shared, 1));
    CHECK(pointTrace(*shared, 0) == pointTrace(*shared, 2));
    CHECK(somaTrace(*shared) != somaTrace(*own));
}

TEST_CASE("what can not be generated is refused before the run") {
    const auto contains = [](const std::string& text, const std::string& part) {
        INFO(text);
        CHECK(text.find(part) != std::string::npos);
    };
    SimulationJob job = jobOn(ballAndStick(), {1, 5}, 50.0);
    Synapse synapse;
    synapse.name = "A";
    synapse.spikes.kind = SpikeTrain::Kind::regular;
    synapse.spikes.intervalMs = 1e-6;
    job.scene.synapses = {synapse};
    contains(refusal(job), "“A”: It would send 4.5e+07 spikes; 1e+06 are the most.");
    job.scene.synapses[0].enabled = false;
    CHECK(refusal(job).empty());
    job.scene.synapses[0].enabled = true;
    job.scene.synapses[0].spikes.intervalMs = 1.0;
    CHECK(refusal(job).empty());

    SynapseGroup many;
    many.synapse.spikes.kind = SpikeTrain::Kind::poisson;
    many.synapse.spikes.startMs = 0.0;
    many.synapse.spikes.rateHz = 1e7;
    many.places.assign(30, {"dend[0]", 0.5});
    job.scene.groups = {many};
    contains(refusal(job), "more than 1e+07 spikes");
    job.scene.groups.clear();

    Stimulus stimulus;
    stimulus.name = "B";
    stimulus.waveform = Stimulus::Waveform::samples;
    job.scene.stimuli = {stimulus};
    contains(refusal(job), "“B”: Its samples need rising times");
    job.scene.stimuli[0].waveform = Stimulus::Waveform::sine;
    CHECK(refusal(job).empty());
    job.scene.run.dtMs = 1e-9;
    contains(refusal(job), "one a time step");
}
