#pragma once

#include <Eigen/Core>
#include <Eigen/Geometry>

#include <optional>
#include <span>

namespace phiscope {

/// Half-line from the eye, or from the near side in a parallel view. `direction` has unit length.
struct Ray {
    Eigen::Vector3d origin;
    Eigen::Vector3d direction;
};

enum class StandardView {
    front, ///< xz plane, seen from -y: a pyramidal cell stands upright
    back,
    left,
    right, ///< yz plane, seen from +x
    top,   ///< xy plane, seen from +z
    bottom,
};

/// Something that has to lie in the picture.
struct FitSphere {
    Eigen::Vector3d centre;
    double radius = 0.0;
    double roomRightPx = 0.0; ///< for a flat drawing beside it
};

/// How the scene is looked at. Pure mathematics in µm and pixels; a pixel position counts from the top left
/// corner of the view, in device pixels.
struct Camera {
    Eigen::Vector3d position{0.0, -1000.0, 0.0};
    Eigen::Vector3d focus{0.0, 0.0, 0.0};
    Eigen::Vector3d up{0.0, 0.0, 1.0};
    double viewAngleDeg = 25.0;   ///< vertical, perspective
    double parallelScale = 500.0; ///< half the height seen in µm, parallel
    bool perspective = true;

    double distance() const { return (focus - position).norm(); }
    Eigen::Vector3d forward() const { return (focus - position).normalized(); }
    Eigen::Vector3d right() const { return forward().cross(up).normalized(); }
    Eigen::Vector3d trueUp() const { return right().cross(forward()); }

    /// µm that one pixel spans at the focus (scale bars), and at `point`.
    double micrometresPerPixel(int heightPx) const;
    double micrometresPerPixelAt(const Eigen::Vector3d& point, int heightPx) const;

    Ray ray(double x, double y, int widthPx, int heightPx) const;
    /// (x, y, distance along the view in µm); nothing where the point lies behind the eye.
    std::optional<Eigen::Vector3d> project(const Eigen::Vector3d& point, int widthPx, int heightPx) const;
    /// Point under the pixel in the plane that faces the eye and holds `through`.
    Eigen::Vector3d unproject(double x, double y, int widthPx, int heightPx,
                              const Eigen::Vector3d& through) const;

    /// Turns about the focus: `azimuth` about the z axis, `elevation` towards the poles, both in radians. z
    /// stays up.
    void orbit(double azimuthRad, double elevationRad);
    /// Moves with the scene so that what was under the mouse follows it by (dx, dy) pixels.
    void pan(double dx, double dy, int heightPx);
    /// Magnifies by `factor` (> 1: closer) and keeps what lies under the pixel, at the depth of the focus,
    /// in place.
    void zoom(double factor, double x, double y, int widthPx, int heightPx);
    /// Moves the focus to a point without turning.
    void lookAt(const Eigen::Vector3d& point);
    void setPerspective(bool on); ///< keeps the size of what lies at the focus
    void setView(StandardView view);
    /// Shows a box whole, with `margin` (a fraction of the view's height) left free on every side; the
    /// direction stays.
    void fit(const Eigen::Vector3d& low, const Eigen::Vector3d& high, double aspect, double margin = 0.06);
    /// The same for what is really there, which fills a picture better than its box: every sphere lies within
    /// the view less `marginPx` (and `rightPx` more on the right, for a legend), with room for what is drawn
    /// beside it.
    void fit(std::span<const FitSphere> spheres, int widthPx, int heightPx, double marginPx,
             double rightPx = 0.0);

    bool operator==(const Camera&) const = default;
};

} // namespace phiscope
