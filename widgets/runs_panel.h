#pragma once

#include "model/analysis/common_clock.h"
#include "widgets/analysis_panel.h"
#include "widgets/newest_worker.h"
#include "widgets/pinned_result.h"
#include "widgets/plots/contact_axis.h"
#include "widgets/run_pair_colours.h"

#include <array>
#include <memory>
#include <optional>
#include <vector>

class QComboBox;
class QToolButton;

namespace phiscope {

class Chip;

/// Two runs beside each other, A and B: the one that is shown, or any that was pinned. Their potentials at
/// the soma and at the contacts of the probe trace over trace, B − A over depth and time, and in a sentence
/// what is compared with what and where they differ most.
///
/// Parts for tests: runA, runB, runsSwap, cellA, cellB, cellDifference, runsWords, plot-runs.
class RunsPanel : public AnalysisPanel {
    Q_OBJECT
public:
    enum Which { A, B };
    using Side = RunPairColours::Side;

    RunsPanel(Document* document, SimulationController* controller, TimeCursor* cursor,
              QWidget* parent = nullptr);
    ~RunsPanel() override;

    /// Oldest first. What is chosen stays where it still is; else A is the newest pin, and B the run shown.
    void setPins(const std::vector<PinnedResult>& pins);
    bool hasPins() const { return !pins_.empty(); }
    void choose(Which which, int id); ///< of a pin; 0: the run that is shown
    /// The run chosen; without a recording where there is none.
    PinnedResult run(Which which) const;
    /// The pin that is chosen or its name; "This run".
    QString runName(Which which) const;

    /// Whether the cell in the view can be coloured by these runs.
    void offerCell(bool offered);
    /// By what the cell is to be coloured; nothing: as ever.
    std::optional<Side> cellSide() const { return side_; }
    void setCellSide(std::optional<Side> side);

    void setShownProbe(const Probe* probe) override;
    void setTheme(const Theme& theme) override;
    bool busy() const override;
    bool hasTable() const override { return answer_ != nullptr && answer_->complete; }
    Result<void> exportTable(const QString& path) const override;

    /// What is shown of the two runs.
    struct Answer {
        std::array<std::shared_ptr<const Signals>, 2> signals; ///< null: the soma's only
        std::array<std::shared_ptr<const Eigen::MatrixXd>, 2> soma;
        std::array<double, 2> dtMs{1.0, 1.0};
        ContactAxis axis;
        RunDifference lfp; ///< mV; its values have gone to `difference`
        RunDifference potential;
        std::shared_ptr<const Eigen::MatrixXd> difference;
        bool complete = false;
    };
    const Answer* answer() const { return answer_.get(); } ///< null before the first

Q_SIGNALS:
    /// Other runs are chosen.
    void pairChanged();
    void cellSideChanged();
    void pinRequested();
    void renameRequested(int pin);

protected:
    void reload() override;
    void tick() override;
    void followLink(const QString& link) override;

private:
    void makeControls();
    void makePlot();
    void fillChoosers();
    void chosen();
    void openMenu(Which which, const QPoint& at);
    void compare();
    std::optional<Probe> probeOf(const PinnedResult& run) const;
    /// Why there are no potentials of contacts to compare; empty: there are.
    QString lfpProblem(const PinnedResult& a, const PinnedResult& b) const;
    void showWords();
    QString settingsWords(Which which) const;
    void arrange(const QSize& size);
    void prepare();

    std::vector<PinnedResult> pins_;
    std::array<QComboBox*, 2> choosers_{};
    std::array<int, 2> chosen_{0, 0};
    std::array<bool, 2> byHand_{false, false};
    QWidget* cellRow_ = nullptr;
    std::array<Chip*, 3> cellChips_{};
    std::optional<Side> side_;
    QString problem_;
    std::shared_ptr<Answer> answer_;
    std::int64_t requestedFrames_ = 0;
    class Parts;
    std::unique_ptr<Parts> parts_;
    NewestWorker<std::shared_ptr<Answer>> worker_;
};

} // namespace phiscope
