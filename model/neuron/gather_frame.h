#pragma once

#include <cstddef>

namespace phiscope {

/// potentials[i] = v[node[i]], currents[i] = current[node[i]] for all `count` segments. Written past the
/// caches where the processor can: a recording is not read again by the core that steps NEURON, and fetching
/// its lines first costs that core more than all the rest of recording. Other threads see the values once
/// publishFence() has been called and the frame was published.
void gatherFrame(const int* node, std::size_t count, const double* v, const double* current,
                 float* potentials, double* currents);

/// Orders what gatherFrame wrote before whatever is stored next. Once before frames are published.
void publishFence();

} // namespace phiscope
