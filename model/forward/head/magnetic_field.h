#pragma once

#include "model/forward/head/lead_field.h"

namespace phiscope {

/// Permeability of vacuum, H/m. LFPykit's `mu`.
constexpr double vacuumPermeability = 1.2566370614359172954e-6;

/// Magnetic field strengths here are H in nA/µm, which is mA/m; with µ in H/m the flux density is
/// B = µ · H · 1e-3 tesla. LFPykit's calculate_B leaves out the factor: it gives µ · H.
constexpr double teslaPerNaPerUm = vacuumPermeability * 1e-3;

/// Magnetic field of a current dipole p in an infinite homogeneous conductor, R from dipole to sensor:
///
///     H = p × R / (4π R³)
///
/// Source: Nunez & Srinivasan, Electric Fields of the Brain (2006), app. B; LFPykit's
/// InfiniteHomogeneousVolCondMEG. Return currents add nothing, by symmetry.
class InfiniteMagneticField : public LeadField {
public:
    /// `sensorsUm`: 3 × sensors. Channel 3 s + a is axis a of sensor s.
    explicit InfiniteMagneticField(Eigen::Matrix3Xd sensorsUm);

    /// (nA/µm)/(nA·µm). Fails where a sensor lies at the dipole.
    Result<Eigen::MatrixXd> matrix(const Eigen::Vector3d& dipoleUm) const override;
    int channels() const override { return static_cast<int>(3 * sensors_.cols()); }
    std::string unit() const override { return "nA/µm"; }

private:
    Eigen::Matrix3Xd sensors_;
};

/// Magnetic field of a current dipole p at r0 in a conductor that is symmetric about the origin, outside of
/// it; with a = r - r0:
///
///     H = (F p × r0 - ((p × r0) · r) ∇F) / (4π F²)
///     F = a (r a + r² - r0 · r)
///     ∇F = (a²/r + a · r/a + 2a + 2r) r - (a + 2r + a · r/a) r0
///
/// Source: Sarvas, Phys. Med. Biol. 32:11 (1987), eq. 25; LFPykit's SphericallySymmetricVolCondMEG. Neither
/// the shells' radii nor their conductivities matter, and a radial dipole makes no field.
class SphericalMagneticField : public LeadField {
public:
    /// `sensorsUm`: 3 × sensors, outside of the conductor. Channel 3 s + a is axis a of sensor s.
    explicit SphericalMagneticField(Eigen::Matrix3Xd sensorsUm);

    /// (nA/µm)/(nA·µm). Fails where a sensor is not farther from the centre than the dipole.
    Result<Eigen::MatrixXd> matrix(const Eigen::Vector3d& dipoleUm) const override;
    int channels() const override { return static_cast<int>(3 * sensors_.cols()); }
    std::string unit() const override { return "nA/µm"; }

private:
    Eigen::Matrix3Xd sensors_;
};

} // namespace phiscope
