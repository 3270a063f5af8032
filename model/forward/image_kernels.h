#pragma once

#include "model/forward/source_kernels.h"

#include <span>

/// The inner loops of media with a direction or with walls: one segment, all contacts, like source_kernels.h.
namespace phiscope::kernels {

/// out[i] += potential at contact i per nA of a line source, mV/nA: the formula of `lineSource` without any
/// regard to the segment's radius, so huge and without meaning for a contact on the line itself between its
/// ends. The segment must not have length zero.
void addBareLine(const Contacts& contacts, const SourceSegment& segment, double* out);

/// out[i] = square of the distance of contact i to the segment, ends included, µm².
void segmentDistance2(const Contacts& contacts, const SourceSegment& segment, double* out);

/// out[i] = segment.scale / √(wx dx² + wy dy² + wz dz²), d from the segment's midpoint: the point source of
/// an anisotropic medium. Contacts nearer than the radius count as on the sphere of that radius in the same
/// direction; nearer than 1 nm they lie in the direction of x.
void anisotropicPoint(const Contacts& contacts, const SourceSegment& segment, const double (&weights)[3],
                      double* out);

/// One mirror image of a source at depth z': it stands where `z + sign * z' + offset` vanishes.
struct Image {
    double sign = -1.0;  ///< -1 not turned over, +1 turned over
    double offset = 0.0; ///< µm
    double weight = 1.0;
};

/// out[i] = segment.scale · Σ weight / √(ρ² + (z + sign z' + offset)²) over the images of a point source at
/// the segment's midpoint (.., .., z'), ρ the horizontal distance. Where the contact is nearer than the
/// radius to the midpoint, ρ grows until it is as near as the radius.
void imagePoints(const Contacts& contacts, const SourceSegment& segment, std::span<const Image> images,
                 double* scratch, double* out);

} // namespace phiscope::kernels
