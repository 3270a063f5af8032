// View3DGestures: probes, markers and slices in the hand.

#include "widgets/coordinate_text.h"
#include "widgets/view3d_gestures.h"

#include <cmath>

namespace phiscope {

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
    const Eigen::Vector3d goal = snapped(probeStart_, probeStart_ + shift);
    showLabel(coordinateText(goal), position);
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
    note_ = View3D::tr("on the cell");
    showLabel(QString::fromStdString(placeText({location->section, std::round(location->x * 1e3) / 1e3})),
              position);
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
    FieldSlice goal = sliceDrag_.at(to.x(), to.y(), scene_.camera(), scene_.width(), scene_.height());
    note_.clear();
    if (goal.positionUm != sliceDrag_.start().positionUm) {
        const Eigen::Vector3d start(sliceDrag_.start().positionUm.data());
        const Eigen::Vector3d middle = snapped(start, Eigen::Vector3d(goal.positionUm.data()));
        goal.positionUm = toPoint(middle);
        showLabel(coordinateText(middle), position);
    }
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
        Q_EMIT view_.handleDropped(false); // in case that others went along
    } else if (drag_ == Drag::handle) {
        Q_EMIT view_.handleDropped(false);
    } else if (drag_ == Drag::brush) {
        Q_EMIT view_.brushEnded(false);
    } else if (drag_ == Drag::frame) {
        scene_.setHandFrame({});
    } else if (drag_ == Drag::lasso) {
        scene_.setHandLasso({});
        view_.setLassoArmed(false);
    } else if (drag_ == Drag::marker && markerNow_) {
        scene_.setGhostMarker(ItemKind::none, {});
        if (pressedOn_.location) {
            Q_EMIT view_.markerDragged(pressedOn_.item.kind, QString::fromStdString(pressedOn_.item.id),
                                       *pressedOn_.location);
        }
    }
    clearHand();
    drag_ = Drag::none;
    button_ = Qt::NoButton;
}

} // namespace phiscope
