#include "widgets/run_pair_colours.h"

#include "widgets/plots/series.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

/// Moments looked at for ranges: more add nothing that an eye sees.
constexpr std::int64_t scannedMoments = 400;

/// The values of a run at a moment, straight between frames; false beyond the end of a finished one.
class Moment {
public:
    Moment(const Recording& recording, double timeMs)
        : recording_(recording) {
        const std::int64_t frames = recording.frameCount();
        const double last = static_cast<double>(frames - 1);
        double at = timeMs / recording.layout().dtMs;
        if (frames == 0 || (at > last + 1e-6 && recording.finished())) {
            return;
        }
        at = std::clamp(at, 0.0, last);
        const double whole = std::round(at);
        at = std::abs(at - whole) < 1e-6 ? whole : at;
        before_ = static_cast<std::int64_t>(at);
        part_ = at - static_cast<double>(before_);
        after_ = std::min(before_ + 1, frames - 1);
    }

    explicit operator bool() const { return before_ >= 0; }
    double potential(int segment) const {
        return between(static_cast<double>(recording_.potentials(before_)[segment]),
                       static_cast<double>(recording_.potentials(after_)[segment]));
    }
    double current(int segment) const {
        return between(recording_.currents(before_)[segment], recording_.currents(after_)[segment]);
    }

private:
    double between(double a, double b) const { return part_ > 0.0 ? a + part_ * (b - a) : a; }

    const Recording& recording_;
    std::int64_t before_ = -1;
    std::int64_t after_ = -1;
    double part_ = 0.0;
};

double endOf(const Recording& recording) {
    return static_cast<double>(recording.frameCount() - 1) * recording.layout().dtMs;
}

/// The nearest frame of a clock.
double onClock(double timeMs, double dtMs) {
    return std::round(timeMs / dtMs) * dtMs;
}

} // namespace

RunPairColours::RunPairColours(RunData first, RunData second, Side side, bool currents)
    : first_(std::move(first))
    , second_(std::move(second))
    , side_(side)
    , currents_(currents) {}

bool RunPairColours::sameSegments(const PlacedCell& a, const PlacedCell& b) {
    return a.segments.section == b.segments.section && a.segments.x == b.segments.x &&
           std::equal(a.morphology.sections.begin(), a.morphology.sections.end(),
                      b.morphology.sections.begin(), b.morphology.sections.end(),
                      [](const Section& one, const Section& other) { return one.name == other.name; });
}

bool RunPairColours::fill(Side side, double timeMs, const PlacedCell& cell,
                          std::vector<float>& values) const {
    const Recording& a = *first_.recording;
    const Recording& b = *second_.recording;
    const int count = cell.segments.size();
    if (a.layout().segments != count || b.layout().segments != count) {
        return false;
    }
    // The difference at the frames of the longer step, as that of their signals.
    const double dtMs = side == Side::first    ? a.layout().dtMs
                        : side == Side::second ? b.layout().dtMs
                                               : std::max(a.layout().dtMs, b.layout().dtMs);
    double at = onClock(timeMs, dtMs);
    for (const Recording* run : {&a, &b}) {
        if (side == Side::difference && !run->finished()) {
            at = std::min(at, endOf(*run)); // it is still on its way to the moment
        }
    }
    const Moment first(a, at);
    const Moment second(b, at);
    if ((side != Side::second && !first) || (side != Side::first && !second)) {
        return false;
    }
    values.resize(static_cast<std::size_t>(count));
    const auto put = [&](const auto& of) {
        for (int k = 0; k < count; ++k) {
            const double value = side == Side::first    ? of(first, k)
                                 : side == Side::second ? of(second, k)
                                                        : of(second, k) - of(first, k);
            values[static_cast<std::size_t>(k)] = static_cast<float>(value);
        }
    };
    if (currents_) {
        put([&](const Moment& moment, int k) {
            return currentDensity(moment.current(k), cell.segments.area[k]);
        });
    } else {
        put([](const Moment& moment, int k) { return moment.potential(k); });
    }
    return true;
}

void RunPairColours::Extent::add(const Extent& other) {
    if (!other.any) {
        return;
    }
    low = any ? std::min(low, other.low) : other.low;
    high = any ? std::max(high, other.high) : other.high;
    size = std::max(size, other.size);
    any = true;
}

bool RunPairColours::complete() const {
    return first_.recording->finished() && second_.recording->finished();
}

RunPairColours::Extent RunPairColours::extent() const {
    Extent all = extent_;
    if (!complete()) {
        all.add(before_);
    }
    return all;
}

void RunPairColours::keepRangeOf(const RunPairColours& before) {
    if (before.side_ == side_ && before.currents_ == currents_) {
        before_ = before.extent();
    }
}

void RunPairColours::widen(std::vector<float>& values) {
    Extent here;
    const auto [low, high] = std::minmax_element(values.begin(), values.end());
    here.any = true;
    here.low = static_cast<double>(*low);
    here.high = static_cast<double>(*high);
    // Robust in space: one segment under a synapse must not make the rest grey.
    std::ranges::for_each(values, [](float& value) { value = std::abs(value); });
    const auto at =
        values.begin() + static_cast<std::ptrdiff_t>(0.95 * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    here.size = static_cast<double>(*at);
    extent_.add(here);
}

void RunPairColours::scan(const PlacedCell& cell) {
    const Recording& a = *first_.recording;
    const Recording& b = *second_.recording;
    const bool difference = side_ == Side::difference;
    const double endMs =
        difference || !complete() ? std::min(endOf(a), endOf(b)) : std::max(endOf(a), endOf(b));
    const double dtMs = std::max(a.layout().dtMs, b.layout().dtMs);
    const std::int64_t stride =
        std::max<std::int64_t>(1, std::max(a.layout().frames, b.layout().frames) / scannedMoments);
    for (; static_cast<double>(scanned_) * dtMs <= endMs + 1e-9; scanned_ += stride) {
        const double timeMs = static_cast<double>(scanned_) * dtMs;
        // A and B have one range, so that their colours can be compared.
        for (const Side side : {Side::first, Side::second, Side::difference}) {
            if ((side == Side::difference) == difference && fill(side, timeMs, cell, scratch_)) {
                widen(scratch_);
            }
        }
    }
}

bool RunPairColours::values(double timeMs, const PlacedCell& cell, std::vector<float>& values) {
    if (!fill(side_, timeMs, cell, values) || values.empty()) {
        return false;
    }
    scan(cell);
    return true;
}

CellColouring RunPairColours::colouring(const View& view) const {
    const Extent range = extent();
    CellColouring colours;
    colours.byValue = true;
    const std::string name = side_ == Side::first ? " of A" : " of B";
    const bool difference = side_ == Side::difference;
    if (currents_ || difference) {
        colours.map = ColourMap::current;
        colours.title = !difference ? "Membrane current" + name : currents_ ? "B − A: ΔI" : "B − A: ΔV";
        colours.unit = currents_ ? "µA/cm²" : "mV";
        const bool held = !difference && view.currentLimit;
        const double end = held ? *view.currentLimit : niceCeiling(range.size);
        colours.high = static_cast<float>(end > 0.0 ? end : 1.0);
        colours.low = -colours.high;
        return colours;
    }
    colours.title = "Membrane potential" + name;
    colours.unit = "mV";
    const double low = view.potentialLowMv.value_or(5.0 * std::floor(range.low / 5.0));
    const double high = view.potentialHighMv.value_or(5.0 * std::ceil(range.high / 5.0));
    colours.low = static_cast<float>(low);
    colours.high = static_cast<float>(std::max(high, low + (view.potentialHighMv ? 1.0 : 10.0)));
    return colours;
}

} // namespace phiscope
