#pragma once

#include <Eigen/Geometry>

#include <array>
#include <string>

namespace phiscope {

/// Right-handed rotations by `anglesRad` about the x, y and z axis, applied in the order of the letters in
/// `order`. Letters other than x, y and z do nothing.
inline Eigen::Matrix3d rotationMatrix(const std::array<double, 3>& anglesRad, const std::string& order) {
    Eigen::Matrix3d rotation = Eigen::Matrix3d::Identity();
    for (const char axis : order) {
        if (axis >= 'x' && axis <= 'z') {
            const int i = axis - 'x';
            rotation = Eigen::AngleAxisd(anglesRad[static_cast<std::size_t>(i)], Eigen::Vector3d::Unit(i)) *
                       rotation;
        }
    }
    return rotation;
}

} // namespace phiscope
