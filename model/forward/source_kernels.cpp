#include "model/forward/source_kernels.h"

#include "model/forward/kernel_dispatch.h"

#include <bit>
#include <cmath>
#include <cstdint>

namespace phiscope::kernels {

namespace {

constexpr double ln2 = 0.693147180559945309417232121458;

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

} // namespace

PHISCOPE_DISPATCH
void pointSource(const Contacts& contacts, const SourceSegment& segment, double* out) {
    const double mx = 0.5 * (segment.start[0] + segment.end[0]);
    const double my = 0.5 * (segment.start[1] + segment.end[1]);
    const double mz = 0.5 * (segment.start[2] + segment.end[2]);
    const double radius = segment.radius;
    const double scale = segment.scale;
    const double* x = contacts.x;
    const double* y = contacts.y;
    const double* z = contacts.z;
    for (Eigen::Index i = 0; i < contacts.count; ++i) {
        const double dx = x[i] - mx;
        const double dy = y[i] - my;
        const double dz = z[i] - mz;
        out[i] = scale / larger(std::sqrt(dx * dx + dy * dy + dz * dz), radius);
    }
}

// With r the distance to the axis, h and l = h + L the places along it measured from the end and from the
// start, a = √(h² + r²) and b = √(l² + r²) the distances to the end and the start:
//
//     φ = ln((a + b + L) / (a + b - L)) / (4π σ L)
//
// which is Holt & Koch's logarithm for all their three cases at once. a + b - L cancels close to the segment;
// a - |h| = r² / (a + |h|), the same for b, and |h| + |l| - L = 2 max(0, h, -l) give it without cancelling.
PHISCOPE_DISPATCH
void lineSource(const Contacts& contacts, const SourceSegment& segment, double* out) {
    const double ex = segment.end[0];
    const double ey = segment.end[1];
    const double ez = segment.end[2];
    double ux = ex - segment.start[0];
    double uy = ey - segment.start[1];
    double uz = ez - segment.start[2];
    const double length = std::sqrt(ux * ux + uy * uy + uz * uz);
    if (!(length > 0.0)) {
        pointSource(contacts, segment, out); // what the line tends to as it shrinks
        return;
    }
    ux /= length;
    uy /= length;
    uz /= length;
    const double radius2 = segment.radius * segment.radius;
    const double scale = segment.scale / length;
    const double* x = contacts.x;
    const double* y = contacts.y;
    const double* z = contacts.z;
    for (Eigen::Index i = 0; i < contacts.count; ++i) {
        const double wx = x[i] - ex;
        const double wy = y[i] - ey;
        const double wz = z[i] - ez;
        const double h = wx * ux + wy * uy + wz * uz;
        const double l = h + length;
        const double px = wx - h * ux;
        const double py = wy - h * uy;
        const double pz = wz - h * uz;
        const double r2 = larger(px * px + py * py + pz * pz, radius2);
        const double a = std::sqrt(h * h + r2);
        const double b = std::sqrt(l * l + r2);
        const double p = a + std::abs(h);
        const double q = b + std::abs(l);
        const double beyond = larger(larger(h, -l), 0.0);
        const double nearSum = r2 * (p + q) / (p * q) + 2.0 * beyond; // a + b - L
        out[i] = scale * logRatio(a + b + length, nearSum, 2.0 * length);
    }
}

} // namespace phiscope::kernels
