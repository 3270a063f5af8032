#include "model/analysis/physics_guard.h"
#include "model/forward/make_forward_model.h"
#include "model/scene/stimulation.h"
#include "tests/geometry/cells.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <doctest/doctest.h>

using namespace phiscope;
using Kind = Finding::Kind;
using Severity = Finding::Severity;

namespace {

/// A soma and three sticks, cut as NEURON's rule asks for, as the scene says.
PlacedCell cellOf(const Scene& scene, const Morphology& morphology = testing::ballAndSticks()) {
    return placeCell(morphology,
                     segmentCounts(morphology, scene.cell.discretisation, scene.cell.Ra, scene.cell.cm),
                     scene.cell.pose);
}

/// A scene in which nothing is found.
Scene soundScene() {
    Scene scene;
    Synapse synapse;
    synapse.id = "synapse-1";
    synapse.spikes.timesMs = {20.0};
    scene.synapses = {synapse};
    Probe probe;
    probe.id = "probe-1";
    scene.probes = {probe};
    Stimulus stimulus;
    stimulus.id = "stimulus-1";
    scene.stimuli = {stimulus};
    return scene;
}

std::vector<Finding> found(const Scene& scene) {
    return checkPhysics(scene, cellOf(scene));
}

/// The one finding of a scene that has no other.
Finding only(const Scene& scene, Kind kind) {
    const std::vector<Finding> findings = found(scene);
    REQUIRE(findings.size() == 1);
    INFO(findings[0].sentence);
    REQUIRE(findings[0].kind == kind);
    return findings[0];
}

/// The remedy leaves nothing to be found.
void checkMends(const Scene& scene, const Finding& finding) {
    REQUIRE(finding.remedy.kind != Remedy::Kind::none);
    CHECK_FALSE(remedyText(finding.remedy).empty());
    const Scene better = mended(scene, finding);
    CHECK(better != scene);
    for (const Finding& left : found(better)) {
        FAIL_CHECK("still: " << left.sentence);
    }
}

/// One contact at a place, as a probe of its own.
Probe contactAt(const Eigen::Vector3d& place) {
    Probe probe;
    probe.id = "probe-1";
    probe.name = "Shank";
    probe.layout = Probe::Layout::custom;
    probe.positionUm = {place.x(), place.y(), place.z()};
    probe.contactsUm = {probe.positionUm};
    return probe;
}

/// Thickness and bottom as the cell needs them, and `spare` µm above it.
Medium sliceAround(const PlacedCell& cell, double spareUm) {
    const double low = std::min(cell.segments.start.row(2).minCoeff(), cell.segments.end.row(2).minCoeff());
    const double high = std::max(cell.segments.start.row(2).maxCoeff(), cell.segments.end.row(2).maxCoeff());
    Medium medium;
    medium.kind = Medium::Kind::slice;
    medium.sliceBottomUm = low - 20.0;
    medium.sliceThicknessUm = high - low + 20.0 + spareUm;
    return medium;
}

std::shared_ptr<Recording> recordingOf(const Scene& scene, double strayNa, double injectedNa) {
    RecordingLayout layout;
    layout.segments = 3;
    layout.frames = 5;
    layout.pointProcesses = static_cast<int>(scene.synapses.size() + scene.stimuli.size());
    auto recording = Recording::create(layout);
    REQUIRE(recording);
    for (std::int64_t frame = 0; frame < layout.frames; ++frame) {
        double* currents = (*recording)->writeCurrents(frame);
        currents[0] = 1.0 + injectedNa;
        currents[1] = -1.0;
        currents[2] = frame == 3 ? strayNa : 0.0;
        double* points = (*recording)->writePointCurrents(frame);
        std::fill(points, points + layout.pointProcesses, 0.0);
        if (!scene.stimuli.empty()) {
            points[layout.pointProcesses - 1] = injectedNa;
        }
    }
    (*recording)->publish(layout.frames);
    (*recording)->finish();
    return *recording;
}

} // namespace

TEST_CASE("a sound scene has no findings") {
    for (const Finding& finding : found(soundScene())) {
        FAIL_CHECK(finding.sentence);
    }
}

TEST_CASE("a contact inside a neurite is found, one just beside it is not") {
    Scene scene = soundScene();
    const PlacedCell cell = cellOf(scene);
    const int stem = segmentAt(cell.segments, 1, 0.5); // 5 µm thick, along z
    const Eigen::Vector3d middle = cell.segments.midpoint(stem);

    SUBCASE("inside") {
        scene.probes = {contactAt(middle + Eigen::Vector3d(2.4, 0.0, 0.0))};
        const Finding finding = only(scene, Kind::contactInside);
        CHECK(finding.severity == Severity::warning);
        CHECK(finding.object == "probe-1");
        CHECK(finding.contact == 0);
        CHECK(cell.segments.section[static_cast<std::size_t>(finding.segment)] == 1);
        CHECK(finding.sentence ==
              "Contact 1 of Shank lies inside dend[0]; the potential there means nothing. "
              "Move the probe 1 µm.");
        CHECK(remedyText(finding.remedy) == "Move 1 µm");
        checkMends(scene, finding);
    }
    SUBCASE("just outside") {
        scene.probes = {contactAt(middle + Eigen::Vector3d(2.6, 0.0, 0.0))};
        CHECK(found(scene).empty());
    }
    SUBCASE("beyond the end of a stick") {
        const int last = cell.segments.firstOfSection[4] - 1;
        const Eigen::Vector3d end = cell.segments.end.col(last);
        const Eigen::Vector3d along = (end - cell.segments.start.col(last)).normalized();
        scene.probes = {contactAt(end + 0.5 * along)};
        CHECK(found(scene).empty());
        scene.probes = {contactAt(end - 0.5 * along)};
        CHECK(found(scene).size() == 1);
    }
    SUBCASE("in a soma, the way out is its radius") {
        scene.probes = {contactAt(cell.segments.midpoint(0) + Eigen::Vector3d(4.0, 0.0, 0.0))};
        const Finding finding = only(scene, Kind::contactInside);
        // 12.5 µm thick, from 4 µm on.
        CHECK(remedyText(finding.remedy) == "Move 9 µm");
        checkMends(scene, finding);
    }
    SUBCASE("of several contacts all are told, and all are freed") {
        Probe& probe = scene.probes[0];
        probe.name = "Laminar probe";
        probe.positionUm = {middle.x() + 1.0, middle.y(), middle.z()};
        probe.contactCount = 5;
        probe.spacingUm = 15.0;
        const Finding finding = only(scene, Kind::contactInside);
        INFO(finding.sentence);
        CHECK(finding.sentence.starts_with("Contacts 1, 2 and 3 more of Laminar probe lie inside dend[0];"));
        checkMends(scene, finding);
    }
    SUBCASE("a locked probe is not moved by a button") {
        scene.probes = {contactAt(middle + Eigen::Vector3d(1.0, 0.0, 0.0))};
        scene.probes[0].locked = true;
        const Finding finding = only(scene, Kind::contactInside);
        CHECK(finding.remedy.kind == Remedy::Kind::none);
        CHECK(mended(scene, finding) == scene);
    }
}

TEST_CASE("thickness follows a taper") {
    Scene scene = soundScene();
    const PlacedCell cell = cellOf(scene);
    const int taper = cell.segments.firstOfSection[2]; // from 2 µm to 1 µm
    const int last = cell.segments.firstOfSection[3] - 1;
    const auto beside = [&](int segment, double t, double distance) {
        const Eigen::Vector3d from = cell.segments.start.col(segment);
        const Eigen::Vector3d along = cell.segments.end.col(segment) - from;
        return contactAt(from + t * along + distance * along.normalized().unitOrthogonal());
    };
    scene.probes = {beside(taper, 0.01, 0.95)};
    CHECK(found(scene).size() == 1);
    scene.probes = {beside(last, 0.99, 0.95)};
    CHECK(found(scene).empty());
    scene.probes = {beside(last, 0.99, 0.45)};
    CHECK(found(scene).size() == 1);
}

TEST_CASE("a contact on an axis is an error, one a hair beside it lies inside") {
    Scene scene = soundScene();
    const PlacedCell cell = cellOf(scene);
    const Eigen::Vector3d middle = cell.segments.midpoint(cell.segments.firstOfSection[1]);
    scene.probes = {contactAt(middle)};
    const Finding finding = only(scene, Kind::contactOnAxis);
    CHECK(finding.severity == Severity::error);
    CHECK(finding.sentence.find("lies on the axis of dend[0]") != std::string::npos);
    checkMends(scene, finding);
    scene.probes = {contactAt(middle + Eigen::Vector3d(0.01, 0.0, 0.0))};
    only(scene, Kind::contactInside);
}

TEST_CASE("where the cell is pressed into a slice, its pressed shape counts") {
    Scene scene = soundScene();
    const PlacedCell cell = cellOf(scene);
    const int last = cell.segments.firstOfSection[3] - 1; // the oblique one
    const Eigen::Vector3d middle = cell.segments.midpoint(last);
    Probe probe = contactAt(middle);
    probe.medium = sliceAround(cell, 20.0);
    probe.source = CurrentSource::point;
    scene.probes = {probe};
    const auto inside = [](const std::vector<Finding>& findings) {
        return std::any_of(findings.begin(), findings.end(), [](const Finding& finding) {
            return finding.kind == Kind::contactInside || finding.kind == Kind::contactOnAxis;
        });
    };
    CHECK(inside(found(scene)));
    scene.probes[0].medium.squeeze = 0.3;
    CHECK_FALSE(inside(found(scene)));
}

TEST_CASE("segments too long for the length constant") {
    Scene scene = soundScene();
    scene.probes.clear();
    Discretisation& rule = scene.cell.discretisation;
    SUBCASE("NEURON's rule is enough, wherever the cell stands") {
        for (const unsigned seed : {1U, 2U, 3U}) {
            scene.cell.pose.rotationRad = {0.3 * seed, 1.1, 0.2};
            scene.cell.pose.positionUm = {1000.0, -345.6, 12.3};
            CHECK(checkPhysics(scene, cellOf(scene, testing::randomCell(seed, 60))).empty());
        }
    }
    SUBCASE("one segment a section is not") {
        rule.method = Discretisation::Method::asLoaded;
        scene.cell.Ra = 150.0;
        const Finding finding = only(scene, Kind::coarseSegments);
        CHECK(finding.severity == Severity::warning);
        CHECK(finding.object == "cell");
        CHECK(finding.segment >= 0);
        INFO(finding.sentence);
        CHECK(finding.sentence.find("it has 1 and needs ") != std::string::npos);
        checkMends(scene, finding);
    }
    SUBCASE("a rule at a lower frequency") {
        scene.cell.Ra = 150.0;
        rule.lambdaFHz = 20.0;
        checkMends(scene, only(scene, Kind::coarseSegments));
        rule.lambdaFHz = 200.0;
        CHECK(found(scene).empty());
    }
    SUBCASE("a fixed length is halved until it is enough") {
        scene.cell.Ra = 150.0;
        rule.method = Discretisation::Method::fixedLength;
        rule.maxLengthUm = 200.0;
        const Finding finding = only(scene, Kind::coarseSegments);
        CHECK(finding.remedy.discretisation.method == Discretisation::Method::fixedLength);
        CHECK(finding.remedy.discretisation.maxLengthUm < 200.0);
        checkMends(scene, finding);
        rule.maxLengthUm = 5.0;
        CHECK(found(scene).empty());
    }
}

TEST_CASE("a cell that leaves a slice") {
    Scene scene = soundScene();
    const PlacedCell cell = cellOf(scene);
    const Medium fits = sliceAround(cell, 5.0);
    const Medium thin = sliceAround(cell, -5.0);
    SUBCASE("of a probe") {
        Probe& probe = scene.probes[0];
        probe.contactCount = 1;
        probe.positionUm = {100.0, 0.0, thin.sliceBottomUm};
        probe.source = CurrentSource::point;
        probe.medium = fits;
        CHECK(found(scene).empty());
        probe.medium = thin;
        const Finding finding = only(scene, Kind::outsideSlice);
        CHECK(finding.severity == Severity::error);
        CHECK(finding.object == "probe-1");
        CHECK(finding.sentence.starts_with("Laminar probe measures nothing: Segment"));
        CHECK(remedyText(finding.remedy) == "Fit into slice");
        checkMends(scene, finding);
    }
    SUBCASE("of a field slice") {
        FieldSlice slice;
        slice.id = "slice-1";
        slice.source = CurrentSource::point;
        slice.medium = fits;
        scene.slices = {slice};
        CHECK(found(scene).empty());
        scene.slices[0].medium = thin;
        const Finding finding = only(scene, Kind::outsideSlice);
        CHECK(finding.object == "slice-1");
        checkMends(scene, finding);
    }
    SUBCASE("with its soma outside no squeeze helps") {
        Probe& probe = scene.probes[0];
        probe.contactCount = 1;
        probe.source = CurrentSource::point;
        probe.medium = fits;
        probe.medium.sliceBottomUm = 500.0;
        probe.positionUm = {100.0, 0.0, 500.0};
        CHECK(only(scene, Kind::outsideSlice).remedy.kind == Remedy::Kind::none);
    }
}

TEST_CASE("tissue without an equation for a probe's sources") {
    Scene scene = soundScene();
    scene.probes[0].medium.kind = Medium::Kind::sphere;
    scene.probes[0].source = CurrentSource::line;
    const Finding finding = only(scene, Kind::noPotential);
    CHECK(finding.severity == Severity::error);
    scene.probes[0].source = CurrentSource::point;
    CHECK(found(scene).empty());
}

TEST_CASE("synapses that are never driven") {
    Scene scene = soundScene();
    Synapse& synapse = scene.synapses[0];
    synapse.name = "Apical synapse";
    SUBCASE("no spikes at all") {
        synapse.spikes.timesMs.clear();
        const Finding finding = only(scene, Kind::neverDriven);
        CHECK(finding.sentence ==
              "Apical synapse is never driven: its spike train is empty. Give it spikes, or switch it off.");
        CHECK(finding.object == "synapse-1");
        CHECK(finding.remedy.kind == Remedy::Kind::none);
        synapse.enabled = false;
        CHECK(found(scene).empty());
    }
    SUBCASE("spikes after the end") {
        synapse.spikes.timesMs = {100.5};
        const Finding finding = only(scene, Kind::neverDriven);
        CHECK(finding.sentence == "Apical synapse is first driven at 100 ms, and the run ends at 100 ms. Run "
                                  "longer, or drive it earlier.");
        CHECK(remedyText(finding.remedy) == "Run 140 ms");
        checkMends(scene, finding);
        synapse.spikes.timesMs = {100.0};
        CHECK(found(scene).empty());
    }
    SUBCASE("spikes in the warm-up count") {
        synapse.spikes.timesMs = {-5.0};
        CHECK(found(scene).size() == 1);
        scene.run.tstartMs = -10.0;
        CHECK(found(scene).empty());
    }
    SUBCASE("an AlphaSynapse") {
        synapse.type = Synapse::Type::alphaSynapse;
        synapse.onsetMs = 100.0;
        CHECK(found(scene).empty());
        synapse.onsetMs = 101.0;
        checkMends(scene, only(scene, Kind::neverDriven));
    }
    SUBCASE("a NetStim comes 1 ms later than it starts") {
        synapse.spikes.kind = SpikeTrain::Kind::netStim;
        synapse.spikes.startMs = 99.0;
        CHECK(found(scene).empty());
        synapse.spikes.startMs = 99.5;
        checkMends(scene, only(scene, Kind::neverDriven));
        synapse.spikes.startMs = 5.0;
        synapse.spikes.number = 0.0;
        CHECK(only(scene, Kind::neverDriven).remedy.kind == Remedy::Kind::none);
    }
    SUBCASE("of a noisy NetStim only its start is known") {
        synapse.spikes.kind = SpikeTrain::Kind::netStim;
        synapse.spikes.noise = 1.0;
        CHECK(found(scene).empty());
        synapse.spikes.startMs = 200.0;
        checkMends(scene, only(scene, Kind::neverDriven));
    }
}

TEST_CASE("groups of synapses are judged as one") {
    Scene scene = soundScene();
    SynapseGroup group;
    group.id = "group-1";
    group.name = "Basal synapses";
    group.places.assign(50, Location{"dend[0]", 0.5});
    group.synapse.spikes.timesMs = {10.0};
    scene.groups = {group};
    CHECK(found(scene).empty());
    scene.groups[0].synapse.spikes.timesMs = {150.0};
    const Finding late = only(scene, Kind::neverDriven);
    CHECK(late.sentence.starts_with("No synapse of Basal synapses is driven before 150 ms"));
    CHECK(late.object == "group-1");
    checkMends(scene, late);
    scene.groups[0].synapse.spikes.timesMs.clear();
    CHECK(only(scene, Kind::neverDriven).sentence.starts_with("No synapse of Basal synapses is ever driven"));
    scene.groups[0].enabled = false;
    CHECK(found(scene).empty());
    scene.groups[0].enabled = true;
    scene.groups[0].places.clear();
    CHECK(found(scene).empty());
}

TEST_CASE("weights of nothing") {
    Scene scene = soundScene();
    scene.synapses[0].weight = 0.0;
    const Finding finding = only(scene, Kind::zeroWeight);
    CHECK(finding.severity == Severity::note);
    CHECK(finding.sentence == "Synapse has a weight of 0 and does nothing. Give a weight, or switch it off.");
    scene.synapses[0].weight = 1e-6;
    CHECK(found(scene).empty());
}

TEST_CASE("stimulation that leaves charge behind, or does not happen") {
    Scene scene = soundScene();
    Probe& probe = scene.probes[0];
    probe.name = "Shank";
    toggleContact(probe, 2);
    CHECK(found(scene).empty()); // biphasic
    probe.stimulation.factors = {-2.0};
    probe.stimulation.amplitude2Na = 5000.0;
    const Finding charge = only(scene, Kind::stimulusCharge);
    CHECK(charge.object == "probe-1");
    CHECK(charge.contact == 2);
    // -10 µA and then 5 µA for 0.25 ms each, times -2.
    CHECK(charge.sentence == "The current of contact 3 of Shank is not charge-balanced: it leaves 2500 pC, "
                             "which harms tissue and electrode. Take the charge back by a second phase.");
    checkMends(scene, charge);
    probe.stimulation.amplitude2Na.reset();
    probe.stimulation.biphasic = false;
    checkMends(scene, only(scene, Kind::stimulusCharge));
    probe.stimulation.biphasic = true;

    probe.stimulation.delayMs = 500.0;
    checkMends(scene, only(scene, Kind::noStimulus));
    probe.stimulation.delayMs = 5.0;
    probe.stimulation.contacts = {99};
    CHECK(only(scene, Kind::noStimulus).severity == Finding::Severity::note);
    probe.stimulation.contacts = {2};
    probe.stimulation.pulseCount = 2;
    probe.stimulation.intervalMs = 0.1;
    CHECK(only(scene, Kind::noStimulus).severity == Finding::Severity::error);
    probe.stimulation.enabled = false;
    CHECK(found(scene).empty());
}

TEST_CASE("a current clamp that begins after the run") {
    Scene scene = soundScene();
    scene.stimuli[0].delayMs = 100.0;
    const Finding finding = only(scene, Kind::lateStimulus);
    CHECK(finding.object == "stimulus-1");
    checkMends(scene, finding);
    // To its end and a little more.
    CHECK(finding.remedy.value == 150.0);
    scene.stimuli[0].delayMs = 99.0;
    CHECK(found(scene).empty());
    scene.stimuli[0].delayMs = 200.0;
    scene.stimuli[0].type = Stimulus::Type::seClamp;
    CHECK(found(scene).empty());
}

TEST_CASE("time steps too long for what they have to follow") {
    Scene scene = soundScene();
    SUBCASE("a rise of 0.5 ms") {
        scene.run.dtMs = 0.125;
        CHECK(found(scene).empty());
        scene.run.dtMs = 0.126;
        const Finding finding = only(scene, Kind::coarseTimeStep);
        CHECK(finding.sentence == "The time step of 0.126 ms is too coarse for the rise of Synapse, 0.5 ms. "
                                  "Take 0.125 ms.");
        CHECK(finding.object == "run");
        checkMends(scene, finding);
    }
    SUBCASE("the shortest rise of all counts, of a group too") {
        SynapseGroup group;
        group.id = "group-1";
        group.name = "Fast ones";
        group.places = {Location{"dend[0]", 0.5}};
        group.synapse.spikes.timesMs = {10.0};
        group.synapse.tau1Ms = 0.2;
        scene.groups = {group};
        const Finding finding = only(scene, Kind::coarseTimeStep);
        CHECK(finding.sentence.find("Fast ones, 0.2 ms. Take 0.03125 ms.") != std::string::npos);
        CHECK(remedyText(finding.remedy) == "Take 0.03125 ms");
        checkMends(scene, finding);
        scene.groups[0].enabled = false;
        CHECK(found(scene).empty());
    }
    SUBCASE("an ExpSyn jumps at any step") {
        scene.synapses[0].type = Synapse::Type::expSyn;
        scene.run.dtMs = 0.5;
        CHECK(found(scene).empty());
    }
    SUBCASE("spikes") {
        scene.synapses.clear();
        scene.run.dtMs = 0.125;
        CHECK(found(scene).empty());
        scene.cell.mechanisms = {Mechanism{}};
        const Finding finding = only(scene, Kind::coarseTimeStep);
        CHECK(finding.sentence.find("Hodgkin–Huxley") != std::string::npos);
        checkMends(scene, finding);
        scene.run.dtMs = 0.1;
        CHECK(found(scene).empty());
    }
}

TEST_CASE("a filter beyond half the sampling rate") {
    Scene scene = soundScene();
    scene.probes[0].filter.kind = SignalFilter::Kind::lowPass;
    scene.probes[0].filter.highHz = 7900.0; // 16 kHz
    CHECK(found(scene).empty());
    scene.probes[0].filter.highHz = 8100.0;
    const Finding finding = only(scene, Kind::filterCutOff);
    CHECK(finding.severity == Severity::error);
    CHECK(finding.remedy.value == 0.03125);
    checkMends(scene, finding);
}

TEST_CASE("charge that comes from nowhere") {
    Scene scene = soundScene();
    const PlacedCell cell = cellOf(scene);
    CHECK(checkPhysics(scene, cell, recordingOf(scene, 0.0, 0.3).get()).empty());
    const auto findings = checkPhysics(scene, cell, recordingOf(scene, 0.02, 0.3).get());
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].kind == Kind::chargeBalance);
    CHECK(
        findings[0].sentence.starts_with("The membrane currents do not add up: 0.02 nA come from nowhere."));
    // A voltage clamp's current lags behind, and a recording of another scene tells nothing.
    Scene clamped = scene;
    clamped.stimuli[0].type = Stimulus::Type::seClamp;
    CHECK(checkPhysics(clamped, cell, recordingOf(clamped, 0.02, 0.3).get()).empty());
    Scene other = scene;
    other.stimuli.clear();
    CHECK(checkPhysics(other, cell, recordingOf(scene, 0.02, 0.3).get()).empty());
}

TEST_CASE("a dipole of a cell that gets current from outside") {
    Scene scene = soundScene();
    Head head;
    head.id = "head-1";
    scene.heads = {head};
    const PlacedCell cell = cellOf(scene);
    CHECK(checkPhysics(scene, cell, recordingOf(scene, 0.0, 0.0).get()).empty());
    const auto findings = checkPhysics(scene, cell, recordingOf(scene, 0.0, 0.3).get());
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].kind == Kind::monopole);
    CHECK(findings[0].object == "stimulus-1");
    CHECK(findings[0].sentence.starts_with("Electrodes bring up to 0.3 nA into the cell"));
}

TEST_CASE("the gravest come first") {
    Scene scene = soundScene();
    scene.synapses[0].weight = 0.0;
    scene.stimuli[0].delayMs = 300.0;
    scene.probes[0].filter.kind = SignalFilter::Kind::highPass;
    scene.probes[0].filter.lowHz = 9000.0;
    const std::vector<Finding> findings = found(scene);
    REQUIRE(findings.size() == 3);
    CHECK(severityWord(findings[0].severity) == "Error");
    CHECK(severityWord(findings[1].severity) == "Warning");
    CHECK(severityWord(findings[2].severity) == "Note");
}

TEST_CASE("a remedy for an object that is gone changes nothing") {
    Scene scene = soundScene();
    scene.probes = {contactAt(cellOf(scene).segments.midpoint(0))};
    const Finding finding = found(scene).front();
    scene.probes.clear();
    CHECK(mended(scene, finding) == scene);
}
