#include "app/reference/stimulation_input.h"

#include "model/forward/stimulus_field.h"

#include <nlohmann/json.hpp>

#include <utility>

namespace phiscope::reference {

using nlohmann::json;

namespace {

using Numbers = std::vector<double>;

/// One probe a contact, since each has a current of its own.
Probe stimulatingContact(const json& stimulation, std::size_t index) {
    Probe probe;
    probe.id = "stimulating" + std::to_string(index);
    probe.layout = Probe::Layout::custom;
    probe.contactsUm = {{stimulation.at("x").at(index).get<double>(),
                         stimulation.at("y").at(index).get<double>(),
                         stimulation.at("z").at(index).get<double>()}};
    probe.medium.sigma = stimulation.at("sigma").get<double>();
    Stimulation& drives = probe.stimulation;
    drives.enabled = true;
    drives.contacts = {0};
    drives.factors = {1.0};
    drives.wave = Stimulation::Wave::samples;
    drives.delayMs = 0.0;
    drives.sampleTimesMs = stimulation.at("t_ext").get<Numbers>();
    drives.samplesNa = stimulation.at("currents").at(index).get<Numbers>();
    drives.halfSpace = stimulation.at("model") == "semi";
    return probe;
}

} // namespace

void addStimulation(const json& stimulation, const ReferenceCell& cell, SimulationJob& job) {
    if (stimulation.contains("currents")) {
        for (std::size_t k = 0; k < stimulation.at("currents").size(); ++k) {
            job.scene.probes.push_back(stimulatingContact(stimulation, k));
        }
        return;
    }
    const auto gradient = stimulation.at("gradient").get<std::array<double, 3>>();
    AppliedField field;
    field.pattern =
        (cell.placed.segments.midpoints().transpose() * Eigen::Vector3d(gradient.data())).array() +
        stimulation.at("offset").get<double>();
    field.current = {stimulation.at("t_ext").get<Numbers>(), stimulation.at("amplitude").get<Numbers>()};
    job.appliedFields.push_back(std::move(field));
}

Result<NdArray> stimulusPotential(const json& stimulation, const ReferenceCell& cell,
                                  const SimulationJob& job) {
    Result<std::vector<AppliedField>> fields = appliedFields(job.scene, cell.placed.segments);
    if (!fields) {
        return tl::unexpected(fields.error());
    }
    fields->insert(fields->end(), job.appliedFields.begin(), job.appliedFields.end());
    const auto times = stimulation.at("t_ext").get<Numbers>();
    Eigen::MatrixXd potential(cell.placed.segments.size(), std::ssize(times));
    for (Eigen::Index k = 0; k < potential.cols(); ++k) {
        potential.col(k) =
            appliedPotential(*fields, times[static_cast<std::size_t>(k)], static_cast<int>(potential.rows()));
    }
    return toNdArray(potential);
}

} // namespace phiscope::reference
