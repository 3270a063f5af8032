#include "app/autosave.h"

#include "model/scene/scene_file.h"
#include "model/support/atomic_file.h"
#include "widgets/document.h"
#include "widgets/simulation_controller.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStandardPaths>
#include <QUndoStack>
#include <QUuid>

#include <memory>

namespace phiscope {

namespace {

constexpr int delayMs = 10000;

/// On the worker thread. What is wrong; empty where all is well.
QString writeCopy(const QString& stem, const Scene& scene, const QByteArray& about) {
    // The scene comes last: where it is, the other is too. Not checked as for saving: a scene with a problem
    // is still a person's work.
    for (const auto& [ending, text] :
         {std::pair{".json", about.toStdString()}, std::pair{".phiscope", writeScene(scene)}}) {
        const auto done = writeFileAtomically((stem + QString::fromLatin1(ending)).toStdString(), text);
        if (!done) {
            return QString::fromStdString(done.error().message());
        }
    }
    return {};
}

} // namespace

Autosave::Autosave(Document* document, SimulationController* controller, const QString& folder,
                   QObject* parent)
    : QObject(parent)
    , document_(document)
    , stem_(QDir(folder).filePath(QUuid::createUuid().toString(QUuid::WithoutBraces)))
    , lock_(stem_ + QStringLiteral(".lock")) {
    QDir().mkpath(folder);
    lock_.setStaleLockTime(0); // stale is what a dead program holds, however old
    usable_ = lock_.tryLock(0);
    pool_.setMaxThreadCount(1);
    timer_.setSingleShot(true);
    timer_.setInterval(delayMs);
    connect(&timer_, &QTimer::timeout, this, &Autosave::writeNow);
    connect(document_->undoStack(), &QUndoStack::indexChanged, this, &Autosave::noteEdit);
    connect(document_->undoStack(), &QUndoStack::cleanChanged, this, &Autosave::noteEdit);
    connect(controller, &SimulationController::statusChanged, this, &Autosave::takeStatus);
    if (!usable_) {
        const QString why = tr("No copies of unsaved work are kept: the folder %1 cannot be written to.")
                                .arg(QDir::toNativeSeparators(folder));
        QMetaObject::invokeMethod(
            this, [this, why] { Q_EMIT failed(why); }, Qt::QueuedConnection);
    }
}

Autosave::~Autosave() {
    removeCopy();
}

QString Autosave::defaultFolder() {
    return QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) +
           QStringLiteral("/recovery");
}

QString Autosave::file() const {
    return stem_ + QStringLiteral(".phiscope");
}

void Autosave::noteEdit() {
    if (!document_->isModified()) {
        removeCopy();
        return;
    }
    dirty_ = true;
    if (!timer_.isActive()) {
        timer_.start(); // not again at each edit: somebody who never rests is saved too
    }
}

void Autosave::takeStatus(const RunStatus& status) {
    const bool wasOn = runState_ >= 0;
    runState_ = status.ended() ? -1 : static_cast<int>(status.state);
    const bool begins = !status.ended() && (!wasOn || status.state == RunStatus::State::preparing);
    if (begins) {
        writeNow();
    }
}

void Autosave::writeNow() {
    if (!usable_ || !dirty_ || busy_) {
        return; // a writing that is going on looks again at its end
    }
    timer_.stop();
    dirty_ = false;
    busy_ = true;
    const QJsonObject about{{QStringLiteral("file"), QString::fromStdString(document_->filePath().string())},
                            {QStringLiteral("name"), document_->displayName()}};
    pool_.start([this, stem = stem_, scene = std::make_shared<const Scene>(document_->scene()),
                 text = QJsonDocument(about).toJson()] {
        const QString problem = writeCopy(stem, *scene, text);
        QMetaObject::invokeMethod(
            this, [this, problem] { takeResult(problem); }, Qt::QueuedConnection);
    });
}

void Autosave::takeResult(const QString& problem) {
    if (!busy_) {
        return; // what was written has been taken away meanwhile
    }
    busy_ = false;
    if (problem.isEmpty()) {
        failing_ = false;
        Q_EMIT written();
    } else if (!failing_) {
        failing_ = true;
        Q_EMIT failed(tr("The copy of unsaved work could not be written. %1").arg(problem));
    }
    if (dirty_ && !timer_.isActive()) {
        timer_.start();
    }
}

void Autosave::finishWriting() {
    pool_.waitForDone();
    busy_ = false;
    writeNow();
    pool_.waitForDone();
}

void Autosave::removeCopy() {
    timer_.stop();
    dirty_ = false;
    pool_.waitForDone(); // a few milliseconds at most
    busy_ = false;
    if (usable_) {
        QFile::remove(file());
        QFile::remove(stem_ + QStringLiteral(".json"));
    }
}

} // namespace phiscope
