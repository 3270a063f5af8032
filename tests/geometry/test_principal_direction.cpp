#include "model/geometry/principal_direction.h"
#include "tests/geometry/cells.h"

#include <vector>

using namespace phiscope;
using namespace phiscope::testing;

namespace {

std::optional<Eigen::Vector3d> direction(const Morphology& cell, int nseg = 3) {
    return principalDirection(cell, makeSegments(cell, std::vector<int>(cell.sections.size(), nseg)));
}

Section stick(const char* name, SectionType type, PathPoint from, PathPoint to) {
    return section(name, type, 0, {from, to}, 0.5);
}

Morphology somaAlone() {
    Morphology cell;
    cell.sections = {section("soma", SectionType::soma, -1, {{0, 0, -5, 10}, {0, 0, 5, 10}})};
    return cell;
}

} // namespace

TEST_CASE("a cell points along its apical dendrite, by membrane area") {
    Morphology cell = somaAlone();
    // Longer, but not apical.
    cell.sections.push_back(stick("dend", SectionType::dendrite, {0, 0, 0, 1}, {0, 0, -900, 1}));
    // Areas as 1 to 3 with the middles at (100, 0, 0) and (0, 100, 0).
    cell.sections.push_back(stick("apic[0]", SectionType::apical, {0, 0, 0, 1}, {200, 0, 0, 1}));
    cell.sections.push_back(stick("apic[1]", SectionType::apical, {0, 0, 0, 3}, {0, 200, 0, 3}));
    const auto found = direction(cell);
    REQUIRE(found);
    CHECK((*found - Eigen::Vector3d(1, 3, 0).normalized()).norm() < 1e-6);
}

TEST_CASE("a cell without an apical dendrite points to its farthest dendrite, never to its axon") {
    Morphology cell = somaAlone();
    cell.sections.push_back(stick("axon", SectionType::axon, {0, 0, 0, 1}, {0, 0, -900, 1}));
    cell.sections.push_back(stick("dend[0]", SectionType::dendrite, {0, 0, 0, 1}, {0, 30, 40, 1}));
    cell.sections.push_back(stick("dend[1]", SectionType::dendrite, {0, 0, 0, 9}, {20, 0, 0, 9}));
    const auto found = direction(cell);
    REQUIRE(found);
    CHECK((*found - Eigen::Vector3d(0, 0.6, 0.8)).norm() < 1e-6);
}

TEST_CASE("a cell that points nowhere has no direction") {
    Morphology cell = somaAlone();
    CHECK_FALSE(direction(cell));
    cell.sections.push_back(stick("apic[0]", SectionType::apical, {0, 0, 0, 2}, {50, 0, 0, 2}));
    cell.sections.push_back(stick("apic[1]", SectionType::apical, {0, 0, 0, 2}, {-50, 0, 0, 2}));
    CHECK_FALSE(direction(cell));
    CHECK_FALSE(principalDirection({}, {}));
}
