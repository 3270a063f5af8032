#pragma once

#include "model/forward/forward_model.h"

namespace phiscope {

/// Line sources, but the root (segment 0, most often the soma) as a point source at its midpoint: a ball is
/// better seen from outside as a point than as a line. LFPykit's RecExtElectrode(method="root_as_point");
/// there too only segment 0 is replaced, however many segments the soma has.
class RootAsPointSource : public ForwardModel {
public:
    /// `contacts`: 3 × channels, µm. `sigma` > 0 in S/m.
    RootAsPointSource(const Eigen::Matrix3Xd& contacts, double sigma);

    Eigen::MatrixXd matrix(const Segments& segments) const override; ///< mV/nA
    int channels() const override { return static_cast<int>(contacts_.rows()); }
    std::string unit() const override { return "mV"; }

private:
    Eigen::MatrixX3d contacts_;
    double sigma_;
};

} // namespace phiscope
