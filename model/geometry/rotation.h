#pragma once

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
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

/// The angles with which rotationMatrix makes `rotation`; `order` holds x, y and z once each. The one in the
/// middle lies within a quarter turn.
inline std::array<double, 3> rotationAngles(const Eigen::Matrix3d& rotation, const std::string& order) {
    // R = R_i(a) R_j(b) R_k(c): the last letter of the order stands first.
    const int i = order[2] - 'x';
    const int j = order[1] - 'x';
    const int k = order[0] - 'x';
    const double sign = (j - i + 3) % 3 == 1 ? 1.0 : -1.0;
    std::array<double, 3> angles{};
    const auto angle = [&angles](int axis) -> double& {
        return angles[static_cast<std::size_t>(axis)];
    };
    const double sine = std::clamp(sign * rotation(i, k), -1.0, 1.0);
    angle(j) = std::asin(sine);
    if (std::abs(sine) > 1.0 - 1e-12) { // the other two turn about the same line
        angle(i) = std::atan2(sign * rotation(k, j), rotation(j, j));
        return angles;
    }
    angle(i) = std::atan2(-sign * rotation(j, k), rotation(k, k));
    angle(k) = std::atan2(-sign * rotation(i, j), rotation(i, i));
    return angles;
}

} // namespace phiscope
