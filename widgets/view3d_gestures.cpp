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
constexpr double snapPixels = 36.0;        // how far a marker jumps to the cell
constexpr double zoomPerStep = 1.18;       // a notch of the wheel

View3D::Point toPoint(const Eigen::Vector3d& v) {
    return {v.x(), v.y(), v.z()};
}

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
    tool_ = tool;
    clearGhosts();
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
    pressedOn_ = scene_.pick(at.x(), at.y());
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
    if (drag_ == Drag::none) {
        point(now);
        return;
    }
    if (drag_ == Drag::undecided) {
        const QPointF way = now - pressedAt_;
        if (std::hypot(way.x(), way.y()) < dragThreshold) {
            return;
        }
        const bool left = button_ == Qt::LeftButton;
        const bool shift = event.modifiers().testFlag(Qt::ShiftModifier);
        if (left && tool_ == View3D::Tool::select && pressedOn_.item.kind == ItemKind::slice &&
            pressedOn_.slicePart != SlicePart::inside) {
            takeSlice(shift);
        } else if (!left || shift) {
            drag_ = Drag::pan;
        } else if (tool_ == View3D::Tool::select && pressedOn_.item.kind == ItemKind::probe) {
            drag_ = Drag::probe;
        } else if (tool_ == View3D::Tool::select && isMarker(pressedOn_.item.kind)) {
            drag_ = Drag::marker;
        } else {
            drag_ = Drag::orbit;
            clearGhosts();
        }
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
    case Drag::none:
    case Drag::undecided:
        break;
    }
    last_ = now;
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

Eigen::Vector3d View3DGestures::roundedTo(const Eigen::Vector3d& from, const Eigen::Vector3d& to) const {
    // Numbers that a person would type: what the mouse can not resolve is noise.
    const double step = scene_.camera().micrometresPerPixel(scene_.height()) >= 0.5 ? 1.0 : 0.1;
    Eigen::Vector3d result = to;
    for (Eigen::Index k = 0; k < 3; ++k) {
        result[k] = std::abs(to[k] - from[k]) < 1e-6 ? from[k] : std::round(to[k] / step) * step;
    }
    return result;
}

void View3DGestures::dragProbe(QPointF position) {
    const QPointF from = toPixels(pressedAt_);
    const QPointF to = toPixels(position);
    const Camera& camera = scene_.camera();
    const int width = scene_.width();
    const int height = scene_.height();
    // In the plane that faces the eye, through the place where the probe was taken.
    const Eigen::Vector3d shift = camera.unproject(to.x(), to.y(), width, height, pressedOn_.pointUm) -
                                  camera.unproject(from.x(), from.y(), width, height, pressedOn_.pointUm);
    const Eigen::Vector3d goal = roundedTo(probeStart_, probeStart_ + shift);
    if (goal != probeNow_) {
        probeNow_ = goal;
        scene_.moveProbe(pressedOn_.item.id, goal);
        Q_EMIT view_.probeDragged(QString::fromStdString(pressedOn_.item.id), toPoint(goal));
    }
}

void View3DGestures::dragMarker(QPointF position) {
    const QPointF at = toPixels(position);
    const PickResult hit = scene_.pickCell(at.x(), at.y(), snapPixels);
    const auto location = scene_.locationOf(hit);
    if (!location) {
        return;
    }
    scene_.setGhostMarker(pressedOn_.item.kind, hit.pointUm);
    if (!markerNow_ || !(*markerNow_ == *location)) {
        markerNow_ = location;
        Q_EMIT view_.markerDragged(pressedOn_.item.kind, QString::fromStdString(pressedOn_.item.id),
                                   *location);
    }
}

void View3DGestures::takeSlice(bool inPlane) {
    const FieldSlice* shown = scene_.shownSlice(pressedOn_.item.id);
    if (shown == nullptr) {
        return;
    }
    const QPointF from = toPixels(pressedAt_);
    const auto way = pressedOn_.slicePart == SlicePart::corner ? SliceDrag::Way::turn
                     : inPlane                                 ? SliceDrag::Way::inPlane
                                                               : SliceDrag::Way::alongNormal;
    sliceNow_ = *shown;
    sliceDrag_ = SliceDrag(*shown, way, pressedOn_.pointUm, pressedOn_.sliceCorner, from.x(), from.y());
    drag_ = Drag::slice;
}

void View3DGestures::dragSlice(QPointF position) {
    const QPointF to = toPixels(position);
    const FieldSlice goal = sliceDrag_.at(to.x(), to.y(), scene_.camera(), scene_.width(), scene_.height());
    if (!(goal == sliceNow_)) {
        sliceNow_ = goal;
        scene_.moveSlice(goal);
        Q_EMIT view_.sliceDragged(goal);
    }
}

void View3DGestures::cancelDrag() {
    if (drag_ == Drag::slice) {
        scene_.moveSlice(sliceDrag_.start());
        Q_EMIT view_.sliceDragged(sliceDrag_.start());
    } else if (drag_ == Drag::probe) {
        scene_.moveProbe(pressedOn_.item.id, probeStart_);
        Q_EMIT view_.probeDragged(QString::fromStdString(pressedOn_.item.id), toPoint(probeStart_));
    } else if (drag_ == Drag::marker && markerNow_) {
        scene_.setGhostMarker(ItemKind::none, {});
        if (pressedOn_.location) {
            Q_EMIT view_.markerDragged(pressedOn_.item.kind, QString::fromStdString(pressedOn_.item.id),
                                       *pressedOn_.location);
        }
    }
    drag_ = Drag::none;
    button_ = Qt::NoButton;
}

void View3DGestures::release(const QMouseEvent& event) {
    if (drag_ == Drag::none || event.button() != button_) {
        return;
    }
    const Drag done = drag_;
    drag_ = Drag::none;
    button_ = Qt::NoButton;
    switch (done) {
    case Drag::undecided:
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
    case Drag::orbit:
    case Drag::pan:
    case Drag::none:
        break;
    }
    updateCursor();
    point(event.position());
}

void View3DGestures::place(QPointF position) {
    const QPointF at = toPixels(position);
    if (tool_ == View3D::Tool::probe) {
        const Camera& camera = scene_.camera();
        const Eigen::Vector3d through = depthOfCell();
        const Eigen::Vector3d goal =
            roundedTo(through, camera.unproject(at.x(), at.y(), scene_.width(), scene_.height(), through));
        Q_EMIT view_.probePlaceRequested(toPoint(goal));
        return;
    }
    if (tool_ == View3D::Tool::slice) {
        Q_EMIT view_.slicePlaceRequested(sliceAt(position));
        return;
    }
    const PickResult hit = scene_.pickCell(at.x(), at.y(), snapPixels);
    if (const auto location = scene_.locationOf(hit)) {
        Q_EMIT view_.placeRequested(tool_, *location);
    }
}

void View3DGestures::doubleClick(const QMouseEvent& event) {
    if (event.button() != Qt::LeftButton || tool_ != View3D::Tool::select) {
        press(event);
        return;
    }
    const QPointF at = toPixels(event.position());
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
    Camera camera = scene_.camera();
    switch (event.key()) {
    case Qt::Key_Escape:
        if (drag_ != Drag::none) {
            cancelDrag();
            updateCursor();
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
    const PickResult now = scene_.pick(at.x(), at.y());
    if (tool_ == View3D::Tool::select) {
        scene_.setHover(now.item);
    } else {
        showGhost(position);
    }
    const bool changed = !same(now, hovered_);
    hovered_ = now;
    if (changed) {
        updateCursor();
        Q_EMIT view_.hovered(now, position.toPoint());
    }
}

Eigen::Vector3d View3DGestures::depthOfCell() const {
    const auto cell = scene_.cell();
    if (cell == nullptr || cell->morphology.sections.empty()) {
        return scene_.camera().focus;
    }
    return somaPosition(cell->morphology, cell->segments);
}

FieldSlice View3DGestures::sliceAt(QPointF position) const {
    const QPointF at = toPixels(position);
    const Camera& camera = scene_.camera();
    FieldSlice slice = sliceTemplate_;
    slice.orientation = facingOrientation(camera);
    if (const auto cell = scene_.cell(); cell && cell->segments.size() > 0) {
        const Segments& s = cell->segments;
        slice = sizedFor(slice, s.start.rowwise().minCoeff().cwiseMin(s.end.rowwise().minCoeff()),
                         s.start.rowwise().maxCoeff().cwiseMax(s.end.rowwise().maxCoeff()));
    }
    // Through the dendrite under the mouse, or else at the depth of the soma.
    const PickResult onCell = scene_.pickCell(at.x(), at.y(), 3.0);
    const Eigen::Vector3d through = onCell.hit() ? onCell.pointUm : depthOfCell();
    const Eigen::Vector3d middle =
        onCell.hit() ? through : camera.unproject(at.x(), at.y(), scene_.width(), scene_.height(), through);
    slice.positionUm = toPoint(roundedTo(through, middle));
    return slice;
}

void View3DGestures::showGhost(QPointF position) {
    const QPointF at = toPixels(position);
    if (tool_ == View3D::Tool::slice) {
        scene_.setGhostSlice(sliceAt(position));
        return;
    }
    if (tool_ == View3D::Tool::probe) {
        const Eigen::Vector3d middle =
            scene_.camera().unproject(at.x(), at.y(), scene_.width(), scene_.height(), depthOfCell());
        Probe ghost = template_;
        ghost.positionUm = toPoint(middle);
        scene_.setGhostProbe(ghost);
        return;
    }
    const PickResult hit = scene_.pickCell(at.x(), at.y(), snapPixels);
    const ItemKind kind = tool_ == View3D::Tool::synapse ? ItemKind::synapse : ItemKind::stimulus;
    scene_.setGhostMarker(kind, hit.hit() ? std::optional(hit.pointUm) : std::nullopt);
}

void View3DGestures::clearGhosts() {
    scene_.setGhostMarker(ItemKind::none, {});
    scene_.setGhostProbe({});
    scene_.setGhostSlice({});
    scene_.setHover({});
}

void View3DGestures::updateCursor() {
    Qt::CursorShape shape = Qt::ArrowCursor;
    if (drag_ == Drag::probe || drag_ == Drag::marker || drag_ == Drag::slice || drag_ == Drag::pan) {
        shape = Qt::ClosedHandCursor;
    } else if (drag_ == Drag::orbit) {
        shape = Qt::SizeAllCursor;
    } else if (tool_ != View3D::Tool::select) {
        shape = Qt::CrossCursor;
    } else if (hovered_.item.kind == ItemKind::slice) {
        shape = hovered_.slicePart == SlicePart::inside ? Qt::CrossCursor : Qt::OpenHandCursor;
    } else if (hovered_.item.kind == ItemKind::probe || isMarker(hovered_.item.kind)) {
        shape = Qt::OpenHandCursor;
    } else if (hovered_.hit()) {
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
    if (hovered_.hit()) {
        hovered_ = {};
        Q_EMIT view_.hovered(hovered_, QPoint());
    }
    updateCursor();
}

} // namespace phiscope
