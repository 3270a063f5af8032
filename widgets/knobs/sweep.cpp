#include "widgets/knobs/sweep.h"

#include "model/scene/scene_file.h"
#include "widgets/child_run.h"
#include "widgets/knobs/knob_edits.h"

#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace phiscope {

namespace {

constexpr int tickMs = 250;

QString sentence(const std::string& words) {
    const QString text = QString::fromStdString(words);
    return text.isEmpty() ? text : text.left(1).toUpper() + text.mid(1);
}

/// What a child needs of a scene: its currents. Only probes that stimulate are
/// part of them.
Scene currentsOf(Scene scene) {
    std::erase_if(scene.probes, [](const Probe& probe) { return !probe.stimulation.enabled; });
    scene.slices.clear();
    scene.heads.clear();
    scene.knobs.clear();
    return scene;
}

} // namespace

bool Sweep::Outcome::any() const {
    return std::ranges::any_of(points, [](const Point& point) { return point.signals != nullptr; });
}

Sweep::Sweep(QObject* parent)
    : QObject(parent)
    , child_(new ChildRun(this))
    , ticker_(new QTimer(this))
    , worker_(this, [](const Act& act) { act(); }) {
    ticker_->setInterval(tickMs);
    connect(ticker_, &QTimer::timeout, this, &Sweep::changed);
    connect(child_, &ChildRun::progressed, this, &Sweep::changed);
    connect(child_, &ChildRun::ended, this, &Sweep::childEnded);
}

Sweep::~Sweep() {
    child_->cancel();
}

void Sweep::setProgram(const QString& program) {
    child_->setProgram(program);
}

void Sweep::start(Request request) {
    child_->cancel();
    const std::uint64_t number = ++number_;
    request_ = std::move(request);
    problem_.clear();
    points_.reset();
    runs_.clear();
    at_ = 0;
    clock_.invalidate();
    outcome_ = {};
    outcome_.scene = request_.scene;
    outcome_.knob = request_.knob;
    const auto parameter = parameterOf(*request_.scene, request_.knob);
    folder_ = std::make_shared<QTemporaryDir>();
    state_ = State::running;
    if (!parameter) {
        fail(tr("The number is not there any more."));
        return;
    }
    if (!folder_->isValid()) {
        fail(tr("No temporary folder can be made. Free some space in the folder for temporary files."));
        return;
    }
    outcome_.info = parameter->info;
    for (const double value : request_.values) {
        outcome_.points.push_back({value, {}, nullptr});
    }
    ticker_->start();
    Q_EMIT changed();
    worker_.request([this, number, request = request_, parameter = *parameter, kept = folder_]() -> Act {
        const QString folder = kept->path();
        Prepared made;
        made.points = sweepPoints(*request.scene, parameter, request.values);
        for (std::size_t k = 0; k < made.points.size(); ++k) {
            const SweepPoint& point = made.points[k];
            if (!point.problem.empty()) {
                continue;
            }
            if (point.run != k) {
                for (Run& run : made.runs) {
                    if (run.points.front() == point.run) {
                        run.points.push_back(k);
                    }
                }
                continue;
            }
            Run run{{k}, {}};
            if (request.recording == nullptr || currentsDiffer(*request.scene, point.scene)) {
                run.file = QStringLiteral("%1/%2.phiscope").arg(folder).arg(k);
                Scene written = currentsOf(point.scene);
                // In memory a morphology's path is absolute.
                written.cell.morphology = rebaseMorphology(written.cell.morphology, {},
                                                           std::filesystem::path(folder.toStdString()));
                if (const auto saved = saveScene(written, run.file.toStdString()); !saved) {
                    made.problem = sentence(saved.error().message());
                }
            }
            made.runs.push_back(std::move(run));
        }
        // What needs no simulation is there at once.
        std::stable_partition(made.runs.begin(), made.runs.end(),
                              [](const Run& run) { return run.file.isEmpty(); });
        return [this, number, made = std::make_shared<Prepared>(std::move(made))] {
            if (number == number_) {
                prepared(std::move(*made));
            }
        };
    });
}

void Sweep::prepared(Prepared made) {
    if (!made.problem.isEmpty()) {
        fail(made.problem);
        return;
    }
    for (std::size_t k = 0; k < made.points.size(); ++k) {
        outcome_.points[k].problem = sentence(made.points[k].problem);
    }
    points_ = std::make_shared<const std::vector<SweepPoint>>(std::move(made.points));
    runs_ = std::move(made.runs);
    outcome_.simulations = static_cast<int>(
        std::count_if(runs_.begin(), runs_.end(), [](const Run& run) { return !run.file.isEmpty(); }));
    nextRun();
}

void Sweep::nextRun() {
    if (at_ >= runs_.size()) {
        stop(State::done);
        Q_EMIT finished();
        return;
    }
    const Run& run = runs_[at_];
    if (run.file.isEmpty()) {
        evaluate({});
    } else {
        if (!clock_.isValid()) {
            clock_.start();
        }
        child_->start(run.file, run.file + QStringLiteral(".h5"), request_.allowCode, folder_);
    }
    Q_EMIT changed();
}

void Sweep::childEnded(const QString& problem) {
    if (!problem.isEmpty()) {
        take({}, problem);
        return;
    }
    evaluate(runs_[at_].file + QStringLiteral(".h5"));
}

void Sweep::evaluate(const QString& results) {
    worker_.request([this, number = number_, run = runs_[at_], points = points_, results,
                     cell = request_.cell, recording = request_.recording]() -> Act {
        std::vector<std::shared_ptr<const SweepSignals>> signals;
        QString problem;
        const auto of = [&](const BuiltCell& built, const Recording& recorded) {
            for (const std::size_t k : run.points) {
                signals.push_back(
                    std::make_shared<const SweepSignals>(sweepSignals((*points)[k].scene, built, recorded)));
            }
        };
        if (results.isEmpty()) {
            of(*cell, *recording);
        } else {
            const std::string file = results.toStdString();
            const Result<ResultsFile> read = readResults(file);
            std::error_code ignored;
            std::filesystem::remove(file, ignored); // it may be large
            if (read) {
                of(read->cell, *read->recording);
            } else {
                problem = sentence(read.error().message());
            }
        }
        return [this, number, problem, made = std::make_shared<decltype(signals)>(std::move(signals))] {
            if (number == number_) {
                take(std::move(*made), problem);
            }
        };
    });
}

void Sweep::take(std::vector<std::shared_ptr<const SweepSignals>> signals, const QString& problem) {
    const std::vector<std::size_t>& points = runs_[at_].points;
    for (std::size_t k = 0; k < points.size(); ++k) {
        Point& point = outcome_.points[points[k]];
        point.problem = problem;
        point.signals = k < signals.size() ? std::move(signals[k]) : nullptr;
    }
    ++at_;
    nextRun();
}

double Sweep::progress() const {
    if (runs_.empty()) {
        return state_ == State::done ? 1.0 : 0.0;
    }
    // A run that has ended is still to be looked at.
    const double here = at_ < runs_.size() && !runs_[at_].file.isEmpty() ? child_->share() : 0.0;
    return (static_cast<double>(at_) + here) / static_cast<double>(runs_.size());
}

double Sweep::secondsLeft() const {
    const auto all = static_cast<double>(outcome_.simulations);
    // What needs no simulation comes first.
    const double done = all - (1.0 - progress()) * static_cast<double>(runs_.size());
    constexpr double telling = 0.2; // of a run
    return state_ == State::running && all > 0.0 && done > telling
               ? static_cast<double>(clock_.elapsed()) / 1000.0 * (all - done) / done
               : -1.0;
}

void Sweep::fail(const QString& why) {
    problem_ = why;
    stop(State::failed);
}

void Sweep::cancel() {
    if (state_ == State::running) {
        child_->cancel();
        stop(State::cancelled);
    }
}

void Sweep::clear() {
    child_->cancel();
    outcome_ = {};
    stop(State::idle);
}

void Sweep::stop(State state) {
    ++number_;
    ticker_->stop();
    folder_.reset();
    request_ = {};
    state_ = state;
    Q_EMIT changed();
}

} // namespace phiscope
