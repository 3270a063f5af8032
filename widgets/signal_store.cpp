#include "widgets/signal_store.h"

#include "model/forward/dipole.h"
#include "model/forward/make_forward_model.h"
#include "widgets/gui_mailbox.h"

#include <QString>

#include <algorithm>

namespace phiscope {

namespace {

/// True where the difference is of interest to the eye only: names, visibility, size of the markers.
bool sameMeasurement(Probe a, const Probe& b) {
    a.name = b.name;
    a.visible = b.visible;
    a.contactRadiusUm = b.contactRadiusUm;
    return a == b;
}

} // namespace

SignalStore::SignalStore(QThreadPool* retire, QObject* parent)
    : QObject(parent)
    , retirePool_(retire)
    , mailbox_(std::make_shared<GuiMailbox>(this))
    , readQueued_(std::make_shared<std::atomic<bool>>(false)) {}

SignalStore::~SignalStore() {
    mailbox_->close();
}

void SignalStore::setRun(const RunData& data) {
    const bool sameRecording = data.recording == data_.recording;
    data_ = data;
    placed_ = data.cell;
    if (sameRecording) {
        return;
    }
    for (auto& [id, channel] : channels_) {
        restart(channel);
    }
    restart(dipole_);
}

void SignalStore::setPlacedCell(std::shared_ptr<const PlacedCell> placed) {
    if (placed == placed_) {
        return;
    }
    placed_ = std::move(placed);
    for (auto& [id, channel] : channels_) {
        rebuild(channel);
    }
    rebuild(dipole_);
}

void SignalStore::setProbes(const std::vector<Probe>& probes) {
    for (auto it = channels_.begin(); it != channels_.end();) {
        const bool kept = std::any_of(probes.begin(), probes.end(),
                                      [&](const Probe& probe) { return probe.id == it->first; });
        if (kept) {
            ++it;
            continue;
        }
        const QString id = QString::fromStdString(it->first);
        retire(std::move(it->second.projector));
        it = channels_.erase(it);
        Q_EMIT probeChanged(id);
    }
    for (const Probe& probe : probes) {
        Channel& channel = channels_[probe.id];
        if (channel.probe && sameMeasurement(*channel.probe, probe)) {
            channel.probe = probe;
            continue;
        }
        channel.probe = probe;
        if (channel.projector) {
            rebuild(channel);
        } else {
            restart(channel);
        }
    }
}

std::shared_ptr<const Signals> SignalStore::probe(const std::string& id) const {
    const auto found = channels_.find(id);
    return found != channels_.end() ? found->second.shown : nullptr;
}

void SignalStore::restart(Channel& channel) {
    retire(std::move(channel.projector));
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
    channel.projector->setMatrixBuilder([cell = placed_, probe = channel.probe]() -> Eigen::MatrixXd {
        if (probe) {
            return probeMatrixOrThrow(*probe, *cell);
        }
        return DipoleMoment().matrix(cell->segments);
    });
}

void SignalStore::retire(std::unique_ptr<Projector> projector) {
    if (projector) {
        retirePool_->start(
            [ended = std::shared_ptr<Projector>(std::move(projector))]() mutable { ended.reset(); });
    }
}

bool SignalStore::readNewest(Channel& channel) {
    if (!channel.projector) {
        return false;
    }
    auto newest = channel.projector->signals();
    if (!newest || newest == channel.shown || newest->frames() == 0) {
        return false;
    }
    channel.shown = std::move(newest);
    return true;
}

void SignalStore::readNewest() {
    readQueued_->store(false);
    QStringList changed; // announced afterwards: whoever hears it may change the probes
    for (auto& [id, channel] : channels_) {
        if (readNewest(channel)) {
            changed.append(QString::fromStdString(id));
        }
    }
    const bool dipoleIsNew = readNewest(dipole_);
    for (const QString& id : changed) {
        Q_EMIT probeChanged(id);
    }
    if (dipoleIsNew) {
        Q_EMIT dipoleChanged();
    }
}

} // namespace phiscope
