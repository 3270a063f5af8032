#pragma once

#include "model/scene/scene.h"
#include "model/support/result.h"

#include <Eigen/Core>

#include <cstdint>
#include <span>
#include <string>
#include <vector>

/// Synapses by the dozen: where they land on a cell by chance.
namespace phiscope {

/// What a group of many synapses begins with: Poisson trains, so that they do something, and a weight that
/// leaves the cell alive when they all do.
SynapseGroup groupOfMany(std::string name);

/// Probability of each segment (they sum to 1): its membrane area, times the weighted sum of normal densities
/// at its midpoint's z where the recipe has peaks. LFPy's get_rand_prob_area_norm and, with peaks,
/// get_rand_idx_area_and_distribution_norm (features L21, L22). All 0 where no section has such a name, or
/// where no peak reaches any.
Eigen::VectorXd scatterProbabilities(const ScatterRecipe& recipe, const PlacedCell& cell);

/// Draws with replacement; within its segment a synapse lies anywhere, so that neighbours can be told apart.
/// The same recipe gives the same places on every machine, and a larger count only adds some. Fails with a
/// sentence where nothing can be drawn.
Result<std::vector<Location>> scatter(const ScatterRecipe& recipe, int count, const PlacedCell& cell);

/// What a brush that passes over `segments` leaves: `perUm` synapses for each µm of dendrite, the fraction by
/// chance. `seed` should differ from stroke to stroke.
std::vector<Location> brushed(std::span<const int> segments, double perUm, std::uint64_t seed,
                              const PlacedCell& cell);

/// A value of each segment, summed over equal bins of z from `lowUm` to `highUm` by the segments' midpoints;
/// what lies beyond is counted in the first or last bin.
Eigen::VectorXd binnedOverDepth(const Eigen::VectorXd& perSegment, const Segments& segments, double lowUm,
                                double highUm, int bins);

/// The segment under each place; -1 where the cell has no such section.
std::vector<int> segmentsAt(std::span<const Location> places, const PlacedCell& cell);

} // namespace phiscope
