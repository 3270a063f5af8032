#include "model/scene/input_fields.h"

#include <algorithm>

namespace phiscope::build {

namespace {

using Kind = SpikeTrain::Kind;

Condition<SpikeTrain> only(std::vector<Kind> kinds) {
    return [kinds = std::move(kinds)](const SpikeTrain& train) {
        return std::find(kinds.begin(), kinds.end(), train.kind) != kinds.end();
    };
}

void appendShape(Fields<SpikeTrain>& fields) {
    fields.push_back(number(&SpikeTrain::rateHz,
                            {.key = "rate_Hz",
                             .label = "Rate",
                             .unit = "Hz",
                             .help = "Mean number of spikes a second.",
                             .minimum = 0,
                             .maximum = 1e5,
                             .step = 5,
                             .decimals = 3},
                            only({Kind::poisson, Kind::gamma, Kind::logNormal})));
    fields.push_back(
        number(&SpikeTrain::shape,
               {.key = "shape",
                .label = "Regularity",
                .help = "Shape of the gamma distribution of intervals, after the dead time: 1 is Poisson, "
                        "larger ones are more regular, smaller ones burst.",
                .minimum = 0.05,
                .maximum = 1e4,
                .step = 1,
                .decimals = 2},
               only({Kind::gamma})));
    fields.push_back(number(&SpikeTrain::variation,
                            {.key = "variation",
                             .label = "Variation",
                             .help = "Coefficient of variation of the intervals, after the dead time: their "
                                     "standard deviation over their mean. Small ones are regular.",
                             .minimum = 0.001,
                             .maximum = 20,
                             .step = 0.1,
                             .decimals = 3},
                            only({Kind::logNormal})));
    fields.push_back(number(&SpikeTrain::refractoryMs,
                            {.key = "refractory_ms",
                             .label = "Dead time",
                             .unit = "ms",
                             .help = "The shortest interval: no spike follows another within this time; the "
                                     "mean rate stays. LFPy: loc of the intervals.",
                             .minimum = 0,
                             .maximum = 1e4,
                             .step = 0.5,
                             .decimals = 3},
                            only({Kind::poisson, Kind::gamma, Kind::logNormal, Kind::rateCurve})));
    fields.push_back(integer(&SpikeTrain::burstSpikes,
                             {.key = "burst_spikes",
                              .label = "Spikes a burst",
                              .help = "How many spikes a burst has.",
                              .minimum = 1,
                              .maximum = 1000},
                             only({Kind::bursts})));
    fields.push_back(number(&SpikeTrain::burstIntervalMs,
                            {.key = "burst_interval_ms",
                             .label = "Interval in a burst",
                             .unit = "ms",
                             .help = "Time between two spikes of a burst.",
                             .minimum = 1e-3,
                             .maximum = 1e4,
                             .step = 0.5,
                             .decimals = 3},
                            only({Kind::bursts})));
    fields.push_back(numbers(&SpikeTrain::curveTimesMs,
                             {.key = "curve_times_ms",
                              .label = "Curve: times",
                              .unit = "ms",
                              .help = "Rising times at which the rate is given; it is interpolated between.",
                              .minimum = -1e7,
                              .maximum = 1e7},
                             only({Kind::rateCurve})));
    fields.push_back(numbers(&SpikeTrain::curveRatesHz,
                             {.key = "curve_rates_Hz",
                              .label = "Curve: rates",
                              .unit = "Hz",
                              .help = "The rate at each of the times, as many as these.",
                              .minimum = 0,
                              .maximum = 1e5},
                             only({Kind::rateCurve})));
}

} // namespace

Fields<SpikeTrain> spikeFields() {
    const Condition<SpikeTrain> generated = [](const SpikeTrain& train) {
        return train.kind != Kind::times;
    };
    Fields<SpikeTrain> fields;
    fields.push_back(choice(
        &SpikeTrain::kind,
        {Kind::times, Kind::netStim, Kind::regular, Kind::poisson, Kind::gamma, Kind::logNormal, Kind::bursts,
         Kind::rateCurve},
        {.key = "kind",
         .label = "Spikes",
         .help = "When the synapse is activated.",
         .choices = {{"times", "At given times", "Events arrive exactly at the listed times."},
                     {"net_stim", "Generated (NetStim)",
                      "A regular or random train; events arrive 1 ms later, as in LFPy."},
                     {"regular", "Regular", "One spike after another at a fixed interval."},
                     {"poisson", "Poisson", "Independent spikes at a mean rate."},
                     {"gamma", "Gamma", "Intervals from a gamma distribution, regular or bursting."},
                     {"log_normal", "Log-normal", "Intervals whose logarithm is normal: few are very long."},
                     {"bursts", "Bursts", "Groups of spikes, regular or at random times."},
                     {"rate_curve", "Rate curve", "Poisson with a rate that changes over time."}}}));
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
                             .label = "Begin",
                             .unit = "ms",
                             .help = "When the train begins. A regular one has its first spike then; NetStim "
                                     "has it then, with noise most likely then.",
                             .minimum = 0,
                             .maximum = 1e7,
                             .step = 1,
                             .decimals = 3,
                             .lfpyName = "start"},
                            generated));
    fields.push_back(optionalNumber(
        &SpikeTrain::stopMs,
        {.key = "stop_ms",
         .label = "End",
         .unit = "ms",
         .help = "No spike comes at or after this time.",
         .minimum = 0,
         .maximum = 1e7,
         .step = 10,
         .decimals = 3,
         .unsetText = "at the end of the run",
         .unsetSuggestion = 100},
        [](const SpikeTrain& train) { return train.kind != Kind::times && train.kind != Kind::netStim; }));
    fields.push_back(number(&SpikeTrain::intervalMs,
                            {.key = "interval_ms",
                             .label = "Interval",
                             .unit = "ms",
                             .help = "Mean time between two spikes; of bursts between the beginnings of two.",
                             .minimum = 1e-3,
                             .maximum = 1e7,
                             .step = 1,
                             .decimals = 3,
                             .lfpyName = "interval"},
                            only({Kind::netStim, Kind::regular, Kind::bursts})));
    appendShape(fields);
    fields.push_back(number(&SpikeTrain::number,
                            {.key = "number",
                             .label = "Spikes at most",
                             .help = "Mean number of spikes of the train.",
                             .minimum = 0,
                             .maximum = 1e9,
                             .step = 1,
                             .decimals = 0,
                             .lfpyName = "number"},
                            only({Kind::netStim})));
    fields.push_back(number(&SpikeTrain::noise,
                            {.key = "noise",
                             .label = "Noise",
                             .help = "0 makes a regular train, 1 a Poisson train, values between a mixture.",
                             .minimum = 0,
                             .maximum = 1,
                             .step = 0.1,
                             .decimals = 3,
                             .lfpyName = "noise"},
                            only({Kind::netStim, Kind::bursts})));
    fields.push_back(integer(&SpikeTrain::seed,
                             {.key = "seed",
                              .label = "Seed",
                              .help = "Another seed gives another random train; the same seed the same one.",
                              .minimum = 0,
                              .maximum = 2147483647,
                              .lfpyName = "seed"},
                             [](const SpikeTrain& train) {
                                 const bool byNoise =
                                     train.kind == Kind::netStim || train.kind == Kind::bursts;
                                 return train.kind != Kind::times && train.kind != Kind::regular &&
                                        (!byNoise || train.noise > 0.0);
                             }));
    return fields;
}

} // namespace phiscope::build
