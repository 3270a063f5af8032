#pragma once

#include "model/geometry/morphology.h"

#include <array>
#include <optional>
#include <vector>

namespace phiscope {

/// Where a section is attached, as far as its shape is concerned: on its own first point, or, with a wire, on
/// another point in space (NEURON's pt3dstyle).
using WireOrigin = std::optional<std::array<float, 3>>;

/// Does to a freshly read cell what NEURON's define_shape does: moves every section so that it begins where
/// it is connected. That is on the straight line between its parent's first and last point, at parentX. A
/// section with a wire is moved so that the wire's origin comes there. Single precision throughout, like
/// NEURON's points; arc lengths stay those of before. `wires` has one entry a section. Returns how far each
/// section was moved, in µm.
std::vector<double> connectShapes(Morphology& morphology, const std::vector<WireOrigin>& wires);

/// Section indices such that every parent stands before its children.
std::vector<int> rootToLeafOrder(const Morphology& morphology);

} // namespace phiscope
