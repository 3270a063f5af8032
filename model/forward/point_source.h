#pragma once

#include "model/forward/forward_model.h"

namespace phiscope {

/// Each segment as a point current source at its midpoint, in an infinite homogeneous isotropic medium:
///
///     φ = I / (4π σ r)
///
/// Source: Nunez & Srinivasan, Electric Fields of the Brain (2006); Lindén et al., Front. Neuroinform. 7:41
/// (2014), eq. 2. A distance r below the segment's radius counts as the radius, since the formula describes
/// the outside only (LFPykit's PointSourcePotential does the same).
class PointSource : public ForwardModel {
public:
    /// `contacts`: 3 × channels, µm. `sigma` > 0 in S/m.
    PointSource(const Eigen::Matrix3Xd& contacts, double sigma);

    Eigen::MatrixXd matrix(const Segments& segments) const override; ///< mV/nA
    int channels() const override { return static_cast<int>(contacts_.rows()); }
    std::string unit() const override { return "mV"; }

private:
    Eigen::MatrixX3d contacts_;
    double sigma_;
};

} // namespace phiscope
