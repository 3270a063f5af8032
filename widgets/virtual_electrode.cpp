#include "widgets/virtual_electrode.h"

#include "model/forward/make_forward_model.h"
#include "widgets/gui_mailbox.h"

#include <QThreadPool>

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <string>
#include <utility>

namespace phiscope {

namespace {

/// Samples between two looks at whether somebody waits.
constexpr std::int64_t blockSamples = 256;

QThreadPool& pool() {
    static QThreadPool one;
    one.setMaxThreadCount(1);
    return one;
}

} // namespace

struct VirtualElectrode::Job {
    ElectrodePlace place;
    RunData run;
    std::shared_ptr<const PlacedCell> cell;
    std::uint64_t version = 0;
    bool quick = true;
    std::atomic<bool> stop{false};
    std::shared_ptr<ElectrodeTrace> trace;
    std::string error;

    void work();
};

void VirtualElectrode::Job::work() {
    const Eigen::Matrix3Xd point = place.pointUm;
    const auto matrix = makePotentialModel(place.medium, place.source, point, &cell->morphology)
                            .and_then([&](const std::unique_ptr<ForwardModel>& model) {
                                return checkedMatrix(*model, cell->segments);
                            });
    if (!matrix) {
        error = matrix.error().message();
        return;
    }
    const Recording& recording = *run.recording;
    auto made = std::make_shared<ElectrodeTrace>();
    made->place = place;
    made->row = matrix->row(0);
    made->dtMs = recording.layout().dtMs;
    made->wholeFrames = recording.layout().frames;
    made->frames = recording.frameCount();
    // The grid lies over the whole run, so that what is drawn stays where it is as more comes.
    made->stride =
        quick ? std::max<std::int64_t>(1, (made->wholeFrames + quickSamples - 1) / quickSamples) : 1;
    const std::int64_t samples = (made->frames + made->stride - 1) / made->stride;
    made->values.resize(static_cast<std::size_t>(samples));
    const Eigen::Index segments = made->row.size();
    for (std::int64_t from = 0; from < samples; from += blockSamples) {
        if (stop) {
            return;
        }
        const Eigen::Index count = std::min(blockSamples, samples - from);
        const Eigen::Map<const Eigen::MatrixXd, 0, Eigen::OuterStride<>> currents(
            recording.currents(from * made->stride), segments, count,
            Eigen::OuterStride<>(segments * made->stride));
        Eigen::Map<Eigen::RowVectorXf>(made->values.data() + from, count) =
            (made->row * currents).cast<float>();
    }
    trace = std::move(made);
}

VirtualElectrode::VirtualElectrode(QObject* parent)
    : QObject(parent)
    , mailbox_(std::make_shared<GuiMailbox>(this)) {}

VirtualElectrode::~VirtualElectrode() {
    mailbox_->close();
    if (running_) {
        running_->stop = true;
    }
    pool().waitForDone();
}

bool VirtualElectrode::fits() const {
    return run_.recording && cell_ && run_.recording->layout().segments == cell_->segments.size();
}

void VirtualElectrode::setRun(const RunData& run) {
    if (run.recording != run_.recording) {
        ++version_;
    }
    run_ = run;
    startNext();
}

void VirtualElectrode::setCell(std::shared_ptr<const PlacedCell> cell) {
    if (cell != cell_) {
        cell_ = std::move(cell);
        ++version_;
        startNext();
    }
}

void VirtualElectrode::put(const ElectrodePlace& place) {
    if (place_ == place) {
        return;
    }
    place_ = place;
    problem_.clear();
    ++version_;
    // A quick one is nearly there and shows the way the hand goes; a full one would only delay the next.
    if (running_ && !running_->quick) {
        running_->stop = true;
    }
    startNext();
}

void VirtualElectrode::lift() {
    if (!place_) {
        return;
    }
    place_.reset();
    trace_.reset();
    problem_.clear();
    ++version_;
    if (running_) {
        running_->stop = true;
    }
    Q_EMIT changed();
}

void VirtualElectrode::refresh() {
    if (place_ && trace_ && !running_ && fits() && run_.recording->frameCount() > trace_->frames) {
        ++version_;
        startNext();
    }
}

double VirtualElectrode::valueAt(double timeMs) const {
    if (!trace_ || !fits() || trace_->row.size() != cell_->segments.size() ||
        run_.recording->frameCount() == 0) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const auto frame = std::clamp<std::int64_t>(std::llround(timeMs / run_.recording->layout().dtMs), 0,
                                                run_.recording->frameCount() - 1);
    return trace_->row.dot(
        Eigen::Map<const Eigen::VectorXd>(run_.recording->currents(frame), trace_->row.size()));
}

void VirtualElectrode::startNext() {
    if (running_ || !place_ || !fits() || run_.recording->frameCount() == 0) {
        return;
    }
    if (quickDone_ != version_) {
        start(true);
    } else if (fullDone_ != version_ && trace_ && trace_->stride > 1) {
        start(false);
    }
}

void VirtualElectrode::start(bool quick) {
    auto job = std::make_shared<Job>();
    job->place = *place_;
    job->run = run_;
    job->cell = cell_;
    job->version = version_;
    job->quick = quick;
    running_ = job;
    pool().start([job, mailbox = mailbox_, this] {
        try {
            job->work();
        } catch (const std::exception& e) { // out of memory
            job->error = std::string("The trace could not be computed: ") + e.what() + ".";
        }
        mailbox->post([job, this] { finish(job); });
    });
}

void VirtualElectrode::finish(const std::shared_ptr<Job>& job) {
    running_.reset();
    const bool newest = job->version == version_;
    // One that is a little old still shows the way, but never of other currents or another cell.
    const bool useful = place_ && job->run.recording == run_.recording && job->cell == cell_;
    bool news = false;
    if (newest) {
        (job->quick ? quickDone_ : fullDone_) = job->version;
    }
    if (useful && job->trace) {
        trace_ = job->trace;
        problem_.clear();
        news = true;
    } else if (newest && useful && !job->error.empty()) {
        trace_.reset();
        problem_ = QString::fromStdString(job->error);
        fullDone_ = job->version;
        news = true;
    }
    startNext();
    if (news) {
        Q_EMIT changed();
    }
}

} // namespace phiscope
