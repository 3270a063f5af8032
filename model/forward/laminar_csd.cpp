#include "model/forward/laminar_csd.h"

#include "model/forward/source_columns.h"
#include "model/support/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <optional>

namespace phiscope {

namespace {

/// A segment seen along the axis.
struct Piece {
    double z0, z1;      // along the axis
    Eigen::Vector3d p0; // from the axis to the start
    Eigen::Vector3d dp; // and how that changes until the end
    double r0, r1;      // distances from the axis
    double length;      // in space, µm
};

struct Cylinder {
    double low, high, radius;

    bool contains(double z, double r) const { return z >= low && z < high && r <= radius; }
};

/// The part of the way from start to end that lies inside.
double exactPart(const Piece& piece, const Cylinder& cylinder) {
    double from = 0.0;
    double to = 1.0;
    const double dz = piece.z1 - piece.z0;
    if (dz == 0.0) {
        if (!(piece.z0 >= cylinder.low && piece.z0 < cylinder.high)) {
            return 0.0;
        }
    } else {
        const double low = (cylinder.low - piece.z0) / dz;
        const double high = (cylinder.high - piece.z0) / dz;
        from = std::max(from, std::min(low, high));
        to = std::min(to, std::max(low, high));
    }
    // |p0 + t dp|² <= radius²
    const double a = piece.dp.squaredNorm();
    const double b = piece.p0.dot(piece.dp);
    const double c = piece.p0.squaredNorm() - cylinder.radius * cylinder.radius;
    if (a == 0.0) {
        if (c > 0.0) {
            return 0.0;
        }
    } else {
        const double discriminant = b * b - a * c;
        if (discriminant < 0.0) {
            return 0.0;
        }
        const double root = std::sqrt(discriminant);
        from = std::max(from, (-b - root) / a);
        to = std::min(to, (-b + root) / a);
    }
    if (a == 0.0 && dz == 0.0) {
        return 1.0; // a segment of length zero inside
    }
    return std::max(0.0, to - from);
}

/// Where between start (0) and end (1) a quantity that goes from `a` to `b` reaches `value`.
std::optional<double> crossing(double a, double b, double value) {
    if (a == b) {
        return {};
    }
    const double t = (value - a) / (b - a);
    return t >= 0.0 && t <= 1.0 ? std::optional(t) : std::nullopt;
}

double lfpykitPart(const Piece& piece, const Cylinder& cylinder) {
    const bool startInside = cylinder.contains(piece.z0, piece.r0);
    const bool endInside = cylinder.contains(piece.z1, piece.r1);
    if (startInside == endInside) {
        return startInside ? 1.0 : 0.0;
    }
    std::optional<double> last;
    for (const std::optional<double>& t :
         {crossing(piece.z0, piece.z1, cylinder.low), crossing(piece.z0, piece.z1, cylinder.high),
          crossing(piece.r0, piece.r1, cylinder.radius)}) {
        last = t ? t : last;
    }
    if (!last || !(piece.length > 0.0)) {
        return 0.0;
    }
    const double flat = std::hypot(piece.r1 - piece.r0, piece.z1 - piece.z0);
    return (startInside ? *last : 1.0 - *last) * flat / piece.length;
}

} // namespace

LaminarCsd::LaminarCsd(const Eigen::Matrix2Xd& edgesUm, const Eigen::VectorXd& radiiUm,
                       const Eigen::Vector3d& originUm, const Eigen::Vector3d& axis, Rule rule)
    : edges_(edgesUm)
    , radii_(radiiUm)
    , origin_(originUm)
    , axis_(axis.stableNormalized())
    , rule_(rule) {
    assert(edgesUm.cols() == radiiUm.size());
    assert(radiiUm.size() == 0 || (radiiUm.minCoeff() > 0.0 && axis.squaredNorm() > 0.0));
    assert((edgesUm.row(0).array() < edgesUm.row(1).array()).all());
}

Eigen::MatrixXd LaminarCsd::matrix(const Segments& segments) const {
    const Eigen::VectorXd volumes =
        std::numbers::pi * radii_.array().square() * (edges_.row(1) - edges_.row(0)).transpose().array();
    Eigen::MatrixXd matrix(radii_.size(), segments.size());
    parallelBlocks(segments.size(), columnGrain(radii_.size()), [&](int from, int to) {
        for (int k = from; k < to; ++k) {
            const Eigen::Vector3d start = segments.start.col(k) - origin_;
            const Eigen::Vector3d end = segments.end.col(k) - origin_;
            Piece piece{};
            piece.z0 = start.dot(axis_);
            piece.z1 = end.dot(axis_);
            piece.p0 = start - piece.z0 * axis_;
            const Eigen::Vector3d p1 = end - piece.z1 * axis_;
            piece.dp = p1 - piece.p0;
            piece.r0 = piece.p0.norm();
            piece.r1 = p1.norm();
            piece.length = segments.length(k);
            for (Eigen::Index i = 0; i < radii_.size(); ++i) {
                const Cylinder cylinder{edges_(0, i), edges_(1, i), radii_(i)};
                const double part =
                    rule_ == Rule::exact ? exactPart(piece, cylinder) : lfpykitPart(piece, cylinder);
                matrix(i, k) = part / volumes(i);
            }
        }
    });
    return matrix;
}

Eigen::Matrix2Xd edgesAbout(const Eigen::VectorXd& centresUm, double heightUm) {
    Eigen::Matrix2Xd edges(2, centresUm.size());
    edges.row(0) = centresUm.transpose().array() - 0.5 * heightUm;
    edges.row(1) = centresUm.transpose().array() + 0.5 * heightUm;
    return edges;
}

} // namespace phiscope
