#include "widgets/inputs/rate_curve_plot.h"

#include "widgets/colours.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr double reachPixels = 7.0;
constexpr double highestHz = 1e5;
constexpr double closestMs = 1e-3; ///< of two points

double roundedRate(double rateHz) {
    const double perHz = rateHz < 100.0 ? 10.0 : 1.0;
    return std::clamp(std::round(rateHz * perHz) / perHz, 0.0, highestHz);
}

} // namespace

RateCurvePlot::RateCurvePlot(QWidget* parent)
    : PointPlot(AddBy::doubleClick, QStringLiteral("rateCurve"), tr("Rate curve"), parent)
    , colour_(Qt::gray) {
    setValueLabel(tr("rate (Hz)"));
    setFixedHeight(sizeHint().height());
    setEditable(true);
}

void RateCurvePlot::setColour(const QColor& colour) {
    colour_ = colour;
    refresh();
}

void RateCurvePlot::setCurve(const std::vector<double>& timesMs, const std::vector<double>& ratesHz,
                             double durationMs) {
    const bool good = timesMs.size() == ratesHz.size();
    times_ = good ? timesMs : std::vector<double>();
    rates_ = good ? ratesHz : std::vector<double>();
    setDuration(durationMs);
    fitRange();
    refresh();
}

/// The range stays while a point is dragged, or the axis would run away from the hand.
void RateCurvePlot::fitRange() {
    if (!dragging()) {
        const double peak = rates_.empty() ? 0.0 : *std::max_element(rates_.begin(), rates_.end());
        yAxis->setRange(0.0, peak > 0.0 ? 1.2 * peak : 50.0);
    }
}

void RateCurvePlot::drawData(QCPPainter* painter) {
    if (times_.empty()) {
        return;
    }
    const QRect inner = axisRect()->rect();
    QPolygonF line; // constant outside of the points
    line << QPointF(inner.left(), toPixel(point(0)).y());
    for (int k = 0; k < pointCount(); ++k) {
        line << toPixel(point(k));
    }
    line << QPointF(inner.right(), line.back().y());
    painter->save();
    painter->setClipRect(inner.adjusted(-5, -8, 5, 5));
    painter->setAntialiasing(true);
    QPolygonF area = line;
    area << QPointF(inner.right(), inner.bottom()) << QPointF(inner.left(), inner.bottom());
    QColor fill = colour_;
    fill.setAlphaF(0.18F);
    painter->setPen(Qt::NoPen);
    painter->setBrush(fill);
    painter->drawPolygon(area);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(colour_, 1.5));
    painter->drawPolyline(line);
    for (int k = 0; k < pointCount(); ++k) {
        const bool selected = k == selectedPoint();
        painter->setPen(QPen(toQColor(selected ? theme().accent : theme().base), 1.5));
        painter->setBrush(selected ? toQColor(theme().accent) : colour_);
        painter->drawEllipse(toPixel(point(k)), 4.5, 4.5);
    }
    painter->restore();
}

QPointF RateCurvePlot::point(int index) const {
    return {times_[static_cast<std::size_t>(index)], rates_[static_cast<std::size_t>(index)]};
}

int RateCurvePlot::pointNear(const QPointF& pixel) const {
    int nearest = -1;
    double best = reachPixels;
    for (int k = 0; k < pointCount(); ++k) {
        const QPointF way = toPixel(point(k)) - pixel;
        const double distance = std::hypot(way.x(), way.y());
        if (distance <= best) {
            best = distance;
            nearest = k;
        }
    }
    return nearest;
}

void RateCurvePlot::tell() {
    fitRange();
    refresh();
    Q_EMIT edited(times_, rates_);
}

int RateCurvePlot::addPoint(const QPointF& coordinates) {
    const double time = roundedTime(std::clamp(coordinates.x(), 0.0, durationMs()));
    const auto at = std::lower_bound(times_.begin(), times_.end(), time);
    if (at != times_.end() && *at - time < closestMs) {
        return static_cast<int>(at - times_.begin());
    }
    const auto index = at - times_.begin();
    times_.insert(at, time);
    rates_.insert(rates_.begin() + index, roundedRate(coordinates.y()));
    tell();
    return static_cast<int>(index);
}

void RateCurvePlot::movePoint(int index, const QPointF& coordinates) {
    const auto k = static_cast<std::size_t>(index);
    // Points stay in their order.
    const double low = k == 0 ? std::min(0.0, times_[0]) : times_[k - 1] + closestMs;
    const double high =
        k + 1 == times_.size() ? std::max(durationMs(), times_.back()) : times_[k + 1] - closestMs;
    times_[k] = std::clamp(roundedTime(coordinates.x()), low, std::max(low, high));
    rates_[k] = roundedRate(coordinates.y());
    tell();
}

void RateCurvePlot::removePoint(int index) {
    if (times_.size() > 1) { // a curve has one point at least
        times_.erase(times_.begin() + index);
        rates_.erase(rates_.begin() + index);
        tell();
    }
}

void RateCurvePlot::settle(int& /*selected*/) {
    fitRange();
}

} // namespace phiscope
