#include "model/geometry/shape_connection.h"

#include <cmath>
#include <cstddef>

namespace phiscope {

std::vector<int> rootToLeafOrder(const Morphology& morphology) {
    const std::vector<std::vector<int>> children = sectionChildren(morphology);
    std::vector<int> order;
    order.reserve(morphology.sections.size());
    for (std::size_t s = 0; s < morphology.sections.size(); ++s) {
        if (morphology.sections[s].parent < 0) {
            order.push_back(static_cast<int>(s));
        }
    }
    for (std::size_t i = 0; i < order.size(); ++i) {
        const std::vector<int>& next = children[static_cast<std::size_t>(order[i])];
        order.insert(order.end(), next.begin(), next.end());
    }
    return order;
}

std::vector<double> connectShapes(Morphology& morphology, const std::vector<WireOrigin>& wires) {
    std::vector<double> moved(morphology.sections.size(), 0.0);
    std::vector<std::array<float, 3>> shifts(morphology.sections.size(), {0.0F, 0.0F, 0.0F});
    for (const int s : rootToLeafOrder(morphology)) {
        Section& section = morphology.sections[static_cast<std::size_t>(s)];
        if (section.parent < 0) {
            continue;
        }
        const Section& parent = morphology.sections[static_cast<std::size_t>(section.parent)];
        // NEURON measures from the end by which the parent itself is connected.
        const double along = parent.childX > 0.5 ? 1.0 - section.parentX : section.parentX;
        const PathPoint& first = parent.points.front();
        const PathPoint& last = parent.points.back();
        const auto between = [along](float from, float to) {
            return static_cast<float>(to * along + from * (1.0 - along));
        };
        const WireOrigin& wire = wires[static_cast<std::size_t>(s)];
        const PathPoint& own = section.points.front();
        const float dx = between(first.x, last.x) - (wire ? (*wire)[0] : own.x);
        const float dy = between(first.y, last.y) - (wire ? (*wire)[1] : own.y);
        const float dz = between(first.z, last.z) - (wire ? (*wire)[2] : own.z);
        if (section.arcUm.empty() && (dx != 0.0F || dy != 0.0F || dz != 0.0F)) {
            section.arcUm = arcLengths(section); // NEURON does not measure the moved points anew
        }
        for (PathPoint& p : section.points) {
            p.x += dx;
            p.y += dy;
            p.z += dz;
        }
        const std::array<float, 3>& before = shifts[static_cast<std::size_t>(section.parent)];
        moved[static_cast<std::size_t>(s)] = std::hypot(dx - before[0], dy - before[1], dz - before[2]);
        shifts[static_cast<std::size_t>(s)] = {dx, dy, dz};
    }
    return moved;
}

} // namespace phiscope
