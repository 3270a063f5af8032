#pragma once

#include "app/window_parts.h"

#include <QObject>

#include <memory>

namespace phiscope {

class Actions;
class ScenePicture;
class SynapseProbability;

/// Colours the cell by where the synapses of the selected group are likely to be scattered, and follows while
/// their depth profile is dragged. Of the window, not of the scene: the scene then says "plain".
class ProbabilityWiring : public QObject {
    Q_OBJECT
public:
    ProbabilityWiring(const WindowParts& parts, Actions* actions, ScenePicture* picture, QObject* parent);

    bool on() const { return on_; }

private:
    void begin();
    void end();
    void follow();

    WindowParts parts_;
    Actions* actions_;
    ScenePicture* picture_;
    std::shared_ptr<SynapseProbability> colours_;
    bool on_ = false;
};

} // namespace phiscope
