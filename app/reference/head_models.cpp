#include "app/reference/head_models.h"

#include <nlohmann/json.hpp>

namespace phiscope::reference {

using nlohmann::json;

Eigen::MatrixXd rowsOf(const json& rows) {
    Eigen::MatrixXd matrix(static_cast<Eigen::Index>(rows.size()),
                           rows.empty() ? 0 : static_cast<Eigen::Index>(rows.at(0).size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t k = 0; k < static_cast<std::size_t>(matrix.cols()); ++k) {
            matrix(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(k)) =
                rows.at(i).at(k).get<double>();
        }
    }
    return matrix;
}

Eigen::Matrix3Xd pointsOf(const json& list) {
    const Eigen::MatrixXd rows = rowsOf(list);
    return rows.cols() == 3 ? Eigen::Matrix3Xd(rows.transpose()) : Eigen::Matrix3Xd(3, 0);
}

Result<FourSphereLeadField> fourSpheresOf(const json& model, const Eigen::Matrix3Xd& electrodes) {
    FourSphereHead head;
    head.radiiUm = model.at("radii").get<std::array<double, 4>>();
    head.sigmas = model.at("sigmas").get<std::array<double, 4>>();
    Result<FourSphereLeadField> field = FourSphereLeadField::create(head, electrodes);
    if (field) {
        field->setIterFactor(model.value("iter_factor", FourSphereLeadField::lfpykitIterFactor));
    }
    return field;
}

NdArray bySensor(const Eigen::MatrixXd& signal) {
    NdArray array = toNdArray(signal);
    array.shape = {signal.rows() / 3, 3, signal.cols()};
    return array;
}

} // namespace phiscope::reference
