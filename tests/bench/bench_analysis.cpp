#include "model/analysis/csd_kernel.h"
#include "model/analysis/digital_filter.h"
#include "model/analysis/spectrum.h"
#include "tests/bench/bench_row.h"
#include "tests/bench/timing.h"

#include <cmath>
#include <vector>

namespace phiscope::bench {

namespace {

constexpr double samplingHz = 16000.0;

/// 64 channels of a second.
Eigen::MatrixXd signals() {
    return Eigen::MatrixXd::NullaryExpr(64, 16001, [](Eigen::Index i, Eigen::Index k) {
        return std::sin(0.001 * static_cast<double>(k * (1 + i % 7))) +
               1e-3 * static_cast<double>((k * k + i) % 17);
    });
}

/// Both passes as one would write them down: channel by channel, section by section, without the ends' care.
void plainFilter(const DigitalFilter& filter, const Eigen::MatrixXd& in, Eigen::MatrixXd& out) {
    out.resize(in.rows(), in.cols());
    std::vector<double> trace(static_cast<std::size_t>(in.cols()));
    for (Eigen::Index channel = 0; channel < in.rows(); ++channel) {
        for (std::size_t k = 0; k < trace.size(); ++k) {
            trace[k] = in(channel, static_cast<Eigen::Index>(k));
        }
        for (const bool backwards : {false, true}) {
            for (const DigitalFilter::Section& s : filter.sections()) {
                double first = 0.0;
                double second = 0.0;
                for (std::size_t i = 0; i < trace.size(); ++i) {
                    double& value = trace[backwards ? trace.size() - 1 - i : i];
                    const double output = s.b0 * value + first;
                    first = s.b1 * value - s.a1 * output + second;
                    second = s.b2 * value - s.a2 * output;
                    value = output;
                }
            }
        }
        for (std::size_t k = 0; k < trace.size(); ++k) {
            out(channel, static_cast<Eigen::Index>(k)) = trace[k];
        }
    }
}

Result<double> zeroPhaseSeconds(int effort) {
    const auto filter = DigitalFilter::butterworth(spikePreset(samplingHz), samplingHz);
    if (!filter) {
        return tl::unexpected(filter.error());
    }
    const Eigen::MatrixXd in = signals();
    return bestSeconds(2 * effort, [&] { static_cast<void>(filter->zeroPhase(in)); });
}

Result<double> zeroPhase(int effort) {
    return zeroPhaseSeconds(effort).map([](double seconds) { return 1e3 * seconds; });
}

Result<double> zeroPhaseRatio(int effort) {
    const auto filter = DigitalFilter::butterworth(spikePreset(samplingHz), samplingHz);
    if (!filter) {
        return tl::unexpected(filter.error());
    }
    const Eigen::MatrixXd in = signals();
    Eigen::MatrixXd out;
    const double plain = bestSeconds(2 * effort, [&] { plainFilter(*filter, in, out); });
    return zeroPhaseSeconds(effort).map([&](double seconds) { return seconds / plain; });
}

Result<double> welchSpectra(int effort) {
    const Eigen::MatrixXd in = signals();
    const SpectrumWindows windows;
    if (const auto fine = welch(in, samplingHz, windows); !fine) {
        return tl::unexpected(fine.error());
    }
    return 1e3 * bestSeconds(2 * effort, [&] { static_cast<void>(welch(in, samplingHz, windows)); });
}

Result<double> kernelCsd(int effort) {
    const Eigen::VectorXd depths = Eigen::VectorXd::LinSpaced(32, 0.0, 1550.0);
    KernelCsd parameters;
    parameters.outputCount = 200;
    if (const auto fine = estimateCsd(depths, parameters); !fine) {
        return tl::unexpected(fine.error());
    }
    return 1e3 * bestSeconds(2 * effort, [&] { static_cast<void>(estimateCsd(depths, parameters)); });
}

} // namespace

std::vector<BenchRow> analysisRows() {
    return {
        {"zero_phase", "ms", 60.0, "300 to 6000 Hz without phase, 64 channels x 16001 samples", zeroPhase},
        {"zero_phase_loop", "x", 0.5, "the same over a plain loop", zeroPhaseRatio},
        {"welch_64", "ms", 40.0, "Welch's spectra of 64 channels x 16001 samples", welchSpectra},
        {"kernel_csd_32", "ms", 20.0, "kernel CSD of 32 contacts, 256 sources, 200 outputs", kernelCsd},
    };
}

} // namespace phiscope::bench
