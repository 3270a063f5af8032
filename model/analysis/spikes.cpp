#include "model/analysis/spikes.h"

#include "model/simulation/recording.h"

#include <algorithm>
#include <cassert>

namespace phiscope {

std::vector<std::int64_t> upwardCrossings(const std::vector<double>& trace, double thresholdMv) {
    std::vector<std::int64_t> found;
    for (std::size_t k = 1; k < trace.size(); ++k) {
        if (trace[k - 1] < thresholdMv && trace[k] >= thresholdMv) {
            found.push_back(static_cast<std::int64_t>(k));
        }
    }
    return found;
}

std::vector<std::int64_t> upwardCrossings(const Recording& recording, int segment, double thresholdMv,
                                          std::int64_t from, std::int64_t to) {
    assert(segment >= 0 && segment < recording.layout().segments);
    const std::int64_t end = std::min(to, recording.frameCount());
    std::vector<std::int64_t> found;
    for (std::int64_t k = std::max<std::int64_t>(from, 1); k < end; ++k) {
        const auto before = static_cast<double>(recording.potentials(k - 1)[segment]);
        const auto now = static_cast<double>(recording.potentials(k)[segment]);
        if (before < thresholdMv && now >= thresholdMv) {
            found.push_back(k);
        }
    }
    return found;
}

} // namespace phiscope
