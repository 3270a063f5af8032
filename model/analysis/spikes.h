#pragma once

#include <cstdint>
#include <vector>

namespace phiscope {

class Recording;

/// Frames k at which a trace crosses the threshold upwards: value(k - 1) < threshold <= value(k).
std::vector<std::int64_t> upwardCrossings(const std::vector<double>& trace, double thresholdMv = 0.0);

/// The same for the potential of one segment of a recording, in frames [from, to).
std::vector<std::int64_t> upwardCrossings(const Recording& recording, int segment, double thresholdMv = 0.0,
                                          std::int64_t from = 0, std::int64_t to = INT64_MAX);

} // namespace phiscope
