#include "model/geometry/pt3d_placement.h"

#include "model/geometry/rotation.h"

#include <cstddef>
#include <utility>

namespace phiscope {

Pt3dPlacement::Pt3dPlacement(const Morphology& morphology, std::vector<int> nseg)
    : nseg_(std::move(nseg)) {
    cell_.morphology = morphology;
    for (const Section& section : morphology.sections) {
        Eigen::Matrix3Xd& points = points_.emplace_back(3, static_cast<Eigen::Index>(section.points.size()));
        for (std::size_t i = 0; i < section.points.size(); ++i) {
            const PathPoint& p = section.points[i];
            points.col(static_cast<Eigen::Index>(i)) = Eigen::Vector3d(p.x, p.y, p.z);
        }
    }
    // LFPy leaves a cell of a single section where it is at this step.
    if (points_.size() > 1) {
        const Eigen::Vector3d offset = points_.front().rowwise().mean();
        for (Eigen::Matrix3Xd& points : points_) {
            points.colwise() -= offset;
        }
    }
    update();
    setPosition(Eigen::Vector3d::Zero());
}

void Pt3dPlacement::setPosition(const Eigen::Vector3d& positionUm) {
    if (cell_.segments.size() == 0) {
        return;
    }
    const Eigen::Vector3d shift = positionUm - somaPosition(cell_.morphology, cell_.segments);
    for (Eigen::Matrix3Xd& points : points_) {
        points.colwise() += shift;
    }
    update();
}

void Pt3dPlacement::rotate(const std::array<double, 3>& anglesRad, const std::string& order) {
    if (cell_.segments.size() == 0) {
        return;
    }
    const Eigen::Vector3d centre = somaPosition(cell_.morphology, cell_.segments);
    const Eigen::Matrix3d rotation = rotationMatrix(anglesRad, order);
    for (Eigen::Matrix3Xd& points : points_) {
        points = (rotation * (points.colwise() - centre)).colwise() + centre;
    }
    update();
}

void Pt3dPlacement::update() {
    for (std::size_t s = 0; s < points_.size(); ++s) {
        cell_.morphology.sections[s].arcUm.clear(); // NEURON measures the moved points anew
        std::vector<PathPoint>& rounded = cell_.morphology.sections[s].points;
        for (std::size_t i = 0; i < rounded.size(); ++i) {
            const Eigen::Vector3f point = points_[s].col(static_cast<Eigen::Index>(i)).cast<float>();
            rounded[i].x = point.x();
            rounded[i].y = point.y();
            rounded[i].z = point.z();
        }
    }
    cell_.segments = makeSegments(cell_.morphology, nseg_);
}

} // namespace phiscope
