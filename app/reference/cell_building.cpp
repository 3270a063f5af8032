#include "app/reference/cell_building.h"

#include "app/reference/array_comparison.h"
#include "model/formats/morphology_reader.h"
#include "model/geometry/pt3d_placement.h"
#include "model/simulation/hoc_import.h"

#include <nlohmann/json.hpp>

#include <array>
#include <optional>

namespace phiscope::reference {

using nlohmann::json;

namespace {

namespace fs = std::filesystem;

constexpr double hocTimeLimitSeconds = 60.0;

std::optional<double> optionalNumber(const json& object, const char* key) {
    const json value = object.value(key, json());
    return value.is_null() ? std::nullopt : std::optional(value.get<double>());
}

fs::path findMorphology(const std::string& name, const Surroundings& surroundings) {
    for (const fs::path& folder : surroundings.morphologyFolders) {
        std::error_code ignored;
        if (fs::is_regular_file(folder / name, ignored)) {
            return folder / name;
        }
    }
    return {};
}

Result<MorphologyImport> readFile(const fs::path& file, const Surroundings& surroundings) {
    if (file.extension() == ".hoc") {
        return importHoc(file, surroundings.runProgram, hocTimeLimitSeconds);
    }
    return readMorphology(file);
}

Discretisation discretisationOf(const json& cell) {
    Discretisation rule;
    const json method = cell.value("nsegs_method", json("lambda100"));
    if (method.is_null()) {
        rule.method = Discretisation::Method::asLoaded;
    } else if (method == "fixed_length") {
        rule.method = Discretisation::Method::fixedLength;
        rule.maxLengthUm = cell.at("max_nsegs_length").get<double>();
    } else if (method == "lambda_f") {
        rule.lambdaFHz = cell.value("lambda_f", 100.0);
        rule.dLambda = cell.value("d_lambda", 0.1);
    } // lambda100: the defaults, whatever lambda_f says
    return rule;
}

Cell settingsOf(const json& cell) {
    Cell settings;
    settings.Ra = optionalNumber(cell, "Ra");
    settings.cm = optionalNumber(cell, "cm");
    settings.vInitMv = cell.value("v_init", -70.0);
    settings.passive = cell.value("passive", false);
    const json passive = cell.value("passive_parameters", json::object());
    settings.gPas = passive.value("g_pas", 0.001);
    settings.ePasMv = passive.value("e_pas", -70.0);
    for (const json& entry : cell.value("mechanisms", json::array())) {
        Mechanism mechanism;
        mechanism.name = entry.at("name").get<std::string>();
        mechanism.sections = entry.value("sections", "allsec");
        mechanism.parameters = entry.value("parameters", std::map<std::string, double>{});
        settings.mechanisms.push_back(std::move(mechanism));
    }
    return settings;
}

RunSettings runOf(const json& cell) {
    RunSettings run;
    run.dtMs = cell.value("dt", 0.0625);
    run.tstartMs = cell.value("tstart", 0.0);
    run.tstopMs = cell.value("tstop", 100.0);
    run.celsius = optionalNumber(cell, "celsius");
    return run;
}

Eigen::Vector3d vectorOf(const json& arguments) {
    return {arguments.value("x", 0.0), arguments.value("y", 0.0), arguments.value("z", 0.0)};
}

/// The segments alone are moved, as LFPy does by default.
class PlainPlacement {
public:
    PlainPlacement(const Morphology& morphology, const std::vector<int>& nseg)
        : cell_{morphology, makeSegments(morphology, nseg)} {
        setPosition(Eigen::Vector3d::Zero());
    }
    void setPosition(const Eigen::Vector3d& position) {
        phiscope::setPosition(cell_.segments, cell_.morphology, position);
    }
    void rotate(const std::array<double, 3>& angles, const std::string& order) {
        phiscope::rotate(cell_.segments, cell_.morphology, angles, order);
    }
    const PlacedCell& cell() const { return cell_; }

private:
    PlacedCell cell_;
};

/// LFPy's transforms, one after another.
template <typename Placement>
Result<void> place(Placement placement, const json& transforms, ReferenceCell& out) {
    out.created = placement.cell();
    for (const json& step : transforms) {
        const auto name = step.at(0).get<std::string>();
        const Eigen::Vector3d v = vectorOf(step.at(1));
        if (name == "set_pos") {
            placement.setPosition(v);
        } else if (name == "set_rotation") {
            placement.rotate({v.x(), v.y(), v.z()}, step.at(1).value("rotation_order", "xyz"));
        } else {
            return fail("The transform \"" + name + "\" is unknown.");
        }
    }
    out.placed = placement.cell();
    return {};
}

} // namespace

CellOutcome buildReferenceCell(const json& cell, const Surroundings& surroundings) {
    Result<MorphologyImport> import = fail("The case names no morphology.");
    const json name = cell.value("morphology", json());
    if (name.is_string()) {
        const fs::path file = findMorphology(name.get<std::string>(), surroundings);
        if (file.empty()) {
            return {fail("No morphology."), "morphology " + name.get<std::string>() + " is not here"};
        }
        import = readFile(file, surroundings);
    } else if (cell.contains("morphology_text")) {
        import = parseMorphology(cell.at("morphology_text").get<std::string>(),
                                 "inline." + cell.at("morphology_format").get<std::string>());
    }
    if (!import) {
        return {tl::unexpected(import.error()), {}};
    }
    ReferenceCell built;
    built.morphology = std::move(import->morphology);
    built.settings = settingsOf(cell);
    built.settings.discretisation = discretisationOf(cell);
    built.run = runOf(cell);
    built.nseg =
        segmentCounts(built.morphology, built.settings.discretisation, built.settings.Ra, built.settings.cm);
    const json transforms = cell.value("transforms", json::array());
    const Result<void> done = cell.value("pt3d", false)
                                  ? place(Pt3dPlacement(built.morphology, built.nseg), transforms, built)
                                  : place(PlainPlacement(built.morphology, built.nseg), transforms, built);
    if (!done) {
        return {tl::unexpected(done.error()), {}};
    }
    return {std::move(built), {}};
}

std::vector<std::string> sectionNamesOf(const json& query) {
    const json section = query.value("section", json("allsec"));
    return section.is_array() ? section.get<std::vector<std::string>>()
                              : std::vector<std::string>{section.get<std::string>()};
}

std::vector<int> segmentsOfQuery(const PlacedCell& cell, const json& query) {
    return segmentIndices(cell.morphology, cell.segments, sectionNamesOf(query),
                          query.contains("z_min") ? numberOf(query.at("z_min")) : -infinity,
                          query.contains("z_max") ? numberOf(query.at("z_max")) : infinity);
}

} // namespace phiscope::reference
