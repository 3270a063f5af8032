#include "model/analysis/even_table.h"

#include <array>
#include <cassert>
#include <cmath>

namespace phiscope {

EvenTable::EvenTable(double spacing, double last, const std::function<double(double)>& function)
    : spacing_(spacing) {
    assert(spacing > 0.0 && last >= 0.0);
    const auto steps = static_cast<Eigen::Index>(std::ceil(last / spacing));
    constexpr Eigen::Index half = points / 2;
    values_.resize(steps + 2 * half + 1);
    for (Eigen::Index k = half; k < values_.size(); ++k) {
        values_[k] = function(static_cast<double>(k - half) * spacing);
    }
    for (Eigen::Index k = 1; k <= half; ++k) {
        values_[half - k] = values_[half + k];
    }
}

double EvenTable::operator()(double x) const {
    static constexpr std::array<double, points> weights{1, -7, 21, -35, 35, -21, 7, -1};
    const double position = std::abs(x) / spacing_;
    const auto below = static_cast<Eigen::Index>(position);
    // Points below − 3 … below + 4, in a table that begins at −4.
    const double* values = values_.data() + below + 1;
    assert(below + points < values_.size());
    const double within = position - static_cast<double>(below) + 3.0;
    double above = 0.0;
    double under = 0.0;
    for (std::size_t k = 0; k < weights.size(); ++k) {
        const double distance = within - static_cast<double>(k);
        if (distance == 0.0) {
            return values[k];
        }
        const double weight = weights[k] / distance;
        above += weight * values[k];
        under += weight;
    }
    return above / under;
}

} // namespace phiscope
