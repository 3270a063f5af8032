#include "widgets/slice_store.h"

#include "model/forward/field_grid.h"
#include "model/scene/stimulation.h"
#include "widgets/gui_mailbox.h"

#include <QThreadPool>

#include <algorithm>
#include <exception>
#include <utility>

namespace phiscope {

namespace {

/// Cells along the longer side while the hand moves: a matrix within some 20 ms.
constexpr int coarseResolution = 48;

/// True where both have the same matrix.
bool sameField(FieldSlice a, const FieldSlice& b) {
    a.name = b.name;
    a.visible = b.visible;
    a.scale = b.scale;
    a.range = b.range;
    a.contours = b.contours;
    a.opacity = b.opacity;
    return a == b;
}

/// Only what shapes its field: the wave does not.
Probe fieldOf(const Probe& probe) {
    Probe plain;
    plain.layout = probe.layout;
    plain.contactCount = probe.contactCount;
    plain.spacingUm = probe.spacingUm;
    plain.positionUm = probe.positionUm;
    plain.directionUm = probe.directionUm;
    plain.contactsUm = probe.contactsUm;
    plain.contactShape = probe.contactShape;
    plain.contactRadiusUm = probe.contactRadiusUm;
    plain.contactHalfHeightUm = probe.contactHalfHeightUm;
    plain.contactNormal = probe.contactNormal;
    plain.contactNormals = probe.contactNormals;
    plain.medium = probe.medium;
    plain.stimulation.enabled = true;
    plain.stimulation.contacts = probe.stimulation.contacts;
    plain.stimulation.factors = probe.stimulation.factors;
    plain.stimulation.halfSpace = probe.stimulation.halfSpace;
    return plain;
}

/// One at a time: each uses all cores.
QThreadPool& pool() {
    static QThreadPool one;
    one.setMaxThreadCount(1);
    return one;
}

} // namespace

struct SliceStore::Job {
    std::string id;
    FieldSlice slice;
    std::vector<Probe> stimulating;
    std::shared_ptr<const PlacedCell> cell;
    std::uint64_t version = 0;
    int resolution = 0;
    bool coarse = false;
    std::atomic<bool> stop{false};
    std::shared_ptr<const FieldGrid> grid;
    std::string error;
};

SliceStore::SliceStore(QObject* parent)
    : QObject(parent)
    , mailbox_(std::make_shared<GuiMailbox>(this)) {}

SliceStore::~SliceStore() {
    mailbox_->close();
    if (running_) {
        running_->stop = true;
    }
    pool().waitForDone();
}

void SliceStore::setCell(std::shared_ptr<const PlacedCell> cell) {
    if (cell == cell_) {
        return;
    }
    cell_ = std::move(cell);
    for (auto& [id, entry] : entries_) {
        restart(entry);
    }
    startNext();
}

void SliceStore::setSlices(const std::vector<FieldSlice>& slices) {
    std::erase_if(entries_, [&](const auto& entry) {
        return std::ranges::none_of(slices, [&](const FieldSlice& s) { return s.id == entry.first; });
    });
    for (const FieldSlice& slice : slices) {
        const auto [at, added] = entries_.try_emplace(slice.id);
        Entry& entry = at->second;
        const bool same = !added && sameField(entry.slice, slice);
        entry.slice = slice;
        if (!same) {
            restart(entry);
        }
    }
    startNext();
}

void SliceStore::setProbes(const std::vector<Probe>& probes) {
    std::vector<Probe> stimulating;
    for (const Probe& probe : probes) {
        if (stimulates(probe)) {
            stimulating.push_back(fieldOf(probe));
        }
    }
    if (stimulating == stimulating_) {
        return;
    }
    stimulating_ = std::move(stimulating);
    for (auto& [id, entry] : entries_) {
        if (entry.slice.quantity == FieldSlice::Quantity::stimulus) {
            restart(entry);
        }
    }
    startNext();
}

std::shared_ptr<const FieldGrid> SliceStore::grid(const std::string& id) const {
    const auto at = entries_.find(id);
    return at != entries_.end() ? at->second.grid : nullptr;
}

bool SliceStore::busy() const {
    return cell_ && std::ranges::any_of(entries_, [](const auto& entry) {
               return entry.second.slice.visible && entry.second.stage != Stage::done;
           });
}

void SliceStore::restart(Entry& entry) {
    entry.stage = Stage::none;
    entry.version = ++versions_;
    // A coarse matrix is nearly there and shows the way the hand goes; a fine one would only delay the next.
    if (running_ && !running_->coarse && running_->id == entry.slice.id) {
        running_->stop = true;
    }
}

void SliceStore::startNext() {
    if (running_ || !cell_) {
        return;
    }
    Entry* next = nullptr;
    for (auto& [id, entry] : entries_) {
        if (entry.slice.visible && entry.stage != Stage::done &&
            (next == nullptr || entry.stage < next->stage)) {
            next = &entry;
        }
    }
    if (next == nullptr) {
        return;
    }
    auto job = std::make_shared<Job>();
    job->id = next->slice.id;
    job->slice = next->slice;
    job->stimulating = stimulating_;
    job->cell = cell_;
    job->version = next->version;
    job->coarse = next->stage == Stage::none && next->slice.resolution > coarseResolution &&
                  next->slice.quantity == FieldSlice::Quantity::potential;
    job->resolution = job->coarse ? coarseResolution : next->slice.resolution;
    running_ = job;
    pool().start([job, mailbox = mailbox_, this] {
        try {
            auto made = job->slice.quantity == FieldSlice::Quantity::stimulus
                            ? FieldGrid::makeStimulus(job->slice, job->stimulating, job->resolution)
                            : FieldGrid::make(job->slice, job->cell->segments, job->resolution,
                                              [&] { return job->stop.load(); });
            if (made) {
                job->grid = std::move(*made);
            } else {
                job->error = made.error().message();
            }
        } catch (const std::exception& e) { // out of memory
            job->error = std::string("The field slice could not be made: ") + e.what() + ".";
        }
        mailbox->post([job, this] { finish(job); });
    });
}

void SliceStore::finish(const std::shared_ptr<Job>& job) {
    running_.reset();
    const auto at = entries_.find(job->id);
    QString failure;
    bool changed = false;
    if (at != entries_.end()) {
        Entry& entry = at->second;
        const bool newest = entry.version == job->version;
        if (!job->error.empty()) {
            if (newest) {
                entry.stage = Stage::done; // until something changes
                if (entry.gridVersion != entry.version && entry.grid) {
                    entry.grid.reset(); // it would show the field of other tissue
                    changed = true;
                }
                failure = QString::fromStdString(job->error);
            }
        } else if (job->grid && job->cell == cell_) {
            if (newest) {
                entry.stage = job->coarse ? Stage::coarse : Stage::done;
            }
            entry.grid = job->grid;
            entry.gridVersion = job->version;
            changed = true;
        }
    }
    startNext();
    // Last: whoever hears it may change the slices.
    const QString id = QString::fromStdString(job->id);
    if (changed) {
        Q_EMIT gridChanged(id);
    }
    if (!failure.isEmpty()) {
        Q_EMIT failed(id, failure);
    }
}

} // namespace phiscope
