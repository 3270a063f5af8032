#include "model/synthesis/recipes.h"

#include <algorithm>
#include <cmath>

namespace phiscope::synthesis {

SomaProfile pyramidalSoma(double diameterUm) {
    // Widest a third of the way up, flat below, drawn out into the apical trunk above.
    const double d = diameterUm;
    return {{-0.50 * d, 0.42 * d}, {-0.42 * d, 0.68 * d}, {-0.28 * d, 0.90 * d}, {-0.10 * d, 1.00 * d},
            {0.10 * d, 0.95 * d},  {0.30 * d, 0.80 * d},  {0.50 * d, 0.63 * d},  {0.70 * d, 0.48 * d}};
}

SomaProfile roundSoma(double diameterUm, double elongation) {
    // A little fuller than a double cone. Pieces are drawn with round ends, so a profile that followed a
    // circle would look a third longer than it is.
    SomaProfile profile;
    for (int k = -6; k <= 6; ++k) {
        const double u = std::abs(k) / 6.0;
        const double radius = std::max(0.12, 1.0 - u * std::sqrt(u));
        profile.emplace_back(0.85 * elongation * 0.5 * diameterUm * k / 6.0, diameterUm * radius);
    }
    return profile;
}

Eigen::Vector3d somaSurface(const SomaProfile& profile, const Eigen::Vector3d& direction) {
    const auto inside = [&](const Eigen::Vector3d& p) {
        for (std::size_t k = 1; k < profile.size(); ++k) {
            const auto& [z0, d0] = profile[k - 1];
            const auto& [z1, d1] = profile[k];
            if (p.z() >= z0 && p.z() <= z1) {
                const double radius = 0.5 * (d0 + (d1 - d0) * (p.z() - z0) / (z1 - z0));
                return p.x() * p.x() + p.y() * p.y() < radius * radius;
            }
        }
        return false;
    };
    double reach = 0.0;
    while (inside((reach + 0.25) * direction)) {
        reach += 0.25;
    }
    return 0.9 * reach * direction;
}

void growAxonStub(Arbor& arbor, const SomaProfile& soma, const Eigen::Vector3d& direction, double lengthUm,
                  Random random) {
    GrowthRule rule;
    rule.type = SectionType::axon;
    rule.wander = 0.010;
    rule.jitterUm = 0.15;
    rule.roughness = 0.05;
    rule.kinksPerUm = 0.0;
    Heading heading;
    heading.direction = direction;
    const double initial = std::min(30.0, 0.5 * lengthUm);
    const int first = arbor.growBranch(0, 0.5, somaSurface(soma, direction), heading, initial, rule, random);
    arbor.branches()[static_cast<std::size_t>(first)].startDiameter = 1.8;
    arbor.branches()[static_cast<std::size_t>(first)].endDiameter = 1.1;
    const Eigen::Vector3d end = arbor.branches()[static_cast<std::size_t>(first)].points.back();
    const int second = arbor.growBranch(first, 1.0, end, heading, lengthUm - initial, rule, random);
    arbor.branches()[static_cast<std::size_t>(second)].startDiameter = 1.1;
    arbor.branches()[static_cast<std::size_t>(second)].endDiameter = 0.8;
}

} // namespace phiscope::synthesis
