#include "model/geometry/rotation.h"
#include "model/geometry/tree_path.h"
#include "tests/geometry/cells.h"

using namespace phiscope;
using namespace phiscope::testing;

namespace {

/// A soma along z, a stem on its middle, a fork at the stem's end; the last branch is attached by its x = 1.
Morphology forkedCell() {
    Morphology cell = ballAndSticks();
    Section backwards = section("dend[3]", SectionType::dendrite, 1, {{0, 90, 132.5F, 1}, {0, 0, 132.5F, 1}});
    backwards.childX = 1.0;
    cell.sections.push_back(backwards);
    return cell;
}

} // namespace

TEST_CASE("the way along the tree is as long as its pieces") {
    const Morphology cell = forkedCell();
    const double branch = std::sqrt(50.0 * 50.0 + 20.0 * 20.0 + 50.0 * 50.0);
    CHECK(pathDistance(cell, {1, 0.2}, {1, 0.7}).value() == doctest::Approx(0.5 * 115.0));
    CHECK(pathDistance(cell, {0, 0.5}, {1, 1.0}).value() == doctest::Approx(115.0));
    CHECK(pathDistance(cell, {0, 1.0}, {1, 1.0}).value() == doctest::Approx(17.5 + 115.0));
    CHECK(pathDistance(cell, {2, 0.5}, {0, 0.5}).value() == doctest::Approx(0.5 * branch + 115.0));
    // From one branch of a fork to another the stem is not walked.
    CHECK(pathDistance(cell, {2, 0.5}, {3, 0.5}).value() ==
          doctest::Approx(0.5 * branch + 0.5 * std::sqrt(1000.0)));
    CHECK(pathDistance(cell, {4, 0.0}, {1, 0.5}).value() == doctest::Approx(90.0 + 57.5));
    CHECK(pathDistance(cell, {2, 0.3}, {2, 0.3}).value() == doctest::Approx(0.0));
    CHECK_FALSE(pathDistance(cell, {2, 0.3}, {17, 0.5}).has_value());
    Morphology apart = cell;
    apart.sections[3].parent = -1;
    CHECK_FALSE(pathDistance(apart, {3, 0.5}, {1, 0.5}).has_value());
    CHECK(pathBetween(apart, {3, 0.5}, {1, 0.5}).empty());
}

TEST_CASE("the line of the way is as long as the way") {
    for (unsigned seed = 1; seed < 6; ++seed) {
        const Morphology cell = randomCell(seed, 30);
        for (int s = 1; s < 30; s += 7) {
            const TreePlace from{s, 0.31};
            const TreePlace to{30 - s, 0.83};
            const auto points = pathBetween(cell, from, to);
            double length = 0.0;
            for (std::size_t k = 1; k < points.size(); ++k) {
                length += (points[k] - points[k - 1]).norm();
            }
            checkNear(length, pathDistance(cell, from, to).value(), 1e-5);
        }
    }
}

TEST_CASE("places at a distance lie at it, on every branch, or at an end") {
    const Morphology cell = forkedCell();
    CHECK(placesAtDistance(cell, {1, 0.5}, 11.5) == std::vector<TreePlace>{{1, 0.4}, {1, 0.6}});
    // Over the fork: back on the stem, and on all three branches.
    const auto around = placesAtDistance(cell, {1, 1.0}, 23.0);
    REQUIRE(around.size() == 4);
    for (const TreePlace& place : around) {
        CHECK(pathDistance(cell, {1, 1.0}, place).value() == doctest::Approx(23.0));
    }
    // dend[2] is shorter than that.
    const auto far = placesAtDistance(cell, {1, 1.0}, 60.0);
    CHECK(std::find(far.begin(), far.end(), TreePlace{3, 1.0}) != far.end());
    const auto end = placesAtDistance(cell, {2, 1.0}, 10.0);
    REQUIRE(end.size() == 1);
    CHECK(end.front().section == 2);
    // Through the soma: both its ends are free.
    CHECK(placesAtDistance(cell, {1, 0.0}, 1000.0).size() == 5);
    CHECK(placesAtDistance(cell, {17, 0.0}, 10.0).empty());
}

TEST_CASE("angles of a rotation make it again, in every order") {
    for (const char* order : {"xyz", "xzy", "yxz", "yzx", "zxy", "zyx"}) {
        for (const std::array<double, 3>& angles : {std::array<double, 3>{0.3, -0.7, 2.1},
                                                    {-1.2, 0.4, -3.0},
                                                    {0.5, 1.5707963267948966, 0.2},
                                                    {1.5707963267948966, 0.1, 0.2},
                                                    {0.1, 0.2, -1.5707963267948966}}) {
            const Eigen::Matrix3d rotation = rotationMatrix(angles, order);
            checkNear(rotationMatrix(rotationAngles(rotation, order), order), rotation, 1e-7);
        }
        const std::array<double, 3> small{0.3, -0.7, 0.9};
        const auto again = rotationAngles(rotationMatrix(small, order), order);
        for (std::size_t k = 0; k < 3; ++k) {
            checkNear(again[k], small[k], 1e-9);
        }
    }
}
