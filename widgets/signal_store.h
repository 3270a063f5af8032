#pragma once

#include "model/forward/projector.h"
#include "model/scene/scene.h"
#include "widgets/run_data.h"

#include <QObject>
#include <QThreadPool>

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace phiscope {

class GuiMailbox;

/// What the probes of a scene and the dipole moment measure of one recording, kept up to date while the
/// recording grows and the probes move. Matrices and products are made on other threads.
///
/// Signals of the recording before stay until those of the new one have frames, so that nothing blinks.
class SignalStore : public QObject {
    Q_OBJECT
public:
    /// Projectors that are no longer needed end on `retire`, since ending one waits for its threads.
    explicit SignalStore(QThreadPool* retire, QObject* parent = nullptr);
    ~SignalStore() override;

    void setRun(const RunData& data);
    void setProbes(const std::vector<Probe>& probes);
    void setPlacedCell(std::shared_ptr<const PlacedCell> placed);

    std::shared_ptr<const Signals> probe(const std::string& id) const;
    std::shared_ptr<const Signals> dipole() const { return dipole_.shown; }

Q_SIGNALS:
    void probeChanged(const QString& id);
    void dipoleChanged();

private:
    struct Channel {
        std::optional<Probe> probe; ///< unset: the dipole moment
        std::unique_ptr<Projector> projector;
        std::shared_ptr<const Signals> shown;
    };

    void restart(Channel& channel);
    void rebuild(Channel& channel);
    void retire(std::unique_ptr<Projector> projector);
    void readNewest();
    /// True where another object is shown now.
    static bool readNewest(Channel& channel);

    QThreadPool* retirePool_;
    std::shared_ptr<GuiMailbox> mailbox_;
    std::shared_ptr<std::atomic<bool>> readQueued_;
    RunData data_;
    std::shared_ptr<const PlacedCell> placed_;
    std::map<std::string, Channel> channels_;
    Channel dipole_;
};

} // namespace phiscope
