#include "widgets/plots/plot_lane.h"

#include "widgets/colours.h"
#include "widgets/plots/plot_export.h"
#include "widgets/plots/time_plot.h"

#include <QVBoxLayout>

namespace phiscope {

PlotLane::PlotLane(SignalsPanel::Plot kind, const QString& name, const QString& title, QWidget* parent)
    : QWidget(parent)
    , kind_(kind)
    , title_(title) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    header_ = new PlotHeader(name, title, this);
    plot_ = new TimePlot(name, title, this);
    column->addWidget(header_);
    column->addWidget(plot_, 1);
}

void PlotLane::setTheme(const Theme& theme) {
    header_->setTheme(theme);
    plot_->setTheme(theme);
    markDirty();
}

void PlotLane::setCollapsed(bool collapsed) {
    header_->setCollapsed(collapsed);
    plot_->setVisible(!collapsed);
    setMaximumHeight(collapsed ? header_->height() : QWIDGETSIZE_MAX);
}

void PlotLane::redraw() {
    prepare();
    dirty_ = false;
    plot_->replot(QCustomPlot::rpQueuedRefresh);
}

void PlotLane::drawLegend(QCPPainter* painter, const QSize& size) const {
    const std::vector<Reading> names = legend();
    QFont font = plot_->xAxis->labelFont();
    painter->setFont(font);
    const QFontMetricsF metrics(font);
    double x = plot_->axisRect()->left();
    const double y = 12.0;
    const Theme& theme = plot_->theme();
    painter->setPen(toQColor(theme.text));
    painter->drawText(QPointF(x, y), title_);
    x += metrics.horizontalAdvance(title_) + 18.0;
    for (const Reading& entry : names) {
        const double width = 18.0 + metrics.horizontalAdvance(entry.name) + 14.0;
        if (x + width > size.width()) {
            break;
        }
        painter->setPen(QPen(entry.colour, 1.5));
        painter->drawLine(QPointF(x, y - 4.0), QPointF(x + 12.0, y - 4.0));
        painter->setPen(toQColor(theme.text));
        painter->drawText(QPointF(x + 18.0, y), entry.name);
        x += width;
    }
}

Result<void> PlotLane::exportTo(const QString& path, PlotFormat format, QSize size, double pngScale) {
    const Theme before = plot_->theme();
    const bool axisBefore = plot_->timeAxisShown();
    setTheme(Theme::lightTheme());
    plot_->setBackground(QBrush(Qt::white));
    plot_->setTimeAxisShown(true);
    plot_->setCursorShown(false);
    QMargins margins = plot_->axisRect()->margins();
    margins.setTop(20);
    plot_->axisRect()->setMargins(margins);

    const auto paint = [&](QCPPainter& painter) {
        const QRect viewBefore = plot_->viewport();
        plot_->setViewport(QRect(QPoint(0, 0), size));
        plot_->plotLayout()->update(QCPLayoutElement::upPreparation);
        plot_->plotLayout()->update(QCPLayoutElement::upMargins);
        plot_->plotLayout()->update(QCPLayoutElement::upLayout);
        prepare();
        painter.fillRect(QRect(QPoint(0, 0), size), Qt::white);
        plot_->toPainter(&painter, size.width(), size.height());
        painter.setModes(painter.modes() | QCPPainter::pmVectorized);
        drawLegend(&painter, size);
        plot_->setViewport(viewBefore);
    };

    auto written = writePlotFile(path, format, size, pngScale, title_, paint);

    plot_->setCursorShown(true);
    plot_->setTimeAxisShown(axisBefore);
    setTheme(before);
    redraw();
    return written;
}

} // namespace phiscope
