#pragma once

#include "widgets/inputs/point_plot.h"

#include <QColor>

#include <vector>

namespace phiscope {

/// Spikes as ticks over time: one row of a synapse, or a raster with a row for each synapse of a group. A
/// single row can be edited.
class SpikeLane : public PointPlot {
    Q_OBJECT
public:
    explicit SpikeLane(QWidget* parent = nullptr);

    void setColour(const QColor& colour);
    /// Times in ms, in any order, and the run's length.
    void setRows(std::vector<std::vector<double>> rows, double durationMs);
    const std::vector<std::vector<double>>& rows() const { return rows_; }

    /// Where the time is while spikes are tapped in, in ms; below 0: nothing is recorded.
    void setRecordingCursor(double timeMs);
    double recordingCursor() const { return cursorMs_; }

    QSize sizeHint() const override;

Q_SIGNALS:
    void edited(const std::vector<double>& timesMs);

protected:
    void drawData(QCPPainter* painter) override;
    int pointCount() const override;
    QPointF point(int index) const override;
    int pointNear(const QPointF& pixel) const override;
    int addPoint(const QPointF& coordinates) override;
    void movePoint(int index, const QPointF& coordinates) override;
    void removePoint(int index) override;
    QPointF keyStep() const override { return {0.1, 0.0}; }
    void settle(int& selected) override;

private:
    void set(std::vector<double> times);

    std::vector<std::vector<double>> rows_;
    QColor colour_;
    double cursorMs_ = -1.0;
};

} // namespace phiscope
