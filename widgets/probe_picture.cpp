#include "widgets/probe_picture.h"

#include "widgets/colours.h"

#include <QLinearGradient>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <numeric>
#include <set>

namespace phiscope {

namespace {

/// Where the picture's pixels lie in (u, v).
struct Frame {
    double scale = 1.0; ///< pixels a µm
    double left = 0.0;  ///< u at the left edge
    double low = 0.0;   ///< v at the bottom
    QSize size;

    QPointF at(double u, double v) const { return {(u - left) * scale, size.height() - (v - low) * scale}; }
};

struct Bounds {
    double left, right, low, high;
};

Bounds boundsOf(const ProbeDesign& design, const std::vector<std::size_t>& contacts, double margin) {
    Bounds box{1e300, -1e300, 1e300, -1e300};
    for (const std::size_t k : contacts) {
        const auto& c = design.contactsUm[k];
        box.left = std::min(box.left, c[0] - margin);
        box.right = std::max(box.right, c[0] + margin);
        box.low = std::min(box.low, c[1] - margin);
        box.high = std::max(box.high, c[1] + margin);
    }
    return box;
}

std::vector<std::size_t> allOf(const ProbeDesign& design) {
    std::vector<std::size_t> all(design.contactsUm.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    return all;
}

double marginOf(const ProbeDesign& design, double nearest) {
    const double face = std::max(design.contactRadiusUm, design.contactHalfHeightUm);
    return std::max(1.6 * face, std::min(0.75 * nearest, 4.0 * face));
}

/// How far the point of a drawn shank reaches, of its width.
constexpr double pointShare = 0.45;

/// A shank, not a plate.
bool pointed(const ProbeDesign& design) {
    const auto [wide, high] = extent(design);
    return design.facing == ProbeDesign::Facing::side && (design.contactsUm.size() <= 4 || high > 1.5 * wide);
}

/// The tip, or for an array its corner, large enough that contacts can be told apart.
Frame frameFor(const ProbeDesign& design, const Bounds& box, double nearest, const QSize& size) {
    constexpr double edge = 10.0;
    const auto shanks = static_cast<double>(shanksOf(design).size());
    const double apart = shanks > 1.0 ? 2.4 : 5.0; // pixels between neighbours, at least
    double tip = pointed(design) ? pointShare * (box.right - box.left) / shanks : 0.0;
    for (const auto& corner : design.outlineUm) {
        tip = std::max(tip, box.low - corner[1]);
    }
    const double width = size.width() - 2.0 * edge;
    const double height = size.height() - 2.0 * edge;
    Frame frame;
    frame.size = size;
    const double fit = std::min(width / (box.right - box.left), height / (box.high - box.low + tip));
    frame.scale = nearest > 0.0 ? std::max(fit, apart / nearest) : fit;
    constexpr double largest = 2.4; // a single wire need not fill the picture
    frame.scale = std::min(frame.scale, std::max(largest, apart / std::max(nearest, 1e-9)));
    const double across = size.width() / frame.scale;
    const double along = size.height() / frame.scale;
    frame.left = across >= box.right - box.left ? 0.5 * (box.left + box.right - across)
                                                : box.left - edge / frame.scale;
    frame.low = along >= box.high - box.low + tip ? 0.5 * (box.low - tip + box.high - along)
                                                  : box.low - tip - edge / frame.scale;
    return frame;
}

QPainterPath body(const ProbeDesign& design, const Frame& frame, double margin) {
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    if (!design.outlineUm.empty()) {
        QPolygonF polygon;
        for (const auto& corner : design.outlineUm) {
            polygon << frame.at(corner[0], corner[1]);
        }
        path.addPolygon(polygon);
        path.closeSubpath();
        return path;
    }
    const bool wires = design.facing == ProbeDesign::Facing::down && design.contactsUm.size() <= 4;
    if (wires) {
        for (const auto& c : design.contactsUm) {
            const double radius = 1.2 * design.contactRadiusUm * frame.scale;
            path.addEllipse(frame.at(c[0], c[1]), radius, radius);
        }
        return path;
    }
    for (const auto& shank : shanksOf(design)) {
        const Bounds box = boundsOf(design, shank, margin);
        const QRectF plate(frame.at(box.left, box.high), frame.at(box.right, box.low));
        if (pointed(design)) {
            const double tip = pointShare * plate.width();
            QPolygonF polygon;
            polygon << QPointF(plate.left(), -1.0) << plate.bottomLeft()
                    << QPointF(plate.center().x(), plate.bottom() + tip) << plate.bottomRight()
                    << QPointF(plate.right(), -1.0);
            path.addPolygon(polygon);
            path.closeSubpath();
        } else {
            path.addRoundedRect(plate, 6.0, 6.0);
        }
    }
    return path;
}

/// Lets the picture end softly where it shows a part only.
void fade(QPainter& painter, const Bounds& box, const Frame& frame) {
    painter.setCompositionMode(QPainter::CompositionMode_DestinationIn);
    const QSizeF size = frame.size;
    const auto apply = [&](QPointF from, QPointF to) {
        QLinearGradient gradient(from, to);
        gradient.setColorAt(0.0, Qt::transparent);
        gradient.setColorAt(1.0, Qt::black);
        painter.fillRect(QRectF({0.0, 0.0}, size), gradient);
    };
    if (frame.at(0.0, box.high).y() < 0.0) {
        apply({0.0, 0.0}, {0.0, 0.25 * size.height()});
    }
    if (frame.at(box.right, 0.0).x() > size.width()) {
        apply({size.width(), 0.0}, {0.75 * size.width(), 0.0});
    }
}

} // namespace

QImage drawProbe(const ProbeDesign& design, const ProbeDesign& recorded, const QSize& size,
                 const Theme& theme) {
    QImage image(size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    if (design.contactsUm.empty()) {
        return image;
    }
    const double nearest = smallestDistance(design);
    const double margin = marginOf(design, nearest);
    const Bounds box = boundsOf(design, allOf(design), margin);
    const Frame frame = frameFor(design, box, nearest, size);

    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colour ground = theme.base;
    painter.setPen(QPen(toQColor(mix(theme.shank, ground, 0.25F)), 1.0));
    painter.setBrush(toQColor(mix(theme.shank, ground, 0.72F)));
    painter.drawPath(body(design, frame, margin));

    std::set<std::array<double, 3>> records(recorded.contactsUm.begin(), recorded.contactsUm.end());
    const Bounds taken = recorded.contactsUm.empty() ? box : boundsOf(recorded, allOf(recorded), 0.0);
    // What is out of the picture takes no part in the shades.
    const double highest = std::min(taken.high, frame.low + size.height() / frame.scale);
    const double leastPx = nearest > 0.0 ? std::clamp(0.4 * nearest * frame.scale, 0.8, 1.3) : 1.3;
    const double halfWidth = std::max(design.contactRadiusUm * frame.scale, leastPx);
    const bool tall = design.contactShape == Probe::ContactShape::rectangle;
    const double halfHeight = tall ? std::max(design.contactHalfHeightUm * frame.scale, leastPx) : halfWidth;
    const QRectF visible(-halfWidth, -halfHeight, size.width() + 2 * halfWidth,
                         size.height() + 2 * halfHeight);
    constexpr int shades = 256;
    for (const auto& c : design.contactsUm) {
        const QPointF at = frame.at(c[0], c[1]);
        if (!visible.contains(at)) {
            continue;
        }
        if (records.contains(c)) {
            const double depth =
                highest > taken.low ? std::clamp((c[1] - taken.low) / (highest - taken.low), 0.0, 1.0) : 1.0;
            painter.setPen(Qt::NoPen);
            painter.setBrush(toQColor(contactColour(static_cast<int>(depth * (shades - 1)), shades, theme)));
        } else {
            painter.setPen(QPen(toQColor(theme.dimText), 1.0));
            painter.setBrush(Qt::NoBrush);
        }
        const QRectF face(at.x() - halfWidth, at.y() - halfHeight, 2.0 * halfWidth, 2.0 * halfHeight);
        if (design.contactShape == Probe::ContactShape::circle ||
            design.contactShape == Probe::ContactShape::point) {
            painter.drawEllipse(face);
        } else {
            painter.drawRect(face);
        }
    }
    fade(painter, box, frame);
    return image;
}

} // namespace phiscope
