#include "model/analysis/digital_filter.h"
#include "model/analysis/limits.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phiscope {
namespace {

using Complex = std::complex<double>;
using Kind = ButterworthFilter::Kind;
/// The poles of one section in the s-plane: conjugates, two real ones, or a single real one.
struct Poles {
    Complex first;
    Complex second;
    bool single = false;
};

/// Poles of the prototype with cut-off 1 rad/s on and above the real axis.
std::vector<Complex> prototype(int order) {
    std::vector<Complex> poles;
    for (int k = 0; 2 * k + 1 <= order; ++k) {
        const bool real = 2 * k + 1 == order;
        const double angle = std::numbers::pi * (2.0 * k + order + 1.0) / (2.0 * order);
        poles.push_back(real ? Complex(-1.0, 0.0) : std::polar(1.0, angle));
    }
    return poles;
}

std::vector<Poles> analogPoles(const ButterworthFilter& filter, double low, double high) {
    std::vector<Poles> pairs;
    for (const Complex& p : prototype(filter.order)) {
        const bool real = p.imag() == 0.0;
        if (filter.kind == Kind::bandPass) {
            // s → (s² + w0²) / (s · width)
            const Complex half = 0.5 * (high - low) * p;
            const Complex root = std::sqrt(half * half - low * high);
            if (real) {
                pairs.push_back({half + root, half - root});
            } else {
                pairs.push_back({half + root, std::conj(half + root)});
                pairs.push_back({half - root, std::conj(half - root)});
            }
        } else {
            const Complex moved = filter.kind == Kind::lowPass ? high * p : low / p;
            pairs.push_back({moved, std::conj(moved), real});
        }
    }
    return pairs;
}

Complex evaluate(const DigitalFilter::Section& s, Complex z) {
    const Complex back = 1.0 / z;
    return (s.b0 + back * (s.b1 + back * s.b2)) / (1.0 + back * (s.a1 + back * s.a2));
}

std::string hertz(double value) {
    return shownNumber(value) + " Hz";
}

Result<void> checkCutOff(const char* name, double hz, double samplingHz) {
    if (!(hz >= 1e-6 * samplingHz)) {
        return fail(std::string(name) + " of " + hertz(hz) + " is too low for a sampling rate of " +
                        hertz(samplingHz) + ".",
                    "Take at least " + hertz(1e-6 * samplingHz) + ".");
    }
    if (!(hz < 0.5 * samplingHz)) {
        return fail(std::string(name) + " of " + hertz(hz) +
                        " does not lie below half the sampling rate, which is " + hertz(0.5 * samplingHz) +
                        ".",
                    "Choose a lower frequency, or simulate with a shorter time step.");
    }
    return {};
}

} // namespace

ButterworthFilter lfpPreset() {
    return {Kind::lowPass, 4, 300.0, 300.0};
}

ButterworthFilter spikePreset(double samplingHz) {
    return {6000.0 < 0.5 * samplingHz ? Kind::bandPass : Kind::highPass, 4, 300.0, 6000.0};
}

Result<void> validate(const ButterworthFilter& filter, double samplingHz) {
    Result<void> fine = checkRange("The sampling rate", samplingHz, {1e-9, 1e12}, "Hz").and_then([&] {
        return checkRange("The order of the filter", filter.order, {1.0, ButterworthFilter::maximumOrder},
                          "");
    });
    if (fine && filter.kind != Kind::lowPass) {
        fine = checkCutOff("The lower cut-off", filter.lowHz, samplingHz);
    }
    if (fine && filter.kind != Kind::highPass) {
        fine = checkCutOff("The upper cut-off", filter.highHz, samplingHz);
    }
    if (fine && filter.kind == Kind::bandPass && !(filter.highHz - filter.lowHz >= 1e-6 * samplingHz)) {
        return fail("The band from " + shownNumber(filter.lowHz) + " to " + hertz(filter.highHz) +
                        " has no width.",
                    "Choose an upper cut-off above the lower one.");
    }
    return fine;
}

Result<DigitalFilter> DigitalFilter::butterworth(const ButterworthFilter& filter, double samplingHz) {
    if (const Result<void> fine = validate(filter, samplingHz); !fine) {
        return tl::unexpected(fine.error());
    }
    // In units of twice the sampling rate, in which s = (z − 1) / (z + 1).
    const double low = std::tan(std::numbers::pi * filter.lowHz / samplingHz);
    const double high = std::tan(std::numbers::pi * filter.highHz / samplingHz);
    const auto digital = [](Complex s) {
        return (1.0 + s) / (1.0 - s);
    };
    Complex reference = 1.0; // where the gain is 1
    if (filter.kind == Kind::highPass) {
        reference = -1.0;
    } else if (filter.kind == Kind::bandPass) {
        reference = std::polar(1.0, 2.0 * std::atan(std::sqrt(low * high)));
    }

    std::vector<Poles> pairs = analogPoles(filter, low, high);
    std::stable_sort(pairs.begin(), pairs.end(), [&](const Poles& a, const Poles& b) {
        return std::abs(digital(a.first)) < std::abs(digital(b.first));
    });
    DigitalFilter made;
    made.samplingHz_ = samplingHz;
    for (const Poles& pair : pairs) {
        const Complex first = digital(pair.first);
        const double zero = filter.kind == Kind::highPass ? -1.0 : 1.0; // times z⁻¹: zeros at −1 or 1
        Section section{};
        if (pair.single) {
            section = {1.0, zero, 0.0, -first.real(), 0.0};
        } else {
            const Complex second = digital(pair.second);
            section = {1.0, 2.0 * zero, 1.0, -(first + second).real(), (first * second).real()};
            if (filter.kind == Kind::bandPass) {
                section.b1 = 0.0;
                section.b2 = -1.0;
            }
        }
        const double gain = std::abs(evaluate(section, reference));
        section.b0 /= gain;
        section.b1 /= gain;
        section.b2 /= gain;
        made.sections_.push_back(section);
    }
    return made;
}

std::complex<double> DigitalFilter::response(double hz) const {
    const Complex z = std::polar(1.0, 2.0 * std::numbers::pi * hz / samplingHz_);
    Complex product = 1.0;
    for (const Section& section : sections_) {
        product *= evaluate(section, z);
    }
    return product;
}

} // namespace phiscope
