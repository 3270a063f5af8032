#pragma once

#include "render/canvas2d.h"
#include "render/view_frame.h"

#include <Eigen/Core>

#include <vector>

namespace phiscope {

/// Arrows that move the selected object along x, y and z, and rings that turn it about them. Of constant size
/// on the screen, drawn over all that is there. Pixels are device pixels.
class Gizmo {
public:
    enum class Handle { none, moveX, moveY, moveZ, turnX, turnY, turnZ };
    struct Content {
        Eigen::Vector3d centreUm{0.0, 0.0, 0.0};
        bool turns = true; ///< rings too

        bool operator==(const Content&) const = default;
    };

    explicit Gizmo(const Content& content)
        : content_(content) {}

    /// 0, 1 or 2 for x, y or z; -1 for none.
    static int axisOf(Handle handle);
    static bool isRing(Handle handle) { return handle >= Handle::turnX; }

    /// The handle under the mouse is drawn bright.
    void draw(Canvas2D& canvas, const ViewFrame& frame, Handle lit) const;
    Handle pick(double x, double y, const ViewFrame& frame) const;
    /// Where a handle can be taken, for tests: the arrow's head, or a place on the ring towards the eye.
    std::optional<Eigen::Vector2d> gripOf(Handle handle, const ViewFrame& frame) const;

    /// How far the mouse has gone along an arrow, µm.
    double shiftAlong(Handle arrow, const Eigen::Vector2d& fromPx, const Eigen::Vector2d& toPx,
                      const ViewFrame& frame) const;
    /// How far it has turned a ring, right-handed about the axis, radians.
    double turnAbout(Handle ring, const Eigen::Vector2d& fromPx, const Eigen::Vector2d& toPx,
                     const ViewFrame& frame) const;

private:
    struct RingPoint {
        Eigen::Vector2d at;
        bool near = false; ///< on the half towards the eye
    };
    double scale(const ViewFrame& frame) const; ///< µm a logical pixel
    std::optional<Eigen::Vector2d> tip(int axis, const ViewFrame& frame) const;
    std::vector<RingPoint> ring(int axis, const ViewFrame& frame) const;

    Content content_;
};

} // namespace phiscope
