#include "model/forward/averaged_contacts.h"

#include <algorithm>
#include <cassert>

namespace phiscope {

Result<std::unique_ptr<ForwardModel>> AveragedContacts::create(const Eigen::Matrix3Xd& points,
                                                               const Eigen::VectorXd& weights,
                                                               const MakeModel& make) {
    assert(weights.size() > 0 && points.cols() % weights.size() == 0);
    constexpr Eigen::Index pointsOfPart = 4096;
    const Eigen::Index n = weights.size();
    const Eigen::Index step = std::max<Eigen::Index>(1, pointsOfPart / n) * n;
    std::unique_ptr<AveragedContacts> averaged(new AveragedContacts);
    averaged->weights_ = weights;
    averaged->channels_ = static_cast<int>(points.cols() / n);
    Eigen::Index from = 0;
    do {
        auto part = make(points.middleCols(from, std::min(step, points.cols() - from)));
        if (!part) {
            return tl::unexpected(std::move(part.error()));
        }
        averaged->parts_.push_back(std::move(*part));
        from += step;
    } while (from < points.cols());
    return averaged;
}

Result<void> AveragedContacts::check(const Segments& segments) const {
    for (const auto& part : parts_) {
        if (Result<void> accepted = part->check(segments); !accepted) {
            return accepted;
        }
    }
    return {};
}

Eigen::MatrixXd AveragedContacts::matrix(const Segments& segments) const {
    const Eigen::Index n = weights_.size();
    Eigen::MatrixXd result(channels_, segments.size());
    Eigen::Index channel = 0;
    for (const auto& part : parts_) {
        const Eigen::MatrixXd rows = part->matrix(segments);
        const Eigen::Index count = rows.rows() / n;
        for (Eigen::Index k = 0; k < rows.cols(); ++k) {
            const Eigen::Map<const Eigen::MatrixXd> values(rows.col(k).data(), n, count);
            result.col(k).segment(channel, count).noalias() = values.transpose() * weights_;
        }
        channel += count;
    }
    return result;
}

} // namespace phiscope
