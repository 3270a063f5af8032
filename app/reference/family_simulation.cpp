#include "app/reference/array_comparison.h"
#include "app/reference/cell_building.h"
#include "app/reference/families.h"
#include "app/reference/head_models.h"
#include "app/reference/probe_models.h"
#include "app/reference/simulation_input.h"
#include "app/reference/stimulation_input.h"
#include "model/forward/head/dipole_signals.h"
#include "model/forward/head/infinite_conductor.h"
#include "model/forward/head/magnetic_field.h"
#include "model/forward/projector.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

namespace phiscope::reference {

using nlohmann::json;

namespace {

/// Everything recorded in one run, as the files lay it out: segments first, time last.
class Recorded {
public:
    Recorded(const Recording& recording, const ReferenceCell& cell, const SimulationJob& job)
        : recording_(recording)
        , cell_(cell)
        , job_(job)
        , frames_(recording.frameCount()) {}

    std::int64_t frames() const { return frames_; }

    NdArray times() const {
        NdArray array{{frames_}, {}};
        for (std::int64_t frame = 0; frame < frames_; ++frame) {
            array.values.push_back(recording_.timeOf(frame));
        }
        return array;
    }
    NdArray currents() const {
        return perSegment([&](std::int64_t frame, int k) { return recording_.currents(frame)[k]; });
    }
    NdArray potentials() const {
        return perSegment(
            [&](std::int64_t frame, int k) { return static_cast<double>(recording_.potentials(frame)[k]); });
    }
    /// `scaleByArea`: a density in mA/cm² becomes a current in nA.
    std::optional<NdArray> variable(const std::string& name, bool scaleByArea) const {
        const auto found = std::find(job_.variables.begin(), job_.variables.end(), name);
        if (found == job_.variables.end()) {
            return {};
        }
        const auto index = static_cast<int>(found - job_.variables.begin());
        return perSegment([&](std::int64_t frame, int k) {
            const double scale = scaleByArea ? cell_.created.segments.area(k) * 1e-2 : 1.0;
            return recording_.variable(index, frame)[k] * scale;
        });
    }
    NdArray pointCurrent(int point) const {
        return series([&](std::int64_t frame) { return recording_.pointCurrents(frame)[point]; });
    }
    NdArray pointPotential(int point) const {
        return series([&](std::int64_t frame) { return recording_.pointPotential(point, frame); });
    }
    /// LFPy's somav: v at the middle of the soma section; nothing where there is no soma.
    std::optional<NdArray> somaPotential() const {
        const auto& sections = cell_.morphology.sections;
        for (std::size_t s = 0; s < sections.size(); ++s) {
            if (sections[s].name.find("soma") != std::string::npos) {
                const int segment = segmentAt(cell_.created.segments, static_cast<int>(s), 0.5);
                return series([&](std::int64_t frame) {
                    return static_cast<double>(recording_.potentials(frame)[segment]);
                });
            }
        }
        return {};
    }
    /// Largest |sum of i_membrane| from the second frame on.
    double worstCurrentSum() const {
        double worst = 0.0;
        for (std::int64_t frame = 1; frame < frames_; ++frame) {
            double sum = 0.0;
            for (int k = 0; k < recording_.layout().segments; ++k) {
                sum += recording_.currents(frame)[k];
            }
            worst = std::max(worst, std::abs(sum));
        }
        return worst;
    }

private:
    template <typename Read>
    NdArray perSegment(const Read& read) const {
        NdArray array{{recording_.layout().segments, frames_}, {}};
        array.values.reserve(static_cast<std::size_t>(array.shape[0] * frames_));
        for (int k = 0; k < recording_.layout().segments; ++k) {
            for (std::int64_t frame = 0; frame < frames_; ++frame) {
                array.values.push_back(read(frame, k));
            }
        }
        return array;
    }
    template <typename Read>
    NdArray series(const Read& read) const {
        NdArray array{{frames_}, {}};
        for (std::int64_t frame = 0; frame < frames_; ++frame) {
            array.values.push_back(read(frame));
        }
        return array;
    }

    const Recording& recording_;
    const ReferenceCell& cell_;
    const SimulationJob& job_;
    std::int64_t frames_;
};

/// Frames at which the potential has come from below 0 mV to 0 or above.
std::vector<int> upcrossings(const std::vector<double>& potential) {
    std::vector<int> found;
    for (std::size_t i = 1; i < potential.size(); ++i) {
        if (potential[i - 1] < 0.0 && potential[i] >= 0.0) {
            found.push_back(static_cast<int>(i));
        }
    }
    return found;
}

void compareProbes(const json& referenceCase, const Recording& recording, const ReferenceCell& cell,
                   const Tolerance& tolerance, CaseReport& report) {
    const json probes = referenceCase.at("input").value("probes", json::array());
    for (std::size_t i = 0; i < probes.size(); ++i) {
        const std::string where =
            "probe " + std::to_string(i) + " (" + probes[i].at("model").get<std::string>() + ")";
        const ProbeModel probe = makeProbeModel(probes[i], cell.placed.segments);
        if (!probe.missing.empty()) {
            report.skipPart(probe.missing);
            continue;
        }
        if (!probe.model) {
            report.differs(where, probe.model.error().message());
            continue;
        }
        const json& expected = referenceCase.at("expected").at("probes").at(i);
        Tolerance own = tolerance;
        const json rounding = expected.value("rounding_rel_error", json());
        if (rounding.is_number()) {
            own.relAtol = std::max(own.relAtol, 10.0 * rounding.get<double>());
        }
        const Eigen::MatrixXd signals =
            project((*probe.model)->matrix(probe.segments), recording, 0, recording.frameCount());
        compareArray(toNdArray(signals), expected.at("data"), own, where, report);
    }
}

/// EEG, far potential and MEG of the cell's dipole, which is put at a place of the case's choice.
void compareDipolePredictions(const json& input, const json& expected, const Recording& recording,
                              const ReferenceCell& cell, const Tolerance& tolerance, CaseReport& report) {
    const Eigen::Vector3d place = pointsOf(json::array({input.at("dipole_location")})).col(0);
    const Eigen::Matrix3Xd electrodes = pointsOf(input.at("eeg_electrodes"));
    const Eigen::Matrix3Xd sensors = pointsOf(input.at("meg_sensors"));
    const auto compare = [&](const char* name, const LeadField& field) {
        const bool magnetic = field.unit() != "mV";
        const Result<Eigen::MatrixXd> matrix = field.matrix(place);
        if (!matrix) {
            report.differs(name, matrix.error().message());
            return;
        }
        const DipoleSignals model((magnetic ? vacuumPermeability : 1.0) * *matrix,
                                  Eigen::Matrix3d::Identity(), field.unit());
        const Eigen::MatrixXd signals =
            project(model.matrix(cell.placed.segments), recording, 0, recording.frameCount());
        compareArray(magnetic ? bySensor(signals) : toNdArray(signals), expected.at(name), tolerance, name,
                     report);
    };
    const auto head = fourSpheresOf(input, electrodes);
    head ? compare("eeg", *head) : report.differs("eeg", head.error().message());
    compare("infinite", InfiniteConductor(electrodes, input.at("sigma").get<double>()));
    compare("B_meg_infinite", InfiniteMagneticField(sensors));
    compare("B_meg_spherical", SphericalMagneticField(sensors));
}

void comparePoints(const Recorded& recorded, const std::vector<int>& points, const json& expected,
                   const std::string& kind, const Tolerance& tolerance, CaseReport& report) {
    for (const char* quantity : {"current", "potential"}) {
        const std::string name = kind + "_" + quantity;
        if (!expected.contains(name)) {
            continue;
        }
        for (std::size_t i = 0; i < expected.at(name).size(); ++i) { // maybe the first ones only
            const bool current = std::string(quantity) == "current";
            compareArray(current ? recorded.pointCurrent(points.at(i))
                                 : recorded.pointPotential(points.at(i)),
                         expected.at(name).at(i), tolerance, name + " " + std::to_string(i), report);
        }
    }
}

void compareRecorded(const Recorded& recorded, const json& expected, const Tolerance& tolerance,
                     CaseReport& report) {
    compareArray(recorded.times(), expected.at("tvec"), tolerance, "tvec", report);
    if (expected.contains("somav")) {
        const std::optional<NdArray> soma = recorded.somaPotential();
        if (soma) {
            compareArray(*soma, expected.at("somav"), tolerance, "somav", report);
            compareIndices(upcrossings(soma->values), expected.at("soma_upcrossings_0mV_index"),
                           "soma_upcrossings_0mV_index", report);
        } else {
            report.differs("somav", "the cell has no soma");
        }
    }
    if (expected.contains("vmem")) {
        compareArray(recorded.potentials(), expected.at("vmem"), tolerance, "vmem", report);
    }
    if (expected.contains("imem")) {
        compareArray(recorded.currents(), expected.at("imem"), tolerance, "imem", report);
    }
    const auto density = [&](const char* name, const char* variable) {
        if (expected.contains(name)) {
            const std::optional<NdArray> got = recorded.variable(variable, true);
            got ? compareArray(*got, expected.at(name), tolerance, name, report) : report.skipPart(name);
        }
    };
    density("ipas", "i_pas");
    density("icap", "i_cap");
    const json variables = expected.value("rec_variables", json::object());
    for (const auto& [name, values] : variables.items()) { // items() of a temporary would dangle
        const std::optional<NdArray> got = recorded.variable(name, false);
        got ? compareArray(*got, values, tolerance, name, report) : report.skipPart(name);
    }
    const json sum = expected.value("imem_sum", json::object());
    if (sum.value("holds", false)) {
        const double worst = recorded.worstCurrentSum();
        const double bound = numberOf(sum.at("must_be_below"));
        worst < bound
            ? report.agrees("imem_sum", 0.0)
            : report.differs("imem_sum", "|sum of i_membrane| reaches " + std::to_string(worst) +
                                             " nA, expected below " + std::to_string(bound) + " nA");
    }
}

} // namespace

void checkSimulation(const json& referenceCase, const Surroundings& surroundings, CaseReport& report) {
    const json& input = referenceCase.at("input");
    const json& expected = referenceCase.at("expected");
    const Tolerance tolerance = toleranceOf(referenceCase);
    const CellOutcome outcome = buildReferenceCell(input.at("cell"), surroundings);
    if (!outcome.skip.empty()) {
        report.skipAll(outcome.skip);
        return;
    }
    if (!outcome.cell) {
        report.differs("the morphology", outcome.cell.error().message());
        return;
    }
    const ReferenceCell& cell = *outcome.cell;
    compareIndices({cell.created.segments.size()}, json::array({expected.at("totnsegs")}), "totnsegs",
                   report);
    const SimulationInput simulation = simulationInput(input, cell);
    if (!simulation.missing.empty()) {
        report.skipAll("not implemented: " + simulation.missing);
        return;
    }
    if (expected.contains("v_ext")) {
        const Result<NdArray> field =
            stimulusPotential(input.at("extracellular_stimulation"), cell, simulation.job);
        field ? compareArray(*field, expected.at("v_ext"), tolerance, "v_ext", report)
              : report.differs("v_ext", field.error().message());
    }
    const auto run = Simulation::start(simulation.job);
    if (!run) {
        report.differs("the run", run.error().message());
        return;
    }
    const RunStatus status = (*run)->wait();
    if (status.state != RunStatus::State::finished) {
        report.differs("the run", status.error.message());
        return;
    }
    const std::shared_ptr<const Recording> recording = (*run)->recording();
    const Recorded recorded(*recording, cell, simulation.job);
    compareRecorded(recorded, expected, tolerance, report);
    comparePoints(recorded, simulation.synapses, expected, "synapse", tolerance, report);
    comparePoints(recorded, simulation.stimuli, expected, "stimulus", tolerance, report);
    compareProbes(referenceCase, *recording, cell, tolerance, report);
    if (expected.contains("dipole_predictions")) {
        compareDipolePredictions(input.at("dipole_predictions"), expected.at("dipole_predictions"),
                                 *recording, cell, tolerance, report);
    }
}

} // namespace phiscope::reference
