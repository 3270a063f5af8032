#pragma once

#include "app/window_parts.h"
#include "render/pick_result.h"
#include "widgets/view3d.h"

#include <QObject>
#include <QPoint>

namespace phiscope {

class Actions;
class ElectrodePanel;
class VirtualElectrode;

/// The virtual electrode: over a slice of the potential, and everywhere with its tool (E), the trace of a
/// contact under the mouse. A click with the tool leaves the contact in the scene.
class ElectrodeWiring : public QObject {
    Q_OBJECT
public:
    ElectrodeWiring(const WindowParts& parts, Actions* actions, QObject* parent);

    void hover(const PickResult& what, const QPoint& position);

private:
    void put(const Eigen::Vector3d& pointUm, const QPoint& position);
    void place(const View3D::Point& pointUm);
    void showTrace();
    void showMoment();

    WindowParts parts_;
    Actions* actions_;
    VirtualElectrode* electrode_;
    ElectrodePanel* panel_;
    PickResult hovered_;
};

} // namespace phiscope
