#pragma once

#include "model/geometry/segments.h"
#include "model/scene/medium.h"
#include "model/support/result.h"

#include <optional>

namespace phiscope {

/// An error that names the segments outside bottomUm <= z <= topUm, if there are any.
Result<void> checkInsideSlice(const Segments& segments, double bottomUm, double topUm);

/// The cell pressed flat towards its root's midpoint along z: z becomes z0 + (1 - factor)(z - z0), lengths
/// and areas those of the straight pieces then (LFPykit's squeeze_cell_factor). -1 < factor < 1; it is
/// applied also where the cell fits already. Only the sources' places change, not what NEURON computed. An
/// error names the segments where the result does not fit between `bottomUm` and `topUm`.
Result<Segments> fitIntoSlice(const Segments& segments, double bottomUm, double topUm, double factor);

/// The smallest factor >= 0 with which `fitIntoSlice` succeeds; an error where the root's midpoint lies
/// outside, so that there is none.
Result<double> smallestSqueeze(const Segments& segments, double bottomUm, double topUm);

/// The smallest squeeze with which the whole cell lies in the slice, rounded up to what its editor shows;
/// 0 where it lies there anyway. Nothing where none does, or where the tissue is no slice.
std::optional<double> fittingSqueeze(const Medium& medium, const Segments& segments);

} // namespace phiscope
