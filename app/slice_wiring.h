#pragma once

#include "app/window_parts.h"
#include "render/pick_result.h"

#include <QObject>
#include <QPoint>
#include <QString>

class QMenu;

namespace phiscope {

class Actions;
class ScenePicture;

/// Joins field slices in the 3-D view with the document and with the store that makes their matrices.
class SliceWiring : public QObject {
    Q_OBJECT
public:
    SliceWiring(const WindowParts& parts, Actions* actions, ScenePicture* picture, QObject* parent);

    /// A slice through the soma that faces the eye and is large enough for the cell.
    void add();
    /// Shows the value beside the mouse where that is on a slice.
    void hover(const PickResult& what, const QPoint& position);
    void refreshReadout();
    /// "Φ −12.3 µV", or the slice's name where there is no value.
    QString describe(const PickResult& what) const;
    void fillMenu(QMenu& menu, const QString& id);

private:
    QString valueText(const PickResult& what) const;
    void place(const FieldSlice& slice);

    WindowParts parts_;
    Actions* actions_;
    ScenePicture* picture_;
    PickResult hovered_;
    QPoint position_;
};

} // namespace phiscope
