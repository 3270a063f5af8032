#pragma once

#include "model/neuron/cell_plan.h"
#include "model/support/result.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace phiscope {

class Recording;

/// NEURON in this process: builds one cell at a time and steps it. Every call on NEURON's thread
/// (NeuronThread), which NEURON also starts on, with the first call of instance().
class NeuronEngine {
public:
    static NeuronEngine& instance();

    /// Gets what NEURON prints, in pieces.
    void setTextSink(std::function<void(std::string_view)> sink);

    /// Replaces the cell. Fails where NEURON does not know a mechanism, parameter or variable, or does not
    /// like the cell. `stop` is looked at between sections; an interrupted build is empty and no error.
    Result<void> build(const CellPlan& plan, const std::atomic<bool>& stop);
    /// To t = tstart, with all events queued.
    Result<void> initialise();
    /// Makes `steps` time steps, or fewer where `stop` becomes true. With a recording, state after step k
    /// goes to frame `firstFrame` + k, unpublished. Returns the steps made.
    Result<std::int64_t> advance(std::int64_t steps, const std::atomic<bool>& stop, Recording* recording,
                                 std::int64_t firstFrame);
    /// The present state as a frame.
    void copyFrame(Recording& recording, std::int64_t frame) const;
    /// First segment whose potential is not finite now, or -1.
    int brokenSegment() const;
    /// Removes the cell and all that belongs to it.
    void clear();

private:
    NeuronEngine();
    ~NeuronEngine();

    struct Private;
    std::unique_ptr<Private> d_;
};

} // namespace phiscope
