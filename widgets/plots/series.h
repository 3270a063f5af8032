#pragma once

#include <cstdint>
#include <memory>
#include <vector>

namespace phiscope {

/// Numbers over time as they lie in a recording or in signals: frame after frame, `stride` values each.
/// Points into memory that `owner` keeps alive and that a writer may still be filling behind `frames`.
struct SampleBlock {
    std::shared_ptr<const void> owner;
    const double* doubles = nullptr; ///< one of the two
    const float* floats = nullptr;
    int stride = 0;
    double dtMs = 1.0;
    std::int64_t frames = 0; ///< readable now

    double at(std::int64_t frame, int channel) const {
        const std::int64_t i = frame * stride + channel;
        return doubles != nullptr ? doubles[i] : static_cast<double>(floats[i]);
    }
    bool empty() const { return frames == 0 || (doubles == nullptr && floats == nullptr); }
    bool sameData(const SampleBlock& other) const {
        return doubles == other.doubles && floats == other.floats && stride == other.stride &&
               dtMs == other.dtMs;
    }
};

/// Smallest and largest value of every bucket of frames, in the order in which they occur: what is left of a
/// long trace on a narrow screen, with every spike still as high as it is. Buckets start at multiples of
/// their length, so that the picture does not shimmer while it moves or grows, and complete ones are kept.
class SeriesReducer {
public:
    /// Brings `channels` up to date for buckets of `length` frames (>= 1).
    void update(const SampleBlock& block, const std::vector<int>& channels, std::int64_t length);

    std::int64_t bucketLength() const { return length_; }
    std::int64_t buckets() const { return buckets_; }
    /// The two extremes of a bucket of the i-th channel asked for, the earlier one first.
    const float* extremes(std::int64_t bucket, std::size_t index) const {
        return values_.data() + 2 * (static_cast<std::size_t>(bucket) * channels_.size() + index);
    }

private:
    void reduce(std::int64_t bucket);

    SampleBlock block_;
    std::vector<int> channels_;
    std::vector<float> values_;
    std::int64_t length_ = 0;
    std::int64_t complete_ = 0;
    std::int64_t buckets_ = 0;
};

/// 1, 2 or 5 times a power of ten, the nearest not below `value`.
double niceCeiling(double value);
/// The same, the nearest not above.
double niceFloor(double value);

/// The size that `share` of all |values| of the channels do not exceed, so that one artefact does not set the
/// scale. Looks at up to about 20 000 values, evenly spread.
double robustAmplitude(const SampleBlock& block, const std::vector<int>& channels, double share = 0.995);

/// Smallest and largest value seen so far; nothing yet while high < low.
struct ValueRange {
    double low = 1.0;
    double high = 0.0;

    bool empty() const { return high < low; }
    /// Takes in the finite values of the channels in frames [from, block.frames).
    void add(const SampleBlock& block, const std::vector<int>& channels, std::int64_t from);
};

} // namespace phiscope
