#include "app/outline_export.h"

#include "app/actions.h"
#include "app/outline_dialog.h"
#include "model/simulation/cell_source.h"
#include "widgets/document.h"
#include "widgets/flat_figure_picture.h"
#include "widgets/notice_bar.h"
#include "widgets/settings.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QPointer>
#include <QThreadPool>

namespace phiscope {

OutlineExport::OutlineExport(const WindowParts& parts, Actions* actions, QWidget* window)
    : QObject(window)
    , parts_(parts)
    , window_(window) {
    connect(actions->exportOutline, &QAction::triggered, this, &OutlineExport::open);
    QAction* action = actions->exportOutline;
    const auto enable = [this, action] {
        action->setEnabled(parts_.document->cell() != nullptr);
    };
    connect(parts_.document, &Document::cellRebuilt, action, enable);
    enable();
}

FigureSource OutlineExport::source() const {
    FigureSource source;
    source.scene = std::make_shared<const Scene>(parts_.document->scene());
    source.cell = parts_.document->cell();
    const RunData& run = parts_.controller->data();
    if (run && source.cell && run.recording->layout().segments == source.cell->placed.segments.size()) {
        source.recording = run.recording;
    }
    return source;
}

void OutlineExport::open() {
    FigureSource from = source();
    if (!from.cell) {
        return;
    }
    options_.timeMs = parts_.cursor->timeMs();
    auto* dialog = new OutlineDialog(std::move(from), options_, window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &OutlineDialog::exportRequested, this, [this, dialog](const FlatFigureOptions& options) {
        options_ = options;
        dialog->accept();
        chooseFile(options);
    });
    dialog->open();
}

void OutlineExport::chooseFile(const FlatFigureOptions& options) {
    QString name = QFileInfo(parts_.document->displayName()).completeBaseName();
    name.replace(QLatin1Char('/'), QLatin1Char('-'));
    const QString suggested = QDir(parts_.settings->lastFolder()).filePath(tr("%1 outline.svg").arg(name));
    const QString path = QFileDialog::getSaveFileName(window_, tr("Export the flat outline"), suggested,
                                                      tr("SVG (*.svg);;PDF (*.pdf)"));
    if (!path.isEmpty()) {
        write(path, options);
    }
}

void OutlineExport::write(const QString& path, const FlatFigureOptions& options) {
    const FigureSource from = source();
    if (!from.cell) {
        parts_.notices->show({Message::Level::error, tr("There is no cell to draw. Open one first."), {}});
        Q_EMIT written(path, false);
        return;
    }
    QThreadPool::globalInstance()->start([this, guard = QPointer<OutlineExport>(this), path, from, options] {
        const auto done = std::make_shared<Result<void>>(writeFigureFile(from.draw(options), path));
        QMetaObject::invokeMethod(qApp, [this, guard, path, done] {
            if (guard.isNull()) {
                return;
            }
            if (*done) {
                parts_.settings->setLastFolder(QFileInfo(path).absolutePath());
            }
            parts_.notices->show({*done ? Message::Level::information : Message::Level::error,
                                  *done ? tr("Wrote %1.").arg(QDir::toNativeSeparators(path))
                                        : QString::fromStdString(done->error().message()),
                                  {}});
            Q_EMIT written(path, done->has_value());
        });
    });
}

} // namespace phiscope
