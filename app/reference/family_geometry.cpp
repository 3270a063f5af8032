#include "app/reference/array_comparison.h"
#include "app/reference/cell_building.h"
#include "app/reference/families.h"
#include "model/geometry/axial_resistance.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <string>
#include <vector>

namespace phiscope::reference {

using nlohmann::json;

namespace {

/// LFPy's cell.x: segments × (start, end).
NdArray ends(const Segments& segments, int axis) {
    Eigen::MatrixXd both(segments.size(), 2);
    both.col(0) = segments.start.row(axis).transpose();
    both.col(1) = segments.end.row(axis).transpose();
    return toNdArray(both);
}

/// `later` is the cell after all transforms, see compareArray.
void compareSegments(const PlacedCell& cell, const PlacedCell& later, const json& expected,
                     const Tolerance& tolerance, const std::string& where, CaseReport& report) {
    const Segments& segments = cell.segments;
    const char* const axes[] = {"x", "y", "z"};
    for (int axis = 0; axis < 3; ++axis) {
        compareArray(ends(segments, axis), ends(later.segments, axis), expected.at(axes[axis]), tolerance,
                     where + " " + axes[axis], report);
    }
    compareArray(toNdArray(segments.diameter), expected.at("d"), tolerance, where + " d", report);
    compareArray(toNdArray(segments.area), expected.at("area"), tolerance, where + " area", report);
    compareArray(toNdArray(segments.length), expected.at("length"), tolerance, where + " length", report);
    compareIndices(somaSegments(cell.morphology, segments), expected.at("somaidx"), where + " somaidx",
                   report);
    const Eigen::Vector3d soma = somaPosition(cell.morphology, segments);
    const Eigen::Vector3d laterSoma = somaPosition(later.morphology, later.segments);
    CaseReport attempt;
    compareNumbers({soma.x(), soma.y(), soma.z()}, expected.at("somapos"), tolerance, where, attempt);
    const Eigen::Vector3d& shown = attempt.verdict() == CaseReport::Verdict::failed ? laterSoma : soma;
    compareNumbers({shown.x(), shown.y(), shown.z()}, expected.at("somapos"), tolerance, where + " somapos",
                   report);
}

void compareSections(const ReferenceCell& cell, const json& expected, const Tolerance& tolerance,
                     CaseReport& report) {
    const std::vector<Section>& sections = cell.morphology.sections;
    std::vector<std::string> names;
    std::vector<std::string> parents;
    std::vector<double> lengths;
    std::vector<double> parentPlaces;
    std::vector<int> pointCounts;
    for (const Section& section : sections) {
        const bool root = section.parent < 0;
        names.push_back(section.name);
        parents.push_back(root ? "" : sections[static_cast<std::size_t>(section.parent)].name);
        parentPlaces.push_back(root ? std::nan("") : section.parentX);
        lengths.push_back(sectionLength(section));
        pointCounts.push_back(static_cast<int>(section.points.size()));
    }
    const Segments& segments = cell.created.segments;
    double totalLength = 0.0;
    for (const double length : lengths) {
        totalLength += length;
    }
    compareIndices({static_cast<int>(sections.size())}, json::array({expected.at("n_sections")}),
                   "n_sections", report);
    compareIndices({segments.size()}, json::array({expected.at("totnsegs")}), "totnsegs", report);
    compareNames(names, expected.at("section_names"), "section_names", report);
    compareIndices(cell.nseg, expected.at("nseg"), "nseg", report);
    compareNumbers(lengths, expected.at("L"), tolerance, "L", report);
    compareNames(parents, expected.at("parent"), "parent", report);
    compareNumbers(parentPlaces, expected.at("parent_x"), tolerance, "parent_x", report);
    compareIndices(pointCounts, expected.at("n3d"), "n3d", report);
    compareNumbers({totalLength}, expected.at("total_length"), tolerance, "total_length", report);
    compareNumbers({segments.area.sum()}, expected.at("total_area"), tolerance, "total_area", report);
}

void comparePoints(const Morphology& morphology, const json& expected, const Tolerance& tolerance,
                   CaseReport& report) {
    for (std::size_t s = 0; s < expected.at("x3d").size(); ++s) { // the first sections only
        const Section& section = morphology.sections.at(s);
        std::vector<double> x;
        std::vector<double> y;
        std::vector<double> z;
        std::vector<double> diameter;
        for (const PathPoint& point : section.points) {
            x.push_back(static_cast<double>(point.x));
            y.push_back(static_cast<double>(point.y));
            z.push_back(static_cast<double>(point.z));
            diameter.push_back(static_cast<double>(point.diameter));
        }
        const std::string where = "pt3d of " + section.name + " ";
        compareArray(toNdArray(x), expected.at("x3d").at(s), tolerance, where + "x3d", report);
        compareArray(toNdArray(y), expected.at("y3d").at(s), tolerance, where + "y3d", report);
        compareArray(toNdArray(z), expected.at("z3d").at(s), tolerance, where + "z3d", report);
        compareArray(toNdArray(diameter), expected.at("diam3d").at(s), tolerance, where + "diam3d", report);
        compareArray(toNdArray(arcLengths(section)), expected.at("arc3d").at(s), tolerance, where + "arc3d",
                     report);
    }
}

} // namespace

void checkGeometry(const json& referenceCase, const Surroundings& surroundings, CaseReport& report) {
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
    compareSections(cell, expected, tolerance, report);
    compareSegments(cell.created, cell.placed, expected.at("geometry"), tolerance, "geometry", report);
    if (expected.contains("geometry_after_transforms")) {
        compareSegments(cell.placed, cell.placed, expected.at("geometry_after_transforms"), tolerance,
                        "geometry_after_transforms", report);
    }
    if (expected.contains("axial_resistance")) {
        compareArray(toNdArray(axialResistance(cell.morphology, cell.created.segments, cell.settings.Ra)),
                     expected.at("axial_resistance"), tolerance, "axial_resistance", report);
    }
    if (expected.contains("pt3d")) {
        comparePoints(cell.placed.morphology, expected.at("pt3d"), tolerance, report);
    }
    const json queries = input.value("queries", json::object());
    const json closest = queries.value("get_closest_idx", json::array());
    for (std::size_t i = 0; i < closest.size(); ++i) {
        const json& query = closest[i];
        const Eigen::Vector3d point(query.value("x", 0.0), query.value("y", 0.0), query.value("z", 0.0));
        const int got =
            closestSegment(cell.placed.morphology, cell.placed.segments, point, sectionNamesOf(query));
        compareIndices({got}, json::array({expected.at("get_closest_idx").at(i)}),
                       "get_closest_idx[" + std::to_string(i) + "]", report);
    }
    const json ranges = queries.value("get_idx", json::array());
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        compareIndices(segmentsOfQuery(cell.placed, ranges[i]), expected.at("get_idx").at(i),
                       "get_idx[" + std::to_string(i) + "]", report);
    }
}

} // namespace phiscope::reference
