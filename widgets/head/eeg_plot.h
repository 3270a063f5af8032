#pragma once

#include "widgets/head/small_units.h"
#include "widgets/plots/auto_range.h"
#include "widgets/plots/series.h"

#include <QString>
#include <QWidget>

#include <Eigen/Core>

#include <memory>
#include <vector>

namespace phiscope {

class PlotHeader;
class Signals;
class TimeCursor;
class TimePlot;
class TraceStack;
struct Theme;

/// EEG of the chosen electrodes over time: L · R · p(t) of each, computed from the dipole moment when it is
/// needed, a part of a long recording at a time.
class EegPlot : public QWidget {
    Q_OBJECT
public:
    explicit EegPlot(TimeCursor* cursor, QWidget* parent = nullptr);
    ~EegPlot() override;

    struct Trace {
        QString name;
        Eigen::RowVector3d lead; ///< mV/(nA·µm), for the dipole moment in the cell's frame
        QColor colour;
    };

    void setTheme(const Theme& theme);
    void setTraces(std::vector<Trace> traces);
    /// Null: no run yet.
    void setDipole(std::shared_ptr<const Signals> dipole);
    void setUnit(const SmallUnit& unit);
    /// Takes in new frames and draws what is out of date.
    void poll(bool complete);

    TimePlot* plot() const { return plot_; }
    const SmallUnit& unit() const { return unit_; }
    /// Value of a trace at a frame in mV, for tests; NaN where it is not there yet.
    double value(std::size_t trace, std::int64_t frame) const;

Q_SIGNALS:
    /// A click on a trace with Alt: what makes it then?
    void traceAsked(int trace);

private:
    int traceAt(double timeMs, double value) const; ///< the nearest; -1 where there is none
    void restart();
    void updateExtent();
    void updateReadings();
    void draw(bool complete);

    TimeCursor* cursor_;
    PlotHeader* header_ = nullptr;
    TimePlot* plot_ = nullptr;
    TraceStack* stack_ = nullptr;
    std::vector<Trace> traces_;
    std::shared_ptr<const Signals> dipole_;
    std::shared_ptr<double[]> values_; ///< frame after frame
    SampleBlock block_;
    SmallUnit unit_{1e9, QStringLiteral("pV")};
    AutoLimits limits_{1e-3};
    ValueRange seen_;
    std::int64_t ranged_ = 0;
    bool wholeShown_ = true;
    bool dirty_ = true;
};

} // namespace phiscope
