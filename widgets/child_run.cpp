#include "widgets/child_run.h"

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

/// A child that was asked to end and does not is killed.
constexpr int patienceMs = 2000;

} // namespace

ChildRun::ChildRun(QObject* parent)
    : QObject(parent) {}

ChildRun::~ChildRun() {
    cancel();
}

void ChildRun::start(const QString& sceneFile, const QString& resultsFile, bool allowCode,
                     std::shared_ptr<const QTemporaryDir> folder) {
    cancel();
    share_ = 0.0;
    runSeconds_ = 0.0;
    sceneFile_ = sceneFile;
    folder_ = std::move(folder);
    QStringList arguments{sceneFile, QStringLiteral("--quiet"), QStringLiteral("--progress"),
                          QStringLiteral("-o"), resultsFile};
    if (allowCode) {
        arguments << QStringLiteral("--allow-code");
    }
    process_ = new QProcess(this);
    connect(process_, &QProcess::readyReadStandardOutput, this, [this] {
        readProgress();
        Q_EMIT progressed();
    });
    connect(process_, &QProcess::finished, this, [this](int code, QProcess::ExitStatus status) {
        finish(status == QProcess::NormalExit && code == 0);
    });
    connect(process_, &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart) {
            const QString program = process_->program();
            cancel();
            Q_EMIT ended(tr("%1 could not be started. Install Phiscope again.").arg(program));
        }
    });
    process_->setStandardInputFile(QProcess::nullDevice());
    process_->setProgram(program_.isEmpty() ? QString::fromStdString(defaultRunProgram().string())
                                            : program_);
    process_->setArguments(arguments);
    clock_.start();
    process_->start();
}

void ChildRun::readProgress() {
    while (process_->canReadLine()) {
        const QJsonObject line = QJsonDocument::fromJson(process_->readLine()).object();
        share_ = std::clamp(line.value(QStringLiteral("share")).toDouble(share_), 0.0, 1.0);
        runSeconds_ = line.value(QStringLiteral("elapsed_s")).toDouble(runSeconds_);
    }
}

void ChildRun::finish(bool well) {
    readProgress(); // the last line has the whole time
    const QString words = QString::fromUtf8(process_->readAllStandardError()).trimmed();
    process_->deleteLater();
    process_ = nullptr;
    folder_.reset();
    share_ = 1.0;
    Q_EMIT ended(well ? QString() : reasonOf(words));
}

QString ChildRun::reasonOf(const QString& words) const {
    QString why = words.section(QLatin1Char('\n'), -1);
    why.remove(QStringLiteral("phiscope-run: "));
    why.remove(sceneFile_ + QStringLiteral(": ")); // a temporary name says nothing
    return why.isEmpty() ? tr("The run ended before its time. The memory may not be enough.")
                         : why.left(1).toUpper() + why.mid(1);
}

void ChildRun::cancel() {
    if (process_ == nullptr) {
        return;
    }
    QProcess* old = std::exchange(process_, nullptr);
    old->disconnect(this);
    // It may still be writing: the folder goes with the process.
    connect(old, &QObject::destroyed, old, [folder = std::exchange(folder_, nullptr)] {});
    if (old->state() == QProcess::NotRunning) {
        old->deleteLater();
        return;
    }
    // Asked first: it ends what it has started itself.
    connect(old, &QProcess::finished, old, &QObject::deleteLater);
    QTimer::singleShot(patienceMs, old, &QProcess::kill);
    old->terminate();
}

} // namespace phiscope
