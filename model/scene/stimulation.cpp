#include "model/scene/stimulation.h"

#include "model/scene/fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <limits>
#include <set>

namespace phiscope {

namespace {

constexpr double mostPulses = 1e5;

double secondWidth(const Stimulation& s) {
    return s.width2Ms.value_or(s.widthMs);
}

double secondAmplitude(const Stimulation& s) {
    return s.amplitude2Na.value_or(-s.amplitudeNa * s.widthMs / secondWidth(s));
}

double pulseDuration(const Stimulation& s) {
    return s.widthMs + (s.biphasic ? s.interphaseMs + secondWidth(s) : 0.0);
}

double burstDuration(const Stimulation& s) {
    return (s.pulseCount - 1) * s.intervalMs + pulseDuration(s);
}

void addStep(SteppedCurrent& current, double time, double value) {
    if (!current.timesMs.empty() && current.timesMs.back() >= time) {
        current.valuesNa.back() = value;
    } else {
        current.timesMs.push_back(time);
        current.valuesNa.push_back(value);
    }
}

void addPulse(SteppedCurrent& current, const Stimulation& s, double start) {
    addStep(current, start, s.amplitudeNa);
    addStep(current, start + s.widthMs, 0.0);
    if (s.biphasic) {
        const double second = start + s.widthMs + s.interphaseMs;
        addStep(current, second, secondAmplitude(s));
        addStep(current, second + secondWidth(s), 0.0);
    }
}

std::vector<const Probe*> stimulating(const Scene& scene) {
    std::vector<const Probe*> probes;
    for (const Probe& probe : scene.probes) {
        if (stimulates(probe)) {
            probes.push_back(&probe);
        }
    }
    return probes;
}

} // namespace

std::string waveProblem(const Stimulation& s) {
    if (s.wave == Stimulation::Wave::samples) {
        const std::vector<double>& times = s.sampleTimesMs;
        if (times.empty() || times.size() != s.samplesNa.size()) {
            return "There are " + std::to_string(times.size()) + " times and " +
                   std::to_string(s.samplesNa.size()) +
                   " currents; at least one time is needed, and a current for each.";
        }
        const bool rises = std::adjacent_find(times.begin(), times.end(),
                                              [](double a, double b) { return !(b > a); }) == times.end();
        return rises ? std::string() : "The times of the wave must rise.";
    }
    const double pulse = pulseDuration(s);
    if (s.pulseCount > 1 && !(s.intervalMs >= pulse)) {
        return "The pulses begin every " + numberText(s.intervalMs) + " ms, but one lasts " +
               numberText(pulse) + " ms.";
    }
    if (s.burstCount > 1 && !(s.burstIntervalMs >= burstDuration(s))) {
        return "The bursts begin every " + numberText(s.burstIntervalMs) + " ms, but one lasts " +
               numberText(burstDuration(s)) + " ms.";
    }
    if (static_cast<double>(s.pulseCount) * s.burstCount > mostPulses) {
        return "The train has more than " + numberText(mostPulses) + " pulses.";
    }
    return {};
}

SteppedCurrent stimulusCurrent(const Stimulation& s) {
    SteppedCurrent current;
    if (!waveProblem(s).empty()) {
        return current;
    }
    if (s.wave == Stimulation::Wave::samples) {
        for (std::size_t k = 0; k < s.samplesNa.size(); ++k) {
            addStep(current, s.delayMs + s.sampleTimesMs[k], s.samplesNa[k]);
        }
        return current;
    }
    for (int burst = 0; burst < s.burstCount; ++burst) {
        for (int pulse = 0; pulse < s.pulseCount; ++pulse) {
            addPulse(current, s, s.delayMs + burst * s.burstIntervalMs + pulse * s.intervalMs);
        }
    }
    return current;
}

double currentAt(const SteppedCurrent& current, double timeMs) {
    const auto above = std::upper_bound(current.timesMs.begin(), current.timesMs.end(), timeMs);
    return above == current.timesMs.begin()
               ? 0.0
               : current.valuesNa[static_cast<std::size_t>(above - current.timesMs.begin()) - 1];
}

std::vector<double> meanPerStep(const SteppedCurrent& current, double startMs, double stepMs,
                                std::int64_t count) {
    std::vector<double> means;
    means.reserve(static_cast<std::size_t>(count));
    const std::vector<double>& times = current.timesMs;
    std::size_t next = 0; // first change not yet reached
    double value = 0.0;
    // Ends of steps and changes that mean the same time may differ in their last digits.
    const double same = 1e-9 * stepMs;
    for (std::int64_t k = 0; k < count; ++k) {
        double at = startMs + static_cast<double>(k) * stepMs;
        const double end = startMs + static_cast<double>(k + 1) * stepMs;
        while (next < times.size() && times[next] <= at + same) {
            value = current.valuesNa[next++];
        }
        if (next == times.size() || times[next] >= end - same) {
            means.push_back(value);
            continue;
        }
        double sum = 0.0;
        while (next < times.size() && times[next] < end - same) {
            sum += value * (times[next] - at);
            at = times[next];
            value = current.valuesNa[next++];
        }
        means.push_back((sum + value * (end - at)) / stepMs);
    }
    return means;
}

double chargeUntil(const SteppedCurrent& current, double endMs) {
    double charge = 0.0;
    for (std::size_t k = 0; k < current.timesMs.size() && current.timesMs[k] < endMs; ++k) {
        const double until = k + 1 < current.timesMs.size() ? std::min(current.timesMs[k + 1], endMs) : endMs;
        charge += current.valuesNa[k] == 0.0 ? 0.0 : current.valuesNa[k] * (until - current.timesMs[k]);
    }
    return charge;
}

double chargeLeft(const Stimulation& stimulation, double runEndMs) {
    const SteppedCurrent current = stimulusCurrent(stimulation);
    const double end = current.timesMs.empty() ? runEndMs : std::max(runEndMs, current.timesMs.back());
    SteppedCurrent flowing = current;
    for (double& value : flowing.valuesNa) {
        value = std::abs(value);
    }
    const double left = chargeUntil(current, end);
    constexpr double rounding = 1e-6;
    return std::abs(left) > rounding * chargeUntil(flowing, end) ? left : 0.0;
}

double peakCurrent(const SteppedCurrent& current) {
    double peak = 0.0;
    for (const double value : current.valuesNa) {
        peak = std::max(peak, std::abs(value));
    }
    return peak;
}

double stimulusEnd(const Stimulation& stimulation) {
    const SteppedCurrent current = stimulusCurrent(stimulation);
    return current.timesMs.empty() ? stimulation.delayMs : current.timesMs.back();
}

double stimulusFactor(const Stimulation& stimulation, int contact) {
    const auto at = std::find(stimulation.contacts.begin(), stimulation.contacts.end(), contact);
    const auto k = static_cast<std::size_t>(at - stimulation.contacts.begin());
    return k < stimulation.factors.size() && at != stimulation.contacts.end() ? stimulation.factors[k] : 0.0;
}

int contactCountOf(const Probe& probe) {
    return probe.layout == Probe::Layout::laminar ? probe.contactCount
                                                  : static_cast<int>(probe.contactsUm.size());
}

bool stimulates(const Probe& probe) {
    const Stimulation& s = probe.stimulation;
    return s.enabled && s.contacts.size() == s.factors.size() &&
           std::any_of(s.factors.begin(), s.factors.end(), [](double factor) { return factor != 0.0; });
}

bool stimulates(const Scene& scene) {
    return std::any_of(scene.probes.begin(), scene.probes.end(),
                       [](const Probe& probe) { return stimulates(probe); });
}

std::vector<Probe> stimulatingProbes(const Scene& scene) {
    std::vector<Probe> probes;
    std::ranges::copy_if(scene.probes, std::back_inserter(probes),
                         [](const Probe& probe) { return stimulates(probe); });
    return probes;
}

bool drives(const Probe& probe, int contact) {
    return stimulates(probe) && stimulusFactor(probe.stimulation, contact) != 0.0;
}

void toggleContact(Probe& probe, int contact) {
    Stimulation& s = probe.stimulation;
    const bool driven = drives(probe, contact);
    if (!stimulates(probe)) {
        s.contacts.clear();
        s.factors.clear();
    }
    const auto at = std::find(s.contacts.begin(), s.contacts.end(), contact);
    if (at != s.contacts.end()) {
        s.factors.erase(s.factors.begin() + (at - s.contacts.begin()));
        s.contacts.erase(at);
    }
    if (!driven) {
        s.contacts.push_back(contact);
        s.factors.push_back(1.0);
    }
    s.enabled = !s.contacts.empty();
}

std::string drivenContactsText(const Stimulation& stimulation) {
    std::string text;
    for (std::size_t k = 0; k < stimulation.contacts.size(); ++k) {
        text += (k > 0 ? ", " : "") + std::to_string(stimulation.contacts[k] + 1);
        if (k < stimulation.factors.size() && stimulation.factors[k] != 1.0) {
            const double factor = stimulation.factors[k];
            text += " × " + (factor < 0.0 ? "−" + numberText(-factor) : numberText(factor));
        }
    }
    return text;
}

std::string readDrivenContacts(const std::string& text, int contactCount, Stimulation& stimulation) {
    // To plain characters first: "×", "*" and ":" mean the same, and so do the two kinds of minus.
    std::string plain;
    for (std::size_t k = 0; k < text.size(); ++k) {
        const auto is = [&](const char* sign) {
            const std::string_view s(sign);
            return text.compare(k, s.size(), s) == 0 ? s.size() : 0;
        };
        if (const std::size_t size = std::max({is("×"), is("*"), is(":")}); size > 0) {
            plain += '*';
            k += size - 1;
        } else if (const std::size_t minus = is("−"); minus > 0) {
            plain += '-';
            k += minus - 1;
        } else {
            plain += text[k] == ';' ? ',' : text[k];
        }
    }
    Stimulation read = stimulation;
    read.contacts.clear();
    read.factors.clear();
    const char* at = plain.data();
    const char* const end = at + plain.size();
    const auto skip = [&](std::string_view what) {
        while (at != end && what.find(*at) != std::string_view::npos) {
            ++at;
        }
    };
    for (skip(" ,"); at != end; skip(" ,")) {
        int contact = 0;
        const auto number = std::from_chars(at, end, contact);
        if (number.ec != std::errc()) {
            return "Write the contacts' numbers, such as “1, 4 × −1”.";
        }
        at = number.ptr;
        double factor = 1.0;
        skip(" ");
        if (at != end && *at == '*') {
            ++at;
            skip(" +");
            const auto given = std::from_chars(at, end, factor);
            if (given.ec != std::errc() || !std::isfinite(factor)) {
                return "The factor of contact " + std::to_string(contact) + " is missing.";
            }
            at = given.ptr;
        } else if (at != end && *at != ',' && !(*at >= '0' && *at <= '9')) {
            return "Write the contacts' numbers, such as “1, 4 × −1”.";
        }
        if (contact < 1 || contact > contactCount) {
            return "There is no contact " + std::to_string(contact) + "; the probe has 1 to " +
                   std::to_string(contactCount) + ".";
        }
        read.contacts.push_back(contact - 1);
        read.factors.push_back(factor);
    }
    if (std::string problem = drivenContactsProblem(read); !problem.empty()) {
        return problem;
    }
    stimulation = std::move(read);
    return {};
}

std::string drivenContactsProblem(const Stimulation& s) {
    if (s.contacts.size() != s.factors.size()) {
        return std::to_string(s.contacts.size()) + " stimulating contacts and " +
               std::to_string(s.factors.size()) + " factors are given; each contact needs one.";
    }
    std::set<int> seen;
    for (const int contact : s.contacts) {
        if (!seen.insert(contact).second) {
            return "Contact " + std::to_string(contact + 1) + " is given more than once.";
        }
    }
    return {};
}

bool appliedFieldsDiffer(const Scene& a, const Scene& b) {
    const std::vector<const Probe*> ofA = stimulating(a);
    const std::vector<const Probe*> ofB = stimulating(b);
    if (ofA.empty() && ofB.empty()) {
        return false;
    }
    if (ofA.size() != ofB.size() || a.cell.pose != b.cell.pose) {
        return true;
    }
    for (std::size_t k = 0; k < ofA.size(); ++k) {
        for (const Field<Probe>& field : probeFields()) {
            if (field.info.shapesField && (field.applies(*ofA[k]) || field.applies(*ofB[k])) &&
                field.get(*ofA[k]) != field.get(*ofB[k])) {
                return true;
            }
        }
    }
    return false;
}

} // namespace phiscope
