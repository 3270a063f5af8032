#pragma once

#include <Eigen/Core>

#include <array>
#include <cstdint>

namespace phiscope {

/// The flat face of a contact.
struct ContactSurface {
    enum class Shape { circle, square, rectangle };
    Shape shape = Shape::circle;
    /// µm: the radius; half the side; half the sides along the face's first and second direction.
    std::array<double, 2> sizeUm{7.5, 7.5};
};

/// Points on a face about (0, 0) along its two directions, 2 × n in µm, and what each weighs; the weights sum
/// to 1.
struct SurfacePoints {
    Eigen::Matrix2Xd places;
    Eigen::VectorXd weights;
};

/// A rule that gives the mean over the face of every polynomial of degree <= 2 order - 1 in the two
/// coordinates exactly. Circle: order points by Gauss-Legendre in the squared radius times 2 order equal
/// angles; square and rectangle: order × order points by Gauss-Legendre. Source: Stroud, Approximate
/// Calculation of Multiple Integrals (1971), ch. 2; Abramowitz & Stegun 25.4.29. The potential of a source at
/// distance d of a contact of radius r is then right to about (r / d)^(2 order).
SurfacePoints quadraturePoints(const ContactSurface& surface, int order = 8);

/// `count` points drawn evenly over the face with equal weights, LFPykit's way. The same seed gives the same
/// points on every machine.
SurfacePoints randomPoints(const ContactSurface& surface, int count, std::uint64_t seed);

/// The corners of a square or rectangle, `count` points round a circle, against the clock: 2 × n, µm.
Eigen::Matrix2Xd edgePoints(const ContactSurface& surface, int count = 48);

/// The two directions in which a face that looks along `normal` lies, one column each, of length one. The
/// second is z seen along the normal, upwards, or y where the normal is along z; the first is horizontal: for
/// normals along y, x and z they are (x, z), (y, z) and (x, y) but for signs, as in LFPykit. `normal` needs
/// not have length one; of length zero it counts as z.
Eigen::Matrix<double, 3, 2> faceDirections(const Eigen::Vector3d& normal);

/// The face's points in space along those directions: n columns, µm.
Eigen::Matrix3Xd placedOnContact(const SurfacePoints& points, const Eigen::Vector3d& contactUm,
                                 const Eigen::Vector3d& normal);

} // namespace phiscope
