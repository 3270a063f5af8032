#pragma once

#include "model/geometry/segments.h"

#include <Eigen/Core>

#include <array>
#include <string>
#include <vector>

namespace phiscope {

/// A cell placed as LFPy's Cell(pt3d=True) places it: the 3-D points themselves are moved, in double
/// precision, and after every move the segments are taken anew from the points rounded to single precision.
/// On creation the mean of the first section's points, then the soma's midpoint, goes to the origin.
class Pt3dPlacement {
public:
    Pt3dPlacement(const Morphology& morphology, std::vector<int> nseg);

    void setPosition(const Eigen::Vector3d& positionUm);
    void rotate(const std::array<double, 3>& anglesRad, const std::string& order = "xyz");

    const PlacedCell& cell() const { return cell_; }

private:
    void update();

    std::vector<int> nseg_;
    std::vector<Eigen::Matrix3Xd> points_; ///< a section each, 3 × points, µm
    PlacedCell cell_;
};

} // namespace phiscope
