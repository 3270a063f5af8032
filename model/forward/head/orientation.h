#pragma once

#include <Eigen/Geometry>

namespace phiscope {

/// The smallest rotation that turns `from` to `to` (neither zero): Rodrigues' rotation about from × to by the
/// angle between them, made as two reflections, which keeps all digits. Where they are opposite any axis
/// across does; the one nearest to x, or y where they lie along x, is taken.
Eigen::Matrix3d rotationBetween(const Eigen::Vector3d& from, const Eigen::Vector3d& to);

/// Where a cell stands in a head: its origin at `placeUm`, its z axis turned to `outward`, the normal of the
/// cortex there. x_head = R · x_cell + place, so that EEG(t) = L(place) · R · p(t).
Eigen::Isometry3d cellInHead(const Eigen::Vector3d& placeUm, const Eigen::Vector3d& outward);

} // namespace phiscope
