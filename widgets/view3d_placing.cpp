// View3DGestures: the placing tools, and what they show before the click.

#include "model/probes/probe_design.h"
#include "widgets/view3d_gestures.h"

namespace phiscope {

void View3DGestures::place(QPointF position) {
    if (tool_ == View3D::Tool::brush) {
        return; // it began with the press
    }
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
    if (tool_ == View3D::Tool::electrode) {
        Q_EMIT view_.electrodePlaceRequested(toPoint(electrodeAt(position)));
        return;
    }
    if (tool_ == View3D::Tool::measure) {
        measure(position, true);
        return;
    }
    const PickResult hit = scene_.pickCell(at.x(), at.y(), snapPixels);
    if (const auto location = scene_.locationOf(hit)) {
        Q_EMIT view_.placeRequested(tool_, *location);
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

Eigen::Vector3d View3DGestures::electrodeAt(QPointF position) const {
    const QPointF at = toPixels(position);
    const PickResult under = scene_.pick(at.x(), at.y());
    if (under.item.kind == ItemKind::slice || under.item.kind == ItemKind::cell) {
        return under.pointUm;
    }
    return scene_.camera().unproject(at.x(), at.y(), scene_.width(), scene_.height(), depthOfCell());
}

void View3DGestures::showGhost(QPointF position) {
    const QPointF at = toPixels(position);
    if (tool_ == View3D::Tool::electrode) {
        const View3D::Point point = toPoint(electrodeAt(position));
        Probe ghost;
        ghost.layout = Probe::Layout::custom;
        ghost.contactsUm = {point};
        scene_.setGhostProbe(ghost);
        Q_EMIT view_.electrodeMoved(point, position.toPoint());
        return;
    }
    if (tool_ == View3D::Tool::slice) {
        scene_.setGhostSlice(sliceAt(position));
        return;
    }
    if (tool_ == View3D::Tool::probe) {
        const Eigen::Vector3d middle =
            scene_.camera().unproject(at.x(), at.y(), scene_.width(), scene_.height(), depthOfCell());
        Probe ghost = template_;
        moveTo(ghost, toPoint(middle));
        scene_.setGhostProbe(ghost);
        return;
    }
    if (tool_ == View3D::Tool::brush) {
        showBrush(position);
        return;
    }
    if (tool_ == View3D::Tool::measure) {
        measure(position, false);
        return;
    }
    const PickResult hit = scene_.pickCell(at.x(), at.y(), snapPixels);
    const ItemKind kind = tool_ == View3D::Tool::synapse ? ItemKind::synapse : ItemKind::stimulus;
    scene_.setGhostMarker(kind, hit.hit() ? std::optional(hit.pointUm) : std::nullopt);
}

void View3DGestures::clearGhosts() {
    if (!measureFrom_ && scene_.measure() && scene_.measure()->open) {
        scene_.setMeasure({});
    }
    Q_EMIT view_.electrodeMoved({}, QPoint());
    scene_.setGhostMarker(ItemKind::none, {});
    scene_.setGhostProbe({});
    scene_.setGhostSlice({});
    scene_.setHandBrush({});
    scene_.setHover({});
}

} // namespace phiscope
