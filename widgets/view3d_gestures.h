#pragma once

#include "model/scene/scene.h"
#include "render/pick_result.h"
#include "widgets/slice_drag.h"
#include "widgets/view3d.h"

#include <QPointF>

#include <Eigen/Core>

#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

class QKeyEvent;
class QMouseEvent;
class QWheelEvent;

namespace phiscope {

/// What the mouse and the keys mean in a View3D: moving the camera, pointing, dragging and placing. Speaks
/// through the view's signals.
class View3DGestures {
public:
    View3DGestures(View3D& view, SceneRenderer& scene);

    View3D::Tool tool() const { return tool_; }
    bool dragging() const { return drag_ != Drag::none; }
    /// False where nothing changes.
    bool setTool(View3D::Tool tool);
    void setProbeTemplate(const Probe& probe);
    void setSliceTemplate(const FieldSlice& slice) { sliceTemplate_ = slice; }

    void setSnapping(const View3D::Snapping& snapping) { snapping_ = snapping; }
    void setMayMove(std::function<bool(const QString& id)> ask) { mayMove_ = std::move(ask); }
    /// False where nothing changes.
    bool setBrushRadius(double pixels);
    double brushRadius() const { return brushRadius_; }
    void setArrowsMove(bool move) { arrowsMove_ = move; }
    /// False where nothing changes.
    bool setLassoArmed(bool armed);
    bool lassoArmed() const { return lassoArmed_; }

    void press(const QMouseEvent& event);
    void move(const QMouseEvent& event);
    void release(const QMouseEvent& event);
    void doubleClick(const QMouseEvent& event);
    void wheel(const QWheelEvent& event);
    /// True where the key meant something.
    bool key(const QKeyEvent& event);
    void leave();

private:
    static constexpr double snapPixels = 36.0; ///< how far a marker jumps to the cell
    static View3D::Point toPoint(const Eigen::Vector3d& v) { return {v.x(), v.y(), v.z()}; }

    enum class Drag {
        none,
        undecided,
        orbit,
        pan,
        probe,
        marker,
        slice,
        handle,
        frame,
        colourBar,
        brush,
        lasso
    };

    void point(QPointF position); ///< the mouse moves with no button down
    void showGhost(QPointF position);
    void clearGhosts();
    void updateCursor();
    void dragCamera(QPointF step);
    Drag dragOf(Qt::KeyboardModifiers modifiers); ///< what begins when the mouse leaves its place
    void dragProbe(QPointF position);
    void dragMarker(QPointF position);
    void takeSlice(bool inPlane);
    void dragSlice(QPointF position);
    FieldSlice sliceAt(QPointF position) const;
    /// In the slice under the mouse, on the dendrite there, or else at the depth of the soma.
    Eigen::Vector3d electrodeAt(QPointF position) const;
    void dragHandle(QPointF position);
    void dragFrame(QPointF position);
    void endFrame(QPointF position);
    bool wantsLasso(Qt::KeyboardModifiers modifiers) const;
    void dragLasso(QPointF position);
    void endLasso();
    /// Tells of the segments in a closed line of the picture.
    void enclose(std::span<const Eigen::Vector2d> line, bool add);
    /// True where the key moves the selected object.
    bool nudge(const QKeyEvent& event);
    /// Where something that is dragged from one place to another goes, and in `note_` what it snapped to.
    Eigen::Vector3d snapped(const Eigen::Vector3d& from, const Eigen::Vector3d& to);
    bool snaps() const;
    void clearHand(); ///< label and guide line
    void showLabel(const QString& text, QPointF position);
    struct MeasureEnd {
        Eigen::Vector3d pointUm{0.0, 0.0, 0.0};
        std::optional<Location> location; ///< on the cell
    };
    MeasureEnd measureEndAt(QPointF position) const;
    void measure(QPointF position, bool click);
    bool beginBrush(const QMouseEvent& event); ///< false: this press is about the camera
    void sweepBrush(QPointF position);
    void showBrush(QPointF position);
    bool brushWheel(const QWheelEvent& event);
    bool brushKey(const QKeyEvent& event);
    void cancelDrag();
    void place(QPointF position);
    void changeCamera(const Camera& camera);
    QPointF toPixels(QPointF position) const;
    Eigen::Vector3d depthOfCell() const;
    Eigen::Vector3d roundedTo(const Eigen::Vector3d& from, const Eigen::Vector3d& to) const;

    View3D& view_;
    SceneRenderer& scene_;
    View3D::Tool tool_ = View3D::Tool::select;
    Probe template_;
    FieldSlice sliceTemplate_;
    PickResult hovered_;
    bool onBar_ = false; ///< the mouse is over the colour bar

    Drag drag_ = Drag::none;
    Qt::MouseButton button_ = Qt::NoButton;
    QPointF pressedAt_;
    QPointF last_;
    PickResult pressedOn_;
    Eigen::Vector3d probeStart_{0.0, 0.0, 0.0};
    Eigen::Vector3d probeNow_{0.0, 0.0, 0.0};
    std::optional<Location> markerNow_;
    std::optional<MeasureEnd> measureFrom_;
    View3D::Snapping snapping_;
    std::function<bool(const QString& id)> mayMove_;
    bool arrowsMove_ = false;
    QString note_;
    Qt::KeyboardModifiers modifiers_;
    Gizmo::Handle handle_ = Gizmo::Handle::none;
    Gizmo::Content gizmoStart_;
    SliceDrag sliceDrag_;
    FieldSlice sliceNow_;
    double brushRadius_ = 18.0;
    bool erases_ = false;
    QPointF brushAt_; ///< where it was shown last
    bool lassoArmed_ = false;
    bool takesLasso_ = false; ///< this press does
    std::vector<Eigen::Vector2d> lasso_;
};

} // namespace phiscope
