#include "model/forward/head/dipole_signals.h"

#include <utility>

namespace phiscope {

DipoleSignals::DipoleSignals(Eigen::MatrixXd leadField, const Eigen::Matrix3d& rotation, std::string unit)
    : turned_(std::move(leadField) * rotation)
    , unit_(std::move(unit)) {}

Eigen::MatrixXd DipoleSignals::matrix(const Segments& segments) const {
    return turned_ * segments.midpoints();
}

Result<Eigen::MatrixXd> manyDipolesMatrix(const LeadField& leadField, const AxialPaths& paths,
                                          const Eigen::Isometry3d& frame) {
    Eigen::MatrixXd matrix(leadField.channels(), paths.size());
    for (int k = 0; k < paths.size(); ++k) {
        const Eigen::Vector3d vector = frame.linear() * paths.vectorUm.col(k);
        if (vector.isZero(0.0)) { // a path without length, as where a section starts on a midpoint
            matrix.col(k).setZero();
            continue;
        }
        const Result<Eigen::MatrixXd> field = leadField.matrix(frame * paths.positionUm.col(k));
        if (!field) {
            return tl::unexpected(field.error());
        }
        matrix.col(k) = *field * vector;
    }
    return matrix;
}

} // namespace phiscope
