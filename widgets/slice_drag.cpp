#include "widgets/slice_drag.h"

#include "model/forward/slice_plane.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <optional>

namespace phiscope {

namespace {

std::array<double, 3> toArray(const Eigen::Vector3d& v) {
    return {v.x(), v.y(), v.z()};
}

/// A number that a person would type: what the mouse can not resolve is noise.
Eigen::Vector3d rounded(const Eigen::Vector3d& from, const Eigen::Vector3d& to, double step) {
    Eigen::Vector3d result = to;
    for (Eigen::Index k = 0; k < 3; ++k) {
        result[k] = std::abs(to[k] - from[k]) < 1e-6 ? from[k] : std::round(to[k] / step) * step;
    }
    return result;
}

FieldSlice withFrame(FieldSlice slice, const Eigen::Vector3d& normal, const Eigen::Vector3d& up) {
    const auto shortened = [](const Eigen::Vector3d& v) {
        return toArray((v * 1e4).array().round().matrix() / 1e4);
    };
    slice.orientation = FieldSlice::Orientation::free;
    slice.normal = shortened(normal);
    slice.up = shortened(up);
    return slice;
}

/// Where the ray meets the sphere nearest to the eye; where it passes by, the nearest point of the sphere.
Eigen::Vector3d onSphere(const Ray& ray, const Eigen::Vector3d& centre, double radius, bool far) {
    const Eigen::Vector3d from = centre - ray.origin;
    const double along = from.dot(ray.direction);
    const Eigen::Vector3d nearest = ray.origin + along * ray.direction;
    const double beside = (nearest - centre).norm();
    if (beside >= radius) {
        return centre + (nearest - centre) / beside * radius;
    }
    const double half = std::sqrt(radius * radius - beside * beside);
    return nearest + (far ? half : -half) * ray.direction;
}

} // namespace

SliceDrag::SliceDrag(const FieldSlice& slice, Way way, const Eigen::Vector3d& takenAtUm, int corner, double x,
                     double y)
    : start_(slice)
    , way_(way)
    , takenAt_(takenAtUm)
    , corner_(corner)
    , fromX_(x)
    , fromY_(y) {}

FieldSlice SliceDrag::at(double x, double y, const Camera& camera, int widthPx, int heightPx) const {
    return way_ == Way::turn ? turned(x, y, camera, widthPx, heightPx)
                             : moved(x, y, camera, widthPx, heightPx);
}

FieldSlice SliceDrag::moved(double x, double y, const Camera& camera, int widthPx, int heightPx) const {
    const SlicePlane plane = slicePlane(start_);
    const Eigen::Vector3d normal = plane.normal();
    const Eigen::Vector3d hand = camera.unproject(x, y, widthPx, heightPx, takenAt_) -
                                 camera.unproject(fromX_, fromY_, widthPx, heightPx, takenAt_);
    const double perPixel = camera.micrometresPerPixelAt(takenAt_, heightPx);
    const auto onPlane = [&](double px, double py) -> std::optional<Eigen::Vector3d> {
        const Ray ray = camera.ray(px, py, widthPx, heightPx);
        const double towards = ray.direction.dot(normal);
        if (std::abs(towards) < 0.15) {
            return {}; // nearly edge on: a pixel would be a leap
        }
        return ray.origin + (takenAt_ - ray.origin).dot(normal) / towards * ray.direction;
    };
    const auto from = onPlane(fromX_, fromY_);
    const auto to = onPlane(x, y);
    Eigen::Vector3d shift = hand - hand.dot(normal) * normal;
    if (from && to) {
        shift = *to - *from;
    }
    if (way_ == Way::alongNormal) {
        const Eigen::Vector3d seen = normal - normal.dot(camera.forward()) * camera.forward();
        if (seen.norm() > 0.25) {
            // As far as the hand goes along the normal as it is seen.
            shift = hand.dot(seen) / seen.squaredNorm() * normal;
        } else {
            const double away = normal.dot(camera.forward()) > 0.0 ? 1.0 : -1.0;
            shift = away * (fromY_ - y) * perPixel * normal;
        }
    }
    FieldSlice slice = start_;
    const double step = perPixel >= 0.5 ? 1.0 : 0.1;
    slice.positionUm = toArray(rounded(plane.centre, plane.centre + shift, step));
    return slice;
}

FieldSlice SliceDrag::turned(double x, double y, const Camera& camera, int widthPx, int heightPx) const {
    const SlicePlane plane = slicePlane(start_);
    const double u = corner_ == 1 || corner_ == 2 ? 1.0 : 0.0;
    const double v = corner_ >= 2 ? 1.0 : 0.0;
    const Eigen::Vector3d corner = plane.at(u, v);
    const double radius = (corner - plane.centre).norm();
    // The corner stays on the half of its sphere on which it was taken.
    const bool far = (corner - plane.centre).dot(camera.forward()) > 1e-3 * radius;
    const auto from = onSphere(camera.ray(fromX_, fromY_, widthPx, heightPx), plane.centre, radius, far);
    const auto to = onSphere(camera.ray(x, y, widthPx, heightPx), plane.centre, radius, far);
    if ((from - to).norm() < 1e-9 * radius) {
        return start_;
    }
    const auto turn = Eigen::Quaterniond::FromTwoVectors(from - plane.centre, to - plane.centre);
    return withFrame(start_, turn * plane.normal(), turn * plane.up);
}

FieldSlice::Orientation facingOrientation(const Camera& camera) {
    Eigen::Index axis = 1;
    camera.forward().cwiseAbs().maxCoeff(&axis);
    return axis == 0   ? FieldSlice::Orientation::yz
           : axis == 1 ? FieldSlice::Orientation::xz
                       : FieldSlice::Orientation::xy;
}

FieldSlice facing(const FieldSlice& slice, const Camera& camera) {
    return withFrame(slice, -camera.forward(), camera.trueUp());
}

FieldSlice sizedFor(const FieldSlice& slice, const Eigen::Vector3d& low, const Eigen::Vector3d& high) {
    if (!((high - low).minCoeff() >= 0.0)) {
        return slice;
    }
    const SlicePlane plane = slicePlane(slice);
    constexpr double room = 100.0; // each side
    constexpr double step = 50.0;
    const auto size = [&](const Eigen::Vector3d& axis) {
        return std::ceil((axis.cwiseAbs().dot(high - low) + 2.0 * room) / step) * step;
    };
    FieldSlice result = slice;
    result.widthUm = size(plane.across);
    result.heightUm = size(plane.up);
    return result;
}

} // namespace phiscope
