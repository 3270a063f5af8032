#include "model/forward/anisotropic_source.h"
#include "model/forward/fit_into_slice.h"
#include "model/forward/line_source.h"
#include "model/forward/make_forward_model.h"
#include "model/forward/point_source.h"
#include "model/forward/root_as_point.h"
#include "model/forward/slice_source.h"
#include "model/forward/sphere_source.h"
#include "tests/forward/forward_fixtures.h"

#include <Eigen/Geometry>

#include <doctest/doctest.h>
#include <numbers>

using namespace phiscope;
using phiscope::testing::bareSegments;
using phiscope::testing::randomTree;

namespace {

constexpr double pi = std::numbers::pi;

Segments stick(const Eigen::Vector3d& start, const Eigen::Vector3d& end, double diameter) {
    return bareSegments(start, end, Eigen::VectorXd::Constant(1, diameter));
}

double worstRelative(const Eigen::MatrixXd& actual, const Eigen::MatrixXd& expected) {
    return ((actual - expected).array() / expected.array()).abs().maxCoeff();
}

Eigen::Matrix3Xd randomContacts(int count, double extent, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> place(-extent, extent);
    Eigen::Matrix3Xd contacts(3, count);
    for (double& value : contacts.reshaped()) {
        value = place(random);
    }
    return contacts;
}

/// Shifted so that the cell spans the middle of 0 … 400 µm.
Segments treeInSlice(int count, unsigned seed) {
    Segments segments = randomTree(count, seed);
    segments.start.row(2).array() += 200.0;
    segments.end.row(2).array() += 200.0;
    return segments;
}

Eigen::MatrixXd sliceMatrix(const Eigen::Matrix3Xd& contacts, const SliceMedium& medium, CurrentSource source,
                            const Segments& segments) {
    const auto model = SliceSource::create(contacts, medium, source);
    REQUIRE(model.has_value());
    return checkedMatrix(**model, segments).value();
}

} // namespace

TEST_CASE("an anisotropic medium with one conductivity is the isotropic one") {
    const Segments segments = randomTree(40, 3);
    const Eigen::Matrix3Xd contacts = randomContacts(60, 300.0, 4);
    const Eigen::Vector3d sigma = Eigen::Vector3d::Constant(0.27);
    CHECK(worstRelative(AnisotropicSource(contacts, sigma, CurrentSource::point).matrix(segments),
                        PointSource(contacts, 0.27).matrix(segments)) < 1e-13);
    CHECK(worstRelative(AnisotropicSource(contacts, sigma, CurrentSource::line).matrix(segments),
                        LineSource(contacts, 0.27).matrix(segments)) < 1e-2); // clamped beyond the ends, too
    Segments thin = segments;
    thin.diameter.setConstant(1e-3);
    CHECK(worstRelative(AnisotropicSource(contacts, sigma, CurrentSource::line).matrix(thin),
                        LineSource(contacts, 0.27).matrix(thin)) < 1e-11);
    CHECK(worstRelative(AnisotropicSource(contacts, sigma, CurrentSource::rootAsPoint).matrix(thin),
                        RootAsPointSource(contacts, 0.27).matrix(thin)) < 1e-11);
}

TEST_CASE("an anisotropic line is the sum of many anisotropic points along it") {
    const Eigen::Vector3d start(3, -4, 10);
    const Eigen::Vector3d end(30, 22, -7);
    const Eigen::Vector3d sigma(0.1, 0.5, 0.3);
    const Eigen::Matrix3Xd contacts = randomContacts(8, 80.0, 5);
    const Eigen::MatrixXd line =
        AnisotropicSource(contacts, sigma, CurrentSource::line).matrix(stick(start, end, 0.01));
    constexpr int pieces = 4000;
    Eigen::Matrix3Xd from(3, pieces);
    Eigen::Matrix3Xd to(3, pieces);
    for (int i = 0; i < pieces; ++i) {
        from.col(i) = start + (end - start) * (static_cast<double>(i) / pieces);
        to.col(i) = start + (end - start) * ((i + 1.0) / pieces);
    }
    const Segments points = bareSegments(from, to, Eigen::VectorXd::Constant(pieces, 1e-6));
    const Eigen::VectorXd sum =
        AnisotropicSource(contacts, sigma, CurrentSource::point).matrix(points).rowwise().mean();
    CHECK(worstRelative(line, sum) < 1e-6);
}

TEST_CASE("in an anisotropic medium the current through a closed surface is the source's") {
    const Eigen::Vector3d sigma(0.2, 0.35, 0.6);
    const Segments segments = stick({0, 0, -1e-9}, {0, 0, 1e-9}, 1e-6);
    const AnisotropicSource probe(Eigen::Matrix3Xd(3, 0), sigma, CurrentSource::point);
    CHECK(probe.channels() == 0);
    constexpr int rings = 60;
    constexpr int angles = 120;
    const double radius = 10.0;
    const double step = 1e-4;
    double flux = 0.0;
    for (int i = 0; i < rings; ++i) {
        const double height = -1.0 + (2.0 * i + 1.0) / rings; // equal areas
        Eigen::Matrix3Xd around(3, 6 * angles);
        Eigen::Matrix3Xd normals(3, angles);
        for (int j = 0; j < angles; ++j) {
            const double angle = 2.0 * pi * j / angles;
            const double across = std::sqrt(1.0 - height * height);
            normals.col(j) << across * std::cos(angle), across * std::sin(angle), height;
            for (int axis = 0; axis < 3; ++axis) {
                around.col(6 * j + 2 * axis) = radius * normals.col(j) + step * Eigen::Vector3d::Unit(axis);
                around.col(6 * j + 2 * axis + 1) =
                    radius * normals.col(j) - step * Eigen::Vector3d::Unit(axis);
            }
        }
        const Eigen::MatrixXd phi = AnisotropicSource(around, sigma, CurrentSource::point).matrix(segments);
        for (int j = 0; j < angles; ++j) {
            for (int axis = 0; axis < 3; ++axis) {
                const double slope = (phi(6 * j + 2 * axis, 0) - phi(6 * j + 2 * axis + 1, 0)) / (2.0 * step);
                flux -=
                    sigma(axis) * slope * normals(axis, j) * 4.0 * pi * radius * radius / (rings * angles);
            }
        }
    }
    CHECK(flux == doctest::Approx(1.0).epsilon(1e-3));
}

TEST_CASE("contacts on an anisotropic segment and segments without length give finite numbers") {
    Segments segments = stick({0, 0, 0}, {10, 4, 2}, 2.0);
    Eigen::Matrix3Xd contacts(3, 3);
    contacts.col(0) << 5, 2, 1;  // on the axis
    contacts.col(1) << 0, 0, 0;  // on its end
    contacts.col(2) << 20, 8, 4; // on the axis beyond
    const Eigen::Vector3d sigma(0.1, 0.5, 0.3);
    const Eigen::MatrixXd line = AnisotropicSource(contacts, sigma, CurrentSource::line).matrix(segments);
    CHECK(line.allFinite());
    CHECK(line.minCoeff() > 0.0);
    CHECK(line(0, 0) > line(2, 0));
    segments.end = segments.start;
    const Eigen::MatrixXd point = AnisotropicSource(contacts, sigma, CurrentSource::line).matrix(segments);
    CHECK(point.allFinite());
    CHECK(point == AnisotropicSource(contacts, sigma, CurrentSource::point).matrix(segments));
}

TEST_CASE("a slice in a medium like itself is the infinite medium") {
    const Segments segments = treeInSlice(30, 6);
    const SliceMedium even{0.3, 0.3, 0.3, 400.0, 0.0, 20};
    const Eigen::Matrix3Xd contacts = randomContacts(50, 700.0, 7); // in the slice, above and below
    CHECK(worstRelative(sliceMatrix(contacts, even, CurrentSource::point, segments),
                        PointSource(contacts, 0.3).matrix(segments)) < 1e-13);
}

TEST_CASE("on insulating glass under tissue without end everything counts twice") {
    const Segments segments = treeInSlice(30, 6);
    const SliceMedium medium{0.3, 0.3, 0.0, 400.0, 0.0, 20};
    Eigen::Matrix3Xd contacts = randomContacts(20, 300.0, 8);
    contacts.row(2).setZero();
    CHECK(worstRelative(sliceMatrix(contacts, medium, CurrentSource::point, segments),
                        2.0 * PointSource(contacts, 0.3).matrix(segments)) < 1e-13);
    Segments thin = segments;
    thin.diameter.setConstant(1e-3);
    CHECK(worstRelative(sliceMatrix(contacts, medium, CurrentSource::line, thin),
                        2.0 * LineSource(contacts, 0.3).matrix(thin)) < 1e-11);
    CHECK(worstRelative(sliceMatrix(contacts, medium, CurrentSource::rootAsPoint, thin),
                        2.0 * RootAsPointSource(contacts, 0.3).matrix(thin)) < 1e-11);
}

TEST_CASE("potential and normal current go on across the slice's faces") {
    const Segments segments = treeInSlice(10, 9);
    const SliceMedium medium{0.3, 1.5, 0.1, 400.0, 0.0, 200};
    const double step = 0.5;
    for (const double face : {0.0, 400.0}) {
        const double outside = face > 0.0 ? medium.sigmaSaline : medium.sigmaGlass;
        const double out = face > 0.0 ? 1.0 : -1.0;
        Eigen::Matrix3Xd contacts(3, 5);
        for (int i = -2; i <= 2; ++i) {
            contacts.col(i + 2) << 40.0, -30.0, face + out * step * i; // from inside to outside
        }
        const Eigen::MatrixXd phi = sliceMatrix(contacts, medium, CurrentSource::point, segments);
        for (int k = 0; k < segments.size(); ++k) {
            // one-sided differences of second order
            const double inner = (3 * phi(2, k) - 4 * phi(1, k) + phi(0, k)) / (2 * step);
            const double outer = -(3 * phi(2, k) - 4 * phi(3, k) + phi(4, k)) / (2 * step);
            CHECK(medium.sigmaTissue * inner == doctest::Approx(outside * outer).epsilon(2e-3));
        }
    }
}

TEST_CASE("far away from a line in a slice it is a point") {
    const Segments segments = stick({0, 0, 200}, {3, 2, 204}, 0.5);
    const SliceMedium medium{0.3, 1.5, 0.0, 400.0, 0.0, 40};
    Eigen::Matrix3Xd contacts(3, 2);
    contacts.col(0) << 100, 0, 0;
    contacts.col(1) << -50, 80, 0;
    CHECK(worstRelative(sliceMatrix(contacts, medium, CurrentSource::line, segments),
                        sliceMatrix(contacts, medium, CurrentSource::point, segments)) < 1e-4);
}

TEST_CASE("a contact on a vertical segment in a slice gives a finite number") {
    const SliceMedium medium{0.3, 1.5, 0.0, 400.0, 0.0, 20};
    const Eigen::Matrix3Xd contacts = Eigen::Vector3d::Zero();
    for (const auto& segments :
         {stick({0, 0, 0}, {0, 0, 10}, 6), stick({0, 0, 10}, {0, 0, 0}, 6), stick({0, 0, 5}, {0, 0, 5}, 6)}) {
        const Eigen::MatrixXd m = sliceMatrix(contacts, medium, CurrentSource::line, segments);
        CHECK(std::isfinite(m(0, 0)));
        CHECK(m(0, 0) > 0.0);
        CHECK(m(0, 0) < 1.0);
    }
}

TEST_CASE("a slice says what it cannot calculate") {
    const SliceMedium medium{0.3, 1.5, 0.0, 400.0, 0.0, 20};
    const Eigen::Matrix3Xd high = Eigen::Vector3d(10, 0, 50);
    const Eigen::Matrix3Xd low = Eigen::Vector3d(10, 0, 0);
    CHECK(SliceSource::create(high, medium, CurrentSource::point).has_value());
    const auto lineAbove = SliceSource::create(high, medium, CurrentSource::line);
    REQUIRE_FALSE(lineAbove.has_value());
    CHECK(lineAbove.error().what.find("contact 1") != std::string::npos);
    SliceMedium conducting = medium;
    conducting.sigmaGlass = 0.1;
    CHECK_FALSE(SliceSource::create(low, conducting, CurrentSource::rootAsPoint).has_value());
    const auto model = SliceSource::create(low, medium, CurrentSource::point);
    const Result<void> leaves = (*model)->check(stick({0, 0, 390}, {0, 0, 401}, 1));
    REQUIRE_FALSE(leaves.has_value());
    CHECK(leaves.error().what.find("Segment 0 leaves the slice") == 0);
}

TEST_CASE("a cell fits into a slice about its root") {
    const Segments segments = randomTree(30, 6);
    const double factor = smallestSqueeze(segments, -20.0, 25.0).value();
    CHECK(factor > 0.0);
    const Segments pressed = fitIntoSlice(segments, -20.0, 25.0, factor).value();
    CHECK(checkInsideSlice(pressed, -20.0, 25.0).has_value());
    CHECK_FALSE(fitIntoSlice(segments, -20.0, 25.0, 0.99 * factor).has_value());
    CHECK(pressed.start.topRows(2) == segments.start.topRows(2));
    CHECK(pressed.midpoint(0).isApprox(segments.midpoint(0)));
    CHECK(pressed.length(7) == (pressed.end.col(7) - pressed.start.col(7)).norm());
    CHECK(smallestSqueeze(segments, -1000.0, 1000.0).value() == 0.0);
    CHECK_FALSE(smallestSqueeze(segments, 100.0, 200.0).has_value());
    CHECK_FALSE(fitIntoSlice(segments, 100.0, 200.0, 0.5).has_value());
}

TEST_CASE("a sphere of the medium's conductivity is not there") {
    const Segments segments = randomTree(40, 3);
    Eigen::Matrix3Xd contacts = randomContacts(61, 400.0, 4);
    contacts.col(7) = Eigen::Vector3d(10, -20, 5); // the centre
    SphereMedium medium;
    medium.centreUm << 10, -20, 5;
    medium.radiusUm = 350.0;
    medium.sigmaInside = medium.sigmaOutside = 0.25;
    const SphereSource model(contacts, medium);
    REQUIRE(model.check(segments).has_value());
    const Eigen::MatrixXd expected = PointSource(contacts, 0.25).matrix(segments);
    const Eigen::MatrixXd actual = model.matrix(segments);
    // Contacts beside a segment count as a diameter away, not a radius.
    CHECK((expected.array() < 1.0 / (4 * pi * 0.25 * segments.diameter.maxCoeff())).all());
    CHECK(worstRelative(actual, expected) < 1e-12);
}

TEST_CASE("a source in the middle of a sphere has a closed form") {
    const Segments segments = stick({5, 5, 4}, {5, 5, 6}, 1.0);
    SphereMedium medium;
    medium.centreUm << 5, 5, 5;
    medium.radiusUm = 100.0;
    medium.sigmaInside = 0.3;
    medium.sigmaOutside = 0.03;
    Eigen::Matrix3Xd contacts(3, 3);
    contacts.col(0) = medium.centreUm + Eigen::Vector3d(30, 40, 0);
    contacts.col(1) = medium.centreUm + Eigen::Vector3d(0, 0, 100);
    contacts.col(2) = medium.centreUm + Eigen::Vector3d(0, -200, 0);
    const Eigen::MatrixXd m = SphereSource(contacts, medium).matrix(segments);
    const double surface = 1 / (4 * pi * 0.03 * 100);
    CHECK(m(0, 0) == doctest::Approx(surface + (1 / 50.0 - 1 / 100.0) / (4 * pi * 0.3)).epsilon(1e-13));
    CHECK(m(1, 0) == doctest::Approx(surface).epsilon(1e-13));
    CHECK(m(2, 0) == doctest::Approx(surface / 2).epsilon(1e-13));
}

TEST_CASE("a sphere needs its sources inside, wherever the cell is turned") {
    const SphereMedium medium{Eigen::Vector3d::Zero(), 50.0, 0.3, 0.03, 1000};
    const SphereSource model(Eigen::Vector3d(0, 0, 60), medium);
    CHECK(model.check(stick({0, 0, 30}, {0, 0, 40}, 1)).has_value());
    CHECK_FALSE(model.check(stick({0, 0, 49}, {0, 0, 52}, 1)).has_value());
    // Turning contact and source together changes nothing.
    const Eigen::Matrix3d turn =
        (Eigen::AngleAxisd(1.1, Eigen::Vector3d::UnitX()) * Eigen::AngleAxisd(0.4, Eigen::Vector3d::UnitZ()))
            .toRotationMatrix();
    const Eigen::Vector3d a(10, 0, 20);
    const Eigen::Vector3d b(12, 3, 21);
    const double straight = model.matrix(stick(a, b, 1))(0, 0);
    const double turned =
        SphereSource(turn * Eigen::Vector3d(0, 0, 60), medium).matrix(stick(turn * a, turn * b, 1))(0, 0);
    CHECK(turned == doctest::Approx(straight).epsilon(1e-12));
}

TEST_CASE("every tissue of a scene becomes its model") {
    const Segments segments = treeInSlice(6, 2);
    const Eigen::Matrix3Xd points = Eigen::Vector3d(40, 20, 0);
    Medium medium;
    medium.kind = Medium::Kind::anisotropic;
    CHECK((*makePotentialModel(medium, CurrentSource::line, points))->matrix(segments) ==
          AnisotropicSource(points, {0.3, 0.3, 0.45}, CurrentSource::line).matrix(segments));
    CHECK_FALSE(makePotentialModel(medium, CurrentSource::dipole, points).has_value());
    medium.kind = Medium::Kind::slice;
    medium.sliceBottomUm = 0.0;
    medium.sliceThicknessUm = 400.0;
    CHECK((*makePotentialModel(medium, CurrentSource::line, points))->matrix(segments) ==
          sliceMatrix(points, {0.3, 1.5, 0.0, 400.0, 0.0, 20}, CurrentSource::line, segments));
    medium.kind = Medium::Kind::sphere;
    CHECK_FALSE(makePotentialModel(medium, CurrentSource::line, points).has_value());
    SphereMedium sphere;
    sphere.radiusUm = 1000.0;
    CHECK((*makePotentialModel(medium, CurrentSource::point, points))->matrix(segments) ==
          SphereSource(points, sphere).matrix(segments));
    Probe probe;
    probe.medium.kind = Medium::Kind::slice; // with contacts above its bottom
    CHECK_FALSE(probeMatrix(probe, segments).has_value());
    CHECK_THROWS_AS(probeMatrixOrThrow(probe, segments), std::runtime_error);
}

TEST_CASE("sources that a probe's tissue has no equation for are refused with a sentence") {
    PlacedCell cell;
    cell.segments = treeInSlice(6, 2);
    Probe probe;
    probe.contactCount = 3;
    probe.medium.sliceBottomUm = 0.0;
    probe.medium.sliceThicknessUm = 400.0;
    const auto refusal = [&](Medium::Kind kind, CurrentSource source) {
        probe.medium.kind = kind;
        probe.source = source;
        const Result<void> checked = checkProbe(probe, cell);
        const bool refused = !probeMatrix(probe, cell).has_value();
        CHECK(checked.has_value() != refused); // both say the same
        return checked ? std::string() : checked.error().what;
    };
    for (const CurrentSource source : {CurrentSource::line, CurrentSource::point, CurrentSource::dipole}) {
        CHECK(refusal(Medium::Kind::infinite, source).empty());
    }
    CHECK(refusal(Medium::Kind::anisotropic, CurrentSource::dipole) ==
          "One dipole for the whole cell is calculated only in infinite, even tissue.");
    CHECK(refusal(Medium::Kind::slice, CurrentSource::dipole).find("One dipole") == 0);
    CHECK(refusal(Medium::Kind::slice, CurrentSource::line).find("Line sources in a slice") == 0);
    CHECK(refusal(Medium::Kind::slice, CurrentSource::point).empty());
    CHECK(refusal(Medium::Kind::sphere, CurrentSource::line) ==
          "In a sphere only point sources are calculated.");
    CHECK(refusal(Medium::Kind::sphere, CurrentSource::point).empty());
    CHECK(refusal(Medium::Kind::head, CurrentSource::dipole).find("One dipole") == 0);
}

TEST_CASE("a probe in a slice sees a cell that was pressed flat") {
    Segments segments = randomTree(12, 3);
    const double top = std::max(segments.start.row(2).maxCoeff(), segments.end.row(2).maxCoeff());
    const double bottom = std::min(segments.start.row(2).minCoeff(), segments.end.row(2).minCoeff());
    Probe probe;
    probe.layout = Probe::Layout::custom;
    probe.medium.kind = Medium::Kind::slice;
    probe.medium.sliceThicknessUm = 0.8 * (top - bottom);
    probe.medium.sliceBottomUm = segments.midpoint(0).z() - 0.5 * probe.medium.sliceThicknessUm;
    probe.contactsUm = {{30.0, 0.0, probe.medium.sliceBottomUm}};
    const double sliceTop = probe.medium.sliceBottomUm + probe.medium.sliceThicknessUm;
    CHECK_FALSE(probeMatrix(probe, segments).has_value());
    probe.medium.squeeze = smallestSqueeze(segments, probe.medium.sliceBottomUm, sliceTop).value() + 1e-3;
    const auto matrix = probeMatrix(probe, segments);
    REQUIRE_MESSAGE(matrix.has_value(), matrix.error().message());
    const Segments flat =
        fitIntoSlice(segments, probe.medium.sliceBottomUm, sliceTop, probe.medium.squeeze).value();
    probe.medium.squeeze = 0.0;
    CHECK(*matrix == probeMatrix(probe, flat).value());
}
