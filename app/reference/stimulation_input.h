#pragma once

#include "app/reference/cell_building.h"
#include "app/reference/nd_array.h"
#include "model/simulation/simulation.h"

#include <nlohmann/json_fwd.hpp>

namespace phiscope::reference {

/// `extracellular_stimulation` of a case, into the job: contacts with currents become probes that stimulate,
/// a potential that is given everywhere an applied field.
void addStimulation(const nlohmann::json& stimulation, const ReferenceCell& cell, SimulationJob& job);

/// The potential at every segment at the case's times.
Result<NdArray> stimulusPotential(const nlohmann::json& stimulation, const ReferenceCell& cell,
                                  const SimulationJob& job);

} // namespace phiscope::reference
