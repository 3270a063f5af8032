#pragma once

#include "model/forward/forward_model.h"
#include "model/scene/medium.h"

namespace phiscope {

/// Point and line sources in an infinite medium whose conductivity differs along x, y and z. A point:
///
///     φ = I / (4π √(σy σz Δx² + σx σz Δy² + σx σy Δz²))
///
/// and a line: the integral of this along the segment, which is the isotropic line source between places
/// whose coordinates are stretched by √(σy σz), √(σx σz) and √(σx σy). Source: Nicholson & Freeman, J.
/// Neurophysiol. 38:356 (1975); Ness et al., Neuroinformatics 13:403 (2015), eqs. 12-14. LFPykit's
/// RecExtElectrode with three conductivities.
///
/// A contact nearer to the segment than its radius is moved outwards to the surface first, since in such a
/// medium the direction matters; the distance is that to the finite segment (point source: to its midpoint).
/// A contact on the axis itself is moved along (-py, px, 0), p = end - start, or (0, pz, -py) where px is 0;
/// at the midpoint of a point source along x. These choices are LFPykit's. A segment of length zero is a
/// point.
class AnisotropicSource : public ForwardModel {
public:
    /// `contacts`: 3 × channels, µm. `sigma` > 0 along x, y, z in S/m.
    AnisotropicSource(const Eigen::Matrix3Xd& contacts, const Eigen::Vector3d& sigma, CurrentSource source);

    Eigen::MatrixXd matrix(const Segments& segments) const override; ///< mV/nA
    int channels() const override { return static_cast<int>(contacts_.rows()); }
    std::string unit() const override { return "mV"; }

private:
    void pointColumn(const Segments& segments, int k, double* out) const;
    void lineColumn(const Segments& segments, int k, double* distance2, double* out) const;

    Eigen::MatrixX3d contacts_;
    Eigen::Vector3d stretch_;    // what each coordinate is multiplied by, S/m
    Eigen::MatrixX3d stretched_; // contacts_ so
    CurrentSource source_;
};

} // namespace phiscope
