// The scenes that ship with the program: each must be valid, run, and show what its description says.
#include "model/analysis/spikes.h"
#include "model/forward/make_forward_model.h"
#include "model/scene/scene_file.h"
#include "model/scene/stimulation.h"
#include "model/scene/validate.h"
#include "model/simulation/simulation.h"
#include "model/synthesis/shapes.h"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <vector>

using namespace phiscope;

namespace {

std::vector<std::filesystem::path> galleryFiles() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(PHISCOPE_SOURCE_DIR) /
                                                                 "resources/scenes")) {
        if (entry.path().extension() == ".phiscope") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

struct Run {
    Scene scene;
    Morphology morphology;
    PlacedCell cell;
    std::shared_ptr<const Recording> recording;

    /// Soma's spikes in ms.
    std::vector<double> spikes() const {
        std::vector<double> times;
        for (const std::int64_t frame : upwardCrossings(*recording, 0, -10.0)) {
            times.push_back(recording->timeOf(frame));
        }
        return times;
    }
    /// Channels × frames, µV.
    Eigen::MatrixXd signals() const {
        const Eigen::Map<const Eigen::MatrixXd> currents(recording->currents(), recording->layout().segments,
                                                         recording->frameCount());
        return 1000.0 * probeMatrix(scene.probes.front(), cell).value() * currents;
    }
};

Run runScene(const std::filesystem::path& file) {
    const auto read = readScene(file);
    REQUIRE_MESSAGE(read.has_value(), read.error().message());
    CHECK(read->notices.empty());
    Run run;
    run.scene = read->scene;
    const MorphologySource& source = run.scene.cell.morphology;
    REQUIRE(source.kind == MorphologySource::Kind::procedural);
    const auto shape = makeShape(source.shape, source.seed, source.shapeParameters);
    REQUIRE_MESSAGE(shape.has_value(), shape.error().message());
    run.morphology = *shape;
    for (const Problem& problem : validateAgainstCell(run.scene, run.morphology)) {
        FAIL(problem.path << ": " << problem.text);
    }
    SimulationJob job;
    job.morphology = run.morphology;
    job.nseg =
        segmentCounts(run.morphology, run.scene.cell.discretisation, run.scene.cell.Ra, run.scene.cell.cm);
    job.scene = run.scene;
    run.cell = placeCell(run.morphology, job.nseg, run.scene.cell.pose);
    auto simulation = Simulation::start(job);
    REQUIRE_MESSAGE(simulation.has_value(), simulation.error().message());
    const RunStatus status = (*simulation)->wait();
    REQUIRE_MESSAGE(status.state == RunStatus::State::finished, status.error.message());
    run.recording = (*simulation)->recording();
    return run;
}

Run runNamed(const std::string& name) {
    return runScene(std::filesystem::path(PHISCOPE_SOURCE_DIR) / "resources/scenes" / (name + ".phiscope"));
}

} // namespace

TEST_CASE("there is a scene for every shape") {
    std::set<std::string> shown;
    for (const auto& file : galleryFiles()) {
        const auto read = readScene(file);
        REQUIRE_MESSAGE(read.has_value(), read.error().message());
        shown.insert(read->scene.cell.morphology.shape);
    }
    for (const ShapeInfo& info : shapes()) {
        CAPTURE(info.key);
        CHECK(shown.count(info.key) == 1);
    }
}

TEST_CASE("gallery files are as the program would write them") {
    for (const auto& file : galleryFiles()) {
        CAPTURE(file.string());
        std::ifstream stream(file, std::ios::binary);
        const std::string text{std::istreambuf_iterator<char>(stream), {}};
        const auto parsed = parseScene(text, file.filename().string());
        REQUIRE_MESSAGE(parsed.has_value(), parsed.error().message());
        if (std::getenv("PHISCOPE_WRITE_GALLERY") != nullptr) { // after a change of the format
            std::ofstream(file, std::ios::binary) << writeScene(parsed->scene);
        }
        CHECK(writeScene(parsed->scene) == text);
        CHECK(parsed->scene.title != Scene{}.title);
        CHECK(!parsed->scene.description.empty());
        CHECK(parsed->scene.probes.size() == 1);
        const bool driven = synapseCount(parsed->scene) + parsed->scene.stimuli.size() > 0;
        CHECK((driven || stimulates(parsed->scene)));
    }
}

TEST_CASE("every scene of the gallery runs and every probe sees it") {
    for (const auto& file : galleryFiles()) {
        CAPTURE(file.string());
        const Run run = runScene(file);
        const Recording& recording = *run.recording;
        CHECK(recording.frameCount() == recording.layout().frames);
        const int segments = recording.layout().segments;
        // What enters a cell leaves it, but for an electrode's current. The tolerance is rounding of a sum of
        // cancelling currents.
        const Eigen::Map<const Eigen::MatrixXd> currents(recording.currents(), segments,
                                                         recording.frameCount());
        const Eigen::Map<const Eigen::MatrixXd> points(
            recording.pointCurrents(), recording.layout().pointProcesses, recording.frameCount());
        const Eigen::RowVectorXd electrodes =
            points.bottomRows(static_cast<Eigen::Index>(run.scene.stimuli.size())).colwise().sum();
        const double imbalance = (currents.colwise().sum() - electrodes).cwiseAbs().maxCoeff();
        CHECK(imbalance < 1e-6 * currents.cwiseAbs().maxCoeff() + 1e-9);
        const Eigen::MatrixXd signals = run.signals();
        CHECK(signals.allFinite());
        // Beside the cell, tenths of a microvolt; a large contact above the cortex sees nanovolts of one
        // cell.
        const bool beside = run.scene.probes.front().layout == Probe::Layout::laminar;
        const double least = beside ? 0.1 : 1e-3;
        CHECK(signals.maxCoeff() - signals.minCoeff() > 2.0 * least);
        CHECK(signals.cwiseAbs().maxCoeff() > least);
        if (beside) {
            CHECK(signals.maxCoeff() > least);
            CHECK(signals.minCoeff() < -least);
        }
        CHECK(signals.cwiseAbs().maxCoeff() < 500.0);
        // No contact within the cell.
        const Eigen::Matrix3Xd contacts = contactPositions(run.scene.probes.front());
        for (Eigen::Index c = 0; c < contacts.cols(); ++c) {
            for (int k = 0; k < segments; ++k) {
                const Eigen::Vector3d a = run.cell.segments.start.col(k);
                const Eigen::Vector3d along = run.cell.segments.end.col(k) - a;
                const Eigen::Vector3d offset = contacts.col(c) - a;
                const double u = std::clamp(offset.dot(along) / along.squaredNorm(), 0.0, 1.0);
                REQUIRE((offset - u * along).norm() > 0.5 * run.cell.segments.diameter[k] + 1.0);
            }
        }
    }
}

TEST_CASE("the layer 5 cell spikes after the first and the third volley") {
    const Run run = runNamed("l5_pyramidal");
    const std::vector<double> spikes = run.spikes();
    REQUIRE(spikes.size() == 2);
    CHECK(spikes[0] == doctest::Approx(14.0).epsilon(0.1));
    CHECK(spikes[1] == doctest::Approx(75.0).epsilon(0.05));
    // The second volley is a sink among the contacts of the tuft and a source further down.
    const Eigen::MatrixXd signals = run.signals();
    const auto frame = static_cast<Eigen::Index>(43.0 / run.scene.run.dtMs);
    CHECK(signals.col(frame).segment(19, 4).minCoeff() < -0.3);
    CHECK(signals.col(frame).segment(14, 4).maxCoeff() > 0.1);
}

TEST_CASE("the current step makes the soma spike while it lasts") {
    const Run run = runNamed("current_clamp");
    const std::vector<double> spikes = run.spikes();
    REQUIRE(run.scene.stimuli.size() == 1);
    const Stimulus& step = run.scene.stimuli.front();
    CHECK(spikes.size() >= 5);
    CHECK(spikes.front() > step.delayMs);
    CHECK(spikes.back() < step.delayMs + step.durationMs + 2.0);
}

TEST_CASE("ball and stick: a sink at the synapse and a source at the ball") {
    const Run run = runNamed("ball_and_stick");
    const Eigen::MatrixXd signals = run.signals();
    const Eigen::Matrix3Xd contacts = contactPositions(run.scene.probes.front());
    const auto frame = static_cast<Eigen::Index>(12.0 / run.scene.run.dtMs);
    Eigen::Index lowest = 0;
    Eigen::Index highest = 0;
    signals.col(frame).minCoeff(&lowest);
    signals.col(frame).maxCoeff(&highest);
    const Synapse& synapse = run.scene.synapses.front();
    const int at = segmentAt(run.cell.segments, sectionByName(run.morphology, synapse.location.section),
                             synapse.location.x);
    CHECK(contacts(2, lowest) == doctest::Approx(run.cell.segments.midpoint(at).z()).epsilon(0.1));
    CHECK(contacts(2, highest) < contacts(2, lowest) - 100.0);
}

TEST_CASE("Poisson bombardment: a noisy potential, a sink in the tuft") {
    const Run run = runNamed("poisson_bombardment");
    CHECK(synapseCount(run.scene) == 150);
    const auto from = static_cast<std::int64_t>(100.0 / run.scene.run.dtMs);
    double low = 0.0;
    double high = -100.0;
    for (std::int64_t frame = from; frame < run.recording->frameCount(); ++frame) {
        low = std::min(low, static_cast<double>(run.recording->potentials(frame)[0]));
        high = std::max(high, static_cast<double>(run.recording->potentials(frame)[0]));
    }
    CHECK(low > -69.0);
    CHECK(high < -55.0);
    CHECK(high - low > 2.0);
    const Eigen::VectorXd mean = run.signals().rightCols(run.recording->frameCount() - from).rowwise().mean();
    const Eigen::Matrix3Xd contacts = contactPositions(run.scene.probes.front());
    Eigen::Index lowest = 0;
    Eigen::Index highest = 0;
    mean.minCoeff(&lowest);
    mean.maxCoeff(&highest);
    CHECK(contacts(2, lowest) > 700.0);
    CHECK(contacts(2, highest) < 200.0);
}

TEST_CASE("the chirp finds the resonance of Hodgkin and Huxley's channels") {
    const Run run = runNamed("resonance");
    const Stimulus& chirp = run.scene.stimuli.front();
    // Swing of the soma within 20 ms around a moment; the chirp's frequency then.
    const auto swing = [&run](double timeMs) {
        const auto middle = static_cast<std::int64_t>(timeMs / run.scene.run.dtMs);
        const auto half = static_cast<std::int64_t>(10.0 / run.scene.run.dtMs);
        float low = 0.0F;
        float high = -100.0F;
        for (std::int64_t frame = middle - half; frame <= middle + half; ++frame) {
            low = std::min(low, run.recording->potentials(frame)[0]);
            high = std::max(high, run.recording->potentials(frame)[0]);
        }
        return static_cast<double>(high - low);
    };
    double best = 0.0;
    double bestMs = 0.0;
    for (double time = 150.0; time < 960.0; time += 5.0) {
        if (swing(time) > best) {
            best = swing(time);
            bestMs = time;
        }
    }
    const double peakHz = chirp.frequencyHz + (chirp.frequencyEndHz - chirp.frequencyHz) *
                                                  (bestMs - chirp.delayMs) / chirp.durationMs;
    CHECK(peakHz == doctest::Approx(66.0).epsilon(0.15));
    CHECK(best > 1.4 * swing(200.0));
    CHECK(best > 1.6 * swing(950.0));
    CHECK(run.spikes().empty());
}

TEST_CASE("the stimulated cell fires at each pulse, and not at a tenth of the current") {
    const auto file =
        std::filesystem::path(PHISCOPE_SOURCE_DIR) / "resources/scenes/extracellular_stimulation.phiscope";
    const Run run = runScene(file);
    const std::vector<double> spikes = run.spikes();
    const Stimulation& pulses = run.scene.probes.front().stimulation;
    REQUIRE(static_cast<int>(spikes.size()) == pulses.pulseCount);
    for (std::size_t k = 0; k < spikes.size(); ++k) {
        const double pulse = pulses.delayMs + static_cast<double>(k) * pulses.intervalMs;
        CHECK(spikes[k] > pulse);
        CHECK(spikes[k] < pulse + 3.0);
    }
    SimulationJob weaker;
    weaker.morphology = run.morphology;
    weaker.nseg =
        segmentCounts(run.morphology, run.scene.cell.discretisation, run.scene.cell.Ra, run.scene.cell.cm);
    weaker.scene = run.scene;
    weaker.scene.probes.front().stimulation.amplitudeNa *= 0.1;
    auto simulation = Simulation::start(weaker);
    REQUIRE(simulation);
    REQUIRE((*simulation)->wait().state == RunStatus::State::finished);
    CHECK(upwardCrossings(*(*simulation)->recording(), 0, -10.0).empty());
}
