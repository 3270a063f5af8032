#include "widgets/fixed_colours.h"

#include "model/geometry/axial_resistance.h"
#include "model/scene/scatter.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phiscope {

FixedColours::FixedColours(Meaning meaning, Values of)
    : meaning_(std::move(meaning))
    , of_(std::move(of)) {}

void FixedColours::take(const PlacedCell& cell) {
    const Eigen::VectorXd all = of_(cell);
    values_.assign(all.begin(), all.end());
    std::vector<float> some;
    std::ranges::copy_if(values_, std::back_inserter(some), [](float value) { return value > 0.0F; });
    low_ = high_ = 0.0F;
    if (!some.empty()) {
        // The soma, which is large, must not make all dendrites dark.
        const auto at =
            some.begin() + static_cast<std::ptrdiff_t>(0.98 * static_cast<double>(some.size() - 1));
        std::nth_element(some.begin(), at, some.end());
        high_ = static_cast<float>(roundUp(static_cast<double>(*at)));
        if (meaning_.logarithmic) {
            const auto least = static_cast<double>(*std::ranges::min_element(some));
            low_ = static_cast<float>(std::pow(10.0, std::floor(std::log10(least))));
        }
    }
    known_ = &cell;
}

bool FixedColours::values(double /*timeMs*/, const PlacedCell& cell, std::vector<float>& values) {
    if (&cell != known_ || values_.size() != static_cast<std::size_t>(cell.segments.size())) {
        take(cell);
    }
    if (high_ > 0.0F) {
        values = values_;
    }
    return high_ > 0.0F;
}

CellColouring FixedColours::colouring(const View& /*view*/) const {
    CellColouring colours;
    colours.byValue = true;
    colours.map = ColourMap::potential;
    colours.low = low_;
    colours.high = std::max(high_, 10.0F * low_);
    colours.logarithmic = meaning_.logarithmic;
    colours.title = meaning_.title;
    colours.unit = meaning_.unit;
    return colours;
}

std::shared_ptr<FixedColours> probabilityColours(const ScatterRecipe& recipe, const std::string& group) {
    const std::string title = "Probability of a synapse";
    return std::make_shared<FixedColours>(
        FixedColours::Meaning{group.empty() ? title : title + " of " + group, "% a segment"},
        [recipe](const PlacedCell& cell) -> Eigen::VectorXd {
            return 100.0 * scatterProbabilities(recipe, cell);
        });
}

std::shared_ptr<FixedColours> resistanceColours(std::optional<double> Ra) {
    return std::make_shared<FixedColours>(
        FixedColours::Meaning{"Axial resistance", "MΩ", true},
        [Ra](const PlacedCell& cell) { return axialResistance(cell.morphology, cell.segments, Ra); });
}

} // namespace phiscope
