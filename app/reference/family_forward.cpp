#include "app/reference/array_comparison.h"
#include "app/reference/families.h"
#include "app/reference/probe_models.h"

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <utility>
#include <vector>

namespace phiscope::reference {

using nlohmann::json;

namespace {

/// What the forward models read of segments: ends and diameters. `cell` holds lists of [start, end] for each
/// coordinate and a diameter, or [at start, at end], for each segment.
Segments segmentsOf(const json& cell) {
    const auto count = static_cast<Eigen::Index>(cell.at("x").size());
    Segments segments;
    segments.start.resize(3, count);
    segments.end.resize(3, count);
    segments.diameter.resize(count);
    segments.diameterEnds.resize(2, count);
    const char* const axes[] = {"x", "y", "z"};
    for (Eigen::Index k = 0; k < count; ++k) {
        const auto at = static_cast<std::size_t>(k);
        for (int axis = 0; axis < 3; ++axis) {
            const json& ends = cell.at(axes[axis]).at(at);
            segments.start(axis, k) = ends.at(0).get<double>();
            segments.end(axis, k) = ends.at(1).get<double>();
        }
        const json& d = cell.at("d").at(at);
        segments.diameterEnds(0, k) = d.is_array() ? d.at(0).get<double>() : d.get<double>();
        segments.diameterEnds(1, k) = d.is_array() ? d.at(1).get<double>() : d.get<double>();
        segments.diameter(k) = 0.5 * segments.diameterEnds.col(k).sum();
    }
    segments.length = (segments.end - segments.start).colwise().norm();
    return segments;
}

} // namespace

void checkForwardModels(const json& referenceCase, CaseReport& report) {
    const Tolerance tolerance = toleranceOf(referenceCase);
    const Segments segments = segmentsOf(referenceCase.at("input").at("cell"));
    const json& variants = referenceCase.at("input").at("variants");
    for (std::size_t i = 0; i < variants.size(); ++i) {
        const ProbeModel probe = makeProbeModel(variants[i]);
        if (!probe.model) {
            report.skipPart(probe.missing);
            continue;
        }
        const json& expected = referenceCase.at("expected").at("variants").at(i);
        const std::string where =
            "variant " + std::to_string(i) + " (" + variants[i].at("model").get<std::string>() + ") M";
        std::set<std::pair<std::int64_t, std::int64_t>> ill;
        for (const json& entry : expected.value("ill_conditioned", json::array())) {
            ill.emplace(entry.at(0).get<std::int64_t>(), entry.at(1).get<std::int64_t>());
        }
        compareArray(toNdArray(probe.model->matrix(segments)), expected.at("M"), tolerance, where, report,
                     [&](std::span<const std::int64_t> index) {
                         return index.size() == 2 && ill.contains({index[0], index[1]});
                     });
    }
}

} // namespace phiscope::reference
