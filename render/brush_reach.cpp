#include "render/brush_reach.h"

#include <algorithm>
#include <optional>

namespace phiscope {

namespace {

using Point = Eigen::Vector2d;

double distanceToLine(const Point& place, const Point& from, const Point& to) {
    const Point way = to - from;
    const double square = way.squaredNorm();
    const double t = square > 0.0 ? std::clamp((place - from).dot(way) / square, 0.0, 1.0) : 0.0;
    return (place - from - t * way).norm();
}

double cross(const Point& a, const Point& b) {
    return a.x() * b.y() - a.y() * b.x();
}

bool linesCross(const Point& a, const Point& b, const Point& c, const Point& d) {
    const double acd = cross(d - c, a - c);
    const double bcd = cross(d - c, b - c);
    const double cab = cross(b - a, c - a);
    const double dab = cross(b - a, d - a);
    return acd * bcd < 0.0 && cab * dab < 0.0;
}

/// Camera::project for very many points: what they have in common is worked out once.
class Projector {
public:
    explicit Projector(const ViewFrame& view)
        : view_(view)
        , forward_(view.camera.forward())
        , right_(view.camera.right())
        , up_(view.camera.trueUp())
        , scale_(view.camera.micrometresPerPixelAt(view.camera.position + forward_, view.height)) {}

    std::optional<Point> operator()(const Eigen::Vector3d& point) const {
        const Eigen::Vector3d relative = point - view_.camera.position;
        const double depth = relative.dot(forward_);
        if (view_.camera.perspective && depth <= 1e-9) {
            return {};
        }
        const double scale = view_.camera.perspective ? scale_ * depth : scale_;
        return Point(0.5 * view_.width + relative.dot(right_) / scale,
                     0.5 * view_.height - relative.dot(up_) / scale);
    }

private:
    const ViewFrame& view_;
    Eigen::Vector3d forward_;
    Eigen::Vector3d right_;
    Eigen::Vector3d up_;
    double scale_; ///< µm a pixel, in perspective at a distance of 1 µm
};

} // namespace

bool BrushSweep::covers(const Eigen::Vector2d& place) const {
    return distanceToLine(place, from, to) <= radius;
}

std::vector<int> segmentsUnder(const BrushSweep& sweep, const Segments& segments, const ViewFrame& view) {
    const Point low = sweep.from.cwiseMin(sweep.to).array() - sweep.radius;
    const Point high = sweep.from.cwiseMax(sweep.to).array() + sweep.radius;
    const Projector project(view);
    std::vector<int> under;
    for (int k = 0; k < static_cast<int>(segments.size()); ++k) {
        const auto start = project(segments.start.col(k));
        const auto end = project(segments.end.col(k));
        if (!start || !end) {
            continue; // behind the eye
        }
        const Point& a = *start;
        const Point& b = *end;
        if ((a.cwiseMax(b).array() < low.array()).any() || (a.cwiseMin(b).array() > high.array()).any()) {
            continue;
        }
        // Two lines that do not cross are nearest at an end of one of them.
        if (linesCross(a, b, sweep.from, sweep.to) || sweep.covers(a) || sweep.covers(b) ||
            distanceToLine(sweep.from, a, b) <= sweep.radius ||
            distanceToLine(sweep.to, a, b) <= sweep.radius) {
            under.push_back(k);
        }
    }
    return under;
}

std::vector<int> segmentsWithin(std::span<const Point> line, const Segments& segments,
                                const ViewFrame& view) {
    std::vector<int> within;
    if (line.size() < 3) {
        return within;
    }
    Point low = line.front();
    Point high = low;
    for (const Point& corner : line) {
        low = low.cwiseMin(corner);
        high = high.cwiseMax(corner);
    }
    const Projector project(view);
    for (int k = 0; k < segments.size(); ++k) {
        const auto at = project(segments.midpoint(k));
        if (!at || (at->array() < low.array()).any() || (at->array() > high.array()).any()) {
            continue;
        }
        // Inside where a ray to the right crosses the line an odd number of times.
        bool inside = false;
        Point before = line.back();
        for (const Point& corner : line) {
            if ((corner.y() > at->y()) != (before.y() > at->y()) &&
                at->x() < before.x() + (at->y() - before.y()) / (corner.y() - before.y()) *
                                           (corner.x() - before.x())) {
                inside = !inside;
            }
            before = corner;
        }
        if (inside) {
            within.push_back(k);
        }
    }
    return within;
}

} // namespace phiscope
