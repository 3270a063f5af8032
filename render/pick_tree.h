#pragma once

#include "model/geometry/segments.h"
#include "render/camera.h"

#include <optional>
#include <span>
#include <vector>

namespace phiscope {

/// How much larger than life a piece is for a click: `constant` µm plus `slope` µm per µm of distance.
/// In a parallel view a pixel is a constant, in perspective a slope.
struct PickTolerance {
    double constant = 0.0;
    double slope = 0.0;

    double at(double distance) const { return constant + slope * distance; }
};

struct PieceHit {
    int piece = -1;
    double along = 0.0;    ///< 0 at the piece's a, 1 at its b
    double distance = 0.0; ///< µm from the ray's origin, to the point of the ray that is nearest to the axis
    double miss = 0.0;     ///< 0 where the ray meets the piece itself, 1 at the edge of the tolerance
};

/// Bounding-volume tree over the pieces of a cell: ray against capsules in microseconds.
class PickTree {
public:
    PickTree() = default;
    explicit PickTree(std::span<const SurfacePiece> pieces);

    /// The nearest piece that the ray meets, where every radius is at least `drawn`; where there is none,
    /// the piece that it misses by least, within `tolerance`.
    std::optional<PieceHit> pick(const Ray& ray, PickTolerance drawn, PickTolerance tolerance) const;

    /// The same answer by looking at every piece; for tests.
    std::optional<PieceHit> pickByLooking(const Ray& ray, PickTolerance drawn, PickTolerance tolerance) const;

    bool empty() const { return pieces_.empty(); }

private:
    struct Node {
        Eigen::Vector3f low;
        Eigen::Vector3f high; ///< of the axes, without radius
        float radius = 0.0F;  ///< largest below
        int first = 0;        ///< leaf: first entry of pieces_; inner: index of the right child
        int count = 0;        ///< 0: inner node, its left child follows it
    };
    struct Piece {
        Eigen::Vector3f a;
        Eigen::Vector3f b;
        float radiusA;
        float radiusB;
        int index;
    };
    class Search;

    int build(int first, int last, int depth);

    std::vector<Piece> pieces_;
    std::vector<Node> nodes_;
};

} // namespace phiscope
