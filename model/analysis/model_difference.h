#pragma once

#include <Eigen/Core>

namespace phiscope {

/// By how much another model of the same signals differs.
struct ModelDifference {
    /// One a channel: max |b − a| over max |a|, both over all frames; 0 where both are zero throughout,
    /// infinite where only `a` is.
    Eigen::VectorXd relative;
    Eigen::Index largestAt = -1; ///< the channel with the largest; −1 without channels
};

/// `a` and `b`: channels × frames.
ModelDifference modelDifference(const Eigen::Ref<const Eigen::MatrixXd>& a,
                                const Eigen::Ref<const Eigen::MatrixXd>& b);

} // namespace phiscope
