#include "model/scene/field_builders.h"

namespace phiscope {

namespace {

using namespace build;

Fields<Location> locationFields() {
    Fields<Location> fields;
    fields.push_back(text(&Location::section, {.key = "section",
                                               .label = "Section",
                                               .help = "The section of the cell where it sits.",
                                               .group = "Place",
                                               .lfpyName = "idx"}));
    fields.push_back(number(&Location::x, {.key = "x",
                                           .label = "Position",
                                           .help = "Where on the section, from 0 (its start) to 1 (its end).",
                                           .minimum = 0,
                                           .maximum = 1,
                                           .step = 0.05,
                                           .decimals = 4,
                                           .group = "Place",
                                           .lfpyName = "idx"}));
    return fields;
}

Fields<SpikeTrain> spikeFields() {
    using Kind = SpikeTrain::Kind;
    const auto generated = [](const SpikeTrain& train) {
        return train.kind == Kind::netStim;
    };
    Fields<SpikeTrain> fields;
    fields.push_back(
        choice(&SpikeTrain::kind, {Kind::times, Kind::netStim},
               {.key = "kind",
                .label = "Spikes",
                .help = "When the synapse is activated.",
                .choices = {{"times", "At given times", "Events arrive exactly at the listed times."},
                            {"net_stim", "Generated (NetStim)",
                             "A regular or random train; events arrive 1 ms later, as in LFPy."}}}));
    fields.push_back(numbers(&SpikeTrain::timesMs,
                             {.key = "times_ms",
                              .label = "Spike times",
                              .unit = "ms",
                              .help = "Times at which the synapse is activated, in any order.",
                              .minimum = -1e7,
                              .maximum = 1e7,
                              .lfpyName = "set_spike_times"},
                             [](const SpikeTrain& train) { return train.kind == Kind::times; }));
    fields.push_back(number(&SpikeTrain::startMs,
                            {.key = "start_ms",
                             .label = "First spike",
                             .unit = "ms",
                             .help = "Time of the first spike; with noise, the most likely one.",
                             .minimum = 0,
                             .maximum = 1e7,
                             .step = 1,
                             .decimals = 3,
                             .lfpyName = "start"},
                            generated));
    fields.push_back(number(&SpikeTrain::intervalMs,
                            {.key = "interval_ms",
                             .label = "Interval",
                             .unit = "ms",
                             .help = "Mean time between two spikes.",
                             .minimum = 1e-3,
                             .maximum = 1e7,
                             .step = 1,
                             .decimals = 3,
                             .lfpyName = "interval"},
                            generated));
    fields.push_back(number(&SpikeTrain::number,
                            {.key = "number",
                             .label = "Spikes at most",
                             .help = "Mean number of spikes of the train.",
                             .minimum = 0,
                             .maximum = 1e9,
                             .step = 1,
                             .decimals = 0,
                             .lfpyName = "number"},
                            generated));
    fields.push_back(number(&SpikeTrain::noise,
                            {.key = "noise",
                             .label = "Noise",
                             .help = "0 makes a regular train, 1 a Poisson train, values between a mixture.",
                             .minimum = 0,
                             .maximum = 1,
                             .step = 0.1,
                             .decimals = 3,
                             .lfpyName = "noise"},
                            generated));
    fields.push_back(
        integer(&SpikeTrain::seed,
                {.key = "seed",
                 .label = "Seed",
                 .help = "Another seed gives another random train; the same seed the same one.",
                 .minimum = 0,
                 .maximum = 2147483647,
                 .lfpyName = "seed"},
                [](const SpikeTrain& train) { return train.kind == Kind::netStim && train.noise > 0.0; }));
    return fields;
}

FieldInfo named(const char* what) {
    return {.key = "name",
            .label = "Name",
            .help = std::string("What the ") + what + " is called in the tree.",
            .changesCurrents = false};
}

FieldInfo identity() {
    return {.key = "id",
            .label = "Identifier",
            .help = "Tells the objects of a scene apart; never shown.",
            .changesCurrents = false,
            .inPanel = false};
}

Fields<Synapse> makeSynapseFields() {
    using Type = Synapse::Type;
    const auto is = [](Type type) {
        return Condition<Synapse>([type](const Synapse& synapse) { return synapse.type == type; });
    };
    const auto driven = [](const Synapse& synapse) {
        return synapse.type != Type::alphaSynapse;
    };
    Fields<Synapse> fields;
    fields.push_back(text(&Synapse::id, identity()));
    fields.push_back(text(&Synapse::name, named("synapse")));
    fields.push_back(
        boolean(&Synapse::enabled, {.key = "enabled",
                                    .label = "Active",
                                    .help = "Off: the synapse stays in the scene but does nothing."}));
    append(fields, &Synapse::location, locationFields(), "", "Place");
    fields.push_back(
        choice(&Synapse::type, {Type::expSyn, Type::exp2Syn, Type::alphaSynapse},
               {.key = "type",
                .label = "Type",
                .help = "The time course of the synapse's conductance.",
                .group = "Conductance",
                .lfpyName = "syntype",
                .choices = {
                    {"exp_syn", "Exponential (ExpSyn)", "Jumps at each event and decays exponentially."},
                    {"exp2_syn", "Two exponentials (Exp2Syn)", "Rises and decays with a time constant each."},
                    {"alpha_synapse", "Alpha function (AlphaSynapse)",
                     "One alpha function at a given time; takes no events."}}}));
    fields.push_back(number(&Synapse::weight, {.key = "weight_uS",
                                               .label = "Weight",
                                               .unit = "µS",
                                               .help = "Peak conductance of one event.",
                                               .minimum = 0,
                                               .maximum = 1e4,
                                               .step = 0.001,
                                               .decimals = 6,
                                               .group = "Conductance",
                                               .lfpyName = "weight"}));
    fields.push_back(number(&Synapse::reversalMv,
                            {.key = "reversal_mV",
                             .label = "Reversal potential",
                             .unit = "mV",
                             .help = "Potential at which the synapse carries no current; about 0 mV excites, "
                                     "−70 mV and below inhibits.",
                             .minimum = -500,
                             .maximum = 500,
                             .step = 5,
                             .decimals = 2,
                             .group = "Conductance",
                             .lfpyName = "e"}));
    fields.push_back(number(&Synapse::tauMs,
                            {.key = "tau_ms",
                             .label = "Time constant",
                             .unit = "ms",
                             .help = "Decay of the conductance; of an alpha function the time to its peak.",
                             .minimum = 1e-6,
                             .maximum = 1e6,
                             .step = 0.5,
                             .decimals = 4,
                             .group = "Conductance",
                             .lfpyName = "tau"},
                            [](const Synapse& synapse) { return synapse.type != Type::exp2Syn; }));
    fields.push_back(number(&Synapse::tau1Ms,
                            {.key = "tau1_ms",
                             .label = "Rise time constant",
                             .unit = "ms",
                             .help = "Time constant of the rise; shorter than that of the decay.",
                             .minimum = 1e-6,
                             .maximum = 1e6,
                             .step = 0.1,
                             .decimals = 4,
                             .group = "Conductance",
                             .lfpyName = "tau1"},
                            is(Type::exp2Syn)));
    fields.push_back(number(&Synapse::tau2Ms,
                            {.key = "tau2_ms",
                             .label = "Decay time constant",
                             .unit = "ms",
                             .help = "Time constant of the decay.",
                             .minimum = 1e-6,
                             .maximum = 1e6,
                             .step = 0.5,
                             .decimals = 4,
                             .group = "Conductance",
                             .lfpyName = "tau2"},
                            is(Type::exp2Syn)));
    fields.push_back(number(&Synapse::onsetMs,
                            {.key = "onset_ms",
                             .label = "Onset",
                             .unit = "ms",
                             .help = "When the alpha function begins.",
                             .minimum = -1e7,
                             .maximum = 1e7,
                             .step = 1,
                             .decimals = 3,
                             .group = "Conductance",
                             .lfpyName = "onset"},
                            is(Type::alphaSynapse)));
    append<Synapse, SpikeTrain>(fields, &Synapse::spikes, spikeFields(), "spikes/", "Spikes", driven);
    return fields;
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
    append(fields, &Stimulus::location, locationFields(), "", "Place");
    fields.push_back(choice(
        &Stimulus::type, {Type::iClamp, Type::seClamp, Type::vClamp},
        {.key = "type",
         .label = "Type",
         .help = "What the electrode does to the cell.",
         .group = "Electrode",
         .lfpyName = "pptype",
         .choices = {{"i_clamp", "Current clamp (IClamp)", "Injects a step of current."},
                     {"se_clamp", "Single-electrode voltage clamp (SEClamp)",
                      "Holds three potentials in turn through a series resistance."},
                     {"v_clamp", "Two-electrode voltage clamp (VClamp)",
                      "Holds three potentials in turn with a feedback amplifier; its membrane current is not "
                      "meaningful."}}}));
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
    fields.push_back(number(&Stimulus::amplitudeNa,
                            {.key = "amplitude_nA",
                             .label = "Amplitude",
                             .unit = "nA",
                             .help = "The injected current; positive depolarises.",
                             .minimum = -1e4,
                             .maximum = 1e4,
                             .step = 0.1,
                             .decimals = 4,
                             .group = "Electrode",
                             .lfpyName = "amp"},
                            current));
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

const Fields<Synapse>& synapseFields() {
    static const Fields<Synapse> fields = makeSynapseFields();
    return fields;
}

const Fields<Stimulus>& stimulusFields() {
    static const Fields<Stimulus> fields = makeStimulusFields();
    return fields;
}

} // namespace phiscope
