#include "model/synthesis/shapes.h"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <map>
#include <set>
#include <string>

using namespace phiscope;

namespace {

double length(const Section& section) {
    double sum = 0.0;
    for (std::size_t k = 1; k < section.points.size(); ++k) {
        const PathPoint& a = section.points[k - 1];
        const PathPoint& b = section.points[k];
        sum += std::hypot(static_cast<double>(a.x - b.x), static_cast<double>(a.y - b.y),
                          static_cast<double>(a.z - b.z));
    }
    return sum;
}

double length(const Morphology& cell, SectionType type) {
    double sum = 0.0;
    for (const Section& section : cell.sections) {
        sum += section.type == type ? length(section) : 0.0;
    }
    return sum;
}

Morphology make(const std::string& key, std::uint64_t seed = 1,
                const std::map<std::string, double>& overrides = {}) {
    auto cell = makeShape(key, seed, overrides);
    REQUIRE_MESSAGE(cell.has_value(), cell.error().message());
    return *cell;
}

} // namespace

TEST_CASE("every shape is a valid tree for many seeds") {
    for (const ShapeInfo& info : shapes()) {
        for (std::uint64_t seed = 0; seed < 12; ++seed) {
            CAPTURE(info.key);
            CAPTURE(seed);
            const Morphology cell = make(info.key, seed);
            REQUIRE(cell.sections.size() >= 2);
            CHECK(cell.name == info.title);
            CHECK(cell.sections[0].name == "soma[0]");
            CHECK(cell.sections[0].parent == -1);
            std::map<SectionType, int> counts;
            for (std::size_t i = 0; i < cell.sections.size(); ++i) {
                const Section& section = cell.sections[i];
                CAPTURE(section.name);
                const std::map<SectionType, std::string> prefixes = {{SectionType::soma, "soma"},
                                                                     {SectionType::axon, "axon"},
                                                                     {SectionType::dendrite, "dend"},
                                                                     {SectionType::apical, "apic"}};
                CHECK(section.name ==
                      prefixes.at(section.type) + "[" + std::to_string(counts[section.type]++) + "]");
                REQUIRE(section.points.size() >= 2);
                if (i > 0) {
                    REQUIRE(section.parent >= 0);
                    REQUIRE(section.parent < static_cast<int>(i));
                    const Section& parent = cell.sections[static_cast<std::size_t>(section.parent)];
                    if (parent.type != SectionType::soma) {
                        CHECK(section.parentX == 1.0);
                        CHECK(section.points.front().x == parent.points.back().x);
                        CHECK(section.points.front().y == parent.points.back().y);
                        CHECK(section.points.front().z == parent.points.back().z);
                    }
                }
                for (std::size_t k = 0; k < section.points.size(); ++k) {
                    const PathPoint& p = section.points[k];
                    CHECK(std::isfinite(p.x + p.y + p.z));
                    CHECK(p.diameter >= 0.2F);
                    CHECK(p.diameter <= 40.0F);
                    if (k > 0) {
                        CHECK(!(p == section.points[k - 1]));
                    }
                }
            }
        }
    }
}

TEST_CASE("the same seed gives the same cell and another seed another one") {
    for (const ShapeInfo& info : shapes()) {
        CAPTURE(info.key);
        CHECK(make(info.key, 7) == make(info.key, 7));
        if (info.key != "ball_and_stick") {
            CHECK(!(make(info.key, 7) == make(info.key, 8)));
        }
    }
}

TEST_CASE("parameters outside their limits are refused with a sentence") {
    for (const ShapeInfo& info : shapes()) {
        for (const ShapeParameter& p : info.parameters) {
            CAPTURE(info.key);
            CAPTURE(p.key);
            CHECK(p.minimum <= p.defaultValue);
            CHECK(p.defaultValue <= p.maximum);
            CHECK(!p.help.empty());
            CHECK(p.help.back() == '.');
            // Limits are limits: both ends grow a cell.
            CHECK(makeShape(info.key, 3, {{p.key, p.minimum}}).has_value());
            CHECK(makeShape(info.key, 3, {{p.key, p.maximum}}).has_value());
            for (const double bad :
                 {p.minimum - 1.0, p.maximum + 1.0, std::numeric_limits<double>::quiet_NaN(),
                  std::numeric_limits<double>::infinity()}) {
                const auto result = makeShape(info.key, 3, {{p.key, bad}});
                REQUIRE(!result.has_value());
                CHECK(result.error().what.find(p.key) != std::string::npos);
                CHECK(!result.error().remedy.empty());
            }
        }
    }
}

TEST_CASE("unknown names are refused and the known ones listed") {
    const auto shape = makeShape("granule", 1);
    REQUIRE(!shape.has_value());
    CHECK(shape.error().message().find("l5_pyramidal") != std::string::npos);
    const auto parameter = makeShape("ball_and_stick", 1, {{"length", 100.0}});
    REQUIRE(!parameter.has_value());
    CHECK(parameter.error().message().find("stick_um") != std::string::npos);
}

TEST_CASE("ball and stick measures what it says") {
    const Morphology cell = make("ball_and_stick", 1, {{"stick_um", 431.0}, {"stick_diameter_um", 3.5}});
    REQUIRE(cell.sections.size() == 2);
    CHECK(length(cell.sections[1]) == doctest::Approx(431.0).epsilon(1e-5));
    for (const PathPoint& p : cell.sections[1].points) {
        CHECK(p.diameter == 3.5F);
        CHECK(p.x == 0.0F);
        CHECK(p.y == 0.0F);
    }
}

TEST_CASE("a layer 5 pyramidal cell lies within published ranges") {
    for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        CAPTURE(seed);
        const Morphology cell = make("l5_pyramidal", seed);
        const double dendrites = length(cell, SectionType::dendrite) + length(cell, SectionType::apical);
        CHECK(dendrites > 9000.0);
        CHECK(dendrites < 19000.0);
        CHECK(length(cell, SectionType::dendrite) > 3000.0);
        CHECK(length(cell, SectionType::dendrite) < 7500.0);
        float top = 0.0F;
        for (const Section& section : cell.sections) {
            for (const PathPoint& p : section.points) {
                top = std::max(top, p.z);
            }
        }
        CHECK(top > 1000.0F);
        CHECK(top <= 1160.0F);
    }
}
