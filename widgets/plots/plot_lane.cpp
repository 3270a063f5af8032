#include "widgets/plots/plot_lane.h"

#include "widgets/colours.h"
#include "widgets/plots/time_plot.h"

#include <QFileInfo>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>
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

Result<void> PlotLane::exportTo(const QString& path, SignalsPanel::Format format, QSize size,
                                double pngScale) {
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

    bool written = false;
    QString reason;
    constexpr QCPPainter::PainterModes vector{QCPPainter::pmVectorized | QCPPainter::pmNoCaching};
    switch (format) {
    case SignalsPanel::Format::pdf: {
        QPdfWriter writer(path);
        writer.setCreator(QStringLiteral("Phiscope " PHISCOPE_VERSION));
        writer.setTitle(title_);
        constexpr double pointsPerPixel = 72.0 / 96.0;
        writer.setResolution(96); // coordinates are not whole numbers: this only says how large a pixel is
        writer.setPageSize(
            QPageSize(QSizeF(size) * pointsPerPixel, QPageSize::Point, QString(), QPageSize::ExactMatch));
        writer.setPageMargins({});
        QCPPainter painter;
        if (painter.begin(&writer)) {
            painter.setModes(vector);
            painter.setRenderHint(QPainter::Antialiasing);
            paint(painter);
            written = painter.end();
        }
        break;
    }
    case SignalsPanel::Format::svg: {
        QSvgGenerator generator;
        generator.setFileName(path);
        generator.setSize(size);
        generator.setViewBox(QRect(QPoint(0, 0), size));
        generator.setResolution(96);
        generator.setTitle(title_);
        generator.setDescription(QStringLiteral("Phiscope " PHISCOPE_VERSION));
        QCPPainter painter;
        if (painter.begin(&generator)) {
            painter.setModes(vector);
            paint(painter);
            written = painter.end();
        }
        break;
    }
    case SignalsPanel::Format::png: {
        QImage image(size * pngScale, QImage::Format_RGB32);
        if (!image.isNull()) {
            image.fill(Qt::white);
            image.setDotsPerMeterX(qRound(96.0 / 0.0254));
            image.setDotsPerMeterY(qRound(96.0 / 0.0254));
            QCPPainter painter;
            if (painter.begin(&image)) {
                painter.setModes(QCPPainter::pmNoCaching);
                painter.setRenderHint(QPainter::Antialiasing);
                painter.scale(image.width() / static_cast<double>(size.width()),
                              image.height() / static_cast<double>(size.height()));
                paint(painter);
                painter.end();
                // Only now: fonts are measured in points, and would grow a second time.
                constexpr double dotsPerMetre = 96.0 / 0.0254;
                image.setDotsPerMeterX(qRound(dotsPerMetre * pngScale));
                image.setDotsPerMeterY(qRound(dotsPerMetre * pngScale));
                written = image.save(path, "PNG");
            }
        }
        break;
    }
    }

    plot_->setCursorShown(true);
    plot_->setTimeAxisShown(axisBefore);
    setTheme(before);
    redraw();
    if (!written || !QFileInfo::exists(path)) {
        return fail(tr("The plot could not be written to %1.").arg(path).toStdString(),
                    tr("Choose a folder that you may write to, with room on it.").toStdString());
    }
    return {};
}

} // namespace phiscope
