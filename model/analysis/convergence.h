#pragma once

#include "model/analysis/physics_guard.h"
#include "model/simulation/cell_source.h"

#include <Eigen/Core>

#include <optional>
#include <span>
#include <string>
#include <vector>

/// Whether a result hangs on how finely it was computed: the same scene with half the time step, or with
/// shorter segments, and by how much each signal differs then.
namespace phiscope {

enum class Refinement { timeStep, segments };

/// How far one signal of the finer run lies from that of the run as it is.
struct SignalChange {
    std::string name; ///< a place on the cell, a probe's name
    std::string unit;
    double largest = 0.0;    ///< |finer − as it is| over all channels and common times, in `unit`
    double peakToPeak = 0.0; ///< as it is, of the channel that swings most
    int channel = -1;        ///< of the largest change; -1 where nothing changes
    double timeMs = 0.0;     ///< of the largest change
    bool silent = false;     ///< it hardly moves: a part of its range means nothing
    std::string problem{};   ///< why there is nothing to compare, a sentence

    /// The largest change as a part of the peak-to-peak range; 0 where that means nothing.
    double relative() const { return silent || !(peakToPeak > 0.0) ? 0.0 : largest / peakToPeak; }
};

/// Two recordings of the same channels, each from t = 0 on with steps of its own, compared at the times of
/// the coarser one; between its frames the finer one is taken as straight. Below `floor` of peak-to-peak
/// range a signal counts as silent.
SignalChange compareSignals(const Eigen::Ref<const Eigen::MatrixXd>& asIs, double asIsDtMs,
                            const Eigen::Ref<const Eigen::MatrixXd>& finer, double finerDtMs,
                            double floor = 0.0);

/// Membrane potential in mV, places × frames. Between the middles of segments it is taken as straight along
/// the section, so that cells cut into different segments can be compared. NaN for a section that is not
/// there.
Eigen::MatrixXd potentialsAt(const Recording& recording, const PlacedCell& cell,
                             std::span<const Location> places);

/// When a trace from t = 0 crosses `thresholdMv` upwards, in ms, straight between frames.
std::vector<double> crossingTimes(const Eigen::Ref<const Eigen::RowVectorXd>& trace, double dtMs,
                                  double thresholdMv = 0.0);

/// One run and what it was made from.
struct ComputedRun {
    const BuiltCell& cell;
    const Recording& recording;
};

struct RunChange {
    std::vector<SignalChange> potentials; ///< one a place
    std::vector<SignalChange> probes;     ///< one a probe, after its filter
    std::optional<SignalChange> moment;   ///< current dipole moment, where a head hears it
    int spikes = 0;                       ///< at the first place, as it is
    int finerSpikes = 0;
    double spikeShiftMs = 0.0; ///< the largest, where their number is the same
    int segments = 0;          ///< as it is
    int finerSegments = 0;

    /// Of all of it, the one with the largest relative change; null where everything is silent.
    const SignalChange* worst() const;
};

/// All signals of `scene`, of both runs. Computes the probes' signals twice: not for the GUI thread.
RunChange compareRuns(const Scene& scene, const ComputedRun& asIs, const ComputedRun& finer,
                      std::span<const Location> places);

/// Where a cell's potential is looked at first: the middle of its soma, else of its first section.
Location somaPlace(const Morphology& morphology);

/// The scene with half the time step, or with about twice as many segments (by the rule that the scene has;
/// where it keeps those of the file, by a longest length that makes no section coarser). Fails with a
/// sentence where it cannot be any finer.
Result<Scene> refinedScene(const Scene& scene, Refinement refinement, const BuiltCell& cell);

/// What a person should know of a comparison.
struct ConvergenceVerdict {
    bool fine = true;
    std::string sentence;
    Remedy remedy; ///< what to use instead, where it is not fine
};

/// Fine where the worst change is at most `tolerance` (0.02: two percent) and no spike comes or goes. What to
/// use instead follows from the order of the methods: the error falls with the time step, and with the square
/// of the segments' length; never more than eight times finer at once.
ConvergenceVerdict judge(Refinement refinement, const Scene& scene, const Scene& finer,
                         const RunChange& change, double tolerance);

/// Current clamps whose noise is drawn anew with every time step, so that a comparison of time steps compares
/// different noises. Their names; empty where there are none.
std::vector<std::string> noiseDrawnBySteps(const Scene& scene);

} // namespace phiscope
