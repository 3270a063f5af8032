#pragma once

#include "model/scene/measurement.h"

#include <cstdint>
#include <string>
#include <vector>

/// What stimulating contacts do over time; where it acts: model/forward/stimulus_field.h.
namespace phiscope {

struct Scene;

/// A current that changes in steps: valuesNa[k] from timesMs[k] until the next time; 0 before the first. The
/// last value holds for ever (0 after a train of pulses).
struct SteppedCurrent {
    std::vector<double> timesMs;
    std::vector<double> valuesNa;

    bool operator==(const SteppedCurrent&) const = default;
};

/// The wave, before any contact's factor. Empty where waveProblem() has something to say.
SteppedCurrent stimulusCurrent(const Stimulation& stimulation);

/// The value at a time.
double currentAt(const SteppedCurrent& current, double timeMs);

/// The means over each of `count` steps of `stepMs` from `startMs` on, so that a charge is right whatever
/// the step. Where the wave changes at steps only, these are its values (LFPy's).
std::vector<double> meanPerStep(const SteppedCurrent& current, double startMs, double stepMs,
                                std::int64_t count);

/// Charge in pC from −∞ until `endMs`.
double chargeUntil(const SteppedCurrent& current, double endMs);

/// The charge in pC that the wave leaves behind on a contact of factor 1, at its end or at that of the run,
/// whichever is later; exactly 0 where it is balanced to a millionth of what flows.
double chargeLeft(const Stimulation& stimulation, double runEndMs);
/// Largest magnitude, nA.
double peakCurrent(const SteppedCurrent& current);

/// End of the train or wave, ms; of a wave that ends with another value than 0 its last change.
double stimulusEnd(const Stimulation& stimulation);

/// Whether a field comes from this probe: switched on, with a contact whose factor is not 0.
bool stimulates(const Probe& probe);
bool stimulates(const Scene& scene); ///< any probe does
std::vector<Probe> stimulatingProbes(const Scene& scene);

int contactCountOf(const Probe& probe);

/// A contact's factor; 0 where it does not drive.
double stimulusFactor(const Stimulation& stimulation, int contact);

/// Whether this contact drives now.
bool drives(const Probe& probe, int contact);
/// Makes a contact drive with factor 1, or leave off. Where the probe did not stimulate it is the only one
/// then; without any the probe does not stimulate.
void toggleContact(Probe& probe, int contact);

/// "1, 4 × −1": contacts from 1, and factors other than 1.
std::string drivenContactsText(const Stimulation& stimulation);
/// The same read back ("1 4*-1" and "1: 1, 4: -1" will do as well) into `contacts` and `factors`. An empty
/// text where that was possible, else what is wrong; the stimulation stays as it was then.
std::string readDrivenContacts(const std::string& text, int contactCount, Stimulation& stimulation);

/// Why the wave cannot be, a sentence: pulses that begin before the last one has ended, times that do not
/// rise; empty where it can. No reason to refuse a scene: nothing is driven then, and a run says why.
std::string waveProblem(const Stimulation& stimulation);
/// Why the contacts and factors make no sense; empty where they do. A contact that the probe has not got is
/// no problem: it drives nothing.
std::string drivenContactsProblem(const Stimulation& stimulation);

/// True where the fields that act on the cell differ, so that its currents do: where contacts stimulate, what
/// they drive, where they and the cell are and what is between them counts.
bool appliedFieldsDiffer(const Scene& a, const Scene& b);

} // namespace phiscope
