#include "model/geometry/pose_map.h"
#include "model/geometry/pt3d_placement.h"
#include "model/geometry/rotation.h"
#include "model/geometry/segments.h"

#include <Eigen/LU>

namespace phiscope {

namespace {

/// One linear map about the soma's midpoint.
void applyMap(Segments& segments, const Morphology& morphology, const Eigen::Matrix3d& map) {
    const Eigen::Vector3d centre = somaPosition(morphology, segments);
    segments.start = (map * (segments.start.colwise() - centre)).colwise() + centre;
    segments.end = (map * (segments.end.colwise() - centre)).colwise() + centre;
}

Eigen::Matrix3d mirrorMap(const Pose& pose) {
    return Eigen::Vector3d(pose.mirrorX ? -1.0 : 1.0, pose.mirrorY ? -1.0 : 1.0, pose.mirrorZ ? -1.0 : 1.0)
        .asDiagonal();
}

} // namespace

Eigen::Matrix3d distortionMap(const Distortion& distortion) {
    Eigen::Vector3d scale = Eigen::Vector3d::Constant(1.0 + distortion.factor * distortion.poissonRatio);
    scale(static_cast<Eigen::Index>(distortion.axis)) = 1.0 - distortion.factor;
    return scale.asDiagonal();
}

Eigen::Matrix3d poseMap(const Pose& pose) {
    return distortionMap(pose.distortion) * rotationMatrix(pose.rotationRad, pose.rotationOrder) *
           mirrorMap(pose);
}

Eigen::Vector3d somaInFile(const Morphology& file, const PlacedCell& placed, const Pose& pose) {
    if (file.sections.empty()) {
        return Eigen::Vector3d::Zero();
    }
    // One point is known in both.
    const PathPoint& before = file.sections.front().points.front();
    const PathPoint& after = placed.morphology.sections.front().points.front();
    const Eigen::Vector3d moved = Eigen::Vector3d(after.x, after.y, after.z);
    return Eigen::Vector3d(before.x, before.y, before.z) - cellPlace(moved, pose, {0, 0, 0}).model;
}

CellPlace cellPlace(const Eigen::Vector3d& sceneUm, const Pose& pose, const Eigen::Vector3d& somaInFileUm) {
    const Eigen::Vector3d model =
        poseMap(pose).inverse() * (sceneUm - Eigen::Vector3d(pose.positionUm.data()));
    return {model + somaInFileUm, model, sceneUm};
}

void setPosition(Segments& segments, const Morphology& morphology, const Eigen::Vector3d& positionUm) {
    const Eigen::Vector3d shift = positionUm - somaPosition(morphology, segments);
    segments.start.colwise() += shift;
    segments.end.colwise() += shift;
}

void rotate(Segments& segments, const Morphology& morphology, const std::array<double, 3>& anglesRad,
            const std::string& order) {
    applyMap(segments, morphology, rotationMatrix(anglesRad, order));
}

void mirror(Segments& segments, const Morphology& morphology, Distortion::Axis axis) {
    Pose pose;
    (axis == Distortion::Axis::x   ? pose.mirrorX
     : axis == Distortion::Axis::y ? pose.mirrorY
                                   : pose.mirrorZ) = true;
    applyMap(segments, morphology, mirrorMap(pose));
}

void distort(Segments& segments, const Morphology& morphology, const Distortion& distortion) {
    applyMap(segments, morphology, distortionMap(distortion));
    segments.length = (segments.end - segments.start).colwise().norm();
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
    // One product: of a pose without mirror and distortion it is the rotation to the last bit.
    const Eigen::Matrix3d map = poseMap(pose);
    applyMap(cell.segments, morphology, map);
    setPosition(cell.segments, morphology, position);
    for (Section& section : cell.morphology.sections) {
        section.arcUm = arcLengths(section); // of the points before they are rounded in their new place
        for (PathPoint& p : section.points) {
            const Eigen::Vector3d moved = map * (Eigen::Vector3d(p.x, p.y, p.z) - centre) + position;
            p.x = static_cast<float>(moved.x());
            p.y = static_cast<float>(moved.y());
            p.z = static_cast<float>(moved.z());
        }
    }
    return cell;
}

} // namespace phiscope
