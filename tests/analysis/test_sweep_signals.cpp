// One number of a scene at several values: which simulations that takes, what they give, and their tables.
#include "model/analysis/probe_filter.h"
#include "model/analysis/sweep_tables.h"
#include "model/simulation/simulation.h"
#include "tests/common/temporary_folder.h"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>

using namespace phiscope;

namespace {

Scene smallScene() {
    Scene scene;
    scene.cell.morphology.shape = "ball_and_stick";
    scene.run.tstopMs = 20.0;
    Synapse synapse;
    synapse.id = "synapse-1";
    synapse.location = {"dend[0]", 0.7};
    synapse.type = Synapse::Type::exp2Syn;
    synapse.tau1Ms = 0.5;
    synapse.tau2Ms = 3.0;
    synapse.spikes.timesMs = {5.0};
    scene.synapses = {synapse};
    Probe probe;
    probe.id = "probe-1";
    probe.name = "Shank";
    probe.contactCount = 4;
    scene.probes = {probe};
    return scene;
}

Parameter found(const Scene& scene, const std::string& object, const std::string& key) {
    const auto parameter = findParameter(scene, object, key);
    REQUIRE(parameter);
    return *parameter;
}

struct Run {
    BuiltCell cell;
    std::shared_ptr<const Recording> recording;
};

Run run(const Scene& scene) {
    Result<BuiltCell> cell = buildCell(scene.cell, {});
    REQUIRE(cell);
    auto simulation = Simulation::start({cell->morphology, cell->nseg, scene, {}});
    REQUIRE(simulation);
    REQUIRE((*simulation)->wait().state == RunStatus::State::finished);
    return {*cell, (*simulation)->recording()};
}

/// Signals of three frames: the soma, and a probe of two contacts in other steps where that is wanted.
std::shared_ptr<const SweepSignals> threeFrames(double factor, double dtMs = 0.5) {
    auto signals = std::make_shared<SweepSignals>();
    signals->dtMs = dtMs;
    signals->frames = 3;
    signals->somaMv = factor * Eigen::Vector3d(1.0, 2.0, 4.0);
    ProbeSignals probe;
    probe.id = "probe-1";
    probe.name = "Shank";
    probe.unit = "mV";
    probe.values.resize(2, 3);
    probe.values << 0.0, 0.25, -0.25, 0.0, 0.5, 1.0;
    probe.values *= factor;
    signals->probes = {probe};
    signals->sizes = {factor * Eigen::Vector2d(0.5, 1.0)};
    return signals;
}

} // namespace

TEST_CASE("values with other currents take a run each, values with the same ones share it") {
    const Scene scene = smallScene();
    const auto weights = sweepPoints(scene, found(scene, "synapse-1", "weight_uS"), {0.001, 0.002, 0.001});
    REQUIRE(weights.size() == 3);
    CHECK(weights[1].scene.synapses[0].weight == 0.002);
    CHECK(weights[0].run == 0);
    CHECK(weights[1].run == 1);
    CHECK(weights[2].run == 0);
    Scene back = weights[1].scene;
    back.synapses[0].weight = scene.synapses[0].weight;
    CHECK(back == scene); // nothing else was touched

    const auto places = sweepPoints(scene, found(scene, "probe-1", "position_um/0"), {10.0, 50.0, 90.0});
    for (const SweepPoint& point : places) {
        CHECK(point.run == 0);
        CHECK(point.scene.probes[0].positionUm[0] == point.value);
    }
}

TEST_CASE("a value that the scene cannot have says why, and the others are not held up") {
    const Scene scene = smallScene();
    const auto points = sweepPoints(scene, found(scene, "synapse-1", "tau1_ms"), {5.0, 0.5, 5.0, 1.0});
    CHECK(points[0].problem.find("rise time constant is 5") != std::string::npos);
    CHECK(points[1].problem == "");
    CHECK(points[1].run == 1);
    CHECK(points[2].problem == points[0].problem);
    CHECK(points[3].run == 3);

    Scene broken = scene; // then it is not this number's fault
    broken.run.dtMs = -1.0;
    CHECK(sweepPoints(broken, found(broken, "synapse-1", "weight_uS"), {0.001})[0].problem == "");
}

TEST_CASE("the signals are those of the probes after their filters, the cell where the scene has it") {
    Scene scene = smallScene();
    const Run at = run(scene);
    scene.cell.pose.positionUm = {0.0, 0.0, 40.0};
    scene.probes[0].filter.kind = SignalFilter::Kind::lowPass;
    scene.probes[0].filter.highHz = 200.0;
    const SweepSignals signals = sweepSignals(scene, at.cell, *at.recording);
    CHECK(signals.dtMs == scene.run.dtMs);
    CHECK(signals.frames == at.recording->frameCount());

    const Result<BuiltCell> moved = buildCell(scene.cell, {});
    REQUIRE(moved);
    const Eigen::MatrixXd raw = measure(scene, *moved, *at.recording)[0].values;
    const auto passed = filtered(raw, scene.run.dtMs, scene.probes[0].filter);
    REQUIRE(passed);
    REQUIRE(signals.probes.size() == 1);
    const Eigen::MatrixXd& values = signals.probes[0].values;
    CHECK((values - *passed).cwiseAbs().maxCoeff() <= 1e-15 * values.cwiseAbs().maxCoeff());
    CHECK((values - raw).cwiseAbs().maxCoeff() > 1e-3 * raw.cwiseAbs().maxCoeff()); // it was filtered
    CHECK(
        (values - sweepSignals(smallScene(), at.cell, *at.recording).probes[0].values).cwiseAbs().maxCoeff() >
        1e-3 * raw.cwiseAbs().maxCoeff()); // and stands elsewhere

    for (int contact = 0; contact < 4; ++contact) {
        const Eigen::VectorXd one = signals.values({"probe-1", contact});
        CHECK(one == values.row(contact).transpose());
        CHECK(signals.size({"probe-1", contact}) == one.maxCoeff() - one.minCoeff());
    }
    const Eigen::VectorXd soma = signals.values({});
    REQUIRE(soma.size() == signals.frames);
    CHECK(soma[0] == doctest::Approx(scene.cell.vInitMv).epsilon(0.01));
    CHECK(soma.maxCoeff() > soma[0]);
    CHECK(signals.values({"probe-1", 4}).size() == 0);
    CHECK(std::isnan(signals.size({"probe-1", 4})));
    CHECK(std::isnan(signals.size({"probe-2", 0})));
}

TEST_CASE("a probe that can measure nothing has no size") {
    Scene scene = smallScene();
    const Run at = run(scene);
    scene.probes[0].filter.kind = SignalFilter::Kind::lowPass;
    scene.probes[0].filter.highHz = 1e6; // above what the time step can hold
    const SweepSignals signals = sweepSignals(scene, at.cell, *at.recording);
    CHECK(signals.probes[0].problem != "");
    CHECK(signals.values({"probe-1", 0}).size() == 0);
    CHECK(std::isnan(signals.size({"probe-1", 0})));
}

TEST_CASE("peak to peak of nothing, and of what is no number, is none") {
    CHECK(peakToPeak(Eigen::Vector3d(1.0, -2.0, 0.5)) == 3.0);
    CHECK(std::isnan(peakToPeak(Eigen::VectorXd())));
    CHECK(std::isnan(peakToPeak(Eigen::Vector2d(1.0, std::numeric_limits<double>::quiet_NaN()))));
}

TEST_CASE("the table of sizes has a row a value") {
    const test::TemporaryFolder folder;
    const auto file = folder / "sizes.csv";
    SweepTable table{
        "Synapse Weight", "µS", {0.001, 0.002, 0.004}, {threeFrames(1.0), nullptr, threeFrames(2.0)}, {}};
    table.channels = allChannels(table.signals);
    REQUIRE(table.channels.size() == 3);
    REQUIRE(writeSweepSizes(table, file));
    CHECK(test::readText(file) == "Synapse Weight (µS),Soma potential peak to peak (mV),Shank 1 peak to peak "
                                  "(mV),Shank 2 peak to peak (mV)\n"
                                  "0.001,3,0.5,1\n0.002,nan,nan,nan\n0.004,6,1,2\n");
}

TEST_CASE("the table of signals has a row a frame, and a time for each value only where the steps differ") {
    const test::TemporaryFolder folder;
    const auto file = folder / "signals.csv";
    SweepTable table{"Weight", "µS", {0.001, 0.002}, {threeFrames(1.0), threeFrames(2.0)}, {{"probe-1", 1}}};
    // A row is: time, of 0.001, of 0.002.
    REQUIRE(writeSweepSignals(table, file));
    CHECK(test::readText(file) ==
          "Time (ms),\"Shank 2, Weight 0.001 µS (mV)\",\"Shank 2, Weight 0.002 µS (mV)\"\n"
          "0,0,0\n0.5,0.5,1\n1,1,2\n");
    table.number = "Time step";
    table.unit = "ms";
    table.values = {0.5, 0.25};
    table.signals[1] = threeFrames(2.0, 0.25);
    REQUIRE(writeSweepSignals(table, file));
    CHECK(test::readText(file) ==
          "\"Time, Time step 0.5 ms (ms)\",\"Shank 2, Time step 0.5 ms (mV)\",\"Time, Time step 0.25 ms "
          "(ms)\",\"Shank 2, Time step 0.25 ms (mV)\"\n"
          "0,0,0,0\n0.5,0.5,0.25,1\n1,1,0.5,2\n");
}

TEST_CASE("contacts that only some values have are in the tables too") {
    auto more = std::make_shared<SweepSignals>(*threeFrames(1.0));
    more->probes[0].values.conservativeResize(3, 3);
    const auto channels = allChannels({threeFrames(1.0), more, nullptr});
    REQUIRE(channels.size() == 4);
    CHECK(channels[3] == SweepChannel{"probe-1", 2});
}
