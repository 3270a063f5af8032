#include "render/scene_renderer.h"

#include "render/scene_renderer_private.h"
#include "render/system_font.h"

#include <vtkCommand.h>
#include <vtkRenderWindow.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace phiscope {

SceneRenderer::SceneRenderer()
    : d_(std::make_unique<Private>()) {
    d_->onStart->SetClientData(d_.get());
    d_->onStart->SetCallback(
        [](vtkObject*, unsigned long, void* self, void*) { static_cast<Private*>(self)->prepare(); });
    d_->onEnd->SetClientData(d_.get());
    d_->onEnd->SetCallback([](vtkObject*, unsigned long, void* self, void*) {
        auto* d = static_cast<Private*>(self);
        const bool failed = !d->cellVisual.shaderWorked() || !d->cellGhost.shaderWorked() ||
                            !d->tissue.shaderWorked() ||
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
    d_->cellGhost.update(d_->cell.get(), d_->distortion);
    d_->applySelection();
    d_->tell();
}

std::shared_ptr<const PlacedCell> SceneRenderer::cell() const {
    return d_->cell;
}

void SceneRenderer::setCellVisible(bool visible) {
    d_->cellVisual.setVisible(visible);
    d_->showGhost();
    d_->applyTissue();
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
    if (d_->colouring.logarithmic) {
        std::vector<float> exponents(values.size());
        std::ranges::transform(values, exponents.begin(), [](float value) { return std::log10(value); });
        d_->cellVisual.setValues(exponents);
    } else {
        d_->cellVisual.setValues(values);
    }
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
    d_->applyListened();
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
    d_->applyTissue();
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

void SceneRenderer::setListened(const std::string& probeId, int contact) {
    ItemRef listened;
    if (!probeId.empty()) {
        listened.kind = ItemKind::probe;
        listened.id = probeId;
        listened.contact = contact;
    }
    if (!(listened == d_->listened)) {
        d_->listened = listened;
        d_->applyListened();
        d_->tell();
    }
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
    d_->ratio = d_->deviceRatio * static_cast<double>(theme.textScale);
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

void SceneRenderer::setColourBarNote(const std::string& note) {
    if (note != d_->colourBarNote) {
        d_->colourBarNote = note;
        d_->tell();
    }
}

const std::string& SceneRenderer::colourBarNote() const {
    return d_->colourBarNote;
}

void SceneRenderer::setColourBarCaption(const std::string& caption) {
    if (caption != d_->colourBarCaption) {
        d_->colourBarCaption = caption;
        d_->tell();
    }
}

const std::string& SceneRenderer::colourBarCaption() const {
    return d_->colourBarCaption;
}

bool SceneRenderer::onColourBar(double x, double y) const {
    // What is asked for counts from now on, not from the next picture.
    return d_->showColourBar && d_->cellHasBar && d_->colouring.byValue &&
           ColourBar::firstContains(d_->frame(), d_->barCount, x, y);
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
    d_->deviceRatio = pixelRatio;
    d_->ratio = pixelRatio * static_cast<double>(d_->theme.textScale);
    d_->tell();
}

int SceneRenderer::width() const {
    return d_->width;
}

int SceneRenderer::height() const {
    return d_->height;
}

double SceneRenderer::pixelRatio() const {
    return d_->deviceRatio;
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
    if (d_->cellGhost.visible()) {
        spheres.push_back({d_->cellGhost.low(), 0.0, 0.0});
        spheres.push_back({d_->cellGhost.high(), 0.0, 0.0});
    }
    for (const auto& probe : d_->probes) {
        if (!probe->visible()) {
            continue;
        }
        // A plate that is as large as a cell has its trace far to the right: keep room from the start.
        const bool wide = probe->probe().contactShape != Probe::ContactShape::point;
        const double room = probe->hasTraces() || wide ? ProbeVisual::traceRoom(d_->width, d_->ratio) : 0.0;
        const Eigen::Matrix3Xd extent = probe->extent();
        for (Eigen::Index k = 0; k < extent.cols(); ++k) {
            spheres.push_back({extent.col(k), probe->extentRadius(), room});
        }
    }
    for (const Eigen::Vector3d& corner :
         d_->tissue.cornersNear(d_->cellVisual.low(), d_->cellVisual.high())) {
        spheres.push_back({corner, 0.0, 0.0});
    }
    for (const Private::ShownSlice& slice : d_->slices) {
        if (slice.visual->visible()) {
            for (const Eigen::Vector3d& corner : slice.visual->corners()) {
                spheres.push_back({corner, 0.0, 0.0});
            }
        }
    }
    constexpr double margin = 34.0;
    constexpr double legend = 52.0;
    constexpr double sliceLegend = 92.0; // has words beside its numbers
    const bool slice = std::ranges::any_of(d_->slices, [](const auto& s) { return s.visual->visible(); });
    const bool bar = d_->showColourBar && (d_->colouring.byValue || slice) && d_->width > 420.0 * d_->ratio;
    d_->camera.fit(spheres, d_->width, d_->height, margin * d_->ratio,
                   bar ? (slice ? sliceLegend : legend) * d_->ratio : 0.0);
    d_->tell();
}

void SceneRenderer::setView(StandardView view) {
    d_->camera.setView(view);
    fit();
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
