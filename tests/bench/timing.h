#pragma once

#include <algorithm>
#include <chrono>
#include <limits>

namespace phiscope::bench {

/// Seconds that `work` takes, the best of `times`.
template <typename Work>
double bestSeconds(int times, const Work& work) {
    double best = std::numeric_limits<double>::infinity();
    for (int i = 0; i < times; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        work();
        best =
            std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
    }
    return best;
}

} // namespace phiscope::bench
