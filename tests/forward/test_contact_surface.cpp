#include "model/forward/averaged_contacts.h"
#include "model/forward/contact_surface.h"
#include "model/forward/line_source.h"
#include "model/forward/make_forward_model.h"
#include "model/forward/point_source.h"
#include "tests/forward/forward_fixtures.h"

#include <doctest/doctest.h>
#include <numbers>

using namespace phiscope;
using phiscope::testing::bareSegments;
using phiscope::testing::randomTree;

namespace {

double meanOf(const SurfacePoints& points, int a, int b) {
    return points.places.row(0).array().pow(a).matrix().cwiseProduct(
               points.places.row(1).array().pow(b).matrix()) *
           points.weights;
}

double factorial2(int n) {
    return n <= 0 ? 1.0 : n * factorial2(n - 2);
}

} // namespace

TEST_CASE("the rules have the mean of every polynomial up to degree 15") {
    const double r = 1.7;
    const SurfacePoints disc = quadraturePoints({ContactSurface::Shape::circle, {r, r}});
    const SurfacePoints square = quadraturePoints({ContactSurface::Shape::square, {r, 99.0}});
    const SurfacePoints rectangle = quadraturePoints({ContactSurface::Shape::rectangle, {r, 0.6}});
    CHECK(disc.weights.size() == 128);
    CHECK(square.weights.size() == 64);
    for (int a = 0; a <= 15; ++a) {
        for (int b = 0; a + b <= 15; ++b) {
            const bool odd = a % 2 == 1 || b % 2 == 1;
            // ∫∫ x^a y^b over the disc: Folland, Am. Math. Mon. 108:446 (2001)
            const double round = odd ? 0.0
                                     : std::pow(r, a + b) * 2.0 / (a + b + 2) * factorial2(a - 1) *
                                           factorial2(b - 1) / factorial2(a + b);
            const double square2 = odd ? 0.0 : std::pow(r, a + b) / ((a + 1) * (b + 1));
            const double flat = odd ? 0.0 : std::pow(r, a) * std::pow(0.6, b) / ((a + 1) * (b + 1));
            const double size = std::pow(r, a + b);
            CHECK(std::abs(meanOf(disc, a, b) - round) < 1e-13 * size);
            CHECK(std::abs(meanOf(square, a, b) - square2) < 1e-13 * size);
            CHECK(std::abs(meanOf(rectangle, a, b) - flat) < 1e-13 * size);
        }
    }
}

TEST_CASE("random points lie on the face, come again with the seed and reach the same mean") {
    const ContactSurface disc{ContactSurface::Shape::circle, {10.0, 10.0}};
    const SurfacePoints points = randomPoints(disc, 20000, 5);
    CHECK(points.places.colwise().norm().maxCoeff() <= 10.0);
    CHECK(points.places == randomPoints(disc, 20000, 5).places);
    CHECK(points.places != randomPoints(disc, 20000, 6).places);
    CHECK(std::abs(meanOf(points, 2, 0) - 25.0) < 5.0 * 25.0 / std::sqrt(20000.0));
    const SurfacePoints flat = randomPoints({ContactSurface::Shape::rectangle, {12.0, 5.0}}, 20000, 5);
    CHECK(flat.places.row(0).cwiseAbs().maxCoeff() <= 12.0);
    CHECK(flat.places.row(1).cwiseAbs().maxCoeff() <= 5.0);
    CHECK(flat.places.row(1).cwiseAbs().maxCoeff() > 4.9);
}

TEST_CASE("a contact's face stands across its normal") {
    SurfacePoints axes{Eigen::Matrix2Xd::Identity(2, 2), Eigen::VectorXd::Constant(2, 0.5)};
    const auto directions = [&](const Eigen::Vector3d& normal) {
        return Eigen::Matrix3Xd(placedOnContact(axes, Eigen::Vector3d::Zero(), normal).cwiseAbs());
    };
    CHECK(directions({0, 3, 0}).isApprox(
        Eigen::Matrix3d(Eigen::Matrix3d::Identity())(Eigen::all, std::vector{0, 2})));
    CHECK(directions({1, 0, 0}).isApprox(
        Eigen::Matrix3d(Eigen::Matrix3d::Identity())(Eigen::all, std::vector{1, 2})));
    CHECK(directions({0, 0, -2})
              .isApprox(Eigen::Matrix3d(Eigen::Matrix3d::Identity())(Eigen::all, std::vector{0, 1})));
    const Eigen::Vector3d normal = Eigen::Vector3d(1, -2, 0.5).normalized();
    const Eigen::Matrix3Xd tilted = placedOnContact(axes, Eigen::Vector3d(7, 8, 9), normal);
    const Eigen::Matrix3Xd away = tilted.colwise() - Eigen::Vector3d(7, 8, 9);
    CHECK((normal.transpose() * away).cwiseAbs().maxCoeff() < 1e-14);
    CHECK(std::abs(away.col(0).dot(away.col(1))) < 1e-14);
    CHECK(away.colwise().norm().isApprox(Eigen::RowVector2d::Ones()));
}

TEST_CASE("the mean over a disc of a source on its axis has a closed form") {
    const double r = 10.0;
    for (const double distance : {12.0, 20.0, 100.0}) {
        const Segments source =
            bareSegments(Eigen::Vector3d(0, distance, -1e-3), Eigen::Vector3d(0, distance, 1e-3),
                         Eigen::VectorXd::Constant(1, 1e-3));
        Probe probe;
        probe.layout = Probe::Layout::custom;
        probe.contactsUm = {{0.0, 0.0, 0.0}};
        probe.contactShape = Probe::ContactShape::circle;
        probe.contactRadiusUm = r;
        probe.source = CurrentSource::point;
        const double got = probeMatrix(probe, source).value()(0, 0);
        const double expected = 2.0 / (r * r) * (std::hypot(r, distance) - distance) /
                                (4.0 * std::numbers::pi * probe.medium.sigma);
        CHECK(std::abs(got / expected - 1.0) <
              1e-13 + 2.0 * std::pow(r / (distance + std::hypot(r, distance)), 16));
    }
}

TEST_CASE("a face without extent is a point") {
    const Segments segments = randomTree(20, 8);
    Probe probe;
    const Eigen::MatrixXd point = probeMatrix(probe, segments).value();
    probe.contactRadiusUm = probe.contactHalfHeightUm = 1e-6;
    for (const auto shape :
         {Probe::ContactShape::circle, Probe::ContactShape::square, Probe::ContactShape::rectangle}) {
        for (const auto averaging : {Probe::Averaging::quadrature, Probe::Averaging::random}) {
            probe.contactShape = shape;
            probe.averaging = averaging;
            const Eigen::MatrixXd small = probeMatrix(probe, segments).value();
            CHECK((small - point).cwiseAbs().maxCoeff() < 1e-7 * point.maxCoeff());
        }
    }
}

TEST_CASE("rows are weighted means of the model's rows, however many there are") {
    const Segments segments = randomTree(15, 8);
    const Eigen::Matrix3Xd points = Eigen::Matrix3Xd::Random(3, 3 * 3000) * 200.0; // more than fit one part
    const Eigen::Vector3d weights(0.2, 0.3, 0.5);
    const auto model = AveragedContacts::create(points, weights, [](const Eigen::Matrix3Xd& places) {
        return Result<std::unique_ptr<ForwardModel>>(std::make_unique<LineSource>(places, 0.3));
    });
    REQUIRE(model.has_value());
    CHECK((*model)->channels() == 3000);
    CHECK((*model)->unit() == "mV");
    const Eigen::MatrixXd all = LineSource(points, 0.3).matrix(segments);
    const Eigen::MatrixXd averaged = (*model)->matrix(segments);
    for (const int c : {0, 1, 1364, 1365, 2999}) {
        const Eigen::RowVectorXd expected = weights.transpose() * all.middleRows(3 * c, 3);
        CHECK((averaged.row(c) - expected).cwiseAbs().maxCoeff() < 1e-13 * expected.maxCoeff());
    }
    const auto none =
        AveragedContacts::create(Eigen::Matrix3Xd(3, 0), weights, [](const Eigen::Matrix3Xd& places) {
            return Result<std::unique_ptr<ForwardModel>>(std::make_unique<LineSource>(places, 0.3));
        });
    CHECK((*none)->matrix(segments).rows() == 0);
}

TEST_CASE("the edge of a face lies round its points, in the plane across its normal") {
    const Eigen::Vector3d normal(1.0, -2.0, 0.5);
    const Eigen::Matrix<double, 3, 2> along = faceDirections(normal);
    CHECK((along.transpose() * along - Eigen::Matrix2d::Identity()).norm() < 1e-14);
    CHECK((along.transpose() * normal).norm() < 1e-14);
    const Eigen::Matrix2Xd round = edgePoints({ContactSurface::Shape::circle, {3.0, 1.0}}, 40);
    CHECK(round.cols() == 40);
    CHECK((round.colwise().norm().array() - 3.0).abs().maxCoeff() < 1e-14);
    const Eigen::Matrix2Xd corners = edgePoints({ContactSurface::Shape::rectangle, {3.0, 1.0}});
    CHECK(corners.cols() == 4);
    CHECK(corners.row(0).maxCoeff() == 3.0);
    CHECK(corners.row(1).minCoeff() == -1.0);
    CHECK(edgePoints({ContactSurface::Shape::square, {3.0, 1.0}}).row(1).maxCoeff() == 3.0);
}
