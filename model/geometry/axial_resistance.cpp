#include "model/geometry/axial_resistance.h"

#include "model/geometry/section_integrals.h"

namespace phiscope {

Eigen::VectorXd axialResistance(const Morphology& morphology, const Segments& segments,
                                std::optional<double> Ra) {
    Eigen::VectorXd resistance(segments.size());
    for (std::size_t s = 0; s < morphology.sections.size(); ++s) {
        const Section& section = morphology.sections[s];
        const int first = segments.firstOfSection[s];
        const int count = segments.firstOfSection[s + 1] - first;
        const std::vector<SegmentIntegrals> integrals = integrateSection(section, count);
        // Ω·cm / µm is 0.01 MΩ.
        const double factor = 0.01 * Ra.value_or(section.fileRa.value_or(defaultRaOhmCm));
        const bool reversed = section.childX > 0.5;
        double behind = 0.0;
        for (int k = 0; k < count; ++k) {
            const int index = reversed ? count - 1 - k : k;
            const SegmentIntegrals& segment = integrals[static_cast<std::size_t>(index)];
            const double near = reversed ? segment.secondHalfResistance : segment.firstHalfResistance;
            const double far = reversed ? segment.firstHalfResistance : segment.secondHalfResistance;
            resistance[first + index] = factor * (behind + near);
            behind = far;
        }
    }
    return resistance;
}

} // namespace phiscope
