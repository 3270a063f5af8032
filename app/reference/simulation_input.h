#pragma once

#include "app/reference/cell_building.h"
#include "model/simulation/simulation.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace phiscope::reference {

/// A family D case as a job, and where its point processes are in the recording.
struct SimulationInput {
    SimulationJob job;
    std::vector<int> synapses; ///< point process of each entry of input.synapses
    std::vector<int> stimuli;  ///< of each entry of input.stimuli
    std::string missing;       ///< not empty: what cannot be simulated
};

SimulationInput simulationInput(const nlohmann::json& input, const ReferenceCell& cell);

} // namespace phiscope::reference
