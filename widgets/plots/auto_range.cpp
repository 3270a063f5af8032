#include "widgets/plots/auto_range.h"

#include "widgets/plots/series.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {
/// Below this share of the present range, complete data get a range of their own.
constexpr double shrinkBelow = 0.4;
} // namespace

bool AutoRange::fit(double amplitude, bool complete) {
    const double wanted = niceCeiling(amplitude);
    if (!(wanted > 0.0) || wanted == value_) {
        return false;
    }
    if (wanted > value_ || (complete && wanted <= shrinkBelow * value_ * 1.001)) {
        value_ = wanted;
        return true;
    }
    return false;
}

bool AutoLimits::fit(double low, double high, bool complete) {
    if (!std::isfinite(low) || !std::isfinite(high) || high < low) {
        return false;
    }
    const double room = std::max(0.04 * (high - low), 0.5 * (leastSpan_ - (high - low)));
    low -= room;
    high += room;
    const bool fresh = high_ <= low_;
    const bool outside = low < low_ || high > high_;
    const bool tooWide = complete && (high - low) < shrinkBelow * (high_ - low_);
    if (!fresh && !outside && !tooWide) {
        return false;
    }
    if (!fresh && !complete) {
        low = std::min(low, low_);
        high = std::max(high, high_);
    }
    // A twentieth of the span, so that the limits are round and change rarely while data grow.
    const double step = niceFloor((high - low) / 10.0);
    const double newLow = std::floor(low / step) * step;
    const double newHigh = std::ceil(high / step) * step;
    if (newLow == low_ && newHigh == high_) {
        return false;
    }
    low_ = newLow;
    high_ = newHigh;
    return true;
}

} // namespace phiscope
