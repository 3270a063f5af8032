#include "model/geometry/segments.h"
#include "model/synthesis/shapes.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

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

namespace {

struct Range {
    double low;
    double high;
};

int tips(const Morphology& cell, SectionType type) {
    std::vector<bool> ends(cell.sections.size(), true);
    for (const Section& section : cell.sections) {
        if (section.parent >= 0) {
            ends[static_cast<std::size_t>(section.parent)] = false;
        }
    }
    int count = 0;
    for (std::size_t i = 0; i < ends.size(); ++i) {
        count += ends[i] && cell.sections[i].type == type ? 1 : 0;
    }
    return count;
}

float extreme(const Morphology& cell, float PathPoint::*axis, bool largest) {
    float value = cell.sections[0].points[0].*axis;
    for (const Section& section : cell.sections) {
        for (const PathPoint& p : section.points) {
            value = largest ? std::max(value, p.*axis) : std::min(value, p.*axis);
        }
    }
    return value;
}

/// FNV-1a over the bits of all points: any change of any coordinate changes it.
std::uint64_t fingerprint(const Morphology& cell) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    const auto add = [&hash](float value) {
        for (std::uint32_t bits = std::bit_cast<std::uint32_t>(value), k = 0; k < 4; ++k, bits >>= 8U) {
            hash = (hash ^ (bits & 0xffU)) * 0x100000001b3ULL;
        }
    };
    for (const Section& section : cell.sections) {
        for (const PathPoint& p : section.points) {
            add(p.x);
            add(p.y);
            add(p.z);
            add(p.diameter);
        }
    }
    return hash;
}

#define CHECK_WITHIN(value, range)                                                                           \
    do {                                                                                                     \
        CHECK((value) >= (range).low);                                                                       \
        CHECK((value) <= (range).high);                                                                      \
    } while (false)

} // namespace

TEST_CASE("cells lie within published ranges for twenty seeds") {
    // Sources stand beside the recipes in model/synthesis.
    struct Expected {
        const char* key;
        Range basalUm;
        Range apicalUm;
        Range basalTips;
        Range apicalTips;
        Range segments; ///< lambda_f at 100 Hz with Ra 150 Ω·cm and cm 1 µF/cm²
    };
    const Expected all[] = {
        {"l5_pyramidal", {4000, 7500}, {8000, 14000}, {35, 35}, {25, 60}, {400, 1000}},
        {"l23_pyramidal", {2000, 3800}, {2300, 4500}, {27, 27}, {15, 30}, {250, 500}},
        {"spiny_stellate", {2000, 4000}, {0, 0}, {34, 34}, {0, 0}, {120, 400}},
        {"basket", {2000, 5000}, {0, 0}, {19, 19}, {0, 0}, {500, 1300}},
        {"purkinje", {7000, 15000}, {0, 0}, {300, 600}, {0, 0}, {700, 1300}},
    };
    for (const Expected& expected : all) {
        for (std::uint64_t seed = 1; seed <= 20; ++seed) {
            CAPTURE(expected.key);
            CAPTURE(seed);
            const Morphology cell = make(expected.key, seed);
            CHECK_WITHIN(length(cell, SectionType::dendrite), expected.basalUm);
            CHECK_WITHIN(length(cell, SectionType::apical), expected.apicalUm);
            CHECK_WITHIN(tips(cell, SectionType::dendrite), expected.basalTips);
            CHECK_WITHIN(tips(cell, SectionType::apical), expected.apicalTips);
            int segments = 0;
            for (const int count : segmentCounts(cell, Discretisation{}, 150.0, 1.0)) {
                segments += count;
            }
            CHECK_WITHIN(segments, expected.segments);
        }
    }
}

TEST_CASE("a layer 5 cell reaches the pia and its trunk narrows") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        const Morphology cell = make("l5_pyramidal", seed);
        CHECK(extreme(cell, &PathPoint::z, true) > 1080.0F);
        CHECK(extreme(cell, &PathPoint::z, true) <= 1156.0F);
        const int trunk = sectionByName(cell, "apic[0]");
        REQUIRE(trunk >= 0);
        const auto& points = cell.sections[static_cast<std::size_t>(trunk)].points;
        CHECK(points.front().diameter > points.back().diameter);
        CHECK(make("l5_pyramidal", seed, {{"pia_um", 800.0}}).sections.size() > 50);
        CHECK(extreme(make("l5_pyramidal", seed, {{"pia_um", 800.0}}), &PathPoint::z, true) <= 806.0F);
    }
}

TEST_CASE("a Purkinje cell is flat") {
    Morphology cell = make("purkinje", 5);
    std::erase_if(cell.sections, [](const Section& section) { return section.type == SectionType::axon; });
    CHECK(extreme(cell, &PathPoint::x, true) - extreme(cell, &PathPoint::x, false) > 180.0F);
    CHECK(extreme(cell, &PathPoint::z, true) > 180.0F);
    CHECK(extreme(cell, &PathPoint::y, true) - extreme(cell, &PathPoint::y, false) < 32.0F);
}

TEST_CASE("neurites wind as real ones do and never cut corners") {
    for (const std::string key : {"l5_pyramidal", "l23_pyramidal", "spiny_stellate", "basket"}) {
        const Morphology cell = make(key, 2);
        double along = 0.0;
        double across = 0.0;
        for (const Section& section : cell.sections) {
            if (section.type != SectionType::dendrite && section.type != SectionType::apical) {
                continue;
            }
            const PathPoint& a = section.points.front();
            const PathPoint& b = section.points.back();
            along += length(section);
            across += std::hypot(static_cast<double>(a.x - b.x), static_cast<double>(a.y - b.y),
                                 static_cast<double>(a.z - b.z));
        }
        CAPTURE(key);
        CHECK(along / across > 1.04);
        CHECK(along / across < 1.35);
    }
}

TEST_CASE("another value of one parameter leaves the other parts as they are") {
    const Morphology a = make("l5_pyramidal", 4);
    const Morphology b = make("l5_pyramidal", 4, {{"tuft_tips", 8.0}});
    for (const Section& section : a.sections) {
        if (section.type == SectionType::dendrite) {
            const int other = sectionByName(b, section.name);
            REQUIRE(other >= 0);
            CHECK(b.sections[static_cast<std::size_t>(other)].points.size() == section.points.size());
            CHECK(b.sections[static_cast<std::size_t>(other)].points.back().z == section.points.back().z);
        }
    }
}

TEST_CASE("cells are the same on every machine and in every version") {
    // Scene files name sections of these cells: a change here changes what people have saved.
    const std::map<std::string, std::uint64_t> known = {
        {"l5_pyramidal", 0x3b65193b1927652eULL},   {"l23_pyramidal", 0x10490636fabffff9ULL},
        {"spiny_stellate", 0xfc83eb637af319c8ULL}, {"basket", 0x3db1aee589576a4fULL},
        {"purkinje", 0x45f265e0ddf1bce8ULL},       {"ball_and_stick", 0x4f2e26c2c7a13bd9ULL}};
    for (const ShapeInfo& info : shapes()) {
        CAPTURE(info.key);
        CHECK(fingerprint(make(info.key, 1)) == known.at(info.key));
    }
}
