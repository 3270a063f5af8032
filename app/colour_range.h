#pragma once

#include "app/window_parts.h"
#include "model/scene/scene.h"

#include <QObject>

class QDialog;
class QMenu;
class QPoint;

namespace phiscope {

class Actions;
class ScenePicture;

/// The range of the cell's colours: a click on the colour bar holds it as it is or lets it follow the
/// recording again, a right click or the menu sets it by numbers.
class ColourRange : public QObject {
    Q_OBJECT
public:
    ColourRange(const WindowParts& parts, Actions* actions, const ScenePicture& picture, QObject* parent);

    /// Whether an end of the range that is shown now is held.
    bool isFixed() const;
    void fix();
    void release();
    /// A small window with the ends of the range; what is typed is shown at once.
    void ask();
    void fillMenu(QMenu& menu);

private:
    void showNote();

    WindowParts parts_;
    Actions* actions_;
    const ScenePicture& picture_;
};

} // namespace phiscope
