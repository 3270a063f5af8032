#pragma once

#include "model/simulation/recording.h"

#include <Eigen/Core>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace phiscope {

class ProjectionPool;
class ProjectionState;

/// What a forward model's channels measure over the whole recording: signal(t) = M · i_membrane(t).
///
/// One snapshot belongs to one matrix. Frames [0, frames()) are there and never change; more may follow while
/// the recording grows, so any thread may read them without a lock and draw the rest later. Frame-major like
/// the recording: the channels of one frame lie together.
class Signals {
public:
    Signals(std::shared_ptr<const Eigen::MatrixXd> matrix, std::int64_t capacity, double dtMs);
    /// Complete ones whose values were made from those of `source` (filtered): `values` is channels × frames.
    static std::shared_ptr<const Signals> derived(const Signals& source, const Eigen::MatrixXd& values);

    int channels() const { return static_cast<int>(matrix_->rows()); }
    std::int64_t frames() const { return frames_.load(std::memory_order_acquire); }
    std::int64_t capacity() const { return capacity_; } ///< frames of a complete recording
    double dtMs() const { return dtMs_; }
    const Eigen::MatrixXd& matrix() const { return *matrix_; } ///< channels × segments

    /// channels() values of one frame, in the forward model's unit; frame < frames().
    const double* frame(std::int64_t frame) const { return data_.get() + frame * matrix_->rows(); }
    double value(int channel, std::int64_t at) const { return frame(at)[channel]; }
    /// channels × frames, what is there now.
    Eigen::Map<const Eigen::MatrixXd> values() const {
        return {data_.get(), matrix_->rows(), static_cast<Eigen::Index>(frames())};
    }

private:
    friend class ProjectionState;
    std::shared_ptr<const Eigen::MatrixXd> matrix_;
    std::int64_t capacity_;
    double dtMs_;
    struct Release {
        void operator()(double* data) const;
    };
    std::unique_ptr<double[], Release>
        data_; // untouched, hence not yet real memory, until frames are written
    std::atomic<std::int64_t> frames_{0};
};

/// Keeps M · recording up to date while the recording grows and the matrix changes.
///
/// Work runs on threads that all projectors of the process share: one core is left to NEURON while any of
/// their recordings still grows, all are used once it is finished. No function but `wait` and the destructor
/// ever waits for a product or for a matrix.
class Projector {
public:
    /// Called on a worker thread after frames or a new snapshot became visible. Must not block, and must not
    /// destroy the projector.
    using Notify = std::function<void()>;
    using MatrixBuilder = std::function<Eigen::MatrixXd()>;

    explicit Projector(std::shared_ptr<const Recording> recording, Notify notify = {});
    /// Drops work that has not begun and waits for the blocks under way (some milliseconds).
    ~Projector();
    Projector(const Projector&) = delete;
    Projector& operator=(const Projector&) = delete;

    /// Any thread, returns at once. `matrix` is channels × segments of the recording. The newest wins: of
    /// matrices that arrive while one is being worked on, only the last is used.
    void setMatrix(Eigen::MatrixXd matrix);
    /// The same, with the matrix made on a worker thread. `build` must own what it reads.
    void setMatrixBuilder(MatrixBuilder build);

    /// The newest snapshot that shows at least as much as the one before: after setMatrix the old signals
    /// stay until the new ones have caught up. Null before the first matrix has been made.
    std::shared_ptr<const Signals> signals() const;

    /// Why the newest matrix shows no signals, a whole sentence; empty where all is well. Only lack of memory
    /// and what `build` throws lead here; signals() then stays what it was.
    std::string problem() const;

    /// True while some frame of the recording or a newer matrix is still to be worked on.
    bool busy() const;

    /// Blocks until the recording is finished and `signals()` holds all of it for the newest matrix, or there
    /// is a `problem()`.
    void wait();

private:
    std::shared_ptr<ProjectionState> state_;
    std::shared_ptr<ProjectionPool> pool_;
};

/// M · currents of frames [from, to) at once, on all cores: channels × (to - from).
Eigen::MatrixXd project(const Eigen::MatrixXd& matrix, const Recording& recording, std::int64_t from,
                        std::int64_t to);

} // namespace phiscope
