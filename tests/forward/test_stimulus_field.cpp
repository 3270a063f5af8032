#include "model/forward/make_forward_model.h"
#include "model/forward/stimulus_field.h"
#include "tests/forward/forward_fixtures.h"

#include <doctest/doctest.h>
#include <numbers>

using namespace phiscope;
using namespace phiscope::testing;

namespace {

Probe bipolar() {
    Probe probe;
    probe.layout = Probe::Layout::custom;
    probe.contactsUm = {{60.0, -10.0, 40.0}, {-80.0, 20.0, -90.0}, {0.0, 200.0, 0.0}};
    probe.stimulation.enabled = true;
    probe.stimulation.contacts = {1, 0};
    probe.stimulation.factors = {-0.5, 1.0};
    return probe;
}

} // namespace

TEST_CASE("in even tissue the potential is the sum of I / (4 pi sigma r)") {
    Probe probe = bipolar();
    probe.medium.sigma = 0.35;
    const Segments cell = randomTree(40, 3);
    const Eigen::VectorXd pattern = stimulusPattern(probe, cell).value();
    const Eigen::VectorXd atPoints = stimulusPatternAt(probe, cell.midpoints()).value();
    REQUIRE(pattern.size() == 40);
    for (int k = 0; k < 40; ++k) {
        const Eigen::Vector3d r = cell.midpoint(k);
        const double a = (r - Eigen::Vector3d(60.0, -10.0, 40.0)).norm();
        const double b = (r - Eigen::Vector3d(-80.0, 20.0, -90.0)).norm();
        const double expected = (1.0 / a - 0.5 / b) / (4.0 * std::numbers::pi * 0.35);
        CHECK(pattern(k) == doctest::Approx(expected).epsilon(1e-12));
        CHECK(atPoints(k) == doctest::Approx(expected).epsilon(1e-12));
    }
    // LFPy's 'semi'.
    probe.stimulation.halfSpace = true;
    CHECK(stimulusPattern(probe, cell).value().isApprox(2.0 * pattern, 1e-14));
    CHECK(stimulusPatternAt(probe, cell.midpoints()).value().isApprox(2.0 * atPoints, 1e-14));
    probe.medium.kind = Medium::Kind::anisotropic; // has no plate
    const Eigen::VectorXd along = stimulusPattern(probe, cell).value();
    probe.stimulation.halfSpace = false;
    CHECK(stimulusPattern(probe, cell).value() == along);
}

// The reciprocity that stimulusPattern relies on, shown with sources and observers the other way round.
TEST_CASE("in every tissue a contact makes at a point what the point makes at the contact") {
    const Segments cell = randomTree(25, 11);
    const Eigen::Matrix3Xd midpoints = cell.midpoints();
    Segments thin = cell; // so that no distance counts as a radius
    thin.diameter.setConstant(1e-3);
    const double reach = midpoints.cwiseAbs().maxCoeff() + 60.0;
    Probe probe = bipolar();
    probe.contactsUm[0] = {20.0, -10.0, 30.0};
    const auto check = [&] {
        const auto pattern = stimulusPattern(probe, thin);
        const auto direct = stimulusPatternAt(probe, midpoints);
        REQUIRE(pattern);
        REQUIRE(direct);
        CHECK(pattern->norm() > 0.0);
        CHECK((*pattern - *direct).cwiseAbs().maxCoeff() < 1e-6 * pattern->cwiseAbs().maxCoeff());
    };
    probe.medium.kind = Medium::Kind::anisotropic;
    check();
    probe.medium.kind = Medium::Kind::sphere;
    probe.medium.sphereRadiusUm = 4.0 * reach;
    check();
    probe.medium.kind = Medium::Kind::slice;
    probe.medium.sliceBottomUm = -reach;
    probe.medium.sliceThicknessUm = 2.0 * reach;
    check();
    probe.contactShape = Probe::ContactShape::circle; // drives evenly over its face
    probe.contactRadiusUm = 4.0;
    check();
}

TEST_CASE("what does not drive makes no field, and a head has no equation") {
    Probe probe = bipolar();
    const Segments cell = randomTree(5, 1);
    probe.stimulation.contacts = {7}; // it has not got
    probe.stimulation.factors = {1.0};
    CHECK(stimulusPattern(probe, cell).value().isZero(0.0));
    Scene scene;
    scene.probes = {bipolar()};
    scene.probes[0].name = "Shank";
    CHECK(appliedFields(scene, cell)->size() == 1);
    scene.probes[0].medium.kind = Medium::Kind::head;
    const auto refused = appliedFields(scene, cell);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what.find("“Shank” can not stimulate: ") == 0);
    scene.probes[0].stimulation.factors = {0.0, 0.0};
    CHECK(appliedFields(scene, cell)->empty());
    scene.probes[0] = bipolar();
    scene.probes[0].stimulation.pulseCount = 2;
    scene.probes[0].stimulation.intervalMs = 0.1;
    CHECK_FALSE(appliedFields(scene, cell));
}

TEST_CASE("fields add up, each with its own current") {
    const std::vector<AppliedField> fields{
        {Eigen::Vector2d(1.0, 2.0), {{1.0, 3.0}, {10.0, 0.0}}},
        {Eigen::Vector2d(0.5, -1.0), {{2.0}, {4.0}}},
    };
    CHECK(appliedPotential(fields, 0.5, 2).isZero(0.0));
    CHECK(appliedPotential(fields, 1.5, 2) == Eigen::VectorXd(Eigen::Vector2d(10.0, 20.0)));
    CHECK(appliedPotential(fields, 2.5, 2) == Eigen::VectorXd(Eigen::Vector2d(12.0, 16.0)));
    CHECK(appliedPotential(fields, 9.0, 2) == Eigen::VectorXd(Eigen::Vector2d(2.0, -4.0)));
}
