// View3DGestures: the measure tool.

#include "model/geometry/tree_path.h"
#include "widgets/quantity.h"
#include "widgets/view3d_gestures.h"

namespace phiscope {

namespace {

constexpr double measureSnapPixels = 12.0;

TreePlace treePlace(const Morphology& morphology, const Location& location) {
    return {sectionByName(morphology, location.section), location.x};
}

QString length(double um) {
    return formatQuantity(um, QStringLiteral("µm"), um < 100.0 ? 3 : 4);
}

} // namespace

View3DGestures::MeasureEnd View3DGestures::measureEndAt(QPointF position) const {
    const QPointF at = toPixels(position);
    const PickResult under = scene_.pick(at.x(), at.y());
    if (under.item.contact >= 0 || under.location || under.item.kind == ItemKind::slice) {
        return {under.pointUm, under.location};
    }
    const PickResult onCell = scene_.pickCell(at.x(), at.y(), measureSnapPixels);
    if (const auto location = scene_.locationOf(onCell)) {
        return {onCell.pointUm, location};
    }
    const Eigen::Vector3d through = measureFrom_ ? measureFrom_->pointUm : depthOfCell();
    return {scene_.camera().unproject(at.x(), at.y(), scene_.width(), scene_.height(), through), {}};
}

void View3DGestures::measure(QPointF position, bool click) {
    const MeasureEnd end = measureEndAt(position);
    if (!measureFrom_) {
        const bool done = scene_.measure() && !scene_.measure()->open;
        if (click || !done) { // what was measured stays until the next click
            scene_.setMeasure(MeasureLine{end.pointUm, end.pointUm, {}, {}, true});
        }
        if (click) {
            measureFrom_ = end;
        }
        return;
    }
    MeasureLine line{measureFrom_->pointUm, end.pointUm, {}, {}, !click};
    QString text = length((line.to - line.from).norm());
    const auto cell = scene_.cell();
    if (cell && measureFrom_->location && end.location) {
        const Morphology& morphology = cell->morphology;
        const TreePlace from = treePlace(morphology, *measureFrom_->location);
        const TreePlace to = treePlace(morphology, *end.location);
        if (const auto way = pathDistance(morphology, from, to)) {
            line.path = pathBetween(morphology, from, to);
            text = View3D::tr("%1 straight   ·   %2 along the cell").arg(text, length(*way));
        }
    }
    line.text = text.toStdString();
    scene_.setMeasure(line);
    if (click) {
        measureFrom_.reset();
    }
}

} // namespace phiscope
