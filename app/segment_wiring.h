#pragma once

#include "app/window_parts.h"
#include "model/support/result.h"
#include "widgets/newest_worker.h"

#include <QObject>
#include <QString>
#include <QTimer>

class QWidget;

namespace phiscope {

class Actions;
class DendrogramPanel;
class SegmentPanel;

/// The table of segments, the dendrogram, the 3-D view and the plots look at the same segments.
class SegmentWiring : public QObject {
    Q_OBJECT
public:
    SegmentWiring(const WindowParts& parts, const Actions* actions, QWidget* window);

    /// The panels; owned by whoever shows them.
    SegmentPanel* panel() const { return panel_; }
    DendrogramPanel* dendrogram() const { return dendrogram_; }

private:
    struct Written {
        QString path;
        Result<void> result;
    };
    void lookAt(int segment);
    void connectDendrogram();
    void exportTable();
    void tell(const Written& written);

    WindowParts parts_;
    QWidget* window_;
    SegmentPanel* panel_;
    DendrogramPanel* dendrogram_;
    QTimer refresh_;
    NewestWorker<Written> writer_;
};

} // namespace phiscope
