#include "model/forward/contact_surface.h"

#include "model/support/uniform.h"

#include <Eigen/Eigenvalues>
#include <Eigen/Geometry>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace phiscope {

namespace {

struct Rule {
    Eigen::VectorXd places;  // in -1 … 1
    Eigen::VectorXd weights; // sum 1
};

/// Golub & Welsch, Math. Comp. 23:221 (1969): eigenvalues of the Jacobi matrix of Legendre's polynomials.
Rule gaussLegendre(int count) {
    Eigen::VectorXd beside(std::max(0, count - 1));
    for (Eigen::Index i = 0; i < beside.size(); ++i) {
        const double k = static_cast<double>(i + 1);
        beside(i) = k / std::sqrt(4.0 * k * k - 1.0);
    }
    Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver;
    solver.computeFromTridiagonal(Eigen::VectorXd::Zero(count), beside);
    return {solver.eigenvalues(), solver.eigenvectors().row(0).array().square().matrix()};
}

std::array<double, 2> halfSides(const ContactSurface& surface) {
    return surface.shape == ContactSurface::Shape::rectangle
               ? surface.sizeUm
               : std::array{surface.sizeUm[0], surface.sizeUm[0]};
}

} // namespace

SurfacePoints quadraturePoints(const ContactSurface& surface, int order) {
    assert(order >= 1);
    const Rule rule = gaussLegendre(order);
    const bool circle = surface.shape == ContactSurface::Shape::circle;
    const int columns = circle ? 2 * order : order;
    SurfacePoints points;
    points.places.resize(2, static_cast<Eigen::Index>(order) * columns);
    points.weights.resize(points.places.cols());
    const auto [half0, half1] = halfSides(surface);
    Eigen::Index at = 0;
    for (int i = 0; i < order; ++i) {
        const double radius = surface.sizeUm[0] * std::sqrt(0.5 * (1.0 + rule.places(i)));
        for (int j = 0; j < columns; ++j, ++at) {
            if (circle) {
                const double angle = 2.0 * std::numbers::pi * j / columns;
                points.places.col(at) << radius * std::cos(angle), radius * std::sin(angle);
                points.weights(at) = rule.weights(i) / columns;
            } else {
                points.places.col(at) << half0 * rule.places(i), half1 * rule.places(j);
                points.weights(at) = rule.weights(i) * rule.weights(j);
            }
        }
    }
    return points;
}

SurfacePoints randomPoints(const ContactSurface& surface, int count, std::uint64_t seed) {
    assert(count >= 1);
    std::mt19937_64 generator(seed);
    SurfacePoints points{Eigen::Matrix2Xd(2, count), Eigen::VectorXd::Constant(count, 1.0 / count)};
    const auto [half0, half1] = halfSides(surface);
    for (Eigen::Index i = 0; i < count; ++i) {
        const double a = uniform(generator);
        const double b = uniform(generator);
        if (surface.shape == ContactSurface::Shape::circle) {
            const double radius = surface.sizeUm[0] * std::sqrt(a);
            const double angle = 2.0 * std::numbers::pi * b;
            points.places.col(i) << radius * std::cos(angle), radius * std::sin(angle);
        } else {
            points.places.col(i) << half0 * (2.0 * a - 1.0), half1 * (2.0 * b - 1.0);
        }
    }
    return points;
}

Eigen::Matrix2Xd edgePoints(const ContactSurface& surface, int count) {
    const auto [half0, half1] = halfSides(surface);
    if (surface.shape != ContactSurface::Shape::circle) {
        Eigen::Matrix2Xd corners(2, 4);
        corners << -half0, half0, half0, -half0, -half1, -half1, half1, half1;
        return corners;
    }
    Eigen::Matrix2Xd points(2, count);
    for (int k = 0; k < count; ++k) {
        const double angle = 2.0 * std::numbers::pi * k / count;
        points.col(k) << half0 * std::cos(angle), half0 * std::sin(angle);
    }
    return points;
}

Eigen::Matrix<double, 3, 2> faceDirections(const Eigen::Vector3d& normal) {
    const Eigen::Vector3d n =
        normal.squaredNorm() > 0.0 ? normal.stableNormalized() : Eigen::Vector3d(Eigen::Vector3d::UnitZ());
    const bool flat = std::hypot(n.x(), n.y()) < 1e-9;
    const Eigen::Vector3d up = flat ? Eigen::Vector3d::UnitY() : Eigen::Vector3d::UnitZ();
    const Eigen::Vector3d second = (up - up.dot(n) * n).normalized();
    // Its sign is of no account: the rules are symmetric.
    const Eigen::Vector3d first = second.cross(n);
    Eigen::Matrix<double, 3, 2> frame;
    frame << first, second;
    return frame;
}

Eigen::Matrix3Xd placedOnContact(const SurfacePoints& points, const Eigen::Vector3d& contactUm,
                                 const Eigen::Vector3d& normal) {
    return (faceDirections(normal) * points.places).colwise() + contactUm;
}

} // namespace phiscope
