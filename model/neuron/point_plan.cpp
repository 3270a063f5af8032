#include "model/neuron/point_plan.h"

#include "model/scene/fields.h"
#include "model/scene/spike_times.h"
#include "model/scene/waveform.h"

#include <cmath>

namespace phiscope {
namespace {

constexpr double always = 1e9; // ms; longer than any run
constexpr double mostPlayedSteps = 1e8;

/// The parameters of its type.
void describe(const Synapse& synapse, PlannedPoint& point) {
    switch (synapse.type) {
    case Synapse::Type::expSyn:
        point.type = "ExpSyn";
        point.parameters = {{"tau", 0, synapse.tauMs}, {"e", 0, synapse.reversalMv}};
        break;
    case Synapse::Type::exp2Syn:
        point.type = "Exp2Syn";
        point.parameters = {
            {"tau1", 0, synapse.tau1Ms}, {"tau2", 0, synapse.tau2Ms}, {"e", 0, synapse.reversalMv}};
        break;
    case Synapse::Type::alphaSynapse:
        point.type = "AlphaSynapse";
        point.parameters = {{"onset", 0, synapse.onsetMs},
                            {"tau", 0, synapse.tauMs},
                            {"gmax", 0, synapse.weight},
                            {"e", 0, synapse.reversalMv}};
        break;
    }
}

void describe(const Stimulus& stimulus, PlannedPoint& point) {
    switch (stimulus.type) {
    case Stimulus::Type::iClamp:
        point.type = "IClamp";
        point.parameters = {
            {"del", 0, stimulus.delayMs}, {"dur", 0, stimulus.durationMs}, {"amp", 0, stimulus.amplitudeNa}};
        break;
    case Stimulus::Type::seClamp:
        point.type = "SEClamp";
        point.parameters = {{"rs", 0, stimulus.seriesResistanceMohm}};
        for (std::size_t i = 0; i < 3; ++i) {
            point.parameters.push_back({"dur" + std::to_string(i + 1), 0, stimulus.levelDurationsMs[i]});
            point.parameters.push_back({"amp" + std::to_string(i + 1), 0, stimulus.levelsMv[i]});
        }
        break;
    case Stimulus::Type::vClamp:
        point.type = "VClamp";
        point.parameters = {
            {"gain", 0, stimulus.gain}, {"tau1", 0, stimulus.tau1Ms}, {"tau2", 0, stimulus.tau2Ms}};
        for (std::size_t i = 0; i < 3; ++i) {
            const auto index = static_cast<int>(i);
            point.parameters.push_back({"dur", index, stimulus.levelDurationsMs[i]});
            point.parameters.push_back({"amp", index, stimulus.levelsMv[i]});
        }
        break;
    }
}

Result<void> addEvents(const Synapse& synapse, double tstopMs, PlannedPoint& point) {
    const SpikeTrain& train = synapse.spikes;
    if (train.kind == SpikeTrain::Kind::netStim) {
        point.netStim =
            PlannedNetStim{train.startMs, train.intervalMs, train.number, train.noise, train.seed};
        return {};
    }
    if (std::string problem = spikeTrainProblem(train, tstopMs); !problem.empty()) {
        return fail("“" + synapse.name + "”: " + problem, "Change its spikes in its properties.");
    }
    point.eventsMs = train.kind == SpikeTrain::Kind::times ? train.timesMs : spikeTimes(train, tstopMs);
    return {};
}

Result<void> addWaveform(const Stimulus& stimulus, const CellPlan& plan, PlannedPoint& point) {
    if (std::string problem = waveformProblem(stimulus); !problem.empty()) {
        return fail("“" + stimulus.name + "”: " + problem, "Set it again in its properties.");
    }
    const std::int64_t steps = plan.warmUpSteps + plan.frames - 1;
    if (static_cast<double>(steps) > mostPlayedSteps) {
        return fail("The waveform of “" + stimulus.name + "” would have " +
                        numberText(static_cast<double>(steps)) + " values, one a time step.",
                    "Choose a longer time step or a shorter simulation, or inject a step.");
    }
    std::vector<double> middles;
    middles.reserve(static_cast<std::size_t>(steps));
    for (std::int64_t k = -plan.warmUpSteps; k < plan.frames - 1; ++k) {
        middles.push_back((static_cast<double>(k) + 0.5) * plan.dtMs);
    }
    point.played = injectedCurrent(stimulus, middles);
    const double first = point.played.empty() ? 0.0 : point.played.front();
    point.parameters = {{"del", 0, -always}, {"dur", 0, 2.0 * always}, {"amp", 0, first}};
    return {};
}

Result<void> checkPoint(const PlannedPoint& point) {
    for (const PlannedParameter& parameter : point.parameters) {
        if (!std::isfinite(parameter.value)) {
            return fail("“" + point.name + "”: " + parameter.name + " is not a number.",
                        "Set it again in its properties.");
        }
        const bool mustBePositive =
            parameter.name == "tau" || parameter.name == "rs" ||
            (point.type == "Exp2Syn" && (parameter.name == "tau1" || parameter.name == "tau2"));
        if (mustBePositive && !(parameter.value > 0.0)) {
            return fail("“" + point.name + "”: " + parameter.name + " is " + numberText(parameter.value) +
                            ".",
                        "Choose a value above 0.");
        }
    }
    if (!std::isfinite(point.weight)) {
        return fail("“" + point.name + "”: the weight is not a number.", "Set it again in its properties.");
    }
    for (const double time : point.eventsMs) {
        if (!std::isfinite(time)) {
            return fail("“" + point.name + "” has a spike time that is not a number.",
                        "Repair its list of spike times.");
        }
    }
    if (point.netStim) {
        const PlannedNetStim& train = *point.netStim;
        if (!std::isfinite(train.startMs) || !std::isfinite(train.number) || !(train.intervalMs > 0.0) ||
            !std::isfinite(train.intervalMs) || !(train.noise >= 0.0 && train.noise <= 1.0)) {
            return fail("“" + point.name + "” has a spike generator that makes no sense.",
                        "Choose an interval above 0 and a noise between 0 and 1.");
        }
    }
    return {};
}

/// The point where all is well.
Result<PlannedPoint> checked(PlannedPoint point) {
    if (auto ok = checkPoint(point); !ok) {
        return tl::unexpected(ok.error());
    }
    return point;
}

} // namespace

Result<PlannedPoint> planSynapse(const Synapse& synapse, double tstopMs) {
    PlannedPoint point;
    point.name = synapse.name;
    point.enabled = synapse.enabled;
    point.weight = synapse.weight;
    describe(synapse, point);
    if (!point.enabled) {
        return point;
    }
    if (synapse.type != Synapse::Type::alphaSynapse) { // takes no events
        if (auto ok = addEvents(synapse, tstopMs, point); !ok) {
            return tl::unexpected(ok.error());
        }
    }
    return checked(std::move(point));
}

Result<PlannedPoint> planStimulus(const Stimulus& stimulus, const CellPlan& plan) {
    PlannedPoint point;
    point.name = stimulus.name;
    point.enabled = stimulus.enabled;
    describe(stimulus, point);
    if (!point.enabled) {
        return point;
    }
    if (stimulus.type == Stimulus::Type::iClamp && stimulus.waveform != Stimulus::Waveform::step) {
        if (auto ok = addWaveform(stimulus, plan, point); !ok) {
            return tl::unexpected(ok.error());
        }
    }
    return checked(std::move(point));
}

} // namespace phiscope
