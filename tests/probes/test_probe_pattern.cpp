// Probes by a few numbers: against the built-in ones of the same geometry, and what cannot be.
#include "model/probes/probe_kinds.h"
#include "model/probes/probe_pattern.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <functional>

using namespace phiscope;
using Shape = Probe::ContactShape;

namespace {

std::string problemOf(const std::function<void(ProbePattern&)>& edit) {
    ProbePattern pattern;
    edit(pattern);
    const auto design = makeDesign(pattern);
    return design ? std::string() : design.error().what;
}

} // namespace

TEST_CASE("a pattern makes the laminar probe and a staggered one as their sheets have them") {
    ProbePattern laminar{.columns = 1, .rows = 16, .rowPitchUm = 100.0};
    const auto one = makeDesign(laminar);
    REQUIRE(one);
    CHECK(one->contactsUm == probeKind("laminar-16")->design.contactsUm);
    CHECK(one->shankIds.empty());

    // Neuropixels 1.0: four columns whose neighbours of a row pair stand 20 µm higher; here two of them.
    ProbePattern staggered{.columns = 2,
                           .rows = 3,
                           .columnPitchUm = 16.0,
                           .rowPitchUm = 40.0,
                           .staggerUm = 20.0,
                           .shape = Shape::square,
                           .radiusUm = 6.0};
    const auto two = makeDesign(staggered);
    REQUIRE(two);
    const std::vector<std::array<double, 3>> expected{{0, 0, 0},   {16, 20, 0}, {0, 40, 0},
                                                      {16, 60, 0}, {0, 80, 0},  {16, 100, 0}};
    CHECK(two->contactsUm == expected);
    CHECK(smallestDistance(*two) == doctest::Approx(std::hypot(16.0, 20.0)));
    CHECK(two->contactShape == Shape::square);
}

TEST_CASE("shanks stand side by side, each numbered from its tip") {
    const auto made = makeDesign({.shanks = 3, .shankPitchUm = 200.0, .columns = 1, .rows = 4});
    REQUIRE(made);
    REQUIRE(made->contactsUm.size() == 12);
    const auto shanks = shanksOf(*made);
    REQUIRE(shanks.size() == 3);
    for (std::size_t s = 0; s < 3; ++s) {
        REQUIRE(shanks[s].size() == 4);
        for (std::size_t k = 0; k < 4; ++k) {
            CHECK(made->contactsUm[shanks[s][k]][0] == 200.0 * static_cast<double>(s));
            CHECK(made->contactsUm[shanks[s][k]][1] == 25.0 * static_cast<double>(k));
        }
    }
}

TEST_CASE("a stagger of more than a row is still counted from the tip") {
    const auto made = makeDesign({.columns = 2, .rows = 3, .rowPitchUm = 20.0, .staggerUm = 50.0});
    REQUIRE(made);
    CHECK(std::ranges::is_sorted(made->contactsUm, {}, [](const auto& c) { return c[1]; }));
}

TEST_CASE("what can not be is said") {
    CHECK(problemOf([](ProbePattern&) {}).empty());
    CHECK_FALSE(problemOf([](ProbePattern& p) { p.rows = 0; }).empty());
    CHECK(problemOf([](ProbePattern& p) { p.rows = 4000; }).find("4096") != std::string::npos);
    CHECK_FALSE(problemOf([](ProbePattern& p) { p.rowPitchUm = 0.0; }).empty());
    CHECK_FALSE(problemOf([](ProbePattern& p) { p.radiusUm = -1.0; }).empty());
    // Discs of 15 µm: at 14 µm they overlap in a column, and so do columns at 14 µm unless staggered by more.
    CHECK(problemOf([](ProbePattern& p) { p.rowPitchUm = 14.0; }).find("column") != std::string::npos);
    CHECK(problemOf([](ProbePattern& p) { p.columnPitchUm = 14.0; }).find("neighbouring") !=
          std::string::npos);
    CHECK(problemOf([](ProbePattern& p) {
              p.columnPitchUm = 14.0;
              p.staggerUm = 12.0;
          }).empty());
    // A stagger of a whole row brings them level again.
    CHECK_FALSE(problemOf([](ProbePattern& p) {
                    p.columnPitchUm = 14.0;
                    p.staggerUm = 25.0;
                }).empty());
    CHECK(problemOf([](ProbePattern& p) {
              p.shanks = 2;
              p.shankPitchUm = 40.0;
          }).find("shanks") != std::string::npos);
    // One contact needs no distances.
    CHECK(problemOf([](ProbePattern& p) {
              p.columns = p.rows = 1;
              p.columnPitchUm = p.rowPitchUm = 0.0;
          }).empty());
}
