#pragma once

#include "model/forward/forward_model.h"

namespace phiscope {

/// The cell's current dipole moment p = Σ r_k I_k, with r_k the midpoint of segment k: the matrix is the
/// midpoints themselves, 3 × segments in µm, and the product is in nA·µm.
/// Source: Lindén et al., J. Comput. Neurosci. 29:423 (2010); LFPykit's CurrentDipoleMoment. The moment
/// depends on the origin unless the currents sum to zero, as they do without injected current.
class DipoleMoment : public ForwardModel {
public:
    Eigen::MatrixXd matrix(const Segments& segments) const override;
    int channels() const override { return 3; } ///< x, y, z
    std::string unit() const override { return "nA·µm"; }
};

} // namespace phiscope
