#include "model/geometry/pt3d_placement.h"
#include "model/geometry/rotation.h"
#include "model/geometry/segments.h"

namespace phiscope {

void setPosition(Segments& segments, const Morphology& morphology, const Eigen::Vector3d& positionUm) {
    const Eigen::Vector3d shift = positionUm - somaPosition(morphology, segments);
    segments.start.colwise() += shift;
    segments.end.colwise() += shift;
}

void rotate(Segments& segments, const Morphology& morphology, const std::array<double, 3>& anglesRad,
            const std::string& order) {
    const Eigen::Vector3d centre = somaPosition(morphology, segments);
    const Eigen::Matrix3d rotation = rotationMatrix(anglesRad, order);
    segments.start = (rotation * (segments.start.colwise() - centre)).colwise() + centre;
    segments.end = (rotation * (segments.end.colwise() - centre)).colwise() + centre;
}

PlacedCell placeCell(const Morphology& morphology, std::span<const int> nseg, const Pose& pose, bool pt3d) {
    const Eigen::Vector3d position(pose.positionUm[0], pose.positionUm[1], pose.positionUm[2]);
    if (pt3d) {
        Pt3dPlacement placement(morphology, {nseg.begin(), nseg.end()});
        placement.rotate(pose.rotationRad, pose.rotationOrder);
        placement.setPosition(position);
        return placement.cell();
    }
    PlacedCell cell{morphology, makeSegments(morphology, nseg)};
    if (cell.segments.size() == 0) {
        return cell;
    }
    const Eigen::Vector3d centre = somaPosition(morphology, cell.segments);
    setPosition(cell.segments, morphology, Eigen::Vector3d::Zero());
    rotate(cell.segments, morphology, pose.rotationRad, pose.rotationOrder);
    setPosition(cell.segments, morphology, position);
    const Eigen::Matrix3d rotation = rotationMatrix(pose.rotationRad, pose.rotationOrder);
    for (Section& section : cell.morphology.sections) {
        section.arcUm = arcLengths(section); // of the points before they are rounded in their new place
        for (PathPoint& p : section.points) {
            const Eigen::Vector3d moved = rotation * (Eigen::Vector3d(p.x, p.y, p.z) - centre) + position;
            p.x = static_cast<float>(moved.x());
            p.y = static_cast<float>(moved.y());
            p.z = static_cast<float>(moved.z());
        }
    }
    return cell;
}

} // namespace phiscope
