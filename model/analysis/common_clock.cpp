#include "model/analysis/common_clock.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

double interpolated(const Eigen::Ref<const Eigen::MatrixXd>& values, Eigen::Index channel, double frame) {
    const auto last = static_cast<double>(values.cols() - 1);
    const double at = std::clamp(frame, 0.0, last);
    const auto before = static_cast<Eigen::Index>(at);
    const auto after = std::min(before + 1, values.cols() - 1);
    const double part = at - static_cast<double>(before);
    // Exactly the frame where one lies there, whatever stands in the next.
    return part > 0.0 ? values(channel, before) + part * (values(channel, after) - values(channel, before))
                      : values(channel, before);
}

double frameIn(Eigen::Index k, double dtMs, double otherDtMs) {
    const double frame = static_cast<double>(k) * (dtMs / otherDtMs);
    const double whole = std::round(frame);
    return std::abs(frame - whole) < 1e-6 ? whole : frame;
}

RunDifference runDifference(const Eigen::Ref<const Eigen::MatrixXd>& a, double aDtMs,
                            const Eigen::Ref<const Eigen::MatrixXd>& b, double bDtMs) {
    RunDifference result;
    if (a.rows() == 0 || a.rows() != b.rows() || a.cols() == 0 || b.cols() == 0) {
        return result;
    }
    const bool byA = aDtMs >= bDtMs;
    const auto& frames = byA ? a : b;
    const auto& between = byA ? b : a;
    const double betweenDtMs = byA ? bDtMs : aDtMs;
    result.dtMs = byA ? aDtMs : bDtMs;
    const auto last = static_cast<double>(between.cols() - 1);
    result.values.resize(frames.rows(), frames.cols());
    Eigen::ArrayXd size = Eigen::ArrayXd::Zero(frames.rows());
    Eigen::Index count = 0;
    for (; count < frames.cols(); ++count) {
        const double at = frameIn(count, result.dtMs, betweenDtMs);
        if (at > last) {
            break;
        }
        result.interpolated = result.interpolated || at != std::floor(at);
        auto column = result.values.col(count);
        for (Eigen::Index channel = 0; channel < frames.rows(); ++channel) {
            const double other = interpolated(between, channel, at);
            const double first = byA ? frames(channel, count) : other;
            column[channel] = byA ? other - first : frames(channel, count) - other;
            size[channel] = std::max(size[channel], std::abs(first));
            if (std::abs(column[channel]) > std::abs(result.largest)) {
                result.largest = column[channel];
                result.channel = channel;
                result.frame = count;
            }
        }
    }
    result.values.conservativeResize(Eigen::NoChange, count);
    const double endMs = static_cast<double>(count - 1) * result.dtMs;
    const auto lengthOf = [](const Eigen::Ref<const Eigen::MatrixXd>& values, double dtMs) {
        return static_cast<double>(values.cols() - 1) * dtMs;
    };
    result.shortened = std::max(lengthOf(a, aDtMs), lengthOf(b, bDtMs)) > endMs + (1.0 + 1e-6) * result.dtMs;
    if (result.channel >= 0) {
        result.sizeOfA = size[result.channel];
    }
    return result;
}

} // namespace phiscope
