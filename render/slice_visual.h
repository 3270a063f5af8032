#pragma once

#include "model/forward/slice_plane.h"
#include "model/scene/measurement.h"
#include "render/canvas2d.h"
#include "render/field_scale.h"
#include "render/pick_result.h"
#include "render/view_frame.h"

#include <memory>
#include <optional>
#include <span>

class vtkActor;
class vtkRenderer;

namespace phiscope {

/// One field slice: a plane with the field as colours, contour lines and a thin border, see-through.
///
/// Colours and lines are made in the fragment shader from a small picture of numbers, so lines stay fine at
/// any size. The plane is blended over what is already drawn: its actor has to come after all solid ones, and
/// among slices the farthest first.
class SliceVisual {
public:
    struct Hit {
        SlicePart part = SlicePart::inside;
        int corner = -1; ///< 0 to 3 from the lower left against the clock; -1: none
        double depth = 0.0;
        Eigen::Vector3d pointUm;
    };

    explicit SliceVisual(vtkRenderer* renderer);
    ~SliceVisual();
    SliceVisual(const SliceVisual&) = delete;
    SliceVisual& operator=(const SliceVisual&) = delete;

    void update(const FieldSlice& slice);
    const FieldSlice& slice() const { return slice_; }
    const SlicePlane& plane() const { return plane_; }
    /// The corners from the lower left against the clock.
    std::array<Eigen::Vector3d, 4> corners() const;
    bool visible() const { return slice_.visible; }
    void setGhost(bool ghost) { ghost_ = ghost; }
    void setState(bool selected, bool hovered);

    /// Row after row from the lower left; empty: nothing but the border.
    void setValues(std::span<const float> values, int columns, int rows, const FieldScale& scale);
    bool hasValues() const { return hasValues_; }
    const FieldScale& scale() const { return scale_; }

    void prepare(const ViewFrame& frame);
    void drawHandles(Canvas2D& canvas, const ViewFrame& frame) const;
    std::optional<Hit> pick(double x, double y, const ViewFrame& frame) const;
    vtkActor* actor() const;

private:
    struct Private;
    std::unique_ptr<Private> d_;
    FieldSlice slice_;
    SlicePlane plane_;
    FieldScale scale_;
    bool ghost_ = false;
    bool selected_ = false;
    bool hovered_ = false;
    bool hasValues_ = false;
};

} // namespace phiscope
