#pragma once

#include "model/analysis/convergence.h"
#include "widgets/newest_worker.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

class QTemporaryDir;
class QTimer;

namespace phiscope {

class ChildRun;

/// Runs a scene again, more finely, and compares. NEURON exists once in a process and has the window's runs
/// to do, so every run here is a child process (phiscope-run) whose results come through a temporary file.
class ConvergenceCheck : public QObject {
    Q_OBJECT
public:
    struct Request {
        std::shared_ptr<const Scene> scene;
        std::shared_ptr<const BuiltCell> cell;
        std::shared_ptr<const Recording> recording; ///< of just this scene; null: it is run, too
        double seconds = 0.0;                       ///< that run's time; 0: not known
        std::vector<Location> places;
        bool allowCode = false; ///< the person agreed that the program in the .hoc file may run
    };
    enum class State { idle, running, done, cancelled, failed };

    /// What came of one refinement.
    struct Answer {
        Refinement refinement = Refinement::timeStep;
        Scene finer;
        RunChange change;
        double seconds = 0.0;
        QString problem; ///< why there is no comparison, a sentence
    };

    explicit ConvergenceCheck(QObject* parent = nullptr);
    ~ConvergenceCheck() override;

    /// Cancels one that goes on.
    void start(Request request);
    void cancel();

    State state() const { return state_; }
    /// Why it failed, a sentence.
    const QString& problem() const { return problem_; }
    /// What is being done now.
    QString doing() const;
    double progress() const;    ///< 0 to 1
    double secondsLeft() const; ///< negative while unknown

    /// Of the last one that ended, in the order time step, segments; empty before.
    const std::vector<Answer>& answers() const { return answers_; }
    /// The scene that they are about; null before.
    std::shared_ptr<const Scene> scene() const { return answered_; }
    double sceneSeconds() const { return sceneSeconds_; }

    /// Of what is found to be fine; judged anew at once.
    void setTolerance(double part);
    double tolerance() const { return tolerance_; }
    ConvergenceVerdict verdict(const Answer& answer) const;

    /// Tests: another program than the one beside this.
    void setProgram(const QString& program);

Q_SIGNALS:
    void changed();  ///< progress, state, answers or tolerance
    void finished(); ///< there are new answers

private:
    /// One run to be done.
    struct Step {
        std::optional<Refinement> refinement; ///< none: the scene as it is
        Scene scene;
        QString problem; ///< it cannot be run
        QString file;
        double weight = 1.0; ///< its share of the work
    };
    struct Outcome {
        std::shared_ptr<const BuiltCell> cell;
        std::shared_ptr<const Recording> recording;
        Answer answer;
        QString problem;
    };
    void prepared(std::vector<Step> steps, const QString& problem);
    void runStep();
    void runEnded(const QString& problem);
    void takeOutcome(Outcome outcome);
    void nextStep();
    void fail(const QString& why);
    void setState(State state);

    Request request_;
    State state_ = State::idle;
    QString problem_;
    std::shared_ptr<QTemporaryDir> folder_;
    std::vector<Step> steps_;
    std::size_t at_ = 0;
    ChildRun* child_;
    QTimer* ticker_; ///< time left goes on between reports
    std::vector<Answer> gathered_;
    double gatheredSeconds_ = 0.0;
    std::vector<Answer> answers_;
    std::shared_ptr<const Scene> answered_;
    double sceneSeconds_ = 0.0;
    double tolerance_ = 0.02;
    std::uint64_t number_ = 0; ///< of the check: answers of one that was cancelled are dropped
    NewestWorker<std::function<void()>> worker_;
};

} // namespace phiscope
