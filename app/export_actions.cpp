#include "app/export_actions.h"

#include "app/actions.h"
#include "app/picture_dialog.h"
#include "model/analysis/probe_filter.h"
#include "model/formats/csv_writer.h"
#include "model/formats/results_file.h"
#include "model/formats/swc_writer.h"
#include "model/simulation/cell_source.h"
#include "model/support/atomic_file.h"
#include "widgets/compare_panel.h"
#include "widgets/csd_panel.h"
#include "widgets/document.h"
#include "widgets/notice_bar.h"
#include "widgets/runs_panel.h"
#include "widgets/settings.h"
#include "widgets/simulation_controller.h"
#include "widgets/spectrum_panel.h"
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
#include <QPointer>
#include <QThreadPool>
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

/// Soma potential and every contact of every probe over time, after the probe's filter; names say so.
Result<void> writeTable(const std::filesystem::path& path, const Scene& scene, const BuiltCell& cell,
                        const Recording& recording) {
    std::vector<ProbeSignals> probes = measure(scene, cell, recording);
    for (std::size_t i = 0; i < probes.size(); ++i) {
        const SignalFilter& filter = scene.probes[i].filter;
        auto passed = filtered(probes[i].values, recording.layout().dtMs, filter);
        if (!passed) {
            return tl::unexpected(passed.error());
        }
        probes[i].values = std::move(*passed);
        if (filter.kind != SignalFilter::Kind::none) {
            probes[i].name += " (" + describe(filter) + ")";
        }
    }
    const std::vector<int> soma = somaSegments(cell.placed.morphology, cell.placed.segments);
    const int somaSegment = soma[soma.size() / 2];
    std::vector<CsvColumn> columns{{"Time", "ms"}, {"Soma potential", "mV"}};
    std::vector<std::pair<const ProbeSignals*, Eigen::Index>> channels;
    for (const ProbeSignals& probe : probes) {
        for (Eigen::Index k = 0; k < probe.values.rows(); ++k) {
            columns.push_back({probe.name + " " + std::to_string(k + 1), probe.unit});
            channels.emplace_back(&probe, k);
        }
    }
    return writeCsv(path, columns, recording.frameCount(), [&](std::int64_t row, int column) {
        if (column == 0) {
            return recording.timeOf(row);
        }
        if (column == 1) {
            return static_cast<double>(recording.potentials(row)[somaSegment]);
        }
        const auto& [probe, channel] = channels[static_cast<std::size_t>(column - 2)];
        return row < probe->values.cols() ? probe->values(channel, row) : 0.0;
    });
}

} // namespace

ExportActions::ExportActions(const WindowParts& parts, Actions* actions, QWidget* window)
    : QObject(window)
    , parts_(parts)
    , actions_(actions)
    , window_(window) {
    actions_->exportPicture->setEnabled(parts_.view != nullptr);
    connect(actions_->exportPicture, &QAction::triggered, this, &ExportActions::choosePicture);
    connect(actions_->exportSignals, &QAction::triggered, this, &ExportActions::chooseSignals);
    connect(actions_->exportMorphology, &QAction::triggered, this, &ExportActions::chooseMorphology);
    connect(actions_->copyPicture, &QAction::triggered, this, &ExportActions::copyWindow);
    connect(parts_.signalsPanel, &SignalsPanel::exportRequested, this, &ExportActions::choosePlot);
    for (const AnalysisPanel* panel : std::initializer_list<const AnalysisPanel*>{
             parts_.csd, parts_.spectrum, parts_.compare, parts_.runs}) {
        addPanel(panel);
    }
}

void ExportActions::addPanel(const AnalysisPanel* panel) {
    panels_.push_back(panel);
    connect(panel, &AnalysisPanel::exportRequested, this, [this, panel] { choosePanel(*panel); });
}

void ExportActions::fillMenu(QMenu* menu) {
    menu->addAction(actions_->exportPicture);
    QMenu* plotMenu = menu->addMenu(tr("Plot as PDF, SVG or PNG"));
    for (const auto& [plot, title] : plots) {
        QAction* action =
            plotMenu->addAction(tr(title) + QChar(0x2026), this, [this, which = plot] { choosePlot(which); });
        action->setStatusTip(tr("Writes this plot with its axes, as it stands in the Signals panel."));
    }
    for (const AnalysisPanel* panel : panels_) {
        plotMenu->addAction(panel->title() + QChar(0x2026), this, [this, panel] { choosePanel(*panel); });
    }
    menu->addAction(actions_->exportSignals);
    menu->addAction(actions_->exportMorphology);
    menu->addAction(actions_->exportOutline);
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
    if (const QString path = choosePlotFile(title); !path.isEmpty()) {
        writePlot(plot, path);
    }
}

void ExportActions::choosePanel(const AnalysisPanel& panel) {
    if (const QString path = choosePlotFile(panel.title(), panel.hasTable()); !path.isEmpty()) {
        writePanel(panel, path);
    }
}

QString ExportActions::choosePlotFile(const QString& title, bool table) {
    return QFileDialog::getSaveFileName(window_, tr("Export the plot"),
                                        suggest(title.toLower(), QStringLiteral("pdf")),
                                        tr("PDF (*.pdf);;SVG (*.svg);;PNG (*.png)") +
                                            (table ? tr(";;Table of its numbers (*.csv)") : QString()));
}

std::optional<PlotFormat> ExportActions::formatOf(const QString& path) {
    const QString ending = QFileInfo(path).suffix().toLower();
    if (ending == QLatin1String("pdf")) {
        return PlotFormat::pdf;
    }
    if (ending == QLatin1String("svg")) {
        return PlotFormat::svg;
    }
    if (ending == QLatin1String("png")) {
        return PlotFormat::png;
    }
    report(fail("the ending of the name must be .pdf, .svg or .png.", {}, path.toStdString()), path);
    return std::nullopt;
}

bool ExportActions::writePlot(SignalsPanel::Plot plot, const QString& path) {
    const auto format = formatOf(path);
    return format && report(parts_.signalsPanel->exportPlot(plot, path, *format), path);
}

bool ExportActions::writePanel(const AnalysisPanel& panel, const QString& path) {
    if (panel.hasTable() && path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive)) {
        return report(panel.exportTable(path), path);
    }
    const auto format = formatOf(path);
    return format && report(panel.exportPlot(path, *format), path);
}

void ExportActions::chooseSignals() {
    const QString path = QFileDialog::getSaveFileName(
        window_, tr("Export signals"), suggest(tr("signals"), QStringLiteral("csv")),
        tr("Table of all traces (*.csv);;Results that open again (*.phiscope.h5)"));
    if (!path.isEmpty()) {
        writeSignals(path);
    }
}

void ExportActions::chooseMorphology() {
    const QString path = QFileDialog::getSaveFileName(
        window_, tr("Export the cell"), suggest(tr("cell"), QStringLiteral("swc")), tr("SWC (*.swc)"));
    if (!path.isEmpty()) {
        writeMorphology(path);
    }
}

bool ExportActions::writeMorphology(const QString& path) {
    const auto cell = parts_.document->cell();
    if (!cell) {
        return report(fail("there is no cell to write.", "Open one first.", path.toStdString()), path);
    }
    const std::string text = writeSwc(cell->placed.morphology, parts_.document->scene().cell.name +
                                                                   ", written by Phiscope " PHISCOPE_VERSION);
    return report(writeFileAtomically(path.toStdString(), text), path);
}

void ExportActions::writeSignals(const QString& path) {
    const RunData& data = parts_.controller->data();
    const auto cell = parts_.document->cell();
    if (!data || !cell || data.recording->layout().segments != cell->placed.segments.size()) {
        report(fail("there are no results yet.", "Run the scene first: F5."), path);
        Q_EMIT signalsWritten(path, false);
        return;
    }
    // The currents as they were run, the probes as they stand now.
    Scene scene = *data.scene;
    scene.probes = parts_.document->scene().probes;
    const auto recording = data.recording;
    const bool table = path.endsWith(QLatin1String(".csv"), Qt::CaseInsensitive);
    QThreadPool::globalInstance()->start([this, guard = QPointer<ExportActions>(this), path, scene, cell,
                                          recording, table] {
        const auto done =
            std::make_shared<Result<void>>(table ? writeTable(path.toStdString(), scene, *cell, *recording)
                                                 : saveResults(scene, *cell, *recording, path.toStdString()));
        QMetaObject::invokeMethod(qApp, [this, guard, path, done] {
            if (!guard.isNull()) {
                Q_EMIT signalsWritten(path, report(*done, path));
            }
        });
    });
}

void ExportActions::copyWindow() {
    QApplication::clipboard()->setPixmap(window_->grab());
    parts_.notices->show(
        {Message::Level::information, tr("A picture of the window is on the clipboard."), {}});
}

} // namespace phiscope
