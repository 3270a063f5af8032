#pragma once

#include "widgets/analysis_panel.h"
#include "widgets/csd_lab.h"
#include "widgets/newest_worker.h"
#include "widgets/plots/auto_range.h"
#include "widgets/plots/contact_axis.h"

#include <array>
#include <memory>

class QComboBox;

namespace phiscope {

class Chip;
class PlotColourBar;
class DepthTimeMap;
class ProbeForm;

/// The CSD laboratory: the true current source density about a probe beside what estimates make of its
/// potentials, the error of each, and profiles over depth at the time cursor.
///
/// Parts for tests: csdMethod (the chosen method), csdSettings (folds the parameters out), csdWords,
/// plot-csd.
class CsdPanel : public AnalysisPanel {
    Q_OBJECT
public:
    CsdPanel(Document* document, SimulationController* controller, TimeCursor* cursor,
             QWidget* parent = nullptr);
    ~CsdPanel() override;

    void setShownProbe(const Probe* probe) override;
    void setTheme(const Theme& theme) override;
    bool busy() const override;
    /// What is shown; without trials before the first is ready.
    const CsdLabResult& result() const { return result_; }

protected:
    void reload() override;
    void tick() override;

private:
    struct Map;
    void makePlot();
    void chooseMethod(CsdSettings::Method method);
    void requestResult();
    void take(CsdLabResult result);
    void showWords();
    void arrange(const QSize& size);
    void arrangeMultiples(const QRect& area);
    void prepare();
    void drawProfiles();

    QComboBox* method_ = nullptr;
    Chip* settings_ = nullptr;
    ProbeForm* form_ = nullptr;
    CsdLabResult result_;
    ContactAxis axis_;
    AutoRange range_;
    double amplitude_ = 1.0; ///< µA/mm³, of all maps and the profiles
    std::unique_ptr<Map> truth_;
    std::unique_ptr<Map> estimate_;
    std::unique_ptr<Map> difference_;
    std::vector<std::unique_ptr<Map>> multiples_; ///< one a method; the chosen one's is hidden
    PlotColourBar* bar_ = nullptr;
    class Profile;
    std::unique_ptr<Profile> profile_;

    // What the laboratory was asked last.
    std::shared_ptr<CsdLab> lab_ = std::make_shared<CsdLab>(); ///< of the worker's thread
    NewestWorker<CsdLabResult> worker_;
    std::int64_t requestedFrames_ = 0;
    std::shared_ptr<const Signals> requestedPotentials_;
    std::shared_ptr<const Signals> requestedTruth_;
    Probe requestedProbe_;
};

} // namespace phiscope
