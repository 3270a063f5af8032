#include "render/pick_tree.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>

namespace phiscope {

namespace {

constexpr int leafSize = 4;

/// Nearest approach of a ray (unit direction) and the axis from a to b.
struct Approach {
    double along = 0.0;    ///< 0 at a, 1 at b
    double distance = 0.0; ///< on the ray
    double gap = 0.0;
};

Approach approach(const Ray& ray, const Eigen::Vector3d& a, const Eigen::Vector3d& b) {
    const Eigen::Vector3d axis = b - a;
    const Eigen::Vector3d from = a - ray.origin;
    const double length2 = axis.squaredNorm();
    const double skew = axis.dot(ray.direction);
    const double denominator = length2 - skew * skew;
    double along = 0.0;
    if (denominator > 1e-12 * length2 && length2 > 0.0) {
        along = std::clamp((skew * from.dot(ray.direction) - from.dot(axis)) / denominator, 0.0, 1.0);
    } else if (length2 > 0.0) {
        along = skew > 0.0 ? 0.0 : 1.0; // seen end on: the end that faces the eye
    }
    const Eigen::Vector3d point = from + along * axis;
    const double distance = point.dot(ray.direction);
    return {along, distance, (point - distance * ray.direction).norm()};
}

} // namespace

PickTree::PickTree(std::span<const SurfacePiece> pieces) {
    pieces_.reserve(pieces.size());
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        const SurfacePiece& p = pieces[i];
        pieces_.push_back({p.a, p.b, p.radiusA, p.radiusB, static_cast<int>(i)});
    }
    if (!pieces_.empty()) {
        nodes_.reserve(pieces_.size());
        build(0, static_cast<int>(pieces_.size()), 0);
    }
}

int PickTree::build(int first, int last, int depth) {
    const int self = static_cast<int>(nodes_.size());
    nodes_.emplace_back();
    Node node;
    node.low.setConstant(std::numeric_limits<float>::max());
    node.high = -node.low;
    Eigen::Vector3f lowMiddle = node.low;
    Eigen::Vector3f highMiddle = node.high;
    for (int i = first; i < last; ++i) {
        const Piece& p = pieces_[static_cast<std::size_t>(i)];
        node.low = node.low.cwiseMin(p.a).cwiseMin(p.b);
        node.high = node.high.cwiseMax(p.a).cwiseMax(p.b);
        node.radius = std::max({node.radius, p.radiusA, p.radiusB});
        lowMiddle = lowMiddle.cwiseMin(p.a + p.b);
        highMiddle = highMiddle.cwiseMax(p.a + p.b);
    }
    constexpr int deepest = 60;
    if (last - first <= leafSize || depth >= deepest) {
        node.first = first;
        node.count = last - first;
        nodes_[static_cast<std::size_t>(self)] = node;
        return self;
    }
    int axis = 0;
    (highMiddle - lowMiddle).maxCoeff(&axis);
    const int middle = (first + last) / 2;
    std::nth_element(
        pieces_.begin() + first, pieces_.begin() + middle, pieces_.begin() + last,
        [axis](const Piece& p, const Piece& q) { return p.a[axis] + p.b[axis] < q.a[axis] + q.b[axis]; });
    build(first, middle, depth + 1);
    node.first = build(middle, last, depth + 1);
    nodes_[static_cast<std::size_t>(self)] = node;
    return self;
}

/// Keeps the best hit so far; both ways of looking share it, so that they cannot disagree on what "best" is.
class PickTree::Search {
public:
    Search(const Ray& ray, PickTolerance drawn, PickTolerance tolerance)
        : ray_(ray)
        , drawn_(drawn)
        , tolerance_(tolerance) {
        inverse_ = ray.direction.cwiseInverse();
    }

    void look(const Piece& piece) {
        const Eigen::Vector3d a = piece.a.cast<double>();
        const Eigen::Vector3d b = piece.b.cast<double>();
        const Approach near = approach(ray_, a, b);
        const double radius =
            std::lerp(static_cast<double>(piece.radiusA), static_cast<double>(piece.radiusB), near.along);
        if (near.distance + radius < 0.0) {
            return; // behind the eye
        }
        const double drawn = std::max(radius, drawn_.at(near.distance));
        const double excess = near.gap - drawn;
        if (excess <= 0.0) {
            // Where the surface is met, so that a thick soma hides the dendrite that begins in it.
            const double surface =
                near.distance - std::sqrt(std::max(0.0, drawn * drawn - near.gap * near.gap));
            if (best_.piece < 0 || best_.miss > 0.0 || surface < surface_) {
                best_ = {piece.index, near.along, near.distance, 0.0};
                surface_ = surface;
            }
            return;
        }
        const double reach = tolerance_.at(std::max(near.distance, 0.0));
        if (reach <= 0.0 || excess > reach) {
            return;
        }
        const double miss = excess / reach;
        if (best_.piece < 0 || (best_.miss > 0.0 && miss < best_.miss)) {
            best_ = {piece.index, near.along, near.distance, miss};
        }
    }

    /// False where nothing in the box can better what is known. `entry`: where the ray comes in.
    bool worthwhile(const Node& node, double& entry) const {
        const Eigen::Vector3d low = node.low.cast<double>();
        const Eigen::Vector3d high = node.high.cast<double>();
        // The widest that anything in the box can count: at its far side.
        const Eigen::Vector3d middle = 0.5 * (low + high) - ray_.origin;
        const double far = std::max(0.0, middle.dot(ray_.direction) + 0.5 * (high - low).norm());
        const double slack = std::max<double>(node.radius, drawn_.at(far)) + tolerance_.at(far);
        double nearest = -slack;
        double farthest = std::numeric_limits<double>::infinity();
        for (int k = 0; k < 3; ++k) {
            double t0 = (low[k] - slack - ray_.origin[k]) * inverse_[k];
            double t1 = (high[k] + slack - ray_.origin[k]) * inverse_[k];
            if (t0 > t1) {
                std::swap(t0, t1);
            }
            // A ray within a face gives NaN, which the comparisons below let pass.
            nearest = t0 > nearest ? t0 : nearest;
            farthest = t1 < farthest ? t1 : farthest;
        }
        entry = nearest;
        if (nearest > farthest) {
            return false;
        }
        return best_.piece < 0 || best_.miss > 0.0 || nearest <= surface_;
    }

    std::optional<PieceHit> result() const { return best_.piece < 0 ? std::nullopt : std::optional(best_); }

private:
    Ray ray_;
    PickTolerance drawn_;
    PickTolerance tolerance_;
    Eigen::Vector3d inverse_;
    PieceHit best_;
    double surface_ = 0.0;
};

std::optional<PieceHit> PickTree::pick(const Ray& ray, PickTolerance drawn, PickTolerance tolerance) const {
    if (nodes_.empty()) {
        return {};
    }
    Search search(ray, drawn, tolerance);
    std::array<int, 128> stack{};
    std::size_t top = 0;
    double entry = 0.0;
    if (search.worthwhile(nodes_[0], entry)) {
        stack[top++] = 0;
    }
    while (top > 0) {
        const int index = stack[--top];
        const Node& node = nodes_[static_cast<std::size_t>(index)];
        if (!search.worthwhile(node, entry)) {
            continue;
        }
        if (node.count > 0) {
            for (int i = node.first; i < node.first + node.count; ++i) {
                search.look(pieces_[static_cast<std::size_t>(i)]);
            }
            continue;
        }
        int left = index + 1;
        int right = node.first;
        double leftEntry = 0.0;
        double rightEntry = 0.0;
        const bool goLeft = search.worthwhile(nodes_[static_cast<std::size_t>(left)], leftEntry);
        const bool goRight = search.worthwhile(nodes_[static_cast<std::size_t>(right)], rightEntry);
        if (goLeft && goRight && rightEntry < leftEntry) {
            std::swap(left, right);
        } else if (!goLeft || !goRight) {
            if (goLeft) {
                stack[top++] = left;
            } else if (goRight) {
                stack[top++] = right;
            }
            continue;
        }
        stack[top++] = right; // the nearer one is taken first
        stack[top++] = left;
    }
    return search.result();
}

std::optional<PieceHit> PickTree::pickByLooking(const Ray& ray, PickTolerance drawn,
                                                PickTolerance tolerance) const {
    Search search(ray, drawn, tolerance);
    for (const Piece& piece : pieces_) {
        search.look(piece);
    }
    return search.result();
}

} // namespace phiscope
