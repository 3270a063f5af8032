#pragma once

#include "model/scene/scene.h"

#include <vector>

namespace phiscope {

/// When a synapse is asked to act, ms, within [0, tstop], ascending: its explicit or generated times, the
/// onset of an AlphaSynapse, or a regular NetStim (whose events arrive 1 ms later, by NetCon's delay). A
/// noisy NetStim draws its times in NEURON: those are not known from the scene, and none are returned.
std::vector<double> eventTimes(const Synapse& synapse, double tstopMs);

} // namespace phiscope
