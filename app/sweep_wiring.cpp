#include "app/sweep_wiring.h"

#include "app/actions.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/knobs/sweep_panel.h"
#include "widgets/knobs_panel.h"
#include "widgets/notice_bar.h"
#include "widgets/settings.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

#include <algorithm>

namespace phiscope {

namespace {

/// What it takes to start a program and to carry its results over, in seconds.
constexpr double besideTheRun = 0.3;
/// All signals of a sweep are held in memory.
constexpr double mostBytes = 2.0 * 1024.0 * 1024.0 * 1024.0;

double bytesOf(const Sweep::Request& request) {
    const RunSettings& run = request.scene->run;
    double channels = 1.0;
    for (const Probe& probe : request.scene->probes) {
        channels += static_cast<double>(contactPositions(probe).cols());
    }
    return channels * run.tstopMs / run.dtMs * static_cast<double>(request.values.size() * sizeof(double));
}

} // namespace

SweepWiring::SweepWiring(const WindowParts& parts, const Actions* actions, KnobsPanel* knobs, QWidget* window)
    : QObject(window)
    , parts_(parts)
    , knobs_(knobs)
    , window_(window)
    , panel_(new SweepPanel(parts.document, parts.controller, parts.cursor))
    , writer_(this, [this](const Written& written) { tell(written); }) {
    panel_->setEstimate([this] { return estimate(); });
    panel_->setTheme(parts_.theme->values());
    connect(parts_.theme, &AppTheme::changed, panel_, [this] { panel_->setTheme(parts_.theme->values()); });
    connect(actions->sweep, &QAction::triggered, this,
            [this] { Q_EMIT panelRequested(QStringLiteral("sweep")); });
    connect(knobs_, &KnobsPanel::sweepRequested, this, [this](const QString& knob) {
        Q_EMIT panelRequested(QStringLiteral("sweep"));
        panel_->open(knob);
    });
    connect(panel_, &SweepPanel::startRequested, this, &SweepWiring::start);
    connect(panel_, &SweepPanel::message, this, &SweepWiring::say);
    connect(panel_, &SweepPanel::knobsRequested, this,
            [this] { Q_EMIT panelRequested(QStringLiteral("knobs")); });
    connect(panel_, &SweepPanel::knobForRequested, this, &SweepWiring::sweepNumber);
    connect(panel_, &SweepPanel::signalsExportRequested, this, &SweepWiring::chooseFile);
}

double SweepWiring::estimate() const {
    const RunData& run = parts_.controller->data();
    return run && !parts_.controller->active() &&
                   run.recording->frameCount() == run.recording->layout().frames
               ? parts_.controller->status().elapsedSeconds + besideTheRun
               : -1.0;
}

void SweepWiring::start() {
    auto request = panel_->request();
    if (!request) {
        return;
    }
    const auto cell = parts_.document->cell();
    if (!cell || parts_.document->isBuilding()) {
        say(tr("The cell is still being built. Sweep again in a moment."));
        return;
    }
    if (bytesOf(*request) > mostBytes) {
        say(tr("The signals of these values would take more than 2 GiB. Choose fewer values, fewer contacts "
               "or a shorter run."));
        return;
    }
    request->cell = cell;
    const RunData& run = parts_.controller->data();
    if (run && run.recording->finished() && !parts_.controller->active() && run.scene &&
        !currentsDiffer(*run.scene, *request->scene) &&
        run.recording->layout().segments == cell->placed.segments.size() &&
        run.recording->frameCount() == run.recording->layout().frames) {
        request->recording = run.recording;
    }
    if (const MorphologySource& shape = request->scene->cell.morphology; needsConsent(shape)) {
        if (!hocConsent_ || !hocConsent_(parts_.document->filePath().parent_path() / shape.path)) {
            return;
        }
        request->allowCode = true;
    }
    panel_->start(std::move(*request));
}

void SweepWiring::sweepNumber(const QString& object, const QString& key) {
    knobs_->add(object, key);
    const auto& knobs = parts_.document->scene().knobs;
    const auto made = std::ranges::find_if(knobs, [&](const Knob& knob) {
        return knob.object == object.toStdString() && knob.key == key.toStdString();
    });
    if (made != knobs.end()) {
        Q_EMIT panelRequested(QStringLiteral("sweep"));
        panel_->open(QString::fromStdString(made->id));
    }
}

void SweepWiring::chooseFile() {
    QString path = QFileDialog::getSaveFileName(
        window_, tr("Export the signals of the sweep"),
        QDir(parts_.settings->lastFolder()).filePath(QStringLiteral("sweep signals.csv")),
        tr("Table (*.csv)"));
    if (!path.isEmpty()) {
        writeSignals(QFileInfo(path).suffix().isEmpty() ? path + QStringLiteral(".csv") : path);
    }
}

void SweepWiring::writeSignals(const QString& path) {
    writer_.request([path, table = panel_->table()] {
        return Written{path, writeSweepSignals(table, path.toStdString())};
    });
}

void SweepWiring::tell(const Written& written) {
    if (written.result) {
        parts_.settings->setLastFolder(QFileInfo(written.path).absolutePath());
    }
    parts_.notices->show({written.result ? Message::Level::information : Message::Level::error,
                          written.result ? tr("Wrote %1.").arg(QDir::toNativeSeparators(written.path))
                                         : QString::fromStdString(written.result.error().message()),
                          {}});
    Q_EMIT signalsWritten(written.path, written.result.has_value());
}

void SweepWiring::say(const QString& sentence) {
    parts_.notices->show({Message::Level::information, sentence, {}});
}

} // namespace phiscope
