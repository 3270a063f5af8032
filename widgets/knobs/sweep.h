#pragma once

#include "model/analysis/sweep_tables.h"
#include "widgets/newest_worker.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

class QTemporaryDir;
class QTimer;

namespace phiscope {

class ChildRun;

/// Runs a copy of the scene with one of its numbers at several values, in the
/// background, and keeps the signals of each. Values that give the same
/// currents share one simulation: of a probe's place no further one is needed
/// at all.
class Sweep : public QObject {
    Q_OBJECT
public:
    struct Request {
        std::shared_ptr<const Scene> scene;
        Knob knob; ///< which number, and its scale
        std::vector<double> values;
        std::shared_ptr<const BuiltCell> cell;
        std::shared_ptr<const Recording> recording; ///< of just this scene, complete; null: there is none
        bool allowCode = false; ///< the person agreed that the program in the .hoc file may run
    };
    enum class State { idle, running, done, cancelled, failed };

    /// What came of one value.
    struct Point {
        double value = 0.0;
        QString problem;                             ///< why there is nothing, a sentence
        std::shared_ptr<const SweepSignals> signals; ///< null: not yet, or there is a problem
    };
    /// All that a panel shows, of one scene.
    struct Outcome {
        std::shared_ptr<const Scene> scene;
        Knob knob;
        FieldInfo info;
        std::vector<Point> points;
        int simulations = 0; ///< how many were run for it

        bool any() const; ///< anything to look at
    };

    explicit Sweep(QObject* parent = nullptr);
    ~Sweep() override;

    /// Replaces one that goes on.
    void start(Request request);
    void cancel();
    /// Cancels, and forgets what there is.
    void clear();

    State state() const { return state_; }
    /// Why it failed, a sentence.
    const QString& problem() const { return problem_; }
    /// Of the newest, as far as it has come.
    const Outcome& outcome() const { return outcome_; }

    int runsDone() const { return static_cast<int>(at_); }
    int runs() const { return static_cast<int>(runs_.size()); }
    double progress() const;    ///< 0 to 1
    double secondsLeft() const; ///< negative while unknown

    /// Tests: another program than the one beside this.
    void setProgram(const QString& program);

Q_SIGNALS:
    void changed(); ///< state, progress or points
    void finished();

private:
    struct Run {
        std::vector<std::size_t> points;
        QString file; ///< empty: the recording that was given
    };
    struct Prepared {
        std::vector<SweepPoint> points;
        std::vector<Run> runs;
        QString problem;
    };
    using Act = std::function<void()>;
    void prepared(Prepared made);
    void nextRun();
    void childEnded(const QString& problem);
    void evaluate(const QString& results);
    /// Of the run that ended.
    void take(std::vector<std::shared_ptr<const SweepSignals>> signals, const QString& problem);
    void fail(const QString& why);
    void stop(State state);

    Request request_;
    State state_ = State::idle;
    QString problem_;
    Outcome outcome_;
    std::shared_ptr<const std::vector<SweepPoint>> points_;
    std::vector<Run> runs_;
    std::size_t at_ = 0;
    std::shared_ptr<QTemporaryDir> folder_; ///< the worker may still be writing into it
    ChildRun* child_;
    QElapsedTimer clock_;      ///< of the simulations
    QTimer* ticker_;           ///< time left goes on between reports
    std::uint64_t number_ = 0; ///< of the sweep: answers of one that was replaced are dropped
    NewestWorker<Act> worker_;
};

} // namespace phiscope
