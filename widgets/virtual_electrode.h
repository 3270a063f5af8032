#pragma once

#include "model/scene/medium.h"
#include "widgets/run_data.h"

#include <QObject>
#include <QString>

#include <Eigen/Core>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace phiscope {

class GuiMailbox;

/// A contact that is nowhere yet: where it would be, and what the tissue there is taken for.
struct ElectrodePlace {
    Eigen::Vector3d pointUm{0.0, 0.0, 0.0};
    Medium medium;
    CurrentSource source = CurrentSource::line;

    bool operator==(const ElectrodePlace&) const = default;
};

/// What a contact measures there over the recording: one row of M times the currents.
struct ElectrodeTrace {
    ElectrodePlace place;
    Eigen::RowVectorXd row;    ///< a value a segment, mV/nA
    std::vector<float> values; ///< mV, every `stride`-th frame from the first on
    std::int64_t stride = 1;
    std::int64_t frames = 0;      ///< of the recording that were looked at
    std::int64_t wholeFrames = 0; ///< that it will have
    double dtMs = 1.0;

    double durationMs() const { return static_cast<double>(wholeFrames - 1) * dtMs; }
    double timeOf(std::size_t sample) const {
        return static_cast<double>(static_cast<std::int64_t>(sample) * stride) * dtMs;
    }
};

/// The trace of a contact under the mouse, computed on another thread, the newest place first. What is shown
/// has at most `quickSamples` samples at first, and all of them when the place stays.
class VirtualElectrode : public QObject {
    Q_OBJECT
public:
    static constexpr std::int64_t quickSamples = 1600;

    explicit VirtualElectrode(QObject* parent = nullptr);
    ~VirtualElectrode() override;

    /// The recording, and the cell as it stands now.
    void setRun(const RunData& run);
    void setCell(std::shared_ptr<const PlacedCell> cell);

    void put(const ElectrodePlace& place);
    void lift(); ///< no place: there is no trace
    /// To be called now and then while a recording grows.
    void refresh();

    const std::optional<ElectrodePlace>& place() const { return place_; }
    /// The newest that is ready, perhaps of a place a moment ago; null: none.
    std::shared_ptr<const ElectrodeTrace> trace() const { return trace_; }
    /// Why there is no trace at this place, a sentence; empty: there is, or it is on its way.
    const QString& problem() const { return problem_; }
    /// mV at a moment of the recording, straight from the currents. NaN: none.
    double valueAt(double timeMs) const;

Q_SIGNALS:
    void changed();

private:
    struct Job;
    void start(bool quick);
    void startNext();
    void finish(const std::shared_ptr<Job>& job);
    bool fits() const;

    std::shared_ptr<GuiMailbox> mailbox_;
    RunData run_;
    std::shared_ptr<const PlacedCell> cell_;
    std::optional<ElectrodePlace> place_;
    std::shared_ptr<const ElectrodeTrace> trace_;
    QString problem_;
    std::shared_ptr<Job> running_;
    std::uint64_t version_ = 0; ///< of what is asked for
    std::uint64_t quickDone_ = 0;
    std::uint64_t fullDone_ = 0;
};

} // namespace phiscope
