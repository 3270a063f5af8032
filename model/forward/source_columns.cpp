#include "model/forward/source_columns.h"

#include "model/support/parallel.h"

#include <algorithm>
#include <cassert>
#include <numbers>

namespace phiscope {

Eigen::MatrixXd sourceMatrix(const Eigen::MatrixX3d& contacts, double sigma, const Segments& segments,
                             SourceKernel rootKernel, SourceKernel kernel) {
    assert(sigma > 0.0);
    const kernels::Contacts view{contacts.col(0).data(), contacts.col(1).data(), contacts.col(2).data(),
                                 contacts.rows()};
    const double scale = 1.0 / (4.0 * std::numbers::pi * sigma);
    Eigen::MatrixXd matrix(contacts.rows(), segments.size());
    // Starting a thread costs about as much as 5000 entries.
    const int grain = static_cast<int>(20000 / std::max<Eigen::Index>(1, contacts.rows())) + 1;
    parallelBlocks(segments.size(), grain, [&](int from, int to) {
        for (int k = from; k < to; ++k) {
            const kernels::SourceSegment source{
                {segments.start(0, k), segments.start(1, k), segments.start(2, k)},
                {segments.end(0, k), segments.end(1, k), segments.end(2, k)},
                0.5 * segments.diameter(k),
                scale};
            (k == 0 ? rootKernel : kernel)(view, source, matrix.col(k).data());
        }
    });
    return matrix;
}

} // namespace phiscope
