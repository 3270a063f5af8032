#include "widgets/slice_picture.h"

#include "model/forward/field_grid.h"
#include "model/simulation/recording.h"
#include "render/scene_renderer.h"
#include "widgets/slice_currents.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace phiscope {

namespace {

/// Moments looked at for the range: more add nothing that an eye sees.
constexpr std::int64_t scannedFrames = 200;

bool isDensity(const FieldSlice& slice) {
    return slice.quantity == FieldSlice::Quantity::csd;
}

bool isStimulus(const FieldSlice& slice) {
    return slice.quantity == FieldSlice::Quantity::stimulus;
}

/// mV to µV; nA/µm³ to µA/mm³; a stimulus stays in mV.
double factor(const FieldSlice& slice) {
    return isDensity(slice) ? 1e6 : isStimulus(slice) ? 1.0 : 1e3;
}

bool samePicture(FieldSlice a, const FieldSlice& b) {
    a.name = b.name;
    return a == b;
}

} // namespace

SlicePicture::SlicePicture(SceneRenderer& renderer)
    : renderer_(renderer) {}

const char* SlicePicture::unit(const FieldSlice& slice) {
    return isDensity(slice) ? "µA/mm³" : isStimulus(slice) ? "mV" : "µV";
}

void SlicePicture::setSlices(const std::vector<FieldSlice>& slices) {
    renderer_.setSlices(slices);
    std::erase_if(shown_, [&](const auto& entry) {
        return std::ranges::none_of(slices, [&](const FieldSlice& s) { return s.id == entry.first; });
    });
    for (const FieldSlice& slice : slices) {
        Shown& shown = shown_[slice.id];
        if (shown.slice.quantity != slice.quantity) {
            shown.grid.reset(); // values of another kind under this name would mislead
            shown.range.forget();
        }
        shown.dirty = shown.dirty || !samePicture(shown.slice, slice);
        dirty_ = dirty_ || shown.dirty;
        shown.slice = slice;
    }
}

void SlicePicture::setProbes(const std::vector<Probe>& probes) {
    std::vector<SteppedCurrent> waves;
    for (const Probe& probe : probes) {
        if (stimulates(probe)) {
            waves.push_back(stimulusCurrent(probe.stimulation));
        }
    }
    if (waves == waves_) {
        return;
    }
    waves_ = std::move(waves);
    for (auto& [id, shown] : shown_) {
        if (isStimulus(shown.slice)) {
            shown.scanned = 0;
            shown.largest = 0.0;
            shown.dirty = true;
            dirty_ = true;
        }
    }
}

void SlicePicture::forgetRanges() {
    for (auto& [id, shown] : shown_) {
        shown.scanned = 0;
        shown.largest = 0.0;
        shown.dirty = true;
    }
    dirty_ = true;
}

void SlicePicture::setGrid(const std::string& id, std::shared_ptr<const FieldGrid> grid) {
    const auto at = shown_.find(id);
    if (at == shown_.end()) {
        return;
    }
    Shown& shown = at->second;
    shown.grid = std::move(grid);
    shown.scanned = 0;
    shown.largest = 0.0;
    shown.dirty = true;
    dirty_ = true;
}

void SlicePicture::scan(Shown& shown, const Recording& recording) {
    const std::int64_t stride = std::max<std::int64_t>(1, recording.layout().frames / scannedFrames);
    const std::int64_t count = recording.frameCount();
    for (; shown.scanned < count; shown.scanned += stride) {
        const double size = shown.grid->magnitude(recording.currents(shown.scanned)) * factor(shown.slice);
        if (std::isfinite(size)) {
            shown.largest = std::max(shown.largest, size);
        }
    }
    if (shown.range.fit(shown.largest, recording.finished())) {
        shown.dirty = true;
    }
}

void SlicePicture::scan(Shown& shown, const SliceCurrents& others) {
    shown.scanned = others.scanCurrents(shown.scanned, [&shown](const std::vector<double>& currents) {
        if (static_cast<int>(currents.size()) == shown.grid->segments()) {
            const double size = shown.grid->magnitude(currents.data()) * factor(shown.slice);
            shown.largest = std::isfinite(size) ? std::max(shown.largest, size) : shown.largest;
        }
    });
    if (shown.range.fit(shown.largest, others.currentsComplete())) {
        shown.dirty = true;
    }
}

void SlicePicture::scanStimulus(Shown& shown) const {
    if (shown.scanned > 0) {
        return;
    }
    shown.scanned = 1;
    // The waves change at a few moments, and pulses repeat: the first ones show all there is.
    std::size_t looked = 0;
    for (const SteppedCurrent& wave : waves_) {
        for (std::size_t k = 0; k < wave.timesMs.size() && looked < scannedFrames; ++k) {
            const std::vector<double> currents = stimulusAt(wave.timesMs[k]);
            shown.largest = std::max(shown.largest, shown.grid->magnitude(currents.data()));
            ++looked;
        }
    }
    if (shown.range.fit(shown.largest, true)) {
        shown.dirty = true;
    }
}

std::vector<double> SlicePicture::stimulusAt(double timeMs) const {
    std::vector<double> currents;
    for (const SteppedCurrent& wave : waves_) {
        currents.push_back(currentAt(wave, timeMs));
    }
    return currents;
}

void SlicePicture::show(const Recording* recording, std::int64_t frame, double timeMs,
                        const SliceCurrents* others) {
    const bool moved = frame != frame_ || (others != nullptr && timeMs != timeMs_);
    frame_ = frame;
    timeMs_ = timeMs;
    prefix_ = others != nullptr ? others->prefix() : std::string();
    std::vector<double> currents;
    if (others != nullptr && !others->currents(timeMs, currents)) {
        currents.clear();
    }
    std::vector<double> stimulus = stimulusAt(timeMs);
    const bool otherStimulus = stimulus != stimulus_;
    stimulus_ = std::move(stimulus);
    dirty_ = false;
    for (auto& [id, shown] : shown_) {
        if (!shown.slice.visible) {
            continue;
        }
        const bool ready = shown.grid && shown.grid->quantity() == shown.slice.quantity;
        if (isStimulus(shown.slice)) {
            const bool fits = ready && shown.grid->segments() == static_cast<int>(waves_.size());
            if (fits) {
                scanStimulus(shown);
            }
            if (otherStimulus || shown.dirty) {
                show(shown, fits ? stimulus_.data() : nullptr);
            }
            continue;
        }
        const double* now = nullptr;
        if (others != nullptr) {
            if (ready && !currents.empty() && shown.grid->segments() == static_cast<int>(currents.size())) {
                scan(shown, *others);
                now = currents.data();
            }
        } else if (ready && recording != nullptr && frame >= 0 &&
                   shown.grid->segments() == recording->layout().segments) {
            scan(shown, *recording);
            now = recording->currents(frame);
        }
        if (moved || shown.dirty) {
            show(shown, now);
        }
    }
}

void SlicePicture::show(Shown& shown, const double* currents) {
    shown.dirty = false;
    SliceField field;
    shown.values.clear();
    if (currents != nullptr) {
        const SlicePlane& plane = shown.grid->plane();
        shown.values.resize(static_cast<std::size_t>(plane.cells()));
        shown.grid->values(currents, shown.values);
        const auto scale = static_cast<float>(factor(shown.slice));
        for (float& value : shown.values) {
            value *= scale;
        }
        field.values = shown.values;
        field.columns = plane.columns;
        field.rows = plane.rows;
    }
    field.scale.logarithmic = shown.slice.scale == FieldSlice::Scale::signedLog;
    field.scale.range = shown.slice.range.value_or(shown.range.value() > 0.0 ? shown.range.value() : 1.0);
    const bool density = isDensity(shown.slice);
    const bool stimulus = isStimulus(shown.slice);
    const bool flows = std::ranges::any_of(stimulus_, [](double current) { return current != 0.0; });
    const bool difference = !density && !stimulus && shown.slice.comparison.enabled &&
                            shown.slice.shows == FieldSlice::Shows::difference;
    field.title = density      ? "CSD"
                  : stimulus   ? (flows ? "Stimulus now" : "No stimulus now")
                  : difference ? "Difference"
                               : "Potential";
    if (!stimulus) {
        field.title = prefix_ + field.title;
    }
    field.unit = unit(shown.slice);
    field.negative = density ? "sink" : "negative";
    field.positive = density ? "source" : "positive";
    renderer_.setSliceField(shown.slice.id, field);
}

double SlicePicture::valueAt(const std::string& id, const Eigen::Vector3d& pointUm) const {
    const auto at = shown_.find(id);
    if (at == shown_.end() || !at->second.grid || at->second.values.empty()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return valueOnPlane(at->second.grid->plane(), at->second.values, pointUm);
}

double SlicePicture::range(const std::string& id) const {
    const auto at = shown_.find(id);
    return at == shown_.end() ? 0.0 : at->second.slice.range.value_or(at->second.range.value());
}

} // namespace phiscope
