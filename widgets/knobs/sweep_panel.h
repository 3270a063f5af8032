#pragma once

#include "widgets/analysis_panel.h"
#include "widgets/knobs/sweep_shown.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace phiscope {

class SweepControls;

/// A number at several values, side by side: one small plot each over the same axes, and how large the signal
/// is against the value. A click on a plot sets the number.
///
/// Parts for tests: sweepKnob, sweepCount, sweepStart, sweepSignal, sweepContact, sweepExport, sweepCancel,
/// sweepBar, sweepLeft, sweepWords, plot-sweep, empty-sweep.
class SweepPanel : public AnalysisPanel {
    Q_OBJECT
public:
    SweepPanel(Document* document, SimulationController* controller, TimeCursor* cursor,
               QWidget* parent = nullptr);
    ~SweepPanel() override;

    Sweep* sweep() const { return sweep_; }
    /// Seconds that one run of the scene is likely to take; below 0: not known.
    void setEstimate(std::function<double()> estimate) { estimate_ = std::move(estimate); }
    /// Chooses the knob, and asks for its sweep at once where that is not long.
    void open(const QString& knob);
    /// What a sweep of the chosen knob is to be about; none where it has no number. The recording and the
    /// consent are not the panel's to give.
    std::optional<Sweep::Request> request() const;
    void start(Sweep::Request request);

    void setTheme(const Theme& theme) override;
    bool busy() const override;
    bool hasTable() const override { return sweep_->outcome().any(); }
    /// How large the signal is at each value.
    Result<void> exportTable(const QString& path) const override;
    /// What is shown, as tables.
    SweepTable table() const { return sweepTable(sweep_->outcome(), shown_); }

    const SweepShown& shownSignal() const { return shown_; }
    /// Rectangle of a value's plot, of the plot of sizes at the end.
    QRect rectOf(std::size_t point) const;
    QRect summaryRect() const;

Q_SIGNALS:
    void startRequested();
    void signalsExportRequested();
    void message(const QString& sentence);
    /// From the empty panel.
    void knobsRequested();
    void knobForRequested(const QString& object, const QString& key);

protected:
    void reload() override;
    void followLink(const QString& link) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void makePlot();
    void connectControls();
    void takeProgress();
    void fillSignals();
    void choose(const SweepShown& shown);
    void takeSelection();
    void showWords();
    QString emptyWords() const;
    void hover(double timeMs);
    void setTo(std::size_t point);
    void stepTo(int by);
    int currentPoint() const; ///< that the scene's number stands at; -1: none
    bool outdated() const;

    Sweep* sweep_;
    SweepControls* parts_;
    std::string knob_; ///< id of the one chosen
    std::function<double()> estimate_;
    SweepShown shown_;
    bool byHand_ = false; ///< the person chose what is shown
    bool picked_ = false; ///< else it was chosen by what came first
    double hoverMs_ = -1.0;
    std::unique_ptr<SweepPlots> plots_;
};

} // namespace phiscope
