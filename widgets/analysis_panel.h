#pragma once

#include "widgets/plots/plot_export.h"
#include "widgets/run_data.h"
#include "widgets/signal_store.h"

#include <QPointer>
#include <QSize>
#include <QWidget>

#include <optional>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace phiscope {

class AnalysisPlot;
class Document;
class SimulationController;
class TimeCursor;
struct Theme;

/// A panel beside the signals that looks closer at one probe: controls above, one canvas below. Nothing is
/// computed while it is hidden or behind another.
class AnalysisPanel : public QWidget {
    Q_OBJECT
public:
    AnalysisPanel(const QString& name, const QString& title, Document* document,
                  SimulationController* controller, TimeCursor* cursor, QWidget* parent = nullptr);
    ~AnalysisPanel() override;

    /// The probe that is looked at; null: none is placed.
    virtual void setShownProbe(const Probe* probe);
    virtual void setTheme(const Theme& theme);
    /// Writes the canvas, in the colours of paper.
    Result<void> exportPlot(const QString& path, PlotFormat format, QSize size = {},
                            double pngScale = 2.0) const;
    /// What is shown as numbers too; false: only as a picture.
    virtual bool hasTable() const { return false; }
    /// Writes them as CSV.
    virtual Result<void> exportTable(const QString& path) const;
    QString title() const { return title_; }
    AnalysisPlot* plot() const { return plot_; }
    /// True while something that will be shown is still being computed.
    virtual bool busy() const { return false; }
    /// A dock behind others counts as visible in Qt: the window says which one is in front.
    void setInFront(bool inFront);
    bool shown() const { return isVisible() && inFront_; }

Q_SIGNALS:
    void placeProbeRequested();
    void runRequested();
    void propertiesRequested();
    /// From the right-click menu.
    void exportRequested();
    /// The panel came into view or left it: what it needs is to be computed, or not any more.
    void shownChanged();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    /// Looks at everything again. Called only while it is shown.
    virtual void reload() = 0;
    /// While a recording grows or plays, some 60 times a second.
    virtual void tick() {}
    virtual void followLink(const QString& link);
    void reloadIfShown();
    /// "" where there is a probe and a run; else what is missing, with a link.
    QString missing() const;
    void setProbe(const Probe& probe, const QString& text, const QString& mergeKey = {});

    Document* document_;
    QPointer<SimulationController> controller_;
    TimeCursor* cursor_;
    std::optional<Probe> probe_;
    QVBoxLayout* column_ = nullptr;
    QWidget* bar_ = nullptr; ///< controls
    QHBoxLayout* controls_ = nullptr;
    QLabel* words_ = nullptr; ///< a sentence above the canvas
    AnalysisPlot* plot_ = nullptr;

private:
    void becomeShown();

    QString title_;
    bool inFront_ = true;
};

} // namespace phiscope
