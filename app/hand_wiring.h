#pragma once

#include "app/window_parts.h"
#include "model/scene/scene.h"
#include "widgets/view3d.h"

#include <QObject>
#include <QStringList>
#include <QTimer>

#include <functional>
#include <optional>

namespace phiscope {

class Actions;

/// What the hand does in the 3-D view to what is selected: the keys that move it, the handles that move and
/// turn it, locks, snapping, and the frame around several. Each becomes one step of undo.
class HandWiring : public QObject {
    Q_OBJECT
public:
    /// After the view's clicks select: a click on a dendrite shows no handles on the whole cell.
    HandWiring(const WindowParts& parts, Actions* actions, QObject* parent);

    /// Selects the cell and shows its handles.
    void takeCell();
    /// Turns the cell until its apical dendrite points along z.
    void standUp();

    /// One of several selected probes is dragged: all of them go. False: it is alone.
    bool dragTogether(const QString& id, const View3D::Point& to);
    void drop(bool kept); ///< a drag of handles or of several ends

Q_SIGNALS:
    /// A sentence for the hint line.
    void said(const QString& sentence);

private:
    void refresh();
    void nudge(const View3D::Point& direction, double stepUm);
    void changeFromStart(const std::function<void(Scene&, const std::string& id)>& change,
                         const QString& text);
    void label(const QString& id, double stepUm);
    void endNudge();
    void sayLocked(const QString& id);
    QString nameOfSelected() const;
    /// Selected, not locked, and moved freely in space.
    QStringList free() const;

    WindowParts parts_;
    Actions* actions_;
    QTimer pause_; ///< after the last key of a burst
    bool cellInHand_ = true;
    std::optional<Scene> start_; ///< before a handle or several objects were dragged
};

} // namespace phiscope
