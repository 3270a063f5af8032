#include "model/scene/scatter.h"

#include "model/support/uniform.h"
#include "model/support/weighted_draws.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <sstream>
#include <utility>

namespace phiscope {

namespace {

std::vector<std::string> words(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> found;
    for (std::string word; stream >> word;) {
        found.push_back(word);
    }
    return found;
}

Location placeOn(const PlacedCell& cell, int segment, double within) {
    const Segments& segments = cell.segments;
    const auto section = static_cast<std::size_t>(segments.section[static_cast<std::size_t>(segment)]);
    const int first = segments.firstOfSection[section];
    const int count = segments.firstOfSection[section + 1] - first;
    // A few digits are enough, and keep the scene file readable.
    const double x = (segment - first + 0.02 + 0.96 * within) / count;
    return {cell.morphology.sections[section].name, std::round(x * 1e5) / 1e5};
}

} // namespace

SynapseGroup groupOfMany(std::string name) {
    SynapseGroup group;
    group.name = std::move(name);
    group.synapse.spikes.kind = SpikeTrain::Kind::poisson;
    group.synapse.weight = 0.0005;
    return group;
}

Eigen::VectorXd scatterProbabilities(const ScatterRecipe& recipe, const PlacedCell& cell) {
    const Segments& segments = cell.segments;
    Eigen::VectorXd weights = Eigen::VectorXd::Zero(segments.size());
    for (const int k : segmentIndices(cell.morphology, segments, words(recipe.sections))) {
        double density = recipe.peaks.empty() ? 1.0 : 0.0;
        const double z = segments.midpoint(k).z();
        for (const DepthPeak& peak : recipe.peaks) {
            const double away = (z - peak.centreUm) / peak.widthUm;
            density += peak.weight * std::exp(-0.5 * away * away) / peak.widthUm;
        }
        weights[k] = segments.area[k] * density;
    }
    const double total = weights.sum();
    return total > 0.0 && std::isfinite(total) ? Eigen::VectorXd(weights / total)
                                               : Eigen::VectorXd::Zero(segments.size());
}

Result<std::vector<Location>> scatter(const ScatterRecipe& recipe, int count, const PlacedCell& cell) {
    const Eigen::VectorXd probability = scatterProbabilities(recipe, cell);
    if (!(probability.sum() > 0.0)) {
        const bool named = !segmentIndices(cell.morphology, cell.segments, words(recipe.sections)).empty();
        return named ? fail("The depth profile lies where the cell has no membrane.",
                            "Move its peak into the cell, or make it wider.")
                     : fail("No section's name contains “" + recipe.sections + "”.",
                            "Name a part of the cell, such as dend or apic, or allsec for all of it.");
    }
    const WeightedDraws draws({probability.begin(), probability.end()});
    std::mt19937_64 generator(recipe.seed);
    std::vector<Location> places;
    places.reserve(static_cast<std::size_t>(std::max(count, 0)));
    for (int i = 0; i < count; ++i) {
        const auto segment = static_cast<int>(draws.draw(generator));
        places.push_back(placeOn(cell, segment, uniform(generator)));
    }
    return places;
}

std::vector<Location> brushed(std::span<const int> segments, double perUm, std::uint64_t seed,
                              const PlacedCell& cell) {
    std::vector<Location> places;
    for (const int segment : segments) {
        // By segment, so that the way that the stroke took does not matter.
        std::mt19937_64 generator(seed * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(segment));
        const double wanted = perUm * cell.segments.length[segment];
        const auto whole = static_cast<int>(wanted);
        const int count = whole + (uniform(generator) < wanted - whole ? 1 : 0);
        for (int i = 0; i < count; ++i) {
            places.push_back(placeOn(cell, segment, uniform(generator)));
        }
    }
    return places;
}

Eigen::VectorXd binnedOverDepth(const Eigen::VectorXd& perSegment, const Segments& segments, double lowUm,
                                double highUm, int bins) {
    Eigen::VectorXd sums = Eigen::VectorXd::Zero(bins);
    for (int k = 0; k < segments.size(); ++k) {
        const double along = (segments.midpoint(k).z() - lowUm) / (highUm - lowUm);
        const auto bin = static_cast<Eigen::Index>(std::clamp(std::floor(along * bins), 0.0, bins - 1.0));
        sums[bin] += perSegment[k];
    }
    return sums;
}

std::vector<int> segmentsAt(std::span<const Location> places, const PlacedCell& cell) {
    std::vector<int> segments;
    segments.reserve(places.size());
    for (const Location& place : places) {
        const int section = sectionByName(cell.morphology, place.section);
        segments.push_back(section < 0 ? -1 : segmentAt(cell.segments, section, place.x));
    }
    return segments;
}

} // namespace phiscope
