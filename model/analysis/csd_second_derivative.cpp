#include "model/analysis/csd_second_derivative.h"

#include <algorithm>

namespace phiscope {

Result<void> validate(const SecondDerivativeCsd& parameters) {
    return checkRange("The conductivity", parameters.sigma, SecondDerivativeCsd::sigmaRange, "S/m");
}

Result<CsdEstimate> estimateCsd(const Eigen::VectorXd& depthsUm, const SecondDerivativeCsd& parameters) {
    if (const Result<void> fine = validate(parameters); !fine) {
        return tl::unexpected(fine.error());
    }
    const Result<OrderedContacts> contacts = orderContacts(depthsUm);
    if (!contacts) {
        return tl::unexpected(contacts.error());
    }
    const Eigen::VectorXd& z = contacts->depthsUm;
    const Eigen::Index n = z.size();
    const Eigen::Index first = parameters.vakninEnds ? 0 : 1;
    const Eigen::Index outputs = n - 2 * first;
    Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(outputs, n);
    for (Eigen::Index row = 0; row < outputs; ++row) {
        const Eigen::Index i = row + first;
        const Eigen::Index before = std::max<Eigen::Index>(i - 1, 0);
        const Eigen::Index after = std::min(i + 1, n - 1);
        const double a = i > 0 ? z[i] - z[i - 1] : z[1] - z[0];
        const double b = i < n - 1 ? z[i + 1] - z[i] : z[n - 1] - z[n - 2];
        const double scale = -2.0 * parameters.sigma;
        matrix(row, before) += scale / (a * (a + b));
        matrix(row, i) -= scale / (a * b);
        matrix(row, after) += scale / (b * (a + b));
    }
    CsdEstimate estimate;
    estimate.matrix = contacts->callersOrder(matrix);
    estimate.positionsUm = z.segment(first, outputs);
    return estimate;
}

} // namespace phiscope
