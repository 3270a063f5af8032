#pragma once

#include "model/geometry/morphology.h"

#include <vector>

namespace phiscope {

/// What integrating the frusta between a section's points gives for one of its segments.
struct SegmentIntegrals {
    double diameter = 0.0;      ///< µm, mean along the path
    double area = 0.0;          ///< µm², of the frusta's sides and of steps in diameter
    double diameterStart = 0.0; ///< µm
    double diameterEnd = 0.0;   ///< µm
    /// ∫ 4 ds / (π d²) over the first and the second half, 1/µm: times Ra the axial resistance.
    double firstHalfResistance = 0.0;
    double secondHalfResistance = 0.0;
};

/// Integrates diameter, side area and axial resistance over each of `nseg` equal pieces of a section, with
/// the diameter linear between points, as NEURON does for its seg.diam, area(x) and ri(x).
std::vector<SegmentIntegrals> integrateSection(const Section& section, int nseg);

} // namespace phiscope
