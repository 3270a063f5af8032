#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace phiscope {

/// A rate in Hz over time in ms: linear between the given points, constant before the first and after the
/// last. The points must rise, and there must be one at least.
class RateCurve {
public:
    RateCurve(std::span<const double> timesMs, std::span<const double> ratesHz);

    double rateHz(double timeMs) const;
    double peakHz() const { return peak_; }
    /// Spikes to be expected between two times.
    double expected(double fromMs, double toMs) const { return total(toMs) - total(fromMs); }

    /// The piece after a time: where it ends (infinite: never) and the largest rate within.
    struct Piece {
        double endMs;
        double largestHz;
    };
    Piece pieceAfter(double timeMs) const;

private:
    std::size_t above(double timeMs) const; ///< index of the first point later than this
    double total(double timeMs) const;      ///< from the first point on, negative before

    std::span<const double> times_;
    std::span<const double> rates_;
    std::vector<double> totals_; ///< spikes expected from the first point to each
    double peak_ = 0.0;
};

} // namespace phiscope
