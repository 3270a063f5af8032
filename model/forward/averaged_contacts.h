#pragma once

#include "model/forward/forward_model.h"

#include <functional>
#include <memory>
#include <vector>

namespace phiscope {

/// Contacts with an extent on top of any potential model: each row of the matrix is the weighted mean of the
/// model's rows at the same number of points on one contact,
///
///     M(c, k) = Σ_j w_j M'(c n + j, k).
///
/// The average over a contact's surface is the potential of a good conductor that draws no current: Robinson,
/// Biol. Cybern. 1:14 (1968); Nelson et al., J. Neurosci. Methods 169:141 (2008); LFPykit's RecExtElectrode
/// with n, N and r.
class AveragedContacts : public ForwardModel {
public:
    /// Makes the model that is averaged, for points in µm.
    using MakeModel = std::function<Result<std::unique_ptr<ForwardModel>>(const Eigen::Matrix3Xd& points)>;

    /// `points`: 3 × (contacts · n), contact by contact; `weights`: n numbers with sum 1. Fails as `make`
    /// does.
    static Result<std::unique_ptr<ForwardModel>>
    create(const Eigen::Matrix3Xd& points, const Eigen::VectorXd& weights, const MakeModel& make);

    Result<void> check(const Segments& segments) const override;
    Eigen::MatrixXd matrix(const Segments& segments) const override;
    int channels() const override { return channels_; }
    std::string unit() const override { return parts_.front()->unit(); }

private:
    AveragedContacts() = default;

    // A few contacts each, so that the rows to be averaged never fill the memory all at once; at least one.
    std::vector<std::unique_ptr<ForwardModel>> parts_;
    Eigen::VectorXd weights_;
    int channels_ = 0;
};

} // namespace phiscope
