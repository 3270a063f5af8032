#include "model/scene/measurement_fields.h"

#include <cmath>

namespace phiscope::build {

namespace {

/// Whole numbers in the file; what is none becomes a contact that no probe has.
std::vector<int> toContacts(const std::vector<double>& numbers) {
    std::vector<int> contacts;
    contacts.reserve(numbers.size());
    for (const double number : numbers) {
        contacts.push_back(
            number == std::floor(number) && number >= 0.0 && number < 1e9 ? static_cast<int>(number) : -1);
    }
    return contacts;
}

} // namespace

Fields<Stimulation> stimulationFields() {
    using Wave = Stimulation::Wave;
    const Condition<Stimulation> on = [](const Stimulation& s) {
        return s.enabled;
    };
    const Condition<Stimulation> pulses = [](const Stimulation& s) {
        return s.enabled && s.wave == Wave::pulses;
    };
    const Condition<Stimulation> biphasic = [](const Stimulation& s) {
        return s.enabled && s.wave == Wave::pulses && s.biphasic;
    };
    const Condition<Stimulation> samples = [](const Stimulation& s) {
        return s.enabled && s.wave == Wave::samples;
    };
    Fields<Stimulation> fields;
    fields.push_back(boolean(&Stimulation::enabled,
                             {.key = "enabled",
                              .label = "Stimulate",
                              .help = "Whether contacts of this probe drive current into the tissue, whose "
                                      "potential acts on the cell.",
                              .lfpyName = "enable_extracellular_stimulation"}));
    fields.push_back(make<Stimulation>(
        {.key = "contacts",
         .label = "Stimulating contacts",
         .help = "The contacts that drive the current, counted from 0 in the file.",
         .minimum = 0,
         .maximum = 1e6,
         .decimals = 0,
         .inPanel = false},
        FieldKind::numbers,
        [](const Stimulation& s) {
            return FieldValue(std::vector<double>(s.contacts.begin(), s.contacts.end()));
        },
        [](Stimulation& s, const FieldValue& to) {
            s.contacts = toContacts(std::get<std::vector<double>>(to));
        },
        on));
    fields.push_back(numbers(&Stimulation::factors,
                             {.key = "factors",
                              .label = "Factors",
                              .help = "One a contact: its current is the wave times this. 1 and -1 are a "
                                      "bipolar pair.",
                              .minimum = -1e6,
                              .maximum = 1e6,
                              .decimals = 3,
                              .lfpyName = "set_currents",
                              .inPanel = false},
                             on));
    fields.push_back(choice(
        &Stimulation::wave, {Wave::pulses, Wave::samples},
        {.key = "wave",
         .label = "Current",
         .help = "What the contacts drive over time.",
         .choices = {{"pulses", "Pulses", "A train of pulses, in bursts."},
                     {"samples", "Given values", "A list of currents, each until the time of the next."}}},
        on));
    const auto time = [&](auto member, const char* key, const char* label, const char* help, double minimum,
                          const char* lfpyName, const Condition<Stimulation>& when) {
        fields.push_back(number(member,
                                {.key = key,
                                 .label = label,
                                 .unit = "ms",
                                 .help = help,
                                 .minimum = minimum,
                                 .maximum = 1e7,
                                 .step = 0.1,
                                 .decimals = 4,
                                 .lfpyName = lfpyName},
                                when));
    };
    time(&Stimulation::delayMs, "delay_ms", "Delay", "When the first pulse, or the wave, begins.", -1e7,
         "t_start", on);
    fields.push_back(number(&Stimulation::amplitudeNa,
                            {.key = "amplitude_nA",
                             .label = "Amplitude",
                             .unit = "nA",
                             .help = "Current of a pulse's first phase; below 0 the contact is a cathode.",
                             .minimum = -1e9,
                             .maximum = 1e9,
                             .step = 1000,
                             .decimals = 3,
                             .lfpyName = "amp1"},
                            pulses));
    time(&Stimulation::widthMs, "width_ms", "Width", "Duration of a pulse's first phase.", 1e-5, "width1",
         pulses);
    fields.push_back(boolean(&Stimulation::biphasic,
                             {.key = "biphasic",
                              .label = "Biphasic",
                              .help = "A second phase takes the charge of the first one back.",
                              .lfpyName = "biphasic"},
                             pulses));
    time(&Stimulation::interphaseMs, "interphase_ms", "Interphase gap",
         "Pause between the two phases of a pulse.", 0.0, "interphase", biphasic);
    fields.push_back(optionalNumber(&Stimulation::amplitude2Na,
                                    {.key = "amplitude2_nA",
                                     .label = "Second amplitude",
                                     .unit = "nA",
                                     .help = "Current of a pulse's second phase.",
                                     .minimum = -1e9,
                                     .maximum = 1e9,
                                     .step = 1000,
                                     .decimals = 3,
                                     .lfpyName = "amp2",
                                     .unsetText = "what leaves no charge",
                                     .unsetSuggestion = 10000},
                                    biphasic));
    fields.push_back(optionalNumber(&Stimulation::width2Ms,
                                    {.key = "width2_ms",
                                     .label = "Second width",
                                     .unit = "ms",
                                     .help = "Duration of a pulse's second phase.",
                                     .minimum = 1e-5,
                                     .maximum = 1e7,
                                     .step = 0.1,
                                     .decimals = 4,
                                     .lfpyName = "width2",
                                     .unsetText = "as the first",
                                     .unsetSuggestion = 0.25},
                                    biphasic));
    const auto count = [&](auto member, const char* key, const char* label, const char* help,
                           const char* lfpyName) {
        fields.push_back(integer(
            member,
            {.key = key, .label = label, .help = help, .minimum = 1, .maximum = 100000, .lfpyName = lfpyName},
            pulses));
    };
    count(&Stimulation::pulseCount, "pulse_count", "Pulses", "Pulses in a burst.", "n_pulses");
    time(&Stimulation::intervalMs, "interval_ms", "Interval",
         "From the beginning of one pulse to that of the next.", 1e-5, "interpulse",
         [pulses](const Stimulation& s) { return pulses(s) && s.pulseCount > 1; });
    count(&Stimulation::burstCount, "burst_count", "Bursts", "How many times the burst comes.", "n_bursts");
    time(&Stimulation::burstIntervalMs, "burst_interval_ms", "Burst interval",
         "From the beginning of one burst to that of the next.", 1e-5, "interburst",
         [pulses](const Stimulation& s) { return pulses(s) && s.burstCount > 1; });
    fields.push_back(numbers(&Stimulation::sampleTimesMs,
                             {.key = "sample_times_ms",
                              .label = "Times",
                              .unit = "ms",
                              .help = "When each current begins, after the delay, rising.",
                              .minimum = -1e7,
                              .maximum = 1e7,
                              .decimals = 4,
                              .lfpyName = "t_ext"},
                             samples));
    fields.push_back(numbers(&Stimulation::samplesNa,
                             {.key = "samples_nA",
                              .label = "Currents",
                              .unit = "nA",
                              .help = "The current from each time on, until the next.",
                              .minimum = -1e9,
                              .maximum = 1e9,
                              .decimals = 3,
                              .lfpyName = "set_currents"},
                             samples));
    fields.push_back(boolean(&Stimulation::halfSpace,
                             {.key = "half_space",
                              .label = "On an insulating plate",
                              .help = "The tissue fills one side of a plate that the contacts lie on, so "
                                      "that the potential of their current is twice as large.",
                              .lfpyName = "model='semi'"},
                             on));
    return fields;
}

} // namespace phiscope::build
