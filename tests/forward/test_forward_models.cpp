#include "model/forward/dipole.h"
#include "model/forward/dipole_source.h"
#include "model/forward/line_source.h"
#include "model/forward/make_forward_model.h"
#include "model/forward/point_source.h"
#include "model/forward/root_as_point.h"
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

double relativeError(double actual, double expected) {
    return std::abs(actual - expected) / std::abs(expected);
}

/// Holt & Koch's three cases in long double, term by term: slow, and another road to the same number.
double lineByCases(const Eigen::Vector3d& contact, const Eigen::Vector3d& start, const Eigen::Vector3d& end,
                   double radius, double sigma) {
    using Real = long double;
    const Eigen::Matrix<Real, 3, 1> s = start.cast<Real>();
    const Eigen::Matrix<Real, 3, 1> e = end.cast<Real>();
    const Eigen::Matrix<Real, 3, 1> c = contact.cast<Real>();
    const Real length = (e - s).norm();
    const Eigen::Matrix<Real, 3, 1> u = (e - s) / length;
    const Real h = (c - e).dot(u);
    const Real l = h + length;
    const Real r2 = std::max((c - e - h * u).squaredNorm(), Real(radius) * Real(radius));
    const Real a = std::sqrt(h * h + r2);
    const Real b = std::sqrt(l * l + r2);
    Real logarithm = 0;
    if (h < 0 && l < 0) {
        logarithm = std::log((a - h) / (b - l));
    } else if (h < 0) {
        logarithm = std::log((a - h) * (b + l) / r2);
    } else {
        logarithm = std::log((b + l) / (a + h));
    }
    return static_cast<double>(logarithm / (4 * std::numbers::pi_v<Real> * Real(sigma) * length));
}

} // namespace

TEST_CASE("a point source falls off as one over the distance") {
    const Segments segments = stick({0, 0, -5}, {0, 0, 5}, 2.0);
    Eigen::Matrix3Xd contacts(3, 3);
    contacts.col(0) << 30, 0, 40;
    contacts.col(1) << 0.2, 0, 0; // inside: counts as on the surface
    contacts.col(2) << 0, 0, 0;
    const Eigen::MatrixXd m = PointSource(contacts, 0.3).matrix(segments);
    REQUIRE(m.rows() == 3);
    REQUIRE(m.cols() == 1);
    CHECK(relativeError(m(0, 0), 1 / (4 * pi * 0.3 * 50)) < 1e-15);
    CHECK(relativeError(m(1, 0), 1 / (4 * pi * 0.3 * 1)) < 1e-15);
    CHECK(m(2, 0) == m(1, 0));
}

TEST_CASE("a line source is the sum of many point sources along it") {
    const Eigen::Vector3d start(3, -4, 10);
    const Eigen::Vector3d end(30, 22, -7);
    const double sigma = 0.25;
    Eigen::Matrix3Xd contacts(3, 4);
    contacts.col(0) << 40, 0, 0;
    contacts.col(1) << -20, -30, 25;
    contacts.col(2) << 60, 55, -30;
    contacts.col(3) = 0.5 * (start + end) + 8.0 * (end - start).cross(Eigen::Vector3d::UnitX()).normalized();
    const Eigen::MatrixXd m = LineSource(contacts, sigma).matrix(stick(start, end, 0.5));
    constexpr int pieces = 20000; // midpoint rule: the error falls with its square
    for (int c = 0; c < contacts.cols(); ++c) {
        double sum = 0.0;
        for (int i = 0; i < pieces; ++i) {
            const Eigen::Vector3d at = start + (end - start) * ((i + 0.5) / pieces);
            sum += 1.0 / (4 * pi * sigma * (contacts.col(c) - at).norm()) / pieces;
        }
        CHECK(relativeError(m(c, 0), sum) < 1e-7);
    }
}

TEST_CASE("far away a line is a point") {
    const Segments segments = stick({-4, 1, 2}, {5, 3, -1}, 1.0);
    for (const double distance : {1e3, 1e5, 1e7}) {
        const Eigen::Vector3d contact = segments.midpoint(0) + distance * Eigen::Vector3d(2, -1, 2) / 3.0;
        const double line = LineSource(contact, 0.3).matrix(segments)(0, 0);
        const double point = PointSource(contact, 0.3).matrix(segments)(0, 0);
        // The next term of the expansion is (L / r)² / 12 at most.
        const double bound = segments.length(0) * segments.length(0) / (6 * distance * distance) + 1e-14;
        CHECK(relativeError(line, point) < bound);
    }
}

TEST_CASE("the line source agrees with its formula case by case, to rounding") {
    const Segments segments = randomTree(40, 7);
    std::mt19937 random(11);
    Eigen::Matrix3Xd contacts(3, 203);
    for (int c = 0; c < contacts.cols(); ++c) {
        const int k = c % segments.size();
        const Eigen::Vector3d along = segments.end.col(k) - segments.start.col(k);
        std::uniform_real_distribution<double> place(-2.0, 3.0);
        std::normal_distribution<double> away(0.0, c % 3 == 0 ? 0.5 : 40.0);
        contacts.col(c) = segments.start.col(k) + place(random) * along +
                          Eigen::Vector3d(away(random), away(random), away(random));
    }
    contacts.col(200) = segments.midpoint(3); // on the axis, inside
    contacts.col(201) =
        segments.end.col(3) + 5 * (segments.end.col(3) - segments.start.col(3)); // on it, beyond
    contacts.col(202) = segments.start.col(3);
    const Eigen::MatrixXd m = LineSource(contacts, 0.3).matrix(segments);
    double worst = 0.0;
    for (int c = 0; c < contacts.cols(); ++c) {
        for (int k = 0; k < segments.size(); ++k) {
            const double expected = lineByCases(contacts.col(c), segments.start.col(k), segments.end.col(k),
                                                0.5 * segments.diameter(k), 0.3);
            worst = std::max(worst, relativeError(m(c, k), expected));
        }
    }
    CHECK(worst < 1e-12);
}

TEST_CASE("on the axis the radius stands in for the distance") {
    const Segments segments = stick({0, 0, 0}, {0, 0, 10}, 1.0);
    Eigen::Matrix3Xd contacts(3, 3);
    contacts.col(0) << 0, 0, 5;
    contacts.col(1) << 0.3, 0, 5; // inside
    contacts.col(2) << 0.5, 0, 5; // on the surface
    const Eigen::MatrixXd m = LineSource(contacts, 0.3).matrix(segments);
    const double a = std::sqrt(25 + 0.25);
    CHECK(relativeError(m(0, 0), std::log((a + 5) * (a + 5) / 0.25) / (4 * pi * 0.3 * 10)) < 1e-14);
    CHECK(m(1, 0) == m(0, 0));
    CHECK(relativeError(m(2, 0), m(0, 0)) < 1e-14);
}

TEST_CASE("beyond the ends, too, the distance to the infinite line is at least the radius") {
    const Segments segments = stick({0, 0, 0}, {0, 0, 10}, 4.0);
    Eigen::Matrix3Xd contacts(3, 2);
    contacts.col(0) << 0, 0, 17;
    contacts.col(1) << 2, 0, 17;
    const Eigen::MatrixXd m = LineSource(contacts, 0.3).matrix(segments);
    CHECK(relativeError(m(0, 0), m(1, 0)) < 1e-14);
}

TEST_CASE("a segment without length is a point") {
    const Segments segments = stick({1, 2, 3}, {1, 2, 3}, 2.0);
    Eigen::Matrix3Xd contacts(3, 2);
    contacts.col(0) << 21, 2, 3;
    contacts.col(1) << 1, 2, 3;
    const Eigen::MatrixXd line = LineSource(contacts, 0.3).matrix(segments);
    CHECK(line.allFinite());
    CHECK(line == PointSource(contacts, 0.3).matrix(segments));
    // and the formula reaches that value as the length goes to zero
    const Segments nearly = stick({1, 2, 3}, {1, 2, 3 + 1e-9}, 2.0);
    CHECK(relativeError(LineSource(contacts, 0.3).matrix(nearly)(0, 0), line(0, 0)) < 1e-9);
}

TEST_CASE("root as point takes the first segment alone as a point") {
    const Segments segments = randomTree(12, 3);
    Eigen::Matrix3Xd contacts = Eigen::Matrix3Xd::Random(3, 9) * 40.0;
    const Eigen::MatrixXd m = RootAsPointSource(contacts, 0.4).matrix(segments);
    CHECK(m.col(0) == PointSource(contacts, 0.4).matrix(segments).col(0));
    CHECK(m.rightCols(11) == LineSource(contacts, 0.4).matrix(segments).rightCols(11));
}

TEST_CASE("a large matrix, made by several threads, is the small ones side by side") {
    const Segments segments = randomTree(700, 5);
    const Eigen::Matrix3Xd contacts = Eigen::Matrix3Xd::Random(3, 301) * 200.0;
    const Eigen::MatrixXd whole = LineSource(contacts, 0.3).matrix(segments);
    for (const int c : {0, 1, 7, 150, 300}) {
        const Eigen::MatrixXd row = LineSource(contacts.col(c), 0.3).matrix(segments);
        CHECK((whole.row(c) - row).cwiseAbs().maxCoeff() <= 1e-14 * row.cwiseAbs().maxCoeff());
    }
}

TEST_CASE("far away, a cell whose currents cancel is a dipole") {
    const Segments segments = randomTree(30, 9);
    Eigen::VectorXd currents = Eigen::VectorXd::Random(30);
    currents.array() -= currents.mean();
    const Eigen::Vector3d moment = DipoleMoment().matrix(segments) * currents;
    const Eigen::Vector3d direction = Eigen::Vector3d(1, 2, -2) / 3.0;
    const double distance = 1e6;
    const double potential = (LineSource(distance * direction, 0.3).matrix(segments) * currents)(0);
    const double dipole = moment.dot(direction) / (4 * pi * 0.3 * distance * distance);
    CHECK(relativeError(potential, dipole) < 1e-3);
}

TEST_CASE("the dipole moment of cancelling currents does not depend on the origin") {
    Segments segments = randomTree(30, 9);
    Eigen::VectorXd currents = Eigen::VectorXd::Random(30);
    currents.array() -= currents.mean();
    const Eigen::Vector3d before = DipoleMoment().matrix(segments) * currents;
    segments.start.colwise() += Eigen::Vector3d(100, 200, 300);
    segments.end.colwise() += Eigen::Vector3d(100, 200, 300);
    const Eigen::Vector3d after = DipoleMoment().matrix(segments) * currents;
    CHECK((after - before).norm() < 1e-10);
}

TEST_CASE("a probe becomes the model that its settings name") {
    const Segments segments = randomTree(6, 2);
    Probe probe;
    probe.contactCount = 5;
    probe.medium.sigma = 0.2;
    probe.source = Probe::Source::line;
    CHECK(probeMatrix(probe, segments).value() == LineSource(contactPositions(probe), 0.2).matrix(segments));
    probe.source = Probe::Source::point;
    CHECK(probeMatrix(probe, segments).value() == PointSource(contactPositions(probe), 0.2).matrix(segments));
    probe.source = Probe::Source::rootAsPoint;
    CHECK(probeMatrix(probe, segments).value() ==
          RootAsPointSource(contactPositions(probe), 0.2).matrix(segments));
    CHECK((*makeForwardModel(probe))->channels() == 5);
    CHECK((*makeForwardModel(probe))->unit() == "mV");
}

TEST_CASE("from far away a cell without net current is its dipole") {
    const Segments segments = randomTree(40, 5);
    Eigen::VectorXd currents = Eigen::VectorXd::LinSpaced(40, -1.0, 1.3);
    currents.array() -= currents.mean();
    const Eigen::Vector3d towards = Eigen::Vector3d(0.3, -0.5, 0.8).normalized();
    double before = 1.0;
    for (const double distance : {1e4, 1e5, 1e6}) {
        const Eigen::Matrix3Xd contact = segments.midpoint(0) + distance * towards;
        const double lines = (LineSource(contact, 0.3).matrix(segments) * currents)(0);
        const double dipole = (DipoleSource(contact, 0.3).matrix(segments) * currents)(0);
        const double error = std::abs(dipole / lines - 1.0);
        CHECK(error < 0.2 * before); // the quadrupole falls off with one more power of the distance
        before = error;
    }
    CHECK(before < 1e-3);
}
