#include "render/field_scale.h"

#include <cmath>

namespace phiscope {

namespace {

constexpr double linesPerSide = 5.0;   // linear
constexpr double linesPerDecade = 2.0; // logarithmic

} // namespace

double FieldScale::place(double value) const {
    if (!logarithmic) {
        return value / range;
    }
    const double steep = std::pow(10.0, colourDecades);
    return std::asinh(value / range * steep) / std::asinh(steep);
}

double FieldScale::contourPlace(double value) const {
    if (!logarithmic) {
        return value / range * linesPerSide;
    }
    const double size = std::abs(value) / range;
    if (!(size > std::pow(10.0, -lineDecades))) {
        return 0.0;
    }
    return std::copysign(linesPerDecade * (std::log10(size) + lineDecades), value);
}

std::vector<double> FieldScale::contourLevels() const {
    const int most = static_cast<int>(logarithmic ? linesPerDecade * lineDecades : linesPerSide);
    std::vector<double> levels;
    for (int k = -most; k <= most; ++k) {
        if (k != 0) {
            const double size = logarithmic ? std::pow(10.0, std::abs(k) / linesPerDecade - lineDecades)
                                            : std::abs(k) / linesPerSide;
            levels.push_back(std::copysign(size * range, k));
        }
    }
    return levels;
}

std::vector<double> FieldScale::ticks() const {
    if (!logarithmic) {
        return {-range, -0.5 * range, 0.0, 0.5 * range, range};
    }
    return {-range, -0.1 * range, -0.01 * range, 0.0, 0.01 * range, 0.1 * range, range};
}

} // namespace phiscope
