#pragma once

#include "model/support/result.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace phiscope {

/// What a recording holds at each time step. Frame k lies at k * dtMs from t = 0 (nothing is kept of t < 0).
struct RecordingLayout {
    int segments = 0;
    std::int64_t frames = 0; ///< room for so many, see recordedFrames()
    double dtMs = 0.0625;
    int pointProcesses = 0;         ///< synapses first, then stimuli, in scene order
    std::vector<int> pointSegments; ///< where each of them sits; -1: nowhere; empty: not known
    std::vector<std::string>
        variables; ///< further range variables recorded in every segment: "m_hh", "i_pas"

    bool operator==(const RecordingLayout&) const = default;
};

/// Frames of a run from t = 0 to tstop, both included; where tstop is no multiple of dt the last frame lies
/// beyond it, as LFPy's tvec does. Rounding errors of tstop / dt do not count.
std::int64_t recordedFrames(double tstopMs, double dtMs);

/// The transmembrane currents and potentials of a whole simulation, written once by one thread and read by
/// many.
///
/// All frames lie in one mapping that is made at the start: anonymous memory up to the limit, an unlinked
/// file in the temporary folder above it. A reader may touch frames [0, frameCount()) at any time, without a
/// lock; the writer publishes a frame by raising the count (release), readers load it (acquire). Frames are
/// contiguous, so currents of frames [a, b) form a column-major segments × (b - a) matrix.
///
/// Pages that nobody has touched cost the writer a fault each (a quarter of a passive run's time), so a
/// thread of the recording's own touches them a little ahead of it, and the memory of a dropped recording
/// serves the next.
class Recording {
public:
    /// Fails with a sentence where neither memory nor disk has room. Memory is taken up to
    /// `memoryLimitBytes`, but never more than most of what the machine has free. Empty `scratchFolder`: the
    /// system's.
    static Result<std::shared_ptr<Recording>> create(const RecordingLayout& layout,
                                                     std::size_t memoryLimitBytes = std::size_t{2} << 30U,
                                                     const std::filesystem::path& scratchFolder = {});
    ~Recording();
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    const RecordingLayout& layout() const { return layout_; }
    std::size_t bytes() const { return bytes_; }
    bool onDisk() const { return onDisk_; }

    // Readers, any thread.
    std::int64_t frameCount() const { return count_.load(std::memory_order_acquire); }
    double timeOf(std::int64_t frame) const { return static_cast<double>(frame) * layout_.dtMs; }
    /// True once the writer is done, whether or not all frames were written.
    bool finished() const { return finished_.load(std::memory_order_acquire); }

    /// i_membrane in nA, segments × frame count values, frame after frame.
    const double* currents(std::int64_t frame = 0) const;
    /// v in mV, likewise.
    const float* potentials(std::int64_t frame = 0) const;
    /// Current of every point process in nA (mechanism's i), pointProcesses values a frame.
    const double* pointCurrents(std::int64_t frame = 0) const;
    /// Potential in mV where a point process sits; NaN where that is nowhere or not known.
    double pointPotential(int point, std::int64_t frame) const;
    /// Range variable `index` of the layout, segments values a frame; NaN in segments that have no such
    /// variable (their section lacks the mechanism).
    const double* variable(int index, std::int64_t frame = 0) const;

    // The one writer.
    double* writeCurrents(std::int64_t frame);
    float* writePotentials(std::int64_t frame);
    double* writePointCurrents(std::int64_t frame);
    double* writeVariable(int index, std::int64_t frame);
    void publish(std::int64_t frameCount) { count_.store(frameCount, std::memory_order_release); }
    void finish() { finished_.store(true, std::memory_order_release); }

private:
    class Prefaulter;

    explicit Recording(const RecordingLayout& layout);

    RecordingLayout layout_;
    std::byte* base_ = nullptr;
    std::size_t bytes_ = 0; ///< of the mapping
    std::size_t currentsAt_ = 0;
    std::size_t potentialsAt_ = 0;
    std::size_t pointCurrentsAt_ = 0;
    std::size_t variablesAt_ = 0;
    bool onDisk_ = false;
    std::atomic<std::int64_t> count_{0};
    std::atomic<bool> finished_{false};
    std::unique_ptr<Prefaulter> prefaulter_;
};

} // namespace phiscope
