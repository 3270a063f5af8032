#include "model/forward/image_kernels.h"

#include "model/forward/kernel_math.h"

namespace phiscope::kernels {

// The logarithm of `lineSource`; see there how it keeps its digits.
PHISCOPE_DISPATCH
void addBareLine(const Contacts& contacts, const SourceSegment& segment, double* out) {
    const double ex = segment.end[0];
    const double ey = segment.end[1];
    const double ez = segment.end[2];
    double ux = ex - segment.start[0];
    double uy = ey - segment.start[1];
    double uz = ez - segment.start[2];
    const double length = std::sqrt(ux * ux + uy * uy + uz * uz);
    ux /= length;
    uy /= length;
    uz /= length;
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
        // Never zero, for a division below; too small to be seen beside h² or l².
        const double r2 = larger(px * px + py * py + pz * pz, 1e-200);
        const double a = std::sqrt(h * h + r2);
        const double b = std::sqrt(l * l + r2);
        const double p = a + std::abs(h);
        const double q = b + std::abs(l);
        const double beyond = larger(larger(h, -l), 0.0);
        const double nearSum = r2 * (p + q) / (p * q) + 2.0 * beyond; // a + b - L
        out[i] += scale * logRatio(a + b + length, nearSum, 2.0 * length);
    }
}

PHISCOPE_DISPATCH
void segmentDistance2(const Contacts& contacts, const SourceSegment& segment, double* out) {
    const double sx = segment.start[0];
    const double sy = segment.start[1];
    const double sz = segment.start[2];
    const double dx = segment.end[0] - sx;
    const double dy = segment.end[1] - sy;
    const double dz = segment.end[2] - sz;
    const double length2 = dx * dx + dy * dy + dz * dz;
    const double inverse = length2 > 0.0 ? 1.0 / length2 : 0.0;
    const double* x = contacts.x;
    const double* y = contacts.y;
    const double* z = contacts.z;
    for (Eigen::Index i = 0; i < contacts.count; ++i) {
        const double wx = x[i] - sx;
        const double wy = y[i] - sy;
        const double wz = z[i] - sz;
        const double along = (wx * dx + wy * dy + wz * dz) * inverse;
        const double u = -larger(-larger(along, 0.0), -1.0); // within 0 … 1
        const double px = wx - u * dx;
        const double py = wy - u * dy;
        const double pz = wz - u * dz;
        out[i] = px * px + py * py + pz * pz;
    }
}

PHISCOPE_DISPATCH
void anisotropicPoint(const Contacts& contacts, const SourceSegment& segment, const double (&weights)[3],
                      double* out) {
    const double mx = 0.5 * (segment.start[0] + segment.end[0]);
    const double my = 0.5 * (segment.start[1] + segment.end[1]);
    const double mz = 0.5 * (segment.start[2] + segment.end[2]);
    const double radius2 = segment.radius * segment.radius;
    const double scale = segment.scale;
    const double wx = weights[0];
    const double wy = weights[1];
    const double wz = weights[2];
    const double* x = contacts.x;
    const double* y = contacts.y;
    const double* z = contacts.z;
    for (Eigen::Index i = 0; i < contacts.count; ++i) {
        const double dx = x[i] - mx;
        const double dy = y[i] - my;
        const double dz = z[i] - mz;
        const double plain = dx * dx + dy * dy + dz * dz;
        const double aside = plain < 1e-6 ? 1e-3 : 0.0;
        const double r2 = plain + aside;
        const double grow = larger(radius2, r2) / r2;
        out[i] = scale / std::sqrt(grow * (wx * (dx * dx + aside) + wy * dy * dy + wz * dz * dz));
    }
}

PHISCOPE_DISPATCH
void imagePoints(const Contacts& contacts, const SourceSegment& segment, std::span<const Image> images,
                 double* scratch, double* out) {
    const double mx = 0.5 * (segment.start[0] + segment.end[0]);
    const double my = 0.5 * (segment.start[1] + segment.end[1]);
    const double mz = 0.5 * (segment.start[2] + segment.end[2]);
    const double radius2 = segment.radius * segment.radius;
    const double* x = contacts.x;
    const double* y = contacts.y;
    const double* z = contacts.z;
    const Eigen::Index count = contacts.count;
    for (Eigen::Index i = 0; i < count; ++i) {
        const double dx = x[i] - mx;
        const double dy = y[i] - my;
        const double dz = z[i] - mz;
        scratch[i] = larger(dx * dx + dy * dy, radius2 - dz * dz);
        out[i] = 0.0;
    }
    for (const Image& image : images) {
        const double shift = image.sign * mz + image.offset;
        const double weight = segment.scale * image.weight;
        for (Eigen::Index i = 0; i < count; ++i) {
            const double dz = z[i] + shift;
            out[i] += weight / std::sqrt(scratch[i] + dz * dz);
        }
    }
}

} // namespace phiscope::kernels
