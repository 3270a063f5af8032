#pragma once

#include "model/support/uniform.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace phiscope {

/// Draws indices in proportion to weights, with replacement, by their cumulative sums: the same on every
/// machine. What LFPy's alias method is for.
class WeightedDraws {
public:
    /// Weights not below 0, with a sum above it.
    explicit WeightedDraws(std::vector<double> weights)
        : cumulative_(std::move(weights)) {
        double sum = 0.0;
        for (double& weight : cumulative_) {
            sum += weight;
            weight = sum;
        }
    }

    double total() const { return cumulative_.empty() ? 0.0 : cumulative_.back(); }
    /// With which an index is drawn.
    double probability(std::size_t index) const {
        return (cumulative_[index] - (index > 0 ? cumulative_[index - 1] : 0.0)) / total();
    }
    std::size_t draw(std::mt19937_64& generator) const {
        const double goal = phiscope::uniform(generator) * total();
        const auto found = std::upper_bound(cumulative_.begin(), cumulative_.end(), goal);
        return std::min(static_cast<std::size_t>(found - cumulative_.begin()), cumulative_.size() - 1);
    }

private:
    std::vector<double> cumulative_;
};

} // namespace phiscope
