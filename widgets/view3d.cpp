#include "widgets/view3d.h"

#include "widgets/gl_support.h"
#include "widgets/view3d_gestures.h"
#include "widgets/view_font.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

namespace phiscope {

struct View3D::Private {
    explicit Private(View3D* view)
        : gestures(*view, view->scene_) {}

    View3DGestures gestures;
    bool fitWhenSized = false;
    bool sized = false;
};

View3D::View3D(QWidget* parent)
    : GlWidget(scene_, parent)
    , d_(std::make_unique<Private>(this)) {
    scene_.setFontFile(viewFontFile());
    scene_.setOnChanged([this] { requestPaint(); });
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setObjectName(QStringLiteral("view3d"));
    setAccessibleName(tr("3-D view of the cell and its probes"));
}

View3D::~View3D() {
    scene_.setOnChanged({});
    closeGl();
}

QSurfaceFormat View3D::surfaceFormat() {
    return GlSupport::surfaceFormat();
}

bool View3D::openGlAvailable() {
    return GlSupport::here().available;
}

QString View3D::missingOpenGlMessage() {
    return tr("The 3-D view needs OpenGL 3.2, which this display does not offer. Simulations and plots work "
              "without it. On Debian, installing libgl1-mesa-dri usually brings it.");
}

SceneRenderer& View3D::scene() {
    return scene_;
}

const SceneRenderer& View3D::scene() const {
    return scene_;
}

View3D::Tool View3D::tool() const {
    return d_->gestures.tool();
}

void View3D::setTool(Tool tool) {
    if (d_->gestures.setTool(tool)) {
        Q_EMIT toolChanged(tool);
    }
}

void View3D::setProbeTemplate(const Probe& probe) {
    d_->gestures.setProbeTemplate(probe);
}

void View3D::setSliceTemplate(const FieldSlice& slice) {
    d_->gestures.setSliceTemplate(slice);
}

void View3D::setSnapping(const Snapping& snapping) {
    d_->gestures.setSnapping(snapping);
}

void View3D::setMayMove(std::function<bool(const QString& id)> ask) {
    d_->gestures.setMayMove(std::move(ask));
}

void View3D::setArrowsMove(bool move) {
    d_->gestures.setArrowsMove(move);
}

void View3D::setLassoArmed(bool armed) {
    if (d_->gestures.setLassoArmed(armed)) {
        Q_EMIT lassoArmedChanged(armed);
    }
}

bool View3D::lassoArmed() const {
    return d_->gestures.lassoArmed();
}

void View3D::setBrushRadius(double pixels) {
    if (d_->gestures.setBrushRadius(pixels)) {
        Q_EMIT brushRadiusChanged(brushRadius());
    }
}

double View3D::brushRadius() const {
    return d_->gestures.brushRadius();
}

void View3D::setCamera(const Camera& camera) {
    d_->fitWhenSized = false;
    if (!(camera == scene_.camera())) {
        scene_.setCamera(camera);
        Q_EMIT cameraChanged();
    }
}

Camera View3D::camera() const {
    return scene_.camera();
}

void View3D::fitView() {
    d_->fitWhenSized = !d_->sized;
    scene_.fit();
    Q_EMIT cameraChanged();
}

void View3D::setStandardView(StandardView view) {
    scene_.setView(view);
    Q_EMIT cameraChanged();
}

void View3D::setPerspective(bool on) {
    Camera camera = scene_.camera();
    if (camera.perspective != on) {
        camera.setPerspective(on);
        scene_.setCamera(camera);
        Q_EMIT cameraChanged();
    }
}

QSize View3D::sizeHint() const {
    return {900, 700};
}

QSize View3D::minimumSizeHint() const {
    return {240, 180};
}

void View3D::sizeChanged() {
    const bool first = !d_->sized;
    d_->sized = true;
    if (first && d_->fitWhenSized) {
        d_->fitWhenSized = false;
        scene_.fit();
        Q_EMIT cameraChanged();
    }
}

QImage View3D::renderImage(QSize sizePx, double dpi, bool transparent) {
    if (sizePx.isEmpty()) {
        return {};
    }
    const Camera before = scene_.camera();
    const std::string note = scene_.colourBarNote();
    scene_.setHandsVisible(false);
    scene_.setColourBarNote({}); // about how the window is worked, not about the picture
    Camera camera = before;
    // A narrower picture shows the same width and more above and below, instead of cutting the sides off.
    const double narrower =
        (static_cast<double>(width()) / height()) / (static_cast<double>(sizePx.width()) / sizePx.height());
    if (narrower > 1.0) {
        camera.parallelScale *= narrower;
        camera.position = camera.focus + (camera.position - camera.focus) * narrower;
    }
    scene_.setCamera(camera);
    QImage image = drawImage(sizePx, dpi, transparent);
    scene_.setCamera(before);
    scene_.setColourBarNote(note);
    scene_.setHandsVisible(true);
    return image;
}

bool View3D::event(QEvent* event) {
    // While something is in the hand Esc and Ctrl are about it, whatever shortcuts the window has.
    if (event->type() == QEvent::ShortcutOverride && (d_->gestures.dragging() || lassoArmed()) &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return GlWidget::event(event);
}

void View3D::mousePressEvent(QMouseEvent* event) {
    d_->gestures.press(*event);
}

void View3D::mouseMoveEvent(QMouseEvent* event) {
    d_->gestures.move(*event);
}

void View3D::mouseReleaseEvent(QMouseEvent* event) {
    d_->gestures.release(*event);
}

void View3D::mouseDoubleClickEvent(QMouseEvent* event) {
    d_->gestures.doubleClick(*event);
}

void View3D::wheelEvent(QWheelEvent* event) {
    d_->gestures.wheel(*event);
    event->accept();
}

void View3D::keyPressEvent(QKeyEvent* event) {
    if (!d_->gestures.key(*event)) {
        GlWidget::keyPressEvent(event);
    }
}

void View3D::leaveEvent(QEvent* event) {
    d_->gestures.leave();
    GlWidget::leaveEvent(event);
}

} // namespace phiscope
