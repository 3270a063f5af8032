#pragma once

#include "model/scene/scene.h"

#include <Eigen/Core>

#include <optional>
#include <string>

namespace phiscope {

enum class ItemKind { none, cell, synapse, stimulus, probe, slice };

/// Where on a field slice.
enum class SlicePart { inside, border, corner };

/// What can be selected or pointed at.
struct ItemRef {
    ItemKind kind = ItemKind::none;
    std::string id;   ///< synapse, stimulus, probe, slice
    int contact = -1; ///< probe: a contact, or -1 for the whole
    int section = -1; ///< cell: index into Morphology::sections, or -1 for the whole

    bool operator==(const ItemRef&) const = default;
};

/// What lies under a pixel.
struct PickResult {
    ItemRef item;
    int segment = -1;                        ///< cell: index into Segments
    double sectionX = 0.0;                   ///< cell: position on item.section, 0 to 1
    std::optional<Location> location;        ///< cell, synapse, stimulus
    SlicePart slicePart = SlicePart::inside; ///< slice
    int sliceCorner = -1;                    ///< slice: 0 to 3 from the lower left against the clock, or -1
    Eigen::Vector3d pointUm{0.0, 0.0, 0.0};  ///< on the axis of the dendrite, or the item's position

    bool hit() const { return item.kind != ItemKind::none; }
};

} // namespace phiscope
