#include "render/theme.h"

#include "render/oklab.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

const Theme& Theme::darkTheme() {
    static const Theme theme{
        .kind = Kind::dark,
        .dark = true,
        .window = Colour::hex(0x1e2227),
        .base = Colour::hex(0x15181c),
        .viewTop = Colour::hex(0x232a33),
        .viewBottom = Colour::hex(0x14171b),
        .text = Colour::hex(0xe3e7ec),
        .dimText = Colour::hex(0x97a1ad),
        .line = Colour::hex(0x343b44),
        .accent = Colour::hex(0x4c9be8),
        .selection = Colour::hex(0x2563a8),
        .onSelection = Colour::hex(0xffffff),
        .good = Colour::hex(0x5cb88a),
        .warn = Colour::hex(0xe0a64a),
        .bad = Colour::hex(0xe06a5f),
        .cell = Colour::hex(0x9fb0c3),
        .excitatory = Colour::hex(0xf0962e),
        .inhibitory = Colour::hex(0x4ea6ee),
        .stimulus = Colour::hex(0xf2e05c),
        .shank = Colour::hex(0x6b7683),
        .series = {Colour::hex(0xe8a33d), Colour::hex(0x62b6ec), Colour::hex(0x2fb58c), Colour::hex(0xefe35f),
                   Colour::hex(0x4b8fd6), Colour::hex(0xe8743b), Colour::hex(0xd78cb8),
                   Colour::hex(0xb8c0ca)},
    };
    return theme;
}

const Theme& Theme::lightTheme() {
    static const Theme theme{
        .kind = Kind::light,
        .dark = false,
        .window = Colour::hex(0xf4f5f7),
        .base = Colour::hex(0xffffff),
        .viewTop = Colour::hex(0xeef2f6),
        .viewBottom = Colour::hex(0xdfe5ec),
        .text = Colour::hex(0x1b2026),
        .dimText = Colour::hex(0x5c6670),
        .line = Colour::hex(0xd3d8de),
        .accent = Colour::hex(0x1f6fc4),
        .selection = Colour::hex(0x1f6fc4),
        .onSelection = Colour::hex(0xffffff),
        .good = Colour::hex(0x23774c),
        .warn = Colour::hex(0x935d00),
        .bad = Colour::hex(0xc0392b),
        .cell = Colour::hex(0x667587),
        .excitatory = Colour::hex(0xd56f00),
        .inhibitory = Colour::hex(0x0b74bd),
        .stimulus = Colour::hex(0xb08a00),
        .shank = Colour::hex(0x9aa4af),
        .series = {Colour::hex(0xc77d00), Colour::hex(0x3a97cf), Colour::hex(0x00805e), Colour::hex(0xa89600),
                   Colour::hex(0x00629e), Colour::hex(0xc24e00), Colour::hex(0xb4598d),
                   Colour::hex(0x3a424b)},
    };
    return theme;
}

const Theme& Theme::highContrastTheme() {
    static const Theme theme{
        .kind = Kind::highContrast,
        .dark = true,
        .textScale = 1.1F,
        .lineScale = 1.3F,
        .window = Colour::hex(0x000000),
        .base = Colour::hex(0x000000),
        .viewTop = Colour::hex(0x000000),
        .viewBottom = Colour::hex(0x000000),
        .text = Colour::hex(0xffffff),
        .dimText = Colour::hex(0xd8dde3),
        .line = Colour::hex(0x8b949e),
        .accent = Colour::hex(0x5cc8ff),
        .selection = Colour::hex(0xffd83d),
        .onSelection = Colour::hex(0x000000),
        .good = Colour::hex(0x5ee6a0),
        .warn = Colour::hex(0xffb84d),
        .bad = Colour::hex(0xff8f85),
        .cell = Colour::hex(0xcfdae6),
        .excitatory = Colour::hex(0xffa640),
        .inhibitory = Colour::hex(0x6cc4ff),
        .stimulus = Colour::hex(0xfff27a),
        .shank = Colour::hex(0x9aa8b8),
        .series = {Colour::hex(0xffb84d), Colour::hex(0x7fd0ff), Colour::hex(0x3fe0ac), Colour::hex(0xfff36b),
                   Colour::hex(0x7fb3ff), Colour::hex(0xff9a66), Colour::hex(0xffa6d6),
                   Colour::hex(0xe6ebf0)},
    };
    return theme;
}

const Theme& Theme::projectorTheme() {
    static const Theme theme{
        .kind = Kind::projector,
        .dark = false,
        .textScale = 1.35F,
        .lineScale = 1.8F,
        .window = Colour::hex(0xf6f7f9),
        .base = Colour::hex(0xffffff),
        .viewTop = Colour::hex(0xffffff),
        .viewBottom = Colour::hex(0xf1f4f7),
        .text = Colour::hex(0x000000),
        .dimText = Colour::hex(0x343c44),
        .line = Colour::hex(0xa9b2bb),
        .accent = Colour::hex(0x0055b3),
        .selection = Colour::hex(0x0055b3),
        .onSelection = Colour::hex(0xffffff),
        .good = Colour::hex(0x00683b),
        .warn = Colour::hex(0x854a00),
        .bad = Colour::hex(0xa81212),
        .cell = Colour::hex(0x4a5a6c),
        .excitatory = Colour::hex(0xb85a00),
        .inhibitory = Colour::hex(0x0060a8),
        .stimulus = Colour::hex(0x7a6000),
        .shank = Colour::hex(0x7d8894),
        .series = {Colour::hex(0xa86200), Colour::hex(0x1878b8), Colour::hex(0x00694c), Colour::hex(0x7d6f00),
                   Colour::hex(0x004c80), Colour::hex(0xa83c00), Colour::hex(0x983e74),
                   Colour::hex(0x20262c)},
    };
    return theme;
}

const Theme& Theme::of(Kind kind) {
    switch (kind) {
    case Kind::dark:
        break;
    case Kind::light:
        return lightTheme();
    case Kind::highContrast:
        return highContrastTheme();
    case Kind::projector:
        return projectorTheme();
    }
    return darkTheme();
}

double contrast(Colour a, Colour b) {
    const auto linear = [](float value) {
        const auto v = static_cast<double>(value);
        return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
    };
    const auto luminance = [&linear](Colour c) {
        return 0.2126 * linear(c.r) + 0.7152 * linear(c.g) + 0.0722 * linear(c.b);
    };
    const double one = luminance(a);
    const double other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

Colour contactColour(int k, int n, const Theme& theme) {
    // Deep contacts stand out most from the ground, superficial ones least; the hue drifts a little so that
    // neighbours stay apart where lightness alone would not do.
    const float depth =
        n > 1 ? static_cast<float>(std::clamp(k, 0, n - 1)) / static_cast<float>(n - 1) : 0.5F;
    const float lightness = theme.dark ? 0.58F + 0.32F * depth : 0.36F + 0.32F * depth;
    const float chroma = theme.dark ? 0.125F - 0.035F * depth : 0.115F - 0.015F * depth;
    return fromOklch({lightness, chroma, 168.0F + 24.0F * (1.0F - depth)});
}

} // namespace phiscope
