#pragma once

#include "app/window_parts.h"
#include "model/scene/scene.h"

#include <QObject>
#include <QPointer>

#include <memory>

namespace phiscope {

class Actions;
class RunPairColours;
class ScenePicture;
class ViewBadge;

/// Colours the cell in the view by run A, by run B or by B − A, as the panel of the two runs says: the same
/// camera, the same clock. A badge in the view says so and ends it.
class RunComparisonWiring : public QObject {
    Q_OBJECT
public:
    RunComparisonWiring(const WindowParts& parts, Actions* actions, ScenePicture* picture, QObject* parent);

    /// What the view shows, for tests.
    const ScenePicture& picture() const { return *picture_; }
    /// The range of the colours is not known yet.
    bool busy() const;

private:
    void takeScene();
    void follow();
    void showBadge(bool shown);

    WindowParts parts_;
    QPointer<SimulationController> controller_; ///< goes before the panels do
    Actions* actions_;
    ScenePicture* picture_;
    ViewBadge* badge_;
    std::shared_ptr<RunPairColours> colours_; ///< null: the cell has those of the scene
    View::ColourBy colourBy_;
};

} // namespace phiscope
