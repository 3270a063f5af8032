#pragma once

#include "model/neuron/cell_plan.h"
#include "model/scene/scene.h"
#include "model/support/result.h"

namespace phiscope {

/// A synapse as NEURON makes it, not yet placed: generated spike trains become explicit times within the
/// run. Fails with a sentence where a number makes no sense or the spikes are too many. What is switched off
/// is not looked at.
Result<PlannedPoint> planSynapse(const Synapse& synapse, double tstopMs);

/// An electrode, likewise. Every waveform but the step becomes one value a time step, from the beginning of
/// the warm-up on, taken in the middle of the step: there NEURON's fixed step evaluates its membrane, its own
/// IClamp and what Vector.play plays. `plan` must know its time step, warm-up and frames.
Result<PlannedPoint> planStimulus(const Stimulus& stimulus, const CellPlan& plan);

} // namespace phiscope
