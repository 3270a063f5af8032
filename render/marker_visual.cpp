#include "render/marker_visual.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace phiscope {

namespace {

using Point = Canvas2D::Point;

struct Look {
    Colour fill;
    Colour rim;
    float alpha = 1.0F;
    double unit = 1.0; ///< device pixels a logical pixel
};

void drawDisc(Canvas2D& canvas, const Point& at, const Look& look) {
    canvas.disc(at, 6.4 * look.unit, look.rim, look.alpha);
    canvas.disc(at, 5.2 * look.unit, look.fill, look.alpha);
    canvas.disc(at - Point(1.5, 1.7) * look.unit, 1.5 * look.unit, mix(look.fill, Colour{1, 1, 1}, 0.55F),
                0.7F * look.alpha);
}

void drawDiamond(Canvas2D& canvas, const Point& at, const Look& look) {
    const auto diamond = [&](double r) {
        return std::array<Point, 4>{Point(at.x(), at.y() - r), Point(at.x() + r, at.y()),
                                    Point(at.x(), at.y() + r), Point(at.x() - r, at.y())};
    };
    canvas.polygon(diamond(8.2 * look.unit), look.rim, look.alpha);
    canvas.polygon(diamond(6.5 * look.unit), look.fill, look.alpha);
    canvas.disc(at - Point(1.3, 1.6) * look.unit, 1.4 * look.unit, mix(look.fill, Colour{1, 1, 1}, 0.55F),
                0.6F * look.alpha);
}

/// A pipette that comes in from the upper right, its tip on the membrane.
void drawPipette(Canvas2D& canvas, const Point& at, const Look& look, bool bolt) {
    const Point along = Point(0.62, -0.78).normalized();
    const Point across(-along.y(), along.x());
    const double length = 27.0 * look.unit;
    const double tip = 0.9 * look.unit;
    const double end = 4.4 * look.unit;
    const std::array<Point, 4> rim{at - along * 1.6 * look.unit + across * (tip + 1.2 * look.unit),
                                   at + along * (length + 1.0 * look.unit) + across * (end + 1.3 * look.unit),
                                   at + along * (length + 1.0 * look.unit) - across * (end + 1.3 * look.unit),
                                   at - along * 1.6 * look.unit - across * (tip + 1.2 * look.unit)};
    const std::array<Point, 4> glass{at + across * tip, at + along * length + across * end,
                                     at + along * length - across * end, at - across * tip};
    canvas.polygon(rim, look.rim, 0.85F * look.alpha);
    canvas.polygon(glass, mix(look.fill, look.rim, 0.25F), look.alpha);
    canvas.line(at + along * 3.0 * look.unit, at + along * (length + 7.0 * look.unit), 1.4 * look.unit,
                look.fill, look.alpha);
    canvas.line(glass[0], glass[1], 1.2 * look.unit, look.fill, look.alpha);
    canvas.line(glass[3], glass[2], 1.2 * look.unit, look.fill, look.alpha);
    if (bolt) {
        const Point o = at + along * (length * 0.72) + across * (12.0 * look.unit);
        const double u = look.unit;
        const std::array<Point, 3> upper{o + Point(2.2, -6.0) * u, o + Point(-3.6, 1.0) * u,
                                         o + Point(0.9, 1.0) * u};
        const std::array<Point, 3> lower{o + Point(-2.2, 6.2) * u, o + Point(3.6, -0.9) * u,
                                         o + Point(-0.9, -0.9) * u};
        canvas.polygon(upper, look.fill, look.alpha);
        canvas.polygon(lower, look.fill, look.alpha);
    }
}

void drawSign(Canvas2D& canvas, const Point& at, MarkerVisual::Sign sign, const Look& look) {
    switch (sign) {
    case MarkerVisual::Sign::excitatory:
        drawDisc(canvas, at, look);
        break;
    case MarkerVisual::Sign::inhibitory:
        drawDiamond(canvas, at, look);
        break;
    case MarkerVisual::Sign::currentClamp:
        drawPipette(canvas, at, look, true);
        break;
    case MarkerVisual::Sign::voltageClamp:
        drawPipette(canvas, at, look, false);
        break;
    }
}

Colour colourOf(MarkerVisual::Sign sign, const Theme& theme) {
    switch (sign) {
    case MarkerVisual::Sign::excitatory:
        return theme.excitatory;
    case MarkerVisual::Sign::inhibitory:
        return theme.inhibitory;
    case MarkerVisual::Sign::currentClamp:
    case MarkerVisual::Sign::voltageClamp:
        return theme.stimulus;
    }
    return theme.text;
}

bool isPipette(MarkerVisual::Sign sign) {
    return sign == MarkerVisual::Sign::currentClamp || sign == MarkerVisual::Sign::voltageClamp;
}

} // namespace

void MarkerVisual::update(std::vector<Marker> markers) {
    markers_ = std::move(markers);
    activity_.clear();
}

bool MarkerVisual::belongs(const Marker& marker, const std::string& id) {
    return !id.empty() && marker.id.starts_with(id) &&
           (marker.id.size() == id.size() || marker.id[id.size()] == '#');
}

void MarkerVisual::setActivity(std::span<const float> activity) {
    activity_.assign(activity.begin(), activity.end());
}

bool MarkerVisual::selected(const Marker& marker) const {
    return belongs(marker, selected_) ||
           std::ranges::any_of(alsoSelected_, [&](const std::string& id) { return belongs(marker, id); });
}

void MarkerVisual::draw(Canvas2D& canvas, const ViewFrame& frame) const {
    struct Placed {
        std::size_t index;
        Eigen::Vector3d at;
    };
    std::vector<Placed> order;
    for (std::size_t i = 0; i < markers_.size(); ++i) {
        if (const auto at = frame.project(markers_[i].pointUm); at && at->allFinite()) {
            order.push_back({i, *at});
        }
    }
    std::ranges::stable_sort(order, [](const Placed& a, const Placed& b) { return a.at.z() > b.at.z(); });
    const Colour ground = mix(frame.theme.viewTop, frame.theme.viewBottom, 0.5F);
    for (const Placed& placed : order) {
        const Marker& marker = markers_[placed.index];
        const Point at = placed.at.head<2>();
        const double unit = frame.ratio;
        const float activity =
            placed.index < activity_.size() ? std::clamp(activity_[placed.index], 0.0F, 1.0F) : 0.0F;
        Look look{colourOf(marker.sign, frame.theme), ground, 1.0F, unit};
        if (!marker.enabled) {
            look.fill = mix(look.fill, ground, 0.6F);
        }
        if (activity > 0.004F) {
            canvas.glow(at, (11.0 + 15.0 * activity) * unit, look.fill, 0.30F + 0.65F * activity);
            look.fill = mix(look.fill, frame.theme.dark ? Colour{1, 1, 1} : look.fill, 0.55F * activity);
        }
        const bool chosen = selected(marker);
        if (chosen || marker.id == hover_) {
            canvas.ring(at, 10.5 * unit, (chosen ? 2.2 : 1.3) * unit,
                        chosen ? frame.theme.accent : frame.theme.text);
        }
        drawSign(canvas, at, marker.sign, look);
    }
    if (ghost_) {
        if (const auto at = frame.project(ghost_->pointUm)) {
            const Point p = at->head<2>();
            canvas.ring(p, 10.5 * frame.ratio, 1.3 * frame.ratio, frame.theme.text, 0.8F);
            drawSign(canvas, p, ghost_->sign,
                     {colourOf(ghost_->sign, frame.theme), ground, 0.75F, frame.ratio});
        }
    }
}

std::optional<MarkerVisual::Hit> MarkerVisual::pick(double x, double y, const ViewFrame& frame) const {
    constexpr double reach = 9.0;
    std::optional<Hit> best;
    for (std::size_t i = 0; i < markers_.size(); ++i) {
        const auto at = frame.project(markers_[i].pointUm);
        if (!at || !at->allFinite()) {
            continue;
        }
        const Eigen::Vector2d mouse(x, y);
        double distance = (at->head<2>() - mouse).norm() / frame.ratio;
        if (isPipette(markers_[i].sign)) {
            // The whole pipette can be taken, not only its tip.
            const Point along = Point(0.62, -0.78).normalized();
            const Point relative = (mouse - at->head<2>()) / frame.ratio;
            const double t = std::clamp(relative.dot(along), 0.0, 30.0);
            distance = std::max(0.0, (relative - t * along).norm() - 1.0);
        }
        if (distance <= reach && (!best || distance < best->distancePx - 1.0 ||
                                  (distance < best->distancePx + 1.0 && at->z() < best->depth))) {
            best = Hit{static_cast<int>(i), distance, at->z()};
        }
    }
    return best;
}

} // namespace phiscope
