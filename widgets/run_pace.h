#pragma once

#include "model/scene/scene.h"

#include <cstddef>

namespace phiscope {

/// How long a run will take, judged by how long those before it took: on this machine, of cells like this
/// one. A guess for a person who decides whether to wait, not a measurement.
class RunPace {
public:
    /// Time steps times what NEURON advances in each of them: segments, and point processes at the same
    /// price.
    static double work(const RunSettings& run, double reachedMs, std::ptrdiff_t segments, std::size_t points);

    /// `seconds` for `work` of a run that has ended, or as far as it came. The newest counts.
    void learn(double work, double seconds);
    /// Seconds that so much work will take.
    double seconds(double work) const;
    /// Nanoseconds a step and a segment.
    double nanoseconds() const { return 1e9 * pace_; }

private:
    double pace_ = 1e-7; ///< until there is something to learn from: Hodgkin–Huxley cells on a common machine
};

} // namespace phiscope
