#include "model/analysis/model_difference.h"

#include <limits>

namespace phiscope {

ModelDifference modelDifference(const Eigen::Ref<const Eigen::MatrixXd>& a,
                                const Eigen::Ref<const Eigen::MatrixXd>& b) {
    ModelDifference result;
    result.relative.setZero(a.rows());
    if (a.rows() == 0 || a.cols() == 0) {
        return result;
    }
    // Column by column, as they lie in memory.
    Eigen::ArrayXd size = Eigen::ArrayXd::Zero(a.rows());
    Eigen::ArrayXd difference = Eigen::ArrayXd::Zero(a.rows());
    for (Eigen::Index frame = 0; frame < a.cols(); ++frame) {
        size = size.max(a.col(frame).array().abs());
        difference = difference.max((b.col(frame) - a.col(frame)).array().abs());
    }
    for (Eigen::Index k = 0; k < a.rows(); ++k) {
        if (difference[k] > 0.0) {
            result.relative[k] =
                size[k] > 0.0 ? difference[k] / size[k] : std::numeric_limits<double>::infinity();
        }
    }
    result.relative.maxCoeff(&result.largestAt);
    return result;
}

} // namespace phiscope
