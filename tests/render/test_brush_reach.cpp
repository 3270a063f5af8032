#include "render/brush_reach.h"

#include <algorithm>
#include <doctest/doctest.h>
#include <vector>

using namespace phiscope;

namespace {

/// Seen from the front with parallel lines: x to the right, z up, one µm a pixel, the origin at (200, 100).
ViewFrame front() {
    ViewFrame view;
    view.width = 400;
    view.height = 200;
    view.camera.perspective = false;
    view.camera.parallelScale = 100.0;
    return view;
}

Segments lines(const std::vector<std::pair<Eigen::Vector3d, Eigen::Vector3d>>& ends) {
    Segments segments;
    segments.start.resize(3, static_cast<Eigen::Index>(ends.size()));
    segments.end.resize(3, static_cast<Eigen::Index>(ends.size()));
    segments.diameter.setOnes(static_cast<Eigen::Index>(ends.size()));
    for (std::size_t k = 0; k < ends.size(); ++k) {
        segments.start.col(static_cast<Eigen::Index>(k)) = ends[k].first;
        segments.end.col(static_cast<Eigen::Index>(k)) = ends[k].second;
    }
    return segments;
}

} // namespace

TEST_CASE("a brush covers a band about its way and no more") {
    const BrushSweep sweep{{10.0, 10.0}, {50.0, 10.0}, 5.0};
    CHECK(sweep.covers({30.0, 14.9}));
    CHECK_FALSE(sweep.covers({30.0, 15.1}));
    CHECK(sweep.covers({54.9, 10.0}));
    CHECK_FALSE(sweep.covers({54.0, 14.0})); // round at its ends
    const BrushSweep still{{10.0, 10.0}, {10.0, 10.0}, 5.0};
    CHECK(still.covers({13.0, 13.9}));
    CHECK_FALSE(still.covers({14.0, 14.0}));
}

TEST_CASE("segments under the brush are found at any depth, also between the ends of a fast stroke") {
    const Segments segments = lines({
        {{0.0, 0.0, -80.0}, {0.0, 0.0, 80.0}},     // upright through the middle
        {{0.0, 300.0, -80.0}, {0.0, 300.0, 80.0}}, // the same, farther away
        {{30.0, 0.0, 40.0}, {60.0, 0.0, 40.0}},    // above the way
        {{-60.0, 0.0, 3.0}, {-60.0, 0.0, 3.0}},    // a point beside it
    });
    // From left to right: neither end is near the upright ones.
    CHECK(segmentsUnder({{120.0, 100.0}, {280.0, 100.0}, 4.0}, segments, front()) == std::vector{0, 1, 3});
    CHECK(segmentsUnder({{245.0, 60.0}, {245.0, 60.0}, 1.0}, segments, front()) == std::vector{2});
    CHECK(segmentsUnder({{245.0, 66.0}, {245.0, 66.0}, 5.0}, segments, front()).empty());
    CHECK(segmentsUnder({{245.0, 64.0}, {245.0, 64.0}, 5.0}, segments, front()) == std::vector{2});
}

TEST_CASE("what lies behind the eye is under no brush") {
    ViewFrame view = front();
    view.camera.perspective = true;
    const Segments segments =
        lines({{{0.0, -2000.0, 0.0}, {0.0, -1900.0, 0.0}}, {{0.0, 0.0, -9.0}, {0.0, 0.0, 9.0}}});
    CHECK(segmentsUnder({{200.0, 100.0}, {200.0, 100.0}, 10.0}, segments, view) == std::vector{1});
}

TEST_CASE("the brush sees what the picture shows") {
    ViewFrame view = front();
    view.camera.perspective = true;
    view.camera.orbit(0.6, 0.3);
    const Eigen::Vector3d place(12.0, -30.0, 17.0);
    const Eigen::Vector2d seen = view.project(place)->head<2>();
    const Segments segments = lines({{place, place}});
    CHECK(segmentsUnder({seen, seen, 0.5}, segments, view) == std::vector{0});
    const Eigen::Vector2d beside = seen + Eigen::Vector2d(1.0, 0.0);
    CHECK(segmentsUnder({beside, beside, 0.5}, segments, view).empty());
}

TEST_CASE("a lasso takes what has its middle within, whatever its shape") {
    const Segments segments = lines({
        {{-90.0, 0.0, 0.0}, {-10.0, 0.0, 0.0}},   // middle at pixel (150, 100)
        {{10.0, 500.0, 0.0}, {90.0, 500.0, 0.0}}, // (250, 100), deeper
        {{0.0, 0.0, 10.0}, {0.0, 0.0, -10.0}},    // (200, 100), in the gap of the horseshoe
        {{0.0, 0.0, 60.0}, {0.0, 0.0, 60.0}},     // (200, 40), on its arch
        {{0.0, 0.0, -95.0}, {0.0, 0.0, -85.0}},   // (200, 190), below
    });
    // A horseshoe that is open at its lower side.
    const std::vector<Eigen::Vector2d> shoe{{130, 120}, {130, 20}, {270, 20}, {270, 120},
                                            {230, 120}, {230, 60}, {170, 60}, {170, 120}};
    CHECK(segmentsWithin(shoe, segments, front()) == std::vector{0, 1, 3});
    // Whichever way it was drawn, and wherever it was begun.
    std::vector<Eigen::Vector2d> other(shoe.rbegin(), shoe.rend());
    std::rotate(other.begin(), other.begin() + 3, other.end());
    CHECK(segmentsWithin(other, segments, front()) == std::vector{0, 1, 3});
    CHECK(segmentsWithin(std::vector<Eigen::Vector2d>{{0, 0}, {400, 200}}, segments, front()).empty());
    ViewFrame near = front();
    near.camera.perspective = true;
    const Segments behind = lines({{{0.0, -2000.0, 0.0}, {0.0, -1900.0, 0.0}}});
    CHECK(segmentsWithin(std::vector<Eigen::Vector2d>{{0, 0}, {400, 0}, {400, 200}, {0, 200}}, behind, near)
              .empty());
}
