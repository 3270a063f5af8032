#include "model/scene/input_fields.h"

#include <algorithm>

namespace phiscope {

namespace {

using namespace build;

using Waveform = Stimulus::Waveform;

Condition<Stimulus> wave(std::vector<Waveform> waveforms) {
    return [waveforms = std::move(waveforms)](const Stimulus& stimulus) {
        return stimulus.type == Stimulus::Type::iClamp &&
               std::find(waveforms.begin(), waveforms.end(), stimulus.waveform) != waveforms.end();
    };
}

Field<Stimulus> waveformField() {
    return choice(
        &Stimulus::waveform,
        {Waveform::step, Waveform::ramp, Waveform::sine, Waveform::chirp, Waveform::noise, Waveform::samples},
        {.key = "waveform",
         .label = "Waveform",
         .help = "What is injected, from the delay on for the duration.",
         .group = "Electrode",
         .choices = {{"step", "Step", "A constant current."},
                     {"ramp", "Ramp", "Goes evenly from the offset to the amplitude."},
                     {"sine", "Sine", "Swings about the offset at one frequency."},
                     {"chirp", "Chirp", "A sine whose frequency goes evenly from one to another."},
                     {"noise", "Noise", "Random about the offset, with a correlation time."},
                     {"samples", "From a file", "Given values, with straight lines between."}}},
        [](const Stimulus& stimulus) { return stimulus.type == Stimulus::Type::iClamp; });
}

void appendWaveform(Fields<Stimulus>& fields) {
    fields.push_back(
        number(&Stimulus::offsetNa,
               {.key = "offset_nA",
                .label = "Offset",
                .unit = "nA",
                .help = "The current about which the waveform swings, or at which a ramp begins.",
                .minimum = -1e4,
                .maximum = 1e4,
                .step = 0.1,
                .decimals = 4,
                .group = "Electrode"},
               wave({Waveform::ramp, Waveform::sine, Waveform::chirp, Waveform::noise})));
    fields.push_back(number(&Stimulus::frequencyHz,
                            {.key = "frequency_Hz",
                             .label = "Frequency",
                             .unit = "Hz",
                             .help = "Of the sine; of a chirp at its beginning.",
                             .minimum = 0,
                             .maximum = 1e5,
                             .step = 5,
                             .decimals = 3,
                             .group = "Electrode"},
                            wave({Waveform::sine, Waveform::chirp})));
    fields.push_back(number(&Stimulus::frequencyEndHz,
                            {.key = "frequency_end_Hz",
                             .label = "Last frequency",
                             .unit = "Hz",
                             .help = "Of a chirp at its end.",
                             .minimum = 0,
                             .maximum = 1e5,
                             .step = 5,
                             .decimals = 3,
                             .group = "Electrode"},
                            wave({Waveform::chirp})));
    fields.push_back(number(&Stimulus::phaseDeg,
                            {.key = "phase_deg",
                             .label = "Phase",
                             .unit = "°",
                             .help = "Where in its cycle the sine begins; 90 begins at the peak.",
                             .minimum = -360,
                             .maximum = 360,
                             .step = 15,
                             .decimals = 2,
                             .group = "Electrode"},
                            wave({Waveform::sine, Waveform::chirp})));
    fields.push_back(
        number(&Stimulus::noiseTauMs,
               {.key = "noise_tau_ms",
                .label = "Correlation time",
                .unit = "ms",
                .help = "Over which the noise forgets its value; 0: a new value every time step.",
                .minimum = 0,
                .maximum = 1e4,
                .step = 0.5,
                .decimals = 4,
                .group = "Electrode"},
               wave({Waveform::noise})));
    fields.push_back(integer(&Stimulus::seed,
                             {.key = "seed",
                              .label = "Seed",
                              .help = "Another seed gives other noise; the same seed the same.",
                              .minimum = 0,
                              .maximum = 2147483647,
                              .group = "Electrode"},
                             wave({Waveform::noise})));
    fields.push_back(numbers(&Stimulus::sampleTimesMs,
                             {.key = "sample_times_ms",
                              .label = "Times",
                              .unit = "ms",
                              .help = "Rising times of the values, counted from the delay.",
                              .minimum = 0,
                              .maximum = 1e7,
                              .group = "Electrode"},
                             wave({Waveform::samples})));
    fields.push_back(numbers(&Stimulus::samplesNa,
                             {.key = "samples_nA",
                              .label = "Values",
                              .unit = "nA",
                              .help = "The current at each of the times; the amplitude multiplies it.",
                              .minimum = -1e6,
                              .maximum = 1e6,
                              .group = "Electrode"},
                             wave({Waveform::samples})));
}

Fields<Stimulus> makeStimulusFields() {
    using Type = Stimulus::Type;
    const Condition<Stimulus> current = [](const Stimulus& s) {
        return s.type == Type::iClamp;
    };
    const Condition<Stimulus> voltage = [](const Stimulus& s) {
        return s.type != Type::iClamp;
    };
    const Condition<Stimulus> twoElectrodes = [](const Stimulus& s) {
        return s.type == Type::vClamp;
    };
    Fields<Stimulus> fields;
    fields.push_back(text(&Stimulus::id, identity()));
    fields.push_back(text(&Stimulus::name, named("electrode")));
    fields.push_back(
        boolean(&Stimulus::enabled, {.key = "enabled",
                                     .label = "Active",
                                     .help = "Off: the electrode stays in the scene but does nothing."}));
    fields.push_back(lock<Stimulus>("electrode"));
    append(fields, &Stimulus::location, locationFields(), "", "Place");
    fields.push_back(choice(
        &Stimulus::type, {Type::iClamp, Type::seClamp, Type::vClamp},
        {.key = "type",
         .label = "Type",
         .help = "What the electrode does to the cell.",
         .group = "Electrode",
         .lfpyName = "pptype",
         .choices = {{"i_clamp", "Current clamp (IClamp)", "Injects a current."},
                     {"se_clamp", "Single-electrode voltage clamp (SEClamp)",
                      "Holds three potentials in turn through a series resistance."},
                     {"v_clamp", "Two-electrode voltage clamp (VClamp)",
                      "Holds three potentials in turn with a feedback amplifier; its membrane current is not "
                      "meaningful."}}}));
    fields.push_back(waveformField());
    fields.push_back(number(&Stimulus::delayMs,
                            {.key = "delay_ms",
                             .label = "Delay",
                             .unit = "ms",
                             .help = "When the current begins.",
                             .minimum = -1e7,
                             .maximum = 1e7,
                             .step = 1,
                             .decimals = 3,
                             .group = "Electrode",
                             .lfpyName = "delay"},
                            current));
    fields.push_back(number(&Stimulus::durationMs,
                            {.key = "duration_ms",
                             .label = "Duration",
                             .unit = "ms",
                             .help = "How long the current lasts.",
                             .minimum = 0,
                             .maximum = 1e9,
                             .step = 1,
                             .decimals = 3,
                             .group = "Electrode",
                             .lfpyName = "dur"},
                            current));
    fields.push_back(
        number(&Stimulus::amplitudeNa,
               {.key = "amplitude_nA",
                .label = "Amplitude",
                .unit = "nA",
                .help = "The injected current; positive depolarises. Of noise its standard deviation; "
                        "given values are multiplied by it.",
                .minimum = -1e4,
                .maximum = 1e4,
                .step = 0.1,
                .decimals = 4,
                .group = "Electrode",
                .lfpyName = "amp"},
               current));
    appendWaveform(fields);
    fields.push_back(triple(&Stimulus::levelsMv,
                            {.key = "levels_mV",
                             .label = "Levels",
                             .unit = "mV",
                             .help = "The three potentials that are held in turn.",
                             .minimum = -1000,
                             .maximum = 1000,
                             .step = 5,
                             .decimals = 2,
                             .group = "Electrode",
                             .lfpyName = "amp1, amp2, amp3",
                             .components = {"first", "second", "third"}},
                            voltage));
    fields.push_back(triple(&Stimulus::levelDurationsMs,
                            {.key = "level_durations_ms",
                             .label = "Durations",
                             .unit = "ms",
                             .help = "How long each of the three potentials is held.",
                             .minimum = 0,
                             .maximum = 1e9,
                             .step = 1,
                             .decimals = 3,
                             .group = "Electrode",
                             .lfpyName = "dur1, dur2, dur3",
                             .components = {"first", "second", "third"}},
                            voltage));
    fields.push_back(number(&Stimulus::seriesResistanceMohm,
                            {.key = "series_resistance_MOhm",
                             .label = "Series resistance",
                             .unit = "MΩ",
                             .help = "Resistance between electrode and cell.",
                             .minimum = 1e-9,
                             .maximum = 1e6,
                             .step = 0.1,
                             .decimals = 4,
                             .group = "Electrode",
                             .lfpyName = "rs"},
                            [](const Stimulus& s) { return s.type == Type::seClamp; }));
    fields.push_back(number(&Stimulus::gain,
                            {.key = "gain",
                             .label = "Gain",
                             .help = "Gain of the feedback amplifier.",
                             .minimum = 0,
                             .maximum = 1e12,
                             .step = 1e4,
                             .decimals = 1,
                             .group = "Electrode",
                             .lfpyName = "gain"},
                            twoElectrodes));
    fields.push_back(number(&Stimulus::tau1Ms,
                            {.key = "tau1_ms",
                             .label = "First time constant",
                             .unit = "ms",
                             .help = "First time constant of the feedback amplifier.",
                             .minimum = 0,
                             .maximum = 1e6,
                             .step = 0.05,
                             .decimals = 4,
                             .group = "Electrode",
                             .lfpyName = "tau1"},
                            twoElectrodes));
    fields.push_back(number(&Stimulus::tau2Ms,
                            {.key = "tau2_ms",
                             .label = "Second time constant",
                             .unit = "ms",
                             .help = "Second time constant of the feedback amplifier.",
                             .minimum = 0,
                             .maximum = 1e6,
                             .step = 0.05,
                             .decimals = 4,
                             .group = "Electrode",
                             .lfpyName = "tau2"},
                            twoElectrodes));
    return fields;
}

} // namespace

const Fields<Stimulus>& stimulusFields() {
    static const Fields<Stimulus> fields = makeStimulusFields();
    return fields;
}

} // namespace phiscope
