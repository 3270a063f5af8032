#include "widgets/plots/depth_time_map.h"

#include "render/colour_maps.h"
#include "widgets/colours.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace phiscope {

namespace {
constexpr int mostRows = 256;
} // namespace

DepthTimeMap::DepthTimeMap(QCPAxis* timeAxis, QCPAxis* depthAxis)
    : map_(new QCPColorMap(timeAxis, depthAxis)) {
    map_->setInterpolate(true);
    map_->setTightBoundary(true);
    map_->setSelectable(QCP::stNone);
}

void DepthTimeMap::setContacts(const ContactAxis& axis) {
    axis_ = axis;
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

void DepthTimeMap::setTheme(const Theme& theme) {
    const ColourTable table = colourTable(ColourMap::field, theme);
    QCPColorGradient gradient;
    gradient.clearColorStops();
    for (std::size_t i = 0; i < table.size(); i += 5) {
        gradient.setColorStopAt(static_cast<double>(i) / 255.0, toQColor(table.at(i)));
    }
    gradient.setLevelCount(256);
    gradient.setNanHandling(QCPColorGradient::nhTransparent);
    map_->setGradient(gradient);
}

void DepthTimeMap::fill(double amplitude, double valueScale) {
    map_->setVisible(!block_.empty() && !rows_.empty());
    if (!map_->visible()) {
        return;
    }
    const double most = amplitude > 0.0 ? amplitude : 1.0;
    map_->setDataRange({-most, most});

    // One column a pixel (or a frame, where those are wider), of what is seen only. Columns are whole buckets
    // of frames counted from the first frame, so that a growing map does not shimmer.
    const QCPRange shown = map_->keyAxis()->range();
    const double pixels = std::max(1, map_->keyAxis()->axisRect()->width());
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
            for (std::size_t channel = 0; channel < sums.size(); ++channel) {
                sums[channel] += block_.at(frame, static_cast<int>(channel));
            }
        }
        const double scale = to > from ? valueScale / static_cast<double>(to - from) : 1.0;
        for (int row = 0; row < rows; ++row) {
            const Row& place = rows_[static_cast<std::size_t>(row)];
            const double below = sums[static_cast<std::size_t>(place.below)];
            const double above = sums[static_cast<std::size_t>(place.above)];
            // A gap at the other contact is none where this one alone counts.
            const double value = place.share <= 0.0   ? below
                                 : place.share >= 1.0 ? above
                                                      : below + (above - below) * place.share;
            cells->setCell(column, row, scale * value);
        }
    }
}

} // namespace phiscope
