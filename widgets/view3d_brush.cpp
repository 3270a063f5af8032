// View3DGestures: the synapse brush, a circle that paints with the left button and erases with Shift. Ctrl
// and a drag turns the view, the other buttons move it as with every tool.

#include "widgets/view3d_gestures.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr double leastRadius = 4.0;
constexpr double largestRadius = 200.0;
constexpr double radiusStep = 1.2; // a notch of the wheel, a key

Eigen::Vector2d vec(QPointF p) {
    return {p.x(), p.y()};
}

} // namespace

bool View3DGestures::setBrushRadius(double pixels) {
    const double radius = std::round(std::clamp(pixels, leastRadius, largestRadius));
    if (radius == brushRadius_) {
        return false;
    }
    brushRadius_ = radius;
    if (scene_.handBrush()) {
        showBrush(brushAt_);
    }
    return true;
}

bool View3DGestures::beginBrush(const QMouseEvent& event) {
    if (event.button() != Qt::LeftButton || event.modifiers().testFlag(Qt::ControlModifier)) {
        return false;
    }
    pressedOn_ = {};
    erases_ = event.modifiers().testFlag(Qt::ShiftModifier);
    drag_ = Drag::brush;
    Q_EMIT view_.brushBegan(erases_);
    sweepBrush(event.position());
    return true;
}

void View3DGestures::sweepBrush(QPointF position) {
    showBrush(position);
    Q_EMIT view_.brushSwept(
        {vec(toPixels(last_)), vec(toPixels(position)), brushRadius_ * view_.devicePixelRatioF()});
}

void View3DGestures::showBrush(QPointF position) {
    brushAt_ = position;
    BrushPicture picture;
    picture.centre = vec(toPixels(position));
    picture.radiusPx = brushRadius_ * view_.devicePixelRatioF();
    picture.erases = drag_ == Drag::brush ? erases_ : modifiers_.testFlag(Qt::ShiftModifier);
    if (const auto cell = scene_.cell()) {
        const Segments& segments = cell->segments;
        const BrushSweep here{picture.centre, picture.centre, picture.radiusPx};
        for (const int k : segmentsUnder(here, segments, scene_.frame())) {
            picture.lit.push_back({segments.start.col(k), segments.end.col(k)});
        }
    }
    scene_.setHandBrush(picture);
}

bool View3DGestures::brushWheel(const QWheelEvent& event) {
    const int turned = event.angleDelta().y();
    if (tool_ != View3D::Tool::brush || !event.modifiers().testFlag(Qt::ShiftModifier) || turned == 0) {
        return false;
    }
    view_.setBrushRadius(brushRadius_ * std::pow(radiusStep, turned / 120.0));
    return true;
}

bool View3DGestures::brushKey(const QKeyEvent& event) {
    if (tool_ != View3D::Tool::brush ||
        (event.key() != Qt::Key_BracketLeft && event.key() != Qt::Key_BracketRight)) {
        return false;
    }
    const double factor = event.key() == Qt::Key_BracketLeft ? 1.0 / radiusStep : radiusStep;
    view_.setBrushRadius(brushRadius_ * factor);
    return true;
}

} // namespace phiscope
