#include "model/scene/validate.h"
#include "tests/scene/sample_scene.h"

#include <doctest/doctest.h>
#include <limits>

using namespace phiscope;

namespace {

/// The one problem that the change makes.
template <typename Change>
Problem problemAfter(Change change) {
    Scene scene = test::sampleScene();
    change(scene);
    const std::vector<Problem> problems = validate(scene);
    REQUIRE(problems.size() == 1);
    return problems.front();
}

} // namespace

TEST_CASE("a scene as made and the sample have no problems") {
    CHECK(validate(Scene{}).empty());
    CHECK(validate(test::sampleScene()).empty());
}

TEST_CASE("each problem names its place") {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK(problemAfter([&](Scene& s) { s.run.dtMs = nan; }).path == "/run/dt_ms");
    CHECK(problemAfter([](Scene& s) { s.run.tstopMs = 0.0; }).path == "/run/tstop_ms");
    CHECK(problemAfter([](Scene& s) { s.run.dtMs = 1e-5, s.run.tstopMs = 1e7; }).path == "/run/dt_ms");
    CHECK(problemAfter([](Scene& s) { s.synapses[1].tau1Ms = 5.0; }).text ==
          "The rise time constant is 5 ms; it must be shorter than the decay time constant of 5 ms.");
    CHECK(problemAfter([](Scene& s) { s.synapses[2].location.x = 1.5; }).path == "/synapses/2/x");
    CHECK(problemAfter([](Scene& s) {
              s.synapses[0].spikes.timesMs = {3.0, infinity};
          }).path == "/synapses/0/spikes/times_ms");
    CHECK(problemAfter([](Scene& s) {
              s.probes[0].directionUm = {0.0, 0.0, 0.0};
          }).path == "/probes/0/direction_um");
    CHECK(problemAfter([](Scene& s) { s.probes[1].contactsUm.clear(); }).path == "/probes/1/contacts_um");
    CHECK(problemAfter([](Scene& s) { s.probes[1].medium.sigma = 0.0; }).path == "/probes/1/sigma_S_m");
    CHECK(problemAfter([](Scene& s) { s.probes[1].id = "synapse-1"; }).text ==
          "The identifier \"synapse-1\" is taken by another object of the scene.");
    CHECK(problemAfter([](Scene& s) { s.stimuli[0].id.clear(); }).path == "/stimuli/0/id");
    CHECK(problemAfter([&](Scene& s) { s.cell.morphology.shapeParameters["a"] = nan; }).path ==
          "/cell/morphology/parameters/a");
    CHECK(problemAfter([](Scene& s) { s.cell.mechanisms[0].parameters["gnabar_hh"] = -1.0; }).text ==
          "Sodium conductance is -1 S/cm²; it must be at least 0 S/cm².");
    CHECK(problemAfter([](Scene& s) { s.cell.pose.rotationOrder = "xxz"; }).path ==
          "/cell/pose/rotation_order");
    CHECK(problemAfter([](Scene& s) { s.cell.morphology.kind = MorphologySource::Kind::file; }).path ==
          "/cell/morphology/path");
    CHECK(problemAfter([](Scene& s) {
              s.probes[1].contactNormals = {{0.0, 0.0, 1.0}};
          }).path == "/probes/1/contact_normals");
    CHECK(problemAfter([](Scene& s) { s.probes[1].filter.lowHz = 2000.0; }).path ==
          "/probes/1/filter/high_Hz");
    const auto stimulating = [](std::vector<int> contacts, std::vector<double> factors) {
        return problemAfter([&](Scene& s) {
            s.probes[1].stimulation.enabled = true;
            s.probes[1].stimulation.contacts = contacts;
            s.probes[1].stimulation.factors = factors;
        });
    };
    CHECK(stimulating({0, 1}, {1.0}).path == "/probes/1/stimulation/contacts");
    CHECK(stimulating({1, 1}, {1.0, -1.0}).text == "Contact 2 is given more than once.");
    CHECK(stimulating({-1}, {1.0}).path == "/probes/1/stimulation/contacts");
    CHECK(problemAfter([](Scene& s) { s.cell.pose.distortion.factor = 1.0; }).path ==
          "/cell/pose/distortion_factor");
    CHECK(problemAfter([](Scene& s) { s.slices[0].up = {2.0, 2.0, 0.0}; }).path == "/slices/0/up");
    CHECK(problemAfter([](Scene& s) { s.heads[0].skullRadiusMm = 80.0; }).text ==
          "The radius is 80 mm; it must be larger than that of the shell within, 80 mm.");
    CHECK(problemAfter([](Scene& s) {
              s.heads[0].dipoleMm = {0.0, 79.0, 0.0};
          }).path == "/heads/0/dipole_mm");
}

TEST_CASE(
    "values that mean nothing here are not looked at, unsorted spikes and spikes before the start are fine") {
    Scene scene = test::sampleScene();
    scene.synapses[0].tau1Ms = -1.0; // an ExpSyn
    scene.synapses[0].spikes.timesMs = {40.0, 20.0, -3.0};
    CHECK(validate(scene).empty());
}

TEST_CASE("sources that a tissue has no equation for may be kept: the forward model says so") {
    Scene scene = test::sampleScene();
    scene.probes[0].source = CurrentSource::dipole;
    scene.probes[0].medium.kind = Medium::Kind::slice;
    scene.slices[0].medium.kind = Medium::Kind::head;
    scene.slices[0].comparison.source = CurrentSource::dipole;
    scene.slices[0].comparison.medium.kind = Medium::Kind::sphere;
    CHECK(validate(scene).empty());
}

TEST_CASE("places are checked against the cell") {
    Morphology morphology;
    morphology.sections.resize(2);
    morphology.sections[0].name = "soma[0]";
    morphology.sections[1].name = "dend[0]";
    Scene scene = test::sampleScene();
    scene.cell.mechanisms.pop_back();
    CHECK(validateAgainstCell(scene, morphology).empty());
    scene.synapses[1].location.section = "apic[9]"; // not active
    CHECK(validateAgainstCell(scene, morphology).empty());
    scene.synapses[1].enabled = true;
    scene.stimuli[0].location.section = "axon[0]";
    scene.cell.mechanisms[0].sections = "axon";
    const std::vector<Problem> problems = validateAgainstCell(scene, morphology);
    REQUIRE(problems.size() == 3);
    CHECK(problems[0].path == "/synapses/1/section");
    CHECK(problems[0].text ==
          "The cell has no section \"apic[9]\". It has 2 sections, the first is \"soma[0]\".");
    CHECK(problems[1].path == "/stimuli/0/section");
    CHECK(problems[2].path == "/cell/mechanisms/0/sections");
}
