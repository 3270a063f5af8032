#include "render/colour_maps.h"

#include "render/oklab.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <span>
#include <vector>

namespace phiscope {

namespace {

/// A curve through anchors (hue and chroma smooth in between), walked in steps of equal OKLab distance.
std::vector<Colour> uniformRamp(std::span<const Oklch> anchors, int count) {
    constexpr int fine = 1024;
    std::vector<Oklab> path;
    std::vector<float> travelled;
    const auto last = static_cast<float>(anchors.size() - 1);
    for (int i = 0; i < fine; ++i) {
        const float position = last * static_cast<float>(i) / static_cast<float>(fine - 1);
        const auto k = std::min(static_cast<std::size_t>(position), anchors.size() - 2);
        const float t = position - static_cast<float>(k);
        const Oklch& p = anchors[k];
        const Oklch& q = anchors[k + 1];
        const Oklch here{std::lerp(p.lightness, q.lightness, t), std::lerp(p.chroma, q.chroma, t),
                         std::lerp(p.hueDeg, q.hueDeg, t)};
        // Through sRGB and back, so that distances count what the screen can show.
        path.push_back(toOklab(fromOklch(here)));
        travelled.push_back(i == 0 ? 0.0F : travelled.back() + distance(path[path.size() - 2], path.back()));
    }
    std::vector<Colour> ramp;
    for (int i = 0; i < count; ++i) {
        const float goal = travelled.back() * static_cast<float>(i) / static_cast<float>(count - 1);
        const auto after = std::lower_bound(travelled.begin() + 1, travelled.end() - 1, goal);
        const auto k = static_cast<std::size_t>(after - travelled.begin());
        const float span = travelled[k] - travelled[k - 1];
        const float t = span > 0.0F ? (goal - travelled[k - 1]) / span : 0.0F;
        ramp.push_back(
            fromOklab({std::lerp(path[k - 1].lightness, path[k].lightness, t),
                       std::lerp(path[k - 1].a, path[k].a, t), std::lerp(path[k - 1].b, path[k].b, t)}));
    }
    return ramp;
}

ColourTable sequential(std::span<const Oklch> anchors) {
    ColourTable table;
    std::ranges::copy(uniformRamp(anchors, static_cast<int>(table.size())), table.begin());
    return table;
}

/// Both anchors lists run from the neutral outwards.
ColourTable diverging(std::span<const Oklch> negative, std::span<const Oklch> positive) {
    ColourTable table;
    constexpr int half = 128;
    const std::vector<Colour> down = uniformRamp(negative, half);
    const std::vector<Colour> up = uniformRamp(positive, half);
    for (std::size_t i = 0; i < half; ++i) {
        table[half - 1 - i] = down[i];
        table[half + i] = up[i];
    }
    return table;
}

ColourTable make(ColourMap map, const Theme& theme) {
    switch (map) {
    case ColourMap::potential:
        if (theme.dark) {
            return sequential(std::array<Oklch, 6>{{{0.52F, 0.080F, 256.0F},
                                                    {0.56F, 0.130F, 290.0F},
                                                    {0.62F, 0.180F, 335.0F},
                                                    {0.71F, 0.170F, 388.0F},
                                                    {0.83F, 0.150F, 432.0F},
                                                    {0.97F, 0.090F, 464.0F}}});
        }
        // On a light ground more is darker: the same order of hues.
        return sequential(std::array<Oklch, 5>{{{0.70F, 0.055F, 250.0F},
                                                {0.61F, 0.120F, 282.0F},
                                                {0.53F, 0.180F, 330.0F},
                                                {0.45F, 0.165F, 378.0F},
                                                {0.34F, 0.120F, 400.0F}}});
    case ColourMap::current:
        if (theme.dark) {
            return diverging(
                std::array<Oklch, 3>{
                    {{0.50F, 0.010F, 250.0F}, {0.66F, 0.120F, 245.0F}, {0.86F, 0.100F, 215.0F}}},
                std::array<Oklch, 3>{
                    {{0.50F, 0.010F, 50.0F}, {0.66F, 0.150F, 50.0F}, {0.88F, 0.130F, 85.0F}}});
        }
        return diverging(
            std::array<Oklch, 3>{{{0.72F, 0.010F, 250.0F}, {0.55F, 0.130F, 248.0F}, {0.33F, 0.130F, 262.0F}}},
            std::array<Oklch, 3>{{{0.72F, 0.010F, 50.0F}, {0.57F, 0.150F, 48.0F}, {0.36F, 0.110F, 30.0F}}});
    case ColourMap::field: {
        const float ground = toOklab(theme.base).lightness;
        if (theme.dark) {
            return diverging(std::array<Oklch, 4>{{{ground, 0.006F, 250.0F},
                                                   {0.40F, 0.110F, 255.0F},
                                                   {0.62F, 0.140F, 245.0F},
                                                   {0.88F, 0.080F, 215.0F}}},
                             std::array<Oklch, 4>{{{ground, 0.006F, 40.0F},
                                                   {0.40F, 0.110F, 35.0F},
                                                   {0.64F, 0.165F, 48.0F},
                                                   {0.90F, 0.120F, 88.0F}}});
        }
        return diverging(std::array<Oklch, 4>{{{ground, 0.0F, 240.0F},
                                               {0.80F, 0.090F, 238.0F},
                                               {0.55F, 0.140F, 250.0F},
                                               {0.32F, 0.120F, 262.0F}}},
                         std::array<Oklch, 4>{{{ground, 0.0F, 70.0F},
                                               {0.82F, 0.110F, 62.0F},
                                               {0.59F, 0.165F, 45.0F},
                                               {0.35F, 0.115F, 28.0F}}});
    }
    case ColourMap::sensitivity:
        if (theme.dark) {
            return sequential(std::array<Oklch, 3>{
                {{0.44F, 0.030F, 255.0F}, {0.66F, 0.130F, 248.0F}, {0.96F, 0.040F, 225.0F}}});
        }
        return sequential(std::array<Oklch, 3>{
            {{0.78F, 0.022F, 240.0F}, {0.58F, 0.130F, 250.0F}, {0.30F, 0.120F, 262.0F}}});
    }
    return {};
}

} // namespace

ColourTable colourTable(ColourMap map, const Theme& theme) {
    return make(map, theme);
}

int colourIndex(float value, float low, float high) {
    const float t = (value - low) / (high - low) * 256.0F;
    if (!(t > 0.0F)) { // also NaN
        return 0;
    }
    return t >= 255.0F ? 255 : static_cast<int>(t);
}

} // namespace phiscope
