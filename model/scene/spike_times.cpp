#include "model/scene/spike_times.h"

#include "model/scene/fields.h"
#include "model/scene/rate_curve.h"
#include "model/support/random_draws.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

using Kind = SpikeTrain::Kind;
using Times = std::vector<double>;

constexpr double msPerSecond = 1000.0;
/// A dead time may take so much of the mean interval; beyond, thinning throws nearly everything away.
constexpr double largestDeadShare = 0.999;

double endOf(const SpikeTrain& train, double tstopMs) {
    return std::min(train.stopMs.value_or(tstopMs), tstopMs);
}

/// Intervals of one mean, after a dead time.
bool byRate(Kind kind) {
    return kind == Kind::poisson || kind == Kind::gamma || kind == Kind::logNormal;
}

bool room(const Times& times) {
    return static_cast<double>(times.size()) < mostSpikes;
}

Times regularTimes(const SpikeTrain& train, double endMs) {
    Times times;
    for (double k = 0.0; room(times); k += 1.0) {
        const double time = train.startMs + k * train.intervalMs; // no sum, whose rounding would drift
        if (!(time < endMs)) {
            break;
        }
        times.push_back(time);
    }
    return times;
}

template <typename Interval>
Times renewalTimes(double firstMs, double endMs, Interval interval) {
    Times times;
    for (double time = firstMs; time < endMs && room(times); time += interval()) {
        times.push_back(time);
    }
    return times;
}

Times poissonTimes(const SpikeTrain& train, double endMs) {
    RandomDraws draws(train.seed);
    const double mean = msPerSecond / train.rateHz;
    const double dead = std::min(train.refractoryMs, mean);
    const auto interval = [&] {
        return dead + (mean - dead) * draws.exponential();
    };
    // In equilibrium the present lies in a dead time with probability dead / mean, anywhere in it.
    const double place = mean * draws.uniform();
    return renewalTimes(train.startMs + (place < dead ? place : interval()), endMs, interval);
}

Times gammaTimes(const SpikeTrain& train, double endMs) {
    RandomDraws draws(train.seed);
    const double mean = msPerSecond / train.rateHz;
    const double dead = std::min(train.refractoryMs, mean);
    const double scale = (mean - dead) / train.shape;
    // In equilibrium the present lies in a dead time as with Poisson, or anywhere in what follows it, which
    // is met in proportion to its length: it is gamma distributed with a shape larger by 1.
    const double place = mean * draws.uniform();
    const double first =
        place < dead ? place : dead + (place - dead) / (mean - dead) * scale * draws.gamma(train.shape + 1.0);
    return renewalTimes(train.startMs + first, endMs,
                        [&] { return dead + scale * draws.gamma(train.shape); });
}

Times logNormalTimes(const SpikeTrain& train, double endMs) {
    RandomDraws draws(train.seed);
    const double mean = msPerSecond / train.rateHz;
    const double dead = std::min(train.refractoryMs, mean);
    const double variance = std::log1p(train.variation * train.variation);
    const double spread = std::sqrt(variance);
    const double middle = std::log(mean - dead) - 0.5 * variance;
    // In equilibrium the present lies in a dead time as with Poisson, or anywhere in what follows it, which
    // is met in proportion to its length: of a log-normal part, that moves the logarithm up by its variance.
    const double place = mean * draws.uniform();
    const double first = place < dead ? place
                                      : dead + (place - dead) / (mean - dead) *
                                                   std::exp(middle + variance + spread * draws.normal());
    return renewalTimes(train.startMs + first, endMs,
                        [&] { return dead + std::exp(middle + spread * draws.normal()); });
}

Times burstTimes(const SpikeTrain& train, double endMs) {
    RandomDraws draws(train.seed);
    Times times;
    double randomPart = 0.0;
    for (double k = 0.0; room(times); k += 1.0) {
        randomPart += train.noise * train.intervalMs * draws.exponential();
        const double begin = train.startMs + k * (1.0 - train.noise) * train.intervalMs + randomPart;
        if (!(begin < endMs)) {
            break;
        }
        for (int spike = 0; spike < train.burstSpikes && room(times); ++spike) {
            const double time = begin + spike * train.burstIntervalMs;
            if (time < endMs) {
                times.push_back(time);
            }
        }
    }
    std::sort(times.begin(), times.end()); // a burst may run into the next
    return times;
}

Times curveTimes(const SpikeTrain& train, double endMs) {
    RandomDraws draws(train.seed);
    const RateCurve curve(train.curveTimesMs, train.curveRatesHz);
    const double dead = train.refractoryMs;
    const double deadShare = std::min(curve.peakHz() * dead / msPerSecond, largestDeadShare);
    Times times;
    double time = train.startMs;
    while (time < endMs && room(times)) {
        // No hazard of this piece lies above `bound`, whatever has been before it.
        const RateCurve::Piece piece = curve.pieceAfter(time);
        const double bound = piece.largestHz / msPerSecond / (1.0 - deadShare);
        const double candidate = bound > 0.0 ? time + draws.exponential() / bound : piece.endMs;
        if (!(candidate < piece.endMs)) {
            time = piece.endMs; // an exponential wait remembers nothing: it begins anew
            continue;
        }
        time = candidate;
        const double justBefore =
            dead > 0.0 ? curve.expected(std::max(time - dead, train.startMs), time) : 0.0;
        const double hazard = curve.rateHz(time) / msPerSecond / (1.0 - std::min(justBefore, deadShare));
        if (time < endMs && draws.uniform() * bound < hazard) {
            times.push_back(time);
            time += dead;
        }
    }
    return times;
}

bool risingCurve(const SpikeTrain& train) {
    const Times& times = train.curveTimesMs;
    return !times.empty() && times.size() == train.curveRatesHz.size() &&
           std::adjacent_find(times.begin(), times.end(), [](double a, double b) { return !(b > a); }) ==
               times.end();
}

bool allFinite(const Times& values) {
    return std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
}

/// A parameter outside of its limits, as a sentence; empty where all are within.
std::string parameterProblem(const SpikeTrain& train) {
    const auto above = [](const char* what, double value) {
        return std::isfinite(value) && value > 0.0
                   ? std::string()
                   : std::string(what) + " is " + numberText(value) + "; it must be above 0.";
    };
    const auto atLeast = [](const char* what, double value) {
        return std::isfinite(value) && value >= 0.0
                   ? std::string()
                   : std::string(what) + " is " + numberText(value) + "; it must not be below 0.";
    };
    std::string text = std::isfinite(train.startMs) && std::isfinite(train.stopMs.value_or(0.0))
                           ? std::string()
                           : "The beginning or the end of the spikes is not a number.";
    const auto check = [&text](std::string next) {
        if (text.empty()) {
            text = std::move(next);
        }
    };
    if (train.kind == Kind::regular || train.kind == Kind::bursts) {
        check(above("The interval", train.intervalMs));
    }
    if (byRate(train.kind)) {
        check(atLeast("The rate", train.rateHz));
    }
    if (train.kind == Kind::gamma) {
        check(above("The regularity", train.shape));
    }
    if (train.kind == Kind::logNormal) {
        check(above("The variation", train.variation));
    }
    if (byRate(train.kind) || train.kind == Kind::rateCurve) {
        check(atLeast("The dead time", train.refractoryMs));
    }
    if (train.kind == Kind::bursts) {
        check(above("The interval in a burst", train.burstIntervalMs));
        check(above("The number of spikes a burst", train.burstSpikes));
        check(train.noise >= 0.0 && train.noise <= 1.0 ? std::string() : "The noise must lie from 0 to 1.");
    }
    if (train.kind == Kind::rateCurve) {
        check(risingCurve(train) ? std::string()
                                 : "The rate curve needs rising times, at least one, and a rate for each.");
        check(allFinite(train.curveTimesMs) && allFinite(train.curveRatesHz)
                  ? std::string()
                  : "The rate curve has a value that is not a number.");
        for (const double rate : train.curveRatesHz) {
            check(atLeast("A rate of the curve", rate));
        }
    }
    return text;
}

} // namespace

double expectedSpikes(const SpikeTrain& train, double tstopMs) {
    const double duration = endOf(train, tstopMs) - train.startMs;
    switch (train.kind) {
    case Kind::times:
        return static_cast<double>(train.timesMs.size());
    case Kind::netStim:
        return 0.0;
    case Kind::regular:
        return duration > 0.0 ? std::ceil(duration / train.intervalMs) : 0.0;
    case Kind::poisson:
    case Kind::gamma:
    case Kind::logNormal:
        return duration > 0.0 ? duration * train.rateHz / msPerSecond : 0.0;
    case Kind::bursts:
        return duration > 0.0 ? std::ceil(duration / train.intervalMs) * train.burstSpikes : 0.0;
    case Kind::rateCurve:
        return duration > 0.0 && risingCurve(train) ? RateCurve(train.curveTimesMs, train.curveRatesHz)
                                                          .expected(train.startMs, endOf(train, tstopMs))
                                                    : 0.0;
    }
    return 0.0;
}

IntervalMoments intervalMoments(const SpikeTrain& train) {
    if (!byRate(train.kind) || !(train.rateHz > 0.0)) {
        return {};
    }
    const double mean = msPerSecond / train.rateHz;
    const double variation = train.kind == Kind::gamma       ? 1.0 / std::sqrt(train.shape)
                             : train.kind == Kind::logNormal ? train.variation
                                                             : 1.0;
    return {mean, variation * (mean - std::min(train.refractoryMs, mean))};
}

std::string spikeTrainProblem(const SpikeTrain& train, double tstopMs) {
    if (train.kind == Kind::times || train.kind == Kind::netStim) {
        return {};
    }
    if (std::string problem = parameterProblem(train); !problem.empty()) {
        return problem;
    }
    double fastest = byRate(train.kind) ? train.rateHz : 0.0;
    if (train.kind == Kind::rateCurve) {
        fastest = *std::max_element(train.curveRatesHz.begin(), train.curveRatesHz.end());
    }
    if (fastest * train.refractoryMs / msPerSecond > largestDeadShare) {
        return "With a dead time of " + numberText(train.refractoryMs) + " ms no rate of " +
               numberText(fastest) + " Hz is possible; shorten it or lower the rate.";
    }
    const double spikes = expectedSpikes(train, tstopMs);
    if (!(spikes <= mostSpikes)) {
        return "It would send " + numberText(std::round(spikes)) + " spikes; " + numberText(mostSpikes) +
               " are the most.";
    }
    return {};
}

std::vector<double> spikeTimes(const SpikeTrain& train, double tstopMs) {
    if (train.kind == Kind::times) {
        Times times = train.timesMs;
        std::sort(times.begin(), times.end());
        return times;
    }
    if (!parameterProblem(train).empty()) {
        return {};
    }
    const double end = endOf(train, tstopMs);
    switch (train.kind) {
    case Kind::regular:
        return regularTimes(train, end);
    case Kind::poisson:
        return train.rateHz > 0.0 ? poissonTimes(train, end) : Times();
    case Kind::gamma:
        return train.rateHz > 0.0 ? gammaTimes(train, end) : Times();
    case Kind::logNormal:
        return train.rateHz > 0.0 ? logNormalTimes(train, end) : Times();
    case Kind::bursts:
        return burstTimes(train, end);
    case Kind::rateCurve:
        return curveTimes(train, end);
    case Kind::times:
    case Kind::netStim:
        break;
    }
    return {};
}

} // namespace phiscope
