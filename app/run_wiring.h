#pragma once

#include "app/window_parts.h"
#include "widgets/document.h"

#include <QObject>

namespace phiscope {

class Actions;

/// Joins the document with the run: an edit that changes currents runs NEURON again (where "Auto" is on), an
/// edit that changes a view only computes that view again.
class RunWiring : public QObject {
    Q_OBJECT
public:
    RunWiring(const WindowParts& parts, Actions* actions, QObject* parent);

    /// Runs from the start as soon as the cell is built.
    void run();
    /// Plays the next finished run from its start, unless the person has taken the time cursor before.
    void playNextRun() { playNextRun_ = true; }
    /// True where the results shown belong to the scene as it was before the last edit.
    bool isStale() const { return stale_; }

Q_SIGNALS:
    void staleChanged(bool stale);

private:
    void takeScene(Changes changes);
    void takeCell();
    void request(bool now);
    void setStale(bool stale);
    void showProbe();

    WindowParts parts_;
    Actions* actions_;
    bool stale_ = false;
    bool runWhenBuilt_ = false;
    bool playNextRun_ = false;
};

} // namespace phiscope
