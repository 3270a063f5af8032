#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QString>

#include <memory>

class QProcess;
class QTemporaryDir;

namespace phiscope {

/// One run in a process of its own (phiscope-run), for what runs beside the
/// window: NEURON exists once in a process. The results come through a file.
class ChildRun : public QObject {
    Q_OBJECT
public:
    explicit ChildRun(QObject* parent = nullptr);
    ~ChildRun() override;

    /// Ends one that goes on. Ends with `ended`. The folder of the files stays until nothing writes into it.
    void start(const QString& sceneFile, const QString& resultsFile, bool allowCode,
               std::shared_ptr<const QTemporaryDir> folder);
    /// Asks it to end, and makes it end soon; nothing is emitted any more.
    void cancel();
    bool running() const { return process_ != nullptr; }

    double share() const { return share_; } ///< of the run, 0 to 1
    /// By the clock, of the one that goes on.
    double secondsSoFar() const { return running() ? static_cast<double>(clock_.elapsed()) / 1000.0 : 0.0; }
    /// NEURON's own time in it.
    double runSeconds() const { return runSeconds_; }

    /// Tests: another program than the one beside this.
    void setProgram(const QString& program) { program_ = program; }

Q_SIGNALS:
    void progressed();
    /// `problem`: why there are no results, a sentence; empty: they are there.
    void ended(const QString& problem);

private:
    void readProgress();
    void finish(bool well);
    QString reasonOf(const QString& words) const;

    QProcess* process_ = nullptr;
    QString program_;
    QString sceneFile_;
    std::shared_ptr<const QTemporaryDir> folder_;
    double share_ = 0.0;
    double runSeconds_ = 0.0;
    QElapsedTimer clock_;
};

} // namespace phiscope
