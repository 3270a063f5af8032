#pragma once

#include "model/geometry/morphology.h"

namespace phiscope {

/// The length of a section in units of its frequency-dependent length constant: NEURON's L / lambda_f(f)
/// for sections with 3-D points (Hines & Carnevale 2001, The Neuroscientist 7, 123-135). Ra in Ω·cm, cm in
/// µF/cm².
double electrotonicLength(const Section& section, double frequencyHz, double Ra, double cm);

} // namespace phiscope
