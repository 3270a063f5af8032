#include "render/colour_maps.h"
#include "widgets/colours.h"
#include "widgets/plots/bars.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/plots/lanes.h"
#include "widgets/plots/time_plot.h"
#include "widgets/quantity.h"

#include <limits>
#include <numeric>

namespace phiscope {

namespace {
constexpr double microvolts = 1e3; // in a millivolt
constexpr int mostRows = 256;
} // namespace

MapLane::MapLane(QWidget* parent)
    : PlotLane(SignalsPanel::Plot::map, QStringLiteral("map"), tr("LFP map"), parent) {
    map_ = new QCPColorMap(plot()->xAxis, plot()->yAxis);
    map_->setInterpolate(true);
    map_->setTightBoundary(true);
    map_->setSelectable(QCP::stNone);
    bar_ = new PlotColourBar(plot());
    setProbe(nullptr, nullptr);
}

void MapLane::setProbe(const Probe* probe, std::shared_ptr<const Signals> contactSignals) {
    if (probe == nullptr) {
        probe_.reset();
        axis_ = {};
    } else if (!probe_ || *probe_ != *probe) {
        if (probe_ && probe_->id != probe->id) {
            range_.forget();
        }
        probe_ = *probe;
        axis_ = contactAxis(*probe);
        hovered_ = -1;
    }
    const bool fits =
        contactSignals && probe_ && contactSignals->channels() == static_cast<int>(axis_.coordinate.size());
    signals_ = fits ? std::move(contactSignals) : nullptr;
    block_ = {};
    ranged_ = 0;
    chooseRows();
    plot()->yAxis->setLabel(axis_.label);
    if (probe_) {
        plot()->yAxis->setRange(axis_.low - 0.25 * axis_.spacing, axis_.high + 0.25 * axis_.spacing);
    }
    plot()->setEmptyText(probe_ ? QString() : tr("No probe yet. <a href=\"probe\">Place one</a>: P"));
    markDirty();
    poll();
}

void MapLane::chooseRows() {
    rows_.clear();
    const auto count = axis_.order.size();
    if (count == 0) {
        return;
    }
    const double first = axis_.coordinate[static_cast<std::size_t>(axis_.order.front())];
    const double last = axis_.coordinate[static_cast<std::size_t>(axis_.order.back())];
    const int rows =
        std::clamp(static_cast<int>(std::lround((last - first) / axis_.spacing)) + 1, 1, mostRows);
    std::size_t above = count > 1 ? 1 : 0;
    for (int row = 0; row < rows; ++row) {
        const double at = rows > 1 ? first + (last - first) * row / (rows - 1) : first;
        const auto coordinate = [&](std::size_t i) {
            return axis_.coordinate[static_cast<std::size_t>(axis_.order[i])];
        };
        while (above + 1 < count && coordinate(above) < at - 1e-9) {
            ++above;
        }
        const std::size_t below = above > 0 ? above - 1 : 0;
        const double gap = coordinate(above) - coordinate(below);
        rows_.push_back({axis_.order[below], axis_.order[above],
                         gap > 0.0 ? std::clamp((at - coordinate(below)) / gap, 0.0, 1.0) : 0.0});
    }
}

void MapLane::setTheme(const Theme& theme) {
    PlotLane::setTheme(theme);
    const ColourTable table = colourTable(ColourMap::field, theme);
    QCPColorGradient gradient;
    gradient.clearColorStops();
    for (std::size_t i = 0; i < table.size(); i += 5) {
        gradient.setColorStopAt(static_cast<double>(i) / 255.0, toQColor(table.at(i)));
    }
    gradient.setLevelCount(256);
    gradient.setNanHandling(QCPColorGradient::nhTransparent);
    map_->setGradient(gradient);
    bar_->setTable(table);
    bar_->setLook(QPen(toQColor(mix(theme.base, theme.dimText, 0.55F)), 0.0), toQColor(theme.dimText),
                  plot()->yAxis->tickLabelFont());
}

void MapLane::poll() {
    if (!signals_) {
        return;
    }
    const std::int64_t frames = signals_->frames();
    if (frames != block_.frames) {
        block_ = signalBlock(signals_);
        markDirty();
    }
}

void MapLane::prepare() {
    map_->setVisible(signals_ != nullptr && !block_.empty());
    if (!map_->visible()) {
        bar_->set(0.0, {});
        return;
    }
    if (rangeDue(ranged_, block_.frames, complete_)) {
        ranged_ = block_.frames;
        std::vector<int> channels(static_cast<std::size_t>(block_.stride));
        std::iota(channels.begin(), channels.end(), 0);
        range_.fit(robustAmplitude(block_, channels, 0.99) * microvolts, complete_);
    }
    const double amplitude = range_.value() > 0.0 ? range_.value() : 1.0;
    map_->setDataRange({-amplitude, amplitude});
    bar_->set(amplitude, QStringLiteral("µV"));

    // One column a pixel (or a frame, where those are wider), of what is seen only. Columns are whole buckets
    // of frames counted from the first frame, so that a growing map does not shimmer.
    const QCPRange shown = plot()->xAxis->range();
    const double pixels = std::max(1, plot()->axisRect()->width());
    const auto length =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(shown.size() / block_.dtMs / pixels)));
    const double columnMs = static_cast<double>(length) * block_.dtMs;
    const auto first =
        std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(shown.lower / columnMs)));
    const auto last =
        std::max(first, static_cast<std::int64_t>(
                            std::ceil(std::min(shown.upper / columnMs, static_cast<double>(block_.frames) /
                                                                           static_cast<double>(length)))));
    const int columns = static_cast<int>(last - first) + 1;
    const int rows = static_cast<int>(rows_.size());
    QCPColorMapData* cells = map_->data();
    if (cells->keySize() != columns || cells->valueSize() != rows) {
        cells->setSize(columns, rows);
    }
    const double half = 0.5 * columnMs;
    // Keys are the middles of the columns, values those of the rows.
    cells->setKeyRange({static_cast<double>(first) * columnMs + half - 0.5 * block_.dtMs,
                        static_cast<double>(last) * columnMs + half - 0.5 * block_.dtMs});
    const double low = axis_.coordinate[static_cast<std::size_t>(axis_.order.front())];
    const double high = axis_.coordinate[static_cast<std::size_t>(axis_.order.back())];
    cells->setValueRange({low, high});
    std::vector<double> sums(static_cast<std::size_t>(block_.stride));
    for (int column = 0; column < columns; ++column) {
        const std::int64_t from = (first + column) * length;
        const std::int64_t to = std::min(from + length, block_.frames);
        std::fill(sums.begin(), sums.end(), to > from ? 0.0 : std::numeric_limits<double>::quiet_NaN());
        for (std::int64_t frame = from; frame < to; ++frame) {
            const double* values = block_.doubles + frame * block_.stride;
            for (std::size_t channel = 0; channel < sums.size(); ++channel) {
                sums[channel] += values[channel];
            }
        }
        const double scale = to > from ? microvolts / static_cast<double>(to - from) : 1.0;
        for (int row = 0; row < rows; ++row) {
            const Row& place = rows_[static_cast<std::size_t>(row)];
            const double below = sums[static_cast<std::size_t>(place.below)];
            const double above = sums[static_cast<std::size_t>(place.above)];
            cells->setCell(column, row, scale * (below + (above - below) * place.share));
        }
    }
}

std::vector<Reading> MapLane::readings(double timeMs) const {
    if (hovered_ < 0 || hovered_ >= static_cast<int>(axis_.coordinate.size())) {
        return {};
    }
    const std::int64_t frame = block_.empty() ? -1 : frameAt(block_, timeMs);
    if (frame < 0) {
        return {};
    }
    const double value = block_.at(frame, hovered_) * microvolts;
    const double at = axis_.coordinate[static_cast<std::size_t>(hovered_)];
    const QString name = axis_.inMicrometres ? fixedNumber(at, 0) + thinSpace() + QStringLiteral("µm")
                                             : tr("contact %1").arg(hovered_ + 1);
    const ColourTable table = colourTable(ColourMap::field, plot()->theme());
    const auto amplitude = static_cast<float>(std::max(range_.value(), 1e-9));
    const int entry = colourIndex(static_cast<float>(value), -amplitude, amplitude);
    return {{toQColor(table.at(static_cast<std::size_t>(entry))), name,
             formatQuantity(value, QStringLiteral("µV")), QStringLiteral("−0.000 µV")}};
}

} // namespace phiscope
