#include "model/analysis/spherical_spline.h"

#include <Eigen/LU>

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace phiscope {

namespace {

constexpr int terms = 60; // the next one adds less than 1e-12 of the sum

double kernel(double cosine) {
    const double t = std::clamp(cosine, -1.0, 1.0);
    double before = 1.0; // P_(n-1)
    double legendre = t; // P_n
    double sum = 0.0;
    for (int n = 1; n <= terms; ++n) {
        const double order = n;
        sum += (2.0 * order + 1.0) / std::pow(order * (order + 1.0), 4) * legendre;
        const double next = ((2.0 * order + 1.0) * t * legendre - order * before) / (order + 1.0);
        before = legendre;
        legendre = next;
    }
    return sum / (4.0 * std::numbers::pi);
}

} // namespace

Eigen::MatrixXd sphericalSplineWeights(const Eigen::Matrix3Xd& sensors, const Eigen::Matrix3Xd& points,
                                       double smoothing) {
    const Eigen::Index n = sensors.cols();
    assert(n >= 1);
    Eigen::MatrixXd system = Eigen::MatrixXd::Ones(n + 1, n + 1);
    system(n, n) = 0.0;
    system.topLeftCorner(n, n) = (sensors.transpose() * sensors).unaryExpr(&kernel);
    system.topLeftCorner(n, n).diagonal().array() += smoothing;
    const Eigen::MatrixXd solution =
        system.fullPivLu().solve(Eigen::MatrixXd::Identity(n + 1, n)); // values to coefficients
    Eigen::MatrixXd basis = Eigen::MatrixXd::Ones(points.cols(), n + 1);
    basis.leftCols(n) = (points.transpose() * sensors).unaryExpr(&kernel);
    return basis * solution;
}

} // namespace phiscope
