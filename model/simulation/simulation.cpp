#include "model/simulation/simulation.h"

#include "model/neuron/cell_plan.h"
#include "model/neuron/neuron_engine.h"
#include "model/neuron/neuron_thread.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <condition_variable>
#include <cstdio>
#include <mutex>

namespace phiscope {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto reportEvery = std::chrono::milliseconds(33);
constexpr double chunkMs = 1.0;

double seconds(Clock::duration duration) {
    return std::chrono::duration<double>(duration).count();
}

} // namespace

/// What the asking thread and NEURON's thread share.
struct Simulation::Run {
    CellPlan plan;
    std::shared_ptr<Recording> recording;
    std::vector<PointLocation> locations;
    Notices notices;
    StatusCallback onStatus;
    TextCallback onText;

    std::atomic<bool> cancelled{false};

    mutable std::mutex mutex;
    std::condition_variable changed;
    RunStatus status;
    bool pauseWanted = false;
    bool abandoned = false; ///< nobody is there to hear
    bool started = false;   ///< NEURON's thread is in execute()
    bool left = false;      ///< and has come out again

    // NEURON's thread only.
    Clock::time_point begin;
    Clock::duration pausedFor{0};
    Clock::time_point lastReport;

    void execute();
    Error simulate();
    void report(RunStatus::State state, double timeMs, const Error& error = {});
    bool waitWhilePaused(double timeMs);
    Error brokenError(std::int64_t step, int segment) const;
};

void Simulation::Run::report(RunStatus::State state, double timeMs, const Error& error) {
    RunStatus now;
    now.state = state;
    now.timeMs = timeMs;
    now.startMs = -static_cast<double>(plan.warmUpSteps) * plan.dtMs;
    now.stopMs = static_cast<double>(plan.frames - 1) * plan.dtMs;
    now.elapsedSeconds = seconds(Clock::now() - begin - pausedFor);
    const double progress = now.progress();
    // The first fraction of a second says little about the rest.
    if (state == RunStatus::State::finished) {
        now.remainingSeconds = 0.0;
    } else if (!now.ended() && progress > 0.0 && now.elapsedSeconds > 0.1) {
        now.remainingSeconds = now.elapsedSeconds * (1.0 - progress) / progress;
    }
    now.error = error;
    lastReport = Clock::now();
    {
        const std::lock_guard lock(mutex);
        status = now;
        if (abandoned) {
            return;
        }
    }
    changed.notify_all();
    if (onStatus) {
        onStatus(now);
    }
}

bool Simulation::Run::waitWhilePaused(double timeMs) {
    {
        const std::lock_guard lock(mutex);
        if (!pauseWanted || cancelled) {
            return !cancelled;
        }
    }
    const Clock::time_point from = Clock::now();
    report(RunStatus::State::paused, timeMs);
    {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return !pauseWanted || cancelled; });
    }
    pausedFor += Clock::now() - from;
    if (!cancelled) {
        report(RunStatus::State::running, timeMs);
    }
    return !cancelled;
}

/// `segment` is one that is broken at `step`. NEURON solves for all segments together, so that they break
/// together. Where there are frames, a point process whose current broke (it follows from the potentials a
/// step earlier), or the segment that had run away by then, tells more.
Error Simulation::Run::brokenError(std::int64_t step, int segment) const {
    std::string culprit;
    if (step >= 1) {
        const float* before = recording->potentials(step - 1);
        const float* largest = std::max_element(before, before + plan.segments(),
                                                [](float a, float b) { return std::abs(a) < std::abs(b); });
        if (std::abs(*largest) > 1000.0F) {
            segment = static_cast<int>(largest - before);
        }
        const double* currents = recording->pointCurrents(step);
        for (std::size_t i = 0; i < plan.points.size(); ++i) {
            if (plan.points[i].segment >= 0 && !std::isfinite(currents[i])) {
                segment = plan.points[i].segment;
                culprit = " The current of “" + plan.points[i].name + "” there is none either.";
                break;
            }
        }
    }
    std::array<char, 32> time{};
    std::snprintf(time.data(), time.size(), "%.6g", static_cast<double>(step) * plan.dtMs);
    return {"The membrane potential is no longer a number: first in " + segmentName(plan, segment) + " at " +
                time.data() + " ms." + culprit,
            "Take a shorter time step, or look for a conductance, weight or current that is far too large.",
            "", 0};
}

/// The whole run; an empty error where it came to its end or was cancelled.
Error Simulation::Run::simulate() {
    NeuronEngine& engine = NeuronEngine::instance();
    if (auto ok = engine.build(plan, cancelled); !ok) {
        return ok.error();
    }
    if (cancelled) {
        return {};
    }
    if (auto ok = engine.initialise(); !ok) {
        return ok.error();
    }
    const std::int64_t chunk =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(std::llround(chunkMs / plan.dtMs)));
    const auto last = plan.frames - 1;
    std::int64_t step = -plan.warmUpSteps; // state now at step * dt
    const auto timeNow = [&] {
        return static_cast<double>(step) * plan.dtMs;
    };
    if (step == 0) {
        engine.copyFrame(*recording, 0);
        recording->publish(1);
    }
    report(RunStatus::State::running, timeNow());
    while (step < last) {
        if (!waitWhilePaused(timeNow())) {
            return {};
        }
        const bool warmUp = step < 0;
        // The warm-up ends with a chunk of its own, since the state at t = 0 is the first that is kept.
        const std::int64_t wanted = std::min(chunk, warmUp ? -step : last - step);
        const auto made = engine.advance(wanted, cancelled, warmUp ? nullptr : recording.get(), step + 1);
        if (!made) {
            return made.error();
        }
        const std::int64_t from = step;
        step += *made;
        if (const int segment = engine.brokenSegment(); segment >= 0) {
            // It spreads within a step or two: the recorded frames tell where it began.
            if (!warmUp) {
                for (std::int64_t frame = from + 1; frame <= step; ++frame) {
                    const float* v = recording->potentials(frame);
                    const float* bad = std::find_if(v, v + plan.segments(),
                                                    [](float value) { return !std::isfinite(value); });
                    if (bad != v + plan.segments()) {
                        recording->publish(frame);
                        return brokenError(frame, static_cast<int>(bad - v));
                    }
                }
            }
            return brokenError(step, segment);
        }
        if (warmUp && step == 0) {
            engine.copyFrame(*recording, 0);
        }
        if (step >= 0) {
            recording->publish(step + 1);
        }
        if (cancelled) {
            return {};
        }
        if (Clock::now() - lastReport >= reportEvery) {
            report(RunStatus::State::running, timeNow());
        }
    }
    return {};
}

void Simulation::Run::execute() {
    {
        const std::lock_guard lock(mutex);
        if (abandoned) {
            recording->finish();
            return;
        }
        started = true;
    }
    begin = Clock::now();
    double reached = -static_cast<double>(plan.warmUpSteps) * plan.dtMs;
    if (!cancelled) {
        report(RunStatus::State::preparing, reached);
    }
    Error error;
    if (!cancelled) {
        NeuronEngine& engine = NeuronEngine::instance();
        std::string line;
        engine.setTextSink([&](std::string_view piece) {
            line += piece;
            for (std::size_t end = line.find('\n'); end != std::string::npos; end = line.find('\n')) {
                const bool heard = [this] {
                    const std::lock_guard lock(mutex);
                    return !abandoned;
                }();
                if (onText && heard) {
                    onText(line.substr(0, end));
                }
                line.erase(0, end + 1);
            }
        });
        error = simulate();
        engine.setTextSink({});
        engine.clear();
    }
    recording->finish();
    if (recording->frameCount() > 0) {
        reached = recording->timeOf(recording->frameCount() - 1);
    }
    // A failure that came with the cancellation is nobody's concern any more.
    const auto state = cancelled          ? RunStatus::State::cancelled
                       : error == Error{} ? RunStatus::State::finished
                                          : RunStatus::State::failed;
    report(state, reached, state == RunStatus::State::failed ? error : Error{});
    {
        const std::lock_guard lock(mutex);
        left = true;
    }
    changed.notify_all();
}

Simulation::Simulation(std::shared_ptr<Run> run)
    : run_(std::move(run)) {}

Result<std::unique_ptr<Simulation>> Simulation::start(SimulationJob job, StatusCallback onStatus,
                                                      TextCallback onText) {
    auto plan = planCell(job);
    if (!plan) {
        return tl::unexpected(plan.error());
    }
    RecordingLayout layout;
    layout.segments = plan->segments();
    layout.frames = plan->frames;
    layout.dtMs = plan->dtMs;
    layout.pointProcesses = static_cast<int>(plan->points.size());
    layout.pointSegments = pointSegments(*plan);
    layout.variables = plan->variables;
    const double limit = std::clamp(job.scene.run.memoryLimitGib, 0.0, 1e6) * 1073741824.0;
    auto recording = Recording::create(layout, static_cast<std::size_t>(limit));
    if (!recording) {
        return tl::unexpected(recording.error());
    }
    auto run = std::make_shared<Run>();
    run->plan = std::move(*plan);
    run->recording = std::move(*recording);
    for (const PlannedPoint& point : run->plan.points) {
        run->locations.push_back({point.section, point.segment});
    }
    run->notices = run->plan.notices;
    run->onStatus = std::move(onStatus);
    run->onText = std::move(onText);
    run->status.startMs = -static_cast<double>(run->plan.warmUpSteps) * run->plan.dtMs;
    run->status.timeMs = run->status.startMs;
    run->status.stopMs = static_cast<double>(run->plan.frames - 1) * run->plan.dtMs;
    NeuronThread::instance().post([run] { run->execute(); });
    return std::unique_ptr<Simulation>(new Simulation(std::move(run)));
}

Simulation::~Simulation() {
    cancel();
    std::unique_lock lock(run_->mutex);
    run_->abandoned = true;
    // A run that waits in the queue finds out by itself; one that is destroyed by its own callback must not
    // wait for itself.
    if (run_->started && !NeuronThread::instance().isCurrent()) {
        run_->changed.wait(lock, [this] { return run_->left; });
    }
}

void Simulation::pause() {
    const std::lock_guard lock(run_->mutex);
    run_->pauseWanted = true;
}

void Simulation::resume() {
    {
        const std::lock_guard lock(run_->mutex);
        run_->pauseWanted = false;
    }
    run_->changed.notify_all();
}

void Simulation::cancel() {
    {
        // Under the lock, or a run that is just about to pause could miss it and sleep for ever.
        const std::lock_guard lock(run_->mutex);
        run_->cancelled = true;
    }
    run_->changed.notify_all();
}

RunStatus Simulation::wait() {
    std::unique_lock lock(run_->mutex);
    run_->changed.wait(lock, [this] { return run_->left; });
    return run_->status;
}

RunStatus Simulation::status() const {
    const std::lock_guard lock(run_->mutex);
    return run_->status;
}

std::shared_ptr<const Recording> Simulation::recording() const {
    return run_->recording;
}

const std::vector<PointLocation>& Simulation::pointLocations() const {
    return run_->locations;
}

const Notices& Simulation::notices() const {
    return run_->notices;
}

} // namespace phiscope
