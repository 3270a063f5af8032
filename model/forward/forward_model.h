#pragma once

#include "model/geometry/segments.h"
#include "model/support/result.h"

#include <Eigen/Core>

#include <memory>
#include <string>

namespace phiscope {

/// A linear map from transmembrane currents to what is measured: signal(t) = M · i_membrane(t).
/// Built from geometry alone, so a model knows nothing of time or of simulations.
class ForwardModel {
public:
    virtual ~ForwardModel() = default;

    /// Whether the model holds for these segments, or the reason in words why not: a cell that leaves its
    /// slice.
    virtual Result<void> check(const Segments& /*segments*/) const { return {}; }

    /// M: channels × segments. Currents in nA; the unit of the product is `unit()`. Of segments that `check`
    /// refuses the numbers mean nothing.
    virtual Eigen::MatrixXd matrix(const Segments& segments) const = 0;

    virtual int channels() const = 0;
    virtual std::string unit() const = 0; ///< "mV", "nA·µm"
};

/// `matrix` of segments that `check` accepts.
inline Result<Eigen::MatrixXd> checkedMatrix(const ForwardModel& model, const Segments& segments) {
    return model.check(segments).map([&] { return model.matrix(segments); });
}

} // namespace phiscope
