#include "model/analysis/spectrum.h"

#include <cmath>
#include <doctest/doctest.h>
#include <numbers>
#include <random>

using namespace phiscope;
using Detrend = SpectrumWindows::Detrend;

namespace {

constexpr double fs = 16000.0;

Spectrum made(const Eigen::MatrixXd& signals, const SpectrumWindows& windows) {
    const auto result = welch(signals, fs, windows);
    INFO((result ? std::string() : result.error().message()));
    REQUIRE(result);
    return *result;
}

double integral(const Spectrum& spectrum, Eigen::Index channel = 0) {
    return spectrum.density.row(channel).sum() * (spectrum.frequenciesHz[1] - spectrum.frequenciesHz[0]);
}

Eigen::MatrixXd whiteNoise(Eigen::Index channels, Eigen::Index frames, double sd) {
    std::mt19937_64 random(7);
    std::normal_distribution<double> normal(0.0, sd);
    return Eigen::MatrixXd::NullaryExpr(channels, frames, [&] { return normal(random); });
}

Eigen::MatrixXd sine(double hz, double amplitude, Eigen::Index frames) {
    return Eigen::MatrixXd::NullaryExpr(1, frames, [=](Eigen::Index, Eigen::Index k) {
        return amplitude * std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(k) / fs);
    });
}

} // namespace

TEST_CASE("the integral of a sine's density is half its squared amplitude, at its frequency") {
    for (const int length : {1024, 1000, 999}) { // a power of two, an even and an odd length
        CAPTURE(length);
        const Spectrum spectrum = made(sine(500.0, 3.0, 32000), {length, 0.5, Detrend::constant});
        CHECK(spectrum.frequenciesHz.size() == length / 2 + 1);
        CHECK(spectrum.frequenciesHz[1] == doctest::Approx(fs / length));
        CHECK(integral(spectrum) == doctest::Approx(4.5).epsilon(1e-3));
        Eigen::Index peak = 0;
        spectrum.density.row(0).maxCoeff(&peak);
        CHECK(std::abs(spectrum.frequenciesHz[peak] - 500.0) <= fs / length);
        // Hann's leakage is far down a tenth of the band away.
        CHECK(spectrum.density(0, length / 4) < 1e-9 * spectrum.density(0, peak));
    }
}

TEST_CASE("white noise is flat at twice its variance over the sampling rate") {
    const Spectrum spectrum = made(whiteNoise(3, 400000, 2.0), {512, 0.5, Detrend::constant});
    for (Eigen::Index channel = 0; channel < 3; ++channel) {
        CHECK(integral(spectrum, channel) == doctest::Approx(4.0).epsilon(0.02));
        const auto inner = spectrum.density.row(channel).segment(3, 250).array() * fs / (2.0 * 4.0);
        CHECK(inner.mean() == doctest::Approx(1.0).epsilon(0.02));
        CHECK(inner.minCoeff() > 0.8);
        CHECK(inner.maxCoeff() < 1.2);
        // Without the factor of two where there is no negative twin.
        CHECK(spectrum.density(channel, 256) * fs / 4.0 == doctest::Approx(1.0).epsilon(0.2));
    }
}

TEST_CASE("densities equal SciPy 1.10's welch") {
    const Eigen::MatrixXd x = Eigen::MatrixXd::NullaryExpr(1, 60, [](Eigen::Index, Eigen::Index k) {
        const auto t = static_cast<double>(k);
        return std::sin(0.37 * t) + 0.5 * std::cos(0.05 * t * t) + 0.01 * t;
    });
    const Spectrum even = made(x, {16, 0.5, Detrend::constant});
    CHECK(even.density(0, 0) == doctest::Approx(5.51273129e-05).epsilon(1e-8));
    CHECK(even.density(0, 1) == doctest::Approx(3.05550191e-04).epsilon(1e-8));
    CHECK(even.density(0, 5) == doctest::Approx(1.73902179e-05).epsilon(1e-8));
    CHECK(even.density(0, 8) == doctest::Approx(3.18628219e-06).epsilon(1e-8));
    const Spectrum odd = made(x, {15, 1.0 / 3.0, Detrend::none});
    CHECK(odd.density(0, 0) == doctest::Approx(1.31885539e-04).epsilon(1e-8));
    CHECK(odd.density(0, 1) == doctest::Approx(3.05746728e-04).epsilon(1e-8));
    CHECK(odd.density(0, 5) == doctest::Approx(1.46560883e-05).epsilon(1e-8));
    CHECK(odd.density(0, 7) == doctest::Approx(8.56448984e-06).epsilon(1e-8));
}

TEST_CASE("an offset counts only where it is left in") {
    const Eigen::MatrixXd constant = Eigen::MatrixXd::Constant(1, 4096, -65.0);
    CHECK(integral(made(constant, {256, 0.5, Detrend::constant})) < 1e-20);
    CHECK(made(constant, {256, 0.5, Detrend::none}).density(0, 0) > 1.0);
}

TEST_CASE("channels are independent of each other") {
    const Eigen::MatrixXd noise = whiteNoise(5, 3000, 1.0);
    const SpectrumWindows windows{300, 0.5, Detrend::constant};
    const Spectrum all = made(noise, windows);
    for (Eigen::Index i = 0; i < 5; ++i) {
        CHECK((made(noise.row(i), windows).density.row(0) - all.density.row(i)).norm() == 0.0);
    }
}

TEST_CASE("a spectrogram shows when a frequency sounds, and its mean is Welch's spectrum") {
    Eigen::VectorXd signal(16000);
    signal << sine(1000.0, 1.0, 8000).transpose(), sine(3000.0, 1.0, 8000).transpose();
    const SpectrumWindows windows{256, 0.75, Detrend::constant};
    const auto made = spectrogram(signal, fs, windows);
    REQUIRE(made);
    REQUIRE(made->density.cols() == made->timesMs.size());
    CHECK(made->timesMs[0] == doctest::Approx(8.0));
    CHECK(made->timesMs[1] - made->timesMs[0] == doctest::Approx(4.0));
    for (Eigen::Index k = 0; k < made->timesMs.size(); ++k) {
        Eigen::Index peak = 0;
        made->density.col(k).maxCoeff(&peak);
        if (made->timesMs[k] < 490.0) {
            CHECK(made->frequenciesHz[peak] == 1000.0);
        } else if (made->timesMs[k] > 510.0) {
            CHECK(made->frequenciesHz[peak] == 3000.0);
        }
    }
    const auto mean = welch(signal.transpose(), fs, windows);
    REQUIRE(mean);
    CHECK((made->density.rowwise().mean().transpose() - mean->density).norm() < 1e-12 * mean->density.norm());
}

TEST_CASE("decibels are ten times the logarithm, and have a floor") {
    Eigen::MatrixXd density(1, 4);
    density << 1.0, 100.0, 0.5, 0.0;
    const Eigen::MatrixXd level = decibels(density);
    CHECK(level(0, 0) == 0.0);
    CHECK(level(0, 1) == doctest::Approx(20.0));
    CHECK(level(0, 2) == doctest::Approx(-3.0103).epsilon(1e-4));
    CHECK(level(0, 3) == doctest::Approx(-300.0));
    CHECK(decibels(density, 100.0)(0, 1) == doctest::Approx(0.0));
}

TEST_CASE("windows are checked") {
    const Eigen::MatrixXd signal = Eigen::MatrixXd::Zero(1, 100);
    const auto why = [&](const SpectrumWindows& windows, double samplingHz = fs) {
        const auto result = welch(signal, samplingHz, windows);
        REQUIRE_FALSE(result);
        return result.error().what;
    };
    CHECK(why({128, 0.5, Detrend::none}) == "The signal has 100 samples, fewer than one window of 128.");
    CHECK(why({2, 0.5, Detrend::none}).find("between 4 and") != std::string::npos);
    CHECK(why({64, 1.0, Detrend::none}).find("overlap") != std::string::npos);
    CHECK(why({64, -0.1, Detrend::none}).find("overlap") != std::string::npos);
    CHECK(why({64, 0.5, Detrend::none}, -1.0).find("sampling rate") != std::string::npos);
    CHECK_FALSE(spectrogram(signal.row(0).transpose(), fs, {128, 0.5, Detrend::none}));
    CHECK(SpectrumWindows{4, 0.95, Detrend::none}.hop() == 1);
    CHECK(suggestedWindowLength(16001) == 2048);
    CHECK(suggestedWindowLength(1 << 22) == 4096);
    CHECK(suggestedWindowLength(10) == 4);
}
