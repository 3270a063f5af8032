#pragma once

#include "model/analysis/limits.h"

#include <Eigen/Core>

namespace phiscope {

/// How signals are cut into windows for their spectra.
struct SpectrumWindows {
    enum class Detrend {
        none,
        constant ///< each window's mean is taken away
    };
    int length = 1024;    ///< samples; powers of two are fastest
    double overlap = 0.5; ///< of neighbouring windows, as a share of the length
    Detrend detrend = Detrend::constant;

    static constexpr int minimumLength = 4;
    static constexpr int maximumLength = 1 << 24;
    static constexpr Range overlapRange{0.0, 0.95};

    int hop() const; ///< samples from one window to the next, at least 1
};

/// Fails with a sentence for values out of range and for signals shorter than one window.
Result<void> validate(const SpectrumWindows& windows, Eigen::Index frames, double samplingHz);

/// The largest power of two up to 4096 that gives at least eight half-overlapping windows; 4 for signals that
/// are too short for it.
int suggestedWindowLength(Eigen::Index frames);

/// One-sided power spectral density.
struct Spectrum {
    Eigen::VectorXd frequenciesHz; ///< 0 to half the sampling rate, f_s / length apart
    Eigen::MatrixXd density;       ///< channels × frequencies, (unit of the signals)²/Hz
};

/// Welch's estimate (IEEE Trans. Audio Electroacoust. 15:70, 1967): the mean over windows of
///
///     P(f) = 2 |Σ w_n x_n e^{−2πi f n / f_s}|² / (f_s Σ w_n²)        (without the 2 at 0 and f_s / 2)
///
/// with w the periodic Hann window, so that the integral over frequencies is the variance.
/// `signals`: channels × frames. Uses all cores.
Result<Spectrum> welch(const Eigen::Ref<const Eigen::MatrixXd>& signals, double samplingHz,
                       const SpectrumWindows& windows);

/// The same window by window, not averaged.
struct Spectrogram {
    Eigen::VectorXd timesMs;       ///< middles of the windows, from the first frame
    Eigen::VectorXd frequenciesHz; ///< as Spectrum's
    Eigen::MatrixXd density;       ///< frequencies × times, (unit of the signal)²/Hz
};

/// Of one channel. Uses all cores.
Result<Spectrogram> spectrogram(const Eigen::Ref<const Eigen::VectorXd>& signal, double samplingHz,
                                const SpectrumWindows& windows);

/// 10 log10(density / reference) in dB; densities below 1e-30 of the reference, zero among them, as −300 dB.
Eigen::MatrixXd decibels(const Eigen::MatrixXd& density, double reference = 1.0);

} // namespace phiscope
