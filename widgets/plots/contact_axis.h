#pragma once

#include "model/scene/scene.h"

#include <QString>

#include <vector>

namespace phiscope {

/// Where the contacts of a probe stand on the upright axis of the traces and of the map.
struct ContactAxis {
    std::vector<double> coordinate; ///< one a contact: µm, or a number where places can not be told apart
    std::vector<int> order;         ///< contacts from the lowest coordinate to the highest
    double spacing = 1.0;           ///< between neighbours (the median), in the coordinate's unit
    double low = -0.5;              ///< half a spacing below the lowest
    double high = 0.5;              ///< half a spacing above the highest
    QString label;                  ///< quantity and unit
    bool inMicrometres = true;

    /// The contact nearest to a coordinate; -1 where there is none.
    int nearest(double at) const;
    bool operator==(const ContactAxis&) const = default;
};

/// z in µm where the contacts have different depths; along the shank where they lie on a slanted or flat one;
/// else a number each: shank by shank, each upwards.
ContactAxis contactAxis(const Probe& probe);

} // namespace phiscope
