#pragma once

#include "render/gizmo.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace phiscope {

/// What the measure tool has measured, or is measuring.
struct MeasureLine {
    Eigen::Vector3d from{0.0, 0.0, 0.0}; ///< µm
    Eigen::Vector3d to{0.0, 0.0, 0.0};
    std::vector<Eigen::Vector3d> path; ///< along the cell, where both ends lie on it
    std::string text;
    bool open = false; ///< the second end still follows the mouse
};

/// The synapse brush: a circle, and the parts of the cell under it.
struct BrushPicture {
    Canvas2D::Point centre{0.0, 0.0};
    double radiusPx = 18.0;
    std::vector<std::array<Eigen::Vector3d, 2>> lit; ///< µm
    bool erases = false;
};

/// What the hand has hold of, over the scene: handles, a label, a measured line, a frame that is being
/// pulled. Never in a picture that is exported.
struct HandPicture {
    std::optional<Gizmo::Content> gizmo;
    Gizmo::Handle lit = Gizmo::Handle::none;
    std::string label;
    Canvas2D::Point labelAt{0.0, 0.0};
    std::optional<std::array<Eigen::Vector3d, 2>> guide; ///< what a dragged thing sticks to, µm
    std::optional<MeasureLine> measure;
    std::optional<std::array<Canvas2D::Point, 2>> frame;
    std::optional<BrushPicture> brush;
    std::vector<Canvas2D::Point> lasso; ///< as it is drawn; the last place is joined to the first
    bool visible = true;

    void draw(Canvas2D& canvas, const ViewFrame& view) const;
};

/// A few words in a box beside a place in the picture, within the picture.
void drawLabel(Canvas2D& canvas, const ViewFrame& view, const std::string& text, const Canvas2D::Point& at);

} // namespace phiscope
