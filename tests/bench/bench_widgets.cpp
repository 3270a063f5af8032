#include "model/geometry/segments.h"
#include "tests/bench/bench_cells.h"
#include "tests/bench/bench_row.h"
#include "widgets/signals_panel.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"
#include "widgets/timeline.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTimer>

#include <algorithm>
#include <atomic>
#include <chrono>
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

} // namespace

std::vector<BenchRow> widgetRows() {
    return {
        {"gui_latency", "ms", 16.0,
         "event loop, 99th percentile of its delay while NEURON runs and all plots follow", [](int effort) {
             int count = 1;
             char name[] = "phiscope-bench";
             char* arguments[] = {name, nullptr};
             // The plots need no OpenGL, and so no display.
             if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") &&
                 qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
                 qputenv("QT_QPA_PLATFORM", "offscreen");
             }
             std::unique_ptr<QApplication> application;
             if (QCoreApplication::instance() == nullptr) {
                 application = std::make_unique<QApplication>(count, arguments);
             }
             Result<double> best = latencyDuringARun();
             for (int i = 1; i < effort && best; ++i) {
                 const Result<double> again = latencyDuringARun();
                 best = again ? Result<double>(std::min(*best, *again)) : again;
             }
             return best;
         }}};
}

} // namespace phiscope::bench
