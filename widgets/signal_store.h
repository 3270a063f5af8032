#pragma once

#include "model/forward/projector.h"
#include "model/scene/scene.h"
#include "widgets/run_data.h"

#include <QElapsedTimer>
#include <QObject>
#include <QString>
#include <QThreadPool>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace phiscope {

class GuiMailbox;
class Timings;

/// What can be computed at the contacts of a probe.
enum class Measure {
    potential,   ///< mV, by the probe's own model
    comparison,  ///< mV, by the model it is compared with
    trueCsd,     ///< nA/µm³, in cylinders about the contacts
    csdEstimate, ///< nA/µm³, by the probe's method from its potentials
};

/// Where the filter of a probe's traces stands.
struct FilterState {
    enum class Stage {
        none,    ///< no filter is set
        works,   ///< what was shown before stays for a moment
        applied, ///< what is shown passed the filter
        failed,  ///< traces are shown unfiltered
    };
    Stage stage = Stage::none;
    QString problem; ///< failed: a sentence

    bool operator==(const FilterState&) const = default;
};

/// What the probes of a scene and the dipole moment measure of one recording, kept up to date while the
/// recording grows and the probes move. Matrices, products and filters are made on other threads.
///
/// Signals of the recording before stay until those of the new one have frames, so that nothing blinks. Of a
/// recording that grows, what is there is filtered whenever it has become half as long again, and once more
/// at the end. The newest filter wins, and what was shown stays until its signals are ready.
class SignalStore : public QObject {
    Q_OBJECT
public:
    /// Projectors that are no longer needed end on `retire`, since ending one waits for its threads.
    explicit SignalStore(QThreadPool* retire, QObject* parent = nullptr);
    ~SignalStore() override;

    /// Where it writes how long matrices and signals take; null: nowhere.
    void setTimings(std::shared_ptr<Timings> timings) { timings_ = std::move(timings); }
    void setRun(const RunData& data);
    void setProbes(const std::vector<Probe>& probes);
    void setPlacedCell(std::shared_ptr<const PlacedCell> placed);
    /// What is computed besides the potentials. A comparison needs to be enabled by its probe too.
    void setWanted(const std::set<Measure>& measures);
    /// The recording has all its frames.
    void recordingFinished();

    std::shared_ptr<const Signals> probe(const std::string& id, Measure measure = Measure::potential) const;
    FilterState filterState(const std::string& id) const;
    /// Why a measure has no signals, a sentence; empty where nothing is wrong.
    QString problem(const std::string& id, Measure measure) const;
    /// True while anything of a complete recording is still to be computed.
    bool busy() const;
    std::shared_ptr<const Signals> dipole() const { return dipole_.shown; }

Q_SIGNALS:
    void probeChanged(const QString& id, phiscope::Measure measure);
    void filterChanged(const QString& id);
    void dipoleChanged();

private:
    struct FilterJob {
        std::shared_ptr<const Signals> source;
        SignalFilter filter;
        std::int64_t frames = 0;
    };
    struct Channel {
        std::optional<Probe> probe; ///< unset: the dipole moment
        Measure measure = Measure::potential;
        std::unique_ptr<Projector> projector;
        std::shared_ptr<const Signals> raw;   ///< newest of the projector
        std::shared_ptr<const Signals> shown; ///< raw, or after the filter
        FilterJob done;                       ///< what `shown` came from, where a filter is set
        bool working = false;                 ///< a filter job is under way
        int generation = 0;                   ///< of the recording
        FilterState filter;
        QString problem;
        QElapsedTimer asked; ///< valid from a new matrix of a finished recording until its signals are there
    };
    using Key = std::pair<std::string, Measure>;

    void arrange();
    bool wanted(const Probe& probe, Measure measure) const;
    void restart(Channel& channel);
    void rebuild(Channel& channel);
    void retire(std::unique_ptr<Projector> projector);
    bool complete(const Channel& channel) const;
    /// True where another object is shown now.
    bool present(Channel& channel);
    void startFilter(Channel& channel);
    void takeFiltered(const Key& key, int generation, const FilterJob& job,
                      const Result<std::shared_ptr<const Signals>>& result);
    bool filterDue(const Channel& channel) const;
    void readNewest();
    void announce(const std::vector<Key>& shown, const std::set<std::string>& filters);
    void presentAll();

    std::shared_ptr<Timings> timings_;
    QThreadPool* retirePool_;
    QThreadPool filterPool_;
    std::shared_ptr<GuiMailbox> mailbox_;
    std::shared_ptr<std::atomic<bool>> readQueued_;
    RunData data_;
    std::shared_ptr<const PlacedCell> placed_;
    std::vector<Probe> probes_;
    std::set<Measure> wanted_;
    std::map<Key, Channel> channels_;
    Channel dipole_;
};

} // namespace phiscope

Q_DECLARE_METATYPE(phiscope::Measure)
