#pragma once

#include <Eigen/Core>

#include <span>

namespace phiscope::kernels {

/// out[i] = Σ_n coefficients[n] q^n P_n(x) with P_n Legendre's polynomials, from qx[i] = q x and q2[i] = q²,
/// |x| <= 1, 0 <= q. Terms stop where all that follow are below 1e-18 of the largest coefficient.
void legendreSum(const double* qx, const double* q2, Eigen::Index count, std::span<const double> coefficients,
                 double* out);

} // namespace phiscope::kernels
