#include "model/forward/head/orientation.h"

#include <cassert>
#include <cmath>

namespace phiscope {

namespace {

/// Two reflections make a rotation by twice the angle between their mirrors' normals. Keeps all digits for
/// unit vectors up to a right angle apart; their sum loses them as they come to be opposite.
Eigen::Matrix3d turnUpToRightAngle(const Eigen::Vector3d& from, const Eigen::Vector3d& to) {
    const auto reflection = [](const Eigen::Vector3d& normal) -> Eigen::Matrix3d {
        return Eigen::Matrix3d::Identity() - 2.0 * normal * normal.transpose();
    };
    return reflection((from + to).normalized()) * reflection(from);
}

} // namespace

Eigen::Matrix3d rotationBetween(const Eigen::Vector3d& from, const Eigen::Vector3d& to) {
    assert(from.norm() > 0.0 && to.norm() > 0.0);
    const Eigen::Vector3d a = from.normalized();
    const Eigen::Vector3d b = to.normalized();
    if (a.dot(b) >= 0.0) {
        return turnUpToRightAngle(a, b);
    }
    // To -b, the other way round, and on by half a turn about the same axis.
    Eigen::Vector3d axis = a.cross(b);
    if (axis.norm() < 1e-12) {
        axis = Eigen::Vector3d::Unit(std::abs(b.x()) < 0.9 ? 0 : 1);
    }
    axis = (axis - axis.dot(b) * b).normalized();
    const Eigen::Matrix3d halfTurn = 2.0 * axis * axis.transpose() - Eigen::Matrix3d::Identity();
    return halfTurn * turnUpToRightAngle(a, -b);
}

Eigen::Isometry3d cellInHead(const Eigen::Vector3d& placeUm, const Eigen::Vector3d& outward) {
    Eigen::Isometry3d frame = Eigen::Isometry3d::Identity();
    frame.linear() = rotationBetween(Eigen::Vector3d::UnitZ(), outward);
    frame.translation() = placeUm;
    return frame;
}

} // namespace phiscope
