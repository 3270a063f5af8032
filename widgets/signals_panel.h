#pragma once

#include "model/support/result.h"
#include "widgets/plots/plot_export.h"
#include "widgets/run_data.h"

#include <QSize>
#include <QString>
#include <QWidget>

#include <memory>
#include <string>
#include <vector>

class QMenu;

namespace phiscope {

class SimulationController;
class TimeCursor;
class Signals;
struct PinnedResult;
struct ProbeRefusal;
struct Theme;

/// The plots over time, one under the other: membrane potential, synaptic currents, extracellular potential
/// by depth as traces and as a map. They share the time axis and the cursor.
///
/// A click sets the time, a drag moves and the wheel zooms the time axis, a double click shows all of it
/// again. With Alt, a click on a contact's trace or in the map also asks what makes it there. Parts for
/// tests: plot-potential, plot-synapses, plot-traces, plot-map (the plots), header-… (their headers), empty-…
/// (the sentence where a plot has nothing to show), gainUp, gainDown, gainAuto, filterChip, mapChoice,
/// balance.
class SignalsPanel : public QWidget {
    Q_OBJECT
public:
    enum class Plot { potential, synapses, traces, map };
    Q_ENUM(Plot)
    using Format = PlotFormat;

    explicit SignalsPanel(TimeCursor* cursor, QWidget* parent = nullptr);
    ~SignalsPanel() override;

    void setTheme(const Theme& theme);

    void setRun(const RunData& run);
    /// The probe whose signals are drawn; null: none is placed.
    void setProbe(const Probe* probe, std::shared_ptr<const Signals> signals);
    /// Connects data and signals of a controller; the probe is chosen by setShownProbe.
    void attach(SimulationController* controller);
    /// With a controller attached: the probe to show (the selected one, else the first).
    void setShownProbe(const Probe* probe);

    /// What the depth map shows. Without a controller attached, `values` at the contacts are given too.
    void setDepthMap(View::DepthMap what, std::shared_ptr<const Signals> values = nullptr);
    View::DepthMap depthMap() const;

    /// Why the probe shown has no signals: stands where they would be, with links that mend it. To be told
    /// before the probe.
    void setRefusal(const ProbeRefusal& refusal);

    /// Runs that are drawn in grey behind the one shown.
    void setPins(const std::vector<PinnedResult>& pins);

    /// Segments whose potential is drawn beside the soma's; -1: none.
    void setSelectedSegment(int segment);
    int selectedSegment() const; ///< -1: none
    void setHoveredSegment(int segment);
    /// Synapses (by id) whose currents are drawn; empty: all.
    void setSelectedSynapses(const std::vector<std::string>& ids);
    /// Contact drawn strong; -1: none.
    void setHoveredContact(int contact);

    bool collapsed(Plot plot) const;
    void setCollapsed(Plot plot, bool collapsed);
    /// The part of the time axis that is shown, ms.
    double shownStartMs() const;
    double shownEndMs() const;
    void setShownTime(double startMs, double endMs);
    void showWholeTime();
    /// µV between two neighbouring traces.
    double traceGainUv() const;

    /// Whether the panel is in front of others in its place. One behind them draws nothing, and is up to date
    /// again when it comes to the front.
    void setInFront(bool inFront);

    /// Draws at once what is out of date, instead of a little at a time: before a picture is taken.
    void drawNow();
    /// Writes one plot as it stands, in the colours of paper. `size` in pixels of a screen (1/96 inch); a PNG
    /// has `pngScale` times as many.
    Result<void> exportPlot(Plot plot, const QString& path, Format format, QSize size = QSize(900, 480),
                            double pngScale = 2.0) const;

Q_SIGNALS:
    /// The person clicked what fills an empty plot.
    void placeProbeRequested();
    void placeSynapseRequested();
    void runRequested();
    void contactHovered(int contact);
    /// A contact's trace was clicked, or its row of the map; `ask`: to see what makes its signal at the time
    /// cursor.
    void contactClicked(const QString& probeId, int contact, bool ask);
    /// A right click there: whoever hears it may add to the menu before it is shown.
    void contactMenuAboutToShow(QMenu* menu, const QString& probeId, int contact, double timeMs);
    void filterChosen(const QString& probeId, const phiscope::SignalFilter& filter);
    void filterSettingsWanted(const QString& probeId);
    void depthMapChosen(phiscope::View::DepthMap what);

    /// From the links of a refusal.
    void pointSourcesRequested(const QString& probeId);
    void fitIntoSliceRequested(const QString& probeId);
    void synapseClicked(const QString& synapseId);
    /// From a plot's right-click menu; the window asks for a file and calls exportPlot.
    void exportRequested(phiscope::SignalsPanel::Plot plot);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    class Private;
    std::unique_ptr<Private> d_;
};

} // namespace phiscope
