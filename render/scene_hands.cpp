// SceneRenderer: what the hand has hold of, and what is selected beside the one object.
#include "render/scene_renderer_private.h"

#include <algorithm>
#include <utility>

namespace phiscope {

void SceneRenderer::setGizmo(const std::optional<Gizmo::Content>& content) {
    if (content != d_->hand.gizmo) {
        d_->hand.gizmo = content;
        d_->hand.lit = content ? d_->hand.lit : Gizmo::Handle::none;
        d_->tell();
    }
}

const std::optional<Gizmo::Content>& SceneRenderer::gizmo() const {
    return d_->hand.gizmo;
}

void SceneRenderer::lightGizmo(Gizmo::Handle handle) {
    if (handle != d_->hand.lit) {
        d_->hand.lit = handle;
        d_->tell();
    }
}

Gizmo::Handle SceneRenderer::pickGizmo(double x, double y) const {
    return d_->hand.gizmo ? Gizmo(*d_->hand.gizmo).pick(x, y, d_->frame()) : Gizmo::Handle::none;
}

ViewFrame SceneRenderer::frame() const {
    return d_->frame();
}

void SceneRenderer::setHandLabel(const std::string& text, double x, double y) {
    const Canvas2D::Point at(x, y);
    if (text != d_->hand.label || (!text.empty() && at != d_->hand.labelAt)) {
        d_->hand.label = text;
        d_->hand.labelAt = at;
        d_->tell();
    }
}

const std::string& SceneRenderer::handLabel() const {
    return d_->hand.label;
}

void SceneRenderer::setHandGuide(const std::optional<std::array<Eigen::Vector3d, 2>>& ends) {
    if (ends != d_->hand.guide) {
        d_->hand.guide = ends;
        d_->tell();
    }
}

void SceneRenderer::setMeasure(const std::optional<MeasureLine>& line) {
    if (line || d_->hand.measure) {
        d_->hand.measure = line;
        d_->tell();
    }
}

const std::optional<MeasureLine>& SceneRenderer::measure() const {
    return d_->hand.measure;
}

void SceneRenderer::setHandFrame(const std::optional<std::array<Eigen::Vector2d, 2>>& corners) {
    d_->hand.frame = corners;
    d_->tell();
}

void SceneRenderer::setHandLasso(std::vector<Eigen::Vector2d> line) {
    if (line != d_->hand.lasso) {
        d_->hand.lasso = std::move(line);
        d_->tell();
    }
}

const std::vector<Eigen::Vector2d>& SceneRenderer::handLasso() const {
    return d_->hand.lasso;
}

void SceneRenderer::setHandBrush(const std::optional<BrushPicture>& brush) {
    if (brush || d_->hand.brush) {
        d_->hand.brush = brush;
        d_->tell();
    }
}

const std::optional<BrushPicture>& SceneRenderer::handBrush() const {
    return d_->hand.brush;
}

void SceneRenderer::setHandsVisible(bool visible) {
    d_->hand.visible = visible;
    d_->showGhost();
}

void SceneRenderer::setDistortion(const Distortion& distortion) {
    if (distortion != d_->distortion) {
        d_->distortion = distortion;
        d_->cellGhost.update(d_->cell.get(), distortion);
        d_->showGhost();
        d_->tell();
    }
}

bool SceneRenderer::ghostVisible() const {
    return d_->cellGhost.visible();
}

void SceneRenderer::Private::showGhost() {
    cellGhost.setVisible(hand.visible && cellVisual.visible());
}

void SceneRenderer::setAlsoSelected(std::vector<std::string> ids) {
    if (ids != d_->alsoSelected) {
        d_->alsoSelected = std::move(ids);
        d_->applySelection();
        d_->tell();
    }
}

void SceneRenderer::setChosenSegments(std::vector<int> segments) {
    if (segments != d_->cellVisual.chosen()) {
        d_->cellVisual.setChosen(std::move(segments));
        d_->tell();
    }
}

const std::vector<int>& SceneRenderer::chosenSegments() const {
    return d_->cellVisual.chosen();
}

std::vector<std::uint32_t> SceneRenderer::segmentColours() const {
    return d_->cellVisual.segmentColours();
}

std::vector<std::string> SceneRenderer::itemsIn(const Eigen::Vector2d& a, const Eigen::Vector2d& b) const {
    const Eigen::Vector2d low = a.cwiseMin(b);
    const Eigen::Vector2d high = a.cwiseMax(b);
    const ViewFrame view = d_->frame();
    const auto inside = [&](const Eigen::Vector3d& point) {
        const auto at = view.project(point);
        return at && at->allFinite() && (at->head<2>().array() >= low.array()).all() &&
               (at->head<2>().array() <= high.array()).all();
    };
    std::vector<std::string> ids;
    for (const MarkerVisual* visual : {&d_->synapses, &d_->stimuli}) {
        for (const MarkerVisual::Marker& marker : visual->markers()) {
            if (inside(marker.pointUm)) {
                ids.push_back(marker.id);
            }
        }
    }
    for (const auto& probe : d_->probes) {
        bool all = probe->visible() && probe->contacts().cols() > 0;
        for (Eigen::Index k = 0; all && k < probe->contacts().cols(); ++k) {
            all = inside(probe->contacts().col(k));
        }
        if (all) {
            ids.push_back(probe->probe().id);
        }
    }
    for (const Private::ShownSlice& slice : d_->slices) {
        const auto& corners = slice.visual->corners();
        if (slice.visual->visible() && std::ranges::all_of(corners, inside)) {
            ids.push_back(slice.visual->slice().id);
        }
    }
    return ids;
}

} // namespace phiscope
