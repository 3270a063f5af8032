#pragma once

#include "model/geometry/segments.h"

#include <optional>

namespace phiscope {

/// The way the cell points, as a unit vector: from the soma's midpoint to the middle of the apical dendrite's
/// membrane (midpoints of its segments, weighted by area). A cell without an apical dendrite points to the
/// farthest end of a segment that is neither soma nor axon. Nothing where there is no such segment, or where
/// what there is lies evenly about the soma.
std::optional<Eigen::Vector3d> principalDirection(const Morphology& morphology, const Segments& segments);

} // namespace phiscope
