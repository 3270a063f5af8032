#pragma once

#include "widgets/plots/auto_range.h"
#include "widgets/plots/contact_axis.h"
#include "widgets/plots/depth_time_map.h"
#include "widgets/plots/qcp.h"
#include "widgets/plots/series.h"

#include <QString>

#include <memory>
#include <vector>

namespace phiscope {

class AnalysisPlot;
class PlotColourBar;
class TraceStack;

/// The canvas of a sweep: a small plot for each value, all over the same axes, and below them how large the
/// signal is against the value.
class SweepPlots {
public:
    struct Label {
        QString value;
        QString shortValue; ///< where there is less room
        QString note;       ///< what is shown instead of a signal; may be empty
        QString shortNote;  ///< where there is less room
        QString reading;    ///< the signal under the mouse
    };
    struct Look {
        int current = -1; ///< the plot that is marked
        bool map = false; ///< contacts over depth instead of one trace
        QString valueLabel;
        QString sizeLabel;
        QString sizeTitle;
        QString parameterLabel;
        QString timeLabel;
        bool logarithmic = false;
        std::vector<Label> labels; ///< one a value
    };
    struct Trace {
        double value = 0.0;
        double size = 0.0; ///< of the signal; NaN: none
        SampleBlock block; ///< empty: none
        int channel = 0;
        double scale = 1.0; ///< from the block's unit to the plot's
        ContactAxis axis;
    };

    explicit SweepPlots(AnalysisPlot* plot);
    ~SweepPlots();

    void setTheme(const Theme& theme);
    /// Places everything; `show` fills it.
    void arrange(const QSize& size, const Look& look);
    /// Just before a drawing. `complete`: no more will come.
    void show(const std::vector<Trace>& traces, bool complete);
    /// Ranges begin anew.
    void forget();
    /// A line at that time in all plots, drawn at once; below 0: none.
    void setHover(double timeMs);

    QCPAxisRect* summary() const { return summary_; }
    int pointOf(const QCPAxisRect* rect) const; ///< -1: none
    /// The value nearest to a place on the summary's axis, as the eye has it; -1:
    /// none.
    int nearestOnSummary(double value) const;
    QRect rectOf(std::size_t point) const { return panels_[point]->rect->rect(); }

private:
    struct Panel {
        QCPAxisRect* rect = nullptr;
        TraceStack* trace = nullptr;
        std::unique_ptr<DepthTimeMap> map;
        QCPItemStraightLine* hover = nullptr;
    };
    void makePanels(std::size_t count);
    void placePanel(int k, const QRect& inner, int title, bool leftmost, bool lowest);
    void showSizes(const std::vector<Trace>& traces);

    AnalysisPlot* plot_;
    std::vector<std::unique_ptr<Panel>> panels_;
    QCPAxisRect* summary_;
    QCPGraph* sizes_;
    QCPGraph* now_; ///< the marked value
    PlotColourBar* bar_;
    Look look_;
    std::vector<double> values_;
    double hoverMs_ = -1.0;
    AutoLimits limits_{1e-6};
    AutoRange range_;
    QSharedPointer<QCPAxisTickerText> ticks_; ///< of the sizes: at the values
    int columns_ = 1;
};

} // namespace phiscope
