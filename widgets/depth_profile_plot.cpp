#include "widgets/depth_profile_plot.h"

#include "widgets/colours.h"
#include "widgets/quantity.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr double handleReach = 9.0; // pixels
constexpr double fullShare = 0.8;   // of the axis: where the handle of a weight of 1 stands
constexpr double leastWeight = 0.05;
constexpr double leastWidthUm = 2.0;
const double atOneWidth = std::exp(-0.5);

} // namespace

DepthProfilePlot::DepthProfilePlot(QWidget* parent)
    : PointPlot(AddBy::doubleClick, QStringLiteral("depthProfile"), tr("Synapses over depth"), parent) {
    xAxis->setLabel(tr("z (µm)"));
    setValueLabel(tr("synapses"));
    setToolTip(
        tr("Synapses along z: bars are there, the line is what is expected. Double click adds a peak; its "
           "round handle moves it and gives it its share among the peaks, the square one sets its width "
           "(standard deviation, µm); the right button or Del removes it. Without peaks, synapses lie "
           "by membrane area. LFPy: get_rand_idx_area_and_distribution_norm."));
}

void DepthProfilePlot::setPeaks(const std::vector<DepthPeak>& peaks) {
    if (peaks != peaks_) {
        peaks_ = peaks;
        refresh();
    }
}

void DepthProfilePlot::setCounts(double lowUm, double highUm, const Eigen::VectorXd& there,
                                 const Eigen::VectorXd& expected) {
    low_ = lowUm;
    high_ = std::max(highUm, lowUm + 1.0);
    there_ = there;
    expected_ = expected;
    double most = 1.0;
    for (const Eigen::VectorXd* counts : {&there_, &expected_}) {
        most = counts->size() > 0 ? std::max(most, counts->maxCoeff()) : most;
    }
    if (!dragging() || most > top_) {
        top_ = 1.15 * most; // rests under the hand
    }
    xAxis->setRange(low_, high_);
    yAxis->setRange(0.0, top_);
    refresh();
}

QPointF DepthProfilePlot::point(int index) const {
    const DepthPeak& peak = peaks_[static_cast<std::size_t>(index / 2)];
    const double height = peak.weight * fullShare * top_;
    return index % 2 == 0 ? QPointF(peak.centreUm, height)
                          : QPointF(peak.centreUm + peak.widthUm, height * atOneWidth);
}

int DepthProfilePlot::pointNear(const QPointF& pixel) const {
    int nearest = -1;
    double least = handleReach;
    for (int k = 0; k < pointCount(); ++k) {
        const QPointF way = toPixel(point(k)) - pixel;
        const double away = std::hypot(way.x(), way.y());
        if (away <= least) {
            least = away;
            nearest = k;
        }
    }
    return nearest;
}

int DepthProfilePlot::addPoint(const QPointF& coordinates) {
    DepthPeak peak;
    peak.centreUm = std::round(std::clamp(coordinates.x(), low_, high_));
    peak.widthUm = std::max(std::round(0.08 * (high_ - low_)), leastWidthUm);
    peak.weight = std::clamp(coordinates.y() / (fullShare * top_), leastWeight, 1.0);
    peaks_.push_back(peak);
    tell();
    return pointCount() - 2;
}

void DepthProfilePlot::movePoint(int index, const QPointF& coordinates) {
    DepthPeak& peak = peaks_[static_cast<std::size_t>(index / 2)];
    if (index % 2 == 0) {
        peak.centreUm = std::round(std::clamp(coordinates.x(), low_, high_));
        peak.weight = std::clamp(coordinates.y() / (fullShare * top_), leastWeight, 1.0);
    } else {
        peak.widthUm = std::clamp(std::round(coordinates.x() - peak.centreUm), leastWidthUm, high_ - low_);
    }
    tell();
}

void DepthProfilePlot::removePoint(int index) {
    peaks_.erase(peaks_.begin() + index / 2);
    tell();
}

QString DepthProfilePlot::readingOf(int index, const QPointF& there) const {
    const QString unit = QStringLiteral("µm");
    if (index < 0) {
        return QStringLiteral("z ") + formatQuantity(std::round(there.x()), unit, 5);
    }
    const DepthPeak& peak = peaks_[static_cast<std::size_t>(index / 2)];
    return QStringLiteral("z ") + formatNumber(peak.centreUm, 5) + QStringLiteral(" ± ") +
           formatNumber(peak.widthUm, 5) + QChar(0x2009) + unit;
}

void DepthProfilePlot::tell() {
    refresh();
    Q_EMIT edited(peaks_);
}

double DepthProfilePlot::binWidth() const {
    return (high_ - low_) / static_cast<double>(std::max<Eigen::Index>(there_.size(), 1));
}

void DepthProfilePlot::drawData(QCPPainter* painter) {
    const QColor accent = toQColor(theme().accent);
    QColor bar = toQColor(theme().dimText);
    bar.setAlphaF(0.55F);
    painter->setPen(Qt::NoPen);
    painter->setBrush(bar);
    for (Eigen::Index k = 0; k < there_.size(); ++k) {
        const double left = low_ + static_cast<double>(k) * binWidth();
        painter->drawRect(QRectF(toPixel({left, there_[k]}), toPixel({left + binWidth(), 0.0}))
                              .adjusted(0.5, 0.0, -0.5, 0.0));
    }
    painter->setBrush(Qt::NoBrush);
    QPolygonF line;
    for (Eigen::Index k = 0; k < expected_.size(); ++k) {
        line << toPixel({low_ + (static_cast<double>(k) + 0.5) * binWidth(), expected_[k]});
    }
    painter->setPen(QPen(accent, 1.8));
    painter->drawPolyline(line);
    const QColor warm = toQColor(theme().warn);
    for (int k = 0; k < static_cast<int>(peaks_.size()); ++k) {
        const DepthPeak& peak = peaks_[static_cast<std::size_t>(k)];
        QPolygonF bell;
        constexpr int steps = 60;
        for (int i = 0; i <= steps; ++i) {
            const double away = 6.0 * i / steps - 3.0;
            bell << toPixel({peak.centreUm + away * peak.widthUm,
                             peak.weight * fullShare * top_ * std::exp(-0.5 * away * away)});
        }
        painter->setPen(QPen(warm, 1.2, Qt::DashLine));
        painter->setBrush(Qt::NoBrush);
        painter->drawPolyline(bell);
        painter->setPen(QPen(warm, 1.4));
        for (const int handle : {2 * k, 2 * k + 1}) {
            painter->setBrush(handle == selectedPoint() ? warm : toQColor(theme().base));
            const QPointF at = toPixel(point(handle));
            handle % 2 == 0 ? painter->drawEllipse(at, 5.0, 5.0)
                            : painter->drawRect(QRectF(at - QPointF(4.0, 4.0), QSizeF(8.0, 8.0)));
        }
    }
}

} // namespace phiscope
