#include "model/scene/waveform.h"

#include <cmath>
#include <doctest/doctest.h>
#include <numbers>
#include <numeric>

using namespace phiscope;

namespace {

using Waveform = Stimulus::Waveform;

Stimulus clamp(Waveform waveform) {
    Stimulus made;
    made.waveform = waveform;
    made.delayMs = 10.0;
    made.durationMs = 40.0;
    made.amplitudeNa = 0.5;
    made.offsetNa = 0.1;
    return made;
}

std::vector<double> grid(double dtMs, std::size_t count) {
    std::vector<double> times(count);
    for (std::size_t k = 0; k < count; ++k) {
        times[k] = static_cast<double>(k) * dtMs;
    }
    return times;
}

double at(const Stimulus& stimulus, double timeMs) {
    return injectedCurrent(stimulus, std::vector<double>{timeMs})[0];
}

} // namespace

TEST_CASE("nothing flows before the delay and from the end of the duration on") {
    for (const Waveform waveform : {Waveform::step, Waveform::ramp, Waveform::sine, Waveform::chirp,
                                    Waveform::noise, Waveform::samples}) {
        Stimulus stimulus = clamp(waveform);
        stimulus.phaseDeg = 90.0;
        stimulus.sampleTimesMs = {0.0, 1000.0};
        stimulus.samplesNa = {1.0, 1.0};
        CAPTURE(static_cast<int>(waveform));
        CHECK(at(stimulus, -5.0) == 0.0);
        CHECK(at(stimulus, 9.999) == 0.0);
        CHECK(at(stimulus, 10.0) != 0.0);
        CHECK(at(stimulus, 49.999) != 0.0);
        CHECK(at(stimulus, 50.0) == 0.0);
    }
    Stimulus voltage = clamp(Waveform::sine);
    voltage.type = Stimulus::Type::seClamp;
    CHECK(at(voltage, 20.0) == 0.0);
}

TEST_CASE("step, ramp and sine have their closed forms") {
    CHECK(at(clamp(Waveform::step), 30.0) == 0.5);
    const Stimulus ramp = clamp(Waveform::ramp);
    CHECK(at(ramp, 10.0) == doctest::Approx(0.1));
    CHECK(at(ramp, 30.0) == doctest::Approx(0.3));
    Stimulus sine = clamp(Waveform::sine);
    sine.frequencyHz = 50.0; // a cycle is 20 ms
    CHECK(at(sine, 10.0) == doctest::Approx(0.1));
    CHECK(at(sine, 15.0) == doctest::Approx(0.6));
    CHECK(at(sine, 25.0) == doctest::Approx(-0.4));
    sine.phaseDeg = 90.0;
    CHECK(at(sine, 10.0) == doctest::Approx(0.6));
}

TEST_CASE("a chirp goes evenly from one frequency to the other") {
    Stimulus chirp = clamp(Waveform::chirp);
    chirp.delayMs = 0.0;
    chirp.durationMs = 1000.0;
    chirp.offsetNa = 0.0;
    chirp.frequencyHz = 10.0;
    chirp.frequencyEndHz = 30.0;
    // The mean frequency makes the number of cycles: 20, of which the first half second has 7.5.
    const std::vector<double> times = grid(0.01, 100000);
    const std::vector<double> current = injectedCurrent(chirp, times);
    std::vector<double> upward;
    for (std::size_t k = 1; k < current.size(); ++k) {
        if (current[k - 1] < 0.0 && current[k] >= 0.0) {
            upward.push_back(times[k]);
        }
    }
    CHECK(upward.size() == 19);
    CHECK(std::count_if(upward.begin(), upward.end(), [](double t) { return t < 500.0; }) == 7);
    // Cycle n ends where 10 s + 10 s² = n.
    CHECK(upward[0] == doctest::Approx(1000.0 * (-0.5 + std::sqrt(0.25 + 0.1))).epsilon(1e-3));
    CHECK(upward[18] == doctest::Approx(1000.0 * (-0.5 + std::sqrt(0.25 + 1.9))).epsilon(1e-3));
    // Equal frequencies are a sine.
    Stimulus sine = chirp;
    sine.waveform = Waveform::sine;
    chirp.frequencyEndHz = chirp.frequencyHz;
    CHECK(at(chirp, 123.0) == doctest::Approx(at(sine, 123.0)));
}

TEST_CASE("samples have straight lines between and nothing outside") {
    Stimulus stimulus = clamp(Waveform::samples);
    stimulus.amplitudeNa = 2.0;
    stimulus.sampleTimesMs = {5.0, 10.0, 20.0};
    stimulus.samplesNa = {0.5, -0.5, 1.0};
    CHECK(at(stimulus, 14.9) == 0.0);
    CHECK(at(stimulus, 15.0) == 1.0);
    CHECK(at(stimulus, 17.5) == doctest::Approx(0.0));
    CHECK(at(stimulus, 20.0) == doctest::Approx(-1.0));
    CHECK(at(stimulus, 25.0) == doctest::Approx(0.5));
    CHECK(at(stimulus, 30.0) == doctest::Approx(2.0));
    CHECK(at(stimulus, 30.1) == 0.0);
    CHECK(waveformProblem(stimulus).empty());
    stimulus.samplesNa.pop_back();
    CHECK_FALSE(waveformProblem(stimulus).empty());
    stimulus.samplesNa = {1.0, INFINITY, 1.0};
    CHECK_FALSE(waveformProblem(stimulus).empty());
}

TEST_CASE("noise has its mean, deviation and correlation whatever the time step") {
    Stimulus noise = clamp(Waveform::noise);
    noise.delayMs = 0.0;
    noise.durationMs = 1e9;
    noise.noiseTauMs = 4.0;
    for (const double dt : {0.1, 1.0, 8.0}) {
        CAPTURE(dt);
        constexpr std::size_t count = 400000;
        const std::vector<double> x = injectedCurrent(noise, grid(dt, count));
        const double mean = std::accumulate(x.begin(), x.end(), 0.0) / count;
        double variance = 0.0;
        double neighbours = 0.0;
        for (std::size_t k = 0; k + 1 < count; ++k) {
            variance += (x[k] - mean) * (x[k] - mean);
            neighbours += (x[k] - mean) * (x[k + 1] - mean);
        }
        // So many values are independent of each other; bounds are about five standard errors.
        const double independent = count / std::max(1.0, 2.0 * noise.noiseTauMs / dt);
        CHECK(std::abs(mean - 0.1) < 5.0 * 0.5 / std::sqrt(independent));
        CHECK(variance / count == doctest::Approx(0.25).epsilon(8.0 / std::sqrt(independent)));
        CHECK(neighbours / variance == doctest::Approx(std::exp(-dt / 4.0)).epsilon(0.02));
    }
    noise.noiseTauMs = 0.0;
    const std::vector<double> white = injectedCurrent(noise, grid(0.1, 100000));
    double neighbours = 0.0;
    for (std::size_t k = 1; k < white.size(); ++k) {
        neighbours += (white[k] - 0.1) * (white[k - 1] - 0.1);
    }
    CHECK(std::abs(neighbours / 100000.0) < 5.0 * 0.25 / std::sqrt(100000.0));
}

TEST_CASE("noise is its seed's, and starts with the delay") {
    Stimulus noise = clamp(Waveform::noise);
    const std::vector<double> times = grid(0.5, 120);
    const std::vector<double> first = injectedCurrent(noise, times);
    CHECK(injectedCurrent(noise, times) == first);
    noise.seed += 1;
    CHECK(injectedCurrent(noise, times) != first);
    noise.seed -= 1;
    noise.delayMs += 5.0;
    const std::vector<double> later = injectedCurrent(noise, times);
    CHECK(later[30] == first[20]); // both at their beginning
}
