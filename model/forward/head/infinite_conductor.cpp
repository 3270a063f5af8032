#include "model/forward/head/infinite_conductor.h"

#include <numbers>
#include <utility>

namespace phiscope {

InfiniteConductor::InfiniteConductor(Eigen::Matrix3Xd electrodesUm, double sigma)
    : electrodes_(std::move(electrodesUm))
    , sigma_(sigma) {}

Result<Eigen::MatrixXd> InfiniteConductor::matrix(const Eigen::Vector3d& dipoleUm) const {
    Eigen::MatrixXd matrix(electrodes_.cols(), 3);
    for (Eigen::Index i = 0; i < electrodes_.cols(); ++i) {
        const Eigen::Vector3d away = electrodes_.col(i) - dipoleUm;
        const double distance = away.norm();
        if (!(distance > 0.0)) {
            return fail("Electrode " + std::to_string(i + 1) + " lies at the dipole itself.",
                        "Move the electrode or the dipole.");
        }
        matrix.row(i) = away.transpose() / (4.0 * std::numbers::pi * sigma_ * distance * distance * distance);
    }
    return matrix;
}

} // namespace phiscope
