#pragma once

#include "model/geometry/segments.h"

#include <vector>

namespace phiscope {

/// The tree of a cell drawn flat: along one axis the way from the middle of the root, on the other a row for
/// every tip, with each branch in the middle of those that fork from it. Nothing overlaps.
struct Dendrogram {
    /// Where each segment begins and ends, µm along the tree from the middle of the root, the smaller first.
    /// The root itself lies around 0.
    std::vector<double> fromUm;
    std::vector<double> toUm;
    std::vector<double> row; ///< of each segment, from 0
    /// From a section to one that is attached to it.
    struct Joint {
        double atUm = 0.0;
        double parentRow = 0.0;
        double row = 0.0;
        int segment = 0; ///< the first of the section that is attached
    };
    std::vector<Joint> joints;
    double firstUm = 0.0;
    double lastUm = 0.0;
    int rows = 0;
};

/// Branches of one type stand together: apical ones first, then basal ones, then axons.
Dendrogram makeDendrogram(const Morphology& morphology, const Segments& segments);

} // namespace phiscope
