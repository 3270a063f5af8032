#pragma once

#include <cstdint>
#include <vector>

namespace phiscope {

/// Copies potentials and currents from NEURON's order of nodes into a recording's order of segments. This
/// runs once a time step, so it is written for speed: past the caches where the processor can (a recording is
/// not read again by the core that steps NEURON, and fetching its lines first costs as much as all the rest),
/// and four segments at once where their nodes stand in a row, as within a section.
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

private:
    std::vector<int> nodes_;
    std::vector<std::uint8_t>
        inRow_; ///< a quadruple of segments each: 1 where their nodes are n, n+1, n+2, n+3
};

} // namespace phiscope
