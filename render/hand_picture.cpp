#include "render/hand_picture.h"

#include <algorithm>

namespace phiscope {

namespace {

void drawMeasure(Canvas2D& canvas, const ViewFrame& view, const MeasureLine& line) {
    const double unit = view.ratio;
    const Colour ground = mix(view.theme.viewTop, view.theme.viewBottom, 0.5F);
    if (line.path.size() > 1) {
        std::vector<Canvas2D::Point> way;
        for (const Eigen::Vector3d& point : line.path) {
            if (const auto at = view.project(point)) {
                way.emplace_back(at->head<2>());
            }
        }
        canvas.line(way, 4.5 * unit, ground, 0.6F);
        canvas.line(way, 2.2 * unit, view.theme.warn, 0.95F);
    }
    const auto from = view.project(line.from);
    const auto to = view.project(line.to);
    if (!from || !to) {
        return;
    }
    const Canvas2D::Point a = from->head<2>();
    const Canvas2D::Point b = to->head<2>();
    canvas.line(a, b, 3.6 * unit, ground, 0.6F);
    canvas.line(a, b, 1.6 * unit, view.theme.text, line.open ? 0.7F : 0.95F);
    for (const Canvas2D::Point& end : {a, b}) {
        canvas.disc(end, 4.5 * unit, ground, 0.8F);
        canvas.disc(end, 3.2 * unit, view.theme.text);
    }
    if (!line.text.empty()) {
        drawLabel(canvas, view, line.text, line.open ? b : Canvas2D::Point(0.5 * (a + b)));
    }
}

void drawBrush(Canvas2D& canvas, const ViewFrame& view, const BrushPicture& brush) {
    const Colour colour = brush.erases ? view.theme.warn : view.theme.accent;
    for (const auto& [start, end] : brush.lit) {
        const auto from = view.project(start);
        const auto to = view.project(end);
        if (from && to) {
            canvas.line(from->head<2>(), to->head<2>(), 3.2 * view.ratio, colour, 0.75F);
        }
    }
    canvas.disc(brush.centre, brush.radiusPx, colour, 0.08F);
    canvas.ring(brush.centre, brush.radiusPx, 1.4 * view.ratio, colour, 0.95F);
}

} // namespace

void drawLabel(Canvas2D& canvas, const ViewFrame& view, const std::string& text, const Canvas2D::Point& at) {
    const double unit = view.ratio;
    const double textSize = 12.5 * unit;
    const double textWidth = canvas.textWidth(text, textSize);
    const double pad = 7.0 * unit;
    const double tall = 22.0 * unit;
    // Right above the place, or left of it where the picture ends.
    double left = at.x() + 14.0 * unit;
    if (left + textWidth + 2.0 * pad > view.width) {
        left = at.x() - 14.0 * unit - textWidth - 2.0 * pad;
    }
    left = std::max(left, 2.0 * unit);
    const double top = std::clamp(at.y() - 12.0 * unit - tall, 2.0 * unit,
                                  std::max(view.height - tall - 2.0 * unit, 2.0 * unit));
    const std::array<Canvas2D::Point, 4> box{
        Canvas2D::Point(left, top), Canvas2D::Point(left + textWidth + 2.0 * pad, top),
        Canvas2D::Point(left + textWidth + 2.0 * pad, top + tall), Canvas2D::Point(left, top + tall)};
    canvas.polygon(box, view.theme.base, 0.86F);
    canvas.outline(box, 1.0 * unit, view.theme.line, 0.9F);
    canvas.text(text, {left + pad, top + 0.5 * tall}, textSize, view.theme.text, Anchor::left);
}

void HandPicture::draw(Canvas2D& canvas, const ViewFrame& view) const {
    if (!visible) {
        return;
    }
    if (guide) {
        const auto from = view.project(guide->front());
        const auto to = view.project(guide->back());
        if (from && to) {
            canvas.line(from->head<2>(), to->head<2>(), 1.2 * view.ratio, view.theme.accent, 0.8F);
        }
    }
    if (gizmo) {
        Gizmo(*gizmo).draw(canvas, view, lit);
    }
    if (measure) {
        drawMeasure(canvas, view, *measure);
    }
    if (frame) {
        const Canvas2D::Point& a = frame->front();
        const Canvas2D::Point& b = frame->back();
        const std::array<Canvas2D::Point, 4> box{a, Canvas2D::Point(b.x(), a.y()), b,
                                                 Canvas2D::Point(a.x(), b.y())};
        canvas.polygon(box, view.theme.accent, 0.12F);
        canvas.outline(box, 1.2 * view.ratio, view.theme.accent, 0.9F);
    }
    if (lasso.size() > 1) {
        const Colour ground = mix(view.theme.viewTop, view.theme.viewBottom, 0.5F);
        canvas.line(lasso.back(), lasso.front(), 1.0 * view.ratio, view.theme.accent, 0.6F);
        canvas.line(lasso, 3.6 * view.ratio, ground, 0.6F);
        canvas.line(lasso, 1.6 * view.ratio, view.theme.accent, 0.95F);
    }
    if (brush) {
        drawBrush(canvas, view, *brush);
    }
    if (!label.empty()) {
        drawLabel(canvas, view, label, labelAt);
    }
}

} // namespace phiscope
