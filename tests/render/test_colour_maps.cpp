#include "render/colour_maps.h"
#include "render/oklab.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>

using namespace phiscope;

namespace {

float lightness(Colour c) {
    return toOklab(c).lightness;
}

float step(const ColourTable& table, std::size_t i) {
    return distance(toOklab(table[i]), toOklab(table[i + 1]));
}

void checkUniform(const ColourTable& table, std::size_t first, std::size_t last) {
    float least = 1.0F;
    float most = 0.0F;
    for (std::size_t i = first; i + 1 < last; ++i) {
        least = std::min(least, step(table, i));
        most = std::max(most, step(table, i));
    }
    CAPTURE(least);
    CAPTURE(most);
    CHECK(most < 1.35F * least);
}

void checkMonotone(const ColourTable& table, std::size_t first, std::size_t last) {
    const float sign = lightness(table[last - 1]) > lightness(table[first]) ? 1.0F : -1.0F;
    for (std::size_t i = first; i + 1 < last; ++i) {
        CAPTURE(i);
        CHECK(sign * (lightness(table[i + 1]) - lightness(table[i])) > -1e-4F);
    }
}

} // namespace

TEST_CASE("OKLab and back gives the same colour") {
    for (const std::uint32_t rgb : {0x000000U, 0xFFFFFFU, 0x4c9be8U, 0xe06a5fU, 0x00FF00U}) {
        CHECK(fromOklab(toOklab(Colour::hex(rgb))).rgb() == rgb);
    }
    CHECK(toOklab(Colour::hex(0xFFFFFF)).lightness == doctest::Approx(1.0).epsilon(1e-4));
}

TEST_CASE("maps step evenly and keep their order of lightness") {
    for (const bool dark : {true, false}) {
        const Theme& theme = Theme::of(dark);
        for (const ColourMap map : {ColourMap::potential, ColourMap::sensitivity}) {
            const ColourTable table = colourTable(map, theme);
            checkUniform(table, 0, 256);
            checkMonotone(table, 0, 256);
        }
        for (const ColourMap map : {ColourMap::current, ColourMap::field}) {
            const ColourTable table = colourTable(map, theme);
            checkUniform(table, 0, 128);
            checkUniform(table, 128, 256);
            checkMonotone(table, 0, 128);
            checkMonotone(table, 128, 256);
            // Both signs reach about as far from the neutral.
            const float neutral = lightness(table[127]);
            CHECK(std::abs(lightness(table[0]) - neutral) ==
                  doctest::Approx(std::abs(lightness(table[255]) - neutral)).epsilon(0.15));
        }
    }
}

TEST_CASE("whatever is drawn on the ground can be seen on it") {
    for (const bool dark : {true, false}) {
        const Theme& theme = Theme::of(dark);
        for (const ColourMap map : {ColourMap::potential, ColourMap::current, ColourMap::sensitivity}) {
            for (const Colour& colour : colourTable(map, theme)) {
                CHECK(distance(toOklab(colour), toOklab(theme.viewTop)) > 0.12F);
                CHECK(distance(toOklab(colour), toOklab(theme.viewBottom)) > 0.12F);
            }
        }
        // Areas fade into the ground of plots instead.
        const ColourTable field = colourTable(ColourMap::field, theme);
        CHECK(distance(toOklab(field[127]), toOklab(theme.base)) < 0.02F);
    }
}

TEST_CASE("contacts differ from their neighbours and from the ground") {
    for (const bool dark : {true, false}) {
        const Theme& theme = Theme::of(dark);
        for (int k = 0; k + 1 < 16; ++k) {
            CHECK(distance(toOklab(contactColour(k, 16, theme)), toOklab(contactColour(k + 1, 16, theme))) >
                  0.01F);
            CHECK(distance(toOklab(contactColour(k, 16, theme)), toOklab(theme.viewTop)) > 0.2F);
        }
        CHECK(contactColour(0, 1, theme) == contactColour(0, 1, theme));
    }
}

TEST_CASE("a value finds its colour, and out of range the nearest") {
    CHECK(colourIndex(-1.0F, -1.0F, 1.0F) == 0);
    CHECK(colourIndex(1.0F, -1.0F, 1.0F) == 255);
    CHECK(colourIndex(0.0F, -1.0F, 1.0F) == 128);
    CHECK(colourIndex(-0.001F, -1.0F, 1.0F) == 127);
    CHECK(colourIndex(99.0F, -1.0F, 1.0F) == 255);
    CHECK(colourIndex(-99.0F, -1.0F, 1.0F) == 0);
    CHECK(colourIndex(std::numeric_limits<float>::quiet_NaN(), -1.0F, 1.0F) == 0);
    CHECK(colourIndex(std::numeric_limits<float>::infinity(), -1.0F, 1.0F) == 255);
}
