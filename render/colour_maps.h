#pragma once

#include "render/theme.h"

#include <array>

namespace phiscope {

enum class ColourMap {
    potential,   ///< sequential; its low end stays visible as a thin dendrite on the theme's ground
    current,     ///< diverging for things drawn on the ground: the neutral middle is a visible grey
    field,       ///< diverging for areas: the neutral middle is the ground of plots (`Theme::base`)
    sensitivity, ///< sequential in the accent hue
};

using ColourTable = std::array<Colour, 256>;

/// Steps of equal perceived difference (OKLab), lightness monotone on each side of the neutral, so that the
/// maps survive grey print and colour-blind eyes.
ColourTable colourTable(ColourMap map, const Theme& theme);

/// Entry for `value` in [low, high], clamped. NaN gives the first entry.
int colourIndex(float value, float low, float high);

} // namespace phiscope
