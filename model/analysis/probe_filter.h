#pragma once

#include "model/analysis/digital_filter.h"
#include "model/scene/measurement.h"

#include <string>

namespace phiscope {

/// The filter that a probe's traces pass; `kind` must not be none.
ButterworthFilter butterworthOf(const SignalFilter& filter);

/// "low-pass 300 Hz", "band-pass 300–6000 Hz"; empty for none.
std::string describe(const SignalFilter& filter);

/// `signals`, channels × frames with `dtMs` between frames, after the filter; themselves for none. Fails with
/// a sentence where a cut-off does not fit the sampling rate. Uses all cores.
Result<Eigen::MatrixXd> filtered(const Eigen::Ref<const Eigen::MatrixXd>& signals, double dtMs,
                                 const SignalFilter& filter);

} // namespace phiscope
