#include "model/geometry/length_constant.h"
#include "model/geometry/segments.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numbers>

namespace phiscope {

namespace {

/// A count that NEURON accepts, also where the rule gives an absurd one.
int boundedCount(double count) {
    return std::isfinite(count)
               ? static_cast<int>(std::clamp(count, 1.0, static_cast<double>(maxSegmentsPerSection)))
               : 1;
}

} // namespace

double electrotonicLength(const Section& section, double frequencyHz, double Ra, double cm) {
    const std::vector<double> arc = arcLengths(section);
    double sum = 0.0;
    for (std::size_t i = 1; i < arc.size(); ++i) {
        const double diameters = std::abs(static_cast<double>(section.points[i - 1].diameter)) +
                                 std::abs(static_cast<double>(section.points[i].diameter));
        sum += (arc[i] - arc[i - 1]) / std::sqrt(diameters);
    }
    return sum * std::numbers::sqrt2 * 1e-5 * std::sqrt(4.0 * std::numbers::pi * frequencyHz * Ra * cm);
}

std::vector<int> segmentCounts(const Morphology& morphology, const Discretisation& rule,
                               std::optional<double> Ra, std::optional<double> cm) {
    std::vector<int> counts;
    counts.reserve(morphology.sections.size());
    for (const Section& section : morphology.sections) {
        switch (rule.method) {
        case Discretisation::Method::asLoaded:
            counts.push_back(std::clamp(section.fileSegmentCount, 1, maxSegmentsPerSection));
            break;
        case Discretisation::Method::lambdaF: {
            const double sectionRa = Ra.value_or(section.fileRa.value_or(defaultRaOhmCm));
            const double sectionCm = cm.value_or(section.fileCm.value_or(defaultCmUfPerCm2));
            const double lengths = electrotonicLength(section, rule.lambdaFHz, sectionRa, sectionCm);
            counts.push_back(boundedCount(std::floor((lengths / rule.dLambda + 0.9) / 2.0) * 2.0 + 1.0));
            break;
        }
        case Discretisation::Method::fixedLength:
            counts.push_back(boundedCount(std::floor(sectionLength(section) / rule.maxLengthUm) + 1.0));
            break;
        }
    }
    return counts;
}

} // namespace phiscope
