#pragma once

#include "model/geometry/segments.h"

#include <Eigen/Core>

#include <string>
#include <vector>

namespace phiscope {

/// The plane of a flat drawing: its first axis points right, its second up, and who looks stands where the
/// three make a right-handed frame with the line of sight.
enum class Projection { xz, xy, yz };

Eigen::Vector2d projected(const Eigen::Vector3d& pointUm, Projection plane);
/// How far from who looks; only differences mean something.
double depthOf(const Eigen::Vector3d& pointUm, Projection plane);

/// What a section or a segment covers on the plane, µm. Between two 3-D points it is a trapezium as wide at
/// each as the diameter there; where the path turns by more than a right angle on the plane it goes on in
/// another polygon, with a disc at the joint. All run the same way round, for the nonzero rule of filling.
struct Outline {
    int section = 0;
    int segment = -1; ///< -1: all of the section
    double depth = 0.0;
    std::vector<Eigen::Matrix2Xd> polygons; ///< 2 × corners, not closed by a repeated one
};

/// LFPy's get_pt3d_polygons: one outline a section, along its 3-D points.
std::vector<Outline> sectionOutlines(const PlacedCell& cell, Projection plane);
/// One outline a segment, along the 3-D points between its ends. (LFPy's get_idx_polygons draws each straight
/// from start to end and as wide as its mean diameter.)
std::vector<Outline> segmentOutlines(const PlacedCell& cell, Projection plane);

/// "dend[3]", and of a segment NEURON's way to write it: "dend[3](0.25)".
std::string outlineName(const Outline& outline, const PlacedCell& cell);

} // namespace phiscope
