#include "model/scene/rate_curve.h"

#include <algorithm>
#include <cassert>
#include <limits>

namespace phiscope {

namespace {

constexpr double msPerSecond = 1000.0;

} // namespace

RateCurve::RateCurve(std::span<const double> timesMs, std::span<const double> ratesHz)
    : times_(timesMs)
    , rates_(ratesHz) {
    assert(!times_.empty() && times_.size() == rates_.size());
    totals_.push_back(0.0);
    for (std::size_t k = 1; k < times_.size(); ++k) {
        totals_.push_back(totals_.back() +
                          0.5 * (rates_[k] + rates_[k - 1]) * (times_[k] - times_[k - 1]) / msPerSecond);
    }
    peak_ = *std::max_element(rates_.begin(), rates_.end());
}

std::size_t RateCurve::above(double timeMs) const {
    return static_cast<std::size_t>(std::upper_bound(times_.begin(), times_.end(), timeMs) - times_.begin());
}

double RateCurve::rateHz(double timeMs) const {
    const std::size_t k = above(timeMs);
    if (k == 0) {
        return rates_.front();
    }
    if (k == times_.size()) {
        return rates_.back();
    }
    const double way = (timeMs - times_[k - 1]) / (times_[k] - times_[k - 1]);
    return rates_[k - 1] + way * (rates_[k] - rates_[k - 1]);
}

double RateCurve::total(double timeMs) const {
    const std::size_t k = above(timeMs);
    if (k == 0) {
        return (timeMs - times_.front()) * rates_.front() / msPerSecond;
    }
    return totals_[k - 1] + 0.5 * (rates_[k - 1] + rateHz(timeMs)) * (timeMs - times_[k - 1]) / msPerSecond;
}

RateCurve::Piece RateCurve::pieceAfter(double timeMs) const {
    const std::size_t k = above(timeMs);
    if (k == times_.size()) {
        return {std::numeric_limits<double>::infinity(), rates_.back()};
    }
    return {times_[k], k == 0 ? rates_.front() : std::max(rates_[k - 1], rates_[k])};
}

} // namespace phiscope
