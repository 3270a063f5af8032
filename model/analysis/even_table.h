#pragma once

#include <Eigen/Core>

#include <functional>

namespace phiscope {

/// A smooth even function that is costly, looked up: values at even spacing, and between them the polynomial
/// of degree 7 through the eight nearest (Lagrange, barycentric form; Berrut & Trefethen, SIAM Rev. 46:501,
/// 2004). With a spacing of a sixteenth of the length over which the function varies, errors are near 1e-11
/// of it.
class EvenTable {
public:
    /// For |x| up to `last`.
    EvenTable(double spacing, double last, const std::function<double(double)>& function);

    double operator()(double x) const;

private:
    static constexpr Eigen::Index points = 8;
    double spacing_;
    Eigen::VectorXd values_; ///< values_[k] at (k − points / 2) · spacing
};

} // namespace phiscope
