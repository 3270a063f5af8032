#include "model/scene/waveform.h"

#include "model/support/random_draws.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phiscope {

namespace {

using Waveform = Stimulus::Waveform;

constexpr double secondsPerMs = 1e-3;

double sampleAt(const Stimulus& stimulus, double sinceDelayMs) {
    const std::vector<double>& times = stimulus.sampleTimesMs;
    const std::vector<double>& values = stimulus.samplesNa;
    if (times.empty() || values.size() != times.size() || sinceDelayMs < times.front() ||
        sinceDelayMs > times.back()) {
        return 0.0;
    }
    const auto above = std::upper_bound(times.begin(), times.end(), sinceDelayMs);
    if (above == times.end()) {
        return values.back();
    }
    const auto k = static_cast<std::size_t>(above - times.begin());
    const double way = (sinceDelayMs - times[k - 1]) / (times[k] - times[k - 1]);
    return values[k - 1] + way * (values[k] - values[k - 1]);
}

/// All but noise, whose value depends on the one before.
double currentAt(const Stimulus& stimulus, double sinceDelayMs) {
    constexpr double turn = 2.0 * std::numbers::pi;
    const double seconds = sinceDelayMs * secondsPerMs;
    const double phase = stimulus.phaseDeg / 360.0 * turn;
    switch (stimulus.waveform) {
    case Waveform::step:
        return stimulus.amplitudeNa;
    case Waveform::ramp:
        return stimulus.offsetNa +
               (stimulus.amplitudeNa - stimulus.offsetNa) * sinceDelayMs / stimulus.durationMs;
    case Waveform::sine:
        return stimulus.offsetNa +
               stimulus.amplitudeNa * std::sin(turn * stimulus.frequencyHz * seconds + phase);
    case Waveform::chirp: {
        const double rise = (stimulus.frequencyEndHz - stimulus.frequencyHz) / stimulus.durationMs;
        const double cycles = (stimulus.frequencyHz + 0.5 * rise * sinceDelayMs) * seconds;
        return stimulus.offsetNa + stimulus.amplitudeNa * std::sin(turn * cycles + phase);
    }
    case Waveform::noise:
        break;
    case Waveform::samples:
        return stimulus.amplitudeNa * sampleAt(stimulus, sinceDelayMs);
    }
    return 0.0;
}

/// Ornstein–Uhlenbeck process of mean 0 and standard deviation 1.
class Noise {
public:
    Noise(std::uint64_t seed, double tauMs)
        : draws_(seed)
        , tau_(tauMs) {}

    double at(double timeMs) {
        const double kept = fresh_ || tau_ <= 0.0 ? 0.0 : std::exp(-(timeMs - time_) / tau_);
        value_ = kept * value_ + std::sqrt(1.0 - kept * kept) * draws_.normal();
        time_ = timeMs;
        fresh_ = false;
        return value_;
    }

private:
    RandomDraws draws_;
    double tau_;
    double value_ = 0.0;
    double time_ = 0.0;
    bool fresh_ = true;
};

} // namespace

std::vector<double> injectedCurrent(const Stimulus& stimulus, std::span<const double> timesMs) {
    std::vector<double> current(timesMs.size(), 0.0);
    if (stimulus.type != Stimulus::Type::iClamp) {
        return current;
    }
    Noise noise(stimulus.seed, stimulus.noiseTauMs);
    for (std::size_t k = 0; k < timesMs.size(); ++k) {
        if (timesMs[k] >= stimulus.delayMs && timesMs[k] < stimulus.delayMs + stimulus.durationMs) {
            current[k] = stimulus.waveform == Waveform::noise
                             ? stimulus.offsetNa + stimulus.amplitudeNa * noise.at(timesMs[k])
                             : currentAt(stimulus, timesMs[k] - stimulus.delayMs);
        }
    }
    return current;
}

std::string waveformProblem(const Stimulus& stimulus) {
    for (const double value :
         {stimulus.delayMs, stimulus.durationMs, stimulus.amplitudeNa, stimulus.offsetNa,
          stimulus.frequencyHz, stimulus.frequencyEndHz, stimulus.phaseDeg, stimulus.noiseTauMs}) {
        if (!std::isfinite(value)) {
            return "A number of its waveform is none.";
        }
    }
    if (stimulus.waveform != Waveform::samples) {
        return {};
    }
    const std::vector<double>& times = stimulus.sampleTimesMs;
    const bool rising = std::adjacent_find(times.begin(), times.end(),
                                           [](double a, double b) { return !(b > a); }) == times.end();
    if (times.empty() || times.size() != stimulus.samplesNa.size() || !rising) {
        return "Its samples need rising times, at least one, and a value for each.";
    }
    for (const std::vector<double>* list : {&times, &stimulus.samplesNa}) {
        if (!std::all_of(list->begin(), list->end(), [](double value) { return std::isfinite(value); })) {
            return "One of its samples is not a number.";
        }
    }
    return {};
}

} // namespace phiscope
