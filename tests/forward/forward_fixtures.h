#pragma once

#include "model/geometry/segments.h"

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace phiscope::testing {

/// Segments from end points and diameters alone, without a morphology.
inline Segments bareSegments(const Eigen::Matrix3Xd& start, const Eigen::Matrix3Xd& end,
                             const Eigen::VectorXd& diameter) {
    Segments segments;
    segments.start = start;
    segments.end = end;
    segments.diameter = diameter;
    segments.diameterEnds = Eigen::Matrix2Xd(2, diameter.size());
    segments.diameterEnds.row(0) = diameter.transpose();
    segments.diameterEnds.row(1) = diameter.transpose();
    segments.length = (end - start).colwise().norm();
    segments.area = segments.length.cwiseProduct(diameter) * 3.14159265358979323846;
    segments.section.assign(static_cast<std::size_t>(diameter.size()), 0);
    segments.x.assign(static_cast<std::size_t>(diameter.size()), 0.5);
    segments.firstOfSection = {0, static_cast<int>(diameter.size())};
    return segments;
}

/// A tree that grows at random: every segment starts where an earlier one ends.
inline Segments randomTree(int count, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> step(0.0, 12.0);
    std::uniform_real_distribution<double> width(0.3, 4.0);
    Eigen::Matrix3Xd start = Eigen::Matrix3Xd::Zero(3, count);
    Eigen::Matrix3Xd end = Eigen::Matrix3Xd::Zero(3, count);
    Eigen::VectorXd diameter(count);
    for (int k = 0; k < count; ++k) {
        if (k > 0) {
            start.col(k) = end.col(static_cast<int>(random() % static_cast<unsigned>(k)));
        }
        end.col(k) = start.col(k) + Eigen::Vector3d(step(random), step(random), step(random));
        diameter(k) = width(random);
    }
    return bareSegments(start, end, diameter);
}

} // namespace phiscope::testing
