#include "model/forward/field_grid.h"
#include "model/forward/line_source.h"
#include "model/forward/point_source.h"
#include "model/scene/stimulation.h"
#include "tests/forward/forward_fixtures.h"

#include <Eigen/Geometry>

#include <cmath>
#include <doctest/doctest.h>
#include <vector>

using namespace phiscope;

namespace {

FieldSlice smallSlice() {
    FieldSlice slice;
    slice.widthUm = 120.0;
    slice.heightUm = 60.0;
    slice.positionUm = {10.0, -20.0, 30.0};
    slice.resolution = 24;
    return slice;
}

Eigen::VectorXd someCurrents(int count) {
    Eigen::VectorXd currents(count);
    for (int k = 0; k < count; ++k) {
        currents(k) = std::sin(1.7 * k) * 0.3;
    }
    return currents;
}

std::shared_ptr<const FieldGrid> make(const FieldSlice& slice, const Segments& segments) {
    auto grid = FieldGrid::make(slice, segments, slice.resolution);
    REQUIRE(grid);
    REQUIRE(*grid != nullptr);
    return *grid;
}

std::vector<float> values(const FieldGrid& grid, const Eigen::VectorXd& currents) {
    std::vector<float> result(static_cast<std::size_t>(grid.plane().cells()));
    grid.values(currents.data(), result);
    return result;
}

double sum(const std::vector<float>& values) {
    double total = 0.0;
    for (const float v : values) {
        total += static_cast<double>(v);
    }
    return total;
}

} // namespace

TEST_CASE("planes lie as their orientation says, with square cells and a right-handed frame") {
    FieldSlice slice = smallSlice();
    using Orientation = FieldSlice::Orientation;
    const auto check = [&](const Eigen::Vector3d& across, const Eigen::Vector3d& up) {
        const SlicePlane plane = slicePlane(slice);
        CHECK((plane.across - across).norm() < 1e-12);
        CHECK((plane.up - up).norm() < 1e-12);
        CHECK(plane.columns == 24);
        CHECK(plane.rows == 12);
        const Eigen::Vector3d centre(10.0, -20.0, 30.0);
        CHECK((plane.points().rowwise().mean() - centre).norm() < 1e-9);
        CHECK((plane.points().col(0) - (centre - 57.5 * across - 27.5 * up)).norm() < 1e-9);
        CHECK((plane.points().col(25) - (centre - 52.5 * across - 22.5 * up)).norm() < 1e-9);
        CHECK((plane.placeOf(plane.at(0.25, 0.75)) - Eigen::Vector2d(0.25, 0.75)).norm() < 1e-12);
    };
    check({1, 0, 0}, {0, 0, 1});
    CHECK((slicePlane(slice).normal() - Eigen::Vector3d(0, -1, 0)).norm() < 1e-12);
    slice.orientation = Orientation::yz;
    check({0, 1, 0}, {0, 0, 1});
    slice.orientation = Orientation::xy;
    check({1, 0, 0}, {0, 1, 0});
    slice.orientation = Orientation::free;
    slice.normal = {0.0, -2.0, 0.0};
    slice.up = {0.0, 5.0, 3.0}; // what lies along the normal does not count
    check({1, 0, 0}, {0, 0, 1});
    slice.normal = {0.0, 0.0, 0.0};
    check({1, 0, 0}, {0, 0, 1});
    slice.normal = {0.3, -0.4, 0.5};
    slice.up = slice.normal;
    const SlicePlane tilted = slicePlane(slice);
    CHECK(tilted.up.norm() == doctest::Approx(1.0));
    CHECK(std::abs(tilted.up.dot(tilted.normal())) < 1e-12);
    CHECK((tilted.normal() - Eigen::Vector3d(0.3, -0.4, 0.5).normalized()).norm() < 1e-12);
}

TEST_CASE("potentials are those of the forward model at the middles of the cells") {
    const Segments segments = testing::randomTree(60, 3);
    const Eigen::VectorXd currents = someCurrents(60);
    FieldSlice slice = smallSlice();
    const auto grid = make(slice, segments);
    const Eigen::VectorXd expected =
        LineSource(grid->plane().points(), slice.medium.sigma).matrix(segments) * currents;
    const std::vector<float> found = values(*grid, currents);
    const double size = expected.cwiseAbs().maxCoeff();
    REQUIRE(size > 0.0);
    for (int k = 0; k < grid->plane().cells(); ++k) {
        CHECK(std::abs(static_cast<double>(found[static_cast<std::size_t>(k)]) - expected(k)) < 2e-6 * size);
    }
    CHECK(grid->magnitude(currents.data()) <= size * 1.00001);
    CHECK(grid->magnitude(currents.data()) > 0.2 * size);
    // Between cells as the picture shows it, at a cell's middle its own value, outside none.
    const SlicePlane& plane = grid->plane();
    CHECK(valueOnPlane(plane, found, plane.points().col(30)) ==
          doctest::Approx(static_cast<double>(found[30])));
    CHECK(valueOnPlane(plane, found, 0.5 * (plane.points().col(30) + plane.points().col(31))) ==
          doctest::Approx(0.5 * (static_cast<double>(found[30]) + static_cast<double>(found[31]))));
    CHECK(std::isnan(valueOnPlane(plane, found, plane.at(1.01, 0.5))));
}

TEST_CASE("the other model and the difference of both") {
    const Segments segments = testing::randomTree(40, 5);
    const Eigen::VectorXd currents = someCurrents(40);
    FieldSlice slice = smallSlice();
    slice.comparison.enabled = true;
    slice.comparison.source = CurrentSource::point;
    slice.comparison.medium.sigma = 0.6;
    const auto first = values(*make(slice, segments), currents);
    slice.shows = FieldSlice::Shows::other;
    const auto other = values(*make(slice, segments), currents);
    slice.shows = FieldSlice::Shows::difference;
    const auto difference = values(*make(slice, segments), currents);
    const Eigen::VectorXd expected = PointSource(slicePlane(slice).points(), 0.6).matrix(segments) * currents;
    const float size = static_cast<float>(expected.cwiseAbs().maxCoeff());
    for (std::size_t k = 0; k < first.size(); ++k) {
        CHECK(std::abs(other[k] - static_cast<float>(expected(static_cast<Eigen::Index>(k)))) < 2e-6F * size);
        CHECK(std::abs(difference[k] - (first[k] - other[k])) < 4e-6F * size);
    }
    slice.comparison.enabled = false; // then there is no other
    CHECK(values(*make(slice, segments), currents) == first);
}

TEST_CASE("densities of boxes that hold the whole cell sum to its currents") {
    const Segments segments = testing::randomTree(200, 7);
    const Eigen::VectorXd currents = someCurrents(200);
    FieldSlice slice;
    slice.quantity = FieldSlice::Quantity::csd;
    slice.widthUm = 2000.0;
    slice.heightUm = 1800.0;
    slice.csdThicknessUm = 1900.0;
    slice.resolution = 173;
    for (const auto orientation : {FieldSlice::Orientation::xz, FieldSlice::Orientation::free}) {
        slice.orientation = orientation;
        slice.normal = {0.2, -0.7, 0.4};
        const auto grid = make(slice, segments);
        const SlicePlane& plane = grid->plane();
        const double volume = plane.cellWidth() * plane.cellHeight() * slice.csdThicknessUm;
        const auto all = values(*grid, currents);
        CHECK(sum(all) * volume == doctest::Approx(currents.sum()).epsilon(1e-4));
        // And a positive current alone has the shares of its length: none lost, none twice.
        CHECK(sum(values(*grid, Eigen::VectorXd::Ones(200))) * volume ==
              doctest::Approx(200.0).epsilon(1e-4));
    }
}

TEST_CASE("a straight segment leaves each box by the length that lies in it") {
    // From the middle of the first cell through the second to the end of the third, half of it in the layer.
    Eigen::Matrix3Xd start(3, 2);
    Eigen::Matrix3Xd end(3, 2);
    start.col(0) = Eigen::Vector3d(5, 0, 5);
    end.col(0) = Eigen::Vector3d(30, 0, 5);
    start.col(1) = Eigen::Vector3d(15, 0, 5); // a point
    end.col(1) = start.col(1);
    const Segments segments = testing::bareSegments(start, end, Eigen::Vector2d(1, 1));
    FieldSlice slice;
    slice.quantity = FieldSlice::Quantity::csd;
    slice.positionUm = {20, 0, 5};
    slice.widthUm = 40;
    slice.heightUm = 10;
    slice.resolution = 4;
    slice.csdThicknessUm = 2;
    const auto grid = make(slice, segments);
    REQUIRE(grid->plane().cells() == 4);
    const double volume = 10.0 * 10.0 * 2.0;
    const auto line = values(*grid, Eigen::Vector2d(1.0, 0.0));
    CHECK(static_cast<double>(line[0]) * volume == doctest::Approx(5.0 / 25.0));
    CHECK(static_cast<double>(line[1]) * volume == doctest::Approx(10.0 / 25.0));
    CHECK(static_cast<double>(line[2]) * volume == doctest::Approx(10.0 / 25.0));
    CHECK(line[3] == 0.0F);
    const auto point = values(*grid, Eigen::Vector2d(0.0, 3.0));
    CHECK(static_cast<double>(point[1]) * volume == doctest::Approx(3.0));
    CHECK(sum(point) * volume == doctest::Approx(3.0));
    slice.positionUm = {20, 1.5, 5}; // the layer begins beyond the segments
    CHECK(sum(values(*make(slice, segments), Eigen::Vector2d(1.0, 1.0))) == 0.0);
}

TEST_CASE("too large a grid is refused with a sentence, and a stopped one is none") {
    const Segments segments = testing::randomTree(600, 9);
    FieldSlice slice = smallSlice();
    slice.heightUm = slice.widthUm;
    const auto refused = FieldGrid::make(slice, segments, 1024);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what.find("1024 \u00d7 1024 points times 600 segments") != std::string::npos);
    int asked = 0;
    const auto stopped = FieldGrid::make(slice, segments, 128, [&] { return ++asked > 1; });
    REQUIRE(stopped);
    CHECK(*stopped == nullptr);
    CHECK(asked == 2);
}

TEST_CASE("a stimulus on a plane: each probe's current times its pattern") {
    Probe one;
    one.layout = Probe::Layout::custom;
    one.contactsUm = {{10.0, 30.0, -5.0}};
    toggleContact(one, 0);
    Probe two = one;
    two.contactsUm = {{-40.0, -20.0, 60.0}};
    two.medium.sigma = 0.6;
    FieldSlice slice;
    slice.quantity = FieldSlice::Quantity::stimulus;
    slice.widthUm = 200.0;
    slice.heightUm = 100.0;
    const auto grid = FieldGrid::makeStimulus(slice, {one, two}, 32);
    REQUIRE(grid);
    CHECK((*grid)->quantity() == FieldSlice::Quantity::stimulus);
    const SlicePlane& plane = (*grid)->plane();
    std::vector<float> values(static_cast<std::size_t>(plane.cells()));
    const std::vector<double> currents{2000.0, -500.0};
    (*grid)->values(currents.data(), values);
    const Eigen::Matrix3Xd points = plane.points();
    for (Eigen::Index k = 0; k < points.cols(); ++k) {
        const double a = (points.col(k) - Eigen::Vector3d(10.0, 30.0, -5.0)).norm();
        const double b = (points.col(k) - Eigen::Vector3d(-40.0, -20.0, 60.0)).norm();
        const double expected = (2000.0 / (0.3 * a) - 500.0 / (0.6 * b)) / (4.0 * 3.14159265358979);
        CHECK(values[static_cast<std::size_t>(k)] == doctest::Approx(expected).epsilon(1e-5));
    }
    CHECK((*grid)->magnitude(currents.data()) > 0.0);
    CHECK_FALSE(FieldGrid::makeStimulus(slice, {}, 32));
}
