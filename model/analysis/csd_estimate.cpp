#include "model/analysis/csd_estimate.h"

#include "model/analysis/limits.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <numeric>

namespace phiscope {

Eigen::MatrixXd OrderedContacts::callersOrder(const Eigen::MatrixXd& ascending) const {
    assert(ascending.cols() == depthsUm.size());
    Eigen::MatrixXd result(ascending.rows(), ascending.cols());
    for (std::size_t i = 0; i < columns.size(); ++i) {
        result.col(columns[i]) = ascending.col(static_cast<Eigen::Index>(i));
    }
    return result;
}

Result<OrderedContacts> orderContacts(const Eigen::VectorXd& depthsUm) {
    const Eigen::Index count = depthsUm.size();
    if (count < 3) {
        static constexpr std::array<const char*, 3> there{"there are none", "there is one", "there are two"};
        return fail("An estimate of the current source density needs at least three contacts, but " +
                        std::string(there.at(static_cast<std::size_t>(count))) + ".",
                    "Take a probe with more contacts.");
    }
    if (!depthsUm.allFinite()) {
        return fail("The depth of a contact is not a number.", "Correct the positions of the contacts.");
    }
    OrderedContacts ordered;
    ordered.columns.resize(static_cast<std::size_t>(count));
    std::iota(ordered.columns.begin(), ordered.columns.end(), 0);
    std::sort(ordered.columns.begin(), ordered.columns.end(),
              [&](Eigen::Index a, Eigen::Index b) { return depthsUm[a] < depthsUm[b]; });
    ordered.depthsUm.resize(count);
    for (Eigen::Index i = 0; i < count; ++i) {
        ordered.depthsUm[i] = depthsUm[ordered.columns[static_cast<std::size_t>(i)]];
    }
    const double closest = 1e-9 * (ordered.depthsUm[count - 1] - ordered.depthsUm[0]);
    for (Eigen::Index i = 1; i < count; ++i) {
        if (!(ordered.depthsUm[i] - ordered.depthsUm[i - 1] > closest)) {
            const auto [first, second] = std::minmax(ordered.columns[static_cast<std::size_t>(i - 1)],
                                                     ordered.columns[static_cast<std::size_t>(i)]);
            return fail("Contacts " + std::to_string(first + 1) + " and " + std::to_string(second + 1) +
                            " lie at the same depth of " + shownNumber(ordered.depthsUm[i]) + " µm.",
                        "Leave one of them out, or use an estimate in two dimensions.");
        }
    }
    return ordered;
}

Eigen::VectorXd csdOutputs(const Eigen::VectorXd& ascendingDepthsUm, int count) {
    const Eigen::Index last = ascendingDepthsUm.size() - 1;
    return count == 0 ? ascendingDepthsUm
                      : Eigen::VectorXd(
                            Eigen::VectorXd::LinSpaced(count, ascendingDepthsUm[0], ascendingDepthsUm[last]));
}

Eigen::VectorXd layerThickness(const Eigen::VectorXd& ascendingDepthsUm) {
    const Eigen::Index n = ascendingDepthsUm.size();
    assert(n >= 2);
    const Eigen::VectorXd gaps = ascendingDepthsUm.tail(n - 1) - ascendingDepthsUm.head(n - 1);
    Eigen::VectorXd thickness(n);
    thickness[0] = gaps[0];
    thickness[n - 1] = gaps[n - 2];
    thickness.segment(1, n - 2) = 0.5 * (gaps.head(n - 2) + gaps.tail(n - 2));
    return thickness;
}

} // namespace phiscope
