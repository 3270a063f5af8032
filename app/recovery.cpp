#include "app/recovery.h"

#include "app/autosave.h"
#include "app/file_actions.h"
#include "model/scene/scene_file.h"
#include "widgets/document.h"
#include "widgets/notice_bar.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocale>
#include <QLockFile>
#include <QUndoStack>

#include <algorithm>

namespace phiscope {

namespace {

QString beside(const QFileInfo& file, const QString& ending) {
    return file.dir().filePath(file.completeBaseName() + ending);
}

/// Null where the program that holds it still runs.
std::shared_ptr<QLockFile> take(const QString& path) {
    auto lock = std::make_shared<QLockFile>(path);
    lock->setStaleLockTime(0);
    return lock->tryLock(0) ? lock : nullptr;
}

QString when(const QDateTime& time) {
    const QLocale locale;
    return time.date() == QDate::currentDate() ? locale.toString(time.time(), QLocale::ShortFormat)
                                               : locale.toString(time, QLocale::ShortFormat);
}

} // namespace

std::vector<Leftover> findLeftovers(const QString& folder) {
    std::vector<Leftover> found;
    const QDir dir(folder);
    for (const QFileInfo& file : dir.entryInfoList({QStringLiteral("*.phiscope")}, QDir::Files, QDir::Time)) {
        auto lock = take(beside(file, QStringLiteral(".lock")));
        if (!lock) {
            continue;
        }
        QFile about(beside(file, QStringLiteral(".json")));
        QJsonObject text;
        if (about.open(QIODevice::ReadOnly)) {
            text = QJsonDocument::fromJson(about.readAll()).object();
        }
        Leftover leftover;
        leftover.copy = file.absoluteFilePath();
        leftover.original = text.value(QStringLiteral("file")).toString();
        leftover.name = text.value(QStringLiteral("name")).toString();
        leftover.written = file.lastModified();
        leftover.lock = std::move(lock);
        found.push_back(std::move(leftover));
    }
    // A program that was ended with nothing unsaved leaves its lock; taking and dropping it removes it.
    for (const QFileInfo& file : dir.entryInfoList({QStringLiteral("*.lock")}, QDir::Files)) {
        if (!QFileInfo::exists(beside(file, QStringLiteral(".phiscope"))) &&
            take(file.absoluteFilePath()) != nullptr) {
            QFile::remove(beside(file, QStringLiteral(".json")));
        }
    }
    return found;
}

Recovery::Recovery(const WindowParts& parts, FileActions* files, Autosave* autosave, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , files_(files)
    , autosave_(autosave) {}

void Recovery::offer(const QString& folder) {
    leftovers_ = findLeftovers(folder);
    show();
}

void Recovery::show() {
    if (leftovers_.empty()) {
        return;
    }
    std::vector<NoticeBar::Choice> each;
    for (const Leftover& leftover : leftovers_) {
        const QString name = leftover.name.isEmpty() ? tr("Untitled") : leftover.name;
        each.push_back({tr("“%1”, edited %2").arg(name, when(leftover.written)),
                        [this, copy = leftover.copy] { recover(copy); },
                        {}});
    }
    if (each.size() == 1) {
        const QString what = std::exchange(each.front().text, tr("Recover"));
        parts_.notices->ask(tr("Phiscope ended unexpectedly. Unsaved work is there: %1.").arg(what),
                            {each.front(), {tr("Discard"), [this] { discardAll(); }, {}}});
        return;
    }
    parts_.notices->ask(
        tr("Phiscope ended unexpectedly. Unsaved work of %n scenes is there.", nullptr,
           static_cast<int>(each.size()))
            .replace(QStringLiteral("%n"), QString::number(each.size())),
        {{tr("Recover"), {}, std::move(each)}, {tr("Discard all"), [this] { discardAll(); }, {}}});
}

void Recovery::recover(const QString& copy) {
    const auto at = std::find_if(leftovers_.begin(), leftovers_.end(),
                                 [&copy](const Leftover& leftover) { return leftover.copy == copy; });
    if (at == leftovers_.end()) {
        return;
    }
    if (!files_->mayDiscard()) {
        show();
        return;
    }
    const Leftover leftover = *at;
    leftovers_.erase(at);
    auto read = readScene(copy.toStdString());
    if (!read) {
        parts_.notices->show(
            {Message::Level::error,
             tr("The unsaved work could not be read. %1").arg(QString::fromStdString(read.error().message())),
             tr("It stays in %1.").arg(QDir::toNativeSeparators(copy))});
    } else {
        parts_.document->setScene(std::move(read->scene), leftover.original.toStdString());
        parts_.document->undoStack()->resetClean(); // nothing of it is in its own file yet
        autosave_->finishWriting();
        if (QFileInfo::exists(autosave_->file())) {
            remove(leftover); // it is in the new copy
        }
    }
    show(); // the others
}

void Recovery::discardAll() {
    for (const Leftover& leftover : leftovers_) {
        remove(leftover);
    }
    leftovers_.clear();
}

void Recovery::remove(const Leftover& leftover) {
    QFile::remove(leftover.copy);
    QFile::remove(beside(QFileInfo(leftover.copy), QStringLiteral(".json")));
}

} // namespace phiscope
