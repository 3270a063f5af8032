#include "model/forward/projector.h"

#include "model/forward/blas.h"
#include "model/forward/projection_pool.h"
#include "model/support/parallel.h"

#include <algorithm>
#include <cassert>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <exception>
#include <mutex>
#include <new>
#include <sys/mman.h>
#include <utility>
#include <vector>

namespace phiscope {

namespace {

using Clock = std::chrono::steady_clock;

/// Frames that one call multiplies: enough for the kernels to run at full speed (they repack the matrix at
/// every call), few enough that all cores share the work and that a change is noticed within milliseconds.
/// Where much is left to do, speed comes first.
std::int64_t blockFrames(Eigen::Index channels, Eigen::Index segments, std::int64_t left) {
    const double perFrame = 2.0 * static_cast<double>(channels) * static_cast<double>(segments);
    const auto quick = std::clamp(static_cast<std::int64_t>(4e7 / std::max(perFrame, 1.0)), std::int64_t{256},
                                  std::int64_t{8192});
    return std::max(quick, std::min(left / 8, std::int64_t{1024}));
}

/// Memory of whole large pages where the system has them: fresh signals are written at memory speed, and
/// thousands of page faults would take longer than the product.
double* newFrames(std::size_t values) {
    constexpr std::size_t page = std::size_t{2} << 20U;
    const std::size_t bytes = (std::max(values, std::size_t{1}) * sizeof(double) + page - 1) / page * page;
    void* memory = std::aligned_alloc(page, bytes);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
#ifdef MADV_HUGEPAGE
    ::madvise(memory, bytes, MADV_HUGEPAGE); // a wish: without it all works, slower
#endif
    return static_cast<double*>(memory);
}

} // namespace

Signals::Signals(std::shared_ptr<const Eigen::MatrixXd> matrix, std::int64_t capacity, double dtMs)
    : matrix_(std::move(matrix))
    , capacity_(capacity)
    , dtMs_(dtMs)
    , data_(newFrames(static_cast<std::size_t>(matrix_->rows() * capacity))) {}

std::shared_ptr<const Signals> Signals::derived(const Signals& source, const Eigen::MatrixXd& values) {
    assert(values.rows() == source.channels());
    auto result = std::make_shared<Signals>(source.matrix_, values.cols(), source.dtMs_);
    std::copy_n(values.data(), values.size(), result->data_.get());
    result->frames_.store(values.cols(), std::memory_order_release);
    return result;
}

void Signals::Release::operator()(double* data) const {
    std::free(data);
}

/// All that the worker threads touch of one projector.
class ProjectionState : public ProjectionClient {
public:
    ProjectionState(std::shared_ptr<const Recording> recording, Projector::Notify notify)
        : recording_(std::move(recording))
        , notify_(std::move(notify)) {}

    Outcome work() override;
    bool growing() const override { return !recording_->finished(); }

    void request(Projector::MatrixBuilder build) {
        const std::lock_guard lock(mutex_);
        pending_ = std::move(build);
    }
    std::shared_ptr<const Signals> signals() const {
        const std::lock_guard lock(mutex_);
        return current_.signals;
    }
    std::string problem() const {
        const std::lock_guard lock(mutex_);
        return problem_;
    }
    bool busy() const {
        const std::lock_guard lock(mutex_);
        return !complete();
    }
    void wait() {
        std::unique_lock lock(mutex_);
        settled_.wait(lock, [this] { return recording_->finished() && complete(); });
    }
    void close() {
        std::unique_lock lock(mutex_);
        closed_ = true;
        settled_.wait(lock, [this] { return workers_ == 0; });
    }

private:
    struct Range {
        std::int64_t from;
        std::int64_t to;
    };
    struct Task {
        std::shared_ptr<Signals> signals;
        std::int64_t claimed = 0;    // frames below are done or under way
        std::vector<Range> underWay; // by other threads, too
        Clock::time_point lastClaim{};

        explicit operator bool() const { return signals != nullptr; }
    };

    bool complete() const { // with mutex_ held
        const bool current = current_ && current_.signals->frames() >= recording_->frameCount();
        return !pending_ && !building_ && !next_ && (current || !problem_.empty());
    }
    void buildMatrix(std::unique_lock<std::mutex>& lock);
    Outcome projectBlock(std::unique_lock<std::mutex>& lock);
    void showNextIfReady();

    const std::shared_ptr<const Recording> recording_;
    const Projector::Notify notify_;
    mutable std::mutex mutex_;
    std::condition_variable settled_;
    Projector::MatrixBuilder pending_;
    bool building_ = false;
    std::string problem_;
    Task current_; // what is shown
    Task next_;    // what will be shown once it has as many frames
    int workers_ = 0;
    bool closed_ = false;
};

ProjectionClient::Outcome ProjectionState::work() {
    std::unique_lock lock(mutex_);
    if (closed_) {
        return Outcome::idle;
    }
    ++workers_;
    const Outcome outcome =
        pending_ && !building_ && !next_ ? (buildMatrix(lock), Outcome::worked) : projectBlock(lock);
    const bool tell = outcome == Outcome::worked && !closed_ && notify_;
    if (tell) {
        lock.unlock();
        notify_();
        lock.lock();
    }
    --workers_;
    if (closed_ || outcome == Outcome::worked || complete()) {
        settled_.notify_all();
    }
    return outcome;
}

void ProjectionState::buildMatrix(std::unique_lock<std::mutex>& lock) {
    const Projector::MatrixBuilder build = std::exchange(pending_, {});
    building_ = true;
    lock.unlock();
    const RecordingLayout& layout = recording_->layout();
    std::shared_ptr<Signals> signals;
    std::string problem;
    try {
        auto matrix = std::make_shared<const Eigen::MatrixXd>(build());
        assert(matrix->cols() == layout.segments);
        signals = std::make_shared<Signals>(std::move(matrix), layout.frames, layout.dtMs);
    } catch (const std::bad_alloc&) {
        problem = "There is not enough memory for these signals. Use fewer contacts or a shorter simulation.";
    } catch (const std::exception& error) {
        problem = error.what();
    }
    lock.lock();
    building_ = false;
    problem_ = std::move(problem);
    if (signals) {
        next_ = Task{std::move(signals), 0, {}, {}};
    }
    showNextIfReady();
}

ProjectionClient::Outcome ProjectionState::projectBlock(std::unique_lock<std::mutex>& lock) {
    Task& open = next_ ? next_ : current_;
    if (!open) {
        return Outcome::idle;
    }
    const bool finished =
        recording_->finished(); // before the count: what it counts then is all there will be
    const std::int64_t available = recording_->frameCount();
    const std::shared_ptr<Signals> signals = open.signals;
    const std::int64_t block =
        blockFrames(signals->matrix().rows(), signals->matrix().cols(), available - open.claimed);
    const Range range{open.claimed, std::min(open.claimed + block, available)};
    const std::int64_t count = range.to - range.from;
    if (count <= 0) {
        return finished ? Outcome::idle : Outcome::later;
    }
    // Close behind a growing recording, small blocks would repack the matrix over and over: let some gather.
    const Clock::time_point now = Clock::now();
    if (!finished && count < 128 && now - open.lastClaim < std::chrono::milliseconds(8)) {
        return Outcome::later;
    }
    open.claimed = range.to;
    open.lastClaim = now;
    open.underWay.push_back(range);
    lock.unlock();

    multiply(signals->matrix().data(), signals->channels(), recording_->layout().segments,
             recording_->currents(range.from), count,
             signals->data_.get() + range.from * signals->channels());

    lock.lock();
    // Meanwhile the task may have moved from next_ to current_, or have been replaced.
    for (Task* task : {&next_, &current_}) {
        if (task->signals != signals) {
            continue;
        }
        std::erase_if(task->underWay, [&](const Range& other) { return other.from == range.from; });
        std::int64_t ready = task->claimed;
        for (const Range& other : task->underWay) {
            ready = std::min(ready, other.from);
        }
        signals->frames_.store(ready, std::memory_order_release);
    }
    showNextIfReady();
    return Outcome::worked;
}

void ProjectionState::showNextIfReady() {
    if (next_ && (!current_ || next_.signals->frames() >= current_.signals->frames())) {
        current_ = std::exchange(next_, Task{});
    }
}

Projector::Projector(std::shared_ptr<const Recording> recording, Notify notify)
    : state_(std::make_shared<ProjectionState>(std::move(recording), std::move(notify)))
    , pool_(ProjectionPool::shared()) {
    pool_->add(state_);
}

Projector::~Projector() {
    pool_->remove(state_.get());
    state_->close();
}

void Projector::setMatrix(Eigen::MatrixXd matrix) {
    setMatrixBuilder([held = std::move(matrix)] { return held; });
}

void Projector::setMatrixBuilder(MatrixBuilder build) {
    state_->request(std::move(build));
    pool_->wake();
}

std::shared_ptr<const Signals> Projector::signals() const {
    return state_->signals();
}

std::string Projector::problem() const {
    return state_->problem();
}

bool Projector::busy() const {
    return state_->busy();
}

void Projector::wait() {
    state_->wait();
}

Eigen::MatrixXd project(const Eigen::MatrixXd& matrix, const Recording& recording, std::int64_t from,
                        std::int64_t to) {
    assert(matrix.cols() == recording.layout().segments);
    assert(from >= 0 && to <= recording.frameCount());
    const auto channels = static_cast<int>(matrix.rows());
    Eigen::MatrixXd out(matrix.rows(), std::max<std::int64_t>(0, to - from));
    parallelBlocks(static_cast<int>(out.cols()), 256, [&](int a, int b) {
        multiply(matrix.data(), channels, recording.layout().segments, recording.currents(from + a), b - a,
                 out.data() + static_cast<std::ptrdiff_t>(a) * channels);
    });
    return out;
}

} // namespace phiscope
