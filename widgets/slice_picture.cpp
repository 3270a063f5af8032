#include "widgets/slice_picture.h"

#include "model/forward/field_grid.h"
#include "model/simulation/recording.h"
#include "render/scene_renderer.h"

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

/// mV to µV; nA/µm³ to µA/mm³.
double factor(const FieldSlice& slice) {
    return isDensity(slice) ? 1e6 : 1e3;
}

bool samePicture(FieldSlice a, const FieldSlice& b) {
    a.name = b.name;
    return a == b;
}

} // namespace

SlicePicture::SlicePicture(SceneRenderer& renderer)
    : renderer_(renderer) {}

const char* SlicePicture::unit(const FieldSlice& slice) {
    return isDensity(slice) ? "µA/mm³" : "µV";
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

void SlicePicture::show(const Recording* recording, std::int64_t frame) {
    const bool moved = frame != frame_;
    frame_ = frame;
    dirty_ = false;
    for (auto& [id, shown] : shown_) {
        if (!shown.slice.visible) {
            continue;
        }
        const bool fits = recording != nullptr && frame >= 0 && shown.grid &&
                          shown.grid->quantity() == shown.slice.quantity &&
                          shown.grid->segments() == recording->layout().segments;
        if (fits) {
            scan(shown, *recording);
        }
        if (moved || shown.dirty) {
            show(shown, fits ? recording : nullptr, frame);
        }
    }
}

void SlicePicture::show(Shown& shown, const Recording* recording, std::int64_t frame) {
    shown.dirty = false;
    SliceField field;
    shown.values.clear();
    if (recording != nullptr) {
        const SlicePlane& plane = shown.grid->plane();
        shown.values.resize(static_cast<std::size_t>(plane.cells()));
        shown.grid->values(recording->currents(frame), shown.values);
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
    const bool difference =
        !density && shown.slice.comparison.enabled && shown.slice.shows == FieldSlice::Shows::difference;
    field.title = density ? "CSD" : difference ? "Difference" : "Potential";
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
