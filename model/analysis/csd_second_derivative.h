#pragma once

#include "model/analysis/csd_estimate.h"
#include "model/analysis/limits.h"

namespace phiscope {

struct SecondDerivativeCsd {
    double sigma = 0.3; ///< S/m
    /// Adds a contact beyond each end, at the spacing there and with the potential of the end contact, so
    /// that the ends get an estimate too (Vaknin et al., J. Neurosci. Methods 24:131, 1988).
    bool vakninEnds = false;

    static constexpr Range sigmaRange{1e-6, 1e6};
};

Result<void> validate(const SecondDerivativeCsd& parameters);

/// The standard estimate: a CSD that is constant across the axis,
///
///     C = −σ d²φ/dz²
///
/// (Nicholson & Freeman, J. Neurophysiol. 38:356, 1975; Mitzdorf, Physiol. Rev. 65:37, 1985). With spacings a
/// and b to the neighbours d²φ/dz² ≈ 2 [φ₋ / (a (a + b)) − φ / (a b) + φ₊ / (b (a + b))], the second
/// derivative of the parabola through the three points, which for a = b is the usual formula. `depthsUm` in
/// any order and spacing; outputs are the inner contacts, or all with Vaknin's ends.
Result<CsdEstimate> estimateCsd(const Eigen::VectorXd& depthsUm, const SecondDerivativeCsd& parameters);

} // namespace phiscope
