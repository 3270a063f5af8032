#include "model/analysis/convergence.h"
#include "model/simulation/simulation.h"

#include <cmath>
#include <doctest/doctest.h>
#include <numbers>

using namespace phiscope;
using Method = Discretisation::Method;

namespace {

/// A passive ball and stick with one synapse on the stick and a probe beside it.
Scene passiveScene() {
    Scene scene;
    scene.cell.morphology.shape = "ball_and_stick";
    scene.run.tstopMs = 30.0;
    Synapse synapse;
    synapse.id = "synapse-1";
    synapse.location = {"dend[0]", 0.5};
    synapse.type = Synapse::Type::alphaSynapse;
    synapse.tauMs = 2.0;
    synapse.onsetMs = 5.0;
    scene.synapses = {synapse};
    Probe probe;
    probe.id = "probe-1";
    probe.name = "Shank";
    probe.contactCount = 6;
    scene.probes = {probe};
    return scene;
}

BuiltCell built(const Scene& scene) {
    Result<BuiltCell> cell = buildCell(scene.cell, {});
    REQUIRE_MESSAGE(cell, cell.error().message());
    return std::move(*cell);
}

struct Computed {
    BuiltCell cell;
    std::shared_ptr<const Recording> recording;
    ComputedRun run() const { return {cell, *recording}; }
};

Computed computed(const Scene& scene) {
    Computed result{built(scene), nullptr};
    auto simulation = Simulation::start({result.cell.morphology, result.cell.nseg, scene, {}});
    REQUIRE_MESSAGE(simulation, simulation.error().message());
    REQUIRE((*simulation)->wait().state == RunStatus::State::finished);
    result.recording = (*simulation)->recording();
    return result;
}

RunChange changeBetween(const Scene& scene, const Scene& finer) {
    const Computed one = computed(scene);
    const Computed other = computed(finer);
    const Location soma = somaPlace(one.cell.morphology);
    return compareRuns(scene, one.run(), other.run(), std::span(&soma, 1));
}

double lfpChange(const Scene& scene, Refinement refinement) {
    const Result<Scene> finer = refinedScene(scene, refinement, built(scene));
    REQUIRE(finer);
    return changeBetween(scene, *finer).probes.at(0).relative();
}

/// What a change of `part` in the one probe is judged to be.
ConvergenceVerdict verdictOn(Refinement refinement, const Scene& scene, double part) {
    RunChange change;
    change.segments = 20;
    change.finerSegments = 40;
    change.potentials = {{.name = "soma[0](0.5)", .unit = "mV", .largest = 0.01, .peakToPeak = 10.0}};
    change.probes = {{.name = "Shank", .unit = "mV", .largest = part, .peakToPeak = 1.0}};
    const Result<Scene> finer = refinedScene(scene, refinement, built(scene));
    REQUIRE(finer);
    return judge(refinement, scene, *finer, change, 0.02);
}

} // namespace

TEST_CASE("signals that are the same do not change") {
    const Eigen::MatrixXd signals = Eigen::MatrixXd::Random(3, 40);
    const SignalChange change = compareSignals(signals, 0.1, signals, 0.1);
    CHECK(change.largest == 0.0);
    CHECK(change.channel == -1);
    CHECK(change.relative() == 0.0);
    CHECK_FALSE(change.silent);
}

TEST_CASE("signals of other steps are compared at common times") {
    const auto sampled = [](double dt, double amplitude) {
        const auto frames = static_cast<Eigen::Index>(std::lround(10.0 / dt)) + 1;
        Eigen::MatrixXd values(2, frames);
        for (Eigen::Index k = 0; k < frames; ++k) {
            const double t = dt * static_cast<double>(k);
            values(0, k) = t;
            values(1, k) = amplitude * std::sin(2.0 * std::numbers::pi * t / 10.0);
        }
        return values;
    };
    SUBCASE("every other frame") {
        CHECK(compareSignals(sampled(0.1, 1.0), 0.1, sampled(0.05, 1.0), 0.05).largest < 1e-12);
    }
    SUBCASE("steps that are no multiples, the straight line between frames") {
        const SignalChange change = compareSignals(sampled(0.1, 1.0), 0.1, sampled(0.04, 1.0), 0.04);
        CHECK(change.largest < 1e-4);
        CHECK(change.channel == 1); // the ramp is exact
    }
    SUBCASE("whichever is the finer") {
        const double forth = compareSignals(sampled(0.1, 1.0), 0.1, sampled(0.05, 2.0), 0.05).largest;
        const double back = compareSignals(sampled(0.05, 2.0), 0.05, sampled(0.1, 1.0), 0.1).largest;
        CHECK(forth == doctest::Approx(1.0));
        CHECK(forth == doctest::Approx(back));
    }
    SUBCASE("says where and when") {
        const SignalChange change = compareSignals(sampled(0.1, 1.0), 0.1, sampled(0.05, 3.0), 0.05);
        CHECK(change.channel == 1);
        CHECK(change.timeMs == doctest::Approx(2.5));
        CHECK(change.peakToPeak == doctest::Approx(10.0)); // of the channel that swings most
        CHECK(change.relative() == doctest::Approx(0.2));
    }
    SUBCASE("a signal that hardly moves is silent") {
        const SignalChange change =
            compareSignals(1e-9 * sampled(0.1, 1.0), 0.1, sampled(0.1, 1.0), 0.1, 1e-6);
        CHECK(change.silent);
        CHECK(change.relative() == 0.0);
    }
}

TEST_CASE("potentials are looked up at places, whatever the segments") {
    const Scene scene = passiveScene();
    const BuiltCell cell = built(scene);
    RecordingLayout layout;
    layout.segments = cell.placed.segments.size();
    layout.frames = 1;
    auto recording = Recording::create(layout);
    REQUIRE(recording);
    for (int k = 0; k < layout.segments; ++k) {
        (*recording)->writePotentials(0)[k] = static_cast<float>(k);
    }
    (*recording)->publish(1);
    const int first = cell.placed.segments.firstOfSection[1];
    const int count = layout.segments - first;
    REQUIRE(count >= 3);
    const std::vector<Location> places{{"dend[0]", 0.5 / count},
                                       {"dend[0]", 1.0 / count},
                                       {"dend[0]", 0.0},
                                       {"dend[0]", 1.0},
                                       {"elsewhere", 0.5}};
    const Eigen::MatrixXd values = potentialsAt(**recording, cell.placed, places);
    CHECK(values(0, 0) == doctest::Approx(first));
    CHECK(values(1, 0) == doctest::Approx(first + 0.5));
    CHECK(values(2, 0) == doctest::Approx(first));
    CHECK(values(3, 0) == doctest::Approx(layout.segments - 1));
    CHECK(std::isnan(values(4, 0)));
}

TEST_CASE("the error of the time step falls as its first power") {
    Scene scene = passiveScene();
    double before = 0.0;
    for (const double dt : {0.25, 0.125, 0.0625}) {
        scene.run.dtMs = dt;
        const double change = lfpChange(scene, Refinement::timeStep);
        INFO("dt ", dt, " change ", change);
        REQUIRE(change > 1e-5);
        if (before > 0.0) {
            CHECK(before / change > 1.7);
            CHECK(before / change < 2.3);
        }
        before = change;
    }
}

TEST_CASE("the error of the segments falls faster than their length") {
    Scene scene = passiveScene();
    scene.cell.discretisation.method = Method::fixedLength;
    scene.cell.discretisation.maxLengthUm = 80.0;
    const double coarse = lfpChange(scene, Refinement::segments);
    scene.cell.discretisation.maxLengthUm = 20.0;
    const double fine = lfpChange(scene, Refinement::segments);
    INFO(coarse, " ", fine);
    CHECK(coarse > 4.0 * fine);
    CHECK(fine > 0.0);
}

TEST_CASE("runs of one and the same scene do not differ") {
    const Scene scene = passiveScene();
    const RunChange change = changeBetween(scene, scene);
    REQUIRE(change.potentials.size() == 1);
    CHECK(change.potentials[0].name == "soma[0](0.5)");
    CHECK(change.potentials[0].peakToPeak > 0.1);
    CHECK(change.potentials[0].largest == 0.0);
    CHECK(change.probes.at(0).largest == 0.0);
    CHECK(change.probes.at(0).name == "Shank");
    CHECK_FALSE(change.moment);
    CHECK(change.segments == change.finerSegments);
    REQUIRE(change.worst() != nullptr);
    CHECK(judge(Refinement::timeStep, scene, scene, change, 0.02).fine);
}

TEST_CASE("a probe without an equation is left out with its reason") {
    Scene scene = passiveScene();
    scene.probes[0].medium.kind = Medium::Kind::slice;
    scene.probes[0].medium.sliceThicknessUm = 10.0;
    scene.heads.emplace_back();
    const RunChange change = changeBetween(scene, scene);
    CHECK_FALSE(change.probes.at(0).problem.empty());
    REQUIRE(change.moment);
    CHECK(change.moment->peakToPeak > 0.0);
    REQUIRE(change.worst() != nullptr);
    CHECK(change.worst() != &change.probes[0]);
}

TEST_CASE("every rule for segments is refined, and no section becomes coarser") {
    Scene scene = passiveScene();
    SUBCASE("length constant") {}
    SUBCASE("longest segment") {
        scene.cell.discretisation.method = Method::fixedLength;
        scene.cell.discretisation.maxLengthUm = 35.0;
    }
    SUBCASE("as the file has them") {
        scene.cell.discretisation.method = Method::asLoaded;
    }
    SUBCASE("of a tree") {
        scene.cell.morphology.shape = "l23_pyramidal";
    }
    const BuiltCell cell = built(scene);
    const Result<Scene> finer = refinedScene(scene, Refinement::segments, cell);
    REQUIRE(finer);
    const BuiltCell cut = built(*finer);
    for (std::size_t k = 0; k < cell.nseg.size(); ++k) {
        CHECK(cut.nseg[k] >= cell.nseg[k]);
    }
    const double times = static_cast<double>(cut.placed.segments.size()) / cell.placed.segments.size();
    CHECK(times >= 1.5);
    CHECK(times <= 3.5);
    CHECK(finer->run == scene.run);
}

TEST_CASE("a time step at its limit cannot be halved") {
    Scene scene = passiveScene();
    scene.run.dtMs = 1e-5;
    CHECK_FALSE(refinedScene(scene, Refinement::timeStep, built(scene)));
}

TEST_CASE("small changes are fine, large ones come with what to use") {
    Scene scene = passiveScene();
    scene.run.dtMs = 0.1;
    SUBCASE("fine") {
        const ConvergenceVerdict verdict = verdictOn(Refinement::timeStep, scene, 0.004);
        CHECK(verdict.fine);
        CHECK(verdict.sentence == "Halving the time step changes the LFP of Shank by 0.4 %: 0.1 ms is fine.");
        CHECK(verdict.remedy.kind == Remedy::Kind::none);
    }
    SUBCASE("a time step") {
        const ConvergenceVerdict verdict = verdictOn(Refinement::timeStep, scene, 0.08);
        CHECK_FALSE(verdict.fine);
        CHECK(verdict.sentence == "Halving the time step changes the LFP of Shank by 8 %: use a time step of "
                                  "0.015625 ms or less.");
        CHECK(verdict.remedy.kind == Remedy::Kind::timeStep);
        CHECK(verdict.remedy.value == 0.015625);
    }
    SUBCASE("no more than eight times finer at once") {
        CHECK(verdictOn(Refinement::timeStep, scene, 0.9).remedy.value == 0.0078125);
    }
    SUBCASE("segments: four times the change is one halving more") {
        const ConvergenceVerdict little = verdictOn(Refinement::segments, scene, 0.03);
        REQUIRE(little.remedy.kind == Remedy::Kind::discretise);
        const ConvergenceVerdict much = verdictOn(Refinement::segments, scene, 0.3);
        CHECK(much.remedy.discretisation.dLambda == little.remedy.discretisation.dLambda / 2.0);
        CHECK(little.sentence.find("Cutting the cell into 40 instead of 20 segments") == 0);
    }
    SUBCASE("spikes that come or go are never fine") {
        RunChange change;
        change.potentials = {{.name = "soma[0](0.5)", .unit = "mV", .largest = 0.1, .peakToPeak = 100.0}};
        change.spikes = 5;
        change.finerSpikes = 4;
        Scene finer = scene;
        finer.run.dtMs /= 2.0;
        const ConvergenceVerdict verdict = judge(Refinement::timeStep, scene, finer, change, 0.02);
        CHECK_FALSE(verdict.fine);
        CHECK(verdict.sentence.find("spikes from 5 to 4") != std::string::npos);
        CHECK(verdict.remedy.value < scene.run.dtMs);
    }
}

TEST_CASE("spikes are counted between frames") {
    Eigen::RowVectorXd trace(6);
    trace << -70, -10, 30, -60, -20, 20;
    const std::vector<double> times = crossingTimes(trace, 0.5);
    REQUIRE(times.size() == 2);
    CHECK(times[0] == doctest::Approx(0.625));
    CHECK(times[1] == doctest::Approx(2.25));
}

TEST_CASE("noise that hangs on the time step is named") {
    Scene scene = passiveScene();
    CHECK(noiseDrawnBySteps(scene).empty());
    Stimulus noise;
    noise.name = "Noise";
    noise.waveform = Stimulus::Waveform::noise;
    scene.stimuli = {noise};
    CHECK(noiseDrawnBySteps(scene) == std::vector<std::string>{"Noise"});
    scene.stimuli[0].enabled = false;
    CHECK(noiseDrawnBySteps(scene).empty());
}
