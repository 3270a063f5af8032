#include "model/geometry/segments.h"

#include <algorithm>
#include <cstddef>

namespace phiscope {

namespace {

/// A place on a section's path.
struct Cut {
    Eigen::Vector3f position;
    float radius = 0.0F;
    double x = 0.0;
};

Cut cutAt(const PathPoint& p, double x) {
    return {{p.x, p.y, p.z}, 0.5F * p.diameter, x};
}

Cut cutBetween(const PathPoint& a, const PathPoint& b, double fraction, double x) {
    const auto t = static_cast<float>(fraction);
    const Eigen::Vector3f from(a.x, a.y, a.z);
    const Eigen::Vector3f to(b.x, b.y, b.z);
    return {from + t * (to - from), 0.5F * (a.diameter + t * (b.diameter - a.diameter)), x};
}

void addSectionPieces(const Section& section, int first, int count, std::vector<SurfacePiece>& pieces) {
    const std::vector<double> arc = arcLengths(section);
    const double length = arc.back();
    const auto add = [&](const Cut& a, const Cut& b, int segment) {
        pieces.push_back({a.position, b.position, a.radius, b.radius, first + segment,
                          static_cast<float>(a.x), static_cast<float>(b.x)});
    };
    if (length <= 0.0) {
        // Nothing but a ball can be drawn; it still has to be hit by a click.
        const PathPoint& p = section.points.front();
        add(cutAt(p, 0.0), cutAt(p, 1.0), 0);
        return;
    }
    int segment = 0;
    for (std::size_t i = 1; i < arc.size(); ++i) {
        const PathPoint& a = section.points[i - 1];
        const PathPoint& b = section.points[i];
        const double step = arc[i] - arc[i - 1];
        if (step <= 0.0) {
            continue;
        }
        Cut from = cutAt(a, arc[i - 1] / length);
        while (segment + 1 < count) {
            const double border = length * (segment + 1) / count;
            if (border >= arc[i]) {
                break;
            }
            // Rounding may put a border a hair before the point where this piece begins.
            if (border > arc[i - 1]) {
                const Cut at = cutBetween(a, b, (border - arc[i - 1]) / step, border / length);
                add(from, at, segment);
                from = at;
            }
            ++segment;
        }
        add(from, cutAt(b, arc[i] / length), segment);
    }
}

} // namespace

std::vector<SurfacePiece> surfacePieces(const PlacedCell& cell) {
    std::vector<SurfacePiece> pieces;
    const Morphology& morphology = cell.morphology;
    for (std::size_t s = 0; s < morphology.sections.size(); ++s) {
        const int first = cell.segments.firstOfSection[s];
        addSectionPieces(morphology.sections[s], first, cell.segments.firstOfSection[s + 1] - first, pieces);
    }
    return pieces;
}

} // namespace phiscope
