#include "widgets/simulation_controller.h"

#include "widgets/gui_mailbox.h"
#include "widgets/timings.h"

#include <QElapsedTimer>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>

namespace phiscope {

namespace {

constexpr int defaultAutoRunDelayMs = 40;
/// A run that takes longer than this is not waited for when something newer is asked for.
constexpr int patienceMs = 300;
constexpr int firstFramesPollMs = 8;

struct Request {
    SimulationJob job;
    std::shared_ptr<const PlacedCell> placed;
};

/// The newest status of a run on its way to the GUI thread: many reports become one event.
struct StatusSlot {
    std::mutex mutex;
    RunStatus newest;
    bool queued = false;
};

} // namespace

class SimulationController::Private {
public:
    explicit Private(SimulationController* controller)
        : q(controller)
        , mailbox(std::make_shared<GuiMailbox>(controller)) {}

    void begin(Request request);
    void begun(std::uint64_t run, Result<std::shared_ptr<Simulation>> simulation);
    void runPendingWhenDue();
    void takeStatus(std::uint64_t run, const RunStatus& newest);
    void showIfThereAreFrames();
    /// Ends the run somewhere else, since that may wait.
    void retireSimulation();
    void setStatus(const RunStatus& newest);
    void tellHowLong();

    SimulationController* q;
    std::shared_ptr<GuiMailbox> mailbox;
    /// One thread for what may wait: starting a run (a large recording may need a file) and ending one.
    QThreadPool backstage;
    SignalStore* store = nullptr;
    std::shared_ptr<Timings> timings;
    QTimer autoRunTimer;
    QTimer firstFramesTimer;
    QElapsedTimer runClock;
    std::optional<Request> pending;
    std::shared_ptr<Simulation> simulation;
    RunStatus status;
    RunData data;
    RunData next; ///< of the run that goes on, until it has frames
    std::uint64_t run = 0;
    std::shared_ptr<std::atomic<std::uint64_t>> newestRun = std::make_shared<std::atomic<std::uint64_t>>(0);
    int autoRunDelayMs = defaultAutoRunDelayMs;
    bool active = false;
    bool pauseWanted = false;
    bool finishAnnounced = true;
};

SimulationController::SimulationController(QObject* parent)
    : QObject(parent)
    , d_(std::make_unique<Private>(this)) {
    d_->backstage.setMaxThreadCount(1);
    d_->store = new SignalStore(&d_->backstage, this);
    d_->status.state = RunStatus::State::finished;
    d_->autoRunTimer.setSingleShot(true);
    d_->firstFramesTimer.setInterval(firstFramesPollMs);
    connect(&d_->autoRunTimer, &QTimer::timeout, this, [this] { d_->runPendingWhenDue(); });
    connect(&d_->firstFramesTimer, &QTimer::timeout, this, [this] { d_->showIfThereAreFrames(); });
    connect(d_->store, &SignalStore::probeChanged, this, [this](const QString& id, Measure measure) {
        if (measure == Measure::potential) {
            Q_EMIT probeSignalsChanged(id);
        }
        Q_EMIT measureChanged(id, measure);
    });
    connect(d_->store, &SignalStore::filterChanged, this, &SimulationController::filterStateChanged);
    connect(this, &SimulationController::recordingFinished, d_->store, &SignalStore::recordingFinished);
    connect(d_->store, &SignalStore::dipoleChanged, this, &SimulationController::dipoleChanged);
}

SimulationController::~SimulationController() {
    d_->mailbox->close();
    if (d_->simulation) {
        d_->simulation->cancel();
        d_->simulation.reset();
    }
    delete d_->store;
    *d_->newestRun = 0; // nothing that waits is to begin
    d_->backstage.waitForDone();
}

void SimulationController::start(SimulationJob job, std::shared_ptr<const PlacedCell> placed) {
    dropRequest();
    d_->begin({std::move(job), std::move(placed)});
}

void SimulationController::requestRun(SimulationJob job, std::shared_ptr<const PlacedCell> placed) {
    d_->pending = Request{std::move(job), std::move(placed)};
    if (!d_->autoRunTimer.isActive()) {
        d_->autoRunTimer.start(d_->autoRunDelayMs);
    }
}

bool SimulationController::runPending() const {
    return d_->pending.has_value();
}

void SimulationController::dropRequest() {
    d_->pending.reset();
    d_->autoRunTimer.stop();
}

void SimulationController::setAutoRunDelay(int milliseconds) {
    d_->autoRunDelayMs = milliseconds;
}

int SimulationController::autoRunDelay() const {
    return d_->autoRunDelayMs;
}

void SimulationController::Private::runPendingWhenDue() {
    if (!pending) {
        return;
    }
    const bool worthWaiting = active && !pauseWanted && runClock.elapsed() < patienceMs;
    if (worthWaiting) {
        autoRunTimer.start(std::max(1, patienceMs - static_cast<int>(runClock.elapsed())));
        return;
    }
    Request request = std::move(*pending);
    pending.reset();
    autoRunTimer.stop();
    begin(std::move(request));
}

void SimulationController::Private::begin(Request request) {
    if (active) {
        tellHowLong(); // what came of the one that is replaced
    }
    ++run;
    pauseWanted = false;
    active = true;
    runClock.start();
    next = {};
    next.cell = std::move(request.placed);
    next.scene = std::make_shared<const Scene>(request.job.scene);
    RunStatus preparing;
    preparing.startMs = request.job.scene.run.tstartMs;
    preparing.stopMs = request.job.scene.run.tstopMs;
    preparing.timeMs = preparing.startMs;
    setStatus(preparing);

    if (simulation) {
        simulation->cancel();
    }
    const auto slot = std::make_shared<StatusSlot>();
    const auto onStatus = [box = mailbox, slot, this, number = run](const RunStatus& newest) {
        const std::lock_guard lock(slot->mutex);
        slot->newest = newest;
        if (!slot->queued) {
            slot->queued = true;
            box->post([this, slot, number] {
                RunStatus latest;
                {
                    const std::lock_guard inner(slot->mutex);
                    latest = slot->newest;
                    slot->queued = false;
                }
                takeStatus(number, latest);
            });
        }
    };
    const auto onText = [box = mailbox, this, number = run](const std::string& text) {
        box->post([this, number, words = QString::fromStdString(text)] {
            if (number == run) {
                Q_EMIT q->textReceived(words);
            }
        });
    };
    *newestRun = run;
    backstage.start([box = mailbox, latest = newestRun, this, number = run, old = std::move(simulation),
                     job = std::move(request.job), onStatus, onText]() mutable {
        old.reset(); // waits until NEURON's thread has let go of it
        if (*latest != number) {
            return; // something newer waits behind
        }
        auto started = Simulation::start(std::move(job), onStatus, onText);
        Result<std::shared_ptr<Simulation>> result =
            started ? Result<std::shared_ptr<Simulation>>(std::move(*started))
                    : Result<std::shared_ptr<Simulation>>(tl::unexpected(started.error()));
        box->post([this, number, result = std::move(result)]() mutable { begun(number, std::move(result)); });
    });
    simulation.reset();
}

void SimulationController::Private::begun(std::uint64_t number, Result<std::shared_ptr<Simulation>> started) {
    if (number != run) {
        // Replaced meanwhile. Ending it may wait, so not here.
        if (started) {
            (*started)->cancel();
            backstage.start([old = std::move(*started)]() mutable { old.reset(); });
        }
        return;
    }
    if (!started) {
        active = false;
        RunStatus broken = status;
        broken.state = RunStatus::State::failed;
        broken.error = started.error();
        setStatus(broken);
        Q_EMIT q->failed(broken.error);
        return;
    }
    simulation = std::move(*started);
    next.recording = simulation->recording();
    if (!active) {
        simulation->cancel(); // cancelled before it had begun
    } else if (pauseWanted) {
        simulation->pause();
    }
    firstFramesTimer.start();
    takeStatus(number, simulation->status());
}

void SimulationController::Private::retireSimulation() {
    if (simulation) {
        simulation->cancel();
        backstage.start([old = std::move(simulation)]() mutable { old.reset(); });
        simulation.reset();
    }
}

void SimulationController::Private::setStatus(const RunStatus& newest) {
    status = newest;
    Q_EMIT q->statusChanged(status);
}

void SimulationController::Private::tellHowLong() {
    if (simulation && data.recording == simulation->recording()) {
        if (timings && status.state == RunStatus::State::finished) {
            timings->add(Timings::What::run, 1000.0 * status.elapsedSeconds);
        }
        Q_EMIT q->runMeasured(data, status);
    }
}

void SimulationController::Private::showIfThereAreFrames() {
    if (!next.recording || next.recording->frameCount() == 0) {
        if (!active) {
            firstFramesTimer.stop();
        }
        return;
    }
    firstFramesTimer.stop();
    data = std::move(next);
    next = {};
    finishAnnounced = false;
    store->setRun(data);
    Q_EMIT q->recordingChanged(data);
}

void SimulationController::Private::takeStatus(std::uint64_t number, const RunStatus& newest) {
    if (number != run || !simulation) {
        return; // of a run that has been replaced, or before begun() has come through
    }
    if (status.ended() && !newest.ended()) {
        return;
    }
    showIfThereAreFrames();
    const bool ends = newest.ended() && active;
    if (newest.ended()) {
        active = false;
    }
    setStatus(newest);
    if (newest.ended() && data.recording == simulation->recording() && !finishAnnounced) {
        finishAnnounced = true;
        Q_EMIT q->recordingFinished();
    }
    if (!ends) {
        return;
    }
    tellHowLong();
    if (newest.state == RunStatus::State::failed) {
        Q_EMIT q->failed(newest.error);
    }
    if (pending) {
        runPendingWhenDue();
    }
}

void SimulationController::setTimings(const std::shared_ptr<Timings>& timings) {
    d_->store->setTimings(timings);
    d_->timings = timings;
}

void SimulationController::pause() {
    if (d_->active) {
        d_->pauseWanted = true;
        if (d_->simulation) {
            d_->simulation->pause();
        }
    }
}

void SimulationController::resume() {
    d_->pauseWanted = false;
    if (d_->simulation) {
        d_->simulation->resume();
    }
}

void SimulationController::cancel() {
    dropRequest();
    if (!d_->active) {
        return;
    }
    if (d_->simulation) {
        d_->simulation->cancel(); // its last status says so
        return;
    }
    d_->active = false;
    RunStatus cancelled = d_->status;
    cancelled.state = RunStatus::State::cancelled;
    d_->setStatus(cancelled);
}

void SimulationController::show(const RunData& results) {
    cancel();
    ++d_->run; // what the run that was going on still reports is of no interest
    d_->active = false;
    d_->firstFramesTimer.stop();
    d_->next = {};
    d_->retireSimulation();
    d_->finishAnnounced = true;
    d_->data = results;
    d_->store->setRun(results);
    Q_EMIT recordingChanged(d_->data);
    Q_EMIT recordingFinished();
}

const RunStatus& SimulationController::status() const {
    return d_->status;
}

bool SimulationController::active() const {
    return d_->active;
}

const RunData& SimulationController::data() const {
    return d_->data;
}

void SimulationController::setProbes(const std::vector<Probe>& probes) {
    d_->store->setProbes(probes);
}

void SimulationController::setPlacedCell(std::shared_ptr<const PlacedCell> placed) {
    if (!placed) {
        return;
    }
    for (RunData* each : {&d_->data, &d_->next}) {
        if (each->cell && each->cell->segments.size() == placed->segments.size()) {
            each->cell = placed;
        }
    }
    d_->store->setPlacedCell(std::move(placed));
}

void SimulationController::setWanted(const std::set<Measure>& measures) {
    d_->store->setWanted(measures);
}

std::shared_ptr<const Signals> SimulationController::probeSignals(const std::string& probeId,
                                                                  Measure measure) const {
    return d_->store->probe(probeId, measure);
}

FilterState SimulationController::filterState(const std::string& probeId) const {
    return d_->store->filterState(probeId);
}

QString SimulationController::measureProblem(const std::string& probeId, Measure measure) const {
    return d_->store->problem(probeId, measure);
}

bool SimulationController::signalsPending() const {
    return d_->store->busy();
}

std::shared_ptr<const Signals> SimulationController::dipole() const {
    return d_->store->dipole();
}

} // namespace phiscope
