#pragma once

#include "widgets/cell_colours.h"
#include "widgets/run_data.h"

#include <cstdint>

namespace phiscope {

/// Colours of the cell by one of two runs, A and B, or by their difference: the membrane potential or the
/// transmembrane current, at one clock for both.
class RunPairColours : public CellColours {
public:
    enum class Side { first, second, difference };

    /// Both runs are of a cell with the same segments.
    RunPairColours(RunData first, RunData second, Side side, bool currents);

    bool values(double timeMs, const PlacedCell& cell, std::vector<float>& values) override;
    CellColouring colouring(const View& view) const override;

    /// Section by section the same segments; they may stand elsewhere.
    static bool sameSegments(const PlacedCell& a, const PlacedCell& b);

private:
    bool fill(Side side, double timeMs, const PlacedCell& cell, std::vector<float>& values) const;
    void scan(const PlacedCell& cell);
    void widen(std::vector<float>& values); ///< turns them about

    RunData first_;
    RunData second_;
    Side side_;
    bool currents_;
    std::int64_t scanned_ = 0; ///< frames of the clock
    bool any_ = false;
    double low_ = 0.0; ///< of the potential, mV
    double high_ = 0.0;
    double size_ = 0.0; ///< of currents and differences
    std::vector<float> scratch_;
};

} // namespace phiscope
