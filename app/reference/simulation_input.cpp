#include "app/reference/simulation_input.h"

#include "app/reference/stimulation_input.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace phiscope::reference {

using nlohmann::json;

namespace {

Location locationOf(const ReferenceCell& cell, const json& entry) {
    const Segments& segments = cell.created.segments;
    const auto segment = entry.at("idx").get<std::size_t>();
    const auto section = static_cast<std::size_t>(segments.section.at(segment));
    return {cell.morphology.sections[section].name, segments.x[segment]};
}

SpikeTrain trainOf(const json& entry) {
    SpikeTrain train;
    if (entry.contains("netstim")) {
        const json& netStim = entry.at("netstim");
        train.kind = SpikeTrain::Kind::netStim;
        train.startMs = netStim.at("start").get<double>();
        train.intervalMs = netStim.at("interval").get<double>();
        train.number = netStim.at("number").get<double>();
        train.noise = netStim.at("noise").get<double>();
        train.seed = static_cast<std::uint64_t>(netStim.at("seed").get<double>());
    } else {
        train.timesMs = entry.at("spike_times").get<std::vector<double>>();
    }
    return train;
}

Synapse synapseOf(const json& entry, const ReferenceCell& cell, const std::string& id) {
    Synapse synapse;
    synapse.id = id;
    synapse.location = locationOf(cell, entry);
    synapse.weight = entry.at("weight").get<double>();
    const json& parameters = entry.at("parameters");
    synapse.reversalMv = parameters.at("e").get<double>();
    if (entry.at("syntype") == "ExpSyn") {
        synapse.type = Synapse::Type::expSyn;
        synapse.tauMs = parameters.at("tau").get<double>();
    } else {
        synapse.type = Synapse::Type::exp2Syn;
        synapse.tau1Ms = parameters.at("tau1").get<double>();
        synapse.tau2Ms = parameters.at("tau2").get<double>();
    }
    synapse.spikes = trainOf(entry);
    return synapse;
}

/// LFPy counts it among the electrodes, since it takes no events.
Synapse alphaSynapseOf(const json& entry, const ReferenceCell& cell, const std::string& id) {
    const json& parameters = entry.at("parameters");
    Synapse synapse;
    synapse.id = id;
    synapse.location = locationOf(cell, entry);
    synapse.type = Synapse::Type::alphaSynapse;
    synapse.onsetMs = parameters.at("onset").get<double>();
    synapse.tauMs = parameters.at("tau").get<double>();
    synapse.weight = parameters.at("gmax").get<double>();
    synapse.reversalMv = parameters.at("e").get<double>();
    return synapse;
}

Stimulus stimulusOf(const json& entry, const ReferenceCell& cell, const std::string& id) {
    const json& parameters = entry.at("parameters");
    const auto type = entry.at("pptype").get<std::string>();
    Stimulus stimulus;
    stimulus.id = id;
    stimulus.location = locationOf(cell, entry);
    if (type == "IClamp") {
        stimulus.type = Stimulus::Type::iClamp;
        stimulus.delayMs = parameters.at("delay").get<double>();
        stimulus.durationMs = parameters.at("dur").get<double>();
        stimulus.amplitudeNa = parameters.at("amp").get<double>();
    } else if (type == "SEClamp") {
        stimulus.type = Stimulus::Type::seClamp;
        stimulus.seriesResistanceMohm = parameters.value("rs", 1.0);
        for (std::size_t level = 0; level < 3; ++level) {
            const std::string number = std::to_string(level + 1);
            stimulus.levelsMv[level] = parameters.value("amp" + number, 0.0);
            stimulus.levelDurationsMs[level] = parameters.value("dur" + number, 0.0);
        }
    } else {
        stimulus.type = Stimulus::Type::vClamp;
        stimulus.gain = parameters.value("gain", stimulus.gain);
        stimulus.tau1Ms = parameters.value("tau1", stimulus.tau1Ms);
        stimulus.tau2Ms = parameters.value("tau2", stimulus.tau2Ms);
        stimulus.levelsMv = parameters.at("amp").get<std::array<double, 3>>();
        stimulus.levelDurationsMs = parameters.at("dur").get<std::array<double, 3>>();
    }
    return stimulus;
}

bool known(const std::string& type, std::initializer_list<const char*> types) {
    for (const char* candidate : types) {
        if (type == candidate) {
            return true;
        }
    }
    return false;
}

} // namespace

SimulationInput simulationInput(const json& input, const ReferenceCell& cell) {
    SimulationInput result;
    Scene& scene = result.job.scene;
    scene.cell = cell.settings;
    scene.run = cell.run;
    const json synapses = input.value("synapses", json::array());
    const json stimuli = input.value("stimuli", json::array());
    for (const json& entry : synapses) {
        const auto type = entry.at("syntype").get<std::string>();
        if (!known(type, {"ExpSyn", "Exp2Syn"})) {
            result.missing = "synapse " + type;
            return result;
        }
        result.synapses.push_back(static_cast<int>(scene.synapses.size()));
        scene.synapses.push_back(synapseOf(entry, cell, "synapse" + std::to_string(scene.synapses.size())));
    }
    for (const json& entry : stimuli) { // alpha synapses lie before all stimuli in a recording
        if (entry.at("pptype") == "AlphaSynapse") {
            scene.synapses.push_back(
                alphaSynapseOf(entry, cell, "alpha" + std::to_string(scene.synapses.size())));
        }
    }
    auto nextAlpha = static_cast<int>(synapses.size());
    for (const json& entry : stimuli) {
        const auto type = entry.at("pptype").get<std::string>();
        if (type == "AlphaSynapse") {
            result.stimuli.push_back(nextAlpha++);
            continue;
        }
        if (!known(type, {"IClamp", "SEClamp", "VClamp"})) {
            result.missing = "stimulus " + type;
            return result;
        }
        result.stimuli.push_back(static_cast<int>(scene.synapses.size() + scene.stimuli.size()));
        scene.stimuli.push_back(stimulusOf(entry, cell, "stimulus" + std::to_string(scene.stimuli.size())));
    }

    const json simulate = input.value("simulate", json::object());
    if (simulate.value("rec_ipas", false)) {
        result.job.variables.emplace_back("i_pas");
    }
    if (simulate.value("rec_icap", false)) {
        result.job.variables.emplace_back("i_cap");
    }
    for (const json& name : simulate.value("rec_variables", json::array())) {
        result.job.variables.push_back(name.get<std::string>());
    }
    // With pt3d, LFPy hands the moved points back to NEURON.
    result.job.morphology = input.at("cell").value("pt3d", false) ? cell.placed.morphology : cell.morphology;
    result.job.nseg = cell.nseg;
    if (input.contains("extracellular_stimulation")) {
        addStimulation(input.at("extracellular_stimulation"), cell, result.job);
    }
    return result;
}

} // namespace phiscope::reference
