#include "model/forward/slice_plane.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

Eigen::Matrix3Xd SlicePlane::points() const {
    Eigen::Matrix3Xd result(3, cells());
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            result.col(row * columns + column) = at((column + 0.5) / columns, (row + 0.5) / rows);
        }
    }
    return result;
}

SlicePlane slicePlane(const FieldSlice& slice, int resolution) {
    SlicePlane plane;
    plane.centre = Eigen::Vector3d(slice.positionUm[0], slice.positionUm[1], slice.positionUm[2]);
    plane.width = slice.widthUm;
    plane.height = slice.heightUm;
    switch (slice.orientation) {
    case FieldSlice::Orientation::xz:
        break; // as it is made
    case FieldSlice::Orientation::yz:
        plane.across = Eigen::Vector3d::UnitY();
        break;
    case FieldSlice::Orientation::xy:
        plane.up = Eigen::Vector3d::UnitY();
        break;
    case FieldSlice::Orientation::free: {
        constexpr double least = 1e-9;
        Eigen::Vector3d normal(slice.normal[0], slice.normal[1], slice.normal[2]);
        normal = normal.norm() > least ? Eigen::Vector3d(normal.normalized())
                                       : Eigen::Vector3d(-Eigen::Vector3d::UnitY());
        Eigen::Vector3d up(slice.up[0], slice.up[1], slice.up[2]);
        up -= normal.dot(up) * normal;
        if (up.norm() < least) {
            const Eigen::Vector3d z = Eigen::Vector3d::UnitZ();
            const Eigen::Vector3d other = std::abs(normal.z()) < 0.9 ? z : Eigen::Vector3d::UnitY();
            up = other - normal.dot(other) * normal;
        }
        plane.up = up.normalized();
        plane.across = plane.up.cross(normal);
        break;
    }
    }
    const double cell = std::max(plane.width, plane.height) / std::max(1, resolution);
    plane.columns = std::max(1, static_cast<int>(std::lround(plane.width / cell)));
    plane.rows = std::max(1, static_cast<int>(std::lround(plane.height / cell)));
    return plane;
}

} // namespace phiscope
