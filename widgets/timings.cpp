#include "widgets/timings.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

/// The value that so large a share of them does not exceed.
double quantile(std::vector<double>& values, double share) {
    const auto rank = static_cast<std::ptrdiff_t>(std::ceil(share * static_cast<double>(values.size()))) - 1;
    const auto at = values.begin() + std::max<std::ptrdiff_t>(rank, 0);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

} // namespace

void Timings::add(What what, double ms) {
    const std::lock_guard lock(mutex_);
    Series& series = series_.at(static_cast<std::size_t>(what));
    series.ms.push_back(ms);
    ++series.count;
    if (series.ms.size() > most) {
        series.ms.pop_front();
    }
}

Timings::Summary Timings::summary(What what) const {
    const std::lock_guard lock(mutex_);
    const Series& series = series_.at(static_cast<std::size_t>(what));
    if (series.ms.empty()) {
        return {};
    }
    std::vector<double> values(series.ms.begin(), series.ms.end());
    return {series.count, series.ms.back(), quantile(values, 0.5), quantile(values, 0.99)};
}

std::vector<double> Timings::newest(What what) const {
    const std::lock_guard lock(mutex_);
    const Series& series = series_.at(static_cast<std::size_t>(what));
    return {series.ms.begin(), series.ms.end()};
}

} // namespace phiscope
