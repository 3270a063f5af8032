#include "model/forward/source_columns.h"

#include "model/support/parallel.h"

#include <algorithm>
#include <cassert>
#include <numbers>

namespace phiscope {

int columnGrain(Eigen::Index rows, double cost) {
    // Starting a thread costs about as much as 5000 entries.
    constexpr double entries = 20000.0;
    return static_cast<int>(entries / (cost * static_cast<double>(std::max<Eigen::Index>(1, rows)))) + 1;
}

kernels::SourceSegment sourceSegment(const Segments& segments, int k, double scale) {
    return {{segments.start(0, k), segments.start(1, k), segments.start(2, k)},
            {segments.end(0, k), segments.end(1, k), segments.end(2, k)},
            0.5 * segments.diameter(k),
            scale};
}

kernels::Contacts contactsView(const Eigen::MatrixX3d& contacts) {
    return {contacts.col(0).data(), contacts.col(1).data(), contacts.col(2).data(), contacts.rows()};
}

Eigen::MatrixXd sourceMatrix(const Eigen::MatrixX3d& contacts, double sigma, const Segments& segments,
                             SourceKernel rootKernel, SourceKernel kernel) {
    assert(sigma > 0.0);
    const kernels::Contacts view = contactsView(contacts);
    const double scale = 1.0 / (4.0 * std::numbers::pi * sigma);
    Eigen::MatrixXd matrix(contacts.rows(), segments.size());
    parallelBlocks(segments.size(), columnGrain(contacts.rows()), [&](int from, int to) {
        for (int k = from; k < to; ++k) {
            (k == 0 ? rootKernel : kernel)(view, sourceSegment(segments, k, scale), matrix.col(k).data());
        }
    });
    return matrix;
}

} // namespace phiscope
