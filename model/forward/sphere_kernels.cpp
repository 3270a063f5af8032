#include "model/forward/sphere_kernels.h"

#include "model/forward/kernel_math.h"

#include <algorithm>

namespace phiscope::kernels {

namespace {

constexpr int lanes = 8; // as many as are summed side by side

/// Terms after which the rest, at most Σ largest q^n, cannot be seen.
int termsNeeded(double q2, int available) {
    const double q = std::sqrt(q2);
    if (q < 1e-18) {
        return std::min(available, 1);
    }
    if (q >= 1.0) {
        return available;
    }
    const double needed = std::ceil(std::log(1e-18 * (1.0 - q)) / std::log(q));
    return needed < available ? std::max(1, static_cast<int>(needed)) : available;
}

// S_n = q^n P_n obeys (n + 1) S_{n+1} = (2n + 1) qx S_n - n q² S_{n-1}.
PHISCOPE_DISPATCH
void sumLanes(const double* qx, const double* q2, const double* coefficients, int terms, double* out) {
    double last[lanes];
    double now[lanes];
    double sum[lanes];
    for (int lane = 0; lane < lanes; ++lane) {
        last[lane] = 0.0;
        now[lane] = 1.0;
        sum[lane] = coefficients[0];
    }
    for (int n = 0; n + 1 < terms; ++n) {
        const double k = 1.0 / (n + 1.0);
        const double a = (2.0 * n + 1.0) * k;
        const double b = n * k;
        const double c = coefficients[n + 1];
        for (int lane = 0; lane < lanes; ++lane) {
            const double next = a * qx[lane] * now[lane] - b * q2[lane] * last[lane];
            last[lane] = now[lane];
            now[lane] = next;
            sum[lane] += c * next;
        }
    }
    for (int lane = 0; lane < lanes; ++lane) {
        out[lane] = sum[lane];
    }
}

} // namespace

void legendreSum(const double* qx, const double* q2, Eigen::Index count, std::span<const double> coefficients,
                 double* out) {
    for (Eigen::Index from = 0; from < count; from += lanes) {
        const Eigen::Index size = std::min<Eigen::Index>(lanes, count - from);
        double x[lanes] = {};
        double square[lanes] = {};
        double sum[lanes];
        std::copy_n(qx + from, size, x);
        std::copy_n(q2 + from, size, square);
        const int terms =
            termsNeeded(*std::max_element(square, square + size), static_cast<int>(coefficients.size()));
        sumLanes(x, square, coefficients.data(), terms, sum);
        std::copy_n(sum, size, out + from);
    }
}

} // namespace phiscope::kernels
