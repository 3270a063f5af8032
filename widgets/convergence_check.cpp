#include "widgets/convergence_check.h"

#include "model/formats/results_file.h"
#include "model/scene/scene_file.h"
#include "model/simulation/hoc_import.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <utility>

namespace phiscope {

namespace {

constexpr int tickMs = 250;
/// A child that was asked to end and does not is killed.
constexpr int patienceMs = 2000;

QString sentence(const Error& error) {
    QString text = QString::fromStdString(error.message());
    return text.isEmpty() ? text : text.left(1).toUpper() + text.mid(1);
}

} // namespace

ConvergenceCheck::ConvergenceCheck(QObject* parent)
    : QObject(parent)
    , ticker_(new QTimer(this))
    , worker_(this, [](const std::function<void()>& act) { act(); }) {
    ticker_->setInterval(tickMs);
    connect(ticker_, &QTimer::timeout, this, &ConvergenceCheck::changed);
}

ConvergenceCheck::~ConvergenceCheck() {
    endProcess();
}

void ConvergenceCheck::start(Request request) {
    endProcess();
    request_ = std::move(request);
    problem_.clear();
    steps_.clear();
    gathered_.clear();
    gatheredSeconds_ = request_.seconds;
    at_ = 0;
    share_ = 0.0;
    elapsed_ = 0.0;
    folder_ = std::make_unique<QTemporaryDir>();
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
    share_ = 0.0;
    elapsed_ = 0.0;
    const Step& step = steps_[at_];
    if (!step.problem.isEmpty()) {
        Answer answer;
        answer.refinement = *step.refinement;
        answer.problem = step.problem;
        gathered_.push_back(std::move(answer));
        nextStep();
        return;
    }
    QStringList arguments{step.file, QStringLiteral("--quiet"), QStringLiteral("--progress"),
                          QStringLiteral("-o"), step.file + QStringLiteral(".h5")};
    if (request_.allowCode) {
        arguments << QStringLiteral("--allow-code");
    }
    process_ = new QProcess(this);
    connect(process_, &QProcess::readyReadStandardOutput, this, &ConvergenceCheck::readProgress);
    connect(process_, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        processEnded(status == QProcess::NormalExit && code == 0);
    });
    connect(process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            const QString program = process_->program();
            endProcess();
            fail(tr("%1 could not be started. Install Phiscope again.").arg(program));
        }
    });
    process_->setStandardInputFile(QProcess::nullDevice());
    process_->setProgram(program_.isEmpty() ? QString::fromStdString(defaultRunProgram().string())
                                            : program_);
    process_->setArguments(arguments);
    clock_.start();
    ticker_->start();
    process_->start();
    Q_EMIT changed();
}

void ConvergenceCheck::readProgress() {
    while (process_ != nullptr && process_->canReadLine()) {
        const QJsonObject line = QJsonDocument::fromJson(process_->readLine()).object();
        share_ = std::clamp(line.value(QStringLiteral("share")).toDouble(share_), 0.0, 1.0);
        elapsed_ = line.value(QStringLiteral("elapsed_s")).toDouble(elapsed_);
    }
    Q_EMIT changed();
}

void ConvergenceCheck::processEnded(bool well) {
    readProgress();
    const QString words = QString::fromUtf8(process_->readAllStandardError()).trimmed();
    process_->deleteLater();
    process_ = nullptr;
    share_ = 1.0;
    if (!well) {
        QString why = words.section(QLatin1Char('\n'), -1);
        why.remove(QStringLiteral("phiscope-run: "));
        fail(why.isEmpty() ? tr("The run ended before its time. The memory may not be enough.") : why);
        return;
    }
    const Step& step = steps_[at_];
    const auto number = number_;
    worker_.request([this, number, request = request_, refinement = step.refinement, finer = step.scene,
                     file = step.file, seconds = elapsed_]() -> std::function<void()> {
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
    endProcess();
    ticker_->stop();
    folder_.reset();
    request_ = {};
    setState(State::cancelled);
}

void ConvergenceCheck::endProcess() {
    if (process_ == nullptr) {
        return;
    }
    QProcess* old = std::exchange(process_, nullptr);
    old->disconnect(this);
    if (old->state() == QProcess::NotRunning) {
        old->deleteLater();
        return;
    }
    // Asked first: it ends what it has started itself.
    connect(old, &QProcess::finished, old, &QObject::deleteLater);
    QTimer::singleShot(patienceMs, old, &QProcess::kill);
    old->terminate();
}

QString ConvergenceCheck::doing() const {
    if (state_ != State::running) {
        return {};
    }
    if (at_ >= steps_.size()) {
        return tr("Preparing the finer scenes");
    }
    if (process_ == nullptr) {
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
        done += k < at_ ? weight : k == at_ ? weight * share_ : 0.0;
    }
    return whole > 0.0 ? done / whole : 0.0;
}

double ConvergenceCheck::secondsLeft() const {
    if (state_ != State::running || at_ >= steps_.size() || !(share_ > 0.02)) {
        return -1.0;
    }
    const double perWeight = static_cast<double>(clock_.elapsed()) / 1000.0 / (share_ * steps_[at_].weight);
    double left = (1.0 - share_) * steps_[at_].weight;
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
