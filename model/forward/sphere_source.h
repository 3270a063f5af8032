#pragma once

#include "model/forward/forward_model.h"

#include <vector>

namespace phiscope {

/// A sphere of one conductivity in an infinite medium of another, in S/m.
struct SphereMedium {
    Eigen::Vector3d centreUm = Eigen::Vector3d::Zero();
    double radiusUm = 10000.0;  ///< > 0
    double sigmaInside = 0.3;   ///< > 0
    double sigmaOutside = 0.03; ///< > 0
    int terms = 1000;           ///< of the series, at most; LFPykit's n_max
};

/// Each segment as a point source at its midpoint inside the sphere. With r and r' the distances of contact
/// and source from the centre, γ the angle between them and R the radius, inside (r <= R)
///
///     4π σi φ / I = 1 / |r - r'| + 1/R Σ (σi - σo)(n + 1) / (σi n + σo (n + 1)) (r r' / R²)^n P_n(cos γ)
///
/// and outside
///
///     4π σi φ / I = 1/r Σ σi (2n + 1) / (σi n + σo (n + 1)) (r' / r)^n P_n(cos γ).
///
/// Source: Deng, J. Electrostat. 66:549 (2008), eqs. 3-6; LFPykit's OneSphereVolumeConductor. As there, a
/// distance below a segment's full diameter counts as the diameter, inside. LFPykit takes contacts in
/// spherical coordinates and leaves out the azimuth: its numbers are those of this class for contacts and
/// sources turned about z onto one meridian.
class SphereSource : public ForwardModel {
public:
    /// `contacts`: 3 × channels, µm.
    SphereSource(const Eigen::Matrix3Xd& contacts, const SphereMedium& medium);

    /// All midpoints must lie inside the sphere.
    Result<void> check(const Segments& segments) const override;
    Eigen::MatrixXd matrix(const Segments& segments) const override; ///< mV/nA
    int channels() const override { return static_cast<int>(contacts_.cols()); }
    std::string unit() const override { return "mV"; }

private:
    SphereMedium medium_;
    Eigen::Matrix3Xd contacts_;           // from the centre, those inside first
    std::vector<Eigen::Index> channelOf_; // of each column
    Eigen::Index inside_ = 0;             // how many columns are inside
    std::vector<double> insideCoefficients_;
    std::vector<double> outsideCoefficients_;
};

} // namespace phiscope
