#pragma once

#include "model/support/result.h"

#include <Eigen/Core>

#include <string>

namespace phiscope {

/// A linear map from one current dipole to what is measured far away: signal(t) = L · p(t).
/// Together with the matrix that makes a cell's dipole moment from its currents it is a ForwardModel.
class LeadField {
public:
    virtual ~LeadField() = default;

    /// L: channels × 3 for a dipole at `dipoleUm` (µm, in the frame of the sensors). The dipole in nA·µm; the
    /// unit of the product is `unit()`. Fails where the model does not hold for this place.
    virtual Result<Eigen::MatrixXd> matrix(const Eigen::Vector3d& dipoleUm) const = 0;

    virtual int channels() const = 0;
    virtual std::string unit() const = 0; ///< "mV", "nA/µm"
};

} // namespace phiscope
