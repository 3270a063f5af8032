#pragma once

#include "app/window_parts.h"
#include "widgets/document.h"
#include "widgets/run_pace.h"

#include <QObject>

#include <optional>

namespace phiscope {

class Actions;

/// Joins the document with the run: an edit that changes currents runs NEURON again (where "Auto" is on), an
/// edit that changes a view only computes that view again. A run that would take long waits for the person.
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
    /// Seconds that the run is likely to take which waits for the person, where one does.
    const std::optional<double>& held() const { return held_; }
    /// Seconds that a run of the scene as it is now is likely to take.
    double estimate() const;
    const RunPace& pace() const { return pace_; }

    /// A run after an edit that would take longer does not start by itself.
    static constexpr double patienceSeconds = 2.0;

Q_SIGNALS:
    void staleChanged(bool stale);
    void heldChanged(const std::optional<double>& seconds);

private:
    enum class Wish {
        none,
        ifShort, ///< after an edit
        surely,  ///< asked for, or the first of a scene
    };

    void takeScene(Changes changes);
    void takeCell();
    /// Asks for a run; `now` without waiting for further edits.
    void request(bool now);
    void requestIfShort();
    bool shownFits() const;
    void setStale(bool stale);
    void setHeld(std::optional<double> seconds);
    void showProbe();

    WindowParts parts_;
    Actions* actions_;
    bool stale_ = false;
    Wish whenBuilt_ = Wish::none;
    RunPace pace_;
    std::optional<double> held_;
    bool playNextRun_ = false;
};

} // namespace phiscope
