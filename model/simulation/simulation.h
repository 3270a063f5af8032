#pragma once

#include "model/forward/stimulus_field.h"
#include "model/geometry/segments.h"
#include "model/scene/scene.h"
#include "model/simulation/recording.h"
#include "model/support/result.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace phiscope {

/// Where a run stands. A small value, safe to copy between threads.
struct RunStatus {
    enum class State { preparing, running, paused, finished, cancelled, failed };
    State state = State::preparing;
    double timeMs = 0.0;  ///< model time reached
    double startMs = 0.0; ///< tstart
    double stopMs = 0.0;  ///< tstop
    double elapsedSeconds = 0.0;
    double remainingSeconds = -1.0; ///< estimate; negative while unknown
    Error error;                    ///< set where state is failed

    double progress() const { return stopMs > startMs ? (timeMs - startMs) / (stopMs - startMs) : 1.0; }
    bool ended() const {
        return state == State::finished || state == State::cancelled || state == State::failed;
    }
};

/// Everything that a run needs, copied: the thread that runs it shares nothing with the thread that asked.
struct SimulationJob {
    Morphology morphology; ///< unplaced, as read
    std::vector<int> nseg; ///< one a section
    Scene scene; ///< membrane, pose, synapses, stimuli, stimulating probes and run settings are read from it
    std::vector<std::string> variables; ///< further range variables to record
    /// Potentials outside the membrane besides those of the scene's stimulating contacts, in any pattern
    /// (LFPy's insert_v_ext); values are held from step to step.
    std::vector<AppliedField> appliedFields{};
};

/// Where a synapse or stimulus sits.
struct PointLocation {
    int section = -1; ///< index into Morphology::sections; -1 where a disabled one is on none of them
    int segment = -1;

    bool operator==(const PointLocation&) const = default;
};

/// One NEURON run on NEURON's own thread. NEURON exists once in a process and is not re-entrant, so jobs
/// queue: start() returns at once and the run begins when the one before has ended. A paused run does not
/// end: destroy or cancel it before starting another.
class Simulation {
public:
    /// Called on NEURON's thread, about 30 times a second and at every change of state. Must not block.
    using StatusCallback = std::function<void(const RunStatus&)>;
    /// NEURON's own words (print, errors), called on NEURON's thread.
    using TextCallback = std::function<void(const std::string&)>;

    /// Fails where the recording cannot be made (no room), the scene refers to a section that is not there,
    /// or a number makes no sense. What only NEURON can tell (an unknown mechanism, parameter or variable)
    /// ends the run as `failed` before its first step.
    static Result<std::unique_ptr<Simulation>> start(SimulationJob job, StatusCallback onStatus = {},
                                                     TextCallback onText = {});
    /// Cancels and waits for the thread to let go (below 100 ms). No callback comes after it has returned.
    ~Simulation();
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    void pause();
    void resume();
    void cancel();
    /// Blocks until the run has ended. Not for the GUI thread.
    RunStatus wait();
    RunStatus status() const;

    /// Grows while the run goes on; outlives the Simulation. Frames run from t = 0 to tstop or the first step
    /// beyond it; finished() where the run has ended, however it did.
    std::shared_ptr<const Recording> recording() const;
    /// Of every point process of the recording: synapses, then stimuli, in scene order.
    const std::vector<PointLocation>& pointLocations() const;
    /// What is odd about the job but did not stop it.
    const Notices& notices() const;

private:
    struct Run;
    explicit Simulation(std::shared_ptr<Run> run);
    std::shared_ptr<Run> run_; ///< shared with the job on NEURON's thread
};

} // namespace phiscope
