#pragma once

#include "model/forward/forward_model.h"

namespace phiscope {

/// Each segment as a straight line from start to end that leaks its current evenly, in an infinite
/// homogeneous isotropic medium:
///
///     φ = I / (4π σ L) · ln |(√(h² + r²) - h) / (√(l² + r²) - l)|
///
/// with L the distance from start to end, r the distance from the segment's infinite line, h the place along
/// it beyond the end and l = L + h that beyond the start.
/// Source: Holt & Koch, J. Comput. Neurosci. 6:169 (1999), eq. 11; Lindén et al., Front. Neuroinform. 7:41
/// (2014), eq. 3.
///
/// r below the segment's radius counts as the radius, along the whole infinite line and so beyond the ends
/// too (as LFPykit's LineSourcePotential). A segment of length zero is a point source at that place, the
/// limit of the formula, where LFPykit gives NaN.
class LineSource : public ForwardModel {
public:
    /// `contacts`: 3 × channels, µm. `sigma` > 0 in S/m.
    LineSource(const Eigen::Matrix3Xd& contacts, double sigma);

    Eigen::MatrixXd matrix(const Segments& segments) const override; ///< mV/nA
    int channels() const override { return static_cast<int>(contacts_.rows()); }
    std::string unit() const override { return "mV"; }

private:
    Eigen::MatrixX3d contacts_;
    double sigma_;
};

} // namespace phiscope
