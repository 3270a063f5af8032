#pragma once

#include "app/window_parts.h"

#include <QObject>

#include <vector>

class QMenu;

namespace phiscope {

class Actions;

/// Choosing segments of the cell: clicks, the lasso and the frame in the 3-D view, the commands that follow
/// the tree, and what is done with the chosen ones. They glow in the view.
class ChoiceWiring : public QObject {
    Q_OBJECT
public:
    ChoiceWiring(const WindowParts& parts, Actions* actions, QObject* parent);

    /// For a right click on a segment, which is chosen if it is not.
    void fillMenu(QMenu& menu, int segment);

Q_SIGNALS:
    /// A sentence for the hint line.
    void said(const QString& sentence);

private:
    void connectMouse();
    void connectActions();
    void show();
    void addSynapses();

    WindowParts parts_;
    Actions* actions_;
};

} // namespace phiscope
