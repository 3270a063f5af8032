#include "model/formats/swc_writer.h"
#include "model/geometry/segments.h"
#include "tests/formats/imports.h"
#include "tests/geometry/cells.h"

#include <set>
#include <string>
#include <vector>

using namespace phiscope;
using namespace phiscope::testing;

namespace {

Morphology again(const Morphology& cell) {
    return import(writeSwc(cell), "again.swc").morphology;
}

/// Compares sections that have the same names in both: shape, segments and connection.
void checkSameShape(const Morphology& before, const Morphology& after, double tolerance) {
    REQUIRE(outline(after).size() > 0);
    REQUIRE(after.sections.size() == before.sections.size());
    const std::vector<int> nseg(before.sections.size(), 3);
    const Segments a = makeSegments(before, nseg);
    const Segments b = makeSegments(after, nseg);
    checkNear(a.start, b.start, tolerance);
    checkNear(a.end, b.end, tolerance);
    checkNear(a.diameter, b.diameter, tolerance);
    for (std::size_t s = 0; s < before.sections.size(); ++s) {
        CHECK(before.sections[s].name == after.sections[s].name);
        CHECK(before.sections[s].type == after.sections[s].type);
        CHECK(before.sections[s].parent == after.sections[s].parent);
        CHECK(before.sections[s].parentX == doctest::Approx(after.sections[s].parentX));
    }
}

} // namespace

TEST_CASE("what was read from SWC comes back exactly") {
    for (const char* text :
         {"1 1 5 -3 2 8 -1\n2 3 5 5 2 1 1\n3 3 5 60 2 1 2\n4 3 25 110 12 0.6 3\n5 3 -15 120 -8 0.5 3\n"
          "6 3 5 -11 2 1.2 1\n7 3 5 -90 2 0.7 6\n8 2 13 -3 2 0.4 1\n9 2 120 -3 -30 0.4 8\n",
          "1 3 0.1 0.2 0.3 1.7 -1\n2 3 1000.123 50.7 -3 1.1 1\n",
          "1 1 0 0 0 5 -1\n2 9 0 5 0 1 1\n3 9 0 20.25 0 1 2\n4 9 7 30 0 1 3\n5 9 -7 30 0 1 3\n"}) {
        const Morphology cell = import(text, "again.swc").morphology;
        CHECK(again(cell) == cell);
    }
}

TEST_CASE("a soma of points, with neurites on its ends and its middle") {
    const Morphology cell = ballAndSticks();
    const Morphology read = again(cell);
    checkSameShape(cell, read, 1e-6);
    // The neurite on the middle needs a sample there, and begins at its own first point.
    CHECK(outline(read) == "soma[0], 3 points\n"
                           "dend[0] on soma[0](0.5), 2 points\n"
                           "dend[1] on dend[0](1.0), 3 points\n"
                           "dend[2] on dend[0](1.0), 3 points\n");

    Morphology ends = ballAndSticks();
    ends.sections[1].parentX = 1.0;
    ends.sections[1].points = {{0, 0, 35, 5}, {0, 0, 132.5F, 5}};
    ends.sections.push_back(
        section("dend[3]", SectionType::dendrite, 0, {{0, 0, 0, 3}, {0, -7, -80, 2}}, 0.0));
    checkSameShape(ends, again(ends), 1e-6);
}

TEST_CASE("sections attached inside of a neurite split it; nothing else moves") {
    Morphology cell = ballAndSticks();
    cell.sections.pop_back();
    cell.sections[2].parentX = 0.5;
    cell.sections[2].points = {{0, 0, 75, 2}, {-50, 20, 125, 1}};
    const Morphology read = again(cell);
    CHECK(outline(read) == "soma[0], 3 points\n"
                           "dend[0] on soma[0](0.5), 2 points\n"
                           "dend[1] on dend[0](1.0), 2 points\n"
                           "dend[2] on dend[0](1.0), 3 points\n");
    CHECK(read.sections[2].points[1] == cell.sections[1].points[1]);
    CHECK(read.sections[3].points[2] == cell.sections[2].points[1]);
}

TEST_CASE("a section attached by its end is written from there") {
    Morphology cell;
    cell.sections = {
        section("soma[0]", SectionType::soma, -1, {{-5, 0, 0, 10}, {0, 0, 0, 10}, {5, 0, 0, 10}}),
        section("dend[0]", SectionType::dendrite, 0, {{100, 0, 0, 1}, {5, 0, 0, 2}}, 0.5)};
    cell.sections[1].childX = 1.0;
    const std::string text = writeSwc(cell, "two\nlines");
    CHECK(text == "# two\n# lines\n# id type x y z radius parent (lengths in micrometres)\n"
                  "1 1 0 0 0 5 -1\n2 3 5 0 0 1 1\n3 3 100 0 0 0.5 2\n");
}

TEST_CASE("random trees come back with the same segments") {
    for (unsigned seed = 0; seed < 60; ++seed) {
        CAPTURE(seed);
        Morphology cell = randomCell(seed, 14);
        // A section with one child of its own kind would be joined with it.
        const std::vector<std::vector<int>> children = sectionChildren(cell);
        for (std::size_t s = 0; s < children.size(); ++s) {
            if (children[s].size() == 1 && s > 0) {
                const PathPoint end = cell.sections[s].points.back();
                cell.sections.push_back(section("dend[" + std::to_string(cell.sections.size() - 1) + "]",
                                                SectionType::dendrite, static_cast<int>(s),
                                                {end, {end.x + 20, end.y - 5, end.z, 0.7F}}));
            }
        }
        const Morphology read = again(cell);
        REQUIRE(read.sections.size() == cell.sections.size());
        double length = 0.0;
        double readLength = 0.0;
        std::multiset<std::size_t> counts;
        std::multiset<std::size_t> readCounts;
        for (std::size_t s = 0; s < cell.sections.size(); ++s) {
            length += sectionLength(cell.sections[s]);
            readLength += sectionLength(read.sections[s]);
        }
        for (const std::vector<int>& kids : children) {
            counts.insert(kids.size());
        }
        checkNear(readLength, length, 1e-6);
        // What has been read once comes back point for point, and in the same order.
        const Morphology third = again(read);
        CHECK(outline(third).size() >= outline(read).size());
        checkSameShape(read, third, 1e-3);
    }
}

TEST_CASE("nothing is written of nothing") {
    CHECK(writeSwc({}) == "# id type x y z radius parent (lengths in micrometres)\n");
}
