#include "model/neuron/benchmark_support.h"

#include "model/neuron/cell_plan.h"
#include "model/neuron/neuron_engine.h"
#include "model/neuron/neuron_thread.h"
#include "model/simulation/recording.h"

#include <algorithm>
#include <chrono>

namespace phiscope {
namespace {

Result<double> timeRun(const SimulationJob& job, bool record, const RunObserver& observer) {
    const auto plan = planCell(job);
    if (!plan) {
        return tl::unexpected(plan.error());
    }
    Result<double> result = 0.0;
    NeuronThread::instance().run([&] {
        NeuronEngine& engine = NeuronEngine::instance();
        // As a simulation does, which has its recording before the cell is built.
        std::shared_ptr<Recording> recording;
        if (record) {
            RecordingLayout layout;
            layout.segments = plan->segments();
            layout.frames = plan->frames;
            layout.dtMs = plan->dtMs;
            layout.pointProcesses = static_cast<int>(plan->points.size());
            layout.pointSegments = pointSegments(*plan);
            layout.variables = plan->variables;
            auto made = Recording::create(layout);
            if (!made) {
                result = tl::unexpected(made.error());
                return;
            }
            recording = *made;
        }
        const std::atomic<bool> never{false};
        auto ok = engine.build(*plan, never);
        if (ok) {
            ok = engine.initialise();
        }
        if (!ok) {
            result = tl::unexpected(ok.error());
            return;
        }
        const auto begin = std::chrono::steady_clock::now();
        if (recording) {
            if (observer.started) {
                observer.started(recording);
            }
            engine.copyFrame(*recording, 0);
        }
        const auto chunk = std::max<std::int64_t>(1, static_cast<std::int64_t>(1.0 / plan->dtMs));
        for (std::int64_t step = 0; step + 1 < plan->frames; step += chunk) {
            const std::int64_t steps = std::min(chunk, plan->frames - 1 - step);
            if (const auto made = engine.advance(steps, never, recording.get(), step + 1); !made) {
                result = tl::unexpected(made.error());
                return;
            }
            if (recording) {
                recording->publish(step + steps + 1);
            }
        }
        if (recording) {
            recording->finish();
        }
        if (observer.finished) {
            observer.finished();
        }
        result = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
        engine.clear();
    });
    return result;
}

} // namespace

Result<double> bareRunSeconds(const SimulationJob& job) {
    return timeRun(job, false, {});
}

Result<double> recordedRunSeconds(const SimulationJob& job, const RunObserver& observer) {
    return timeRun(job, true, observer);
}

} // namespace phiscope
