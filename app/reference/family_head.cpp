#include "app/reference/array_comparison.h"
#include "app/reference/cell_building.h"
#include "app/reference/families.h"
#include "app/reference/head_models.h"
#include "app/reference/simulation_input.h"
#include "model/forward/dipole.h"
#include "model/forward/head/dipole_signals.h"
#include "model/forward/head/infinite_conductor.h"
#include "model/forward/head/magnetic_field.h"
#include "model/forward/head/new_york_head.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace phiscope::reference {

using nlohmann::json;

namespace {

struct Case {
    const json& input;
    const json& expected;
    Tolerance tolerance;
    CaseReport& report;
};

/// An array, or an error where the reference raises an exception.
void compareOutcome(const Result<NdArray>& got, const json& expected, const std::string& where,
                    const Case& c) {
    const bool raises = expected.contains("raises");
    if (raises && !got) {
        c.report.agrees(where, 0.0);
    } else if (raises) {
        c.report.differs(where, "expected an error (" + expected.at("raises").get<std::string>() + ")");
    } else if (!got) {
        c.report.differs(where, got.error().message());
    } else {
        compareArray(*got, expected, c.tolerance, where, c.report);
    }
}

template <typename Convert>
Result<NdArray> times(const Result<Eigen::MatrixXd>& matrix, const Eigen::MatrixXd& right,
                      const Convert& convert) {
    if (!matrix) {
        return tl::unexpected(matrix.error());
    }
    return convert(*matrix * right);
}

NdArray plain(const Eigen::MatrixXd& matrix) {
    return toNdArray(matrix);
}

void checkFourSphere(const Case& c) {
    const auto field = fourSpheresOf(c.input, pointsOf(c.input.at("r_electrodes")));
    if (!field) {
        c.report.differs("the head", field.error().message());
        return;
    }
    const Eigen::Matrix3Xd places = pointsOf(c.input.at("dipole_locations"));
    for (Eigen::Index i = 0; i < places.cols(); ++i) {
        const json& expected = c.expected.at("per_dipole_location").at(static_cast<std::size_t>(i));
        const std::string where = " at dipole location " + std::to_string(i);
        const Result<Eigen::MatrixXd> matrix = field->matrix(places.col(i));
        compareOutcome(times(matrix, Eigen::Matrix3d::Identity(), plain), expected.at("M"), "M" + where, c);
        for (const auto& [name, dipole] : c.input.at("dipoles").items()) {
            compareOutcome(times(matrix, rowsOf(dipole), plain), expected.at("potential_" + name),
                           "potential_" + name + where, c);
        }
    }
}

void checkInfinite(const Case& c) {
    const InfiniteConductor field(pointsOf(c.input.at("r")), c.input.at("sigma").get<double>());
    const Result<Eigen::MatrixXd> matrix = field.matrix(Eigen::Vector3d::Zero());
    compareOutcome(times(matrix, Eigen::Matrix3d::Identity(), plain), c.expected.at("M"), "M", c);
    compareOutcome(times(matrix, rowsOf(c.input.at("p")), plain), c.expected.at("potential"), "potential", c);
}

void checkMagnetic(const LeadField& field, const Case& c) {
    const Eigen::MatrixXd dipole = rowsOf(c.input.at("p"));
    const json mu = c.input.value("mu", json());
    const double permeability = mu.is_number() ? mu.get<double>() : vacuumPermeability;
    compareNumbers({permeability}, c.expected.at("mu"), c.tolerance, "mu", c.report);
    const Eigen::Matrix3Xd places = pointsOf(c.input.at("dipole_locations"));
    for (Eigen::Index i = 0; i < places.cols(); ++i) {
        const json& expected = c.expected.at("per_dipole_location").at(static_cast<std::size_t>(i));
        const std::string where = " at dipole location " + std::to_string(i);
        const Result<Eigen::MatrixXd> matrix = field.matrix(places.col(i));
        compareOutcome(times(matrix, Eigen::Matrix3d::Identity(), bySensor), expected.at("M"), "M" + where,
                       c);
        compareOutcome(times(matrix, dipole, bySensor), expected.at("H"), "H" + where, c);
        compareOutcome(times(matrix, permeability * dipole, bySensor), expected.at("B"), "B" + where, c);
    }
}

/// `quantity` of every segment at the frames of the case, segments × frames.
template <typename Read>
Eigen::MatrixXd atFrames(const std::vector<int>& frames, int segments, const Read& read) {
    Eigen::MatrixXd values(segments, static_cast<Eigen::Index>(frames.size()));
    for (std::size_t f = 0; f < frames.size(); ++f) {
        values.col(static_cast<Eigen::Index>(f)) =
            Eigen::Map<const Eigen::VectorXd>(read(frames[f]), segments);
    }
    return values;
}

void compareMany(const LeadField& field, const AxialPaths& paths, const Eigen::MatrixXd& currents,
                 const char* name, const Case& c) {
    const auto matrix = manyDipolesMatrix(field, paths);
    const bool magnetic = field.unit() != "mV";
    compareOutcome(times(matrix, currents, magnetic ? &bySensor : &plain), c.expected.at(name), name, c);
}

void checkManyDipoles(const Case& c, const Surroundings& surroundings) {
    const CellOutcome outcome = buildReferenceCell(c.input.at("cell"), surroundings);
    if (!outcome.skip.empty()) {
        c.report.skipAll(outcome.skip);
        return;
    }
    if (!outcome.cell) {
        c.report.differs("the morphology", outcome.cell.error().message());
        return;
    }
    const ReferenceCell& cell = *outcome.cell;
    const Segments& segments = cell.placed.segments;
    compareIndices({segments.size()}, json::array({c.expected.at("totnsegs")}), "totnsegs", c.report);
    SimulationInput simulation = simulationInput(c.input, cell);
    if (!simulation.missing.empty()) {
        c.report.skipAll("not implemented: " + simulation.missing);
        return;
    }
    simulation.job.variables = {"v"}; // recordings keep potentials in single precision only
    const auto run = Simulation::start(simulation.job);
    if (!run) {
        c.report.differs("the run", run.error().message());
        return;
    }
    const RunStatus status = (*run)->wait();
    if (status.state != RunStatus::State::finished) {
        c.report.differs("the run", status.error.message());
        return;
    }
    const std::shared_ptr<const Recording> recording = (*run)->recording();
    const auto frames = c.input.at("timepoints").get<std::vector<int>>();
    const Eigen::MatrixXd potentials =
        atFrames(frames, segments.size(), [&](int f) { return recording->variable(0, f); });
    const Eigen::MatrixXd membrane =
        atFrames(frames, segments.size(), [&](int f) { return recording->currents(f); });

    const AxialPaths paths = axialPaths(cell.morphology, segments);
    const Eigen::MatrixXd currents =
        axialCurrentsFromPotentials(cell.morphology, segments, paths, cell.settings.Ra) * potentials;
    compareArray(toNdArray(currents), c.expected.at("i_axial"), c.tolerance, "i_axial", c.report);
    const Eigen::MatrixXd fromMembrane = axialCurrentsFromMembraneCurrents(segments, paths) * membrane;
    compareArray(toNdArray(fromMembrane), c.expected.at("i_axial"), c.tolerance,
                 "i_axial from membrane currents", c.report);
    compareArray(toNdArray(Eigen::MatrixXd(paths.vectorUm)), c.expected.at("d_axial"), c.tolerance, "d_axial",
                 c.report);
    compareArray(toNdArray(Eigen::MatrixXd(paths.positionUm.transpose())), c.expected.at("pos_axial"),
                 c.tolerance, "pos_axial", c.report);
    const Eigen::MatrixXd dipoles = axialDipoles(paths, currents);
    NdArray each = bySensor(dipoles);
    compareArray(each, c.expected.at("multi_dipoles"), c.tolerance, "multi_dipoles", c.report);
    compareArray(toNdArray(Eigen::MatrixXd(paths.vectorUm * currents)), c.expected.at("sum_of_multi_dipoles"),
                 c.tolerance, "sum_of_multi_dipoles", c.report);
    compareArray(toNdArray(Eigen::MatrixXd(DipoleMoment().matrix(segments) * membrane)),
                 c.expected.at("current_dipole_moment"), c.tolerance, "current_dipole_moment", c.report);

    const auto head = fourSpheresOf(c.input, pointsOf(c.input.at("r_electrodes")));
    if (!head) {
        c.report.differs("the head", head.error().message());
        return;
    }
    compareMany(*head, paths, currents, "foursphere_multi", c);
    compareMany(
        InfiniteConductor(pointsOf(c.input.at("infinite_electrodes")), c.input.at("sigma").get<double>()),
        paths, currents, "infinite_multi", c);
    compareMany(InfiniteMagneticField(pointsOf(c.input.at("meg_sensors"))), paths, currents,
                "meg_H_from_iaxial", c);
}

void compareNewYorkPlace(const NewYorkHead& head, const NewYorkHead::Place& place, const json& expected,
                         const std::string& where, const Case& c) {
    compareIndices({place.vertex}, json::array({expected.at("vertex_idx")}), "vertex_idx" + where, c.report);
    const auto vector = [](const Eigen::Vector3d& v) {
        return std::vector<double>{v.x(), v.y(), v.z()};
    };
    compareNumbers(vector(place.positionMm), expected.at("dipole_pos"), c.tolerance, "dipole_pos" + where,
                   c.report);
    compareNumbers(vector(place.normal), expected.at("cortex_normal_vec"), c.tolerance,
                   "cortex_normal_vec" + where, c.report);
    const Result<Eigen::MatrixXd> matrix = head.matrixOfVertex(place.vertex);
    compareOutcome(times(matrix, Eigen::Matrix3d::Identity(), plain), expected.at("M"), "M" + where, c);
    const Eigen::MatrixXd dipole = rowsOf(c.input.at("p"));
    const Eigen::MatrixXd rotated = rotationToSurfaceNormal(place.normal) * dipole;
    for (Eigen::Index row = 0; row < 3; ++row) {
        const Eigen::VectorXd values = rotated.row(row);
        compareNumbers({values.data(), values.data() + values.size()},
                       expected.at("rotated_p").at(static_cast<std::size_t>(row)), c.tolerance,
                       "rotated_p" + where, c.report);
    }
    compareOutcome(times(matrix, rotated, plain), expected.at("eeg"), "eeg" + where, c);
    compareOutcome(times(matrix, dipole, plain), expected.at("eeg_unrotated"), "eeg_unrotated" + where, c);
    const NewYorkHead::NearestElectrode electrode = head.nearestElectrode(place.vertex);
    compareIndices({electrode.index}, json::array({expected.at("closest_electrode")}),
                   "closest_electrode" + where, c.report);
    compareNumbers({electrode.distanceMm}, expected.at("closest_distance_mm"), c.tolerance,
                   "closest_distance_mm" + where, c.report);
}

void checkNewYorkHead(const Case& c, const Surroundings& surroundings) {
    const std::filesystem::path file = surroundings.caseFolder / c.input.at("file").get<std::string>();
    std::error_code error;
    if (!std::filesystem::exists(file, error)) {
        c.report.skipAll("the head model " + file.filename().string() + " is not here");
        return;
    }
    const Result<NewYorkHead> head = NewYorkHead::open(file);
    if (!head) {
        c.report.differs("the head", head.error().message());
        return;
    }
    const json& queries = c.input.at("queries");
    for (std::size_t i = 0; i < queries.size(); ++i) {
        const std::string where = " of query " + std::to_string(i);
        const json& expected = c.expected.at("per_query").at(i);
        const json& asked = queries[i].at("dipole_pos");
        Result<NewYorkHead::Place> place = head->namedPlace(
            asked.is_string() ? asked.get<std::string>() : std::string(NewYorkHead::defaultPlace));
        if (asked.is_array()) {
            place = head->nearestPlace(pointsOf(json::array({asked})).col(0));
        }
        if (expected.contains("raises")) {
            const bool warns = expected.at("raises") == "RuntimeWarning";
            const bool right = warns ? place && place->warning.has_value() : !place;
            right
                ? c.report.agrees("the outcome" + where, 0.0)
                : c.report.differs("the outcome" + where, warns ? "expected a warning" : "expected an error");
        } else if (!place) {
            c.report.differs("the place" + where, place.error().message());
        } else if (place->warning) {
            c.report.differs("the place" + where, place->warning->text);
        } else {
            compareNewYorkPlace(*head, *place, expected, where, c);
        }
    }
}

} // namespace

void checkHeadModels(const json& referenceCase, const Surroundings& surroundings, CaseReport& report) {
    const Case c{referenceCase.at("input"), referenceCase.at("expected"), toleranceOf(referenceCase), report};
    const auto model = c.input.at("model").get<std::string>();
    if (model == "foursphere") {
        checkFourSphere(c);
    } else if (model == "infinite") {
        checkInfinite(c);
    } else if (model == "meg_infinite") {
        checkMagnetic(InfiniteMagneticField(pointsOf(c.input.at("sensor_locations"))), c);
    } else if (model == "meg_spherical") {
        checkMagnetic(SphericalMagneticField(pointsOf(c.input.at("sensor_locations"))), c);
    } else if (model == "multi") {
        checkManyDipoles(c, surroundings);
    } else if (model == "nyhead") {
        checkNewYorkHead(c, surroundings);
    } else {
        report.skipAll("not implemented: current dipole model \"" + model + "\"");
    }
}

} // namespace phiscope::reference
