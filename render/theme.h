#pragma once

#include <array>
#include <cstdint>

namespace phiscope {

/// sRGB, 0 to 1 each.
struct Colour {
    float r = 0.0F;
    float g = 0.0F;
    float b = 0.0F;

    static constexpr Colour hex(std::uint32_t rgb) {
        return {static_cast<float>((rgb >> 16U) & 0xFFU) / 255.0F,
                static_cast<float>((rgb >> 8U) & 0xFFU) / 255.0F, static_cast<float>(rgb & 0xFFU) / 255.0F};
    }
    /// 0xRRGGBB, rounded.
    constexpr std::uint32_t rgb() const { return (byte(r) << 16U) | (byte(g) << 8U) | byte(b); }
    bool operator==(const Colour&) const = default;

private:
    static constexpr std::uint32_t byte(float v) { return static_cast<std::uint32_t>(v * 255.0F + 0.5F); }
};

/// Straight-line mix in sRGB: 0 gives `a`, 1 gives `b`.
constexpr Colour mix(Colour a, Colour b, float t) {
    return {a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}

/// Every colour of the program, as plain values, so that widgets, plots and the 3-D view agree.
struct Theme {
    enum class Kind {
        dark,
        light,
        highContrast, ///< white on black, all text at least 7:1
        projector,    ///< black on white, large type, thick lines
    };
    Kind kind = Kind::dark;
    bool dark = true;       ///< light on a dark ground
    float textScale = 1.0F; ///< of type, and of what is measured in it: marks, rows, margins of plots
    float lineScale = 1.0F; ///< of the lines of traces
    Colour window;          ///< panels, docks
    Colour base;            ///< plots, lists, editors
    Colour viewTop;         ///< 3-D background, top
    Colour viewBottom;      ///< 3-D background, bottom
    Colour text;
    Colour dimText;     ///< units, hints, axis text
    Colour line;        ///< separators, grid
    Colour accent;      ///< focus, links, the time cursor
    Colour selection;   ///< ground of what is selected
    Colour onSelection; ///< text on it
    Colour good;
    Colour warn;
    Colour bad;
    Colour cell;       ///< a cell that is not coloured by a value
    Colour excitatory; ///< orange
    Colour inhibitory; ///< blue
    Colour stimulus;
    Colour shank;                 ///< body of a probe
    std::array<Colour, 8> series; ///< traces and categories: Okabe-Ito, adjusted to the ground

    static const Theme& darkTheme();
    static const Theme& lightTheme();
    static const Theme& highContrastTheme();
    static const Theme& projectorTheme();
    static const Theme& of(Kind kind);
    static const Theme& of(bool dark) { return dark ? darkTheme() : lightTheme(); }
    bool operator==(const Theme&) const = default;
};

/// How well one colour is read on another: 1 (not at all) to 21 (black on white), as WCAG 2 defines it. Text
/// wants 4.5, large type and signs 3.
double contrast(Colour a, Colour b);

/// Colour of contact `k` of `n` (0: the tip, deepest): one hue shaded by depth, in the 3-D view and in plots.
Colour contactColour(int k, int n, const Theme& theme);

} // namespace phiscope
