#pragma once

#include "widgets/cell_colours.h"

#include <Eigen/Core>

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace phiscope {

/// Colours of the cell by one value a segment that no time changes.
class FixedColours : public CellColours {
public:
    /// What the colour bar says, and how its ends follow from the values. Logarithmic: from the decade of the
    /// smallest; else from 0.
    struct Meaning {
        std::string title;
        std::string unit;
        bool logarithmic = false;
    };
    using Values = std::function<Eigen::VectorXd(const PlacedCell&)>;

    /// `of` gives one value a segment, not below 0.
    FixedColours(Meaning meaning, Values of);

    bool values(double timeMs, const PlacedCell& cell, std::vector<float>& values) override;
    CellColouring colouring(const View& view) const override;

private:
    void take(const PlacedCell& cell);

    Meaning meaning_;
    Values of_;
    const PlacedCell* known_ = nullptr; ///< whose values these are
    std::vector<float> values_;
    float low_ = 0.0F;
    float high_ = 0.0F; ///< 0: there is nothing to show
};

/// How likely a synapse that is scattered by a recipe lands on each segment, %: membrane area times depth
/// profile, over the sum of all (LFPy: get_rand_prob_area_norm). `group`: whose recipe it is; empty:
/// nobody's.
std::shared_ptr<FixedColours> probabilityColours(const ScatterRecipe& recipe, const std::string& group);

/// Axial resistance between each segment and its parent, MΩ (LFPy: get_axial_resistance). `Ra` as of the
/// cell.
std::shared_ptr<FixedColours> resistanceColours(std::optional<double> Ra);

} // namespace phiscope
