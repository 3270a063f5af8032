#include "model/analysis/probe_filter.h"

#include "model/analysis/limits.h"

#include <cassert>

namespace phiscope {

ButterworthFilter butterworthOf(const SignalFilter& filter) {
    using Kind = SignalFilter::Kind;
    assert(filter.kind != Kind::none);
    const auto kind = filter.kind == Kind::lowPass    ? ButterworthFilter::Kind::lowPass
                      : filter.kind == Kind::highPass ? ButterworthFilter::Kind::highPass
                                                      : ButterworthFilter::Kind::bandPass;
    return {kind, filter.order, filter.lowHz, filter.highHz};
}

std::string describe(const SignalFilter& filter) {
    switch (filter.kind) {
    case SignalFilter::Kind::none:
        return {};
    case SignalFilter::Kind::lowPass:
        return "low-pass " + shownNumber(filter.highHz) + " Hz";
    case SignalFilter::Kind::highPass:
        return "high-pass " + shownNumber(filter.lowHz) + " Hz";
    case SignalFilter::Kind::bandPass:
        return "band-pass " + shownNumber(filter.lowHz) + "–" + shownNumber(filter.highHz) + " Hz";
    }
    return {};
}

Result<Eigen::MatrixXd> filtered(const Eigen::Ref<const Eigen::MatrixXd>& signals, double dtMs,
                                 const SignalFilter& filter) {
    if (filter.kind == SignalFilter::Kind::none) {
        return Eigen::MatrixXd(signals);
    }
    const auto digital = DigitalFilter::butterworth(butterworthOf(filter), 1000.0 / dtMs);
    if (!digital) {
        return tl::unexpected(digital.error());
    }
    return filter.zeroPhase ? digital->zeroPhase(signals) : digital->causal(signals);
}

} // namespace phiscope
