#include "app/reference/array_comparison.h"
#include "app/reference/cell_building.h"
#include "app/reference/families.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace phiscope::reference {

using nlohmann::json;

namespace {

constexpr double standardErrors = 7.0; // what the format grants to one random realisation

/// Draws as many segments as LFPy did and holds their frequencies against the probabilities.
void checkDraws(const Segments& segments, const std::vector<int>& candidates, int count, const json& expected,
                const std::string& where, CaseReport& report) {
    const std::vector<int> drawn = randomSegments(segments, candidates, count, 20140301UL);
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto hits = std::count(drawn.begin(), drawn.end(), candidates[i]);
        const double frequency = static_cast<double>(hits) / count;
        const double probability = numberOf(expected.at("probability").at(i));
        const double allowed = standardErrors * std::sqrt(probability * (1.0 - probability) / count);
        const double error = std::abs(frequency - probability);
        if (error > allowed) {
            report.differs(where + " frequency of segment " + std::to_string(candidates[i]),
                           "got " + std::to_string(frequency) + ", expected " + std::to_string(probability) +
                               " within " + std::to_string(allowed));
            return;
        }
    }
    report.agrees(where + " frequencies", 0.0);
}

} // namespace

void checkRandomSegments(const json& referenceCase, const Surroundings& surroundings, CaseReport& report) {
    const json& input = referenceCase.at("input");
    const CellOutcome outcome = buildReferenceCell(input.at("cell"), surroundings);
    if (!outcome.skip.empty()) {
        report.skipAll(outcome.skip);
        return;
    }
    if (!outcome.cell) {
        report.differs("the morphology", outcome.cell.error().message());
        return;
    }
    const PlacedCell& cell = outcome.cell->placed;
    const json& queries = input.at("queries");
    for (std::size_t i = 0; i < queries.size(); ++i) {
        if (queries[i].contains("fun")) {
            report.skipPart("random segments by area and a density of depth");
            continue;
        }
        const json& expected = referenceCase.at("expected").at("per_query").at(i);
        const std::string where = "query " + std::to_string(i);
        const std::vector<int> candidates = segmentsOfQuery(cell, queries[i]);
        compareIndices(candidates, expected.at("idx"), where + " idx", report);
        const Eigen::VectorXd probability = areaProbabilities(cell.segments, candidates);
        compareNumbers({probability.data(), probability.data() + probability.size()},
                       expected.at("probability"), toleranceOf(referenceCase), where + " probability",
                       report);
        if (expected.at("idx").size() == candidates.size()) {
            checkDraws(cell.segments, candidates, input.at("n").get<int>(), expected, where, report);
        }
    }
}

} // namespace phiscope::reference
