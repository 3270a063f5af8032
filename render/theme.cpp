#include "render/theme.h"

#include "render/oklab.h"

#include <algorithm>

namespace phiscope {

const Theme& Theme::darkTheme() {
    static const Theme theme{
        .dark = true,
        .window = Colour::hex(0x1e2227),
        .base = Colour::hex(0x15181c),
        .viewTop = Colour::hex(0x232a33),
        .viewBottom = Colour::hex(0x14171b),
        .text = Colour::hex(0xe3e7ec),
        .dimText = Colour::hex(0x97a1ad),
        .line = Colour::hex(0x343b44),
        .accent = Colour::hex(0x4c9be8),
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
        .dark = false,
        .window = Colour::hex(0xf4f5f7),
        .base = Colour::hex(0xffffff),
        .viewTop = Colour::hex(0xeef2f6),
        .viewBottom = Colour::hex(0xdfe5ec),
        .text = Colour::hex(0x1b2026),
        .dimText = Colour::hex(0x5c6670),
        .line = Colour::hex(0xd3d8de),
        .accent = Colour::hex(0x1f6fc4),
        .good = Colour::hex(0x2d8a5c),
        .warn = Colour::hex(0xa86a00),
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
