#include "widgets/inputs/spike_lane.h"

#include "widgets/colours.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr double reachPixels = 5.0;
constexpr int singleHeight = 88;
constexpr int lowestRaster = 108;
constexpr int highestRaster = 208;

} // namespace

SpikeLane::SpikeLane(QWidget* parent)
    : PointPlot(AddBy::click, QStringLiteral("spikeLane"), tr("Spike times"), parent)
    , colour_(Qt::gray) {
    xAxis->grid()->setVisible(false);
    yAxis->grid()->setVisible(false);
    yAxis->setRangeReversed(true);
    yAxis->setRange(0.0, 1.0);
}

void SpikeLane::setColour(const QColor& colour) {
    colour_ = colour;
    refresh();
}

void SpikeLane::setRows(std::vector<std::vector<double>> rows, double durationMs) {
    const bool raster = rows.size() > 1;
    rows_ = std::move(rows);
    setDuration(durationMs);
    setValueLabel(raster ? tr("synapse") : QString());
    // Numbers of people: the first synapse is 1.
    yAxis->setRange(raster ? 0.5 : 0.0, raster ? static_cast<double>(rows_.size()) + 0.5 : 1.0);
    if (const int height = sizeHint().height(); minimumHeight() != height) {
        setFixedHeight(height);
        updateGeometry();
    }
    refresh();
}

void SpikeLane::setRecordingCursor(double timeMs) {
    if (timeMs != cursorMs_) {
        cursorMs_ = timeMs;
        refresh();
    }
}

QSize SpikeLane::sizeHint() const {
    const auto rows = static_cast<int>(rows_.size());
    return {260, rows > 1 ? std::clamp(60 + 3 * rows, lowestRaster, highestRaster) : singleHeight};
}

void SpikeLane::drawData(QCPPainter* painter) {
    painter->setAntialiasing(false);
    const QRect inner = axisRect()->rect();
    const double rowHeight =
        rows_.empty() ? 0.0 : static_cast<double>(inner.height()) / static_cast<double>(rows_.size());
    const double gap = rowHeight > 5.0 ? 0.12 * rowHeight : 0.0;
    painter->setPen(QPen(colour_, 1.0));
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        const double top = inner.top() + static_cast<double>(row) * rowHeight + gap;
        const double bottom = std::max(top + 1.0, top + rowHeight - 2.0 * gap);
        int drawnAt = -1; // as many lines as there are pixels, not more
        for (const double time : rows_[row]) {
            const int x = static_cast<int>(std::lround(xAxis->coordToPixel(time)));
            if (time >= 0.0 && time <= durationMs() && x != drawnAt) {
                painter->drawLine(QPointF(x + 0.5, top), QPointF(x + 0.5, bottom));
                drawnAt = x;
            }
        }
    }
    if (cursorMs_ >= 0.0) {
        const double x = std::round(xAxis->coordToPixel(cursorMs_)) + 0.5;
        painter->setPen(QPen(toQColor(theme().accent), 2.0));
        painter->drawLine(QPointF(x, inner.top()), QPointF(x, inner.bottom()));
    }
    if (const int selected = selectedPoint(); isEditable() && selected >= 0) {
        const double x = std::round(toPixel(point(selected)).x()) + 0.5;
        painter->setPen(QPen(toQColor(theme().accent), 3.0));
        painter->drawLine(QPointF(x, inner.top()), QPointF(x, inner.bottom()));
    }
}

int SpikeLane::pointCount() const {
    return rows_.size() == 1 ? static_cast<int>(rows_[0].size()) : 0;
}

QPointF SpikeLane::point(int index) const {
    return {rows_[0][static_cast<std::size_t>(index)], 0.5};
}

int SpikeLane::pointNear(const QPointF& pixel) const {
    if (!axisRect()->rect().adjusted(-6, -8, 6, 4).contains(pixel.toPoint())) {
        return -1;
    }
    int nearest = -1;
    double best = reachPixels;
    for (int k = 0; k < pointCount(); ++k) {
        const double distance = std::abs(toPixel(point(k)).x() - pixel.x());
        if (distance < best || (distance == best && k == selectedPoint())) {
            best = distance;
            nearest = k;
        }
    }
    return nearest;
}

void SpikeLane::set(std::vector<double> times) {
    rows_[0] = times;
    refresh();
    Q_EMIT edited(times);
}

int SpikeLane::addPoint(const QPointF& coordinates) {
    if (rows_.size() != 1) {
        return -1;
    }
    std::vector<double> times = rows_[0];
    times.push_back(std::clamp(roundedTime(coordinates.x()), 0.0, durationMs()));
    set(std::move(times));
    return pointCount() - 1;
}

void SpikeLane::movePoint(int index, const QPointF& coordinates) {
    std::vector<double> times = rows_[0];
    times[static_cast<std::size_t>(index)] = std::clamp(roundedTime(coordinates.x()), 0.0, durationMs());
    set(std::move(times));
}

void SpikeLane::removePoint(int index) {
    std::vector<double> times = rows_[0];
    times.erase(times.begin() + index);
    set(std::move(times));
}

void SpikeLane::settle(int& selected) {
    if (rows_.size() != 1 || std::is_sorted(rows_[0].begin(), rows_[0].end())) {
        return;
    }
    const double kept = selected >= 0 && selected < pointCount() ? point(selected).x() : -1.0;
    std::vector<double> times = rows_[0];
    std::sort(times.begin(), times.end());
    selected = static_cast<int>(std::find(times.begin(), times.end(), kept) - times.begin());
    set(std::move(times));
}

} // namespace phiscope
