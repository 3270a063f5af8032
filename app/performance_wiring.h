#pragma once

#include "app/window_parts.h"

#include <QObject>

namespace phiscope {

class PerformancePanel;
class RunWiring;

/// Gathers how long runs, matrices, signals and frames take, for the performance panel.
class PerformanceWiring : public QObject {
    Q_OBJECT
public:
    PerformanceWiring(const WindowParts& parts, const RunWiring* run, QObject* parent);

    /// The panel; owned by whoever shows it.
    PerformancePanel* panel() const { return panel_; }

private:
    void describe();
    QString whoDraws() const;

    WindowParts parts_;
    const RunWiring* run_;
    PerformancePanel* panel_;
};

} // namespace phiscope
