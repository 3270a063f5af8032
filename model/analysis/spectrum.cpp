#include "model/analysis/spectrum.h"

#include "model/support/parallel.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <complex>
#include <numbers>
#include <string>
#include <unsupported/Eigen/FFT>
#include <vector>

namespace phiscope {
namespace {

/// The density of one window after another. Not for more than one thread at a time.
class Periodogram {
public:
    Periodogram(const SpectrumWindows& windows, double samplingHz)
        : detrend_(windows.detrend == SpectrumWindows::Detrend::constant)
        , window_(windows.length) {
        for (int n = 0; n < windows.length; ++n) {
            window_[n] = 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * n / windows.length);
        }
        const int bins = windows.length / 2 + 1;
        scale_ = Eigen::ArrayXd::Constant(bins, 2.0 / (samplingHz * window_.square().sum()));
        scale_[0] *= 0.5;
        if (windows.length % 2 == 0) {
            scale_[bins - 1] *= 0.5;
        }
        transform_.SetFlag(Eigen::FFT<double>::HalfSpectrum);
        samples_.resize(static_cast<std::size_t>(windows.length));
    }

    Eigen::Index bins() const { return scale_.size(); }

    /// `samples` are the window's, as an array expression.
    template <typename Samples>
    Eigen::ArrayXd operator()(const Samples& samples) {
        Eigen::Map<Eigen::ArrayXd> copy(samples_.data(), window_.size());
        copy = samples;
        if (detrend_) {
            copy -= copy.mean();
        }
        copy *= window_;
        transform_.fwd(coefficients_, samples_);
        return Eigen::Map<const Eigen::ArrayXcd>(coefficients_.data(), bins()).abs2() * scale_;
    }

private:
    bool detrend_;
    Eigen::ArrayXd window_;
    Eigen::ArrayXd scale_;
    Eigen::FFT<double> transform_;
    std::vector<double> samples_;
    std::vector<std::complex<double>> coefficients_;
};

Eigen::Index windowCount(const SpectrumWindows& windows, Eigen::Index frames) {
    return (frames - windows.length) / windows.hop() + 1;
}

Eigen::VectorXd frequencies(const SpectrumWindows& windows, double samplingHz) {
    const int bins = windows.length / 2 + 1;
    return Eigen::VectorXd::NullaryExpr(
        bins, [&](Eigen::Index k) { return static_cast<double>(k) * samplingHz / windows.length; });
}

} // namespace

int SpectrumWindows::hop() const {
    return std::max(1, length - static_cast<int>(std::floor(overlap * length)));
}

Result<void> validate(const SpectrumWindows& windows, Eigen::Index frames, double samplingHz) {
    const Result<void> fine =
        checkRange("The sampling rate", samplingHz, {1e-9, 1e12}, "Hz")
            .and_then([&] {
                return checkRange("The length of the windows", windows.length,
                                  {SpectrumWindows::minimumLength, SpectrumWindows::maximumLength},
                                  "samples");
            })
            .and_then([&] {
                return checkRange("The overlap of the windows", windows.overlap,
                                  SpectrumWindows::overlapRange, "");
            });
    if (fine && frames < windows.length) {
        return fail("The signal has " + std::to_string(frames) + " samples, fewer than one window of " +
                        std::to_string(windows.length) + ".",
                    "Take shorter windows or a longer simulation.");
    }
    return fine;
}

int suggestedWindowLength(Eigen::Index frames) {
    int length = SpectrumWindows::minimumLength;
    // Eight windows that overlap by half cover 4.5 lengths.
    while (length < 4096 && 9 * length <= frames) {
        length *= 2;
    }
    return length;
}

Result<Spectrum> welch(const Eigen::Ref<const Eigen::MatrixXd>& signals, double samplingHz,
                       const SpectrumWindows& windows) {
    if (const Result<void> fine = validate(windows, signals.cols(), samplingHz); !fine) {
        return tl::unexpected(fine.error());
    }
    const Eigen::Index count = windowCount(windows, signals.cols());
    Spectrum spectrum;
    spectrum.frequenciesHz = frequencies(windows, samplingHz);
    spectrum.density.resize(signals.rows(), spectrum.frequenciesHz.size());
    parallelBlocks(static_cast<int>(signals.rows()), 1, [&](int from, int to) {
        Periodogram periodogram(windows, samplingHz);
        Eigen::ArrayXd trace;
        for (int channel = from; channel < to; ++channel) {
            trace = signals.row(channel).transpose().array(); // gathered once, not once a window
            Eigen::ArrayXd sum = Eigen::ArrayXd::Zero(periodogram.bins());
            for (Eigen::Index k = 0; k < count; ++k) {
                sum += periodogram(trace.segment(k * windows.hop(), windows.length));
            }
            spectrum.density.row(channel) = (sum / static_cast<double>(count)).matrix().transpose();
        }
    });
    return spectrum;
}

Result<Spectrogram> spectrogram(const Eigen::Ref<const Eigen::VectorXd>& signal, double samplingHz,
                                const SpectrumWindows& windows) {
    if (const Result<void> fine = validate(windows, signal.size(), samplingHz); !fine) {
        return tl::unexpected(fine.error());
    }
    const Eigen::Index count = windowCount(windows, signal.size());
    Spectrogram made;
    made.frequenciesHz = frequencies(windows, samplingHz);
    made.timesMs = Eigen::VectorXd::NullaryExpr(count, [&](Eigen::Index k) {
        return (static_cast<double>(k) * windows.hop() + 0.5 * windows.length) * 1e3 / samplingHz;
    });
    made.density.resize(made.frequenciesHz.size(), count);
    parallelBlocks(static_cast<int>(count), 16, [&](int from, int to) {
        Periodogram periodogram(windows, samplingHz);
        for (int k = from; k < to; ++k) {
            const Eigen::Index begin = static_cast<Eigen::Index>(k) * windows.hop();
            made.density.col(k) = periodogram(signal.segment(begin, windows.length).array()).matrix();
        }
    });
    return made;
}

Eigen::MatrixXd decibels(const Eigen::MatrixXd& density, double reference) {
    assert(reference > 0.0);
    return 10.0 * (density.array() / reference).max(1e-30).log10();
}

} // namespace phiscope
