#pragma once

#include "model/analysis/spectrum.h"
#include "widgets/analysis_panel.h"
#include "widgets/newest_worker.h"

#include <QString>

#include <memory>

class QComboBox;
class QCPColorMap;
class QCPGraph;
class QCPAxisRect;
class QCPItemStraightLine;

namespace phiscope {

class PlotColourBar;

/// Power over frequency of one signal, and over frequency and time: of a contact of the probe (under the
/// mouse, else selected, else the one with the largest signal) or of the membrane potential.
///
/// Parts for tests: spectrumSignal, spectrumWindow, spectrumWords, plot-spectrum.
class SpectrumPanel : public AnalysisPanel {
    Q_OBJECT
public:
    enum class Source { contact, potential };

    SpectrumPanel(Document* document, SimulationController* controller, TimeCursor* cursor,
                  QWidget* parent = nullptr);
    ~SpectrumPanel() override;

    void setTheme(const Theme& theme) override;
    bool busy() const override;
    void setSource(Source source);
    void setSelectedContact(int contact); ///< −1: none
    void setHoveredContact(int contact);
    void setSelectedSegment(int segment); ///< −1: the soma's

    struct Answer {
        Result<Spectrum> spectrum;
        Result<Spectrogram> spectrogram;
        QString unit;
        QString name;
        int window = 0;
        double samplingHz = 0.0;
        std::int64_t frames = 0;
        double peakHz = 0.0; ///< where the density is largest, zero frequency apart
    };
    /// What is shown; null before the first.
    const Answer* answer() const { return answer_.get(); }

protected:
    void reload() override;
    void tick() override;

private:
    struct Request {
        Eigen::VectorXd values; ///< in the unit
        QString unit;
        QString name;
        double dtMs = 1.0;
    };
    void makePlot();
    bool readSignal(Request& request);
    int contactToShow(const Signals& potentials) const;
    void requestAnswer();
    void arrange(const QSize& size);
    void prepare();
    void showWords();

    QComboBox* signal_ = nullptr;
    QComboBox* window_ = nullptr;
    int selectedContact_ = -1;
    int hoveredContact_ = -1;
    int selectedSegment_ = -1;
    std::int64_t requestedFrames_ = 0;
    std::unique_ptr<Answer> answer_;
    QCPAxisRect* density_ = nullptr;
    QCPAxisRect* overTime_ = nullptr;
    QCPGraph* graph_ = nullptr;
    QCPColorMap* map_ = nullptr;
    PlotColourBar* bar_ = nullptr;
    NewestWorker<std::shared_ptr<Answer>> worker_;
};

} // namespace phiscope
