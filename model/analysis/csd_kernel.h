#pragma once

#include "model/analysis/csd_estimate.h"
#include "model/analysis/kernel_basis.h"

#include <vector>

namespace phiscope {

/// Kernel CSD along a line of contacts.
struct KernelCsd {
    KernelSources sources;
    double diameterUm = 500.0; ///< of the column about the line (kCSD-python's h is its radius)
    int outputCount = 0;       ///< evenly spaced outputs from first to last contact; 0: the contacts

    static constexpr Range diameterRangeUm{1e-3, 1e6};
    static constexpr int maximumOutputs = 10000;
};

/// Kernel CSD in the plane of the contacts.
struct PlanarKernelCsd {
    KernelSources sources;
    double halfThicknessUm = 250.0; ///< sources reach so far to both sides of the plane (kCSD-python: 2 h)

    static constexpr Range halfThicknessRangeUm{1e-3, 1e6};
};

struct PlanarCsdEstimate {
    Eigen::MatrixXd matrix;       ///< output positions × contacts, nA/µm³ per mV
    Eigen::Matrix2Xd positionsUm; ///< of the outputs, as asked for
    double conditionNumber = 1.0; ///< as CsdEstimate's
    std::string unit = "nA/µm³";
};

Result<void> validate(const KernelCsd& parameters);
Result<void> validate(const PlanarKernelCsd& parameters);

/// Kernel CSD (Potworowski et al., Neural Comput. 24:541, 2012). With potentials b̃_m at the contacts and
/// densities b_m of all sources, K = B̃ᵀ B̃ and K̃ = bᵀ B̃,
///
///     C = K̃ (K + λ I)⁻¹ φ
///
/// Of all sums of sources with these potentials that is the one of least weights, for λ = 0; λ > 0 trades
/// exact potentials for smaller weights. Solved by the singular values of B̃ itself, never through K, whose
/// condition number is the square. conditionNumber is that of K + λ I.
///
/// Contacts in any order and spacing. Fails where parameters lie outside of their limits, for fewer than
/// three contacts, for two in one place, for fewer sources than contacts, and for λ = 0 where K cannot be
/// inverted.
Result<CsdEstimate> estimateCsd(const Eigen::VectorXd& depthsUm, const KernelCsd& parameters);

/// `contactsUm`: 2 × contacts; `outputsUm`: 2 × outputs.
Result<PlanarCsdEstimate> estimateCsd(const Eigen::Matrix2Xd& contactsUm, const Eigen::Matrix2Xd& outputsUm,
                                      const PlanarKernelCsd& parameters);

/// What cross-validation tries.
struct KernelSearch {
    std::vector<double> widthsUm{100.0, 150.0, 200.0, 300.0, 400.0};
    std::vector<double> lambdas{1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1}; ///< above 0
};

struct KernelChoice {
    double widthUm = 0.0;
    double lambda = 0.0;
    Eigen::MatrixXd errorsMv; ///< widths × lambdas: root mean square of predicted minus measured potential
};

/// The width and λ with which each contact is best predicted from the others, over all frames. Leaving
/// contact i out changes its prediction by [(K + λ I)⁻¹ φ]_i / [(K + λ I)⁻¹]_ii, so that nothing is solved
/// again (Wahba, Spline Models for Observational Data, 1990, chapter 4). The sources stay where they are.
/// `potentialsMv`: contacts × frames.
Result<KernelChoice> crossValidate(const Eigen::VectorXd& depthsUm,
                                   const Eigen::Ref<const Eigen::MatrixXd>& potentialsMv,
                                   const KernelCsd& parameters, const KernelSearch& search = {});
Result<KernelChoice> crossValidate(const Eigen::Matrix2Xd& contactsUm,
                                   const Eigen::Ref<const Eigen::MatrixXd>& potentialsMv,
                                   const PlanarKernelCsd& parameters, const KernelSearch& search = {});

} // namespace phiscope
