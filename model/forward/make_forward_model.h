#pragma once

#include "model/forward/forward_model.h"
#include "model/scene/scene.h"

#include <memory>

namespace phiscope {

/// The potential that a cell's currents make at `points` (3 × n, µm) in tissue. An error where that tissue
/// has no such sources: lines above the bottom of a slice, anything but points in a sphere, a dipole in
/// tissue that is not even. The medium must have passed `validate`. A head needs to know how the cell's
/// sections hang together, and is an error without `morphology`.
Result<std::unique_ptr<ForwardModel>> makePotentialModel(const Medium& medium, CurrentSource source,
                                                         const Eigen::Matrix3Xd& points,
                                                         const Morphology* morphology = nullptr);

/// What a probe measures: `makePotentialModel` at its contacts, averaged over their surfaces where they have
/// any. The probe must have passed `validate`.
Result<std::unique_ptr<ForwardModel>> makeForwardModel(const Probe& probe,
                                                       const Morphology* morphology = nullptr);

/// Why `probeMatrix` would refuse; the matrix itself is not made.
Result<void> checkProbe(const Probe& probe, const PlacedCell& cell);

/// The matrix of `makeForwardModel` for a cell, or why there is none: contacts × segments in mV/nA.
Result<Eigen::MatrixXd> probeMatrix(const Probe& probe, const Segments& segments);
Result<Eigen::MatrixXd> probeMatrix(const Probe& probe, const PlacedCell& cell);

/// The same for Projector::setMatrixBuilder, whose problem() becomes the message of the std::runtime_error.
Eigen::MatrixXd probeMatrixOrThrow(const Probe& probe, const Segments& segments);
Eigen::MatrixXd probeMatrixOrThrow(const Probe& probe, const PlacedCell& cell);

} // namespace phiscope
