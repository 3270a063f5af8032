#pragma once

#include "app/window_parts.h"

#include <QObject>

#include <memory>

class QAction;

namespace phiscope {

class Actions;
class CellColours;
class ScenePicture;

/// Colours the cell by what no run and no time changes: how likely the synapses of the selected group are
/// scattered onto each segment, following their depth profile while it is dragged; or axial resistance. Of
/// the window, not of the scene: the scene then says "plain".
class FixedColoursWiring : public QObject {
    Q_OBJECT
public:
    FixedColoursWiring(const WindowParts& parts, Actions* actions, ScenePicture* picture, QObject* parent);

private:
    void begin(QAction* by);
    void end();
    void follow();
    std::shared_ptr<CellColours> colours() const;

    WindowParts parts_;
    Actions* actions_;
    ScenePicture* picture_;
    std::shared_ptr<CellColours> colours_;
    QAction* by_ = nullptr; ///< what was asked for; null: the scene's colours
};

} // namespace phiscope
