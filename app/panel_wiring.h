#pragma once

#include "app/window_parts.h"
#include "widgets/signals_panel.h"

#include <QObject>
#include <QPointer>

namespace phiscope {

class AnalysisPanel;
class Actions;

/// Joins the panels around a probe's signals with the document: what is chosen in them becomes an edit, and
/// only what one of them shows is computed.
class PanelWiring : public QObject {
    Q_OBJECT
public:
    PanelWiring(const WindowParts& parts, QObject* parent);

    /// The selected probe, else the first; null: none.
    const Probe* shownProbe() const;

Q_SIGNALS:
    void placeProbeRequested();
    void runRequested();

private:
    void showProbe();
    void chooseMeasures();

    WindowParts parts_;
    QPointer<SimulationController> controller_; ///< goes before the panels do
};

} // namespace phiscope
