#include "widgets/signal_store.h"

#include "model/analysis/probe_filter.h"
#include "model/forward/dipole.h"
#include "widgets/gui_mailbox.h"
#include "widgets/measure_models.h"
#include "widgets/timings.h"

#include <algorithm>
#include <array>

namespace phiscope {

namespace {
constexpr std::array allMeasures{Measure::potential, Measure::comparison, Measure::trueCsd,
                                 Measure::csdEstimate};

/// `build`, with the time that it takes written down.
Projector::MatrixBuilder timed(Projector::MatrixBuilder build, std::shared_ptr<Timings> timings) {
    if (!timings) {
        return build;
    }
    return [build = std::move(build), timings = std::move(timings)] {
        QElapsedTimer clock;
        clock.start();
        Eigen::MatrixXd matrix = build();
        timings->add(Timings::What::matrix, static_cast<double>(clock.nsecsElapsed()) / 1e6);
        return matrix;
    };
}

} // namespace

SignalStore::SignalStore(QThreadPool* retire, QObject* parent)
    : QObject(parent)
    , retirePool_(retire)
    , mailbox_(std::make_shared<GuiMailbox>(this))
    , readQueued_(std::make_shared<std::atomic<bool>>(false)) {
    filterPool_.setMaxThreadCount(1); // a filter uses all cores itself
}

SignalStore::~SignalStore() {
    mailbox_->close();
    filterPool_.clear();
    filterPool_.waitForDone();
}

void SignalStore::setRun(const RunData& data) {
    const bool sameRecording = data.recording == data_.recording;
    data_ = data;
    placed_ = data.cell;
    if (sameRecording) {
        return;
    }
    for (auto& [key, channel] : channels_) {
        restart(channel);
    }
    restart(dipole_);
}

void SignalStore::setPlacedCell(std::shared_ptr<const PlacedCell> placed) {
    if (placed == placed_) {
        return;
    }
    placed_ = std::move(placed);
    for (auto& [key, channel] : channels_) {
        rebuild(channel);
    }
    rebuild(dipole_);
}

void SignalStore::setWanted(const std::set<Measure>& measures) {
    if (measures != wanted_) {
        wanted_ = measures;
        arrange();
    }
}

void SignalStore::setProbes(const std::vector<Probe>& probes) {
    probes_ = probes;
    arrange();
}

bool SignalStore::wanted(const Probe& probe, Measure measure) const {
    return measure == Measure::potential ||
           (wanted_.count(measure) > 0 && (measure != Measure::comparison || probe.comparison.enabled));
}

void SignalStore::arrange() {
    std::vector<Key> gone;
    for (auto it = channels_.begin(); it != channels_.end();) {
        const bool kept = std::any_of(probes_.begin(), probes_.end(), [&](const Probe& probe) {
            return probe.id == it->first.first && wanted(probe, it->first.second);
        });
        if (kept) {
            ++it;
            continue;
        }
        gone.push_back(it->first);
        retire(std::move(it->second.projector));
        it = channels_.erase(it);
    }
    for (const Probe& probe : probes_) {
        for (const Measure measure : allMeasures) {
            if (!wanted(probe, measure)) {
                continue;
            }
            Channel& channel = channels_[{probe.id, measure}];
            channel.measure = measure;
            const bool same = channel.probe && sameMeasurement(*channel.probe, probe, measure);
            channel.probe = probe;
            if (same) {
                continue;
            }
            if (channel.projector) {
                rebuild(channel);
            } else {
                restart(channel);
            }
        }
    }
    for (const Key& key : gone) {
        Q_EMIT probeChanged(QString::fromStdString(key.first), key.second);
    }
    presentAll(); // another filter may have been set
}

std::shared_ptr<const Signals> SignalStore::probe(const std::string& id, Measure measure) const {
    const auto found = channels_.find({id, measure});
    return found != channels_.end() ? found->second.shown : nullptr;
}

FilterState SignalStore::filterState(const std::string& id) const {
    const auto found = channels_.find({id, Measure::potential});
    return found != channels_.end() ? found->second.filter : FilterState();
}

QString SignalStore::problem(const std::string& id, Measure measure) const {
    const auto found = channels_.find({id, measure});
    return found != channels_.end() ? found->second.problem : QString();
}

bool SignalStore::busy() const {
    const auto pending = [this](const Channel& channel) {
        return channel.projector && channel.problem.isEmpty() &&
               (!complete(channel) || channel.working || filterDue(channel));
    };
    return pending(dipole_) || std::any_of(channels_.begin(), channels_.end(),
                                           [&](const auto& each) { return pending(each.second); });
}

void SignalStore::restart(Channel& channel) {
    retire(std::move(channel.projector));
    channel.raw.reset();
    channel.done = {};
    ++channel.generation;
    if (!data_) {
        channel.shown.reset();
        return;
    }
    const auto notify = [mailbox = mailbox_, queued = readQueued_, this] {
        // Many blocks end while the GUI thread does one turn: one look at all of them is enough.
        if (!queued->exchange(true)) {
            mailbox->post([this] { readNewest(); });
        }
    };
    channel.projector = std::make_unique<Projector>(data_.recording, notify);
    rebuild(channel);
}

void SignalStore::rebuild(Channel& channel) {
    // A cell with other segments waits for the run that knows them.
    if (!channel.projector || !placed_ || !data_ ||
        placed_->segments.size() != data_.recording->layout().segments) {
        return;
    }
    if (channel.probe) {
        if (!channel.asked.isValid() && data_.recording->finished()) {
            channel.asked.start();
        }
        channel.projector->setMatrixBuilder(
            timed(matrixBuilder(*channel.probe, channel.measure, placed_), timings_));
    } else {
        channel.projector->setMatrixBuilder(
            [cell = placed_] { return DipoleMoment().matrix(cell->segments); });
    }
}

void SignalStore::retire(std::unique_ptr<Projector> projector) {
    if (projector) {
        retirePool_->start(
            [ended = std::shared_ptr<Projector>(std::move(projector))]() mutable { ended.reset(); });
    }
}

bool SignalStore::complete(const Channel& channel) const {
    return channel.raw && data_ && data_.recording->finished() &&
           channel.raw->frames() == data_.recording->frameCount();
}

bool SignalStore::present(Channel& channel) {
    if (!channel.projector) {
        return false;
    }
    const QString problem = QString::fromStdString(channel.projector->problem());
    if (auto newest = channel.projector->signals(); newest && newest->frames() > 0) {
        channel.raw = std::move(newest);
    }
    if (channel.asked.isValid() && !channel.projector->busy()) {
        if (timings_ && complete(channel)) {
            timings_->add(Timings::What::signals, static_cast<double>(channel.asked.nsecsElapsed()) / 1e6);
        }
        channel.asked.invalidate();
    }
    auto show = [&](const std::shared_ptr<const Signals>& what) {
        const bool other = what != channel.shown;
        channel.shown = what;
        return other;
    };
    if (problem != channel.problem) {
        channel.problem = problem;
        if (!problem.isEmpty()) {
            channel.shown.reset();
            return true;
        }
    }
    if (!problem.isEmpty() || !channel.raw) {
        return false;
    }
    if (!channel.probe || channel.probe->filter.kind == SignalFilter::Kind::none) {
        channel.filter = {};
        channel.done = {};
        return show(channel.raw);
    }
    if (filterDue(channel)) {
        startFilter(channel);
    }
    return false;
}

bool SignalStore::filterDue(const Channel& channel) const {
    if (!channel.raw || !channel.probe || channel.probe->filter.kind == SignalFilter::Kind::none) {
        return false;
    }
    constexpr std::int64_t fewest = 64; // frames: of fewer the ends are all there is
    const std::int64_t frames = channel.raw->frames();
    if (complete(channel)) {
        return channel.done.source != channel.raw || channel.done.filter != channel.probe->filter ||
               channel.done.frames != frames;
    }
    // While a probe is moved over a finished recording, the old traces stay for the moment.
    if (data_.recording->finished() || frames < fewest) {
        return false;
    }
    return channel.done.source != channel.raw || channel.done.filter != channel.probe->filter ||
           2 * frames >= 3 * channel.done.frames;
}

void SignalStore::startFilter(Channel& channel) {
    channel.filter = {FilterState::Stage::works, {}};
    if (channel.working) {
        return; // the newest is taken when that one is done
    }
    channel.working = true;
    const FilterJob job{channel.raw, channel.probe->filter, channel.raw->frames()};
    filterPool_.start([box = mailbox_, this, key = Key{channel.probe->id, channel.measure},
                       generation = channel.generation, job] {
        Result<std::shared_ptr<const Signals>> result;
        if (auto values =
                filtered(job.source->values().leftCols(job.frames), job.source->dtMs(), job.filter)) {
            result = Signals::derived(*job.source, *values);
        } else {
            result = tl::unexpected(values.error());
        }
        box->post([this, key, generation, job, result] { takeFiltered(key, generation, job, result); });
    });
}

void SignalStore::takeFiltered(const Key& key, int generation, const FilterJob& job,
                               const Result<std::shared_ptr<const Signals>>& result) {
    const auto found = channels_.find(key);
    if (found == channels_.end()) {
        return;
    }
    Channel& channel = found->second;
    channel.working = false;
    const auto before = channel.shown;
    const bool stillFiltered = channel.probe->filter.kind != SignalFilter::Kind::none;
    // A result that is not the newest is still newer than what is shown: the hand sees the traces follow.
    if (channel.generation == generation && stillFiltered) {
        channel.done = job;
        channel.shown = result ? *result : job.source;
        channel.filter = result ? FilterState{FilterState::Stage::applied, {}}
                                : FilterState{FilterState::Stage::failed,
                                              QString::fromStdString(result.error().message())};
    }
    if (filterDue(channel)) {
        startFilter(channel);
    }
    announce(channel.shown != before ? std::vector<Key>{key} : std::vector<Key>{}, {key.first});
}

void SignalStore::readNewest() {
    readQueued_->store(false);
    presentAll();
}

void SignalStore::recordingFinished() {
    presentAll();
}

void SignalStore::presentAll() {
    std::vector<Key> shown; // announced afterwards: whoever hears it may change the probes
    std::set<std::string> filters;
    for (auto& [key, channel] : channels_) {
        const FilterState before = channel.filter;
        if (present(channel)) {
            shown.push_back(key);
        }
        if (channel.filter != before) {
            filters.insert(key.first);
        }
    }
    const bool dipoleIsNew = present(dipole_);
    announce(shown, filters);
    if (dipoleIsNew) {
        Q_EMIT dipoleChanged();
    }
}

void SignalStore::announce(const std::vector<Key>& shown, const std::set<std::string>& filters) {
    for (const Key& key : shown) {
        Q_EMIT probeChanged(QString::fromStdString(key.first), key.second);
    }
    for (const std::string& id : filters) {
        Q_EMIT filterChanged(QString::fromStdString(id));
    }
}

} // namespace phiscope
