#include "model/geometry/tree_path.h"
#include "render/scene_renderer_private.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

namespace phiscope {

PickResult SceneRenderer::pick(double x, double y) const {
    const ViewFrame view = d_->frame();
    PickResult result;
    const auto marker = [&](const MarkerVisual& visual, ItemKind kind) {
        if (const auto hit = visual.pick(x, y, view)) {
            const MarkerVisual::Marker& found = visual.markers()[static_cast<std::size_t>(hit->marker)];
            result.item.kind = kind;
            result.item.id = found.id;
            result.pointUm = found.pointUm;
            result.location = found.location;
            return true;
        }
        return false;
    };
    if (marker(d_->synapses, ItemKind::synapse) || marker(d_->stimuli, ItemKind::stimulus)) {
        return result;
    }
    // Of slices that lie behind each other the nearest counts, but a border or corner is small and wins.
    std::optional<SliceVisual::Hit> onSlice;
    PickResult slice;
    for (const Private::ShownSlice& shown : d_->slices) {
        const auto hit = shown.visual->pick(x, y, view);
        if (hit && (!onSlice || hit->part > onSlice->part ||
                    (hit->part == onSlice->part && hit->depth < onSlice->depth))) {
            onSlice = hit;
            slice.item = {ItemKind::slice, shown.visual->slice().id, -1, -1};
            slice.pointUm = hit->pointUm;
            slice.slicePart = hit->part;
            slice.sliceCorner = hit->corner;
        }
    }
    if (onSlice && onSlice->part == SlicePart::corner) {
        return slice;
    }
    const PickResult onCell = pickCell(x, y, 3.0);
    const double cellDepth = onCell.hit() ? (onCell.pointUm - d_->camera.position).dot(d_->camera.forward())
                                          : std::numeric_limits<double>::infinity();
    std::optional<ProbeVisual::Hit> nearest;
    for (const auto& probe : d_->probes) {
        const auto hit = probe->pick(x, y, view);
        if (hit && (!nearest || hit->depth < nearest->depth)) {
            nearest = hit;
            result.item = {ItemKind::probe, probe->probe().id, hit->contact, -1};
            result.pointUm = hit->contact >= 0
                                 ? Eigen::Vector3d(probe->contacts().col(hit->contact))
                                 : d_->camera.unproject(x, y, d_->width, d_->height, probe->ends().first);
        }
    }
    // What lies behind a slice is hidden by it, but for the border, which is thin and wins.
    const double sliceDepth = onSlice ? onSlice->depth : std::numeric_limits<double>::infinity();
    const bool border = onSlice && onSlice->part == SlicePart::border;
    // A small contact wins; the shank and a large plate give way to a dendrite in front of them.
    const bool small = nearest && nearest->contact >= 0 && nearest->small;
    if (nearest && nearest->depth <= sliceDepth && (small || nearest->depth <= cellDepth)) {
        return result;
    }
    if (onSlice && (border || sliceDepth < cellDepth)) {
        return slice;
    }
    return onCell;
}

PickResult SceneRenderer::pickCell(double x, double y, double tolerancePx) const {
    PickResult result;
    if (!d_->cellVisual.visible()) {
        return result;
    }
    const Camera& camera = d_->camera;
    const Ray ray = camera.ray(x, y, d_->width, d_->height);
    const double pixel = camera.micrometresPerPixel(d_->height);
    const auto tolerance = [&](double px) {
        const double size = px * d_->ratio * pixel;
        return camera.perspective ? PickTolerance{0.0, size / camera.distance()} : PickTolerance{size, 0.0};
    };
    const auto hit = d_->cellVisual.tree().pick(ray, tolerance(0.8), tolerance(tolerancePx));
    if (!hit) {
        return result;
    }
    const SurfacePiece& piece = d_->cellVisual.pieces()[static_cast<std::size_t>(hit->piece)];
    result.item.kind = ItemKind::cell;
    result.segment = piece.segment;
    result.item.section = d_->cell->segments.section[static_cast<std::size_t>(piece.segment)];
    result.sectionX = std::lerp(static_cast<double>(piece.xA), static_cast<double>(piece.xB), hit->along);
    result.location = Location{
        d_->cell->morphology.sections[static_cast<std::size_t>(result.item.section)].name, result.sectionX};
    result.pointUm = piece.a.cast<double>() + hit->along * (piece.b - piece.a).cast<double>();
    return result;
}

std::optional<Eigen::Vector3d> SceneRenderer::pointAt(const Location& location) const {
    if (d_->cell == nullptr) {
        return {};
    }
    const int section = sectionByName(d_->cell->morphology, location.section);
    if (section < 0) {
        return {};
    }
    return pointOf(d_->cell->morphology, {section, location.x});
}

std::optional<Location> SceneRenderer::locationOf(const PickResult& hit) const {
    return hit.item.kind == ItemKind::cell ? hit.location : std::nullopt;
}

} // namespace phiscope
