#include "widgets/scene_picture.h"

#include "model/forward/listening.h"
#include "model/forward/projector.h"
#include "model/simulation/recording.h"
#include "widgets/cell_colours.h"
#include "widgets/quantity.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace phiscope {

namespace {

constexpr int traceSamples = 480;

/// 1, 2, 5, 10 … not above `value`.
double roundDown(double value) {
    const double up = roundUp(value);
    const double power = std::pow(10.0, std::floor(std::log10(up) + 1e-9));
    return up <= value * (1.0 + 1e-9) ? up
           : up > 4.0 * power         ? 2.0 * power
           : up > 1.5 * power         ? power
                                      : 0.5 * power;
}

struct Unit {
    const char* name;
    double perMv; ///< of a magnetometer: per fT
};
/// µV as all traces, or fT, unless `largest` is far below one; then so that it is not below 1.
Unit unitFor(double largestMv, bool magnetic) {
    if (magnetic) {
        for (const Unit unit : {Unit{"fT", 1.0}, Unit{"aT", 1e3}, Unit{"zT", 1e6}}) {
            if (largestMv * unit.perMv >= 1.0) {
                return unit;
            }
        }
        return largestMv > 0.0 ? Unit{"yT", 1e9} : Unit{"fT", 1.0};
    }
    if (largestMv >= 2e-6) {
        return {"µV", 1e3};
    }
    for (const Unit unit : {Unit{"nV", 1e6}, Unit{"pV", 1e9}, Unit{"fV", 1e12}}) {
        if (largestMv * unit.perMv >= 1.0) {
            return unit;
        }
    }
    return largestMv > 0.0 ? Unit{"aV", 1e15} : Unit{"µV", 1e3};
}

} // namespace

ScenePicture::ScenePicture(SceneRenderer& renderer)
    : renderer_(renderer)
    , slices_(renderer) {}

void ScenePicture::setScene(const Scene& scene) {
    const bool same = scene.synapses == scene_.synapses && scene.groups == scene_.groups &&
                      scene.stimuli == scene_.stimuli && scene.probes == scene_.probes &&
                      scene.slices == scene_.slices && scene.cell == scene_.cell &&
                      scene.view == scene_.view && (scene.heads == scene_.heads || !listens(scene.view));
    if (same && !dirty_) {
        scene_ = scene;
        return; // as while a dipole is dragged in the head
    }
    if (scene.synapses != scene_.synapses || scene.groups != scene_.groups || dirty_) {
        renderer_.setSynapses(allSynapses(scene));
    }
    if (scene.stimuli != scene_.stimuli || dirty_) {
        renderer_.setStimuli(scene.stimuli);
    }
    if (scene.probes != scene_.probes || dirty_) {
        renderer_.setProbes(scene.probes);
    }
    if (scene.slices != scene_.slices || dirty_) {
        slices_.setSlices(scene.slices);
    }
    if (scene.probes != scene_.probes || dirty_) {
        slices_.setProbes(scene.probes);
    }
    renderer_.setCellVisible(scene.cell.visible);
    const Listener listener = listens(scene.view) ? listenerOf(scene) : Listener();
    renderer_.setListened(listener.probe != nullptr ? listener.probe->id : std::string(), listener.contact);
    scene_ = scene;
    dirty_ = true;
}

void ScenePicture::setCell(std::shared_ptr<const PlacedCell> cell) {
    cell_ = std::move(cell);
    renderer_.setCell(cell_);
    renderer_.setSynapses(allSynapses(scene_));
    renderer_.setStimuli(scene_.stimuli);
    dirty_ = true;
}

void ScenePicture::setRun(const RunData& run) {
    if (run.recording != run_.recording) {
        before_ = extent_;
        extent_ = {};
        traceFrames_.clear();
        slices_.forgetRanges();
    }
    run_ = run;
    dirty_ = true;
}

void ScenePicture::setProbeSignals(const std::string& probeId, std::shared_ptr<const Signals> signals) {
    signals_[probeId] = std::move(signals);
    traceFrames_.erase(probeId);
    dirty_ = dirty_ || scene_.view.tracesInScene;
}

void ScenePicture::setListening(std::shared_ptr<const Listening> listening, double sizeMv) {
    listening_ = std::move(listening);
    contributionMv_ = sizeMv;
    dirty_ = true;
}

void ScenePicture::setOwnColours(std::shared_ptr<CellColours> colours) {
    const bool others = (own_ && own_->sliceCurrents() != nullptr) || (colours && colours->sliceCurrents());
    own_ = std::move(colours);
    dirty_ = true;
    if (others) {
        slices_.forgetRanges();
    }
}

void ScenePicture::setSliceGrid(const std::string& sliceId, std::shared_ptr<const FieldGrid> grid) {
    slices_.setGrid(sliceId, std::move(grid));
}

bool ScenePicture::fits() const {
    return run_.recording && cell_ && run_.recording->layout().segments == cell_->segments.size();
}

bool ScenePicture::hears() const {
    return listening_ && cell_ && listening_->row.size() == cell_->segments.size() &&
           listening_->row.size() > 0;
}

void ScenePicture::chooseColours() {
    CellColouring next;
    const bool complete = fits() && run_.recording->finished();
    double low = scene_.cell.vInitMv;
    double high = low;
    double size = 0.0;
    for (const ValueExtent* extent : {&extent_, &before_}) {
        if (extent->any && (extent == &extent_ || !complete)) {
            low = std::min(low, extent->low);
            high = std::max(high, extent->high);
            size = std::max(size, extent->currentSize);
        }
    }
    if (scene_.view.colourBy == View::ColourBy::potential) {
        next.byValue = fits();
        next.map = ColourMap::potential;
        next.title = "Membrane potential";
        next.unit = "mV";
        const ValueSpan range =
            potentialRange(low, high, scene_.view.potentialLowMv, scene_.view.potentialHighMv);
        next.low = static_cast<float>(range.low);
        next.high = static_cast<float>(range.high);
    } else if (scene_.view.colourBy == View::ColourBy::current) {
        next.byValue = fits();
        next.map = ColourMap::current;
        next.title = "Membrane current";
        next.unit = "µA/cm²";
        next.high = static_cast<float>(currentRange(size, scene_.view.currentLimit).high);
        next.low = -next.high;
    }
    if (listens(scene_.view) && hears()) {
        chooseListening(next);
    }
    takeColouring(next);
}

void ScenePicture::takeColouring(const CellColouring& next) {
    if (!(next == colouring_)) {
        colouring_ = next;
        renderer_.setColouring(colouring_);
    }
}

void ScenePicture::showOwnColours() {
    CellColouring next;
    const bool known = cell_ && own_->values(timeMs_, *cell_, values_);
    if (known) {
        next = own_->colouring(scene_.view);
    }
    takeColouring(next);
    if (known) {
        renderer_.setCellValues(values_);
    }
}

std::string ScenePicture::listenerName() const {
    const std::size_t several = scene_.probes.size() + scene_.heads.size();
    return several > 1 ? listening_->name() : listening_->contact;
}

void ScenePicture::chooseListening(CellColouring& next) {
    if (coloursBy(View::ColourBy::contribution)) {
        const Unit unit = unitFor(contributionMv_, listening_->magnetic);
        unitsPerMv_ = unit.perMv;
        next.byValue = fits();
        next.map = ColourMap::current;
        next.title = "Contribution to " + listenerName();
        next.unit = unit.name;
        next.high = static_cast<float>(roundUp(contributionMv_ * unit.perMv));
        next.low = -next.high;
        return;
    }
    std::vector<double> row(listening_->row.begin(), listening_->row.end());
    std::ranges::for_each(row, [](double& value) { value = std::abs(value); });
    const auto at = row.begin() + static_cast<std::ptrdiff_t>(0.99 * static_cast<double>(row.size() - 1));
    std::nth_element(row.begin(), at, row.end());
    const double largest = *at;
    const Unit unit = unitFor(largest, listening_->magnetic);
    unitsPerMv_ = unit.perMv;
    next.byValue = true;
    next.title = "Sensitivity of " + listenerName();
    next.unit = std::string(unit.name) + "/nA";
    next.high = static_cast<float>(roundUp(largest * unit.perMv));
    const double least = listening_->row.minCoeff();
    if (least > 0.0) {
        // What is heard falls with distance: equal colours for equal factors, over three decades at most.
        constexpr double span = 1e-3;
        next.map = ColourMap::sensitivity;
        next.logarithmic = true;
        next.low = static_cast<float>(std::min(roundDown(std::max(least, span * largest) * unit.perMv),
                                               0.5 * static_cast<double>(next.high)));
    } else {
        next.map = ColourMap::current;
        next.low = -next.high;
    }
}

void ScenePicture::fillValues() {
    const auto segments = static_cast<std::size_t>(cell_->segments.size());
    values_.resize(segments);
    if (listens(scene_.view)) {
        const bool now = coloursBy(View::ColourBy::contribution);
        const double* i = now ? run_.recording->currents(frame_) : nullptr;
        for (std::size_t k = 0; k < segments; ++k) {
            const double heard = listening_->row[static_cast<Eigen::Index>(k)];
            values_[k] = static_cast<float>(unitsPerMv_ * heard * (now ? i[k] : 1.0));
        }
    } else if (coloursBy(View::ColourBy::current)) {
        const double* i = run_.recording->currents(frame_);
        for (std::size_t k = 0; k < segments; ++k) {
            values_[k] =
                static_cast<float>(currentDensity(i[k], cell_->segments.area[static_cast<Eigen::Index>(k)]));
        }
    } else {
        const float* v = run_.recording->potentials(frame_);
        std::copy(v, v + segments, values_.begin());
    }
    renderer_.setCellValues(values_);
}

double ScenePicture::listenedPotential() const {
    if (own_ || !coloursBy(View::ColourBy::contribution) || frame_ < 0 || !hears() || !fits()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return unitsPerMv_ * listening_->potential(run_.recording->currents(frame_));
}

void ScenePicture::showCaption() {
    const double all = listenedPotential();
    if (!std::isfinite(all)) {
        renderer_.setColourBarCaption({});
        return;
    }
    const Probe* probe = listenerOf(scene_).probe;
    const bool filtered = probe != nullptr && probe->filter.kind != SignalFilter::Kind::none;
    const QString value = formatQuantity(all, QString::fromStdString(colouring_.unit));
    renderer_.setColourBarCaption(value.toStdString() + " in all" + (filtered ? ", before the filter" : ""));
}

void ScenePicture::show(double timeMs) {
    std::int64_t frame = -1;
    if (fits() && run_.recording->frameCount() > 0) {
        frame = std::clamp<std::int64_t>(std::llround(timeMs / run_.recording->layout().dtMs), 0,
                                         run_.recording->frameCount() - 1);
        const std::int64_t scanned = extent_.scanned;
        extent_.scan(*run_.recording, cell_->segments.area);
        dirty_ = dirty_ || extent_.scanned != scanned;
        if (run_.recording->finished() && before_.any) {
            before_ = {};
            dirty_ = true;
        }
    }
    const bool moved = frame != frame_ || timeMs != timeMs_;
    const bool otherFrame = frame != frame_;
    frame_ = frame;
    timeMs_ = timeMs;
    if (own_ && (dirty_ || moved)) {
        showOwnColours();
    }
    if (!own_ && dirty_) {
        chooseColours();
    }
    // What a contact hears needs no recording.
    const bool ofMoment = !coloursBy(View::ColourBy::sensitivity);
    const bool known = !own_ && (listens(scene_.view) ? colouring_.byValue : frame >= 0);
    if (known && (!ofMoment || frame >= 0) && (dirty_ || (ofMoment && otherFrame))) {
        fillValues();
    }
    if (dirty_ || otherFrame) {
        showCaption();
    }
    if (frame >= 0 && (otherFrame || dirty_)) {
        const double* p = run_.recording->pointCurrents(frame);
        const auto activity = [&](std::size_t from, std::size_t count) {
            std::vector<float> part(count, 0.0F);
            for (std::size_t k = 0; k < count && from + k < extent_.pointSize.size(); ++k) {
                const double size = extent_.pointSize[from + k];
                part[k] = size > 0.0 ? static_cast<float>(std::min(1.0, std::abs(p[from + k]) / size)) : 0.0F;
            }
            return part;
        };
        const Scene& ran = *run_.scene;
        const std::size_t synapses = synapseCount(scene_);
        if (synapseCount(ran) == synapses && ran.stimuli.size() == scene_.stimuli.size()) {
            renderer_.setSynapseActivity(activity(0, synapses));
            renderer_.setStimulusActivity(activity(synapses, scene_.stimuli.size()));
        }
    }
    slices_.show(frame >= 0 ? run_.recording.get() : nullptr, frame, timeMs,
                 own_ ? own_->sliceCurrents() : nullptr);
    if (moved || dirty_) {
        showTraces();
    }
    dirty_ = false;
}

void ScenePicture::showTraces() {
    if (!scene_.view.tracesInScene || !run_.recording) {
        renderer_.clearProbeTraces();
        traceFrames_.clear();
        return;
    }
    for (const Probe& probe : scene_.probes) {
        const auto at = signals_.find(probe.id);
        if (at == signals_.end() || !at->second || !probe.visible) {
            renderer_.setProbeTraces(probe.id, {}); // it measures nothing: those of before would be wrong
            continue;
        }
        const Signals& signals = *at->second;
        const std::int64_t frames = signals.frames();
        const std::int64_t whole = signals.capacity();
        if (frames < 2 || signals.channels() == 0) {
            continue;
        }
        // Samples lie on a fixed grid over the whole run: what is drawn stays where it is as more comes.
        const std::int64_t stride = std::max<std::int64_t>(1, whole / traceSamples);
        const auto count = static_cast<std::size_t>((whole + stride - 1) / stride);
        const auto channels = static_cast<std::size_t>(signals.channels());
        samples_.assign(count * channels, std::numeric_limits<float>::quiet_NaN());
        float size = 0.0F;
        for (std::size_t k = 0; k < count; ++k) {
            const std::int64_t frame = static_cast<std::int64_t>(k) * stride;
            if (frame >= frames) {
                break;
            }
            const double* values = signals.frame(frame);
            for (std::size_t c = 0; c < channels; ++c) {
                const auto value = static_cast<float>(values[c]);
                samples_[c * count + k] = value;
                size = std::max(size, std::abs(value));
            }
        }
        float& kept = traceSize_[probe.id];
        kept = run_.recording->finished() ? size : std::max(kept, size);
        ProbeTraces traces;
        traces.samples = samples_;
        traces.channels = static_cast<int>(channels);
        traces.count = static_cast<int>(count);
        traces.amplitude = kept > 0.0F ? kept / 1.6F : 1.0F;
        const double duration = static_cast<double>(whole - 1) * signals.dtMs();
        traces.cursor = duration > 0.0 ? timeMs_ / duration : -1.0;
        renderer_.setProbeTraces(probe.id, traces);
    }
}

double ScenePicture::valueAt(int segment) const {
    if (segment < 0 || static_cast<std::size_t>(segment) >= values_.size()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (own_ || coloursBy(View::ColourBy::sensitivity)) {
        return colouring_.byValue ? static_cast<double>(values_[static_cast<std::size_t>(segment)])
                                  : std::numeric_limits<double>::quiet_NaN();
    }
    if (frame_ < 0 || !fits() || (listens(scene_.view) && !colouring_.byValue)) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (coloursBy(View::ColourBy::plain)) {
        return static_cast<double>(run_.recording->potentials(frame_)[segment]);
    }
    return static_cast<double>(values_[static_cast<std::size_t>(segment)]);
}

} // namespace phiscope
