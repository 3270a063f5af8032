#pragma once

#include "widgets/cell_colours.h"

#include <string>

namespace phiscope {

/// Colours of the cell by how likely a synapse that is scattered by a recipe lands on each segment: membrane
/// area times depth profile, over the sum of all (LFPy: get_rand_prob_area_norm).
class SynapseProbability : public CellColours {
public:
    /// `group`: whose recipe it is, for the colour bar; empty: nobody's.
    SynapseProbability(ScatterRecipe recipe, std::string group);

    bool values(double timeMs, const PlacedCell& cell, std::vector<float>& values) override;
    CellColouring colouring(const View& view) const override;

private:
    ScatterRecipe recipe_;
    std::string group_;
    const PlacedCell* known_ = nullptr; ///< whose values these are
    std::vector<float> percent_;
    float high_ = 1.0F;
};

} // namespace phiscope
