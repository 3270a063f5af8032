#include "model/analysis/probe_csd.h"
#include "model/forward/make_forward_model.h"
#include "model/geometry/segments.h"
#include "tests/bench/bench_application.h"
#include "tests/bench/bench_cells.h"
#include "tests/bench/bench_row.h"
#include "widgets/csd_lab.h"
#include "widgets/signal_store.h"
#include "widgets/signals_panel.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"
#include "widgets/timeline.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

namespace phiscope::bench {

namespace {

using Clock = std::chrono::steady_clock;

/// Posts an event every millisecond from a thread of its own, and keeps how long each took to be heard.
class LatencyProbe {
public:
    explicit LatencyProbe(QObject* receiver)
        : thread_([this, receiver] {
            while (!stop_) {
                // One at a time, as a hand on a mouse waits for the picture to follow.
                if (!waiting_.exchange(true)) {
                    QMetaObject::invokeMethod(
                        receiver,
                        [this, posted = Clock::now()] {
                            delays_.push_back(
                                std::chrono::duration<double, std::milli>(Clock::now() - posted).count());
                            waiting_ = false;
                        },
                        Qt::QueuedConnection);
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        }) {}
    /// Delays in ms of all events that were heard.
    std::vector<double> stop() {
        stop_ = true;
        thread_.join();
        QCoreApplication::processEvents(); // the last one may still be on its way
        return std::move(delays_);
    }

private:
    std::atomic<bool> stop_{false};
    std::atomic<bool> waiting_{false};
    std::vector<double> delays_; // GUI thread only
    std::thread thread_;
};

double percentile(std::vector<double> values, double share) {
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

/// 99th percentile of the event loop's delay in ms while NEURON runs, a probe is projected and all plots and
/// the timeline follow.
Result<double> latencyDuringARun() {
    auto job = passiveCell(588);
    if (!job) {
        return tl::unexpected(job.error());
    }
    const auto placed = std::make_shared<const PlacedCell>(placeCell(job->morphology, job->nseg, {}));
    Probe probe;
    probe.id = "bench";
    probe.contactCount = 32;
    probe.spacingUm = 40.0;
    job->scene.probes = {probe};

    TimeCursor cursor;
    SimulationController controller;
    QWidget window;
    window.resize(1600, 1000);
    SignalsPanel panel(&cursor, &window);
    panel.setGeometry(1120, 0, 480, 950);
    Timeline timeline(&cursor, &window);
    timeline.setGeometry(0, 955, 1600, 40);
    panel.attach(&controller);
    timeline.attach(&controller);
    QObject::connect(&controller, &SimulationController::recordingChanged, &cursor,
                     [&](const RunData& data) { cursor.setRecording(data.recording); });
    panel.setShownProbe(&probe);
    controller.setProbes({probe});
    window.show();
    QCoreApplication::processEvents();

    Result<double> result = 0.0;
    QObject::connect(&controller, &SimulationController::failed, &window,
                     [&](const Error& error) { result = tl::unexpected(error); });
    // Long enough for some thousand samples: the same run again and again, as while somebody edits.
    constexpr qint64 sampledMs = 4000;
    LatencyProbe latency(&window);
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < sampledMs && result) {
        QEventLoop loop;
        const auto leave = QObject::connect(&controller, &SimulationController::statusChanged, &loop,
                                            [&](const RunStatus& status) {
                                                if (status.ended()) {
                                                    loop.quit();
                                                }
                                            });
        cursor.setFollowing(true);
        controller.start(*job, placed);
        loop.exec();
        QObject::disconnect(leave);
    }
    std::vector<double> delays = latency.stop();
    if (!result) {
        return result;
    }
    if (delays.size() < 200) {
        return fail("The event loop answered fewer than 200 times in four seconds.");
    }
    return percentile(std::move(delays), 0.99);
}

/// Sixteen segments along z with currents that are written by hand, 16 001 frames of them.
Result<RunData> heldRun() {
    auto cell = std::make_shared<PlacedCell>();
    Section stick;
    stick.name = "soma[0]";
    stick.type = SectionType::soma;
    stick.points = {{0.0F, 0.0F, 0.0F, 4.0F}, {0.0F, 0.0F, 1600.0F, 2.0F}};
    cell->morphology.sections = {stick};
    const std::array<int, 1> nseg{16};
    cell->segments = makeSegments(cell->morphology, nseg);
    RecordingLayout layout;
    layout.segments = nseg[0];
    layout.frames = 16001;
    auto recording = Recording::create(layout);
    if (!recording) {
        return tl::unexpected(recording.error());
    }
    for (std::int64_t frame = 0; frame < layout.frames; ++frame) {
        for (int k = 0; k < layout.segments; ++k) {
            const double currentNa = std::sin(1e-3 * static_cast<double>(frame * (k + 1)));
            (*recording)->writeCurrents(frame)[k] = currentNa;
            (*recording)->writePotentials(frame)[k] = 0.0F;
        }
        (*recording)->publish(frame + 1);
    }
    (*recording)->finish();
    return RunData{*recording, cell, std::make_shared<const Scene>()};
}

Probe contacts64() {
    Probe probe;
    probe.id = "bench";
    probe.contactCount = 64;
    probe.spacingUm = 25.0;
    probe.positionUm = {40.0, 0.0, 800.0};
    probe.filter.kind = SignalFilter::Kind::lowPass;
    return probe;
}

bool waitFor(const std::function<bool()>& condition) {
    QElapsedTimer clock;
    clock.start();
    while (!condition() && clock.elapsed() < 20000) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 2);
    }
    return condition();
}

/// From another filter being set to its traces being there, ms.
Result<double> refilter(int effort) {
    auto run = heldRun();
    if (!run) {
        return tl::unexpected(run.error());
    }
    QThreadPool retired;
    SignalStore store(&retired);
    Probe probe = contacts64();
    const auto applied = [&] {
        return store.filterState("bench").stage == FilterState::Stage::applied && !store.busy();
    };
    store.setRun(*run);
    store.setProbes({probe});
    if (!waitFor(applied)) {
        return fail("The traces were not filtered within 20 seconds.");
    }
    double best = 1e9;
    for (int i = 0; i < 3 * effort; ++i) {
        probe.filter.highHz = probe.filter.highHz == 300.0 ? 250.0 : 300.0;
        QElapsedTimer clock;
        clock.start();
        store.setProbes({probe});
        if (!waitFor(applied)) {
            return fail("The traces were not filtered within 20 seconds.");
        }
        best = std::min(best, static_cast<double>(clock.nsecsElapsed()) * 1e-6);
    }
    return best;
}

/// All estimates beside the truth, with their errors, for potentials that are new, ms.
Result<double> csdMaps(int effort) {
    auto run = heldRun();
    if (!run) {
        return tl::unexpected(run.error());
    }
    const Probe probe = contacts64();
    const auto truthModel = trueCsd(probe);
    if (!truthModel) {
        return tl::unexpected(truthModel.error());
    }
    Projector potentials(run->recording);
    potentials.setMatrix(probeMatrixOrThrow(probe, *run->cell));
    potentials.wait();
    Projector truth(run->recording);
    truth.setMatrix(truthModel->matrix(run->cell->segments));
    truth.wait();
    CsdLab lab;
    lab.run(probe, potentials.signals(), truth.signals()); // makes the matrices
    double best = 1e9;
    for (int i = 0; i < 3 * effort; ++i) {
        QElapsedTimer clock;
        clock.start();
        lab.run(probe, potentials.signals(), truth.signals());
        best = std::min(best, static_cast<double>(clock.nsecsElapsed()) * 1e-6);
    }
    return best;
}

} // namespace

std::vector<BenchRow> widgetRows() {
    return {{"refilter_64", "ms", 100.0,
             "traces of 64 contacts x 16 001 samples after another filter is set, until they are shown",
             [](int effort) {
                 const auto running = application();
                 return refilter(effort);
             }},
            {"csd_maps_64", "ms", 400.0,
             "CSD of 64 contacts x 16 001 samples by all six methods, with their errors",
             [](int effort) {
                 return csdMaps(effort);
             }},
            {"gui_latency", "ms", 16.0,
             "event loop, 99th percentile of its delay while NEURON runs and all plots follow",
             [](int effort) {
                 const auto running = application();
                 Result<double> best = latencyDuringARun();
                 for (int i = 1; i < effort && best; ++i) {
                     const Result<double> again = latencyDuringARun();
                     best = again ? Result<double>(std::min(*best, *again)) : again;
                 }
                 return best;
             }}};
}

} // namespace phiscope::bench
