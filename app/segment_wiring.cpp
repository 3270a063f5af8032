#include "app/segment_wiring.h"

#include "model/simulation/cell_source.h"
#include "widgets/document.h"
#include "widgets/notice_bar.h"
#include "widgets/segment_panel.h"
#include "widgets/settings.h"
#include "widgets/signals_panel.h"
#include "widgets/spectrum_panel.h"
#include "widgets/view3d.h"

#include <QDir>
#include <QFileDialog>

namespace phiscope {

SegmentWiring::SegmentWiring(const WindowParts& parts, QWidget* window)
    : QObject(window)
    , parts_(parts)
    , window_(window)
    , panel_(new SegmentPanel(parts.document, parts.cursor, parts.theme)) {
    connect(panel_, &SegmentPanel::segmentChosen, parts_.signalsPanel, &SignalsPanel::setSelectedSegment);
    connect(panel_, &SegmentPanel::segmentChosen, parts_.spectrum, &SpectrumPanel::setSelectedSegment);
    connect(panel_, &SegmentPanel::lookAtRequested, this, &SegmentWiring::lookAt);
    connect(panel_, &SegmentPanel::exportRequested, this, &SegmentWiring::exportTable);
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
    const QString path = QFileDialog::getSaveFileName(
        window_, tr("Export the segments"),
        QDir(parts_.settings->lastFolder()).filePath(QStringLiteral("segments.csv")), tr("Table (*.csv)"));
    if (path.isEmpty()) {
        return;
    }
    const Result<void> result = panel_->writeTable(path.toStdString());
    parts_.notices->show({result ? Message::Level::information : Message::Level::error,
                          result ? tr("Wrote %1").arg(QDir::toNativeSeparators(path))
                                 : QString::fromStdString(result.error().message()),
                          {}});
}

} // namespace phiscope
