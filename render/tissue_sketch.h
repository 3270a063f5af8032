#pragma once

#include "model/geometry/segments.h"
#include "model/scene/medium.h"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace phiscope {

/// A line of the sketch, and what stands beside it.
struct TissueLine {
    Eigen::Matrix3Xd points; ///< µm; an open line where first and last differ
    bool filled = false;     ///< a flat, convex face with a breath of colour
    std::string above;       ///< names what lies above the line; may be empty
    std::string below;
};

/// A few lines that say where the borders of a tissue lie, for a cell between `low` and `high` (µm). Slice:
/// the glass and the saline's surface, somewhat larger than the cell. Sphere: three great circles. Head: a
/// round patch of the surfaces of brain, skull and scalp above the cell. Tissue without borders: none.
std::vector<TissueLine> tissueSketch(const Medium& medium, const Eigen::Vector3d& low,
                                     const Eigen::Vector3d& high);

/// Segments whose currents the tissue has no place for: those that leave a slice after the cell was pressed
/// flat in it. One entry a segment; empty where all is well.
std::vector<bool> outsideTissue(const Medium& medium, const Segments& segments);

} // namespace phiscope
