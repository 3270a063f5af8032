#pragma once

#include "model/geometry/segments.h"
#include "render/view_frame.h"

#include <Eigen/Core>

#include <span>
#include <vector>

namespace phiscope {

/// A round brush on its way over the picture from one moment to the next; device pixels.
struct BrushSweep {
    Eigen::Vector2d from{0.0, 0.0};
    Eigen::Vector2d to{0.0, 0.0};
    double radius = 18.0;

    /// Whether a place of the picture was under the brush on its way.
    bool covers(const Eigen::Vector2d& place) const;
};

/// Segments of which any part of the axis was under the brush, whatever lies before them.
std::vector<int> segmentsUnder(const BrushSweep& sweep, const Segments& segments, const ViewFrame& view);

/// Segments whose middle is seen within a closed line, of any shape; device pixels.
std::vector<int> segmentsWithin(std::span<const Eigen::Vector2d> line, const Segments& segments,
                                const ViewFrame& view);

} // namespace phiscope
