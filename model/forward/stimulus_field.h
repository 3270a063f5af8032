#pragma once

#include "model/geometry/segments.h"
#include "model/scene/scene.h"
#include "model/scene/stimulation.h"
#include "model/support/result.h"

#include <Eigen/Core>

#include <vector>

/// The potential that stimulating contacts make.
///
/// Of contacts n that drive the currents f_n · I into infinite, even tissue
///
///     V(r) = Σ_n f_n I / (4π σ |r - r_n|)
///
/// and twice that where the tissue fills one side of an insulating plate (`halfSpace`); LFPy's
/// enable_extracellular_stimulation with the models 'inf' and 'semi'. In the other tissues the potential of a
/// point source there takes the place of 1/(4π σ r): anisotropic, in a slice by the method of images, in a
/// sphere. All of these are symmetric in source and observer, so that a contact that drives a current makes
/// at a segment the potential that the segment's current, as a point source, makes at the contact. That is
/// how it is calculated, with what holds for recording: a contact with a surface drives its current evenly
/// over it, and a distance below a segment's radius counts as the radius. A head is no such tissue here.
namespace phiscope {

/// A potential outside the membrane that acts on a cell: a pattern over the segments times a current.
struct AppliedField {
    Eigen::VectorXd pattern; ///< at each segment, mV per nA
    SteppedCurrent current;
};

/// The pattern of a probe's contacts at the segments' midpoints, mV per nA of its wave. All 0 where none of
/// its contacts drives. Fails where the tissue has no equation for it.
Result<Eigen::VectorXd> stimulusPattern(const Probe& probe, const Segments& segments);

/// The same at any points, 3 × n in µm. Here nothing has a radius, so that a distance below a quarter of the
/// contact's radius counts as that.
Result<Eigen::VectorXd> stimulusPatternAt(const Probe& probe, const Eigen::Matrix3Xd& points);

/// One field a stimulating probe, in scene order. Fails with the probe's name.
Result<std::vector<AppliedField>> appliedFields(const Scene& scene, const Segments& segments);

/// Their sum at a time: mV at each segment.
Eigen::VectorXd appliedPotential(const std::vector<AppliedField>& fields, double timeMs, int segments);

} // namespace phiscope
