#pragma once

#include "app/window_parts.h"
#include "model/analysis/physics_guard.h"
#include "render/pick_result.h"
#include "widgets/newest_worker.h"

#include <QObject>
#include <QTimer>

#include <vector>

class QToolButton;

namespace phiscope {

/// Keeps the list of checks up to date with the scene and its recording, off the GUI thread; shows what a
/// finding is about, and mends it.
class GuardWiring : public QObject {
    Q_OBJECT
public:
    GuardWiring(const WindowParts& parts, QObject* parent);

    /// "2 checks", for the status bar; hidden where there are none. Owned by the caller's layout.
    QToolButton* chip() const { return chip_; }
    /// Nothing is being looked at or waits to be.
    bool idle() const { return !timer_.isActive() && !worker_.busy(); }

Q_SIGNALS:
    void panelRequested();
    void lookAtRequested(const QString& id);

private:
    void look();
    void showChip();
    void show(const Finding& finding);
    void mend(const Finding& finding);
    void flash(const ItemRef& item);

    WindowParts parts_;
    QToolButton* chip_;
    QTimer timer_;
    QTimer flashTimer_;
    ItemRef flashing_;
    int flashesLeft_ = 0;
    NewestWorker<std::vector<Finding>> worker_;
};

} // namespace phiscope
