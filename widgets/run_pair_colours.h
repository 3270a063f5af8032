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

    /// Colours of the runs before, which differ in that one of them has been run again: the range does not
    /// shrink until that one is complete.
    void keepRangeOf(const RunPairColours& before);

    /// Section by section the same segments; they may stand elsewhere.
    static bool sameSegments(const PlacedCell& a, const PlacedCell& b);

private:
    struct Extent {
        bool any = false;
        double low = 0.0; ///< of the potential, mV
        double high = 0.0;
        double size = 0.0; ///< of currents and differences
        void add(const Extent& other);
    };
    bool complete() const;
    Extent extent() const; ///< that the colours are for
    bool fill(Side side, double timeMs, const PlacedCell& cell, std::vector<float>& values) const;
    void scan(const PlacedCell& cell);
    void widen(std::vector<float>& values); ///< turns them about

    RunData first_;
    RunData second_;
    Side side_;
    bool currents_;
    std::int64_t scanned_ = 0; ///< frames of the clock
    Extent extent_;
    Extent before_;
    std::vector<float> scratch_;
};

} // namespace phiscope
