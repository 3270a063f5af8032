#pragma once

#include <vector>

namespace phiscope {

/// How values of a field become colours and contour lines: symmetric about zero, `range` the largest
/// magnitude that has a colour of its own.
///
/// Linear: equal steps of the value are equal steps of colour. Signed logarithmic: the inverse hyperbolic
/// sine, asinh(v / v0) / asinh(range / v0) with v0 a hundredth of the range, which is linear within ±v0 and
/// logarithmic over the two decades beyond.
struct FieldScale {
    static constexpr double colourDecades = 2.0;
    static constexpr double lineDecades = 3.0;
    double range = 1.0; ///< above 0
    bool logarithmic = true;

    /// −1 to 1 within the range, beyond it outside.
    double place(double value) const;
    /// Where contour lines lie: at every whole number but 0. Linear: a fifth of the range apart;
    /// logarithmic: two a decade over three decades. The outermost lie at the range.
    double contourPlace(double value) const;
    /// The values of the lines within the range, ascending.
    std::vector<double> contourLevels() const;
    /// Values for a colour bar, ascending, from −range to range.
    std::vector<double> ticks() const;

    bool operator==(const FieldScale&) const = default;
};

} // namespace phiscope
