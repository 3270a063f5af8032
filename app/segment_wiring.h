#pragma once

#include "app/window_parts.h"

#include <QObject>

class QWidget;

namespace phiscope {

class SegmentPanel;

/// The table of segments, the 3-D view and the plots look at the same segment.
class SegmentWiring : public QObject {
    Q_OBJECT
public:
    SegmentWiring(const WindowParts& parts, QWidget* window);

    /// The panel; owned by whoever shows it.
    SegmentPanel* panel() const { return panel_; }

private:
    void lookAt(int segment);
    void exportTable();

    WindowParts parts_;
    QWidget* window_;
    SegmentPanel* panel_;
};

} // namespace phiscope
