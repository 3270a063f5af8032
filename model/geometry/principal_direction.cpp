#include "model/geometry/principal_direction.h"

#include <cstddef>

namespace phiscope {

namespace {

constexpr double noDirectionUm = 1e-6; ///< what remains of a sum over a cell that is even about its soma

} // namespace

std::optional<Eigen::Vector3d> principalDirection(const Morphology& morphology, const Segments& segments) {
    if (segments.size() == 0) {
        return {};
    }
    const Eigen::Vector3d soma = somaPosition(morphology, segments);
    Eigen::Vector3d apical = Eigen::Vector3d::Zero();
    double area = 0.0;
    Eigen::Vector3d farthest = Eigen::Vector3d::Zero();
    for (int k = 0; k < segments.size(); ++k) {
        const auto section = static_cast<std::size_t>(segments.section[static_cast<std::size_t>(k)]);
        const SectionType type = morphology.sections[section].type;
        if (type == SectionType::apical) {
            apical += segments.area[k] * (segments.midpoint(k) - soma);
            area += segments.area[k];
        }
        if (type != SectionType::soma && type != SectionType::axon) {
            const Eigen::Vector3d end = segments.end.col(k) - soma;
            if (end.norm() > farthest.norm()) {
                farthest = end;
            }
        }
    }
    const Eigen::Vector3d direction = area > 0.0 ? Eigen::Vector3d(apical / area) : farthest;
    if (direction.norm() < noDirectionUm) {
        return {};
    }
    return direction.normalized();
}

} // namespace phiscope
