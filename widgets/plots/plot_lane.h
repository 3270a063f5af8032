#pragma once

#include "model/support/result.h"
#include "widgets/plots/plot_header.h"
#include "widgets/signals_panel.h"

#include <QWidget>

#include <vector>

class QCPPainter;

namespace phiscope {

class TimePlot;

/// One plot of the panel with its header. Knows when its picture is out of date; the panel decides when it is
/// drawn.
class PlotLane : public QWidget {
    Q_OBJECT
public:
    PlotLane(SignalsPanel::Plot kind, const QString& name, const QString& title, QWidget* parent);

    SignalsPanel::Plot kind() const { return kind_; }
    TimePlot* plot() const { return plot_; }
    PlotHeader* header() const { return header_; }

    virtual void setTheme(const Theme& theme);
    void setCollapsed(bool collapsed);

    /// Looks for new data; the picture is dirty afterwards where there are any.
    virtual void poll() = 0;
    bool dirty() const { return dirty_ && !header_->collapsed(); }
    void markDirty() { dirty_ = true; }
    /// Draws now.
    void redraw();

    /// What to read off at a moment.
    virtual std::vector<Reading> readings(double timeMs) const = 0;
    /// Names of the traces with their colours, for a figure; empty where the axis says it all.
    virtual std::vector<Reading> legend() const { return {}; }

    Result<void> exportTo(const QString& path, PlotFormat format, QSize size, double pngScale);

protected:
    /// Just before it is drawn: ranges, and what is computed from the visible part.
    virtual void prepare() {}

private:
    void drawLegend(QCPPainter* painter, const QSize& size) const;

    SignalsPanel::Plot kind_;
    QString title_;
    PlotHeader* header_ = nullptr;
    TimePlot* plot_ = nullptr;
    bool dirty_ = true;
};

} // namespace phiscope
