#include "model/forward/head/sphere_series.h"

#include "model/forward/kernel_dispatch.h"

#include <algorithm>
#include <cmath>

namespace phiscope::sphere {

// Within a shell [a, b] u = α (r^-(n+1) + κ r^n / b^(2n+1)), and with y the admittance at b, inside,
//
//     κ = (n + 1 - y) / (n + y)                                      β = α κ
//     u(r) r^(n+1) = α (1 + κ (r/b)^(2n+1))
//
// and, with k = (a/b)^(2n+1), the admittance at a, on this side of the border, is
//
//     y_a = (n + 1 - n κ k) / (1 + κ k) = (n (n + 1) (1 - k) + y (n + 1 + n k)) / (y (1 - k) + n + (n + 1) k)
Coefficients coefficients(const Geometry& geometry, int n) {
    const double order = n;
    std::array<double, shells> admittance{}; // at each shell's outer border, inside
    std::array<double, shells> power{};      // (inner radius / outer radius)^(2n+1)
    double y = 0.0;
    for (int s = shells - 1; s >= 0; --s) {
        const auto at = static_cast<std::size_t>(s);
        admittance[at] = y;
        if (s == 0) {
            break;
        }
        const double exponent = (2.0 * order + 1.0) * std::log(geometry.radii[at - 1] / geometry.radii[at]);
        const double k = std::exp(exponent);
        const double oneMinusK = -std::expm1(exponent);
        power[at] = k;
        const double inside = (order * (order + 1.0) * oneMinusK + y * (order + 1.0 + order * k)) /
                              (y * oneMinusK + order + (order + 1.0) * k);
        y = inside * geometry.sigmas[at] / geometry.sigmas[at - 1];
    }
    Coefficients result{};
    double value = 1.0; // u r^(n+1) where the shell begins
    for (std::size_t s = 0; s < shells; ++s) {
        const double whole = order + admittance[s];
        const double k = power[s];
        // 1 + κ k over the common denominator n + y
        const double inner = (admittance[s] * (1.0 - k) + order + (order + 1.0) * k) / whole;
        const double alpha = s == 0 ? 1.0 : value / inner;
        result.alpha[s] = alpha;
        result.beta[s] = alpha * (order + 1.0 - admittance[s]) / whole;
        value = alpha * (2.0 * order + 1.0) / whole;
    }
    return result;
}

int termsFor(double t, int power, double limit, int most) {
    if (!(t < 1.0)) {
        return -1;
    }
    // Σ_{n > N} n t^(n-1) = t^N (N + 1 - N t) / (1 - t)², and bound(n) falls with n.
    const auto rest = [&](double terms) {
        const double bound = std::pow((2.0 * terms + 3.0) / (terms + 1.0), power);
        return bound * std::pow(t, terms) * (terms + 1.0 - terms * t) / ((1.0 - t) * (1.0 - t));
    };
    if (rest(most) > limit) {
        return -1;
    }
    int enough = most;
    int few = 0;
    for (int step = 16; few + step < enough; step *= 2) { // most often a few hundred
        if (rest(few + step) <= limit) {
            enough = few + step;
            break;
        }
        few += step;
    }
    while (enough - few > 1) {
        const int middle = few + (enough - few) / 2;
        (rest(middle) <= limit ? enough : few) = middle;
    }
    return enough;
}

bool sumAsLfpykit(const Geometry& geometry, double factor, int most, SeriesPoint& point) {
    const double border = geometry.radii[point.shell];
    const double x = point.depth / point.r;
    const double y = point.depth * point.r / (border * border);
    const double share = point.r / border;
    const double radialFactor = point.shell == 0 ? 1e-6 * factor : factor;
    double outer = 1.0;
    double inner = share * share * share;
    double legendre = point.cosine;
    double before = 1.0;
    double derivative = 1.0;
    double radialWeight = 0.0;
    double acrossWeight = 0.0;
    bool radialGoes = true;
    bool acrossGoes = true;
    point.radial = 0.0;
    point.across = 0.0;
    for (int n = 1; radialGoes || acrossGoes; ++n) {
        if (n > most) {
            return false;
        }
        const double order = n;
        const Coefficients c = coefficients(geometry, n);
        const double g = c.alpha[point.shell] * outer + c.beta[point.shell] * inner;
        if (radialGoes) {
            point.radial += order * g * legendre;
            radialWeight += order * g;
            radialGoes = order * g > radialFactor * radialWeight;
        }
        if (acrossGoes) {
            point.across += g * derivative;
            acrossWeight += g;
            acrossGoes = g > factor * acrossWeight;
        }
        outer *= x;
        inner *= y;
        const double next = ((2.0 * order + 1.0) * point.cosine * legendre - order * before) / (order + 1.0);
        derivative = point.cosine * derivative + (order + 1.0) * legendre;
        before = legendre;
        legendre = next;
    }
    return true;
}

PHISCOPE_DISPATCH
void sumSeries(const ShellTable& table, int terms, PointBlock& block) {
    double legendre[lanes];   // P_n
    double before[lanes];     // P_(n-1)
    double derivative[lanes]; // P_n'
    double outer[lanes];
    double inner[lanes];
    double radial[lanes];
    double across[lanes];
    double cosine[lanes];
    double x[lanes];
    double y[lanes];
    for (int i = 0; i < lanes; ++i) {
        const auto at = static_cast<std::size_t>(i);
        cosine[i] = block.cosine[at];
        x[i] = block.x[at];
        y[i] = block.y[at];
        outer[i] = block.outer[at];
        inner[i] = block.inner[at];
        legendre[i] = cosine[i];
        before[i] = 1.0;
        derivative[i] = 1.0;
        radial[i] = 0.0;
        across[i] = 0.0;
    }
    const double* alpha = table.alpha.data();
    const double* beta = table.beta.data();
    for (int n = 1; n <= terms; ++n) {
        const double order = n;
        const double a = alpha[n - 1];
        const double b = beta[n - 1];
        const double up = (2.0 * order + 1.0) / (order + 1.0);
        const double back = order / (order + 1.0);
        for (int i = 0; i < lanes; ++i) {
            const double g = a * outer[i] + b * inner[i];
            radial[i] += order * g * legendre[i];
            across[i] += g * derivative[i];
            outer[i] *= x[i];
            inner[i] *= y[i];
            // (n + 1) P_(n+1) = (2n + 1) c P_n - n P_(n-1);  P'_(n+1) = c P'_n + (n + 1) P_n
            const double next = up * cosine[i] * legendre[i] - back * before[i];
            derivative[i] = cosine[i] * derivative[i] + (order + 1.0) * legendre[i];
            before[i] = legendre[i];
            legendre[i] = next;
        }
    }
    std::copy(radial, radial + lanes, block.radial.begin());
    std::copy(across, across + lanes, block.across.begin());
}

} // namespace phiscope::sphere
