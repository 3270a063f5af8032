#include "render/gizmo.h"

#include "render/annotations.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace phiscope {

namespace {

// Logical pixels.
constexpr double arrowLength = 86.0;
constexpr double arrowStart = 16.0; ///< the middle stays free: the object itself is taken there
constexpr double headLength = 14.0;
constexpr double headWidth = 5.0;
constexpr double ringRadius = 58.0;
constexpr double headReach = 10.0;
constexpr double ringReach = 5.0;
constexpr int ringPoints = 72;
constexpr double leastSeen = 0.25; ///< of an arrow's length: one that points at the eye is left out

Gizmo::Handle handleOf(int axis, bool ring) {
    return static_cast<Gizmo::Handle>(1 + axis + (ring ? 3 : 0));
}

double distanceTo(const Eigen::Vector2d& p, const Eigen::Vector2d& a, const Eigen::Vector2d& b) {
    const Eigen::Vector2d along = b - a;
    const double length = along.squaredNorm();
    const double t = length > 0.0 ? std::clamp((p - a).dot(along) / length, 0.0, 1.0) : 0.0;
    return (a + t * along - p).norm();
}

} // namespace

int Gizmo::axisOf(Handle handle) {
    return handle == Handle::none ? -1 : (static_cast<int>(handle) - 1) % 3;
}

double Gizmo::scale(const ViewFrame& frame) const {
    return frame.camera.micrometresPerPixelAt(content_.centreUm, frame.height) * frame.ratio;
}

std::optional<Eigen::Vector2d> Gizmo::tip(int axis, const ViewFrame& frame) const {
    const auto centre = frame.project(content_.centreUm);
    const auto end =
        frame.project(content_.centreUm + arrowLength * scale(frame) * Eigen::Vector3d::Unit(axis));
    if (!centre || !end ||
        (end->head<2>() - centre->head<2>()).norm() < leastSeen * arrowLength * frame.ratio) {
        return {};
    }
    return Eigen::Vector2d(end->head<2>());
}

std::vector<Gizmo::RingPoint> Gizmo::ring(int axis, const ViewFrame& frame) const {
    const Eigen::Vector3d u = Eigen::Vector3d::Unit((axis + 1) % 3);
    const Eigen::Vector3d v = Eigen::Vector3d::Unit((axis + 2) % 3);
    const double radius = ringRadius * scale(frame);
    const Eigen::Vector3d away = (content_.centreUm - frame.camera.position).normalized();
    std::vector<RingPoint> points;
    for (int k = 0; k <= ringPoints; ++k) {
        const double angle = 2.0 * std::numbers::pi * k / ringPoints;
        const Eigen::Vector3d out = std::cos(angle) * u + std::sin(angle) * v;
        if (const auto at = frame.project(content_.centreUm + radius * out)) {
            points.push_back({at->head<2>(), out.dot(away) < 0.02});
        }
    }
    return points;
}

void Gizmo::draw(Canvas2D& canvas, const ViewFrame& frame, Handle lit) const {
    const auto centre = frame.project(content_.centreUm);
    if (!centre) {
        return;
    }
    const double unit = frame.ratio;
    const Colour ground = mix(frame.theme.viewTop, frame.theme.viewBottom, 0.5F);
    const auto look = [&](int axis, bool bright) {
        const Colour colour = axisColour(axis, frame.theme);
        return bright ? mix(colour, frame.theme.text, 0.55F) : colour;
    };
    for (int axis = 0; content_.turns && axis < 3; ++axis) {
        const bool bright = lit == handleOf(axis, true);
        const std::vector<RingPoint> points = ring(axis, frame);
        // Pieces of one half each, so that the far half can be faint.
        for (std::size_t k = 0; k + 1 < points.size();) {
            std::vector<Canvas2D::Point> piece{points[k].at};
            const bool near = points[k].near;
            while (k + 1 < points.size() && points[k].near == near) {
                piece.push_back(points[++k].at);
            }
            canvas.line(piece, (bright ? 4.6 : 3.2) * unit, ground, near ? 0.5F : 0.0F);
            canvas.line(piece, (bright ? 3.0 : 1.6) * unit, look(axis, bright),
                        bright ? 1.0F : (near ? 0.9F : 0.22F));
        }
    }
    for (int axis = 0; axis < 3; ++axis) {
        const auto end = tip(axis, frame);
        if (!end) {
            continue;
        }
        const bool bright = lit == handleOf(axis, false);
        const Colour colour = look(axis, bright);
        const Eigen::Vector2d way = *end - centre->head<2>();
        const Eigen::Vector2d along = way.normalized();
        const Eigen::Vector2d across(-along.y(), along.x());
        const Eigen::Vector2d neck = *end - headLength * unit * along;
        const Eigen::Vector2d from =
            centre->head<2>() + std::min(arrowStart * unit, 0.5 * way.norm()) * along;
        const double wide = (bright ? headWidth + 1.5 : headWidth) * unit;
        canvas.line(from, neck, (bright ? 5.0 : 4.0) * unit, ground, 0.5F);
        canvas.line(from, neck, (bright ? 3.0 : 2.0) * unit, colour, 0.95F);
        const std::array<Canvas2D::Point, 3> head{*end, neck + wide * across, neck - wide * across};
        canvas.outline(head, 3.0 * unit, ground, 0.5F);
        canvas.polygon(head, colour);
    }
}

Gizmo::Handle Gizmo::pick(double x, double y, const ViewFrame& frame) const {
    const Eigen::Vector2d mouse(x, y);
    Handle best = Handle::none;
    double least = headReach * frame.ratio;
    for (int axis = 0; axis < 3; ++axis) {
        if (const auto end = tip(axis, frame)) {
            const Eigen::Vector2d centre = frame.project(content_.centreUm)->head<2>();
            const Eigen::Vector2d neck = *end - headLength * frame.ratio * (*end - centre).normalized();
            const double distance = distanceTo(mouse, neck, *end);
            if (distance < least) {
                least = distance;
                best = handleOf(axis, false);
            }
        }
    }
    if (best != Handle::none || !content_.turns) {
        return best;
    }
    least = ringReach * frame.ratio;
    for (int axis = 0; axis < 3; ++axis) {
        const std::vector<RingPoint> points = ring(axis, frame);
        for (std::size_t k = 0; k + 1 < points.size(); ++k) {
            // The far half is only seen; where two rings cross the nearer one is meant.
            const double distance = distanceTo(mouse, points[k].at, points[k + 1].at);
            if (points[k].near && distance < least) {
                least = distance;
                best = handleOf(axis, true);
            }
        }
    }
    return best;
}

std::optional<Eigen::Vector2d> Gizmo::gripOf(Handle handle, const ViewFrame& frame) const {
    const int axis = axisOf(handle);
    if (axis < 0) {
        return {};
    }
    if (!isRing(handle)) {
        const auto end = tip(axis, frame);
        const auto centre = frame.project(content_.centreUm);
        return end ? std::optional<Eigen::Vector2d>(*end - 0.5 * headLength * frame.ratio *
                                                               (*end - centre->head<2>()).normalized())
                   : std::nullopt;
    }
    std::vector<Eigen::Vector2d> own;
    for (const RingPoint& point : ring(axis, frame)) {
        if (point.near && pick(point.at.x(), point.at.y(), frame) == handle) {
            own.push_back(point.at);
        }
    }
    // Where no other ring crosses it: those of a whole ring lie at its quarters, that of a half ring in its
    // middle.
    return own.empty() ? std::nullopt : std::optional(own[own.size() * 5 / 16]);
}

double Gizmo::shiftAlong(Handle arrow, const Eigen::Vector2d& fromPx, const Eigen::Vector2d& toPx,
                         const ViewFrame& frame) const {
    const Eigen::Vector3d axis = Eigen::Vector3d::Unit(std::max(axisOf(arrow), 0));
    // The place on the axis that is nearest to the line of sight.
    const auto place = [&](const Eigen::Vector2d& at) {
        const Ray ray = frame.camera.ray(at.x(), at.y(), frame.width, frame.height);
        const double cosine = ray.direction.dot(axis);
        const Eigen::Vector3d from = ray.origin - content_.centreUm;
        const double parallel = 1.0 - cosine * cosine;
        return parallel < 1e-3 ? 0.0 : (axis.dot(from) - cosine * ray.direction.dot(from)) / parallel;
    };
    return place(toPx) - place(fromPx);
}

double Gizmo::turnAbout(Handle ring, const Eigen::Vector2d& fromPx, const Eigen::Vector2d& toPx,
                        const ViewFrame& frame) const {
    const auto centre = frame.project(content_.centreUm);
    if (!centre) {
        return 0.0;
    }
    const Eigen::Vector3d axis = Eigen::Vector3d::Unit(std::max(axisOf(ring), 0));
    const Eigen::Vector3d away = (content_.centreUm - frame.camera.position).normalized();
    const double facing = -axis.dot(away); // 1: the axis points at the eye
    if (std::abs(facing) > 0.35) {
        const auto angle = [&](const Eigen::Vector2d& p) {
            // Pixels count downwards.
            return std::atan2(centre->y() - p.y(), p.x() - centre->x());
        };
        const double turn = std::remainder(angle(toPx) - angle(fromPx), 2.0 * std::numbers::pi);
        return facing > 0.0 ? turn : -turn;
    }
    // Seen from the side: along the ring's near half, a radius is a radian.
    const Eigen::Vector3d along = axis.cross(-away).normalized();
    const auto ahead = frame.project(content_.centreUm + ringRadius * scale(frame) * along);
    if (!ahead) {
        return 0.0;
    }
    const Eigen::Vector2d radian = ahead->head<2>() - centre->head<2>();
    return (toPx - fromPx).dot(radian) / radian.squaredNorm();
}

} // namespace phiscope
