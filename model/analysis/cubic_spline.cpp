#include "model/analysis/cubic_spline.h"

#include <Eigen/LU>

#include <algorithm>
#include <cassert>
#include <utility>

namespace phiscope {

CubicSpline::CubicSpline(Eigen::VectorXd knots, SplineEnds ends)
    : knots_(std::move(knots)) {
    const Eigen::Index n = knots_.size();
    assert(n >= (ends == SplineEnds::natural ? 2 : 4));
    const Eigen::VectorXd h = knots_.tail(n - 1) - knots_.head(n - 1);
    assert((h.array() > 0.0).all());
    // left · m = right · y: continuity of the first derivative at inner knots, and what holds at the ends.
    Eigen::MatrixXd left = Eigen::MatrixXd::Zero(n, n);
    Eigen::MatrixXd right = Eigen::MatrixXd::Zero(n, n);
    for (Eigen::Index i = 1; i < n - 1; ++i) {
        left(i, i - 1) = h[i - 1] / 6.0;
        left(i, i) = (h[i - 1] + h[i]) / 3.0;
        left(i, i + 1) = h[i] / 6.0;
        right(i, i - 1) = 1.0 / h[i - 1];
        right(i, i) = -1.0 / h[i - 1] - 1.0 / h[i];
        right(i, i + 1) = 1.0 / h[i];
    }
    if (ends == SplineEnds::natural) {
        left(0, 0) = 1.0;
        left(n - 1, n - 1) = 1.0;
    } else {
        left.row(0).head(3) << h[1], -h[0] - h[1], h[0];
        left.row(n - 1).tail(3) << h[n - 2], -h[n - 3] - h[n - 2], h[n - 3];
    }
    curvature_ = left.partialPivLu().solve(right);
}

CubicSpline::Weights CubicSpline::weights(double x) const {
    const double* begin = knots_.data();
    const Eigen::Index piece = std::clamp<Eigen::Index>(
        std::upper_bound(begin, begin + knots_.size(), x) - begin - 1, 0, knots_.size() - 2);
    const double h = knots_[piece + 1] - knots_[piece];
    const double b = (x - knots_[piece]) / h;
    const double a = 1.0 - b;
    return {piece, a, b, (a * a * a - a) * h * h / 6.0, (b * b * b - b) * h * h / 6.0};
}

Eigen::MatrixXd CubicSpline::values(const Eigen::VectorXd& points) const {
    Eigen::MatrixXd result(points.size(), knots_.size());
    for (Eigen::Index i = 0; i < points.size(); ++i) {
        const Weights w = weights(points[i]);
        result.row(i) = w.curvature0 * curvature_.row(w.piece) + w.curvature1 * curvature_.row(w.piece + 1);
        result(i, w.piece) += w.value0;
        result(i, w.piece + 1) += w.value1;
    }
    return result;
}

} // namespace phiscope
