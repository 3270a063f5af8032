#include "widgets/morphology_picture.h"

#include "model/geometry/morphology.h"

#include <QPainter>

#include <algorithm>
#include <limits>

namespace phiscope {

QImage drawMorphology(const Morphology& morphology, const QSize& size, const QColor& colour,
                      const QColor& somaColour) {
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    double low[2] = {std::numeric_limits<double>::max(), std::numeric_limits<double>::max()};
    double high[2] = {std::numeric_limits<double>::lowest(), std::numeric_limits<double>::lowest()};
    for (const Section& section : morphology.sections) {
        for (const PathPoint& p : section.points) {
            low[0] = std::min(low[0], static_cast<double>(p.x));
            high[0] = std::max(high[0], static_cast<double>(p.x));
            low[1] = std::min(low[1], static_cast<double>(p.z));
            high[1] = std::max(high[1], static_cast<double>(p.z));
        }
    }
    if (high[0] < low[0]) {
        return image;
    }
    constexpr double margin = 8.0;
    const double scale = std::min((size.width() - 2 * margin) / std::max(high[0] - low[0], 60.0),
                                  (size.height() - 2 * margin) / std::max(high[1] - low[1], 60.0));
    const double midX = 0.5 * (low[0] + high[0]);
    const double midZ = 0.5 * (low[1] + high[1]);
    const auto at = [&](const PathPoint& p) {
        return QPointF(0.5 * size.width() + (static_cast<double>(p.x) - midX) * scale,
                       0.5 * size.height() - (static_cast<double>(p.z) - midZ) * scale);
    };
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    for (const Section& section : morphology.sections) {
        const bool soma = section.type == SectionType::soma;
        for (std::size_t k = 1; k < section.points.size(); ++k) {
            const double width =
                0.5 * scale *
                static_cast<double>(section.points[k - 1].diameter + section.points[k].diameter);
            painter.setPen(QPen(soma ? somaColour : colour, std::max(width, soma ? 3.0 : 0.9), Qt::SolidLine,
                                Qt::RoundCap));
            painter.drawLine(at(section.points[k - 1]), at(section.points[k]));
        }
    }
    return image;
}

} // namespace phiscope
