#include "model/forward/head/orientation.h"

#include <cassert>
#include <cmath>

namespace phiscope {

Eigen::Matrix3d rotationBetween(const Eigen::Vector3d& from, const Eigen::Vector3d& to) {
    assert(from.norm() > 0.0 && to.norm() > 0.0);
    const Eigen::Vector3d a = from.normalized();
    const Eigen::Vector3d b = to.normalized();
    // 1 + c loses its digits near opposite vectors; half the square of a + b is the same number.
    const double onePlusCosine = 0.5 * (a + b).squaredNorm();
    if (onePlusCosine < 1e-24) {
        const Eigen::Vector3d aid = Eigen::Vector3d::Unit(std::abs(a.x()) < 0.9 ? 0 : 1);
        const Eigen::Vector3d axis = (aid - aid.dot(a) * a).normalized();
        return 2.0 * axis * axis.transpose() - Eigen::Matrix3d::Identity(); // half a turn
    }
    // As the product of two reflections: exact for every angle short of half a turn.
    const Eigen::Vector3d half = (a + b).normalized();
    const auto reflection = [](const Eigen::Vector3d& n) -> Eigen::Matrix3d {
        return Eigen::Matrix3d::Identity() - 2.0 * n * n.transpose();
    };
    return reflection(half) * reflection(a);
}

Eigen::Isometry3d cellInHead(const Eigen::Vector3d& placeUm, const Eigen::Vector3d& outward) {
    Eigen::Isometry3d frame = Eigen::Isometry3d::Identity();
    frame.linear() = rotationBetween(Eigen::Vector3d::UnitZ(), outward);
    frame.translation() = placeUm;
    return frame;
}

} // namespace phiscope
