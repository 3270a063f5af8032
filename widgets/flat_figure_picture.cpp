#include "widgets/flat_figure_picture.h"

#include "model/support/atomic_file.h"
#include "widgets/colours.h"

#include <QBuffer>
#include <QFileInfo>
#include <QPageSize>
#include <QPainter>
#include <QPainterPath>
#include <QPdfWriter>

namespace phiscope {

namespace {

constexpr double pointsPerInch = 72.0;
constexpr double mmPerInch = 25.4;

QColor ink(std::uint32_t rgb) {
    return QColor::fromRgb(static_cast<QRgb>(0xFF000000U | rgb));
}

QByteArray pdfOf(const FlatFigure& figure) {
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    {
        QPdfWriter writer(&buffer);
        writer.setCreator(QStringLiteral("Phiscope " PHISCOPE_VERSION));
        writer.setTitle(QString::fromStdString(figure.title));
        constexpr int resolution = 2540; // coordinates are not whole numbers all the same
        writer.setResolution(resolution);
        const QSizeF mm(figure.sizeMm().x(), figure.sizeMm().y());
        writer.setPageSize(QPageSize(mm, QPageSize::Millimeter, QString(), QPageSize::ExactMatch));
        writer.setPageMargins({});
        QPainter painter(&writer);
        // By the scale, not by the page, which is rounded to whole points.
        paintFigure(painter, figure, QRectF({0.0, 0.0}, mm * (resolution / mmPerInch)));
    }
    return buffer.data();
}

} // namespace

void paintFigure(QPainter& painter, const FlatFigure& figure, const QRectF& page) {
    const double scale = page.width() / (figure.high - figure.low).x();
    const auto place = [&](const Eigen::Vector2d& at) {
        return QPointF(page.left() + (at.x() - figure.low.x()) * scale,
                       page.top() + (figure.high.y() - at.y()) * scale);
    };
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    for (const FlatFigure::Layer& layer : figure.layers) {
        for (const FlatFigure::Shape& shape : layer.shapes) {
            QPainterPath path;
            path.setFillRule(Qt::WindingFill);
            for (const Eigen::Matrix2Xd& polygon : shape.polygons) {
                path.moveTo(place(polygon.col(0)));
                for (Eigen::Index k = 1; k < polygon.cols(); ++k) {
                    path.lineTo(place(polygon.col(k)));
                }
                path.closeSubpath();
            }
            painter.fillPath(path, ink(shape.fill));
        }
    }
    QFont font;
    font.setFamilies({QStringLiteral("Inter Phiscope"), QStringLiteral("DejaVu Sans")});
    for (const FlatFigure::Text& text : figure.texts) {
        font.setPointSizeF(text.sizeUm * scale * pointsPerInch / painter.device()->logicalDpiY());
        painter.setFont(font);
        painter.setPen(ink(text.fill));
        painter.drawText(place(text.at), QString::fromStdString(text.text));
    }
}

QImage figurePicture(const FlatFigure& figure, const QSize& room) {
    const Eigen::Vector2d mm = figure.sizeMm();
    const QSize size = QSizeF(mm.x(), mm.y()).scaled(room, Qt::KeepAspectRatio).toSize();
    if (size.isEmpty()) {
        return {};
    }
    QImage image(size, QImage::Format_RGB32);
    image.fill(Qt::white);
    QPainter painter(&image);
    paintFigure(painter, figure, QRectF({0.0, 0.0}, size));
    return image;
}

Result<void> writeFigureFile(const FlatFigure& figure, const QString& path) {
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == QLatin1String("svg")) {
        return writeFileAtomically(path.toStdString(), svgText(figure));
    }
    if (ending == QLatin1String("pdf")) {
        return writeFileAtomically(path.toStdString(), pdfOf(figure).toStdString());
    }
    return fail("the ending of the name must be .svg or .pdf.", {}, path.toStdString());
}

} // namespace phiscope
