#pragma once

#include "model/geometry/segments.h"
#include "model/simulation/simulation.h"
#include "model/support/result.h"

namespace phiscope::bench {

/// A passive layer 5 pyramidal cell of our own with exactly `segments` segments and 100 synapses of 20 events
/// each, for 1000 ms in steps of 1/16 ms.
Result<SimulationJob> passiveCell(int segments);

/// Its segments, soma at the origin.
Segments segmentsOf(const SimulationJob& job);

/// `count` contacts in a block about the cell, 3 × count in µm.
Eigen::Matrix3Xd contactBlock(int count);

} // namespace phiscope::bench
