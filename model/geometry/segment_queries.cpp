#include "model/geometry/segments.h"
#include "model/support/weighted_draws.h"

#include <algorithm>
#include <cassert>
#include <cstddef>
#include <cstdint>

namespace phiscope {

std::vector<int> somaSegments(const Morphology& morphology, const Segments& segments) {
    std::vector<int> soma = segmentIndices(morphology, segments, {"soma"});
    if (soma.empty() && segments.size() > 0) {
        soma.push_back(0);
    }
    return soma;
}

Eigen::Vector3d somaPosition(const Morphology& morphology, const Segments& segments) {
    Eigen::Vector3d sum = Eigen::Vector3d::Zero();
    const std::vector<int> soma = somaSegments(morphology, segments);
    for (const int segment : soma) {
        sum += segments.midpoint(segment);
    }
    return soma.empty() ? sum : Eigen::Vector3d(sum / static_cast<double>(soma.size()));
}

std::vector<int> segmentIndices(const Morphology& morphology, const Segments& segments,
                                const std::vector<std::string>& names, double zMin, double zMax) {
    std::vector<int> indices;
    for (std::size_t s = 0; s < morphology.sections.size(); ++s) {
        const std::string& sectionName = morphology.sections[s].name;
        const bool wanted = std::any_of(names.begin(), names.end(), [&](const std::string& name) {
            return name == "allsec" || sectionName.find(name) != std::string::npos;
        });
        if (!wanted) {
            continue;
        }
        for (int i = segments.firstOfSection[s]; i < segments.firstOfSection[s + 1]; ++i) {
            const double z = segments.midpoint(i).z();
            if (zMin < z && z < zMax) {
                indices.push_back(i);
            }
        }
    }
    return indices;
}

int closestSegment(const Morphology& morphology, const Segments& segments, const Eigen::Vector3d& point,
                   const std::vector<std::string>& names) {
    int closest = -1;
    double least = infinity;
    for (const int i : segmentIndices(morphology, segments, names)) {
        const double distance = (segments.midpoint(i) - point).squaredNorm();
        if (distance < least) {
            least = distance;
            closest = i;
        }
    }
    return closest;
}

Eigen::VectorXd areaProbabilities(const Segments& segments, std::span<const int> candidates) {
    Eigen::VectorXd probability(static_cast<Eigen::Index>(candidates.size()));
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        probability[static_cast<Eigen::Index>(i)] = segments.area[candidates[i]];
    }
    return probability.size() == 0 ? probability : Eigen::VectorXd(probability / probability.sum());
}

std::vector<int> randomSegments(const Segments& segments, std::span<const int> candidates, int count,
                                unsigned long seed) {
    if (candidates.empty()) {
        return {};
    }
    std::vector<double> areas;
    areas.reserve(candidates.size());
    for (const int candidate : candidates) {
        areas.push_back(segments.area[candidate]);
    }
    const WeightedDraws draws(std::move(areas));
    std::mt19937_64 generator(static_cast<std::uint64_t>(seed));
    std::vector<int> drawn;
    drawn.reserve(static_cast<std::size_t>(std::max(count, 0)));
    for (int i = 0; i < count; ++i) {
        drawn.push_back(candidates[draws.draw(generator)]);
    }
    return drawn;
}

int segmentAt(const Segments& segments, int section, double x) {
    const auto s = static_cast<std::size_t>(section);
    assert(s + 1 < segments.firstOfSection.size());
    const int first = segments.firstOfSection[s];
    const int count = segments.firstOfSection[s + 1] - first;
    return first + std::clamp(static_cast<int>(x * count), 0, count - 1);
}

int sectionByName(const Morphology& morphology, const std::string& name) {
    const auto found = std::find_if(morphology.sections.begin(), morphology.sections.end(),
                                    [&](const Section& section) { return section.name == name; });
    return found == morphology.sections.end() ? -1 : static_cast<int>(found - morphology.sections.begin());
}

} // namespace phiscope
