#include "model/geometry/segments.h"
#include "tests/geometry/cells.h"

#include <vector>

using namespace phiscope;
using namespace phiscope::testing;

namespace {

struct Cell {
    Morphology morphology = ballAndSticks();
    Segments segments = makeSegments(morphology, std::vector<int>{1, 2, 3, 1});
};

} // namespace

TEST_CASE("segments by section name and depth") {
    const Cell cell;
    const auto find = [&](const std::vector<std::string>& names, double zMin = -infinity,
                          double zMax = infinity) {
        return segmentIndices(cell.morphology, cell.segments, names, zMin, zMax);
    };
    CHECK(find({"allsec"}) == std::vector<int>{0, 1, 2, 3, 4, 5, 6});
    CHECK(find({"dend"}) == std::vector<int>{1, 2, 3, 4, 5, 6});
    CHECK(find({"dend[1]", "soma"}) == std::vector<int>{0, 3, 4, 5});
    CHECK(find({"nd[2"}) == std::vector<int>{6});
    CHECK(find({"axon"}).empty());
    CHECK(find({}).empty());
    // Midpoints 17.5 | 46.25 103.75 | 140.83 157.5 174.17 | 137.5, and the limits themselves are out.
    CHECK(find({"allsec"}, 17.5, 140.0) == std::vector<int>{1, 2, 6});
    CHECK(find({"dend"}, 46.25, 103.75).empty());
}

TEST_CASE("nearest segment") {
    const Cell cell;
    CHECK(closestSegment(cell.morphology, cell.segments, {0, 0, 0}) == 0);
    CHECK(closestSegment(cell.morphology, cell.segments, {100, 0, 130}) == 6);
    CHECK(closestSegment(cell.morphology, cell.segments, {100, 0, 130}, {"soma", "dend[0]"}) == 2);
    CHECK(closestSegment(cell.morphology, cell.segments, {0, 0, 0}, {"axon"}) == -1);
}

TEST_CASE("segment at a place on a section") {
    const Cell cell;
    CHECK(segmentAt(cell.segments, 2, 0.0) == 3);
    CHECK(segmentAt(cell.segments, 2, 0.33) == 3);
    CHECK(segmentAt(cell.segments, 2, 0.5) == 4);
    CHECK(segmentAt(cell.segments, 2, 1.0) == 5);
    CHECK(segmentAt(cell.segments, 1, 0.5) == 2);
    CHECK(segmentAt(cell.segments, 0, -1.0) == 0);
    CHECK(sectionByName(cell.morphology, "dend[1]") == 2);
    CHECK(sectionByName(cell.morphology, "dend") == -1);
}

TEST_CASE("probabilities go with the area and add up to one") {
    const Cell cell;
    const std::vector<int> candidates{0, 3, 4, 5};
    const Eigen::VectorXd p = areaProbabilities(cell.segments, candidates);
    CHECK(p.sum() == doctest::Approx(1.0));
    CHECK(p[1] / p[0] == doctest::Approx(cell.segments.area[3] / cell.segments.area[0]));
    CHECK(areaProbabilities(cell.segments, {}).size() == 0);
}

TEST_CASE("random segments repeat with the seed and follow the area") {
    const Cell cell;
    const std::vector<int> candidates{1, 2, 3, 4, 5, 6};
    const std::vector<int> drawn = randomSegments(cell.segments, candidates, 20000, 42);
    CHECK(drawn == randomSegments(cell.segments, candidates, 20000, 42));
    CHECK(drawn != randomSegments(cell.segments, candidates, 20000, 43));
    const Eigen::VectorXd p = areaProbabilities(cell.segments, candidates);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const double n = static_cast<double>(std::count(drawn.begin(), drawn.end(), candidates[i]));
        const double expected = p[static_cast<Eigen::Index>(i)] * 20000.0;
        // Five standard deviations.
        CHECK(std::abs(n - expected) < 5.0 * std::sqrt(expected));
    }
    CHECK(randomSegments(cell.segments, {}, 5, 1).empty());
    CHECK(randomSegments(cell.segments, candidates, 0, 1).empty());
    // The generator's numbers are the same on every machine: these must not change.
    CHECK(randomSegments(cell.segments, std::vector<int>{0, 1, 2, 3, 4, 5, 6}, 12, 1) ==
          std::vector<int>{0, 0, 0, 0, 0, 3, 0, 0, 1, 1, 0, 1});
}
