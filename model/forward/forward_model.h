#pragma once

#include "model/geometry/segments.h"

#include <Eigen/Core>

#include <memory>
#include <string>

namespace phiscope {

/// A linear map from transmembrane currents to what is measured: signal(t) = M · i_membrane(t).
/// Built from geometry alone, so a model knows nothing of time or of simulations.
class ForwardModel {
public:
    virtual ~ForwardModel() = default;

    /// M: channels × segments. Currents in nA; the unit of the product is `unit()`.
    virtual Eigen::MatrixXd matrix(const Segments& segments) const = 0;

    virtual int channels() const = 0;
    virtual std::string unit() const = 0; ///< "mV", "nA·µm"
};

} // namespace phiscope
