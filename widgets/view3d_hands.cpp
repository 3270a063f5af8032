// View3DGestures: handles, keys that move, snapping and the frame around several objects.

#include "widgets/coordinate_text.h"
#include "widgets/quantity.h"
#include "widgets/view3d_gestures.h"

#include <QKeyEvent>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

namespace phiscope {

namespace {

constexpr double stickPixels = 6.0; ///< how near to the cell's axis something sticks to it
/// Where a place is seen on the upright line through the soma, within so many pixels, however deep it lies.
std::optional<Eigen::Vector3d> seenOnAxis(const SceneRenderer& scene, const Eigen::Vector3d& soma,
                                          const Eigen::Vector3d& place, double reachPx) {
    const Camera& camera = scene.camera();
    const auto seen = camera.project(place, scene.width(), scene.height());
    if (!seen) {
        return {};
    }
    const Ray ray = camera.ray(seen->x(), seen->y(), scene.width(), scene.height());
    const double parallel = 1.0 - ray.direction.z() * ray.direction.z();
    if (parallel < 1e-3) {
        return {}; // from above it is a point
    }
    const Eigen::Vector3d from = ray.origin - soma;
    const double up = (from.z() - ray.direction.z() * ray.direction.dot(from)) / parallel;
    const Eigen::Vector3d onAxis = soma + up * Eigen::Vector3d::UnitZ();
    const auto at = camera.project(onAxis, scene.width(), scene.height());
    return at && (at->head<2>() - seen->head<2>()).norm() <= reachPx ? std::optional(onAxis) : std::nullopt;
}

constexpr double degree = std::numbers::pi / 180.0;

} // namespace

bool View3DGestures::snaps() const {
    return snapping_.on != modifiers_.testFlag(Qt::ControlModifier);
}

Eigen::Vector3d View3DGestures::snapped(const Eigen::Vector3d& from, const Eigen::Vector3d& to) {
    note_.clear();
    scene_.setHandGuide({});
    if (!snaps()) {
        return roundedTo(from, to);
    }
    Eigen::Vector3d result = to;
    for (Eigen::Index k = 0; k < 3; ++k) {
        const bool still = std::abs(to[k] - from[k]) < 1e-6;
        result[k] = still ? from[k] : std::round(to[k] / snapping_.stepUm) * snapping_.stepUm;
    }
    note_ = View3D::tr("grid %1 µm").arg(formatNumber(snapping_.stepUm));
    const auto cell = scene_.cell();
    if (cell == nullptr || scene_.selection().kind == ItemKind::cell) {
        return result;
    }
    const Eigen::Vector3d soma = depthOfCell();
    const double reach = stickPixels * view_.devicePixelRatioF();
    const double near = reach * scene_.camera().micrometresPerPixelAt(to, scene_.height());
    if (drag_ == Drag::handle) {
        const int k = Gizmo::axisOf(handle_);
        if (std::abs(to[k] - soma[k]) <= near) {
            result[k] = soma[k];
            note_ = View3D::tr("level with the soma");
            scene_.setHandGuide(std::array<Eigen::Vector3d, 2>{soma, result});
        }
    } else if (const auto onAxis = seenOnAxis(scene_, soma, to, reach)) {
        result = *onAxis;
        result.z() = std::round(result.z() / snapping_.stepUm) * snapping_.stepUm;
        note_ = View3D::tr("on the cell's axis");
        const Segments& s = cell->segments;
        std::array<Eigen::Vector3d, 2> axis{soma, soma};
        axis[0].z() = std::min({s.start.row(2).minCoeff(), s.end.row(2).minCoeff(), result.z()}) - 50.0;
        axis[1].z() = std::max({s.start.row(2).maxCoeff(), s.end.row(2).maxCoeff(), result.z()}) + 50.0;
        scene_.setHandGuide(axis);
    }
    return result;
}

void View3DGestures::clearHand() {
    scene_.setHandLabel({});
    scene_.setHandGuide({});
}

void View3DGestures::showLabel(const QString& text, QPointF position) {
    const QPointF at = toPixels(position);
    const QString all = note_.isEmpty() ? text : text + QStringLiteral("   ·   ") + note_;
    scene_.setHandLabel(all.toStdString(), at.x(), at.y());
}

void View3DGestures::dragHandle(QPointF position) {
    const QPointF from = toPixels(pressedAt_);
    const QPointF to = toPixels(position);
    const Eigen::Vector2d fromPx(from.x(), from.y());
    const Eigen::Vector2d toPx(to.x(), to.y());
    const Gizmo start(gizmoStart_);
    const Eigen::Vector3d axis = Eigen::Vector3d::Unit(Gizmo::axisOf(handle_));
    scene_.lightGizmo(handle_);
    if (Gizmo::isRing(handle_)) {
        const double step = snaps() ? 15.0 : 1.0;
        const double turned = start.turnAbout(handle_, fromPx, toPx, scene_.frame()) / degree;
        const double degrees = std::round(turned / step) * step + 0.0;
        note_ = snaps() ? View3D::tr("steps of 15°") : QString();
        showLabel(formatNumber(degrees) + QChar(0x00b0), position);
        Q_EMIT view_.handleTurned(toPoint(axis), degrees * degree);
        return;
    }
    const double way = start.shiftAlong(handle_, fromPx, toPx, scene_.frame());
    const Eigen::Vector3d goal = snapped(gizmoStart_.centreUm, gizmoStart_.centreUm + way * axis);
    const Eigen::Vector3d shift = goal - gizmoStart_.centreUm;
    const double signedShift = shift[Gizmo::axisOf(handle_)];
    showLabel((signedShift > 0.0 ? QStringLiteral("+") : QString()) +
                  View3D::tr("%1 µm   %2").arg(formatNumber(signedShift, 5), coordinateText(goal)),
              position);
    Q_EMIT view_.handleShifted(toPoint(shift));
}

void View3DGestures::dragFrame(QPointF position) {
    const QPointF from = toPixels(pressedAt_);
    const QPointF to = toPixels(position);
    scene_.setHandFrame(
        std::array<Eigen::Vector2d, 2>{Eigen::Vector2d(from.x(), from.y()), Eigen::Vector2d(to.x(), to.y())});
}

void View3DGestures::endFrame(QPointF position) {
    const QPointF from = toPixels(pressedAt_);
    const QPointF to = toPixels(position);
    scene_.setHandFrame({});
    QStringList ids;
    for (const std::string& id : scene_.itemsIn({from.x(), from.y()}, {to.x(), to.y()})) {
        ids << QString::fromStdString(id);
    }
    // A frame takes objects. Around bare branches, or with Ctrl, it is about the segments.
    if (ids.isEmpty() || modifiers_.testFlag(Qt::ControlModifier)) {
        const std::array<Eigen::Vector2d, 4> frame{
            Eigen::Vector2d(from.x(), from.y()), Eigen::Vector2d(to.x(), from.y()),
            Eigen::Vector2d(to.x(), to.y()), Eigen::Vector2d(from.x(), to.y())};
        enclose(frame, false);
    }
    if (!modifiers_.testFlag(Qt::ControlModifier)) {
        Q_EMIT view_.framed(ids);
    }
}

bool View3DGestures::nudge(const QKeyEvent& event) {
    if (!arrowsMove_ || tool_ != View3D::Tool::select || drag_ != Drag::none) {
        return false;
    }
    const Camera& camera = scene_.camera();
    Eigen::Vector3d direction;
    switch (event.key()) {
    case Qt::Key_Left:
        direction = -camera.right();
        break;
    case Qt::Key_Right:
        direction = camera.right();
        break;
    case Qt::Key_Up:
        direction = camera.trueUp();
        break;
    case Qt::Key_Down:
        direction = -camera.trueUp();
        break;
    case Qt::Key_PageUp:
        direction = camera.forward();
        break;
    case Qt::Key_PageDown:
        direction = -camera.forward();
        break;
    default:
        return false;
    }
    const Qt::KeyboardModifiers held = event.modifiers();
    const bool fine = held.testFlag(Qt::ControlModifier) || held.testFlag(Qt::AltModifier);
    Q_EMIT view_.nudged(toPoint(direction), fine ? 1.0 : held.testFlag(Qt::ShiftModifier) ? 50.0 : 10.0);
    return true;
}

} // namespace phiscope
