#pragma once

#include "model/geometry/morphology.h"

#include <Eigen/Core>

#include <optional>
#include <vector>

/// Ways along the tree of a cell.
namespace phiscope {

/// A place on a cell by the index of its section.
struct TreePlace {
    int section = 0;
    double x = 0.5; ///< 0 to 1

    bool operator==(const TreePlace&) const = default;
};

/// Where a place lies in space, µm; nothing for a section that is not there or has no points.
std::optional<Eigen::Vector3d> pointOf(const Morphology& morphology, const TreePlace& place);

/// Length in µm of the way between two places along the tree: NEURON's h.distance. Nothing where no way
/// leads from one to the other.
std::optional<double> pathDistance(const Morphology& morphology, const TreePlace& from, const TreePlace& to);

/// That way as a line; empty where there is none.
std::vector<Eigen::Vector3d> pathBetween(const Morphology& morphology, const TreePlace& from,
                                         const TreePlace& to);

/// Every place that lies `distanceUm` along the tree from a place, and the end of every branch that is nearer
/// than that.
std::vector<TreePlace> placesAtDistance(const Morphology& morphology, const TreePlace& from,
                                        double distanceUm);

} // namespace phiscope
