#pragma once

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

/// Spike time and the section it was seen in (soma, upward crossing of the threshold).
using SpikeTimes = std::vector<double>;

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
    Morphology morphology;              ///< unplaced, as read
    std::vector<int> nseg;              ///< one a section
    Scene scene;                        ///< membrane, synapses, stimuli and run settings are read from it
    std::vector<std::string> variables; ///< further range variables to record
};

/// One NEURON run on NEURON's own thread. NEURON exists once in a process and is not re-entrant, so jobs
/// queue: the constructor returns at once and the run starts when the one before has ended.
class Simulation {
public:
    /// Called on NEURON's thread, about 30 times a second and at every change of state. Must not block.
    using StatusCallback = std::function<void(const RunStatus&)>;
    /// NEURON's own words (print, errors), called on NEURON's thread.
    using TextCallback = std::function<void(const std::string&)>;

    /// Fails where the recording cannot be made (no room) or the scene refers to what is not there.
    static Result<std::unique_ptr<Simulation>> start(SimulationJob job, StatusCallback onStatus = {},
                                                     TextCallback onText = {});
    /// Cancels and waits for the thread to let go (below 100 ms).
    ~Simulation();
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    void pause();
    void resume();
    void cancel();
    /// Blocks until the run has ended. Not for the GUI thread.
    RunStatus wait();
    RunStatus status() const;

    /// Grows while the run goes on; outlives the Simulation.
    std::shared_ptr<const Recording> recording() const;

private:
    struct Private;
    explicit Simulation(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d_;
};

} // namespace phiscope
