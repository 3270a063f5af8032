#include "app/reference/array_comparison.h"
#include "app/reference/cell_building.h"
#include "app/reference/families.h"
#include "model/scene/scatter.h"
#include "model/support/weighted_draws.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

namespace phiscope::reference {

using nlohmann::json;

namespace {

constexpr double standardErrors = 7.0; // what the format grants to one random realisation

/// Holds the frequencies of as many draws as LFPy made against the probabilities.
void checkDraws(const std::vector<int>& drawn, const std::vector<int>& candidates, const json& expected,
                const std::string& where, CaseReport& report) {
    const auto count = static_cast<double>(drawn.size());
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        const auto hits = std::count(drawn.begin(), drawn.end(), candidates[i]);
        const double frequency = static_cast<double>(hits) / count;
        const double probability = numberOf(expected.at("probability").at(i));
        const double allowed = standardErrors * std::sqrt(probability * (1.0 - probability) / count);
        const double error = std::abs(frequency - probability);
        if (error > allowed) {
            report.differs(where + " frequency of " + std::to_string(candidates[i]),
                           "got " + std::to_string(frequency) + ", expected " + std::to_string(probability) +
                               " within " + std::to_string(allowed));
            return;
        }
    }
    report.agrees(where + " frequencies", 0.0);
}

/// A query with densities of depth, as a recipe.
ScatterRecipe recipeOf(const json& query) {
    ScatterRecipe recipe;
    recipe.seed = 20140301;
    const json& section = query.at("section");
    if (section.is_string()) {
        recipe.sections = section.get<std::string>();
    } else {
        recipe.sections.clear();
        for (const json& name : section) {
            recipe.sections += name.get<std::string>() + " ";
        }
    }
    for (std::size_t k = 0; k < query.at("fun").size(); ++k) {
        const json& arguments = query.at("funargs").at(k);
        recipe.peaks.push_back({arguments.at("loc").get<double>(), arguments.at("scale").get<double>(),
                                query.at("funweights").at(k).get<double>()});
    }
    return recipe;
}

/// Probabilities and draws of a query, by the function that belongs to its kind.
void checkQuery(const PlacedCell& cell, const json& query, int count, const json& expected,
                Tolerance tolerance, const std::string& where, CaseReport& report) {
    const std::vector<int> candidates = segmentsOfQuery(cell, query);
    compareIndices(candidates, expected.at("idx"), where + " idx", report);
    Eigen::VectorXd probability;
    std::vector<int> drawn;
    if (query.contains("fun")) {
        const ScatterRecipe recipe = recipeOf(query);
        const Eigen::VectorXd all = scatterProbabilities(recipe, cell);
        probability = all(candidates);
        const Result<std::vector<Location>> places = scatter(recipe, count, cell);
        if (!places) {
            report.differs(where, places.error().message());
            return;
        }
        drawn = segmentsAt(*places, cell);
    } else {
        probability = areaProbabilities(cell.segments, candidates);
        drawn = randomSegments(cell.segments, candidates, count, 20140301UL);
    }
    compareNumbers({probability.data(), probability.data() + probability.size()}, expected.at("probability"),
                   tolerance, where + " probability", report);
    if (expected.at("idx").size() == candidates.size()) {
        checkDraws(drawn, candidates, expected, where, report);
    }
}

} // namespace

void checkWeightedDraws(const json& referenceCase, CaseReport& report) {
    const json& input = referenceCase.at("input");
    const json& tables = referenceCase.at("expected").at("tables");
    for (std::size_t t = 0; t < tables.size(); ++t) {
        const std::string where = "table " + std::to_string(t);
        const WeightedDraws draws(input.at("probabilities").at(t).get<std::vector<double>>());
        const std::size_t count = input.at("probabilities").at(t).size();
        std::vector<double> implied;
        for (std::size_t k = 0; k < count; ++k) {
            implied.push_back(draws.probability(k));
        }
        // Its own table is LFPy's affair: what it draws by is not.
        compareNumbers(implied, tables.at(t).at("implied_probability"), toleranceOf(referenceCase),
                       where + " probability", report);
        std::mt19937_64 generator(20140301);
        std::vector<int> drawn(input.at("n").get<std::size_t>());
        std::ranges::generate(drawn, [&] { return static_cast<int>(draws.draw(generator)); });
        std::vector<int> all(count);
        std::iota(all.begin(), all.end(), 0);
        checkDraws(drawn, all, {{"probability", tables.at(t).at("implied_probability")}}, where, report);
    }
}

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
        checkQuery(cell, queries[i], input.at("n").get<int>(),
                   referenceCase.at("expected").at("per_query").at(i), toleranceOf(referenceCase),
                   "query " + std::to_string(i), report);
    }
}

} // namespace phiscope::reference
