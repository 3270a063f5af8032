#pragma once

#include "model/geometry/segments.h"

#include <Eigen/Core>

namespace phiscope {

/// x' of Distortion as a matrix: 1 − factor along the axis, 1 + factor · nu across it.
Eigen::Matrix3d distortionMap(const Distortion& distortion);

/// What placeCell does to a point's distance from the soma's midpoint: mirrored, turned, distorted.
Eigen::Matrix3d poseMap(const Pose& pose);

/// One place of a cell in the three coordinates that people mean, µm.
struct CellPlace {
    Eigen::Vector3d file;  ///< as in the morphology file, or as the cell was grown
    Eigen::Vector3d model; ///< with the soma in the origin, before the pose
    Eigen::Vector3d scene; ///< mirrored, turned, distorted and moved: where its currents leave
};

/// Where the soma's midpoint lies in the file that a cell came from, to the single precision of its points.
Eigen::Vector3d somaInFile(const Morphology& file, const PlacedCell& placed, const Pose& pose);

/// From the place in the scene.
CellPlace cellPlace(const Eigen::Vector3d& sceneUm, const Pose& pose, const Eigen::Vector3d& somaInFileUm);

} // namespace phiscope
