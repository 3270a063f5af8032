#include "model/analysis/guard_checks.h"
#include "model/scene/stimulation.h"

#include <algorithm>
#include <cmath>

namespace phiscope::guard {

namespace {

/// The contact with the largest factor among those that the probe has; -1: none drives.
int strongestContact(const Probe& probe) {
    const Stimulation& s = probe.stimulation;
    int strongest = -1;
    double largest = 0.0;
    for (std::size_t k = 0; k < std::min(s.contacts.size(), s.factors.size()); ++k) {
        if (s.contacts[k] < contactCountOf(probe) && std::abs(s.factors[k]) > largest) {
            largest = std::abs(s.factors[k]);
            strongest = s.contacts[k];
        }
    }
    return strongest;
}

Finding silent(const Probe& probe, Finding::Severity severity, const std::string& sentence) {
    Finding finding;
    finding.kind = Finding::Kind::noStimulus;
    finding.severity = severity;
    finding.object = probe.id;
    finding.sentence = sentence;
    return finding;
}

/// Why nothing of it acts on the cell; false where something does.
bool addSilence(const Probe& probe, const RunSettings& run, Findings& findings) {
    const Stimulation& s = probe.stimulation;
    if (strongestContact(probe) < 0) {
        findings.push_back(silent(probe, Finding::Severity::note,
                                  probe.name + " is to stimulate, but none of its contacts drives a current. "
                                               "Choose contacts, or switch it off."));
        return true;
    }
    if (const std::string problem = waveProblem(s); !problem.empty()) {
        findings.push_back(silent(probe, Finding::Severity::error,
                                  probe.name + " can not stimulate: " + problem + " Correct its pulses."));
        return true;
    }
    const SteppedCurrent current = stimulusCurrent(s);
    if (peakCurrent(current) > 0.0 && current.timesMs.front() >= run.tstopMs) {
        Finding finding = silent(probe, Finding::Severity::warning,
                                 probe.name + " begins to stimulate at " +
                                     shortNumber(current.timesMs.front()) + " ms, and the run ends at " +
                                     shortNumber(run.tstopMs) + " ms. Run longer, or begin earlier.");
        constexpr double shown = 30.0;
        finding.remedy = longerRun(10.0 * std::ceil((current.timesMs.front() + shown) / 10.0));
        findings.push_back(std::move(finding));
        return true;
    }
    return false;
}

} // namespace

void checkStimulation(const Scene& scene, Findings& findings) {
    for (const Probe& probe : scene.probes) {
        const Stimulation& s = probe.stimulation;
        if (!s.enabled || addSilence(probe, scene.run, findings)) {
            continue;
        }
        const int contact = strongestContact(probe);
        const double left = chargeLeft(s, scene.run.tstopMs) * stimulusFactor(s, contact);
        if (left == 0.0) {
            continue;
        }
        Finding finding;
        finding.kind = Finding::Kind::stimulusCharge;
        finding.severity = Finding::Severity::warning;
        finding.object = probe.id;
        finding.contact = contact;
        finding.sentence = "The current of contact " + std::to_string(contact + 1) + " of " + probe.name +
                           " is not charge-balanced: it leaves " + shortNumber(left) +
                           " pC, which harms tissue and electrode. ";
        if (s.wave == Stimulation::Wave::pulses) {
            finding.sentence += "Take the charge back by a second phase.";
            finding.remedy.kind = Remedy::Kind::balance;
        } else {
            finding.sentence += "Let the wave return what it brings.";
        }
        findings.push_back(std::move(finding));
    }
}

} // namespace phiscope::guard
