#include "widgets/plots/series.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace phiscope {

void SeriesReducer::update(const SampleBlock& block, const std::vector<int>& channels, std::int64_t length) {
    if (!block_.sameData(block) || block_.owner != block.owner || channels_ != channels ||
        length_ != length || block.frames < block_.frames) {
        channels_ = channels;
        length_ = length;
        complete_ = 0;
        buckets_ = 0;
        values_.clear();
    }
    block_ = block;
    buckets_ = (block_.frames + length_ - 1) / length_;
    values_.resize(static_cast<std::size_t>(buckets_) * channels_.size() * 2);
    for (std::int64_t bucket = complete_; bucket < buckets_; ++bucket) {
        reduce(bucket);
    }
    complete_ = block_.frames / length_;
}

void SeriesReducer::reduce(std::int64_t bucket) {
    const std::int64_t from = bucket * length_;
    const std::int64_t to = std::min(from + length_, block_.frames);
    for (std::size_t i = 0; i < channels_.size(); ++i) {
        const int channel = channels_[i];
        double low = block_.at(from, channel);
        double high = low;
        std::int64_t lowAt = from;
        std::int64_t highAt = from;
        for (std::int64_t frame = from + 1; frame < to; ++frame) {
            const double value = block_.at(frame, channel);
            if (value < low) {
                low = value;
                lowAt = frame;
            }
            if (value > high) {
                high = value;
                highAt = frame;
            }
        }
        float* pair = values_.data() + 2 * (static_cast<std::size_t>(bucket) * channels_.size() + i);
        pair[0] = static_cast<float>(lowAt <= highAt ? low : high);
        pair[1] = static_cast<float>(lowAt <= highAt ? high : low);
    }
}

namespace {

double niceStep(double value, bool up) {
    if (!(value > 0.0) || !std::isfinite(value)) {
        return 0.0;
    }
    const double decade = std::pow(10.0, std::floor(std::log10(value)));
    constexpr double tolerance = 1e-9;
    double below = decade;
    for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
        const double step = factor * decade;
        if (up && step >= value * (1.0 - tolerance)) {
            return step;
        }
        if (!up && step > value * (1.0 + tolerance)) {
            return below;
        }
        below = step;
    }
    return below;
}

} // namespace

double niceCeiling(double value) {
    return niceStep(value, true);
}

double niceFloor(double value) {
    return niceStep(value, false);
}

double robustAmplitude(const SampleBlock& block, const std::vector<int>& channels, double share) {
    if (block.empty() || channels.empty()) {
        return 0.0;
    }
    constexpr std::int64_t most = 20000;
    const auto count = static_cast<std::int64_t>(channels.size());
    const std::int64_t every = std::max<std::int64_t>(1, block.frames * count / most);
    std::vector<double> sizes;
    sizes.reserve(static_cast<std::size_t>(block.frames * count / every + count));
    for (std::int64_t frame = 0; frame < block.frames; frame += every) {
        for (const int channel : channels) {
            const double size = std::abs(block.at(frame, channel));
            if (std::isfinite(size)) {
                sizes.push_back(size);
            }
        }
    }
    if (sizes.empty()) {
        return 0.0;
    }
    const auto last = static_cast<double>(sizes.size() - 1);
    const auto at = sizes.begin() + static_cast<std::ptrdiff_t>(std::llround(share * last));
    std::nth_element(sizes.begin(), at, sizes.end());
    return *at;
}

void ValueRange::add(const SampleBlock& block, const std::vector<int>& channels, std::int64_t from) {
    for (std::int64_t frame = from; frame < block.frames; ++frame) {
        for (const int channel : channels) {
            const double value = block.at(frame, channel);
            if (std::isfinite(value)) {
                const bool first = empty();
                low = first ? value : std::min(low, value);
                high = first ? value : std::max(high, value);
            }
        }
    }
}

} // namespace phiscope
