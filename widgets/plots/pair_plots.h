#pragma once

#include "widgets/plots/auto_range.h"
#include "widgets/plots/contact_axis.h"
#include "widgets/plots/depth_time_map.h"
#include "widgets/plots/series.h"

#include <Eigen/Core>

#include <array>
#include <memory>

class QCPAxisRect;

namespace phiscope {

class AnalysisPlot;
class PlotColourBar;
class PlotScaleBar;
class TraceStack;

/// Two measurements (mV) at the same contacts, trace over trace: the first broad and below, the second thin
/// and on top of it, so that both are seen where they agree. A bar says how large they are.
class TracePair {
public:
    explicit TracePair(AnalysisPlot* plot);

    QCPAxisRect* rect() const { return rect_; }
    void setTheme(const Theme& theme);
    /// Just before a drawing. The gain grows with the data and stays while they come and go.
    void show(const SampleBlock& first, const SampleBlock& second, const ContactAxis& axis, bool complete);
    void hide();
    void forgetGain() { gain_.forget(); }
    std::array<const TraceStack*, 2> stacks() const { return {first_, second_}; }

private:
    AnalysisPlot* plot_;
    QCPAxisRect* rect_;
    TraceStack* first_;
    TraceStack* second_;
    PlotScaleBar* bar_;
    AutoRange gain_;
};

/// The difference of two measurements (mV) over depth and time, with its colour bar.
class DifferenceMap {
public:
    explicit DifferenceMap(AnalysisPlot* plot);

    QCPAxisRect* rect() const { return rect_; }
    void setTheme(const Theme& theme);
    void show(const SampleBlock& difference, const ContactAxis& axis, bool complete);
    void hide();
    void forgetRange() { range_.forget(); }
    const SampleBlock& block() const { return map_.block(); }

private:
    AnalysisPlot* plot_;
    QCPAxisRect* rect_;
    DepthTimeMap map_;
    PlotColourBar* bar_;
    AutoRange range_;
};

/// channels × frames as plots read it; `owner` keeps the numbers alive.
SampleBlock matrixBlock(const std::shared_ptr<const Eigen::MatrixXd>& values, double dtMs);

} // namespace phiscope
