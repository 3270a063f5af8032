#include "widgets/time_scale.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

/// The same span, moved so that it lies within [first, last]; the whole of it where it is longer.
TimeScale keptInside(TimeScale scale, double first, double last) {
    const double span = std::min(scale.endMs - scale.startMs, last - first);
    scale.startMs = std::clamp(scale.startMs, first, last - span);
    scale.endMs = scale.startMs + span;
    return scale;
}

} // namespace

double TimeScale::msPerPixel() const {
    return right > left ? (endMs - startMs) / (right - left) : 0.0;
}

double TimeScale::toPixel(double timeMs) const {
    return endMs > startMs ? left + (timeMs - startMs) / (endMs - startMs) * (right - left) : left;
}

double TimeScale::toTime(double pixel) const {
    return startMs + (pixel - left) * msPerPixel();
}

double TimeScale::toTimeClamped(double pixel) const {
    return std::clamp(toTime(pixel), startMs, std::max(startMs, endMs));
}

TimeScale TimeScale::zoomed(double factor, double pixel, double firstMs, double lastMs,
                            double shortestMs) const {
    const double anchor = toTimeClamped(pixel);
    const double oldSpan = endMs - startMs;
    const double span = std::clamp(oldSpan * factor, std::min(shortestMs, lastMs - firstMs),
                                   std::max(shortestMs, lastMs - firstMs));
    const double share = oldSpan > 0.0 ? (anchor - startMs) / oldSpan : 0.0;
    TimeScale scale = *this;
    scale.startMs = anchor - share * span;
    scale.endMs = scale.startMs + span;
    return keptInside(scale, firstMs, lastMs);
}

TimeScale TimeScale::panned(double pixels, double firstMs, double lastMs) const {
    TimeScale scale = *this;
    const double shift = pixels * msPerPixel();
    scale.startMs -= shift;
    scale.endMs -= shift;
    return keptInside(scale, firstMs, lastMs);
}

double tickStepMs(const TimeScale& scale, double pixelsApart) {
    const double least = scale.msPerPixel() * pixelsApart;
    if (!(least > 0.0)) {
        return 1.0;
    }
    const double decade = std::pow(10.0, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * decade >= least) {
            return factor * decade;
        }
    }
    return 10.0 * decade;
}

} // namespace phiscope
