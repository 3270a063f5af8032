#pragma once

#include "render/brush_reach.h"
#include "render/pick_result.h"
#include "render/scene_renderer.h"
#include "widgets/gl_widget.h"

#include <QImage>
#include <QPoint>
#include <QString>
#include <QStringList>
#include <QSurfaceFormat>

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace phiscope {

/// The 3-D view: shows a SceneRenderer and turns mouse and keys into wishes. It changes nothing in the
/// document; what a person does arrives as signals.
///
/// Setting anything on `scene()` repaints by itself, at most once a frame.
/// QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat()) must be called before QApplication is made.
class View3D : public GlWidget {
    Q_OBJECT

public:
    enum class Tool { select, synapse, brush, stimulus, probe, slice, electrode, measure };
    Q_ENUM(Tool)
    using Point = std::array<double, 3>; ///< µm

    explicit View3D(QWidget* parent = nullptr);
    ~View3D() override;

    static QSurfaceFormat surfaceFormat();
    /// True where an OpenGL 3.2 context can be made. Needs a QGuiApplication. Where false, show
    /// `missingOpenGlMessage()` in place of a View3D.
    static bool openGlAvailable();
    static QString missingOpenGlMessage();

    SceneRenderer& scene();
    const SceneRenderer& scene() const;

    Tool tool() const;
    /// What the probe tool shows under the mouse and asks to place.
    void setProbeTemplate(const Probe& probe);
    /// Likewise of the slice tool; its orientation and size follow the camera and the cell.
    void setSliceTemplate(const FieldSlice& slice);

    /// Where things go while they are dragged.
    struct Snapping {
        bool on = false; ///< Ctrl held while dragging is the other way round
        double stepUm = 10.0;
    };
    void setSnapping(const Snapping& snapping);
    /// Asked before an object is dragged; false: it stays, and lockedTouched tells. Unset: all may.
    void setMayMove(std::function<bool(const QString& id)> ask);
    /// Whether the arrow keys ask to move the selected object, or turn the view.
    void setArrowsMove(bool move);

    /// The next drag with the left button draws a lasso, as with Alt held. Ends with it, or by Esc.
    void setLassoArmed(bool armed);
    bool lassoArmed() const;

    /// Of the brush, in logical pixels; kept within what is of use.
    void setBrushRadius(double pixels);
    double brushRadius() const;

    void setCamera(const Camera& camera);
    Camera camera() const;

    /// The present picture at another size, drawn anew; `dpi` scales text and lines (96: as on a plain
    /// screen) and is written into the image. Null where there is no OpenGL.
    QImage renderImage(QSize sizePx, double dpi, bool transparent);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

public Q_SLOTS:
    void setTool(phiscope::View3D::Tool tool);
    void fitView();
    void setStandardView(phiscope::StandardView view);
    void setPerspective(bool on);

Q_SIGNALS:
    /// What lies under the mouse, when that changes, on a slice with every move; `position` in widget
    /// coordinates.
    void hovered(const phiscope::PickResult& what, const QPoint& position);
    void clicked(const phiscope::PickResult& what, Qt::KeyboardModifiers modifiers);
    void doubleClicked(const phiscope::PickResult& what);
    /// Right click without a drag.
    void menuRequested(const phiscope::PickResult& what, const QPoint& globalPosition);

    /// A click on the colour bar, with the left or the right button.
    void colourBarClicked(Qt::MouseButton button, const QPoint& globalPosition);

    /// While a probe follows the mouse, and once when it is let go (one undo step). A drag that is left by
    /// Esc ends with probeDragged at the old position and no drop.
    void probeDragged(const QString& id, const phiscope::View3D::Point& positionUm);
    void probeDropped(const QString& id, const phiscope::View3D::Point& positionUm);
    /// Likewise for a slice that is moved or turned.
    void sliceDragged(const phiscope::FieldSlice& slice);
    void sliceDropped(const phiscope::FieldSlice& slice);
    /// Likewise for a synapse or stimulus that slides along the cell.
    void markerDragged(phiscope::ItemKind kind, const QString& id, const phiscope::Location& location);
    void markerDropped(phiscope::ItemKind kind, const QString& id, const phiscope::Location& location);

    /// An arrow key or Page Up or Down while `arrowsMove`: the way into which it points, of unit length.
    void nudged(const phiscope::View3D::Point& direction, double stepUm);
    /// While a handle of the gizmo is dragged: how far from where it was taken.
    void handleShifted(const phiscope::View3D::Point& shiftUm);
    void handleTurned(const phiscope::View3D::Point& axis, double angleRad);
    /// It was let go, or left by Esc (not `kept`: back to where it was).
    void handleDropped(bool kept);
    /// A drag of something that may not move.
    void lockedTouched(const QString& id);
    /// A frame was pulled around these (Shift and a drag beside everything).
    void framed(const QStringList& ids);
    /// A lasso was drawn around these segments, or a frame that holds no object (Ctrl: whatever it holds).
    void segmentsEnclosed(const std::vector<int>& segments, bool add);
    void lassoArmedChanged(bool armed);

    /// A click in the synapse or stimulus tool, on the cell.
    void placeRequested(phiscope::View3D::Tool tool, const phiscope::Location& location);
    /// A click in the probe tool.
    void probePlaceRequested(const phiscope::View3D::Point& positionUm);
    /// A click in the slice tool.
    void slicePlaceRequested(const phiscope::FieldSlice& slice);

    /// The electrode tool points at a place in the tissue, or no longer (null).
    void electrodeMoved(const std::optional<phiscope::View3D::Point>& pointUm, const QPoint& position);
    /// A click in the electrode tool.
    void electrodePlaceRequested(const phiscope::View3D::Point& pointUm);

    /// The brush is put down, goes its way over the cell, and is lifted; not `kept`: by Esc.
    void brushBegan(bool erases);
    void brushSwept(const phiscope::BrushSweep& sweep);
    void brushEnded(bool kept);
    void brushRadiusChanged(double pixels);

    void toolChanged(phiscope::View3D::Tool tool);
    void cameraChanged();

protected:
    bool event(QEvent* event) override;
    void sizeChanged() override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    struct Private;
    SceneRenderer scene_;
    std::unique_ptr<Private> d_;
};

} // namespace phiscope

Q_DECLARE_METATYPE(phiscope::PickResult)
Q_DECLARE_METATYPE(phiscope::Location)
Q_DECLARE_METATYPE(phiscope::ItemKind)
Q_DECLARE_METATYPE(phiscope::FieldSlice)
Q_DECLARE_METATYPE(phiscope::StandardView)
