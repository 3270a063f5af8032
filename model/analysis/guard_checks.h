#pragma once

#include "model/analysis/physics_guard.h"

/// The single checks of physics_guard.h; each adds what it finds.
namespace phiscope::guard {

using Findings = std::vector<Finding>;

void checkContacts(const Probe& probe, const PlacedCell& cell, Findings& findings);
/// Tissue that has no equation for a probe, and cells that leave a slice.
void checkTissue(const Probe& probe, const PlacedCell& cell, Findings& findings);
void checkTissue(const FieldSlice& slice, const PlacedCell& cell, Findings& findings);
void checkSegments(const Cell& settings, const PlacedCell& cell, Findings& findings);

void checkSynapses(const Scene& scene, Findings& findings);
void checkStimuli(const Scene& scene, Findings& findings);
/// Charge that contacts leave in the tissue, and stimulation that does not happen.
void checkStimulation(const Scene& scene, Findings& findings);
void checkTimeStep(const Scene& scene, Findings& findings);
void checkFilters(const Scene& scene, Findings& findings);
void checkCharge(const Scene& scene, const Recording& recording, Findings& findings);

/// "12.3": three digits, for people.
std::string shortNumber(double value);
/// The largest power of two of a millisecond that is no longer than `limitMs`. Such steps add up exactly.
double stepBelow(double limitMs);
/// Of a longer run, where the run settings take it.
Remedy longerRun(double stopMs);

} // namespace phiscope::guard
