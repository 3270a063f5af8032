#pragma once

#include "model/analysis/value_extent.h"
#include "model/scene/scene.h"
#include "render/scene_renderer.h"

#include <vector>

namespace phiscope {

class SliceCurrents;

/// What colours the cell in place of what the scene says. No Qt.
class CellColours {
public:
    CellColours() = default;
    virtual ~CellColours() = default;
    CellColours(const CellColours&) = delete;
    CellColours& operator=(const CellColours&) = delete;

    /// One value a segment of `cell` at the moment; false where there are none.
    virtual bool values(double timeMs, const PlacedCell& cell, std::vector<float>& values) = 0;
    /// What they mean. Asked after `values`; ranges only widen while a recording grows.
    virtual CellColouring colouring(const View& view) const = 0;
    /// Whose field the slices show meanwhile; null: that of the window's run.
    virtual const SliceCurrents* sliceCurrents() const { return nullptr; }
};

} // namespace phiscope
