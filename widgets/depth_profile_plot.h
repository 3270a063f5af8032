#pragma once

#include "model/scene/scatter.h"
#include "widgets/inputs/point_plot.h"

#include <Eigen/Core>

#include <vector>

namespace phiscope {

/// Where along z synapses lie (bars), where they are expected (a line), and the bells of a depth profile,
/// which the mouse sets: a round handle moves a bell and gives it its share, a square one makes it wide or
/// narrow. A double click adds one.
class DepthProfilePlot : public PointPlot {
    Q_OBJECT
public:
    explicit DepthProfilePlot(QWidget* parent = nullptr);

    void setPeaks(const std::vector<DepthPeak>& peaks);
    const std::vector<DepthPeak>& peaks() const { return peaks_; }
    /// Synapses in each of the equal bins from low to high: there, and expected.
    void setCounts(double lowUm, double highUm, const Eigen::VectorXd& there,
                   const Eigen::VectorXd& expected);
    const Eigen::VectorXd& there() const { return there_; }
    const Eigen::VectorXd& expected() const { return expected_; }

    QSize sizeHint() const override { return {320, 170}; }

Q_SIGNALS:
    void edited(const std::vector<phiscope::DepthPeak>& peaks);

protected:
    void drawData(QCPPainter* painter) override;
    int pointCount() const override { return 2 * static_cast<int>(peaks_.size()); }
    QPointF point(int index) const override;
    int pointNear(const QPointF& pixel) const override;
    int addPoint(const QPointF& coordinates) override;
    void movePoint(int index, const QPointF& coordinates) override;
    void removePoint(int index) override;
    QString readingOf(int index, const QPointF& there) const override;
    QPointF keyStep() const override { return {5.0, 0.02 * top_}; }

private:
    void tell();
    double binWidth() const;

    std::vector<DepthPeak> peaks_;
    double low_ = 0.0;
    double high_ = 1.0;
    double top_ = 1.0; ///< of the axis
    Eigen::VectorXd there_;
    Eigen::VectorXd expected_;
};

} // namespace phiscope
