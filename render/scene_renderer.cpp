#include "render/scene_renderer.h"

#include "render/annotations.h"
#include "render/canvas2d.h"
#include "render/cell_visual.h"
#include "render/marker_visual.h"
#include "render/probe_visual.h"

#include <vtkCallbackCommand.h>
#include <vtkCamera.h>
#include <vtkCommand.h>
#include <vtkFXAAOptions.h>
#include <vtkNew.h>
#include <vtkRenderWindow.h>
#include <vtkRenderer.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <vector>

namespace phiscope {

namespace {

/// A font that is there on nearly every Linux machine, for letters that VTK's own lacks.
std::string systemFont() {
    for (const char* file :
         {"/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
          "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans.ttf", "/usr/share/fonts/TTF/DejaVuSans.ttf"}) {
        std::error_code ignored;
        if (std::filesystem::exists(file, ignored)) {
            return file;
        }
    }
    return {};
}

std::optional<Eigen::Vector3d> pointOnSection(const PlacedCell& cell, int sectionIndex, double x) {
    const Section& section = cell.morphology.sections[static_cast<std::size_t>(sectionIndex)];
    if (section.points.empty()) {
        return {};
    }
    const std::vector<double> arc = arcLengths(section);
    const double goal = std::clamp(x, 0.0, 1.0) * arc.back();
    std::size_t k = 1;
    while (k + 1 < arc.size() && arc[k] < goal) {
        ++k;
    }
    const auto at = [&](std::size_t i) {
        const PathPoint& p = section.points[i];
        return Eigen::Vector3d(static_cast<double>(p.x), static_cast<double>(p.y), static_cast<double>(p.z));
    };
    if (arc.size() < 2) {
        return at(0);
    }
    const double span = arc[k] - arc[k - 1];
    const double t = span > 0.0 ? (goal - arc[k - 1]) / span : 0.0;
    return Eigen::Vector3d(at(k - 1) + t * (at(k) - at(k - 1)));
}

} // namespace

struct SceneRenderer::Private {
    vtkNew<vtkRenderer> renderer;
    vtkNew<vtkCallbackCommand> onStart;
    vtkNew<vtkCallbackCommand> onEnd;
    std::function<void()> changed;

    CellVisual cellVisual{renderer};
    MarkerVisual synapses;
    MarkerVisual stimuli;
    std::vector<std::unique_ptr<ProbeVisual>> probes;
    std::unique_ptr<ProbeVisual> ghostProbe;
    Canvas2D traces{renderer, 1};
    Canvas2D markers{renderer, 3};
    Canvas2D furniture{renderer, 5};
    ScaleBar scaleBar;

    std::shared_ptr<const PlacedCell> cell;
    CellColouring colouring;
    ColourTable table{};
    ItemRef selection;
    ItemRef hover;
    Theme theme = Theme::darkTheme();
    Camera camera;
    int width = 640;
    int height = 480;
    double ratio = 1.0;
    bool showScaleBar = true;
    bool showAxes = true;
    bool showColourBar = true;
    bool transparent = false;

    bool tubes = false;

    void useTubes(bool on) {
        tubes = on;
        cellVisual.useMesh(on);
        for (const auto& probe : probes) {
            probe->useMesh(on);
        }
        renderer->SetUseFXAA(on); // tubes have hard edges; the shader smooths its own
    }
    void tell() const {
        if (changed) {
            changed();
        }
    }
    ViewFrame frame() const;
    void prepare();
    void applyColouring();
    void applySelection();
    void applyTheme();
    /// Bounds of all that is visible; false where nothing is.
    bool bounds(Eigen::Vector3d& low, Eigen::Vector3d& high) const;
    bool anyTraces() const;
};

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
        low = low.cwiseMin(probe->contacts().rowwise().minCoeff()).cwiseMin(tip).cwiseMin(top);
        high = high.cwiseMax(probe->contacts().rowwise().maxCoeff()).cwiseMax(tip).cwiseMax(top);
    }
    return low.x() <= high.x();
}

bool SceneRenderer::Private::anyTraces() const {
    return std::ranges::any_of(probes, [](const auto& p) { return p->visible() && p->hasTraces(); });
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
    for (const auto& probe : probes) {
        probe->prepare(view);
    }
    if (ghostProbe != nullptr) {
        ghostProbe->prepare(view);
    }
    traces.begin(width, height);
    for (const auto& probe : probes) {
        probe->drawTraces(traces, view);
        probe->drawMarks(traces, view);
    }
    traces.finish();
    markers.begin(width, height);
    synapses.draw(markers, view);
    stimuli.draw(markers, view);
    markers.finish();
    furniture.begin(width, height);
    if (showAxes) {
        OrientationAxes::draw(furniture, view);
    }
    if (showScaleBar) {
        scaleBar.draw(furniture, view);
    }
    if (showColourBar && colouring.byValue && cellVisual.visible()) {
        ColourBar::draw(furniture, view,
                        {table, colouring.low, colouring.high, colouring.title, colouring.unit});
    }
    furniture.finish();
}

void SceneRenderer::Private::applyColouring() {
    if (colouring.byValue) {
        table = colourTable(colouring.map, theme);
        cellVisual.colourBy(table, colouring.low, colouring.high);
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
    synapses.setHover(idOf(hover, ItemKind::synapse));
    stimuli.setSelected(idOf(selection, ItemKind::stimulus));
    stimuli.setHover(idOf(hover, ItemKind::stimulus));
    for (const auto& probe : probes) {
        const bool selected = selection.kind == ItemKind::probe && selection.id == probe->probe().id;
        const bool hovered = hover.kind == ItemKind::probe && hover.id == probe->probe().id;
        probe->setState(selected, hovered, selected ? selection.contact : -1);
    }
}

void SceneRenderer::Private::applyTheme() {
    renderer->SetBackground(theme.viewBottom.r, theme.viewBottom.g, theme.viewBottom.b);
    renderer->SetBackground2(theme.viewTop.r, theme.viewTop.g, theme.viewTop.b);
    renderer->SetGradientBackground(!transparent);
    if (transparent) {
        renderer->SetBackground(0.0, 0.0, 0.0);
    }
    renderer->SetBackgroundAlpha(transparent ? 0.0 : 1.0);
    applyColouring();
}

SceneRenderer::SceneRenderer()
    : d_(std::make_unique<Private>()) {
    d_->onStart->SetClientData(d_.get());
    d_->onStart->SetCallback(
        [](vtkObject*, unsigned long, void* self, void*) { static_cast<Private*>(self)->prepare(); });
    d_->onEnd->SetClientData(d_.get());
    d_->onEnd->SetCallback([](vtkObject*, unsigned long, void* self, void*) {
        auto* d = static_cast<Private*>(self);
        const bool failed = !d->cellVisual.shaderWorked() ||
                            !std::ranges::all_of(d->probes, [](const auto& p) { return p->shaderWorked(); });
        if (failed && !d->tubes) {
            d->useTubes(true);
            d->tell();
        }
    });
    d_->renderer->AddObserver(vtkCommand::StartEvent, d_->onStart);
    d_->renderer->AddObserver(vtkCommand::EndEvent, d_->onEnd);
    d_->renderer->SetAutomaticLightCreation(1);
    setFontFile({});
    d_->applyTheme();
}

SceneRenderer::~SceneRenderer() {
    d_->renderer->RemoveAllObservers();
    if (vtkRenderWindow* window = d_->renderer->GetRenderWindow()) {
        window->RemoveRenderer(d_->renderer); // and with it all that lives in its OpenGL context
    }
}

vtkRenderer* SceneRenderer::renderer() const {
    return d_->renderer;
}

void SceneRenderer::setOnChanged(std::function<void()> callback) {
    d_->changed = std::move(callback);
}

void SceneRenderer::setCell(std::shared_ptr<const PlacedCell> cell) {
    d_->cell = std::move(cell);
    d_->cellVisual.update(d_->cell.get());
    d_->applySelection();
    d_->tell();
}

std::shared_ptr<const PlacedCell> SceneRenderer::cell() const {
    return d_->cell;
}

void SceneRenderer::setCellVisible(bool visible) {
    d_->cellVisual.setVisible(visible);
    d_->tell();
}

void SceneRenderer::setColouring(const CellColouring& colouring) {
    if (colouring == d_->colouring) {
        return;
    }
    d_->colouring = colouring;
    d_->applyColouring();
    d_->tell();
}

const CellColouring& SceneRenderer::colouring() const {
    return d_->colouring;
}

void SceneRenderer::setCellValues(std::span<const float> values) {
    d_->cellVisual.setValues(values);
    d_->tell();
}

void SceneRenderer::setSynapses(std::span<const Synapse> synapses) {
    std::vector<MarkerVisual::Marker> markers;
    for (const Synapse& synapse : synapses) {
        const auto at = pointAt(synapse.location);
        // A marker without a place keeps its turn, so that activities stay in step.
        const double nowhere = std::numeric_limits<double>::quiet_NaN();
        markers.push_back(
            {synapse.id, synapse.location, at.value_or(Eigen::Vector3d::Constant(nowhere)),
             synapse.excitatory() ? MarkerVisual::Sign::excitatory : MarkerVisual::Sign::inhibitory,
             synapse.enabled});
    }
    d_->synapses.update(std::move(markers));
    d_->tell();
}

void SceneRenderer::setStimuli(std::span<const Stimulus> stimuli) {
    std::vector<MarkerVisual::Marker> markers;
    for (const Stimulus& stimulus : stimuli) {
        const auto at = pointAt(stimulus.location);
        const double nowhere = std::numeric_limits<double>::quiet_NaN();
        markers.push_back({stimulus.id, stimulus.location, at.value_or(Eigen::Vector3d::Constant(nowhere)),
                           stimulus.type == Stimulus::Type::iClamp ? MarkerVisual::Sign::currentClamp
                                                                   : MarkerVisual::Sign::voltageClamp,
                           stimulus.enabled});
    }
    d_->stimuli.update(std::move(markers));
    d_->tell();
}

void SceneRenderer::setSynapseActivity(std::span<const float> activity) {
    d_->synapses.setActivity(activity);
    d_->tell();
}

void SceneRenderer::setStimulusActivity(std::span<const float> activity) {
    d_->stimuli.setActivity(activity);
    d_->tell();
}

void SceneRenderer::setProbes(std::span<const Probe> probes) {
    // Probes that stay keep their visual, and with it their traces.
    std::vector<std::unique_ptr<ProbeVisual>> kept;
    for (const Probe& probe : probes) {
        const auto same = std::ranges::find_if(
            d_->probes, [&](const auto& p) { return p != nullptr && p->probe().id == probe.id; });
        std::unique_ptr<ProbeVisual> visual =
            same != d_->probes.end() ? std::move(*same) : std::make_unique<ProbeVisual>(d_->renderer);
        if (!(visual->probe() == probe)) {
            visual->update(probe);
        }
        visual->useMesh(d_->tubes);
        visual->setVisible(probe.visible);
        kept.push_back(std::move(visual));
    }
    d_->probes = std::move(kept);
    d_->applySelection();
    d_->tell();
}

void SceneRenderer::moveProbe(const std::string& id, const Eigen::Vector3d& positionUm) {
    for (const auto& visual : d_->probes) {
        if (visual->probe().id == id) {
            Probe moved = visual->probe();
            const std::array<double, 3> from = moved.positionUm;
            moved.positionUm = {positionUm.x(), positionUm.y(), positionUm.z()};
            for (auto& contact : moved.contactsUm) {
                for (std::size_t k = 0; k < 3; ++k) {
                    contact[k] += moved.positionUm[k] - from[k];
                }
            }
            visual->update(moved);
        }
    }
    d_->tell();
}

std::optional<Eigen::Vector3d> SceneRenderer::probePosition(const std::string& id) const {
    for (const auto& visual : d_->probes) {
        if (visual->probe().id == id) {
            const auto& at = visual->probe().positionUm;
            return Eigen::Vector3d(at[0], at[1], at[2]);
        }
    }
    return {};
}

void SceneRenderer::setProbeTraces(const std::string& probeId, const ProbeTraces& traces) {
    for (const auto& visual : d_->probes) {
        if (visual->probe().id == probeId) {
            visual->setTraces(traces.samples, traces.channels, traces.count, traces.amplitude, traces.cursor);
        }
    }
    d_->tell();
}

void SceneRenderer::clearProbeTraces() {
    for (const auto& visual : d_->probes) {
        visual->clearTraces();
    }
    d_->tell();
}

void SceneRenderer::setSelection(const ItemRef& item) {
    if (!(item == d_->selection)) {
        d_->selection = item;
        d_->applySelection();
        d_->tell();
    }
}

const ItemRef& SceneRenderer::selection() const {
    return d_->selection;
}

void SceneRenderer::setHover(const ItemRef& item) {
    if (!(item == d_->hover)) {
        d_->hover = item;
        d_->applySelection();
        d_->tell();
    }
}

void SceneRenderer::setGhostMarker(ItemKind kind, const std::optional<Eigen::Vector3d>& pointUm) {
    d_->synapses.setGhost({});
    d_->stimuli.setGhost({});
    if (pointUm && kind == ItemKind::synapse) {
        d_->synapses.setGhost(MarkerVisual::Marker{{}, {}, *pointUm, MarkerVisual::Sign::excitatory, true});
    } else if (pointUm && kind == ItemKind::stimulus) {
        d_->stimuli.setGhost(MarkerVisual::Marker{{}, {}, *pointUm, MarkerVisual::Sign::currentClamp, true});
    }
    d_->tell();
}

void SceneRenderer::setGhostProbe(const std::optional<Probe>& probe) {
    if (!probe) {
        d_->ghostProbe.reset();
    } else {
        if (d_->ghostProbe == nullptr) {
            d_->ghostProbe = std::make_unique<ProbeVisual>(d_->renderer);
            d_->ghostProbe->setGhost(true);
            d_->ghostProbe->useMesh(d_->tubes);
        }
        d_->ghostProbe->update(*probe);
    }
    d_->tell();
}

void SceneRenderer::setTheme(const Theme& theme) {
    d_->theme = theme;
    d_->applyTheme();
    d_->tell();
}

const Theme& SceneRenderer::theme() const {
    return d_->theme;
}

void SceneRenderer::setFontFile(const std::filesystem::path& file) {
    const std::string name = file.empty() ? systemFont() : file.string();
    for (Canvas2D* canvas : {&d_->traces, &d_->markers, &d_->furniture}) {
        canvas->setFontFile(name);
    }
    d_->tell();
}

void SceneRenderer::setScaleBarVisible(bool visible) {
    d_->showScaleBar = visible;
    d_->tell();
}

void SceneRenderer::setAxesVisible(bool visible) {
    d_->showAxes = visible;
    d_->tell();
}

void SceneRenderer::setColourBarVisible(bool visible) {
    d_->showColourBar = visible;
    d_->tell();
}

void SceneRenderer::setTubes(bool tubes) {
    if (tubes != d_->tubes) {
        d_->useTubes(tubes);
        d_->tell();
    }
}

bool SceneRenderer::tubes() const {
    return d_->tubes;
}

void SceneRenderer::setTransparentBackground(bool transparent) {
    d_->transparent = transparent;
    d_->applyTheme();
    d_->tell();
}

void SceneRenderer::setViewport(int widthPx, int heightPx, double pixelRatio) {
    d_->width = std::max(widthPx, 1);
    d_->height = std::max(heightPx, 1);
    d_->ratio = pixelRatio;
    d_->tell();
}

int SceneRenderer::width() const {
    return d_->width;
}

int SceneRenderer::height() const {
    return d_->height;
}

double SceneRenderer::pixelRatio() const {
    return d_->ratio;
}

const Camera& SceneRenderer::camera() const {
    return d_->camera;
}

void SceneRenderer::setCamera(const Camera& camera) {
    d_->camera = camera;
    d_->tell();
}

void SceneRenderer::fit() {
    std::vector<FitSphere> spheres;
    if (d_->cellVisual.visible()) {
        for (const SurfacePiece& piece : d_->cellVisual.pieces()) {
            spheres.push_back({piece.a.cast<double>(), static_cast<double>(piece.radiusA), 0.0});
            spheres.push_back({piece.b.cast<double>(), static_cast<double>(piece.radiusB), 0.0});
        }
    }
    for (const auto& probe : d_->probes) {
        if (!probe->visible()) {
            continue;
        }
        const double room = probe->hasTraces() ? ProbeVisual::traceRoom(d_->width, d_->ratio) : 0.0;
        for (Eigen::Index k = 0; k < probe->contacts().cols(); ++k) {
            spheres.push_back({probe->contacts().col(k), probe->probe().contactRadiusUm, room});
        }
    }
    constexpr double margin = 34.0;
    constexpr double legend = 52.0;
    const bool bar = d_->showColourBar && d_->colouring.byValue && d_->width > 420.0 * d_->ratio;
    d_->camera.fit(spheres, d_->width, d_->height, margin * d_->ratio, bar ? legend * d_->ratio : 0.0);
    d_->tell();
}

void SceneRenderer::setView(StandardView view) {
    d_->camera.setView(view);
    fit();
}

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
    // A contact is small and wins; the shank gives way to a dendrite in front of it.
    if (nearest && (nearest->contact >= 0 || nearest->depth <= cellDepth)) {
        return result;
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
    return pointOnSection(*d_->cell, section, location.x);
}

std::optional<Location> SceneRenderer::locationOf(const PickResult& hit) const {
    return hit.item.kind == ItemKind::cell ? hit.location : std::nullopt;
}

int SceneRenderer::pieceCount() const {
    return static_cast<int>(d_->cellVisual.pieces().size());
}

double SceneRenderer::scaleBarLengthUm() const {
    return d_->scaleBar.lengthUm();
}

double SceneRenderer::scaleBarLengthPx() const {
    return d_->scaleBar.lengthPx();
}

} // namespace phiscope
