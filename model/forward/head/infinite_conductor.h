#pragma once

#include "model/forward/head/lead_field.h"

namespace phiscope {

/// Potential of a current dipole p in an infinite homogeneous conductor, R from the dipole to the electrode:
///
///     φ = p · R / (4π σ R³)
///
/// Source: Nunez & Srinivasan, Electric Fields of the Brain (2006), ch. 6; LFPykit's InfiniteVolumeConductor
/// (whose text gives σ in S/cm, while its numbers hold for S/m, as here).
class InfiniteConductor : public LeadField {
public:
    /// `electrodesUm`: 3 × channels. `sigma` > 0 in S/m.
    explicit InfiniteConductor(Eigen::Matrix3Xd electrodesUm, double sigma = 0.3);

    /// mV/(nA·µm). Fails where an electrode lies at the dipole.
    Result<Eigen::MatrixXd> matrix(const Eigen::Vector3d& dipoleUm) const override;
    int channels() const override { return static_cast<int>(electrodes_.cols()); }
    std::string unit() const override { return "mV"; }

private:
    Eigen::Matrix3Xd electrodes_;
    double sigma_;
};

} // namespace phiscope
