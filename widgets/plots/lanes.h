#pragma once

#include "widgets/pinned_result.h"
#include "widgets/plots/auto_range.h"
#include "widgets/plots/contact_axis.h"
#include "widgets/plots/ghost_traces.h"
#include "widgets/plots/plot_lane.h"
#include "widgets/plots/series.h"
#include "widgets/signal_store.h"

#include <memory>
#include <optional>
#include <set>
#include <string>

namespace phiscope {

class Chip;
class PlotColourBar;
class DepthTimeMap;
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
    int selectedSegment() const { return selected_; } ///< -1: none
    void setHoveredSegment(int segment);
    /// Their somas are drawn behind, and the selected segment where their cell has the same segments.
    void setPins(const std::vector<PinnedResult>& pins);
    /// The sum of all membrane currents at a moment, in the header.
    void showBalance(double timeMs);

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
    void showPins();
    void forgetRange();

    Chip* balance_ = nullptr;
    RunData data_;
    SampleBlock block_;
    std::vector<Part> parts_; ///< in the order of the header
    TraceStack* stack_ = nullptr;
    GhostTraces ghosts_{plot(), GhostTraces::Names::above};
    std::vector<PinnedResult> pins_;
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
    /// The currents of their synapses are drawn behind: of those selected, where some are.
    void setPins(const std::vector<PinnedResult>& pins);
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
    void showPins();
    void forgetRange();
    /// Of a run: the synapses that are drawn strong.
    std::vector<int> chosenOf(const std::vector<Synapse>& synapses, const RunData& run) const;
    /// Sum of the currents of one kind at a frame, nA.
    double sumAt(std::int64_t frame, bool excitatory) const;

    bool isSelected(const Synapse& synapse) const;

    RunData data_;
    std::vector<Synapse> synapses_; ///< of the run, members of groups included
    SampleBlock block_;
    std::set<std::string> selected_;
    TraceStack* stack_ = nullptr;
    GhostTraces ghosts_{plot(), GhostTraces::Names::below};
    std::vector<PinnedResult> pins_;
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
    /// What this probe measured in them is drawn behind, contact by contact.
    void setPins(const std::vector<PinnedResult>& pins);
    int contactAt(double value) const { return axis_.nearest(value); }
    double gainUv() const { return gainUv_; }
    /// How the filter of the probe stands, for the chip.
    void setFilterState(const FilterState& state);

    void setTheme(const Theme& theme) override;
    void poll() override;
    std::vector<Reading> readings(double timeMs) const override;
    std::vector<Reading> legend() const override;

Q_SIGNALS:
    void gainChanged(double microvolts);
    /// The person chose another filter.
    void filterChosen(const phiscope::SignalFilter& filter);
    /// The person wants one of their own.
    void filterSettingsWanted();

protected:
    void prepare() override;

private:
    void stepGain(int steps);
    /// One contact in so many has a trace: all of them where there is room.
    int thinned() const;
    void chooseTraces();
    void showPins();
    /// What this probe measured in a pinned run; null where it was not there or had other contacts.
    std::shared_ptr<const Signals> signalsOf(const PinnedResult& pin) const;
    void openFilterMenu();
    void showFilter();

    std::optional<Probe> probe_;
    ContactAxis axis_;
    std::shared_ptr<const Signals> signals_;
    SampleBlock block_;
    FilterState filterState_;
    Chip* filter_ = nullptr;
    TraceStack* stack_ = nullptr;
    /// Names would hide the uppermost trace; the lines are those of the other lanes.
    GhostTraces ghosts_{plot(), GhostTraces::Names::none};
    std::vector<PinnedResult> pins_;
    PlotScaleBar* bar_ = nullptr;
    GlyphButton* auto_ = nullptr;
    AutoRange range_;
    double gainUv_ = 50.0;
    int every_ = 1;
    std::int64_t ranged_ = 0;
    int hovered_ = -1;
    bool autoGain_ = true;
    bool complete_ = false;
};

/// What a depth map shows, for people, and what a value is multiplied with to be in the unit.
struct MapQuantity {
    QString name;
    QString unit;
    double scale;
};
MapQuantity mapQuantity(View::DepthMap what);

/// The potential or the current source density as colours over depth and time.
class MapLane : public PlotLane {
    Q_OBJECT
public:
    explicit MapLane(QWidget* parent);
    ~MapLane() override;
    void setProbe(const Probe* probe);
    /// Values at the contacts, mV or nA/µm³; null with a sentence where there are none.
    void setValues(View::DepthMap shows, std::shared_ptr<const Signals> values, const QString& problem = {});
    View::DepthMap shows() const { return shows_; }
    void setComplete(bool complete) { complete_ = complete; }
    int contactAt(double value) const { return axis_.nearest(value); }
    void setHoveredContact(int contact) { hovered_ = contact; }

    void setTheme(const Theme& theme) override;
    void poll() override;
    std::vector<Reading> readings(double timeMs) const override;

Q_SIGNALS:
    /// The person chose what to see.
    void depthMapChosen(phiscope::View::DepthMap what);

protected:
    void prepare() override;

private:
    void openChoice();
    void showChoice();

    std::optional<Probe> probe_;
    ContactAxis axis_;
    std::shared_ptr<const Signals> signals_;
    SampleBlock block_;
    std::unique_ptr<DepthTimeMap> map_;
    PlotColourBar* bar_ = nullptr;
    Chip* choice_ = nullptr;
    AutoRange range_;
    QString problem_;
    View::DepthMap shows_ = View::DepthMap::lfp;
    std::int64_t ranged_ = 0;
    int hovered_ = -1;
    bool complete_ = false;
};

} // namespace phiscope
