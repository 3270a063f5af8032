#include "app/export_actions.h"

#include "app/actions.h"
#include "app/picture_dialog.h"
#include "widgets/document.h"
#include "widgets/notice_bar.h"
#include "widgets/settings.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QImage>
#include <QMenu>
#include <QPixmap>
#include <QWidget>

#include <utility>

namespace phiscope {

namespace {

const std::pair<SignalsPanel::Plot, const char*> plots[] = {
    {SignalsPanel::Plot::potential, QT_TRANSLATE_NOOP("ExportActions", "Membrane potential")},
    {SignalsPanel::Plot::synapses, QT_TRANSLATE_NOOP("ExportActions", "Synaptic currents")},
    {SignalsPanel::Plot::traces, QT_TRANSLATE_NOOP("ExportActions", "Traces by depth")},
    {SignalsPanel::Plot::map, QT_TRANSLATE_NOOP("ExportActions", "Depth-time map")},
};

} // namespace

ExportActions::ExportActions(const WindowParts& parts, Actions* actions, QWidget* window)
    : QObject(window)
    , parts_(parts)
    , actions_(actions)
    , window_(window) {
    actions_->exportPicture->setEnabled(parts_.view != nullptr);
    connect(actions_->exportPicture, &QAction::triggered, this, &ExportActions::choosePicture);
    connect(actions_->copyPicture, &QAction::triggered, this, &ExportActions::copyWindow);
    connect(parts_.signalsPanel, &SignalsPanel::exportRequested, this, &ExportActions::choosePlot);
}

void ExportActions::fillMenu(QMenu* menu) {
    menu->addAction(actions_->exportPicture);
    QMenu* plotMenu = menu->addMenu(tr("Plot as PDF, SVG or PNG"));
    for (const auto& [plot, title] : plots) {
        plotMenu->addAction(tr(title) + QChar(0x2026), this, [this, which = plot] { choosePlot(which); });
    }
    menu->addSeparator();
    menu->addAction(actions_->copyPicture);
}

QString ExportActions::suggest(const QString& part, const QString& ending) const {
    QString name = QFileInfo(parts_.document->displayName()).completeBaseName();
    name.replace(QLatin1Char('/'), QLatin1Char('-'));
    return QDir(parts_.settings->lastFolder()).filePath(QStringLiteral("%1 %2.%3").arg(name, part, ending));
}

bool ExportActions::report(const Result<void>& result, const QString& path) {
    if (result) {
        parts_.settings->setLastFolder(QFileInfo(path).absolutePath());
        parts_.notices->show(
            {Message::Level::information, tr("Wrote %1.").arg(QDir::toNativeSeparators(path)), {}});
    } else {
        parts_.notices->show({Message::Level::error, QString::fromStdString(result.error().message()), {}});
    }
    return result.has_value();
}

void ExportActions::choosePicture() {
    PictureDialog dialog(parts_.view->size(), window_);
    if (dialog.exec() != QDialog::Accepted) {
        return;
    }
    const QString path = QFileDialog::getSaveFileName(
        window_, tr("Export the 3-D view"), suggest(tr("view"), QStringLiteral("png")), tr("PNG (*.png)"));
    if (!path.isEmpty()) {
        writePicture(path, dialog.size(), dialog.dpi(), dialog.transparent());
    }
}

bool ExportActions::writePicture(const QString& path, const QSize& size, double dpi, bool transparent) {
    QImage image = parts_.view->renderImage(size, dpi, transparent);
    if (image.isNull()) {
        return report(fail("the picture could not be drawn.", "Try a smaller size.", path.toStdString()),
                      path);
    }
    image.setDotsPerMeterX(static_cast<int>(dpi / 0.0254 + 0.5));
    image.setDotsPerMeterY(image.dotsPerMeterX());
    if (!image.save(path, "PNG")) {
        return report(fail("the file could not be written.", "Check the folder's rights and the free space.",
                           path.toStdString()),
                      path);
    }
    return report({}, path);
}

void ExportActions::choosePlot(SignalsPanel::Plot plot) {
    QString title;
    for (const auto& [which, name] : plots) {
        if (which == plot) {
            title = tr(name);
        }
    }
    const QString path = QFileDialog::getSaveFileName(window_, tr("Export the plot"),
                                                      suggest(title.toLower(), QStringLiteral("pdf")),
                                                      tr("PDF (*.pdf);;SVG (*.svg);;PNG (*.png)"));
    if (!path.isEmpty()) {
        writePlot(plot, path);
    }
}

bool ExportActions::writePlot(SignalsPanel::Plot plot, const QString& path) {
    const QString ending = QFileInfo(path).suffix().toLower();
    auto format = SignalsPanel::Format::pdf;
    if (ending == QLatin1String("svg")) {
        format = SignalsPanel::Format::svg;
    } else if (ending == QLatin1String("png")) {
        format = SignalsPanel::Format::png;
    } else if (ending != QLatin1String("pdf")) {
        return report(fail("the ending of the name must be .pdf, .svg or .png.", {}, path.toStdString()),
                      path);
    }
    return report(parts_.signalsPanel->exportPlot(plot, path, format), path);
}

void ExportActions::copyWindow() {
    QApplication::clipboard()->setPixmap(window_->grab());
    parts_.notices->show(
        {Message::Level::information, tr("A picture of the window is on the clipboard."), {}});
}

} // namespace phiscope
