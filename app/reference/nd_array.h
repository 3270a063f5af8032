#pragma once

#include <Eigen/Core>

#include <cstdint>
#include <vector>

namespace phiscope::reference {

/// Numbers with a shape, last axis fastest, as the reference files count them.
struct NdArray {
    std::vector<std::int64_t> shape;
    std::vector<double> values;
};

inline NdArray toNdArray(const std::vector<double>& values) {
    return {{static_cast<std::int64_t>(values.size())}, values};
}

inline NdArray toNdArray(const Eigen::VectorXd& values) {
    return {{values.size()}, {values.data(), values.data() + values.size()}};
}

inline NdArray toNdArray(const Eigen::MatrixXd& matrix) {
    NdArray array{{matrix.rows(), matrix.cols()},
                  std::vector<double>(static_cast<std::size_t>(matrix.size()))};
    Eigen::Map<Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>(
        array.values.data(), matrix.rows(), matrix.cols()) = matrix;
    return array;
}

} // namespace phiscope::reference
