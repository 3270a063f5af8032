#pragma once

#include "model/analysis/limits.h"

#include <Eigen/Core>

#include <functional>

namespace phiscope {

/// The sources that kernel CSD estimates are made of: equal Gaussians on a regular grid.
struct KernelSources {
    double sigma = 0.3;     ///< S/m
    double widthUm = 200.0; ///< R: three standard deviations, as kCSD-python has it
    /// Regularisation relative to the mean of the kernel's diagonal, hence without a unit. kCSD-python's λ is
    /// this times that mean.
    double lambda = 1e-6;
    int count = 256;         ///< about so many in two dimensions
    double marginUm = 100.0; ///< how far they reach beyond the outermost contacts

    static constexpr Range sigmaRange{1e-6, 1e6};
    static constexpr Range widthRangeUm{1e-3, 1e6};
    static constexpr Range lambdaRange{0.0, 1e6};
    static constexpr Range countRange{3, 20000};
    static constexpr Range marginRangeUm{0.0, 1e6};
};

Result<void> validate(const KernelSources& sources);

/// Potentials at the contacts and densities at the outputs of every source of unit weight. Potentials are
/// good to 3e-11 of the largest.
struct KernelBasis {
    Eigen::MatrixXd potentials; ///< sources × contacts, mV
    Eigen::MatrixXd densities;  ///< outputs × sources, nA/µm³
};

/// mV at a distance along the axis from the middle of a source exp(−x² / 2 s²) / (s sqrt(2π)) nA/µm³ that
/// fills discs of `radiusUm` across the axis: the source convolved with discKernel / (2 σ).
std::function<double(double)> lineSourcePotential(const KernelSources& sources, double radiusUm);

/// mV at a distance ρ in the plane from the middle of a source exp(−r² / 2 s²) / (2π s²) nA/µm³ that reaches
/// from −h to h across the plane:
///
///     φ(ρ) = 1 / (2π σ) ∫∫ arsinh(h / |r − ρ|) b(r) d²r
///          = 1 / (2π σ s²) ∫ r arsinh(h / r) exp(−(r − ρ)² / 2 s²) I₀ₑ(r ρ / s²) dr
///
/// with the angle about the contact integrated (I₀ₑ is the scaled modified Bessel function).
std::function<double(double)> planarSourcePotential(const KernelSources& sources, double halfThicknessUm);

/// Contacts and outputs along an axis, any order.
KernelBasis lineBasis(const Eigen::VectorXd& contactsUm, const Eigen::VectorXd& outputsUm,
                      const KernelSources& sources, double radiusUm);

/// 2 × contacts and 2 × outputs, in the plane. The sources' grid must have an extent both ways.
KernelBasis planarBasis(const Eigen::Matrix2Xd& contactsUm, const Eigen::Matrix2Xd& outputsUm,
                        const KernelSources& sources, double halfThicknessUm);

} // namespace phiscope
