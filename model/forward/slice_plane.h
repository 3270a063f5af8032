#pragma once

#include "model/scene/measurement.h"

#include <Eigen/Core>
#include <Eigen/Geometry>

namespace phiscope {

/// Where a field slice lies, and the cells that it is cut into: columns along its width, rows along its
/// height, both counted from the lower left corner as seen from where the normal points. A value belongs to
/// the middle of a cell. All lengths in µm.
struct SlicePlane {
    Eigen::Vector3d centre{0.0, 0.0, 0.0};
    Eigen::Vector3d across{1.0, 0.0, 0.0}; ///< the way of the width, length 1
    Eigen::Vector3d up{0.0, 0.0, 1.0};     ///< the way of the height, length 1
    double width = 1.0;
    double height = 1.0;
    int columns = 1;
    int rows = 1;

    Eigen::Vector3d normal() const { return across.cross(up); }
    int cells() const { return columns * rows; }
    double cellWidth() const { return width / columns; }
    double cellHeight() const { return height / rows; }
    /// Point at `u` of the width and `v` of the height, both 0 to 1 from the lower left corner.
    Eigen::Vector3d at(double u, double v) const {
        return centre + (u - 0.5) * width * across + (v - 0.5) * height * up;
    }
    /// The reverse for a point of the plane; beyond 0 to 1 outside.
    Eigen::Vector2d placeOf(const Eigen::Vector3d& point) const {
        const Eigen::Vector3d from = point - centre;
        return {from.dot(across) / width + 0.5, from.dot(up) / height + 0.5};
    }
    /// 3 × cells(), the middles; cell (column, row) is entry row * columns + column.
    Eigen::Matrix3Xd points() const;
};

/// The plane of `slice` with `resolution` cells along its longer side, square as nearly as whole numbers
/// allow. A free plane whose normal or up has no direction, or whose up lies along the normal, takes the
/// nearest that has one.
SlicePlane slicePlane(const FieldSlice& slice, int resolution);
inline SlicePlane slicePlane(const FieldSlice& slice) {
    return slicePlane(slice, slice.resolution);
}

} // namespace phiscope
