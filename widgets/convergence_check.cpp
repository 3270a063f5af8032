#include "widgets/convergence_check.h"

#include "model/formats/results_file.h"
#include "model/scene/scene_file.h"
#include "widgets/child_run.h"

#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace phiscope {

namespace {

constexpr int tickMs = 250;

QString sentence(const Error& error) {
    QString text = QString::fromStdString(error.message());
    return text.isEmpty() ? text : text.left(1).toUpper() + text.mid(1);
}

} // namespace

ConvergenceCheck::ConvergenceCheck(QObject* parent)
    : QObject(parent)
    , child_(new ChildRun(this))
    , ticker_(new QTimer(this))
    , worker_(this, [](const std::function<void()>& act) { act(); }) {
    ticker_->setInterval(tickMs);
    connect(ticker_, &QTimer::timeout, this, &ConvergenceCheck::changed);
    connect(child_, &ChildRun::progressed, this, &ConvergenceCheck::changed);
    connect(child_, &ChildRun::ended, this, &ConvergenceCheck::runEnded);
}

ConvergenceCheck::~ConvergenceCheck() {
    child_->cancel();
}

void ConvergenceCheck::setProgram(const QString& program) {
    child_->setProgram(program);
}

void ConvergenceCheck::start(Request request) {
    child_->cancel();
    request_ = std::move(request);
    problem_.clear();
    steps_.clear();
    gathered_.clear();
    gatheredSeconds_ = request_.seconds;
    at_ = 0;
    folder_ = std::make_shared<QTemporaryDir>();
    const std::uint64_t number = ++number_;
    setState(State::running);
    if (!folder_->isValid()) {
        fail(tr("No temporary folder can be made. Free some space in the folder for temporary files."));
        return;
    }
    const bool asIs = request_.recording == nullptr;
    worker_.request([this, number, asIs, scene = request_.scene, cell = request_.cell,
                     folder = folder_->path()]() -> std::function<void()> {
        std::vector<Step> steps;
        if (asIs) {
            steps.push_back({{}, *scene, {}, {}, 1.0});
        }
        for (const Refinement refinement : {Refinement::timeStep, Refinement::segments}) {
            Step step{refinement, *scene, {}, {}, 2.0};
            if (Result<Scene> finer = refinedScene(*scene, refinement, *cell)) {
                step.scene = std::move(*finer);
            } else {
                step.problem = sentence(finer.error());
            }
            steps.push_back(std::move(step));
        }
        QString problem;
        for (std::size_t k = 0; k < steps.size(); ++k) {
            Step& step = steps[k];
            step.file = QStringLiteral("%1/%2.phiscope").arg(folder).arg(k);
            Scene written = step.scene;
            // In memory a morphology's path is absolute.
            written.cell.morphology =
                rebaseMorphology(written.cell.morphology, {}, std::filesystem::path(folder.toStdString()));
            if (const auto saved = saveScene(written, step.file.toStdString()); !saved) {
                problem = sentence(saved.error());
            }
        }
        return [this, number, steps = std::move(steps), problem]() mutable {
            if (number == number_) {
                prepared(std::move(steps), problem);
            }
        };
    });
}

void ConvergenceCheck::prepared(std::vector<Step> steps, const QString& problem) {
    if (!problem.isEmpty()) {
        fail(problem);
        return;
    }
    steps_ = std::move(steps);
    runStep();
}

void ConvergenceCheck::runStep() {
    const Step& step = steps_[at_];
    if (!step.problem.isEmpty()) {
        Answer answer;
        answer.refinement = *step.refinement;
        answer.problem = step.problem;
        gathered_.push_back(std::move(answer));
        nextStep();
        return;
    }
    child_->start(step.file, step.file + QStringLiteral(".h5"), request_.allowCode, folder_);
    ticker_->start();
    Q_EMIT changed();
}

void ConvergenceCheck::runEnded(const QString& problem) {
    if (!problem.isEmpty()) {
        fail(problem);
        return;
    }
    const Step& step = steps_[at_];
    const auto number = number_;
    worker_.request([this, number, request = request_, refinement = step.refinement, finer = step.scene,
                     file = step.file, seconds = child_->runSeconds()]() -> std::function<void()> {
        Outcome outcome;
        const std::string results = (file + QStringLiteral(".h5")).toStdString();
        Result<ResultsFile> read = readResults(results);
        std::error_code ignored;
        std::filesystem::remove(results, ignored); // it may be large
        if (!read) {
            outcome.problem = sentence(read.error());
        } else if (!refinement) {
            outcome.cell = std::make_shared<const BuiltCell>(std::move(read->cell));
            outcome.recording = read->recording;
            outcome.answer.seconds = seconds;
        } else {
            outcome.answer.refinement = *refinement;
            outcome.answer.finer = finer;
            outcome.answer.seconds = seconds;
            outcome.answer.change = compareRuns(*request.scene, {*request.cell, *request.recording},
                                                {read->cell, *read->recording}, request.places);
        }
        return [this, number, outcome = std::move(outcome)]() mutable {
            if (number == number_) {
                takeOutcome(std::move(outcome));
            }
        };
    });
}

void ConvergenceCheck::takeOutcome(Outcome outcome) {
    if (!outcome.problem.isEmpty()) {
        fail(outcome.problem);
        return;
    }
    if (outcome.recording) {
        request_.cell = std::move(outcome.cell);
        request_.recording = std::move(outcome.recording);
        gatheredSeconds_ = outcome.answer.seconds;
    } else {
        gathered_.push_back(std::move(outcome.answer));
    }
    nextStep();
}

void ConvergenceCheck::nextStep() {
    if (++at_ < steps_.size()) {
        runStep();
        return;
    }
    ticker_->stop();
    folder_.reset();
    answers_ = std::move(gathered_);
    gathered_.clear();
    answered_ = request_.scene;
    sceneSeconds_ = gatheredSeconds_;
    request_ = {};
    setState(State::done);
    Q_EMIT finished();
}

void ConvergenceCheck::fail(const QString& why) {
    ++number_;
    ticker_->stop();
    folder_.reset();
    request_ = {};
    problem_ = why;
    setState(State::failed);
}

void ConvergenceCheck::cancel() {
    if (state_ != State::running) {
        return;
    }
    ++number_;
    child_->cancel();
    ticker_->stop();
    folder_.reset();
    request_ = {};
    setState(State::cancelled);
}

QString ConvergenceCheck::doing() const {
    if (state_ != State::running) {
        return {};
    }
    if (at_ >= steps_.size()) {
        return tr("Preparing the finer scenes");
    }
    if (!child_->running()) {
        return tr("Comparing the signals");
    }
    const Step& step = steps_[at_];
    if (!step.refinement) {
        return tr("Running the scene as it is");
    }
    return *step.refinement == Refinement::timeStep ? tr("Running with half the time step")
                                                    : tr("Running with shorter segments");
}

double ConvergenceCheck::progress() const {
    double whole = 0.0;
    double done = 0.0;
    for (std::size_t k = 0; k < steps_.size(); ++k) {
        const double weight = steps_[k].problem.isEmpty() ? steps_[k].weight : 0.0;
        whole += weight;
        done += k < at_ ? weight : k == at_ ? weight * child_->share() : 0.0;
    }
    return whole > 0.0 ? done / whole : 0.0;
}

double ConvergenceCheck::secondsLeft() const {
    const double share = child_->share();
    if (state_ != State::running || at_ >= steps_.size() || !child_->running() || !(share > 0.02)) {
        return -1.0;
    }
    const double perWeight = child_->secondsSoFar() / (share * steps_[at_].weight);
    double left = (1.0 - share) * steps_[at_].weight;
    for (std::size_t k = at_ + 1; k < steps_.size(); ++k) {
        left += steps_[k].problem.isEmpty() ? steps_[k].weight : 0.0;
    }
    return left * perWeight;
}

void ConvergenceCheck::setTolerance(double part) {
    if (part != tolerance_) {
        tolerance_ = part;
        Q_EMIT changed();
    }
}

ConvergenceVerdict ConvergenceCheck::verdict(const Answer& answer) const {
    return judge(answer.refinement, *answered_, answer.finer, answer.change, tolerance_);
}

void ConvergenceCheck::setState(State state) {
    state_ = state;
    Q_EMIT changed();
}

} // namespace phiscope
