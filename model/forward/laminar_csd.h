#pragma once

#include "model/forward/forward_model.h"

namespace phiscope {

/// The true current source density in cylinders stacked along an axis: the part of each segment's current
/// that leaves inside a volume, divided by that volume. Currents leave evenly along a segment. Source:
/// Pettersen et al., J. Comput. Neurosci. 24:291 (2008); Hagen et al., J. Neurosci. 37:5123 (2017), eq. 11;
/// LFPykit's LaminarCurrentSourceDensity (which has the axis along z).
class LaminarCsd : public ForwardModel {
public:
    enum class Rule {
        /// The part of the segment between both edges and within the radius. Over volumes without gaps the
        /// parts sum to one.
        exact,
        /// What LFPykit calculates: a segment with both ends outside a volume counts as 0 even where it
        /// passes through; the distance from the axis is taken as linear along the segment, the length in
        /// that
        /// picture divided by the length in space; and a crossing of the endless side, wherever along the
        /// axis, counts before one of the edges.
        lfpykit,
    };

    /// `edgesUm`: 2 × channels, lower and upper edge of each volume along `axis` from `originUm`, lower <
    /// upper; lower edges belong to the volume, upper ones do not. `radiiUm` > 0: one a volume. `axis`: any
    /// length but zero.
    LaminarCsd(const Eigen::Matrix2Xd& edgesUm, const Eigen::VectorXd& radiiUm,
               const Eigen::Vector3d& originUm = Eigen::Vector3d::Zero(),
               const Eigen::Vector3d& axis = Eigen::Vector3d::UnitZ(), Rule rule = Rule::exact);

    Eigen::MatrixXd matrix(const Segments& segments) const override; ///< 1/µm³
    int channels() const override { return static_cast<int>(radii_.size()); }
    std::string unit() const override { return "nA/µm³"; }

private:
    Eigen::Matrix2Xd edges_;
    Eigen::VectorXd radii_;
    Eigen::Vector3d origin_;
    Eigen::Vector3d axis_;
    Rule rule_;
};

/// Edges of volumes of one height about `centresUm`.
Eigen::Matrix2Xd edgesAbout(const Eigen::VectorXd& centresUm, double heightUm);

} // namespace phiscope
