// How the document opens files: read and built on another thread, put in place in one step when all went
// well.
#include "model/formats/results_file.h"
#include "model/scene/scene_file.h"
#include "model/simulation/cell_source.h"
#include "widgets/document.h"
#include "widgets/morphology_scene.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThreadPool>

#include <algorithm>
#include <cctype>

namespace phiscope {

namespace fs = std::filesystem;

struct Document::Opening {
    std::uint64_t request = 0;
    fs::path file;
    fs::path scenePath; ///< empty where the scene has no file of its own yet
    Scene scene;
    bool fromMorphology = false;
    bool consent = false;
    std::shared_ptr<const BuiltCell> cell;
    std::shared_ptr<const Recording> recording;
    Notices notices;

    Result<void> read();
};

namespace {

QString fileName(const fs::path& path) {
    return QString::fromStdString(path.filename().string());
}

std::string lowerEnding(const fs::path& path) {
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending;
}

} // namespace

/// On the worker thread: what the file holds. The cell only where the file brings it along.
Result<void> Document::Opening::read() {
    std::error_code error;
    if (!fs::exists(file, error)) {
        return fail("the file does not exist.", "It may have been moved or renamed.", file.string());
    }
    if (isMorphologyFile(file)) {
        scene = sceneAround(file);
        fromMorphology = true;
        return {};
    }
    if (lowerEnding(file) == ".h5") {
        auto results = readResults(file);
        if (!results) {
            return tl::unexpected<Error>(std::move(results.error()));
        }
        // No scene file of its own: saving asks where to.
        scene = std::move(results->scene);
        recording = std::move(results->recording);
        cell = std::make_shared<const BuiltCell>(std::move(results->cell));
        notices = std::move(results->notices);
        scene.cell.morphology = rebaseMorphology(scene.cell.morphology, fs::absolute(file).parent_path(), {});
        return {};
    }
    auto text = readScene(file);
    if (!text) {
        return tl::unexpected<Error>(std::move(text.error()));
    }
    scene = std::move(text->scene);
    scenePath = fs::absolute(file);
    scene.cell.morphology = rebaseMorphology(scene.cell.morphology, scenePath.parent_path(), {});
    notices = std::move(text->notices);
    return {};
}

void Document::open(const fs::path& path) {
    auto opening = std::make_shared<Opening>();
    opening->request = ++openRequest_;
    opening->file = path;
    setOpening(true, tr("Opening %1").arg(fileName(path)));
    QThreadPool::globalInstance()->start([this, opening, guard = QPointer<Document>(this)] {
        auto done = std::make_shared<Result<void>>(opening->read());
        QMetaObject::invokeMethod(qApp, [this, opening, done, guard] {
            if (guard.isNull() || opening->request != openRequest_) {
                return;
            }
            if (*done && opening->cell) {
                finishOpening(opening);
            } else if (*done) {
                continueOpening(opening);
            } else {
                failOpening(opening, done->error());
            }
        });
    });
}

void Document::continueOpening(const std::shared_ptr<Opening>& opening) {
    const MorphologySource& source = opening->scene.cell.morphology;
    if (needsConsent(source)) {
        opening->consent = hocConsent_ && hocConsent_(source.path);
        if (opening->request != openRequest_) {
            return; // another file was opened while the question stood
        }
        if (!opening->consent) {
            failOpening(opening, Error{"the program code in this file was not allowed to run.",
                                       "Open it again to be asked again.", opening->file.string()});
            return;
        }
    }
    QThreadPool::globalInstance()->start([this, opening, guard = QPointer<Document>(this)] {
        CellSourceOptions options;
        options.sceneFolder = opening->scenePath.parent_path();
        options.allowHoc = opening->consent;
        auto built = buildCell(opening->scene.cell, options);
        auto error = std::make_shared<Error>();
        if (built) {
            opening->cell = std::make_shared<const BuiltCell>(std::move(*built));
        } else {
            *error = std::move(built.error());
        }
        QMetaObject::invokeMethod(qApp, [this, opening, error, guard] {
            if (guard.isNull() || opening->request != openRequest_) {
                return;
            }
            if (opening->cell) {
                finishOpening(opening);
            } else {
                failOpening(opening, *error);
            }
        });
    });
}

void Document::finishOpening(const std::shared_ptr<Opening>& opening) {
    setOpening(false);
    if (opening->fromMorphology) {
        addProbeBeside(opening->scene, *opening->cell);
    }
    install(std::move(opening->scene), opening->scenePath, opening->cell);
    Q_EMIT opened(QString::fromStdString(opening->file.string()));
    if (opening->recording) {
        Q_EMIT resultsOpened(opening->recording);
    }
    Notices notices = opening->notices;
    notices.insert(notices.end(), opening->cell->notices.begin(), opening->cell->notices.end());
    QStringList lines;
    bool warning = false;
    if (!opening->cell->somaNote.empty()) {
        lines << QString::fromStdString(opening->cell->somaNote);
    }
    for (const Notice& notice : notices) {
        warning = warning || notice.level == Notice::Level::warning;
        const QString text = QString::fromStdString(notice.text);
        lines << (notice.line > 0 ? tr("Line %1: %2").arg(notice.line).arg(text) : text);
    }
    if (!lines.isEmpty()) {
        // One line is enough to see; the rest on request.
        const QString first = lines.size() == 1
                                  ? lines.first()
                                  : tr("%1 (and %2 more)").arg(lines.first()).arg(lines.size() - 1);
        Q_EMIT message({warning ? Message::Level::warning : Message::Level::information,
                        fileName(opening->file) + QStringLiteral(": ") + first,
                        lines.size() == 1 ? QString() : lines.join(QLatin1Char('\n'))});
    }
}

void Document::failOpening(const std::shared_ptr<Opening>& opening, const Error& error) {
    setOpening(false);
    Error named = error;
    if (named.file.empty()) {
        named.file = opening->file.string();
    }
    named.file = fs::path(named.file).filename().string();
    Q_EMIT message({Message::Level::error, QString::fromStdString(named.message()),
                    QString::fromStdString(opening->file.string())});
    Q_EMIT openFailed(QString::fromStdString(opening->file.string()));
}

void Document::setOpening(bool opening, const QString& what) {
    opening_ = opening;
    Q_EMIT openingChanged(opening, what);
}

} // namespace phiscope
