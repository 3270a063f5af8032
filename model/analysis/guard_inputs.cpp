#include "model/analysis/current_balance.h"
#include "model/analysis/digital_filter.h"
#include "model/analysis/guard_checks.h"
#include "model/analysis/probe_filter.h"
#include "model/analysis/synaptic_events.h"
#include "model/scene/fields.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace phiscope::guard {

namespace {

constexpr double netConDelayMs = 1.0;
/// Steps in the time in which a conductance rises.
constexpr double stepsPerRise = 4.0;
/// The sodium current of a spike asks for it.
constexpr double coarsestForSpikesMs = 0.1;

/// When a synapse is first driven, as far as a much longer run tells; nothing: not then either.
struct Drive {
    bool inRun = false;
    std::optional<double> firstMs;
};

Drive driveOf(const Synapse& synapse, const RunSettings& run) {
    const SpikeTrain& train = synapse.spikes;
    const bool drawnByNeuron = synapse.type != Synapse::Type::alphaSynapse &&
                               train.kind == SpikeTrain::Kind::netStim && train.noise > 0.0;
    if (drawnByNeuron) {
        if (train.number < 1.0) {
            return {};
        }
        // Its first spike comes somewhat later than its start.
        const double earliest = train.startMs + netConDelayMs;
        return {earliest <= run.tstopMs, earliest};
    }
    if (synapse.type != Synapse::Type::alphaSynapse && train.kind == SpikeTrain::Kind::times &&
        std::any_of(train.timesMs.begin(), train.timesMs.end(),
                    [&](double t) { return t >= run.tstartMs && t <= run.tstopMs; })) {
        return {true, {}}; // in the warm-up counts
    }
    if (!eventTimes(synapse, run.tstopMs).empty()) {
        return {true, {}};
    }
    const std::vector<double> later = eventTimes(synapse, 10.0 * run.tstopMs + 1000.0);
    return {false, later.empty() ? std::optional<double>() : later.front()};
}

/// Of a group: driven where any of its members is.
Drive driveOf(const SynapseGroup& group, const RunSettings& run) {
    Synapse member = group.synapse;
    member.enabled = true;
    Drive drive;
    const std::size_t trains =
        group.sharedTrain ? std::min<std::size_t>(1, group.places.size()) : group.places.size();
    for (std::size_t k = 0; k < trains; ++k) {
        member.spikes.seed = group.synapse.spikes.seed + k;
        const Drive one = driveOf(member, run);
        if (one.inRun) {
            return one;
        }
        if (one.firstMs && (!drive.firstMs || *one.firstMs < *drive.firstMs)) {
            drive.firstMs = one.firstMs;
        }
    }
    return drive;
}

/// How long the run has to be to show something that begins at `timeMs`: a round number.
double stopShowing(double timeMs) {
    constexpr double shown = 30.0;
    return 10.0 * std::ceil((timeMs + shown) / 10.0);
}

void addUndriven(const std::string& id, const std::string& name, bool group, const Drive& drive,
                 const RunSettings& run, Findings& findings) {
    if (drive.inRun) {
        return;
    }
    Finding finding;
    finding.kind = Finding::Kind::neverDriven;
    finding.severity = Finding::Severity::warning;
    finding.object = id;
    finding.sentence = (group ? "No synapse of " + name : name) + " is ";
    if (drive.firstMs) {
        finding.sentence += "driven before " + shortNumber(*drive.firstMs) + " ms, and the run ends at " +
                            shortNumber(run.tstopMs) + " ms. Run longer, or drive it earlier.";
        if (!group) {
            finding.sentence = name + " is first driven at " + shortNumber(*drive.firstMs) +
                               " ms, and the run ends at " + shortNumber(run.tstopMs) +
                               " ms. Run longer, or drive it earlier.";
        }
        finding.remedy = longerRun(stopShowing(*drive.firstMs));
    } else {
        finding.sentence += std::string(group ? "ever" : "never") +
                            " driven: its spike train is empty. Give it spikes, or switch it off.";
    }
    findings.push_back(std::move(finding));
}

void addWeightless(const std::string& id, const std::string& name, bool group, double weight,
                   Findings& findings) {
    if (weight != 0.0) {
        return;
    }
    Finding finding;
    finding.kind = Finding::Kind::zeroWeight;
    finding.severity = Finding::Severity::note;
    finding.object = id;
    finding.sentence = (group ? "The synapses of " + name + " have" : name + " has") +
                       " a weight of 0 and do" + (group ? "" : "es") + " nothing. Give a weight, or switch " +
                       (group ? "them" : "it") + " off.";
    findings.push_back(std::move(finding));
}

/// The time in which the conductance rises; an ExpSyn jumps.
std::optional<double> riseMs(const Synapse& synapse) {
    switch (synapse.type) {
    case Synapse::Type::expSyn:
        return {};
    case Synapse::Type::exp2Syn:
        return synapse.tau1Ms;
    case Synapse::Type::alphaSynapse:
        return synapse.tauMs;
    }
    return {};
}

} // namespace

std::string shortNumber(double value) {
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 3).ptr;
    // Without an exponent where a person would write none.
    if (std::abs(value) >= 1000.0 && std::abs(value) < 1e7) {
        return std::to_string(std::llround(value));
    }
    return {text.data(), end};
}

double stepBelow(double limitMs) {
    // A hair of tolerance, so that 0.0625 asked for is 0.0625 given.
    const double exponent = std::floor(std::log2(limitMs * (1.0 + 1e-12)));
    return std::exp2(std::clamp(exponent, -14.0, 0.0));
}

Remedy longerRun(double stopMs) {
    Remedy remedy;
    if (checkValue(findField<RunSettings>("tstop_ms")->info, stopMs).empty()) {
        remedy.kind = Remedy::Kind::stopTime;
        remedy.value = stopMs;
    }
    return remedy;
}

void checkSynapses(const Scene& scene, Findings& findings) {
    for (const Synapse& synapse : scene.synapses) {
        if (synapse.enabled) {
            addUndriven(synapse.id, synapse.name, false, driveOf(synapse, scene.run), scene.run, findings);
            addWeightless(synapse.id, synapse.name, false, synapse.weight, findings);
        }
    }
    for (const SynapseGroup& group : scene.groups) {
        if (group.enabled && !group.places.empty()) {
            addUndriven(group.id, group.name, true, driveOf(group, scene.run), scene.run, findings);
            addWeightless(group.id, group.name, true, group.synapse.weight, findings);
        }
    }
}

void checkStimuli(const Scene& scene, Findings& findings) {
    for (const Stimulus& stimulus : scene.stimuli) {
        if (!stimulus.enabled || stimulus.type != Stimulus::Type::iClamp ||
            stimulus.delayMs < scene.run.tstopMs) {
            continue; // voltage clamps begin with the run
        }
        Finding finding;
        finding.kind = Finding::Kind::lateStimulus;
        finding.severity = Finding::Severity::warning;
        finding.object = stimulus.id;
        finding.sentence = stimulus.name + " begins at " + shortNumber(stimulus.delayMs) +
                           " ms, and the run ends at " + shortNumber(scene.run.tstopMs) +
                           " ms: it injects nothing. Run longer, or begin earlier.";
        finding.remedy =
            longerRun(stopShowing(stimulus.delayMs + std::clamp(stimulus.durationMs, 0.0, 200.0)));
        findings.push_back(std::move(finding));
    }
}

void checkTimeStep(const Scene& scene, Findings& findings) {
    const double dt = scene.run.dtMs;
    double shortest = std::numeric_limits<double>::infinity();
    std::string whose;
    const auto take = [&](const Synapse& synapse, const std::string& name) {
        if (const auto rise = riseMs(synapse); rise && *rise < shortest) {
            shortest = *rise;
            whose = name;
        }
    };
    for (const Synapse& synapse : scene.synapses) {
        if (synapse.enabled) {
            take(synapse, synapse.name);
        }
    }
    for (const SynapseGroup& group : scene.groups) {
        if (group.enabled && !group.places.empty()) {
            take(group.synapse, group.name);
        }
    }
    const bool spikes = std::any_of(scene.cell.mechanisms.begin(), scene.cell.mechanisms.end(),
                                    [](const Mechanism& mechanism) { return mechanism.name == "hh"; });
    const double limit =
        std::min(shortest / stepsPerRise, spikes ? coarsestForSpikesMs : shortest / stepsPerRise);
    constexpr double hair = 1.0 + 1e-9;
    if (!(dt > limit * hair)) {
        return;
    }
    const double better = stepBelow(limit);
    Finding finding;
    finding.kind = Finding::Kind::coarseTimeStep;
    finding.severity = Finding::Severity::warning;
    finding.object = "run";
    finding.sentence = "The time step of " + shortNumber(dt) + " ms is too coarse for ";
    finding.sentence += dt > shortest / stepsPerRise * hair
                            ? "the rise of " + whose + ", " + shortNumber(shortest) + " ms."
                            : std::string("the spikes of the Hodgkin–Huxley membrane.");
    finding.sentence += " Take " + numberText(better) + " ms.";
    if (checkValue(findField<RunSettings>("dt_ms")->info, better).empty() && better <= limit * hair) {
        finding.remedy.kind = Remedy::Kind::timeStep;
        finding.remedy.value = better;
    }
    findings.push_back(std::move(finding));
}

void checkFilters(const Scene& scene, Findings& findings) {
    for (const Probe& probe : scene.probes) {
        if (probe.filter.kind == SignalFilter::Kind::none) {
            continue;
        }
        const ButterworthFilter filter = butterworthOf(probe.filter);
        const Result<void> fits = validate(filter, 1000.0 / scene.run.dtMs);
        if (fits) {
            continue;
        }
        Finding finding;
        finding.kind = Finding::Kind::filterCutOff;
        finding.severity = Finding::Severity::error;
        finding.object = probe.id;
        finding.sentence = "The filter of " + probe.name + " does nothing: " + fits.error().message();
        for (double step = stepBelow(scene.run.dtMs / 2.0); step >= 1.0 / 1024.0; step /= 2.0) {
            if (validate(filter, 1000.0 / step)) {
                finding.remedy.kind = Remedy::Kind::timeStep;
                finding.remedy.value = step;
                break;
            }
        }
        findings.push_back(std::move(finding));
    }
}

void checkCharge(const Scene& scene, const Recording& recording, Findings& findings) {
    const auto points = synapseCount(scene) + scene.stimuli.size();
    if (recording.layout().pointProcesses != static_cast<int>(points) || recording.frameCount() < 2) {
        return; // of another scene, or of none
    }
    // So many frames that it takes no time, spread over the run.
    constexpr double mostValues = 5e7;
    const auto frames = recording.frameCount();
    const auto wanted = static_cast<std::int64_t>(mostValues / std::max(1, recording.layout().segments));
    const std::int64_t stride = std::max<std::int64_t>(1, frames / std::max<std::int64_t>(1, wanted));
    BalanceSummary whole;
    for (std::int64_t frame = 1; frame < frames; frame += stride) {
        const BalanceSummary one = balanceSummary(recording, scene, frame, frame + 1);
        whole.turnoverNa = std::max(whole.turnoverNa, one.turnoverNa);
        whole.largestResidualNa = std::max(whole.largestResidualNa, one.largestResidualNa);
        if (std::abs(one.largest.membraneNa) > std::abs(whole.largest.membraneNa)) {
            whole.largest = one.largest;
        }
    }
    constexpr double rounding = 1e-9;
    const double zero = rounding * whole.turnoverNa;
    const bool clamped = std::any_of(scene.stimuli.begin(), scene.stimuli.end(), [](const Stimulus& s) {
        return s.enabled && s.type != Stimulus::Type::iClamp;
    });
    Finding finding;
    if (whole.largestResidualNa > zero && !clamped) {
        finding.kind = Finding::Kind::chargeBalance;
        finding.severity = Finding::Severity::error;
        finding.object = "run";
        finding.sentence = "The membrane currents do not add up: " + shortNumber(whole.largestResidualNa) +
                           " nA come from nowhere. Take a shorter time step; where that does not help, do "
                           "not trust these fields.";
        findings.push_back(std::move(finding));
        return;
    }
    const bool dipole =
        !scene.heads.empty() || std::any_of(scene.probes.begin(), scene.probes.end(),
                                            [](const Probe& p) { return p.source == CurrentSource::dipole; });
    if (dipole && std::abs(whole.largest.membraneNa) > zero) {
        finding.kind = Finding::Kind::monopole;
        finding.severity = Finding::Severity::note;
        const auto electrode = std::find_if(scene.stimuli.begin(), scene.stimuli.end(),
                                            [](const Stimulus& s) { return s.enabled; });
        finding.object = electrode != scene.stimuli.end() ? electrode->id : "run";
        finding.sentence = "Electrodes bring up to " + shortNumber(std::abs(whole.largest.membraneNa)) +
                           " nA into the cell: far away it is no pure dipole, and what a dipole tells of it "
                           "depends on the origin. Drive the cell by synapses.";
        findings.push_back(std::move(finding));
    }
}

} // namespace phiscope::guard
