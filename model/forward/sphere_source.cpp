#include "model/forward/sphere_source.h"

#include "model/forward/source_columns.h"
#include "model/forward/sphere_kernels.h"
#include "model/support/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <numeric>
#include <string>

namespace phiscope {

SphereSource::SphereSource(const Eigen::Matrix3Xd& contacts, const SphereMedium& medium)
    : medium_(medium)
    , channelOf_(static_cast<std::size_t>(contacts.cols())) {
    assert(medium.radiusUm > 0.0 && medium.sigmaInside > 0.0 && medium.sigmaOutside > 0.0);
    assert(medium.terms >= 1);
    const Eigen::Matrix3Xd places = contacts.colwise() - medium.centreUm;
    // A contact on the surface is inside, also where rounding has moved it by a hair.
    const double edge = medium.radiusUm * (1.0 + 1e-12);
    std::iota(channelOf_.begin(), channelOf_.end(), Eigen::Index{0});
    const auto firstOutside = std::stable_partition(
        channelOf_.begin(), channelOf_.end(), [&](Eigen::Index i) { return places.col(i).norm() <= edge; });
    inside_ = firstOutside - channelOf_.begin();
    contacts_ = places(Eigen::all, channelOf_);
    for (int n = 0; n < medium.terms; ++n) {
        const double denominator = medium.sigmaInside * n + medium.sigmaOutside * (n + 1);
        insideCoefficients_.push_back((medium.sigmaInside - medium.sigmaOutside) * (n + 1) / denominator);
        outsideCoefficients_.push_back(medium.sigmaInside * (2 * n + 1) / denominator);
    }
}

Result<void> SphereSource::check(const Segments& segments) const {
    for (int k = 0; k < segments.size(); ++k) {
        if (!((segments.midpoint(k) - medium_.centreUm).norm() < medium_.radiusUm)) {
            return fail("Segment " + std::to_string(k) +
                            " lies outside the sphere, and its formula holds only for sources inside.",
                        "Make the sphere larger, or move the sphere or the cell.");
        }
    }
    return {};
}

Eigen::MatrixXd SphereSource::matrix(const Segments& segments) const {
    const Eigen::Index count = contacts_.cols();
    const Eigen::Index outside = count - inside_;
    const double scale = 1.0 / (4.0 * std::numbers::pi * medium_.sigmaInside);
    const Eigen::VectorXd radius2 = contacts_.colwise().squaredNorm();
    Eigen::VectorXd unit2(count); // the length² that r r' is measured by: R² inside, r² outside
    unit2.head(inside_).setConstant(medium_.radiusUm * medium_.radiusUm);
    unit2.tail(outside) = radius2.tail(outside);
    const double sphere4 = std::pow(medium_.radiusUm, 4);
    Eigen::MatrixXd matrix(count, segments.size());
    parallelBlocks(segments.size(), columnGrain(count, 0.1 * medium_.terms), [&](int from, int to) {
        Eigen::VectorXd qx(count);
        Eigen::VectorXd q2(count);
        Eigen::VectorXd phi(count);
        for (int k = from; k < to; ++k) {
            const Eigen::Vector3d source = segments.midpoint(k) - medium_.centreUm;
            qx.array() = (contacts_.transpose() * source).array() / unit2.array();
            q2.head(inside_) = radius2.head(inside_) * (source.squaredNorm() / sphere4);
            q2.tail(outside) = source.squaredNorm() * unit2.tail(outside).cwiseInverse();
            kernels::legendreSum(qx.data(), q2.data(), inside_, insideCoefficients_, phi.data());
            kernels::legendreSum(qx.data() + inside_, q2.data() + inside_, outside, outsideCoefficients_,
                                 phi.data() + inside_);
            phi.array() /= unit2.array().sqrt();
            phi.head(inside_).array() += (contacts_.leftCols(inside_).colwise() - source)
                                             .colwise()
                                             .norm()
                                             .transpose()
                                             .array()
                                             .max(segments.diameter(k))
                                             .inverse();
            for (Eigen::Index i = 0; i < count; ++i) {
                matrix(channelOf_[static_cast<std::size_t>(i)], k) = scale * phi(i);
            }
        }
    });
    return matrix;
}

} // namespace phiscope
