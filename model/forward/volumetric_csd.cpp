#include "model/forward/volumetric_csd.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace phiscope {

namespace {

/// The box along one axis that holds `place`; -1 where none does.
int boxOf(const std::vector<double>& edges, double place) {
    if (place == edges.back()) {
        return static_cast<int>(edges.size()) - 2;
    }
    const auto above = std::upper_bound(edges.begin(), edges.end(), place);
    return above == edges.end() ? -1 : static_cast<int>(above - edges.begin()) - 1;
}

} // namespace

VolumetricCsd::VolumetricCsd(std::array<std::vector<double>, 3> edgesUm, double dlUm, bool perVolume)
    : edges_(std::move(edgesUm))
    , dl_(dlUm)
    , perVolume_(perVolume) {
    assert(dlUm > 0.0);
    for ([[maybe_unused]] const std::vector<double>& edges : edges_) {
        assert(edges.size() >= 2 && std::is_sorted(edges.begin(), edges.end()));
    }
}

int VolumetricCsd::channels() const {
    std::size_t count = 1;
    for (const std::vector<double>& edges : edges_) {
        count *= edges.size() - 1;
    }
    return static_cast<int>(count);
}

Eigen::SparseMatrix<double> VolumetricCsd::sparseMatrix(const Segments& segments) const {
    std::vector<Eigen::Triplet<double>> entries;
    for (int k = 0; k < segments.size(); ++k) {
        const Eigen::Vector3d way = segments.end.col(k) - segments.start.col(k);
        // A cell that is stretched with its tissue is longer there than its cable.
        const double length = std::max(segments.length(k), way.norm());
        const int pieces = std::max(1, static_cast<int>(std::ceil(length / dl_)));
        const Eigen::Vector3d halfStep = 0.5 * way / pieces;
        const Eigen::Vector3d first = segments.start.col(k) + halfStep;
        const Eigen::Vector3d last = segments.end.col(k) - halfStep;
        const Eigen::Vector3d step = pieces > 1 ? Eigen::Vector3d((last - first) / (pieces - 1)) : halfStep;
        for (int piece = 0; piece < pieces; ++piece) {
            // The last exactly where it is, so that a piece on a box's border falls on LFPykit's side.
            const Eigen::Vector3d place =
                pieces > 1 && piece + 1 == pieces ? last : Eigen::Vector3d(first + piece * step);
            const std::array<int, 3> box{boxOf(edges_[0], place.x()), boxOf(edges_[1], place.y()),
                                         boxOf(edges_[2], place.z())};
            if (box[0] < 0 || box[1] < 0 || box[2] < 0) {
                continue;
            }
            double share = 1.0 / pieces;
            int channel = 0;
            for (std::size_t axis = 0; axis < 3; ++axis) {
                const auto at = static_cast<std::size_t>(box[axis]);
                channel = channel * (static_cast<int>(edges_[axis].size()) - 1) + box[axis];
                share /= perVolume_ ? edges_[axis][at + 1] - edges_[axis][at] : 1.0;
            }
            entries.emplace_back(channel, k, share);
        }
    }
    Eigen::SparseMatrix<double> matrix(channels(), segments.size());
    matrix.setFromTriplets(entries.begin(), entries.end()); // sums what falls into one box
    return matrix;
}

Eigen::MatrixXd VolumetricCsd::matrix(const Segments& segments) const {
    return sparseMatrix(segments);
}

} // namespace phiscope
