#pragma once

#include "model/simulation/simulation.h"
#include "model/support/result.h"

#include <functional>
#include <memory>

namespace phiscope {

/// Seconds that NEURON's time steps of a job take when nothing is recorded: nrn_fixed_step in a loop with
/// cache_efficient(1) and fast i_membrane. What all other figures are measured against. Building the cell is
/// not counted. Not from NEURON's thread.
Result<double> bareRunSeconds(const SimulationJob& job);

/// What happens beside a recorded run, within the time that counts. Both are called on NEURON's thread.
struct RunObserver {
    std::function<void(const std::shared_ptr<const Recording>&)> started; ///< no step made yet
    std::function<void()> finished; ///< all frames are there; may wait for what reads them
};

/// The same loop with every frame copied into a new recording, as a simulation does it.
Result<double> recordedRunSeconds(const SimulationJob& job, const RunObserver& observer = {});

} // namespace phiscope
