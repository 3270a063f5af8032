#include "widgets/view3d_gestures.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <cmath>
#include <numbers>

namespace phiscope {

namespace {

constexpr double dragThreshold = 3.5;      // pixels that a click may tremble
constexpr double radiansPerPixel = 0.0075; // half a turn over 420 pixels
constexpr double zoomPerStep = 1.18;       // a notch of the wheel

bool isMarker(ItemKind kind) {
    return kind == ItemKind::synapse || kind == ItemKind::stimulus;
}

bool same(const PickResult& a, const PickResult& b) {
    return a.item == b.item && a.segment == b.segment && a.sectionX == b.sectionX &&
           (a.item.kind != ItemKind::slice || (a.pointUm == b.pointUm && a.slicePart == b.slicePart));
}

} // namespace

View3DGestures::View3DGestures(View3D& view, SceneRenderer& scene)
    : view_(view)
    , scene_(scene) {}

bool View3DGestures::setTool(View3D::Tool tool) {
    if (tool == tool_) {
        return false;
    }
    cancelDrag();
    view_.setLassoArmed(false);
    tool_ = tool;
    clearGhosts();
    measureFrom_.reset();
    scene_.setMeasure({});
    if (view_.underMouse() && tool != View3D::Tool::select) {
        showGhost(view_.mapFromGlobal(QCursor::pos()));
    }
    updateCursor();
    return true;
}

void View3DGestures::setProbeTemplate(const Probe& probe) {
    template_ = probe;
}

QPointF View3DGestures::toPixels(QPointF position) const {
    return position * view_.devicePixelRatioF();
}

void View3DGestures::changeCamera(const Camera& camera) {
    scene_.setCamera(camera);
    Q_EMIT view_.cameraChanged();
}

void View3DGestures::press(const QMouseEvent& event) {
    if (drag_ != Drag::none) {
        return; // a second button changes nothing
    }
    button_ = event.button();
    pressedAt_ = event.position();
    last_ = pressedAt_;
    const QPointF at = toPixels(pressedAt_);
    if (tool_ == View3D::Tool::select && scene_.onColourBar(at.x(), at.y())) {
        drag_ = Drag::colourBar;
        return;
    }
    if (tool_ == View3D::Tool::brush && beginBrush(event)) {
        return;
    }
    handle_ = Gizmo::Handle::none;
    takesLasso_ = wantsLasso(event.modifiers());
    if (takesLasso_) {
        pressedOn_ = scene_.pick(at.x(), at.y()); // in case that it is a click
        drag_ = Drag::undecided;
        return;
    }
    if (tool_ == View3D::Tool::select && button_ == Qt::LeftButton && scene_.gizmo()) {
        handle_ = scene_.pickGizmo(at.x(), at.y());
        gizmoStart_ = *scene_.gizmo();
    }
    pressedOn_ = handle_ == Gizmo::Handle::none ? scene_.pick(at.x(), at.y()) : PickResult();
    drag_ = Drag::undecided;
    markerNow_.reset();
    if (pressedOn_.item.kind == ItemKind::probe) {
        const auto start = scene_.probePosition(pressedOn_.item.id);
        probeStart_ = start.value_or(pressedOn_.pointUm);
        probeNow_ = probeStart_;
    }
}

void View3DGestures::move(const QMouseEvent& event) {
    const QPointF now = event.position();
    modifiers_ = event.modifiers();
    if (drag_ == Drag::none) {
        point(now);
        return;
    }
    if (drag_ == Drag::undecided) {
        const QPointF way = now - pressedAt_;
        if (std::hypot(way.x(), way.y()) < dragThreshold) {
            return;
        }
        drag_ = dragOf(event.modifiers());
        updateCursor();
    }
    switch (drag_) {
    case Drag::orbit:
    case Drag::pan:
        dragCamera(now - last_);
        break;
    case Drag::probe:
        dragProbe(now);
        break;
    case Drag::marker:
        dragMarker(now);
        break;
    case Drag::slice:
        dragSlice(now);
        break;
    case Drag::handle:
        dragHandle(now);
        break;
    case Drag::frame:
        dragFrame(now);
        break;
    case Drag::brush:
        sweepBrush(now);
        break;
    case Drag::lasso:
        dragLasso(now);
        break;
    case Drag::none:
    case Drag::undecided:
    case Drag::colourBar:
        break;
    }
    last_ = now;
}

View3DGestures::Drag View3DGestures::dragOf(Qt::KeyboardModifiers modifiers) {
    const bool left = button_ == Qt::LeftButton;
    const bool shift = modifiers.testFlag(Qt::ShiftModifier);
    const bool select = tool_ == View3D::Tool::select;
    if (takesLasso_) {
        lasso_.clear();
        dragLasso(pressedAt_);
        return Drag::lasso;
    }
    if (handle_ != Gizmo::Handle::none) {
        return Drag::handle;
    }
    const ItemKind kind = pressedOn_.item.kind;
    const bool border = kind == ItemKind::slice && pressedOn_.slicePart != SlicePart::inside;
    if (left && select && (border || kind == ItemKind::probe || isMarker(kind)) && (border || !shift)) {
        const QString id = QString::fromStdString(pressedOn_.item.id);
        if (mayMove_ && !mayMove_(id)) {
            Q_EMIT view_.lockedTouched(id);
        } else if (border) {
            takeSlice(shift);
            return drag_;
        } else {
            return kind == ItemKind::probe ? Drag::probe : Drag::marker;
        }
    }
    if (left && shift && select && !pressedOn_.hit()) {
        return Drag::frame;
    }
    if (!left || shift) {
        return Drag::pan;
    }
    clearGhosts();
    return Drag::orbit;
}

void View3DGestures::dragCamera(QPointF step) {
    Camera camera = scene_.camera();
    if (drag_ == Drag::orbit) {
        camera.orbit(-step.x() * radiansPerPixel, step.y() * radiansPerPixel);
    } else {
        const QPointF pixels = toPixels(step);
        camera.pan(pixels.x(), pixels.y(), scene_.height());
    }
    changeCamera(camera);
}

void View3DGestures::release(const QMouseEvent& event) {
    if (drag_ == Drag::none || event.button() != button_) {
        return;
    }
    const Drag done = drag_;
    modifiers_ = event.modifiers();
    drag_ = Drag::none;
    button_ = Qt::NoButton;
    clearHand();
    switch (done) {
    case Drag::undecided:
        if (handle_ != Gizmo::Handle::none) {
            break; // a click on a handle means nothing
        }
        if (event.button() == Qt::RightButton) {
            Q_EMIT view_.menuRequested(pressedOn_, event.globalPosition().toPoint());
        } else if (event.button() == Qt::LeftButton && tool_ == View3D::Tool::select) {
            Q_EMIT view_.clicked(pressedOn_, event.modifiers());
        } else if (event.button() == Qt::LeftButton) {
            place(event.position());
        }
        break;
    case Drag::probe:
        Q_EMIT view_.probeDropped(QString::fromStdString(pressedOn_.item.id), toPoint(probeNow_));
        break;
    case Drag::marker:
        scene_.setGhostMarker(ItemKind::none, {});
        if (markerNow_) {
            Q_EMIT view_.markerDropped(pressedOn_.item.kind, QString::fromStdString(pressedOn_.item.id),
                                       *markerNow_);
        }
        break;
    case Drag::slice:
        Q_EMIT view_.sliceDropped(sliceNow_);
        break;
    case Drag::handle:
        Q_EMIT view_.handleDropped(true);
        break;
    case Drag::frame:
        endFrame(event.position());
        break;
    case Drag::brush:
        Q_EMIT view_.brushEnded(true);
        break;
    case Drag::lasso:
        endLasso();
        break;
    case Drag::colourBar: {
        const QPointF at = toPixels(event.position());
        if (scene_.onColourBar(at.x(), at.y())) {
            Q_EMIT view_.colourBarClicked(event.button(), event.globalPosition().toPoint());
        }
        break;
    }
    case Drag::orbit:
    case Drag::pan:
    case Drag::none:
        break;
    }
    updateCursor();
    point(event.position());
}

void View3DGestures::doubleClick(const QMouseEvent& event) {
    if (event.button() != Qt::LeftButton || tool_ != View3D::Tool::select) {
        press(event);
        return;
    }
    const QPointF at = toPixels(event.position());
    if (scene_.onColourBar(at.x(), at.y())) {
        press(event); // two clicks
        return;
    }
    const PickResult hit = scene_.pick(at.x(), at.y());
    if (hit.hit()) {
        Camera camera = scene_.camera();
        camera.lookAt(hit.pointUm);
        changeCamera(camera);
    } else {
        view_.fitView();
    }
    Q_EMIT view_.doubleClicked(hit);
}

void View3DGestures::wheel(const QWheelEvent& event) {
    if (brushWheel(event)) {
        return;
    }
    const double notches = event.angleDelta().y() / 120.0;
    if (notches == 0.0) {
        return;
    }
    const QPointF at = toPixels(event.position());
    Camera camera = scene_.camera();
    camera.zoom(std::pow(zoomPerStep, notches), at.x(), at.y(), scene_.width(), scene_.height());
    changeCamera(camera);
    if (drag_ == Drag::none) {
        point(event.position());
    }
}

bool View3DGestures::key(const QKeyEvent& event) {
    constexpr double step = 7.5 * std::numbers::pi / 180.0;
    if (nudge(event) || brushKey(event)) {
        return true;
    }
    Camera camera = scene_.camera();
    switch (event.key()) {
    case Qt::Key_Escape:
        if (drag_ != Drag::none) {
            cancelDrag();
            updateCursor();
            return true;
        }
        if (lassoArmed_) {
            view_.setLassoArmed(false);
            return true;
        }
        if (tool_ != View3D::Tool::select) {
            view_.setTool(View3D::Tool::select);
            return true;
        }
        return false;
    case Qt::Key_Left:
        camera.orbit(step, 0.0);
        break;
    case Qt::Key_Right:
        camera.orbit(-step, 0.0);
        break;
    case Qt::Key_Up:
        camera.orbit(0.0, -step);
        break;
    case Qt::Key_Down:
        camera.orbit(0.0, step);
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        camera.zoom(zoomPerStep, 0.5 * scene_.width(), 0.5 * scene_.height(), scene_.width(),
                    scene_.height());
        break;
    case Qt::Key_Minus:
        camera.zoom(1.0 / zoomPerStep, 0.5 * scene_.width(), 0.5 * scene_.height(), scene_.width(),
                    scene_.height());
        break;
    case Qt::Key_Home:
        view_.fitView();
        return true;
    default:
        return false;
    }
    changeCamera(camera);
    return true;
}

void View3DGestures::point(QPointF position) {
    const QPointF at = toPixels(position);
    const bool onBar = tool_ == View3D::Tool::select && scene_.onColourBar(at.x(), at.y());
    if (onBar != onBar_) {
        onBar_ = onBar;
        view_.setToolTip(onBar ? View3D::tr("Range of the colours. Click: hold it as it is, or let it follow "
                                            "the recording again. Right click: set it.")
                               : QString());
        updateCursor();
    }
    const bool handles = tool_ == View3D::Tool::select && !onBar;
    handle_ = handles ? scene_.pickGizmo(at.x(), at.y()) : Gizmo::Handle::none;
    scene_.lightGizmo(handle_);
    const bool free = !onBar && handle_ == Gizmo::Handle::none;
    const PickResult now = free ? scene_.pick(at.x(), at.y()) : PickResult();
    if (tool_ == View3D::Tool::select) {
        scene_.setHover(now.item);
    } else {
        showGhost(position);
    }
    const bool changed = !same(now, hovered_);
    hovered_ = now;
    updateCursor();
    if (changed) {
        Q_EMIT view_.hovered(now, position.toPoint());
    }
}

void View3DGestures::updateCursor() {
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (drag_ == Drag::probe || drag_ == Drag::marker || drag_ == Drag::slice || drag_ == Drag::pan ||
        drag_ == Drag::handle) {
        shape = Qt::ClosedHandCursor;
    } else if (drag_ == Drag::orbit) {
        shape = Qt::SizeAllCursor;
    } else if (tool_ != View3D::Tool::select || drag_ == Drag::frame || drag_ == Drag::lasso || lassoArmed_) {
        shape = Qt::CrossCursor;
    } else if (handle_ != Gizmo::Handle::none) {
        shape = Qt::OpenHandCursor;
    } else if (hovered_.item.kind == ItemKind::slice) {
        shape = hovered_.slicePart == SlicePart::inside ? Qt::CrossCursor : Qt::OpenHandCursor;
    } else if (hovered_.item.kind == ItemKind::probe || isMarker(hovered_.item.kind)) {
        shape = Qt::OpenHandCursor;
    } else if (hovered_.hit() || onBar_) {
        shape = Qt::PointingHandCursor;
    }
    if (view_.cursor().shape() != shape) {
        view_.setCursor(shape);
    }
}

void View3DGestures::leave() {
    if (drag_ != Drag::none) {
        return;
    }
    clearGhosts();
    handle_ = Gizmo::Handle::none;
    scene_.lightGizmo(handle_);
    if (hovered_.hit()) {
        hovered_ = {};
        Q_EMIT view_.hovered(hovered_, QPoint());
    }
    updateCursor();
}

} // namespace phiscope
