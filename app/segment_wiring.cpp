#include "app/segment_wiring.h"

#include "app/actions.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/dendrogram_panel.h"
#include "widgets/document.h"
#include "widgets/notice_bar.h"
#include "widgets/segment_panel.h"
#include "widgets/segment_selection.h"
#include "widgets/settings.h"
#include "widgets/signals_panel.h"
#include "widgets/simulation_controller.h"
#include "widgets/spectrum_panel.h"
#include "widgets/time_cursor.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

#include <utility>

namespace phiscope {

namespace {

constexpr int refreshMs = 50; // of the dendrogram's colours

} // namespace

SegmentWiring::SegmentWiring(const WindowParts& parts, const Actions* actions, QWidget* window)
    : QObject(window)
    , parts_(parts)
    , window_(window)
    , panel_(new SegmentPanel(parts.document, parts.chosen, parts.cursor, parts.theme))
    , dendrogram_(new DendrogramPanel(parts.chosen, parts.theme))
    , writer_(this, [this](const Written& written) { tell(written); }) {
    QList<QAction*> commands{actions->kinships.begin(), actions->kinships.end()};
    commands << actions->synapsesOnChosen << actions->copyChosenNames << actions->dropChosen;
    panel_->setCommands(commands);
    dendrogram_->setCommands(commands);
    connectDendrogram();
    connect(parts_.chosen, &SegmentSelection::changed, this, [this] {
        if (const int segment = parts_.chosen->focus(); segment >= 0) {
            parts_.signalsPanel->setSelectedSegment(segment);
            parts_.spectrum->setSelectedSegment(segment);
        }
    });
    connect(panel_, &SegmentPanel::lookAtRequested, this, &SegmentWiring::lookAt);
    connect(panel_, &SegmentPanel::exportRequested, this, &SegmentWiring::exportTable);
}

void SegmentWiring::connectDendrogram() {
    connect(parts_.document, &Document::cellRebuilt, dendrogram_, &DendrogramPanel::takeCell);
    if (parts_.view == nullptr) {
        return;
    }
    dendrogram_->setColourSource([this] { return parts_.view->scene().segmentColours(); });
    // After the view has taken what changed its colours; as often as can be told apart while playing.
    refresh_.setSingleShot(true);
    refresh_.setInterval(refreshMs);
    connect(&refresh_, &QTimer::timeout, dendrogram_, &DendrogramPanel::refreshColours);
    const auto soon = [this] {
        if (!refresh_.isActive()) {
            refresh_.start();
        }
    };
    connect(parts_.cursor, &TimeCursor::timeChanged, this, soon);
    connect(parts_.cursor, &TimeCursor::ticked, this, soon);
    connect(parts_.document, &Document::sceneChanged, this, soon);
    connect(parts_.controller, &SimulationController::recordingFinished, this, soon);
    connect(parts_.theme, &AppTheme::changed, this, soon);
}

void SegmentWiring::lookAt(int segment) {
    const auto cell = parts_.document->cell();
    if (parts_.view == nullptr || !cell || segment < 0 || segment >= cell->placed.segments.size()) {
        return;
    }
    Camera camera = parts_.view->camera();
    camera.lookAt(cell->placed.segments.midpoint(segment));
    parts_.view->setCamera(camera);
}

void SegmentWiring::exportTable() {
    const QString csv = tr("Table (*.csv)");
    const QString hdf5 = tr("HDF5 with units (*.h5)");
    QString kind = csv;
    QString path = QFileDialog::getSaveFileName(
        window_, tr("Export the segments"),
        QDir(parts_.settings->lastFolder()).filePath(QStringLiteral("segments.csv")),
        csv + QStringLiteral(";;") + hdf5, &kind);
    if (path.isEmpty()) {
        return;
    }
    if (kind == hdf5 && path.endsWith(QLatin1String(".csv"))) {
        path.chop(4); // as proposed, before the kind was chosen
    }
    if (QFileInfo(path).suffix().isEmpty()) {
        path += kind == hdf5 ? QStringLiteral(".h5") : QStringLiteral(".csv");
    }
    writer_.request([path, rows = panel_->listedRows()] {
        return Written{path, writeTable(path.toStdString(), rows)};
    });
}

void SegmentWiring::tell(const Written& written) {
    parts_.notices->show({written.result ? Message::Level::information : Message::Level::error,
                          written.result ? tr("Wrote %1").arg(QDir::toNativeSeparators(written.path))
                                         : QString::fromStdString(written.result.error().message()),
                          {}});
}

} // namespace phiscope
