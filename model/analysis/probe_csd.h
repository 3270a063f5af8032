#pragma once

#include "model/forward/laminar_csd.h"
#include "model/scene/measurement.h"
#include "model/support/result.h"

#include <Eigen/Core>

namespace phiscope {

/// The contacts of a probe along its shank.
struct ProbeLine {
    Eigen::Vector3d originUm;    ///< the first contact
    Eigen::Vector3d axis;        ///< towards the last one, length 1
    Eigen::VectorXd distancesUm; ///< of each contact along the axis, in the probe's order
};

/// Fails with a sentence for fewer than three contacts and for two at one depth.
Result<ProbeLine> probeLine(const Probe& probe);

/// Conductivity that an estimate takes for the whole tissue around a probe, S/m: along the shank in
/// anisotropic tissue, that of the tissue in a slice and in a sphere.
double sigmaAlong(const Medium& medium, const Eigen::Vector3d& axis);

/// The true density about each contact, one channel a contact in the probe's order: cylinders around the
/// shank of radius CsdSettings::truthRadiusUm, with edges midway between contacts and as far beyond the ends.
Result<LaminarCsd> trueCsd(const Probe& probe);

/// An estimate of the density at each contact.
struct ProbeCsd {
    Eigen::MatrixXd matrix; ///< contacts × contacts, nA/µm³ per mV; a row of NaN where a method has no
                            ///< estimate (the ends of a second derivative)
    double conditionNumber = 1.0;
};

/// With the probe's settings, but this method of them. Fails with a sentence.
Result<ProbeCsd> estimateCsd(const Probe& probe, CsdSettings::Method method);

/// sqrt(Σ (estimate − truth)² / Σ truth²) over all frames and the channels that have an estimate; NaN where
/// the truth is zero. Both channels × frames.
double relativeError(const Eigen::Ref<const Eigen::MatrixXd>& estimate,
                     const Eigen::Ref<const Eigen::MatrixXd>& truth);

/// 1 nA/µm³ is 10⁶ µA/mm³, the unit in which densities are shown.
constexpr double microamperesPerCubicMillimetre = 1e6;

} // namespace phiscope
