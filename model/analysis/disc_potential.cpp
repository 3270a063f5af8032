#include "model/analysis/disc_potential.h"

#include <cmath>

namespace phiscope {
namespace {

/// Odd antiderivative of the kernel: [u sqrt(u² + R²) − u |u| + R² arsinh(u / R)] / 2.
double integral(double u, double radius) {
    return 0.5 * (u * discKernel(u, radius) + radius * radius * std::asinh(u / radius));
}

} // namespace

double discKernel(double u, double radius) {
    return radius * radius / (std::sqrt(u * u + radius * radius) + std::abs(u));
}

double cylinderKernel(double from, double to, double radius) {
    return integral(to, radius) - integral(from, radius);
}

} // namespace phiscope
