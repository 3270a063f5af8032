#pragma once

#include "model/neuron/cell_plan.h"
#include "model/support/result.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace phiscope {

class Recording;

/// A section as a .hoc file made it, after define_shape.
struct LoadedSection {
    std::string name;
    int parent = -1; ///< index into LoadedCell::sections, -1 for a root
    double parentX = 0.0;
    int orientation = 0; ///< which of its ends is attached, 0 or 1
    std::vector<PathPoint> points;
    std::vector<double> arc; ///< µm, a point; taken before define_shape moved and rounded the points
    int nseg = 1;
    double Ra = 0.0;       ///< Ω·cm
    double cm = 0.0;       ///< µF/cm², at its middle
    bool cmUniform = true; ///< over its segments
};

struct LoadedCell {
    std::vector<LoadedSection> sections;     ///< in the order of NEURON's section list
    std::vector<std::string> mechanisms;     ///< density mechanisms found in any section
    std::vector<std::string> pointProcesses; ///< kinds found in any section
    std::string text;                        ///< what it printed
};

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
    /// To t = tstart, with all events queued and played currents at their beginning.
    Result<void> initialise();
    /// Makes `steps` time steps, or fewer where `stop` becomes true. With a recording, state after step k
    /// goes to frame `firstFrame` + k, unpublished. Returns the steps made.
    Result<std::int64_t> advance(std::int64_t steps, const std::atomic<bool>& stop, Recording* recording,
                                 std::int64_t firstFrame);
    /// The present state as a frame.
    void copyFrame(Recording& recording, std::int64_t frame) const;
    /// First segment whose potential is not finite now, or -1.
    int brokenSegment() const;
    /// Runs a .hoc file and looks at the sections that it leaves. The file is a program: it can end or hang
    /// the process, so that this belongs into one of its own. Fails where it has an error, with its line.
    Result<LoadedCell> loadHocFile(const std::string& path);
    /// Removes the cell and all that belongs to it.
    void clear();

private:
    NeuronEngine();
    ~NeuronEngine();

    struct Private;
    std::unique_ptr<Private> d_;
};

} // namespace phiscope
