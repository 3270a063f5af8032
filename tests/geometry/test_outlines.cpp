#include "model/geometry/outlines.h"
#include "tests/geometry/cells.h"

#include <set>

using namespace phiscope;
using namespace phiscope::testing;

namespace {

PlacedCell asItIs(const Morphology& cell, int nseg = 1) {
    const std::vector<int> counts(cell.sections.size(), nseg);
    return {cell, makeSegments(cell, counts)};
}

PlacedCell stick(std::vector<PathPoint> points, int nseg = 1) {
    return asItIs(Morphology{"stick", {section("dend", SectionType::dendrite, -1, std::move(points))}}, nseg);
}

/// Above 0 where it runs clockwise.
double clockwiseArea(const Eigen::Matrix2Xd& p) {
    double sum = 0.0;
    for (Eigen::Index k = 0; k < p.cols(); ++k) {
        const Eigen::Index next = (k + 1) % p.cols();
        sum += p(0, next) * p(1, k) - p(0, k) * p(1, next);
    }
    return 0.5 * sum;
}

Eigen::Matrix2Xd corners(std::initializer_list<Eigen::Vector2d> points) {
    Eigen::Matrix2Xd matrix(2, static_cast<Eigen::Index>(points.size()));
    Eigen::Index k = 0;
    for (const Eigen::Vector2d& p : points) {
        matrix.col(k++) = p;
    }
    return matrix;
}

} // namespace

TEST_CASE("a stick is a rectangle of its diameter on each plane that it lies in") {
    const auto upright = sectionOutlines(stick({{10, 20, 0, 4}, {10, 20, 100, 4}}), Projection::xz);
    REQUIRE(upright.size() == 1);
    REQUIRE(upright[0].polygons.size() == 1);
    checkNear(upright[0].polygons[0], corners({{8, 0}, {8, 100}, {12, 100}, {12, 0}}), 1e-12);
    CHECK(upright[0].depth == 20.0);
    checkNear(sectionOutlines(stick({{10, 20, 0, 4}, {10, 20, 100, 4}}), Projection::yz)[0].polygons[0],
              corners({{18, 0}, {18, 100}, {22, 100}, {22, 0}}), 1e-12);
    // Askew: as long as its shadow, and as wide as ever.
    const Eigen::Matrix2Xd askew =
        sectionOutlines(stick({{0, 0, 0, 2}, {30, 70, 40, 2}}), Projection::xz)[0].polygons[0];
    checkNear((askew.col(1) - askew.col(0)).norm(), 50.0);
    checkNear((askew.col(3) - askew.col(0)).norm(), 2.0);
    checkNear(askew.col(0) + askew.col(3), Eigen::MatrixXd::Zero(2, 1), 1e-12);
}

TEST_CASE("a cone is a trapezium, cut into segments that make it up") {
    const PlacedCell cone = stick({{0, 0, 0, 6}, {0, 0, 90, 2}}, 3);
    const Eigen::Matrix2Xd whole = sectionOutlines(cone, Projection::xz)[0].polygons[0];
    checkNear(whole, corners({{-3, 0}, {-1, 90}, {1, 90}, {3, 0}}), 1e-12);
    const auto parts = segmentOutlines(cone, Projection::xz);
    REQUIRE(parts.size() == 3);
    double area = 0.0;
    for (int k = 0; k < 3; ++k) {
        const Outline& part = parts[static_cast<std::size_t>(k)];
        CHECK(part.segment == k);
        const double low = 3.0 - 2.0 * k / 3.0;
        const double high = low - 2.0 / 3.0;
        checkNear(part.polygons[0],
                  corners({{-low, 30 * k}, {-high, 30 * k + 30}, {high, 30 * k + 30}, {low, 30 * k}}), 1e-5);
        area += clockwiseArea(part.polygons[0]);
    }
    checkNear(area, 0.5 * (6 + 2) * 90, 1e-6);
    CHECK(outlineName(parts[1], cone) == "dend(0.5)");
    CHECK(outlineName(sectionOutlines(cone, Projection::xz)[0], cone) == "dend");
}

TEST_CASE("seen from its end a stick is a disc of its largest diameter") {
    const auto outlines =
        sectionOutlines(stick({{5, 0, 7, 3}, {5, 50, 7, 8}, {5, 90, 7, 1}}), Projection::xz);
    REQUIRE(outlines[0].polygons.size() == 1);
    const Eigen::Matrix2Xd& round = outlines[0].polygons[0];
    for (Eigen::Index k = 0; k < round.cols(); ++k) {
        checkNear((round.col(k) - Eigen::Vector2d(5, 7)).norm(), 4.0);
    }
    CHECK(clockwiseArea(round) > 0.98 * std::numbers::pi * 16.0);
}

TEST_CASE("at a bend the outline is as wide as the diameter; a hairpin has a disc at its turn") {
    // A right angle: the corner lies on the bisector, half a diameter away.
    const auto bent = sectionOutlines(stick({{0, 0, 0, 2}, {0, 0, 10, 2}, {10, 0, 10, 2}}), Projection::xz);
    REQUIRE(bent[0].polygons.size() == 1);
    const double half = std::sqrt(0.5);
    checkNear(bent[0].polygons[0],
              corners({{-1, 0}, {-half, 10 + half}, {10, 11}, {10, 9}, {half, 10 - half}, {1, 0}}), 1e-12);
    const auto hairpin = sectionOutlines(stick({{0, 0, 0, 2}, {0, 0, 10, 2}, {1, 0, 0, 2}}), Projection::xz);
    REQUIRE(hairpin[0].polygons.size() == 3);
    for (const Eigen::Matrix2Xd& polygon : hairpin[0].polygons) {
        CHECK(clockwiseArea(polygon) > 0.0); // one way round, so that overlaps stay filled
    }
    checkNear(hairpin[0].polygons[0], corners({{-1, 0}, {-1, 10}, {1, 10}, {1, 0}}), 1e-12);
    checkNear(clockwiseArea(hairpin[0].polygons[2]), 2.0 * std::sqrt(101.0));
}

TEST_CASE("a step of the diameter is a step of the outline") {
    const std::vector<PathPoint> stepped{{0, 0, 0, 2}, {0, 0, 10, 2}, {0, 0, 10, 6}, {0, 0, 20, 6}};
    const Eigen::Matrix2Xd expected =
        corners({{-1, 0}, {-1, 10}, {-3, 10}, {-3, 20}, {3, 20}, {3, 10}, {1, 10}, {1, 0}});
    checkNear(sectionOutlines(stick(stepped), Projection::xz)[0].polygons[0], expected, 1e-12);
    checkNear(segmentOutlines(stick(stepped), Projection::xz)[0].polygons[0], expected, 1e-5);
}

TEST_CASE("every section and segment of a tree has one outline, with a name of its own") {
    const PlacedCell cell = asItIs(randomCell(4, 40), 3);
    for (const Projection plane : {Projection::xz, Projection::xy, Projection::yz}) {
        const auto sections = sectionOutlines(cell, plane);
        const auto segments = segmentOutlines(cell, plane);
        CHECK(sections.size() == cell.morphology.sections.size());
        CHECK(static_cast<int>(segments.size()) == cell.segments.size());
        std::set<std::string> names;
        for (const auto* outlines : {&sections, &segments}) {
            for (const Outline& outline : *outlines) {
                CHECK(names.insert(outlineName(outline, cell)).second);
                for (const Eigen::Matrix2Xd& polygon : outline.polygons) {
                    CHECK(polygon.allFinite());
                    CHECK(polygon.cols() >= 4);
                }
            }
        }
    }
}
