#include "widgets/run_pair_colours.h"

#include "widgets/plots/series.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

/// Moments looked at for ranges: more add nothing that an eye sees.
constexpr std::int64_t scannedMoments = 400;
/// Each costs a look at the field.
constexpr std::int64_t scannedFields = 100;

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
    : pair_{std::move(first), std::move(second), currents}
    , side_(side) {}

RunPairColours::~RunPairColours() {
    *stop_ = true; // nobody waits for a range that nobody wants
}

bool RunPairColours::sameSegments(const PlacedCell& a, const PlacedCell& b) {
    return a.segments.section == b.segments.section && a.segments.x == b.segments.x &&
           std::equal(a.morphology.sections.begin(), a.morphology.sections.end(),
                      b.morphology.sections.begin(), b.morphology.sections.end(),
                      [](const Section& one, const Section& other) { return one.name == other.name; });
}

template <typename Of, typename Value>
bool RunPairColours::Pair::collect(Side side, double timeMs, const Of& of, std::vector<Value>& values) const {
    const Recording& a = *first.recording;
    const Recording& b = *second.recording;
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
    const Moment ofFirst(a, at);
    const Moment ofSecond(b, at);
    if ((side != Side::second && !ofFirst) || (side != Side::first && !ofSecond)) {
        return false;
    }
    values.resize(static_cast<std::size_t>(a.layout().segments));
    int k = 0;
    for (Value& value : values) {
        value = static_cast<Value>(side == Side::first    ? of(ofFirst, k)
                                   : side == Side::second ? of(ofSecond, k)
                                                          : of(ofSecond, k) - of(ofFirst, k));
        ++k;
    }
    return true;
}

bool RunPairColours::Pair::fill(Side side, double timeMs, const Eigen::VectorXd& area,
                                std::vector<float>& values) const {
    const auto count = static_cast<int>(area.size());
    if (first.recording->layout().segments != count || second.recording->layout().segments != count) {
        return false;
    }
    if (currents) {
        const auto density = [&](const Moment& moment, int k) {
            return currentDensity(moment.current(k), area[k]);
        };
        return collect(side, timeMs, density, values);
    }
    return collect(
        side, timeMs, [](const Moment& moment, int k) { return moment.potential(k); }, values);
}

bool RunPairColours::Pair::fillCurrents(Side side, double timeMs, std::vector<double>& valuesNa) const {
    return collect(
        side, timeMs, [](const Moment& moment, int k) { return moment.current(k); }, valuesNa);
}

std::string RunPairColours::prefix() const {
    return side_ == Side::first ? "A: " : side_ == Side::second ? "B: " : "B − A: ";
}

bool RunPairColours::currents(double timeMs, std::vector<double>& valuesNa) const {
    return pair_.fillCurrents(side_, timeMs, valuesNa);
}

std::int64_t RunPairColours::scanCurrents(std::int64_t from, const Take& take) const {
    const Moments moments = this->moments(scannedFields);
    std::vector<double> values;
    for (; moments.left(from) > 0; from += moments.stride) {
        const double timeMs = static_cast<double>(from) * moments.dtMs;
        // A and B have one range, so that their fields can be compared.
        for (const Side side : {Side::first, Side::second, Side::difference}) {
            if ((side == Side::difference) == (side_ == Side::difference) &&
                pair_.fillCurrents(side, timeMs, values)) {
                take(values);
            }
        }
    }
    return from;
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

bool RunPairColours::Pair::complete() const {
    return first.recording->finished() && second.recording->finished();
}

RunPairColours::Extent RunPairColours::extent() const {
    Extent all = scan_.extent;
    if (!pair_.complete() || busy()) {
        all.add(before_);
        all.add(shown_);
    }
    return all;
}

void RunPairColours::keepRangeOf(const RunPairColours& before) {
    if (before.side_ == side_ && before.pair_.currents == pair_.currents) {
        before_ = before.extent();
    }
}

RunPairColours::Extent RunPairColours::extentOf(std::vector<float>& values) {
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
    return here;
}

std::int64_t RunPairColours::Moments::left(std::int64_t next) const {
    const auto last = static_cast<std::int64_t>(std::floor(endMs / dtMs + 1e-9));
    return next > last ? 0 : (last - next) / stride + 1;
}

RunPairColours::Moments RunPairColours::moments(std::int64_t count) const {
    const Recording& a = *pair_.first.recording;
    const Recording& b = *pair_.second.recording;
    Moments moments;
    moments.endMs = side_ == Side::difference || !pair_.complete() ? std::min(endOf(a), endOf(b))
                                                                   : std::max(endOf(a), endOf(b));
    moments.dtMs = std::max(a.layout().dtMs, b.layout().dtMs);
    moments.stride = std::max<std::int64_t>(1, std::max(a.layout().frames, b.layout().frames) / count);
    return moments;
}

RunPairColours::Scan RunPairColours::scanned(const Pair& pair, bool difference, const Moments& moments,
                                             const Eigen::VectorXd& area, Scan from,
                                             const std::atomic<bool>& stop) {
    std::vector<float> values;
    for (; moments.left(from.next) > 0 && !stop; from.next += moments.stride) {
        const double timeMs = static_cast<double>(from.next) * moments.dtMs;
        // A and B have one range, so that their colours can be compared.
        for (const Side side : {Side::first, Side::second, Side::difference}) {
            if ((side == Side::difference) == difference && pair.fill(side, timeMs, area, values)) {
                from.extent.add(extentOf(values));
            }
        }
    }
    return from;
}

void RunPairColours::scan(const PlacedCell& cell) {
    const Moments moments = this->moments(scannedMoments);
    const bool difference = side_ == Side::difference;
    const std::int64_t left = moments.left(scan_.next) * cell.segments.size() * (difference ? 1 : 2);
    if (left == 0 || busy()) {
        return;
    }
    if (left <= atOnce_) {
        scan_ = scanned(pair_, difference, moments, cell.segments.area, scan_, *stop_);
        return;
    }
    if (worker_ == nullptr) {
        worker_ = std::make_unique<NewestWorker<Scan>>(&here_, [this](Scan scan) {
            scan_ = scan;
            if (onRange_) {
                onRange_();
            }
        });
    }
    worker_->request([pair = pair_, difference, moments, area = Eigen::VectorXd(cell.segments.area),
                      from = scan_,
                      stop = stop_] { return scanned(pair, difference, moments, area, from, *stop); });
}

bool RunPairColours::values(double timeMs, const PlacedCell& cell, std::vector<float>& values) {
    if (!pair_.fill(side_, timeMs, cell.segments.area, values) || values.empty()) {
        return false;
    }
    scan(cell);
    if (busy()) {
        scratch_ = values;
        shown_.add(extentOf(scratch_));
    }
    return true;
}

CellColouring RunPairColours::colouring(const View& view) const {
    const Extent range = extent();
    CellColouring colours;
    colours.byValue = true;
    const std::string name = side_ == Side::first ? " of A" : " of B";
    const bool difference = side_ == Side::difference;
    if (pair_.currents || difference) {
        colours.map = ColourMap::current;
        colours.title = !difference ? "Membrane current" + name : pair_.currents ? "B − A: ΔI" : "B − A: ΔV";
        colours.unit = pair_.currents ? "µA/cm²" : "mV";
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
