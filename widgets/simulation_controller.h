#pragma once

#include "model/simulation/simulation.h"
#include "widgets/run_data.h"
#include "widgets/signal_store.h"

#include <QObject>
#include <QString>

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace phiscope {

class Timings;

/// The Qt side of running: owns the model's Simulation and what is computed from its recording.
///
/// Everything here is called from the GUI thread and returns at once. Answers of a run that has been replaced
/// are dropped. Destroying the controller during a run cancels it.
class SimulationController : public QObject {
    Q_OBJECT
public:
    explicit SimulationController(QObject* parent = nullptr);
    ~SimulationController() override;

    /// Starts a run now; one that is going on is cancelled (newest wins). Its recording, or the one before,
    /// stays `data()` until the new one has frames. `placed` is the cell as it stands in the scene.
    void start(SimulationJob job, std::shared_ptr<const PlacedCell> placed);
    /// As start, a little later (an edit that changes currents): the last of the requests that come within
    /// `autoRunDelay` is the one that runs. A short run that is going on ends first, so that while the hand
    /// drags there is always something new to see; a long one is cancelled.
    void requestRun(SimulationJob job, std::shared_ptr<const PlacedCell> placed);
    /// True from a request until its run starts.
    bool runPending() const;
    /// Forgets a request whose run has not started.
    void dropRequest();
    void setAutoRunDelay(int milliseconds);
    int autoRunDelay() const;

    /// Where runs, matrices and signals write how long they take.
    void setTimings(const std::shared_ptr<Timings>& timings);

    void pause();
    void resume();
    /// Ends the run and drops a pending request. What was recorded so far stays.
    void cancel();

    /// Shows results that were opened, complete: cancels a run that is going on.
    void show(const RunData& results);

    /// The newest known state; `active()` tells whether there has been a run at all.
    const RunStatus& status() const;
    /// True while a run prepares, runs or is paused.
    bool active() const;

    /// What is shown now. Changes with recordingChanged.
    const RunData& data() const;

    /// The probes to compute signals for. Only what changed is computed again: never NEURON.
    void setProbes(const std::vector<Probe>& probes);
    /// The cell stands elsewhere (moved or turned): the same currents seen from other places.
    void setPlacedCell(std::shared_ptr<const PlacedCell> placed);
    /// What is computed for the probes besides their potentials.
    void setWanted(const std::set<Measure>& measures);
    /// Extracellular potential in mV at the contacts of a probe, after its filter, or another measure; null
    /// while there is none yet.
    std::shared_ptr<const Signals> probeSignals(const std::string& probeId,
                                                Measure measure = Measure::potential) const;
    FilterState filterState(const std::string& probeId) const;
    /// Why a measure has no signals, a sentence; empty where nothing is wrong.
    QString measureProblem(const std::string& probeId, Measure measure) const;
    /// True while signals of a complete recording are still to be computed.
    bool signalsPending() const;
    /// Current dipole moment in nA·µm, 3 channels x, y, z; null while there is none yet.
    std::shared_ptr<const Signals> dipole() const;

Q_SIGNALS:
    /// A run has ended or was replaced: how far it came, and in which time. Only of one that had frames.
    void runMeasured(const phiscope::RunData& data, const phiscope::RunStatus& status);
    /// At most about 30 times a second, and at every change of state.
    void statusChanged(const phiscope::RunStatus& status);
    /// Another recording is shown (or none). It may still be growing.
    void recordingChanged(const phiscope::RunData& data);
    /// The recording shown now has all its frames, whatever ended it.
    void recordingFinished();
    /// probeSignals(probeId) is another object now. New frames in the same object are not announced: they are
    /// read at the next tick.
    void probeSignalsChanged(const QString& probeId);
    /// The same for any measure, potentials included.
    void measureChanged(const QString& probeId, phiscope::Measure measure);
    void filterStateChanged(const QString& probeId);
    void dipoleChanged();
    /// NEURON's own words, whole lines.
    void textReceived(const QString& text);
    /// What went wrong, for a notice.
    void failed(const phiscope::Error& error);

private:
    class Private;
    std::unique_ptr<Private> d_;
};

} // namespace phiscope
