#pragma once

#include <Eigen/Core>

namespace phiscope {

/// Weights that interpolate values from sensors on a sphere to other places of it: points × sensors.
///
///     v(x) = c_0 + Σ_i c_i g(x · e_i),   g(t) = 1/(4π) Σ_n (2n + 1) / (n (n + 1))^4 P_n(t)
///     Σ_i c_i = 0,   v(e_i) = values_i
///
/// `sensors` 3 × n (n >= 1) and `points` 3 × m are unit vectors. `smoothing` is added to the diagonal.
/// Source: Perrin, Pernier, Bertrand & Echallier, Electroencephalogr. Clin. Neurophysiol. 72:184 (1989),
/// eq. 1–3, with m = 4.
Eigen::MatrixXd sphericalSplineWeights(const Eigen::Matrix3Xd& sensors, const Eigen::Matrix3Xd& points,
                                       double smoothing = 1e-9);

} // namespace phiscope
