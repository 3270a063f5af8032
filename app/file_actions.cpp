#include "app/file_actions.h"

#include "app/actions.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/gallery_dialog.h"
#include "widgets/notice_bar.h"
#include "widgets/settings.h"

#include <QAction>
#include <QCryptographicHash>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

namespace phiscope {

namespace {

const QStringList endings{QStringLiteral("phiscope"), QStringLiteral("phiscope.h5"), QStringLiteral("swc"),
                          QStringLiteral("asc"),      QStringLiteral("xml"),         QStringLiteral("hoc"),
                          QStringLiteral("json")};
constexpr qint64 readableCode = 64LL << 20U;

} // namespace

FileActions::FileActions(const WindowParts& parts, Actions* actions, QWidget* window)
    : QObject(window)
    , parts_(parts)
    , actions_(actions)
    , window_(window)
    , recent_(new QMenu(tr("Open recent"), window)) {
    connect(actions_->newScene, &QAction::triggered, this, &FileActions::newScene);
    connect(actions_->open, &QAction::triggered, this, &FileActions::chooseFile);
    connect(actions_->save, &QAction::triggered, this, &FileActions::save);
    connect(actions_->saveAs, &QAction::triggered, this, &FileActions::saveAs);
    recent_->setObjectName(QStringLiteral("recentFiles"));
    connect(parts_.settings, &Settings::recentFilesChanged, this, &FileActions::fillRecent);
    fillRecent();
    connect(parts_.document, &Document::opened, this, [this](const QString& path) {
        parts_.settings->addRecentFile(QFileInfo(path).absoluteFilePath());
    });
    connect(parts_.document, &Document::openFailed, this, [this](const QString& path) {
        if (!QFileInfo::exists(path)) {
            parts_.settings->removeRecentFile(QFileInfo(path).absoluteFilePath());
        }
    });
    parts_.document->setHocConsent([this](const std::filesystem::path& file) { return mayRunCode(file); });
}

bool FileActions::canOpen(const QString& path) {
    for (const QString& ending : endings) {
        if (path.endsWith(QLatin1Char('.') + ending, Qt::CaseInsensitive)) {
            return true;
        }
    }
    return false;
}

bool FileActions::mayDiscard() {
    Document& document = *parts_.document;
    if (!document.isModified()) {
        return true;
    }
    QMessageBox question(QMessageBox::Question, tr("Unsaved changes"),
                         tr("“%1” has unsaved changes.").arg(document.displayName()), QMessageBox::NoButton,
                         window_);
    question.setObjectName(QStringLiteral("unsavedQuestion"));
    auto* save = question.addButton(tr("Save"), QMessageBox::AcceptRole);
    auto* discard = question.addButton(tr("Discard"), QMessageBox::DestructiveRole);
    question.addButton(QMessageBox::Cancel);
    question.setDefaultButton(save);
    question.exec();
    if (question.clickedButton() == save) {
        return this->save();
    }
    return question.clickedButton() == discard;
}

void FileActions::openFile(const QString& path) {
    if (path.endsWith(QLatin1String(".json"), Qt::CaseInsensitive) && probeOpener_) {
        probeOpener_(path);
        return;
    }
    if (mayDiscard()) {
        parts_.settings->setLastFolder(QFileInfo(path).absolutePath());
        parts_.document->open(path.toStdString());
    }
}

void FileActions::openExample(const QString& name) {
    if (auto scene = exampleScene(name)) {
        parts_.document->setScene(std::move(*scene));
    }
}

void FileActions::chooseFile() {
    QStringList patterns;
    for (const QString& ending : endings) {
        patterns << QStringLiteral("*.") + ending;
    }
    const QString path =
        QFileDialog::getOpenFileName(window_, tr("Open"), parts_.settings->lastFolder(),
                                     tr("All that Phiscope opens (%1);;Scenes (*.phiscope);;Morphologies "
                                        "(*.swc *.asc *.xml *.hoc);;Results "
                                        "(*.phiscope.h5);;Probes (*.json);;All files (*)")
                                         .arg(patterns.join(QLatin1Char(' '))));
    if (!path.isEmpty()) {
        openFile(path);
    }
}

void FileActions::newScene() {
    GalleryDialog gallery(parts_.theme, window_);
    if (gallery.exec() == QDialog::Accepted && gallery.chosen() && mayDiscard()) {
        parts_.document->setScene(*gallery.chosen());
    }
}

bool FileActions::save() {
    const auto& path = parts_.document->filePath();
    return path.empty() ? saveAs() : saveTo(QString::fromStdString(path.string()));
}

bool FileActions::saveAs() {
    const QString folder = parts_.settings->lastFolder();
    const auto& now = parts_.document->filePath();
    QString suggestion = now.empty() ? parts_.document->displayName() + QStringLiteral(".phiscope")
                                     : QString::fromStdString(now.string());
    suggestion.replace(QLatin1Char('/'), now.empty() ? QLatin1Char('-') : QLatin1Char('/'));
    if (now.empty() && !folder.isEmpty()) {
        suggestion = folder + QLatin1Char('/') + suggestion;
    }
    QString path =
        QFileDialog::getSaveFileName(window_, tr("Save scene"), suggestion, tr("Scenes (*.phiscope)"));
    if (path.isEmpty()) {
        return false;
    }
    if (!path.endsWith(QLatin1String(".phiscope"))) {
        path += QStringLiteral(".phiscope");
    }
    return saveTo(path);
}

bool FileActions::saveTo(const QString& path) {
    if (viewSource_) {
        parts_.document->setView(viewSource_());
    }
    if (auto saved = parts_.document->save(path.toStdString()); !saved) {
        parts_.notices->show({Message::Level::error, QString::fromStdString(saved.error().message()), {}});
        return false;
    }
    parts_.settings->setLastFolder(QFileInfo(path).absolutePath());
    parts_.settings->addRecentFile(QFileInfo(path).absoluteFilePath());
    return true;
}

void FileActions::fillRecent() {
    recent_->clear();
    const QStringList files = parts_.settings->recentFiles();
    for (const QString& path : files) {
        QAction* action =
            recent_->addAction(QFileInfo(path).fileName(), this, [this, path] { openFile(path); });
        action->setStatusTip(path);
        action->setToolTip(path);
    }
    if (files.isEmpty()) {
        recent_->addAction(tr("Files that were opened stand here."))->setEnabled(false);
    } else {
        recent_->addSeparator();
        recent_->addAction(tr("Forget them"), parts_.settings, &Settings::clearRecentFiles);
    }
}

bool FileActions::mayRunCode(const std::filesystem::path& file) {
    // By content: the same file is asked about once, a changed one again.
    QFile content(QString::fromStdString(file.string()));
    QString hash;
    if (content.open(QIODevice::ReadOnly) && content.size() <= readableCode) {
        hash = QString::fromLatin1(
            QCryptographicHash::hash(content.readAll(), QCryptographicHash::Sha256).toHex());
    }
    if (parts_.settings->isTrusted(hash)) {
        return true;
    }
    QMessageBox question(QMessageBox::Warning, tr("Program code"),
                         tr("“%1” contains program code that NEURON must run to read the cell.")
                             .arg(QString::fromStdString(file.filename().string())),
                         QMessageBox::NoButton, window_);
    question.setObjectName(QStringLiteral("codeQuestion"));
    question.setInformativeText(
        tr("It runs in a process of its own, with your rights. Run it only if you trust "
           "where it comes from."));
    auto* yes = question.addButton(tr("Run the code"), QMessageBox::AcceptRole);
    auto* no = question.addButton(QMessageBox::Cancel);
    question.setDefaultButton(no);
    question.exec();
    if (question.clickedButton() != yes) {
        return false;
    }
    if (!hash.isEmpty()) {
        parts_.settings->trust(hash);
    }
    return true;
}

} // namespace phiscope
