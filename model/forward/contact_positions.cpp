#include "model/scene/scene.h"

#include <Eigen/Geometry>

namespace phiscope {

Eigen::Matrix3Xd contactPositions(const Probe& probe) {
    if (probe.layout == Probe::Layout::custom) {
        Eigen::Matrix3Xd positions(3, static_cast<Eigen::Index>(probe.contactsUm.size()));
        for (Eigen::Index i = 0; i < positions.cols(); ++i) {
            const auto& contact = probe.contactsUm[static_cast<std::size_t>(i)];
            positions.col(i) << contact[0], contact[1], contact[2];
        }
        return positions;
    }
    const int count = probe.contactCount > 0 ? probe.contactCount : 0;
    const Eigen::Vector3d middle(probe.positionUm.data());
    // A direction of length zero (validation refuses it) leaves all contacts in the middle.
    const Eigen::Vector3d up = Eigen::Vector3d(probe.directionUm.data()).stableNormalized();
    Eigen::Matrix3Xd positions(3, count);
    for (int i = 0; i < count; ++i) {
        positions.col(i) = middle + (i - 0.5 * (count - 1)) * probe.spacingUm * up;
    }
    return positions;
}

} // namespace phiscope
