#include "widgets/run_pace.h"

#include <algorithm>

namespace phiscope {

namespace {

/// What a run takes before its first step: building the cell, making room for the recording.
constexpr double startSeconds = 0.02;
/// Shorter ones are mostly that.
constexpr double leastSeconds = 0.01;

} // namespace

double RunPace::work(const RunSettings& run, double reachedMs, std::ptrdiff_t segments, std::size_t points) {
    const double steps = run.dtMs > 0.0 ? (reachedMs - run.tstartMs) / run.dtMs : 0.0;
    return std::max(0.0, steps) * (static_cast<double>(segments) + static_cast<double>(points));
}

void RunPace::learn(double work, double seconds) {
    const double stepping = seconds - startSeconds;
    if (work > 0.0 && stepping > leastSeconds) {
        pace_ = stepping / work;
    }
}

double RunPace::seconds(double work) const {
    return startSeconds + pace_ * work;
}

} // namespace phiscope
