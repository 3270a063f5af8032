#pragma once

#include "model/support/result.h"

#include <Eigen/Core>

#include <complex>
#include <vector>

namespace phiscope {

struct ButterworthFilter {
    enum class Kind { lowPass, highPass, bandPass };
    Kind kind = Kind::lowPass;
    int order = 4;         ///< of the low-pass prototype; a band-pass has twice as many poles
    double lowHz = 300.0;  ///< lower cut-off of highPass and bandPass
    double highHz = 300.0; ///< upper cut-off of lowPass and bandPass

    static constexpr int maximumOrder = 8;

    bool operator==(const ButterworthFilter&) const = default;
};

/// What is commonly called the local field potential: below 300 Hz.
ButterworthFilter lfpPreset();
/// What holds spikes: 300 to 6000 Hz, or everything above 300 Hz where the sampling rate does not reach so
/// far.
ButterworthFilter spikePreset(double samplingHz);

/// Fails with a sentence for an order out of range, cut-offs that are not between 0 and half the sampling
/// rate, or a band without width.
Result<void> validate(const ButterworthFilter& filter, double samplingHz);

/// A recursive filter as a cascade of second-order sections
///
///     H(z) = Π (b0 + b1 z⁻¹ + b2 z⁻²) / (1 + a1 z⁻¹ + a2 z⁻²)
class DigitalFilter {
public:
    struct Section {
        double b0, b1, b2, a1, a2;
    };

    /// Butterworth's filter by the bilinear transform s = 2 f_s (z − 1) / (z + 1), with cut-offs warped first
    /// so that the gain there is 1/√2 (Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., chapter
    /// 7).
    static Result<DigitalFilter> butterworth(const ButterworthFilter& filter, double samplingHz);

    const std::vector<Section>& sections() const { return sections_; }
    /// H at a frequency, of one pass.
    std::complex<double> response(double hz) const;

    /// Signals are channels × frames in any unit, as Signals::values(). All cores work.

    /// Forwards, then backwards: no phase, the squared gain. Both ends are continued by their point
    /// reflection (three times the filter's length, at most the signal less one frame) and each pass starts
    /// in the state in which its first value has lasted for ever (Gustafsson, IEEE Trans. Signal Process.
    /// 44:988, 1996).
    Eigen::MatrixXd zeroPhase(const Eigen::Ref<const Eigen::MatrixXd>& signals) const;
    /// One pass that knows nothing of the future: delays what it lets through. Starts as above.
    Eigen::MatrixXd causal(const Eigen::Ref<const Eigen::MatrixXd>& signals) const;

private:
    DigitalFilter() = default;
    Eigen::Index reflectedFrames() const;
    Eigen::MatrixXd apply(const Eigen::Ref<const Eigen::MatrixXd>& signals, bool bothWays) const;

    std::vector<Section> sections_; ///< the most resonant last
    double samplingHz_ = 0.0;
};

} // namespace phiscope
