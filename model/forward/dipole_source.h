#pragma once

#include "model/forward/forward_model.h"

namespace phiscope {

/// The whole cell as one current dipole p = Σ (m_k - r_0) I_k that lies in the root, r_0 the midpoint of
/// segment 0 and m_k that of segment k, in an infinite homogeneous isotropic medium:
///
///     φ = p · R / (4π σ R³),   R from r_0 to the contact
///
/// Source: Nunez & Srinivasan, Electric Fields of the Brain (2006); LFPykit's InfiniteVolumeConductor. What a
/// cell looks like from far away; R below the root's radius counts as that radius.
class DipoleSource : public ForwardModel {
public:
    /// `contacts`: 3 × channels, µm. `sigma` > 0 in S/m.
    DipoleSource(Eigen::Matrix3Xd contacts, double sigma);

    Eigen::MatrixXd matrix(const Segments& segments) const override; ///< mV/nA
    int channels() const override { return static_cast<int>(contacts_.cols()); }
    std::string unit() const override { return "mV"; }

private:
    Eigen::Matrix3Xd contacts_;
    double sigma_;
};

} // namespace phiscope
