#pragma once

#include "app/window_parts.h"
#include "model/support/result.h"
#include "widgets/newest_worker.h"

#include <QObject>
#include <QString>

class QWidget;

namespace phiscope {

class Actions;
class SegmentPanel;

/// The table of segments, the 3-D view and the plots look at the same segment.
class SegmentWiring : public QObject {
    Q_OBJECT
public:
    SegmentWiring(const WindowParts& parts, const Actions* actions, QWidget* window);

    /// The panel; owned by whoever shows it.
    SegmentPanel* panel() const { return panel_; }

private:
    struct Written {
        QString path;
        Result<void> result;
    };
    void lookAt(int segment);
    void exportTable();
    void tell(const Written& written);

    WindowParts parts_;
    QWidget* window_;
    SegmentPanel* panel_;
    NewestWorker<Written> writer_;
};

} // namespace phiscope
