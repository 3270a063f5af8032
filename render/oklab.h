#pragma once

#include "render/theme.h"

namespace phiscope {

/// B. Ottosson's OKLab (2020): equal distances look about equally different.
struct Oklab {
    float lightness = 0.0F; ///< 0 black, 1 white
    float a = 0.0F;
    float b = 0.0F;
};

/// The same in polar form; hue in degrees.
struct Oklch {
    float lightness = 0.0F;
    float chroma = 0.0F;
    float hueDeg = 0.0F;
};

Oklab toOklab(Colour colour);
/// Chroma is lowered where sRGB does not reach that far; lightness and hue stay.
Colour fromOklab(const Oklab& lab);
Colour fromOklch(const Oklch& lch);
Oklab toOklab(const Oklch& lch);
float distance(const Oklab& a, const Oklab& b);

} // namespace phiscope
