#pragma once

#include <Eigen/Core>

/// The inner loops of the point and line source: one segment, all contacts. They are compiled for several
/// processors and the best is chosen when the program starts.
namespace phiscope::kernels {

/// Contact coordinates in µm, each coordinate contiguous.
struct Contacts {
    const double* x = nullptr;
    const double* y = nullptr;
    const double* z = nullptr;
    Eigen::Index count = 0;
};

/// One segment as a source. `scale` is 1 / (4π σ), in mV·µm/nA for σ in S/m.
struct SourceSegment {
    double start[3]; ///< µm
    double end[3];   ///< µm
    double radius;   ///< µm, half the mean diameter: no distance counts as less
    double scale;
};

/// out[i] = potential at contact i per nA leaving the segment's midpoint, mV/nA.
void pointSource(const Contacts& contacts, const SourceSegment& segment, double* out);

/// out[i] = potential at contact i per nA leaving the segment evenly along its length, mV/nA.
void lineSource(const Contacts& contacts, const SourceSegment& segment, double* out);

} // namespace phiscope::kernels
