#include "render/oklab.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phiscope {

namespace {

float toLinear(float v) {
    return v <= 0.04045F ? v / 12.92F : std::pow((v + 0.055F) / 1.055F, 2.4F);
}

float toGamma(float v) {
    return v <= 0.0031308F ? 12.92F * v : 1.055F * std::pow(v, 1.0F / 2.4F) - 0.055F;
}

Colour linearFrom(const Oklab& lab) {
    const float l = std::pow(lab.lightness + 0.3963377774F * lab.a + 0.2158037573F * lab.b, 3.0F);
    const float m = std::pow(lab.lightness - 0.1055613458F * lab.a - 0.0638541728F * lab.b, 3.0F);
    const float s = std::pow(lab.lightness - 0.0894841775F * lab.a - 1.2914855480F * lab.b, 3.0F);
    return {4.0767416621F * l - 3.3077115913F * m + 0.2309699292F * s,
            -1.2684380046F * l + 2.6097574011F * m - 0.3413193965F * s,
            -0.0041960863F * l - 0.7034186147F * m + 1.7076147010F * s};
}

bool displayable(const Colour& c) {
    constexpr float slack = 1e-4F;
    const auto inside = [](float v) {
        return v >= -slack && v <= 1.0F + slack;
    };
    return inside(c.r) && inside(c.g) && inside(c.b);
}

} // namespace

Oklab toOklab(Colour colour) {
    const float r = toLinear(colour.r);
    const float g = toLinear(colour.g);
    const float b = toLinear(colour.b);
    const float l = std::cbrt(0.4122214708F * r + 0.5363325363F * g + 0.0514459929F * b);
    const float m = std::cbrt(0.2119034982F * r + 0.6806995451F * g + 0.1073969566F * b);
    const float s = std::cbrt(0.0883024619F * r + 0.2817188376F * g + 0.6299787005F * b);
    return {0.2104542553F * l + 0.7936177850F * m - 0.0040720468F * s,
            1.9779984951F * l - 2.4285922050F * m + 0.4505937099F * s,
            0.0259040371F * l + 0.7827717662F * m - 0.8086757660F * s};
}

Colour fromOklab(const Oklab& lab) {
    Oklab inside = lab;
    if (!displayable(linearFrom(lab))) {
        float low = 0.0F;
        float high = 1.0F;
        for (int i = 0; i < 20; ++i) {
            const float middle = 0.5F * (low + high);
            inside = {lab.lightness, lab.a * middle, lab.b * middle};
            (displayable(linearFrom(inside)) ? low : high) = middle;
        }
        inside = {lab.lightness, lab.a * low, lab.b * low};
    }
    const Colour linear = linearFrom(inside);
    const auto channel = [](float v) {
        return toGamma(std::clamp(v, 0.0F, 1.0F));
    };
    return {channel(linear.r), channel(linear.g), channel(linear.b)};
}

Oklab toOklab(const Oklch& lch) {
    const float hue = lch.hueDeg * std::numbers::pi_v<float> / 180.0F;
    return {lch.lightness, lch.chroma * std::cos(hue), lch.chroma * std::sin(hue)};
}

Colour fromOklch(const Oklch& lch) {
    return fromOklab(toOklab(lch));
}

float distance(const Oklab& a, const Oklab& b) {
    return std::hypot(a.lightness - b.lightness, a.a - b.a, a.b - b.b);
}

} // namespace phiscope
