#pragma once

#include "model/simulation/simulation.h"
#include "model/support/result.h"

namespace phiscope {

/// Seconds that NEURON's time steps of a job take when nothing is recorded: nrn_fixed_step in a loop with
/// cache_efficient(1) and fast i_membrane. What all other figures are measured against. Building the cell is
/// not counted. Not from NEURON's thread.
Result<double> bareRunSeconds(const SimulationJob& job);

/// The same loop with every frame copied into a new recording, as a simulation does it.
Result<double> recordedRunSeconds(const SimulationJob& job);

} // namespace phiscope
