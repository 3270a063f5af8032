#pragma once

#include "model/analysis/csd_estimate.h"
#include "model/analysis/limits.h"

namespace phiscope {

/// Smoothing along the axis after an estimate; itself linear. A constant density stays as it is.
struct CsdSmoothing {
    enum class Kind {
        none,
        /// Weights 0.23, 0.54, 0.23 of neighbours (Rappelsberger et al., Pflügers Arch. 389:159, 1981). With
        /// uneven spacing the outer 0.46 are shared so that a slope stays as it is.
        hamming,
        gaussian ///< exp(−d² / 2 s²), weighted with the thickness that each position stands for
    };
    Kind kind = Kind::none;
    double widthUm = 50.0; ///< gaussian: standard deviation s

    static constexpr Range widthRangeUm{1e-3, 1e6};
};

Result<void> validate(const CsdSmoothing& parameters);

/// positions × positions; `positionsUm` ascending, two at least.
Result<Eigen::MatrixXd> smoothingMatrix(const Eigen::VectorXd& positionsUm, const CsdSmoothing& parameters);

/// The estimate with its outputs smoothed.
Result<CsdEstimate> smoothed(CsdEstimate estimate, const CsdSmoothing& parameters);

} // namespace phiscope
