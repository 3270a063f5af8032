#include "widgets/plots/plot_export.h"

#include "widgets/plots/qcp.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>

namespace phiscope {

Result<void> writePlotFile(const QString& path, PlotFormat format, QSize size, double pngScale,
                           const QString& title, const std::function<void(QCPPainter&)>& paint) {
    bool written = false;
    constexpr QCPPainter::PainterModes vector{QCPPainter::pmVectorized | QCPPainter::pmNoCaching};
    switch (format) {
    case PlotFormat::pdf: {
        QPdfWriter writer(path);
        writer.setCreator(QStringLiteral("Phiscope " PHISCOPE_VERSION));
        writer.setTitle(title);
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
    case PlotFormat::svg: {
        QSvgGenerator generator;
        generator.setFileName(path);
        generator.setSize(size);
        generator.setViewBox(QRect(QPoint(0, 0), size));
        generator.setResolution(96);
        generator.setTitle(title);
        generator.setDescription(QStringLiteral("Phiscope " PHISCOPE_VERSION));
        QCPPainter painter;
        if (painter.begin(&generator)) {
            painter.setModes(vector);
            paint(painter);
            written = painter.end();
        }
        break;
    }
    case PlotFormat::png: {
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

    if (!written || !QFileInfo::exists(path)) {
        return fail(
            QCoreApplication::translate("PlotLane", "The plot could not be written to %1.")
                .arg(path)
                .toStdString(),
            QCoreApplication::translate("PlotLane", "Choose a folder that you may write to, with room on it.")
                .toStdString());
    }
    return {};
}

} // namespace phiscope
