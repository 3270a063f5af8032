#pragma once

#include "model/geometry/segments.h"
#include "model/scene/scene.h"
#include "model/simulation/recording.h"

#include <memory>

namespace phiscope {

/// A recording together with what it was made from. What is on the screen may be older than the scene that is
/// being edited, so names and places of the traces come from here.
struct RunData {
    std::shared_ptr<const Recording> recording; ///< null before the first run
    std::shared_ptr<const PlacedCell> cell;
    std::shared_ptr<const Scene> scene;

    explicit operator bool() const { return recording != nullptr; }
    bool operator==(const RunData&) const = default;
};

} // namespace phiscope
