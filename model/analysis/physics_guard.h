#pragma once

#include "model/scene/scene.h"
#include "model/simulation/recording.h"

#include <array>
#include <string>
#include <vector>

/// What in a scene can be run and drawn but makes no physical sense, or less than it seems. `validate` finds
/// values that no program can work with; these are the ones that a reviewer would ask about.
namespace phiscope {

/// An edit that certainly mends a finding.
struct Remedy {
    enum class Kind {
        none,
        moveProbe,  ///< by shiftUm
        discretise, ///< the cell by `discretisation`
        timeStep,   ///< `value` ms
        stopTime,   ///< `value` ms
        squeeze,    ///< fit the cell into the slice, with this squeeze
        balance,    ///< a second phase that takes the charge of each pulse back
    };
    Kind kind = Kind::none;
    double value = 0.0;
    std::array<double, 3> shiftUm{};
    Discretisation discretisation;

    bool operator==(const Remedy&) const = default;
};

struct Finding {
    enum class Severity {
        note,    ///< may be meant so
        warning, ///< results are doubtful
        error,   ///< a result is wrong or missing
    };
    enum class Kind {
        contactInside,  ///< a contact within a neurite
        contactOnAxis,  ///< a contact where a line source has no potential
        noPotential,    ///< the tissue has no equation for that probe
        outsideSlice,   ///< the cell leaves the slice of a probe or field slice
        coarseSegments, ///< segments too long for the length constant
        neverDriven,    ///< a synapse or group without an event in the run
        zeroWeight,     ///< synapses that do nothing
        lateStimulus,   ///< a current clamp that begins after the run
        coarseTimeStep, ///< for rising conductances or spikes
        filterCutOff,   ///< beyond half the sampling rate
        chargeBalance,  ///< membrane currents that no electrode explains
        monopole,       ///< electrodes bring current, and a dipole is looked at
        stimulusCharge, ///< contacts drive more current one way than the other
        noStimulus,     ///< a probe is to stimulate, and nothing of it acts in the run
    };
    Kind kind = Kind::contactInside;
    Severity severity = Severity::warning;
    std::string sentence; ///< what is so, and what to do
    std::string object;   ///< id of the object it is about, "cell" or "run"
    int contact = -1;     ///< of that probe, the first concerned; -1: none
    int segment = -1;     ///< of the cell, the first concerned; -1: none
    Remedy remedy;

    bool operator==(const Finding&) const = default;
};

/// All that is found, the gravest first. Geometry of the cell as it stands in the scene; where a recording of
/// just this scene is given, and finished, its charge is counted too. Milliseconds for a usual scene, and
/// never NEURON.
std::vector<Finding> checkPhysics(const Scene& scene, const PlacedCell& cell,
                                  const Recording* recording = nullptr);

/// The scene after a finding's remedy; the scene itself where there is none, or its object is gone.
Scene mended(const Scene& scene, const Finding& finding);

/// What the remedy does, for a button: "Move 6 µm". Empty where there is none.
std::string remedyText(const Remedy& remedy);

/// "Note", "Warning", "Error".
std::string severityWord(Finding::Severity severity);

} // namespace phiscope
