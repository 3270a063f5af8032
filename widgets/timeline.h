#pragma once

#include "model/simulation/simulation.h"
#include "widgets/run_data.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

namespace phiscope {

class SimulationController;
class TimeCursor;
struct Theme;

/// The bar at the foot of the window: play, loop, speed, scrub, spikes and synaptic events marked, and how
/// far a run is. Left and right step frames (with Shift ten), Home and End jump, Space plays.
///
/// Parts for tests: playButton, loopButton, speedBox, scrubber, timeLabel, runLabel, pauseRunButton,
/// cancelRunButton.
class Timeline : public QWidget {
    Q_OBJECT
public:
    explicit Timeline(TimeCursor* cursor, QWidget* parent = nullptr);
    ~Timeline() override;

    void setTheme(const Theme& theme);

    /// Marks come from here: spikes of the soma from the recording, events from the scene.
    void setRun(const RunData& run);
    void setRunStatus(const RunStatus& status);
    /// A run that would take so many seconds waits for the person.
    void setHeld(const std::optional<double>& seconds);
    /// Connects status, data, pause and cancel of a controller.
    void attach(SimulationController* controller);

    const std::vector<double>& spikeTimes() const;
    const std::vector<double>& eventTimes() const;

Q_SIGNALS:
    void pauseRequested();
    void resumeRequested();
    void cancelRequested();

private:
    class Private;
    std::unique_ptr<Private> d_;
};

} // namespace phiscope
