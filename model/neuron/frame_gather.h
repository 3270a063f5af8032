#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace phiscope {

/// Copies potentials and currents from NEURON's order of nodes into a recording's order of segments. This
/// runs once a time step, so it is written for speed: past the caches where the processor can (a recording is
/// not read again by the core that steps NEURON, and fetching its lines first costs as much as all the rest),
/// and four segments at once, since the nodes of a section stand in a row.
class FrameGather {
public:
    FrameGather() = default;
    /// `nodes`: for every segment the index of its node.
    explicit FrameGather(std::vector<int> nodes);

    const std::vector<int>& nodes() const { return nodes_; }

    /// potentials[i] = v[nodes[i]], currents[i] = current[nodes[i]]. Other threads see the values once
    /// fence() has been called and the frame was published.
    void copy(const double* v, const double* current, float* potentials, double* currents) const;

    /// to[i] = *from[i], likewise: what lies scattered, as the currents of point processes.
    static void collect(const std::vector<const double*>& from, double* to);

    /// Orders what the others wrote before whatever is stored next. Once before frames are published.
    static void fence();

    /// Where the values of four segments lie: those of lanes [0, split) at `first` + lane, the others at
    /// `second` + lane. Most sections are short, so a break within four segments is as frequent as none.
    struct Quad {
        std::int32_t first;
        std::int32_t second;
        std::int32_t split; ///< 1 to 4; 0: two breaks or more, node by node
    };

private:
    std::vector<int> nodes_;
    /// [h]: the segments h, h + 1, ... in fours, for frames whose first aligned place is that of segment h.
    std::array<std::vector<Quad>, 4> quads_;
};

} // namespace phiscope
