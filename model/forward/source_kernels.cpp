#include "model/forward/source_kernels.h"

#include "model/forward/kernel_math.h"

namespace phiscope::kernels {

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
