#include "app/run/run_steps.h"

#include "app/run/progress.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <mutex>
#include <thread>

namespace phiscope {

namespace {

std::atomic<bool> interrupted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "written by a signal handler");

extern "C" void onInterrupt(int) {
    interrupted = true;
}

std::string onOneLine(std::string text) {
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) {
        text.pop_back();
    }
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20U; }, ' ');
    return text;
}

} // namespace

void listenForInterrupts() {
    struct sigaction action {};
    action.sa_handler = onInterrupt;
    sigemptyset(&action.sa_mask);
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

bool wasInterrupted() {
    return interrupted;
}

ExitCode say(const Error& error, ExitCode code) {
    std::fprintf(stderr, "phiscope-run: %s\n", onOneLine(error.message()).c_str());
    return code;
}

void say(const Problem& problem, const std::string& file) {
    const std::string place = problem.path.empty() ? "" : problem.path + ": ";
    std::fprintf(stderr, "phiscope-run: %s\n",
                 onOneLine(Error{place + problem.text, {}, file, problem.line}.message()).c_str());
}

void say(const Notices& notices, const std::string& file, bool quiet) {
    if (quiet) {
        return;
    }
    for (const Notice& notice : notices) {
        std::fprintf(
            stderr, "%s: %s\n", notice.level == Notice::Level::warning ? "warning" : "note",
            onOneLine(Error{notice.text, {}, notice.line > 0 ? file : "", notice.line}.message()).c_str());
    }
}

CellSourceOptions cellOptions(const RunOptions& options) {
    CellSourceOptions source;
    source.sceneFolder = options.scene.parent_path();
    source.allowHoc = options.allowCode;
    return source;
}

std::vector<Problem> misplaced(const Scene& scene, const Morphology& morphology, bool quiet) {
    std::vector<Problem> problems;
    for (Problem& problem : validateAgainstCell(scene, morphology)) {
        if (problem.path.starts_with("/cell/mechanisms/")) {
            say(Notices{{Notice::Level::warning, problem.path + ": " + problem.text, 0}}, {}, quiet);
        } else {
            problems.push_back(std::move(problem));
        }
    }
    return problems;
}

void say(const std::vector<Finding>& findings, bool quiet) {
    for (const Finding& finding : findings) {
        const bool note = finding.severity == Finding::Severity::note;
        say(Notices{{note ? Notice::Level::information : Notice::Level::warning, finding.sentence, 0}}, {},
            quiet);
    }
}

Result<std::unique_ptr<Simulation>> startRun(const Scene& scene, const BuiltCell& cell,
                                             const RunOptions& options) {
    auto printing = std::make_shared<std::mutex>();
    const auto onText = [printing, quiet = options.quiet](const std::string& text) {
        const std::lock_guard lock(*printing);
        if (!quiet && !onOneLine(text).empty()) {
            std::fprintf(stderr, "NEURON: %s\n", onOneLine(text).c_str());
        }
    };
    return Simulation::start({cell.morphology, cell.nseg, scene, {}}, {}, onText);
}

RunStatus follow(Simulation& simulation, const RunOptions& options) {
    Progress progress(options.progress ? Progress::Style::json : Progress::styleFor(options.quiet));
    RunStatus status = simulation.status();
    while (!status.ended()) {
        if (interrupted) {
            simulation.cancel();
        }
        progress.show(status);
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        status = simulation.status();
    }
    status = simulation.wait();
    if (options.progress) {
        progress.show(status); // how long it took
    }
    progress.clear();
    return status;
}

} // namespace phiscope
