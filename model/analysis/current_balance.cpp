#include "model/analysis/current_balance.h"

#include <Eigen/Core>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace phiscope {
namespace {

/// Sums of currents count as zero up to this share of the sum of their magnitudes.
constexpr double rounding = 1e-9;

Eigen::Map<const Eigen::ArrayXd> membraneCurrents(const Recording& recording, std::int64_t frame) {
    return {recording.currents(frame), recording.layout().segments};
}

BalanceCause causeOf(const BalanceSummary& summary, const Scene& scene) {
    const double zero = rounding * summary.turnoverNa;
    if (summary.largestResidualNa > zero) {
        const bool clamped =
            std::any_of(scene.stimuli.begin(), scene.stimuli.end(), [](const Stimulus& stimulus) {
                return stimulus.enabled && stimulus.type != Stimulus::Type::iClamp;
            });
        return clamped ? BalanceCause::clampDelay : BalanceCause::unexplained;
    }
    return std::abs(summary.largest.membraneNa) > zero ? BalanceCause::electrode : BalanceCause::closed;
}

} // namespace

std::string textId(BalanceCause cause) {
    switch (cause) {
    case BalanceCause::closed:
        return "balance.closed";
    case BalanceCause::electrode:
        return "balance.electrode";
    case BalanceCause::clampDelay:
        return "balance.clamp_delay";
    case BalanceCause::unexplained:
        break;
    }
    return "balance.unexplained";
}

std::vector<int> electrodePoints(const Scene& scene) {
    std::vector<int> points(scene.stimuli.size());
    std::iota(points.begin(), points.end(), static_cast<int>(synapseCount(scene)));
    return points;
}

CurrentBalance currentBalance(const Recording& recording, const std::vector<int>& electrodes,
                              std::int64_t frame) {
    assert(frame >= 0 && frame < recording.frameCount());
    CurrentBalance balance;
    balance.membraneNa = membraneCurrents(recording, frame).sum();
    for (const int electrode : electrodes) {
        assert(electrode >= 0 && electrode < recording.layout().pointProcesses);
        balance.injectedNa += recording.pointCurrents(frame)[electrode];
    }
    balance.residualNa = balance.membraneNa - balance.injectedNa;
    return balance;
}

BalanceSummary balanceSummary(const Recording& recording, const Scene& scene, std::int64_t from,
                              std::int64_t to) {
    const std::vector<int> electrodes = electrodePoints(scene);
    const std::int64_t end = std::min(to, recording.frameCount());
    BalanceSummary summary;
    const std::int64_t firstStep = scene.run.tstartMs < 0.0 ? 0 : 1;
    for (std::int64_t frame = std::max(from, firstStep); frame < end; ++frame) {
        const CurrentBalance balance = currentBalance(recording, electrodes, frame);
        if (summary.largestFrame < 0 || std::abs(balance.membraneNa) > std::abs(summary.largest.membraneNa)) {
            summary.largest = balance;
            summary.largestFrame = frame;
        }
        summary.largestResidualNa = std::max(summary.largestResidualNa, std::abs(balance.residualNa));
        summary.turnoverNa = std::max(summary.turnoverNa, membraneCurrents(recording, frame).abs().sum());
    }
    summary.cause = causeOf(summary, scene);
    return summary;
}

} // namespace phiscope
