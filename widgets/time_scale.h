#pragma once

namespace phiscope {

/// Which pixel shows which moment. Shared by the timeline and by every plot over time, so that a click means
/// the same everywhere. Pixels are widget coordinates, times are model time in ms.
struct TimeScale {
    double startMs = 0.0;
    double endMs = 1.0;
    double left = 0.0;  ///< pixel of startMs
    double right = 1.0; ///< pixel of endMs

    double msPerPixel() const;
    double toPixel(double timeMs) const;
    /// Not clamped: a pixel left of `left` lies before startMs.
    double toTime(double pixel) const;
    /// As toTime, within [startMs, endMs].
    double toTimeClamped(double pixel) const;

    /// Spans `factor` times as much (below 1: closer), with the moment under `pixel` staying there; kept
    /// inside [firstMs, lastMs] and not shorter than `shortestMs`.
    TimeScale zoomed(double factor, double pixel, double firstMs, double lastMs, double shortestMs) const;
    /// Moves the picture by `pixels` to the right (times become earlier), kept inside [firstMs, lastMs].
    TimeScale panned(double pixels, double firstMs, double lastMs) const;

    bool operator==(const TimeScale&) const = default;
};

/// Distance between labelled ticks in ms: 1, 2 or 5 times a power of ten, with at least `pixelsApart`
/// between.
double tickStepMs(const TimeScale& scale, double pixelsApart);

} // namespace phiscope
