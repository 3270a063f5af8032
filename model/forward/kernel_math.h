#pragma once

#include "model/forward/kernel_dispatch.h"

#include <bit>
#include <cmath>
#include <cstdint>

/// What the kernels share: the choice of processor and a logarithm that becomes vector code. For the .cpp
/// files of kernels only, which are compiled with -fno-math-errno -fno-trapping-math.

namespace phiscope::kernels {

inline constexpr double ln2 = 0.693147180559945309417232121458;

PHISCOPE_INLINE double larger(double a, double b) {
    return a > b ? a : b;
}

/// Σ t^n / (2n + 1), n = 0 … 11: atanh(s) / s for t = s². Below 0.0402 the remainder is under 1e-18.
PHISCOPE_INLINE double atanhSeries(double t) {
    double p = 1.0 / 23.0;
    p = p * t + 1.0 / 21.0;
    p = p * t + 1.0 / 19.0;
    p = p * t + 1.0 / 17.0;
    p = p * t + 1.0 / 15.0;
    p = p * t + 1.0 / 13.0;
    p = p * t + 1.0 / 11.0;
    p = p * t + 1.0 / 9.0;
    p = p * t + 1.0 / 7.0;
    p = p * t + 1.0 / 5.0;
    p = p * t + 1.0 / 3.0;
    return p * t + 1.0;
}

/// ln(a / b) for normal a >= b > 0 where `difference` = a - b is known better than by subtraction.
///
/// b is scaled by a power of two 2^k that brings a / b into [2^-0.6, 2^0.6], then
/// ln q = 2 atanh((q - 1) / (q + 1)). k comes from the bit patterns, which are piecewise linear logarithms,
/// so there is no branch and no table, and every instruction has a vector form from SSE2 on.
PHISCOPE_INLINE double logRatio(double a, double b, double difference) {
    constexpr std::uint64_t bias = std::uint64_t{1023} << 52U;
    constexpr std::uint64_t half = std::uint64_t{1} << 51U;
    constexpr std::uint64_t exponentMask = std::uint64_t{0x7FF} << 52U;
    constexpr std::uint64_t magic = std::uint64_t{0x433} << 52U; // 2^52, whose lowest bit counts ones
    const std::uint64_t power =
        (std::bit_cast<std::uint64_t>(a) - std::bit_cast<std::uint64_t>(b) + bias + half) & exponentMask;
    const double scale = std::bit_cast<double>(power); // 2^k
    const double k = std::bit_cast<double>((power >> 52U) | magic) - (0x1p52 + 1023.0);
    const double scaled = b * scale;
    const double numerator = scale == 1.0 ? difference : a - scaled;
    const double s = numerator / (a + scaled);
    return k * ln2 + 2.0 * s * atanhSeries(s * s);
}

} // namespace phiscope::kernels
