#include "model/geometry/morphology.h"

#include <cmath>
#include <cstddef>

namespace phiscope {

std::vector<double> arcLengths(const Section& section) {
    if (!section.points.empty() && section.arcUm.size() == section.points.size()) {
        return section.arcUm;
    }
    std::vector<double> arc;
    arc.reserve(section.points.size());
    double length = 0.0;
    for (std::size_t i = 0; i < section.points.size(); ++i) {
        if (i > 0) {
            const PathPoint& a = section.points[i - 1];
            const PathPoint& b = section.points[i];
            // The differences are rounded to single precision first, as NEURON does.
            const double dx = b.x - a.x;
            const double dy = b.y - a.y;
            const double dz = b.z - a.z;
            length += std::sqrt(dx * dx + dy * dy + dz * dz);
        }
        arc.push_back(length);
    }
    return arc;
}

double sectionLength(const Section& section) {
    const std::vector<double> arc = arcLengths(section);
    return arc.empty() ? 0.0 : arc.back();
}

int rootSection(const Morphology& morphology) {
    for (std::size_t i = 0; i < morphology.sections.size(); ++i) {
        if (morphology.sections[i].parent < 0) {
            return static_cast<int>(i);
        }
    }
    return 0;
}

std::vector<std::vector<int>> sectionChildren(const Morphology& morphology) {
    std::vector<std::vector<int>> children(morphology.sections.size());
    for (std::size_t i = 0; i < morphology.sections.size(); ++i) {
        const int parent = morphology.sections[i].parent;
        if (parent >= 0) {
            children[static_cast<std::size_t>(parent)].push_back(static_cast<int>(i));
        }
    }
    return children;
}

} // namespace phiscope
