#include "widgets/synapse_probability.h"

#include "model/scene/scatter.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

SynapseProbability::SynapseProbability(ScatterRecipe recipe, std::string group)
    : recipe_(std::move(recipe))
    , group_(std::move(group)) {}

bool SynapseProbability::values(double /*timeMs*/, const PlacedCell& cell, std::vector<float>& values) {
    if (&cell != known_ || percent_.size() != static_cast<std::size_t>(cell.segments.size())) {
        const Eigen::VectorXd probability = scatterProbabilities(recipe_, cell);
        percent_.resize(static_cast<std::size_t>(probability.size()));
        std::vector<float> some;
        for (std::size_t k = 0; k < percent_.size(); ++k) {
            percent_[k] = static_cast<float>(100.0 * probability[static_cast<Eigen::Index>(k)]);
            if (percent_[k] > 0.0F) {
                some.push_back(percent_[k]);
            }
        }
        high_ = 0.0F;
        if (!some.empty()) {
            // The soma, which is large, must not make all dendrites dark.
            const auto at =
                some.begin() + static_cast<std::ptrdiff_t>(0.98 * static_cast<double>(some.size() - 1));
            std::nth_element(some.begin(), at, some.end());
            high_ = static_cast<float>(roundUp(static_cast<double>(*at)));
        }
        known_ = &cell;
    }
    if (high_ > 0.0F) {
        values = percent_;
    }
    return high_ > 0.0F;
}

CellColouring SynapseProbability::colouring(const View& /*view*/) const {
    CellColouring colours;
    colours.byValue = true;
    colours.map = ColourMap::potential;
    colours.low = 0.0F;
    colours.high = high_;
    colours.title = group_.empty() ? "Probability of a synapse" : "Probability of a synapse of " + group_;
    colours.unit = "% a segment";
    return colours;
}

} // namespace phiscope
