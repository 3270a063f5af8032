#pragma once

#include "widgets/inputs/point_plot.h"

#include <QColor>

#include <vector>

namespace phiscope {

/// The rate of a spike train over time, set by its points; a double click adds one.
class RateCurvePlot : public PointPlot {
    Q_OBJECT
public:
    explicit RateCurvePlot(QWidget* parent = nullptr);

    void setColour(const QColor& colour);
    /// Rising times in ms and a rate in Hz for each; of lists that do not fit nothing is shown.
    void setCurve(const std::vector<double>& timesMs, const std::vector<double>& ratesHz, double durationMs);
    const std::vector<double>& timesMs() const { return times_; }
    const std::vector<double>& ratesHz() const { return rates_; }

    QSize sizeHint() const override { return {260, 138}; }

Q_SIGNALS:
    void edited(const std::vector<double>& timesMs, const std::vector<double>& ratesHz);

protected:
    void drawData(QCPPainter* painter) override;
    int pointCount() const override { return static_cast<int>(times_.size()); }
    QPointF point(int index) const override;
    int pointNear(const QPointF& pixel) const override;
    int addPoint(const QPointF& coordinates) override;
    void movePoint(int index, const QPointF& coordinates) override;
    void removePoint(int index) override;
    QPointF keyStep() const override { return {1.0, 1.0}; }
    void settle(int& selected) override;

private:
    void fitRange();
    void tell();

    std::vector<double> times_;
    std::vector<double> rates_;
    QColor colour_;
};

} // namespace phiscope
