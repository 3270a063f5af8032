#include "render/scene_renderer_private.h"

#include <vtkCamera.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>

namespace phiscope {

bool SceneRenderer::Private::bounds(Eigen::Vector3d& low, Eigen::Vector3d& high) const {
    low.setConstant(std::numeric_limits<double>::max());
    high = -low;
    if (cellVisual.visible()) {
        low = cellVisual.low();
        high = cellVisual.high();
    }
    for (const auto& probe : probes) {
        if (!probe->visible() || probe->contacts().cols() == 0) {
            continue;
        }
        const auto [tip, top] = probe->ends();
        const Eigen::Matrix3Xd extent = probe->extent();
        low = low.cwiseMin(extent.rowwise().minCoeff()).cwiseMin(tip).cwiseMin(top);
        high = high.cwiseMax(extent.rowwise().maxCoeff()).cwiseMax(tip).cwiseMax(top);
    }
    return low.x() <= high.x();
}

ViewFrame SceneRenderer::Private::frame() const {
    ViewFrame view;
    view.camera = camera;
    view.width = width;
    view.height = height;
    view.ratio = ratio;
    view.theme = theme;
    Eigen::Vector3d low;
    Eigen::Vector3d high;
    if (bounds(low, high)) {
        // Air between near and far parts of what is in the picture, not of a fixed box.
        const double depth = (0.5 * (low + high) - camera.position).dot(camera.forward());
        const double radius = 0.5 * (high - low).norm();
        view.depthNear = static_cast<float>(depth - 0.25 * radius);
        view.depthFar = static_cast<float>(depth + 0.9 * radius);
    }
    return view;
}

void SceneRenderer::Private::prepare() {
    vtkCamera* eye = renderer->GetActiveCamera();
    eye->SetPosition(camera.position.data());
    eye->SetFocalPoint(camera.focus.data());
    eye->SetViewUp(camera.up.data());
    eye->SetViewAngle(camera.viewAngleDeg);
    eye->SetParallelScale(camera.parallelScale);
    eye->SetParallelProjection(camera.perspective ? 0 : 1);

    Eigen::Vector3d low = camera.focus;
    Eigen::Vector3d high = camera.focus;
    bounds(low, high);
    if (ghostProbe != nullptr) {
        const auto [tip, top] = ghostProbe->ends();
        low = low.cwiseMin(tip).cwiseMin(top);
        high = high.cwiseMax(tip).cwiseMax(top);
    }
    if (cellGhost.visible()) {
        low = low.cwiseMin(cellGhost.low());
        high = high.cwiseMax(cellGhost.high());
    }
    growBySlices(low, high);
    tissue.grow(low, high);
    const double depth = (0.5 * (low + high) - camera.position).dot(camera.forward());
    const double radius = 0.5 * (high - low).norm() * 1.05 + 50.0;
    double near = depth - radius;
    const double far = std::max(depth + radius, 1.0);
    if (camera.perspective) {
        near = std::max(near, std::max(far * 2e-4, 1e-3));
    }
    eye->SetClippingRange(near, std::max(far, near + 1.0));

    const ViewFrame view = frame();
    cellVisual.prepare(view);
    cellGhost.prepare(view);
    tissue.prepare(view);
    for (const auto& probe : probes) {
        probe->prepare(view);
    }
    if (ghostProbe != nullptr) {
        ghostProbe->prepare(view);
    }
    orderSlices();
    for (const ShownSlice& slice : slices) {
        slice.visual->prepare(view);
    }
    if (ghostSlice != nullptr) {
        ghostSlice->prepare(view);
    }
    drawTraces(view);
    markers.begin(width, height);
    tissue.drawFaces(markers, view);
    for (const auto& probe : probes) {
        probe->drawCursor(markers, view);
        probe->drawMarks(markers, view);
    }
    for (const ShownSlice& slice : slices) {
        slice.visual->drawHandles(markers, view);
    }
    synapses.draw(markers, view);
    stimuli.draw(markers, view);
    markers.finish();
    furniture.begin(width, height);
    if (showAxes) {
        OrientationAxes::draw(furniture, view);
    }
    tissue.drawLabels(furniture, view, showAxes, cellVisual.hasMarks());
    if (showScaleBar) {
        scaleBar.draw(furniture, view);
    }
    if (showColourBar) {
        drawLegends(view);
    }
    if (!readout.text.empty()) {
        drawLabel(furniture, view, readout.text, readout.at);
    }
    hand.draw(furniture, view);
    furniture.finish();
}

void SceneRenderer::Private::drawTraces(const ViewFrame& view) {
    // Many thin lines, which while playing stay as they are.
    TracesShown now{camera, width, height, ratio, theme.kind, {}};
    for (const auto& probe : probes) {
        now.probes.emplace_back(probe.get(), probe->revision());
    }
    if (tracesShown == now) {
        return;
    }
    tracesShown = std::move(now);
    traces.begin(width, height);
    for (const auto& probe : probes) {
        probe->drawTraces(traces, view);
    }
    traces.finish();
}

void SceneRenderer::Private::applyColouring() {
    if (colouring.byValue) {
        table = colourTable(colouring.map, theme);
        const auto scaled = [this](float value) {
            return colouring.logarithmic ? std::log10(value) : value;
        };
        cellVisual.colourBy(table, scaled(colouring.low), scaled(colouring.high));
    } else {
        cellVisual.colourPlain(theme.cell);
    }
}

void SceneRenderer::Private::applySelection() {
    cellVisual.setSelected(selection.kind == ItemKind::cell ? selection.section : -1);
    cellVisual.setHover(hover.kind == ItemKind::cell ? hover.section : -1);
    const auto idOf = [](const ItemRef& item, ItemKind kind) {
        return item.kind == kind ? item.id : std::string("\n");
    };
    synapses.setSelected(idOf(selection, ItemKind::synapse));
    synapses.setAlsoSelected(alsoSelected);
    stimuli.setAlsoSelected(alsoSelected);
    const auto also = [this](const std::string& id) {
        return std::ranges::find(alsoSelected, id) != alsoSelected.end();
    };
    synapses.setHover(idOf(hover, ItemKind::synapse));
    stimuli.setSelected(idOf(selection, ItemKind::stimulus));
    stimuli.setHover(idOf(hover, ItemKind::stimulus));
    for (const auto& probe : probes) {
        const bool selected = selection.kind == ItemKind::probe && selection.id == probe->probe().id;
        const bool hovered = hover.kind == ItemKind::probe && hover.id == probe->probe().id;
        probe->setState(selected || also(probe->probe().id), hovered, selected ? selection.contact : -1);
    }
    for (const ShownSlice& slice : slices) {
        const std::string& id = slice.visual->slice().id;
        slice.visual->setState((selection.kind == ItemKind::slice && selection.id == id) || also(id),
                               hover.kind == ItemKind::slice && hover.id == id);
    }
    applyTissue();
}

void SceneRenderer::Private::applyListened() {
    for (const auto& probe : probes) {
        const bool listens = listened.kind == ItemKind::probe && probe->probe().id == listened.id;
        probe->setListened(listens ? listened.contact : -1);
    }
}

void SceneRenderer::Private::applyTissue() {
    const ProbeVisual* shown = probes.size() == 1 ? probes.front().get() : nullptr;
    for (const auto& probe : probes) {
        if (selection.kind == ItemKind::probe && selection.id == probe->probe().id) {
            shown = probe.get();
        }
    }
    if (shown == nullptr || !shown->visible() || !cellVisual.visible() || shown->contacts().cols() == 0) {
        tissue.update(std::nullopt, Eigen::Vector3d::Zero(), Eigen::Vector3d::Zero());
        cellVisual.mark({}, theme.warn);
        return;
    }
    const Medium& medium = shown->probe().medium;
    const Eigen::Matrix3Xd extent = shown->extent();
    if (medium.kind == Medium::Kind::head) { // contacts may be centimetres away
        tissue.update(medium, cellVisual.low(), cellVisual.high());
    } else {
        tissue.update(medium, cellVisual.low().cwiseMin(extent.rowwise().minCoeff()),
                      cellVisual.high().cwiseMax(extent.rowwise().maxCoeff()));
    }
    cellVisual.mark(outsideTissue(medium, cell->segments), theme.warn);
}

void SceneRenderer::Private::applyTheme() {
    renderer->SetBackground(theme.viewBottom.r, theme.viewBottom.g, theme.viewBottom.b);
    renderer->SetBackground2(theme.viewTop.r, theme.viewTop.g, theme.viewTop.b);
    renderer->SetGradientBackground(!transparent);
    if (transparent) {
        renderer->SetBackground(0.0, 0.0, 0.0);
    }
    renderer->SetBackgroundAlpha(transparent ? 0.0 : 1.0);
    fieldTable = colourTable(ColourMap::field, theme);
    applyColouring();
    applyTissue();
}

} // namespace phiscope
