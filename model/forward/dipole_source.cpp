#include "model/forward/dipole_source.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace phiscope {

DipoleSource::DipoleSource(Eigen::Matrix3Xd contacts, double sigma)
    : contacts_(std::move(contacts))
    , sigma_(sigma) {}

Eigen::MatrixXd DipoleSource::matrix(const Segments& segments) const {
    const Eigen::Vector3d root = segments.midpoint(0);
    const double closest = 0.5 * segments.diameter(0);
    Eigen::MatrixX3d leadField(contacts_.cols(), 3);
    for (Eigen::Index c = 0; c < contacts_.cols(); ++c) {
        const Eigen::Vector3d towards = contacts_.col(c) - root;
        const double distance = std::max(towards.norm(), closest);
        leadField.row(c) = towards.transpose() / (4.0 * std::numbers::pi * sigma_ * std::pow(distance, 3));
    }
    return leadField * (segments.midpoints().colwise() - root);
}

} // namespace phiscope
