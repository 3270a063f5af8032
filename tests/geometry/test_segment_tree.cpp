#include "model/geometry/segment_tree.h"
#include "model/geometry/tree_path.h"
#include "tests/geometry/cells.h"

#include <numeric>
#include <set>

using namespace phiscope;
using namespace phiscope::testing;

namespace {

using Indices = std::vector<int>;

/// A soma of three, a stem of two on its middle, a fork of three and one, and an axon of two that hangs by its
/// x = 1 on the soma's end.
///
///     soma 0-1-2   dend[0] 3-4   dend[1] 5-6-7   dend[2] 8   axon[0] 9-10 (10 at the soma)
struct Cell {
    Morphology morphology = ballAndSticks();
    Segments segments;
    SegmentTree tree;

    Cell() {
        Section axon = section("axon[0]", SectionType::axon, 0, {{0, 0, 95, 1}, {0, 0, 35, 1}});
        axon.childX = 1.0;
        morphology.sections.push_back(axon);
        segments = makeSegments(morphology, Indices{3, 2, 3, 1, 2});
        tree = SegmentTree(morphology, segments);
    }
    Indices of(Kinship kinship, const Indices& from) const { return tree.related(kinship, from); }
};

} // namespace

TEST_CASE("a segment's parent is its neighbour towards the middle of the root") {
    const Cell cell;
    const Indices expected{1, -1, 1, 1, 3, 4, 5, 6, 4, 10, 2};
    REQUIRE(cell.tree.size() == 11);
    for (int k = 0; k < cell.tree.size(); ++k) {
        CHECK_MESSAGE(cell.tree.parent(k) == expected[static_cast<std::size_t>(k)], "segment " << k);
    }
    CHECK(cell.tree.type(9) == SectionType::axon);
}

TEST_CASE("children and parents are whole sections, as LFPy's") {
    const Cell cell;
    CHECK(cell.of(Kinship::section, {6}) == Indices{5, 6, 7});
    CHECK(cell.of(Kinship::section, {6, 3}) == Indices{3, 4, 5, 6, 7});
    // Whichever of the stem's segments is asked: sections hang on sections.
    CHECK(cell.of(Kinship::children, {3}) == Indices{5, 6, 7, 8});
    CHECK(cell.of(Kinship::children, {4}) == Indices{5, 6, 7, 8});
    CHECK(cell.of(Kinship::children, {0}) == Indices{3, 4, 9, 10});
    CHECK(cell.of(Kinship::children, {8}).empty());
    CHECK(cell.of(Kinship::parent, {7, 8}) == Indices{3, 4});
    CHECK(cell.of(Kinship::parent, {9, 5}) == Indices{0, 1, 2, 3, 4});
    CHECK(cell.of(Kinship::parent, {1}).empty());
    CHECK(cell.of(Kinship::type, {5}) == Indices{3, 4, 5, 6, 7, 8});
    CHECK(cell.of(Kinship::type, {1, 9}) == Indices{0, 1, 2, 9, 10});
}

TEST_CASE("a subtree begins at the segment, a path ends in the soma") {
    const Cell cell;
    CHECK(cell.of(Kinship::subtree, {4}) == Indices{4, 5, 6, 7, 8});
    CHECK(cell.of(Kinship::subtree, {6}) == Indices{6, 7});
    CHECK(cell.of(Kinship::subtree, {10}) == Indices{9, 10}); // it hangs by its end
    CHECK(cell.of(Kinship::subtree, {2}) == Indices{2, 9, 10});
    CHECK(cell.of(Kinship::subtree, {1}) == Indices{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    CHECK(cell.of(Kinship::subtree, {7, 6, 8}) == Indices{6, 7, 8});
    CHECK(cell.of(Kinship::pathToSoma, {7}) == Indices{1, 3, 4, 5, 6, 7});
    CHECK(cell.of(Kinship::pathToSoma, {8, 9}) == Indices{1, 2, 3, 4, 8, 9, 10});
    CHECK(cell.of(Kinship::pathToSoma, {0}) == Indices{0});
    for (const Kinship kinship : {Kinship::section, Kinship::children, Kinship::parent, Kinship::subtree,
                                  Kinship::pathToSoma, Kinship::type}) {
        CHECK(cell.of(kinship, {}).empty());
        CHECK(cell.of(kinship, {-1, 11, 400}).empty());
        CHECK(SegmentTree().related(kinship, Indices{0}).empty());
    }
}

TEST_CASE("in trees by chance paths and subtrees say the same") {
    for (unsigned seed = 1; seed < 6; ++seed) {
        const Morphology morphology = randomCell(seed, 40);
        Indices nseg(40);
        std::iota(nseg.begin(), nseg.end(), 0);
        std::ranges::transform(nseg, nseg.begin(), [](int s) { return 1 + s % 4; });
        const Segments segments = makeSegments(morphology, nseg);
        const SegmentTree tree(morphology, segments);
        for (int k = 0; k < tree.size(); k += 5) {
            const Indices behind = tree.related(Kinship::subtree, Indices{k});
            std::set<int> expected;
            for (int other = 0; other < tree.size(); ++other) {
                int at = other;
                while (at >= 0 && at != k) {
                    at = tree.parent(at);
                }
                if (at == k) {
                    expected.insert(other);
                }
            }
            CHECK(behind == Indices(expected.begin(), expected.end()));
        }
        // Inwards the way gets shorter.
        const int root = rootSection(morphology);
        const auto way = [&](int k) {
            const auto i = static_cast<std::size_t>(k);
            return pathDistance(morphology, {root, 0.5}, {segments.section[i], segments.x[i]}).value();
        };
        for (int k = 0; k < tree.size(); ++k) {
            if (tree.parent(k) >= 0 && tree.type(tree.parent(k)) != SectionType::soma) {
                CHECK(way(tree.parent(k)) < way(k));
            }
        }
    }
}
