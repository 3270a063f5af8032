#include "model/analysis/csd_smoothing.h"

#include <cassert>
#include <cmath>
#include <utility>

namespace phiscope {

Result<void> validate(const CsdSmoothing& parameters) {
    return checkRange("The width of the smoothing", parameters.widthUm, CsdSmoothing::widthRangeUm, "µm");
}

Result<Eigen::MatrixXd> smoothingMatrix(const Eigen::VectorXd& z, const CsdSmoothing& parameters) {
    if (const Result<void> fine = validate(parameters); !fine) {
        return tl::unexpected(fine.error());
    }
    const Eigen::Index n = z.size();
    Eigen::MatrixXd weights = Eigen::MatrixXd::Identity(n, n);
    if (n < 2) {
        return weights;
    }
    if (parameters.kind == CsdSmoothing::Kind::hamming) {
        constexpr double middle = 0.54;
        constexpr double beside = 0.23;
        for (Eigen::Index i = 0; i < n; ++i) {
            weights(i, i) = middle;
            if (i == 0 || i == n - 1) {
                weights(i, i == 0 ? 1 : n - 2) = beside;
            } else {
                const double a = z[i] - z[i - 1];
                const double b = z[i + 1] - z[i];
                weights(i, i - 1) = 2.0 * beside * b / (a + b);
                weights(i, i + 1) = 2.0 * beside * a / (a + b);
            }
        }
    } else if (parameters.kind == CsdSmoothing::Kind::gaussian) {
        const Eigen::ArrayXd thickness = layerThickness(z).array();
        for (Eigen::Index i = 0; i < n; ++i) {
            const Eigen::ArrayXd d = (z.array() - z[i]) / parameters.widthUm;
            weights.row(i) = ((-0.5 * d.square()).exp() * thickness).matrix().transpose();
        }
    }
    for (Eigen::Index i = 0; i < n; ++i) {
        weights.row(i) /= weights.row(i).sum();
    }
    return weights;
}

Result<CsdEstimate> smoothed(CsdEstimate estimate, const CsdSmoothing& parameters) {
    assert(estimate.matrix.rows() == estimate.positionsUm.size());
    const Result<Eigen::MatrixXd> weights = smoothingMatrix(estimate.positionsUm, parameters);
    if (!weights) {
        return tl::unexpected(weights.error());
    }
    estimate.matrix = (*weights * estimate.matrix).eval();
    return estimate;
}

} // namespace phiscope
