#pragma once

#include <Eigen/Core>

namespace phiscope {

enum class SplineEnds {
    natural, ///< no curvature at the ends
    notAKnot ///< the first two pieces are one polynomial, and so are the last two
};

/// Cubic spline interpolation as a linear operator on the values at the knots.
///
/// Between knots i and i + 1, h apart, with b = (x − x_i) / h, a = 1 − b and second derivatives m,
///
///     s(x) = a y_i + b y_{i+1} + [(a³ − a) m_i + (b³ − b) m_{i+1}] h² / 6,     m = T · y
///
/// (de Boor, A Practical Guide to Splines, 1978, chapter IV).
class CubicSpline {
public:
    /// `knots` ascending; two at least, four for not-a-knot ends.
    CubicSpline(Eigen::VectorXd knots, SplineEnds ends);

    const Eigen::VectorXd& knots() const { return knots_; }
    /// T: knots × knots, second derivatives from values.
    const Eigen::MatrixXd& curvature() const { return curvature_; }

    /// What multiplies y_i, y_{i+1}, m_i and m_{i+1} at x.
    struct Weights {
        Eigen::Index piece;
        double value0, value1, curvature0, curvature1;
    };
    Weights weights(double x) const;

    /// points × knots; points outside of the knots continue the end pieces.
    Eigen::MatrixXd values(const Eigen::VectorXd& points) const;

private:
    Eigen::VectorXd knots_;
    Eigen::MatrixXd curvature_;
};

} // namespace phiscope
