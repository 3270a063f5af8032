#pragma once

#include "widgets/analysis_panel.h"
#include "widgets/plots/contact_axis.h"

#include <memory>

class QComboBox;

namespace phiscope {

class Chip;
class ProbeForm;

/// Two models of what a probe measures: their traces over each other at every contact, the largest relative
/// difference over depth, and the difference as a map.
///
/// Parts for tests: compareSource, compareSettings, compareWords, plot-compare.
class ComparePanel : public AnalysisPanel {
    Q_OBJECT
public:
    ComparePanel(Document* document, SimulationController* controller, TimeCursor* cursor,
                 QWidget* parent = nullptr);
    ~ComparePanel() override;

    void setShownProbe(const Probe* probe) override;
    void setTheme(const Theme& theme) override;
    bool busy() const override;
    /// Largest relative difference of every contact; empty before both models have signals.
    const Eigen::VectorXd& relativeDifference() const { return relative_; }

protected:
    void reload() override;
    void tick() override;
    void followLink(const QString& link) override;

private:
    void makePlot();
    void setEnabledComparison(bool enabled);
    void arrange(const QSize& size);
    void prepare();
    void measure();
    void showWords();

    QComboBox* source_ = nullptr;
    Chip* settings_ = nullptr;
    Chip* off_ = nullptr;
    ProbeForm* form_ = nullptr;
    ContactAxis axis_;
    std::shared_ptr<const Signals> a_;
    std::shared_ptr<const Signals> b_;
    std::int64_t measured_ = 0; ///< frames that were compared
    bool complete_ = false;
    Eigen::VectorXd relative_;
    std::shared_ptr<const Eigen::MatrixXd> difference_; ///< b − a, mV
    class Parts;
    std::unique_ptr<Parts> parts_;
};

/// A model in a few words: "line sources, infinite tissue of 0.3 S/m".
QString describeModel(CurrentSource source, const Medium& medium);
/// "Point sources", "The dipole".
QString sourceWords(CurrentSource source);

} // namespace phiscope
