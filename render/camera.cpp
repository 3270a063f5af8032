#include "render/camera.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace phiscope {

namespace {

double halfAngleTangent(const Camera& camera) {
    return std::tan(camera.viewAngleDeg * std::numbers::pi / 360.0);
}

} // namespace

double Camera::micrometresPerPixel(int heightPx) const {
    return 2.0 * (perspective ? distance() * halfAngleTangent(*this) : parallelScale) / heightPx;
}

double Camera::micrometresPerPixelAt(const Eigen::Vector3d& point, int heightPx) const {
    if (!perspective) {
        return micrometresPerPixel(heightPx);
    }
    const double depth = (point - position).dot(forward());
    return 2.0 * std::max(depth, 1e-9) * halfAngleTangent(*this) / heightPx;
}

Ray Camera::ray(double x, double y, int widthPx, int heightPx) const {
    const double right = (x - 0.5 * widthPx);
    const double upward = (0.5 * heightPx - y);
    const double scale = micrometresPerPixel(heightPx);
    const Eigen::Vector3d offset = scale * (right * this->right() + upward * trueUp());
    if (perspective) {
        return {position, (focus + offset - position).normalized()};
    }
    return {position + offset, forward()};
}

std::optional<Eigen::Vector3d> Camera::project(const Eigen::Vector3d& point, int widthPx,
                                               int heightPx) const {
    const Eigen::Vector3d relative = point - position;
    const double depth = relative.dot(forward());
    if (perspective && depth <= 1e-9) {
        return {};
    }
    const double scale = micrometresPerPixelAt(point, heightPx);
    return Eigen::Vector3d{0.5 * widthPx + relative.dot(right()) / scale,
                           0.5 * heightPx - relative.dot(trueUp()) / scale, depth};
}

Eigen::Vector3d Camera::unproject(double x, double y, int widthPx, int heightPx,
                                  const Eigen::Vector3d& through) const {
    const Ray line = ray(x, y, widthPx, heightPx);
    const Eigen::Vector3d normal = forward();
    return line.origin + line.direction * ((through - line.origin).dot(normal) / line.direction.dot(normal));
}

void Camera::orbit(double azimuthRad, double elevationRad) {
    constexpr double nearPole = 1e-3;
    const double far = distance();
    Eigen::Vector3d back = (position - focus) / far;
    // The pole itself has no azimuth of its own: there the up vector carries it.
    const double polar = std::acos(std::clamp(back.z(), -1.0, 1.0));
    const double sign = trueUp().z() < -1e-6 ? -1.0 : 1.0;
    Eigen::Vector3d level = right();
    level.z() = 0.0;
    if (level.norm() < 1e-9) {
        level = Eigen::Vector3d::UnitX();
    }
    level.normalize();
    const double newPolar = std::clamp(polar - sign * elevationRad, nearPole, std::numbers::pi - nearPole);
    // `level` points right and `outward` is the horizontal direction from the focus to the eye.
    Eigen::Vector3d outward = level.cross(Eigen::Vector3d::UnitZ()) * sign;
    const Eigen::AngleAxisd turn(azimuthRad, Eigen::Vector3d::UnitZ());
    outward = turn * outward;
    back = outward * std::sin(newPolar) + Eigen::Vector3d::UnitZ() * std::cos(newPolar);
    position = focus + far * back;
    up = sign * (Eigen::Vector3d::UnitZ() * std::sin(newPolar) - outward * std::cos(newPolar));
}

void Camera::pan(double dx, double dy, int heightPx) {
    const double scale = micrometresPerPixel(heightPx);
    const Eigen::Vector3d move = scale * (-dx * right() + dy * trueUp());
    position += move;
    focus += move;
}

void Camera::zoom(double factor, double x, double y, int widthPx, int heightPx) {
    const Eigen::Vector3d fixed = unproject(x, y, widthPx, heightPx, focus);
    // Below a hundredth of a µm and above a metre nothing of a cell is left to see.
    const double seen = perspective ? distance() : parallelScale;
    const double scale = 1.0 / std::clamp(factor, seen / 1e6, seen / 1e-2);
    parallelScale *= scale;
    const Eigen::Vector3d newFocus = fixed + (focus - fixed) * scale;
    const Eigen::Vector3d offset = position - focus;
    focus = newFocus;
    position = focus + (perspective ? Eigen::Vector3d(offset * scale) : offset);
}

void Camera::lookAt(const Eigen::Vector3d& point) {
    position += point - focus;
    focus = point;
}

void Camera::setPerspective(bool on) {
    if (on == perspective) {
        return;
    }
    if (on) {
        const Eigen::Vector3d back = -forward();
        position = focus + back * (parallelScale / halfAngleTangent(*this));
    } else {
        parallelScale = distance() * halfAngleTangent(*this);
    }
    perspective = on;
}

void Camera::setView(StandardView view) {
    const double far = distance();
    Eigen::Vector3d back = Eigen::Vector3d::UnitX();
    up = Eigen::Vector3d::UnitZ();
    switch (view) {
    case StandardView::front:
        back = -Eigen::Vector3d::UnitY();
        break;
    case StandardView::back:
        back = Eigen::Vector3d::UnitY();
        break;
    case StandardView::left:
        back = -Eigen::Vector3d::UnitX();
        break;
    case StandardView::right:
        back = Eigen::Vector3d::UnitX();
        break;
    case StandardView::top:
        back = Eigen::Vector3d::UnitZ();
        up = Eigen::Vector3d::UnitY();
        break;
    case StandardView::bottom:
        back = -Eigen::Vector3d::UnitZ();
        up = Eigen::Vector3d::UnitY();
        break;
    }
    position = focus + far * back;
}

void Camera::fit(const Eigen::Vector3d& low, const Eigen::Vector3d& high, double aspect, double margin) {
    const Eigen::Vector3d direction = forward();
    const Eigen::Vector3d across = right();
    const Eigen::Vector3d upward = trueUp();
    const double room = 1.0 - 2.0 * margin;
    const double tangent = halfAngleTangent(*this);
    const Eigen::Vector3d centre = 0.5 * (low + high);
    double halfHeight = 1e-3;
    double eye = 1e-3;
    for (int corner = 0; corner < 8; ++corner) {
        const Eigen::Vector3d point((corner & 1) != 0 ? high.x() : low.x(),
                                    (corner & 2) != 0 ? high.y() : low.y(),
                                    (corner & 4) != 0 ? high.z() : low.z());
        const Eigen::Vector3d relative = point - centre;
        const double need =
            std::max(std::abs(relative.dot(upward)), std::abs(relative.dot(across)) / aspect) / room;
        halfHeight = std::max(halfHeight, need);
        // A corner nearer to the eye needs the eye to stand further back.
        eye = std::max(eye, need / tangent - relative.dot(direction));
    }
    parallelScale = halfHeight;
    focus = centre;
    position = centre - direction * (perspective ? eye : halfHeight / tangent);
}

void Camera::fit(std::span<const FitSphere> spheres, int widthPx, int heightPx, double marginPx,
                 double rightPx) {
    if (spheres.empty()) {
        return;
    }
    Eigen::Vector3d low = spheres.front().centre;
    Eigen::Vector3d high = low;
    for (const FitSphere& s : spheres) {
        low = low.cwiseMin((s.centre.array() - s.radius).matrix());
        high = high.cwiseMax((s.centre.array() + s.radius).matrix());
    }
    fit(low, high, static_cast<double>(widthPx) / heightPx, 0.05); // all before the eye, to begin with
    const double wide = std::max(widthPx - 2.0 * marginPx - rightPx, 0.2 * widthPx);
    const double tall = std::max(heightPx - 2.0 * marginPx, 0.2 * heightPx);
    // In perspective the size of a thing changes with the distance, so a few rounds are needed.
    for (int round = 0; round < 8; ++round) {
        double left = 1e300;
        double right = -1e300;
        double top = 1e300;
        double bottom = -1e300;
        double factor = 1e6;
        std::vector<Eigen::Vector4d> seen; // x, y, radius, room to the right; pixels from the middle
        seen.reserve(spheres.size());
        for (const FitSphere& s : spheres) {
            const auto at = project(s.centre, widthPx, heightPx);
            if (!at) {
                continue;
            }
            const double radius = s.radius / micrometresPerPixelAt(s.centre, heightPx);
            seen.emplace_back(at->x() - 0.5 * widthPx, at->y() - 0.5 * heightPx, radius, s.roomRightPx);
            left = std::min(left, seen.back().x() - radius);
            top = std::min(top, seen.back().y() - radius);
            bottom = std::max(bottom, seen.back().y() + radius);
        }
        for (const Eigen::Vector4d& s : seen) {
            const double room = std::min(s[3], 0.5 * wide);
            factor = std::min(factor, (wide - room) / std::max(s.x() + s[2] - left, 1e-9));
        }
        factor = std::min(factor, tall / std::max(bottom - top, 1e-9));
        for (const Eigen::Vector4d& s : seen) {
            right = std::max(right, (s.x() + s[2]) * factor + std::min(s[3], 0.5 * wide));
        }
        zoom(factor, 0.5 * widthPx, 0.5 * heightPx, widthPx, heightPx);
        pan(-0.5 * (left * factor + right + rightPx), -0.5 * (top + bottom) * factor, heightPx);
        if (std::abs(factor - 1.0) < 1e-3) {
            break;
        }
    }
}

} // namespace phiscope
