#include "model/analysis/value_extent.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phiscope {

namespace {

constexpr std::int64_t scannedFrames = 400;

} // namespace

void ValueExtent::scan(const Recording& recording, const Eigen::VectorXd& areasUm2) {
    const std::int64_t count = recording.frameCount();
    const std::int64_t stride = std::max<std::int64_t>(1, recording.layout().frames / scannedFrames);
    const auto segments = static_cast<std::size_t>(recording.layout().segments);
    const auto points = static_cast<std::size_t>(recording.layout().pointProcesses);
    pointSize.resize(points, 0.0);
    std::vector<double> sizes(segments);
    for (; scanned < count; scanned += stride) {
        const float* v = recording.potentials(scanned);
        const auto [least, most] = std::minmax_element(v, v + segments);
        low = any ? std::min(low, static_cast<double>(*least)) : static_cast<double>(*least);
        high = any ? std::max(high, static_cast<double>(*most)) : static_cast<double>(*most);
        any = true;
        const double* i = recording.currents(scanned);
        for (std::size_t k = 0; k < segments; ++k) {
            sizes[k] = std::abs(currentDensity(i[k], areasUm2[static_cast<Eigen::Index>(k)]));
        }
        // Robust in space: one segment under a synapse must not make the rest grey.
        const auto at = sizes.begin() + static_cast<std::ptrdiff_t>(0.95 * static_cast<double>(segments - 1));
        std::nth_element(sizes.begin(), at, sizes.end());
        currentSize = std::max(currentSize, *at);
        const double* p = recording.pointCurrents(scanned);
        for (std::size_t k = 0; k < points; ++k) {
            pointSize[k] = std::max(pointSize[k], std::abs(p[k]));
        }
    }
}

ValueSpan potentialRange(double lowMv, double highMv, std::optional<double> fixedLow,
                         std::optional<double> fixedHigh) {
    ValueSpan range;
    range.low = 5.0 * std::floor(lowMv / 5.0);
    range.high = fixedHigh.value_or(std::max(5.0 * std::ceil(highMv / 5.0), range.low + 10.0));
    range.low = fixedLow.value_or(range.low);
    if (!(range.high > range.low)) {
        range.high = range.low + 1.0;
    }
    return range;
}

ValueSpan currentRange(double size, std::optional<double> fixedLimit) {
    const double limit = fixedLimit.value_or(roundUp(size));
    return {-limit, limit};
}

double roundUp(double value) {
    if (!(value > 0.0)) {
        return 1.0;
    }
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0, 10.0}) {
        if (value <= step * power * (1.0 + 1e-9)) {
            return step * power;
        }
    }
    return 10.0 * power;
}

} // namespace phiscope
