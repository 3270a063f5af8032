#pragma once

#include "model/geometry/segments.h"

#include <Eigen/Core>

#include <optional>

namespace phiscope {

/// Axial resistance in MΩ between the middle of every segment and the middle of its parent, NEURON's ri(x)
/// and LFPy's get_axial_resistance. The first segment of a section counts its own half only: where sections
/// meet NEURON has a node of its own (or, on the middle of a section, joins there without resistance).
/// `Ra` in Ω·cm overrides the file's; 35.4 holds where neither is set.
Eigen::VectorXd axialResistance(const Morphology& morphology, const Segments& segments,
                                std::optional<double> Ra = {});

} // namespace phiscope
