#pragma once

#include "widgets/plots/auto_range.h"
#include "widgets/plots/contact_axis.h"
#include "widgets/plots/plot_lane.h"
#include "widgets/plots/series.h"

#include <memory>
#include <optional>
#include <set>
#include <string>

class QCPColorMap;

namespace phiscope {

class PlotColourBar;
class GlyphButton;
class PlotScaleBar;
class Signals;
class TraceStack;

/// Membrane potential of the soma, and of the segments that are selected and hovered.
class PotentialLane : public PlotLane {
    Q_OBJECT
public:
    explicit PotentialLane(QWidget* parent);
    void setRun(const RunData& run);
    void setSelectedSegment(int segment);
    void setHoveredSegment(int segment);

    void setTheme(const Theme& theme) override;
    void poll() override;
    std::vector<Reading> readings(double timeMs) const override;
    std::vector<Reading> legend() const override;

protected:
    void prepare() override;

private:
    struct Part {
        int segment;
        QString name;
        QColor colour;
    };
    void chooseSegments();
    void forgetRange();

    RunData data_;
    SampleBlock block_;
    std::vector<Part> parts_; ///< in the order of the header
    TraceStack* stack_ = nullptr;
    AutoLimits limits_{4.0};
    ValueRange seen_;
    std::int64_t ranged_ = 0; ///< frames that `seen_` has taken in
    int soma_ = -1;
    int selected_ = -1;
    int hovered_ = -1;
};

/// Currents of the synapses, excitatory and inhibitory ones in their colours.
class SynapseLane : public PlotLane {
    Q_OBJECT
public:
    explicit SynapseLane(QWidget* parent);
    void setRun(const RunData& run);
    void setSelected(const std::vector<std::string>& ids);
    /// Id of the synapse whose trace passes near a point of the plot; empty where none does.
    std::string synapseAt(double timeMs, double value) const;

    void setTheme(const Theme& theme) override;
    void poll() override;
    std::vector<Reading> readings(double timeMs) const override;
    std::vector<Reading> legend() const override;

protected:
    void prepare() override;

private:
    void chooseTraces();
    /// Sum of the currents of one kind at a frame, nA.
    double sumAt(std::int64_t frame, bool excitatory) const;

    RunData data_;
    SampleBlock block_;
    std::set<std::string> selected_;
    TraceStack* stack_ = nullptr;
    AutoLimits limits_{2e-6};
    ValueRange seen_;
    std::int64_t ranged_ = 0;
    bool picoamperes_ = true;
};

/// Extracellular potential at the contacts of a probe, stacked by where they are.
class ContactLane : public PlotLane {
    Q_OBJECT
public:
    explicit ContactLane(QWidget* parent);
    void setProbe(const Probe* probe, std::shared_ptr<const Signals> contactSignals);
    /// No more frames will come than the signals will soon have.
    void setComplete(bool complete) { complete_ = complete; }
    void setHoveredContact(int contact);
    int contactAt(double value) const { return axis_.nearest(value); }
    double gainUv() const { return gainUv_; }

    void setTheme(const Theme& theme) override;
    void poll() override;
    std::vector<Reading> readings(double timeMs) const override;

Q_SIGNALS:
    void gainChanged(double microvolts);

protected:
    void prepare() override;

private:
    void stepGain(int steps);
    void chooseTraces();

    std::optional<Probe> probe_;
    ContactAxis axis_;
    std::shared_ptr<const Signals> signals_;
    SampleBlock block_;
    TraceStack* stack_ = nullptr;
    PlotScaleBar* bar_ = nullptr;
    GlyphButton* auto_ = nullptr;
    AutoRange range_;
    double gainUv_ = 50.0;
    std::int64_t ranged_ = 0;
    int hovered_ = -1;
    bool autoGain_ = true;
    bool complete_ = false;
};

/// The same potential as colours over depth and time.
class MapLane : public PlotLane {
    Q_OBJECT
public:
    explicit MapLane(QWidget* parent);
    void setProbe(const Probe* probe, std::shared_ptr<const Signals> contactSignals);
    void setComplete(bool complete) { complete_ = complete; }
    int contactAt(double value) const { return axis_.nearest(value); }
    void setHoveredContact(int contact) { hovered_ = contact; }

    void setTheme(const Theme& theme) override;
    void poll() override;
    std::vector<Reading> readings(double timeMs) const override;

protected:
    void prepare() override;

private:
    struct Row { ///< between which contacts it lies
        int below;
        int above;
        double share;
    };
    void chooseRows();

    std::optional<Probe> probe_;
    ContactAxis axis_;
    std::vector<Row> rows_;
    std::shared_ptr<const Signals> signals_;
    SampleBlock block_;
    QCPColorMap* map_ = nullptr;
    PlotColourBar* bar_ = nullptr;
    AutoRange range_;
    std::int64_t ranged_ = 0;
    int hovered_ = -1;
    bool complete_ = false;
};

} // namespace phiscope
