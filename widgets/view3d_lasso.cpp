// View3DGestures: the lasso, a line drawn around segments of the cell with Alt held or after the command.

#include "render/brush_reach.h"
#include "widgets/view3d_gestures.h"

namespace phiscope {

namespace {

constexpr double stepPixels = 3.0; ///< a finer line would say no more

} // namespace

bool View3DGestures::setLassoArmed(bool armed) {
    if (armed == lassoArmed_) {
        return false;
    }
    lassoArmed_ = armed;
    updateCursor();
    return true;
}

bool View3DGestures::wantsLasso(Qt::KeyboardModifiers modifiers) const {
    return tool_ == View3D::Tool::select && button_ == Qt::LeftButton && scene_.cell() != nullptr &&
           (lassoArmed_ || modifiers.testFlag(Qt::AltModifier));
}

void View3DGestures::dragLasso(QPointF position) {
    const QPointF px = toPixels(position);
    const Eigen::Vector2d at(px.x(), px.y());
    if (!lasso_.empty() && (at - lasso_.back()).norm() < stepPixels * view_.devicePixelRatioF()) {
        return;
    }
    lasso_.push_back(at);
    scene_.setHover({});
    scene_.setHandLasso(lasso_);
    const auto count = segmentsWithin(lasso_, scene_.cell()->segments, scene_.frame()).size();
    note_.clear();
    showLabel(count == 1 ? View3D::tr("1 segment") : View3D::tr("%1 segments").arg(count), position);
}

void View3DGestures::endLasso() {
    scene_.setHandLasso({});
    enclose(lasso_, modifiers_.testFlag(Qt::ShiftModifier));
    view_.setLassoArmed(false);
}

void View3DGestures::enclose(std::span<const Eigen::Vector2d> line, bool add) {
    const auto cell = scene_.cell();
    if (cell != nullptr && cell->segments.size() > 0) {
        Q_EMIT view_.segmentsEnclosed(segmentsWithin(line, cell->segments, scene_.frame()), add);
    }
}

} // namespace phiscope
