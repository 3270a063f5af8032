#include "model/geometry/dendrogram.h"
#include "model/geometry/tree_path.h"
#include "tests/geometry/cells.h"

#include <map>

using namespace phiscope;
using namespace phiscope::testing;

TEST_CASE("a fork drawn flat") {
    Morphology cell = ballAndSticks();
    // Hangs by its x = 1 on the middle of dend[1], and an apical dendrite on the soma's end.
    Section side = section("dend[3]", SectionType::dendrite, 2, {{0, 90, 150, 1}, {-25, 10, 157.5F, 1}}, 0.5);
    side.childX = 1.0;
    cell.sections.push_back(side);
    cell.sections.push_back(section("apic[0]", SectionType::apical, 0, {{0, 0, 35, 2}, {0, 0, 235, 2}}, 1.0));
    const Segments segments = makeSegments(cell, std::vector<int>{1, 2, 3, 1, 2, 1});
    const Dendrogram flat = makeDendrogram(cell, segments);
    // Tips: apic[0], dend[1] itself, what leaves it half way, dend[2].
    CHECK(flat.rows == 4);
    CHECK(flat.row[9] == 0.0); // apical first
    CHECK(flat.row[3] == 1.0); // goes on beyond what leaves it
    CHECK(flat.row[5] == 1.0);
    CHECK(flat.row[7] == 2.0);
    CHECK(flat.row[6] == 3.0);
    CHECK(flat.row[1] == 2.0);                       // between 1 and 3
    CHECK(flat.row[0] == doctest::Approx(1.0));      // between 0 and 2
    CHECK(flat.fromUm[0] == doctest::Approx(-17.5)); // the root on both sides
    CHECK(flat.toUm[0] == doctest::Approx(17.5));
    CHECK(flat.fromUm[1] == doctest::Approx(0.0)); // on its middle
    CHECK(flat.toUm[2] == doctest::Approx(115.0));
    CHECK(flat.fromUm[9] == doctest::Approx(17.5));
    CHECK(flat.firstUm == doctest::Approx(-17.5));
    CHECK(flat.toUm[9] == doctest::Approx(217.5));
    CHECK(flat.lastUm == doctest::Approx(pathDistance(cell, {0, 0.5}, {4, 0.0}).value()));
    CHECK(flat.joints.size() == 5);
    // By its end: its last segment is the nearer one.
    CHECK(flat.fromUm[8] < flat.fromUm[7]);
}

TEST_CASE("the way from the soma is the path along the tree, and nothing overlaps") {
    for (unsigned seed = 1; seed < 6; ++seed) {
        Morphology cell = randomCell(seed, 50);
        for (std::size_t s = 1; s < cell.sections.size(); s += 3) {
            cell.sections[s].parentX = 0.25; // sides of branches too
        }
        std::vector<int> nseg(50, 3);
        const Segments segments = makeSegments(cell, nseg);
        const Dendrogram flat = makeDendrogram(cell, segments);
        std::map<double, std::vector<std::pair<double, double>>> rows;
        for (int k = 0; k < segments.size(); ++k) {
            const auto i = static_cast<std::size_t>(k);
            if (segments.section[i] > 0) {
                const double middle = 0.5 * (flat.fromUm[i] + flat.toUm[i]);
                checkNear(middle, pathDistance(cell, {0, 0.5}, {segments.section[i], segments.x[i]}).value(),
                          1e-6);
            }
            CHECK(flat.row[i] >= 0.0);
            CHECK(flat.row[i] <= flat.rows - 1.0);
            if (segments.section[i] > 0) { // the root is drawn over what begins in it
                rows[flat.row[i]].emplace_back(flat.fromUm[i], flat.toUm[i]);
            }
        }
        for (auto& [row, stretches] : rows) {
            std::ranges::sort(stretches);
            for (std::size_t k = 1; k < stretches.size(); ++k) {
                CHECK_MESSAGE(stretches[k].first >= stretches[k - 1].second - 1e-6, "row " << row);
            }
        }
    }
}
