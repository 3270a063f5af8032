#include "model/scene/scatter.h"
#include "model/simulation/cell_source.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <set>

using namespace phiscope;

namespace {

PlacedCell pyramidal() {
    Cell cell;
    cell.morphology.shape = "l5_pyramidal";
    const Result<BuiltCell> built = buildCell(cell, {});
    REQUIRE(built);
    return built->placed;
}

std::vector<double> depths(const std::vector<Location>& places, const PlacedCell& cell) {
    std::vector<double> z;
    for (const int segment : segmentsAt(places, cell)) {
        REQUIRE(segment >= 0);
        z.push_back(cell.segments.midpoint(segment).z());
    }
    return z;
}

} // namespace

TEST_CASE("places follow the membrane's area where no profile is given") {
    const PlacedCell cell = pyramidal();
    const ScatterRecipe recipe;
    const auto places = scatter(recipe, 40000, cell);
    REQUIRE(places);
    REQUIRE(places->size() == 40000);
    const Eigen::VectorXd probability = scatterProbabilities(recipe, cell);
    CHECK(probability.sum() == doctest::Approx(1.0));
    CHECK(probability.isApprox(cell.segments.area / cell.segments.area.sum(), 1e-12));
    Eigen::VectorXd hits = Eigen::VectorXd::Zero(cell.segments.size());
    for (const int segment : segmentsAt(*places, cell)) {
        hits[segment] += 1.0;
    }
    for (Eigen::Index k = 0; k < hits.size(); ++k) {
        const double expected = probability[k] * 40000.0;
        CHECK(std::abs(hits[k] - expected) <= 6.0 * std::sqrt(expected) + 1.0);
    }
}

TEST_CASE("a narrow peak keeps the synapses at its depth, two share them by their weights") {
    const PlacedCell cell = pyramidal();
    const double top = cell.segments.end.row(2).maxCoeff();
    ScatterRecipe recipe;
    recipe.sections = "apic";
    recipe.peaks = {{0.7 * top, 15.0, 1.0}};
    const auto one = scatter(recipe, 4000, cell);
    REQUIRE(one);
    for (const double z : depths(*one, cell)) {
        CHECK(std::abs(z - 0.7 * top) < 6.0 * 15.0);
    }
    // The density of the membrane differs between the two depths; the probabilities tell how.
    recipe.peaks = {{0.3 * top, 15.0, 0.25}, {0.7 * top, 15.0, 0.75}};
    const Eigen::VectorXd probability = scatterProbabilities(recipe, cell);
    double low = 0.0;
    for (int k = 0; k < cell.segments.size(); ++k) {
        low += cell.segments.midpoint(k).z() < 0.5 * top ? probability[k] : 0.0;
    }
    const auto two = scatter(recipe, 4000, cell);
    REQUIRE(two);
    const std::vector<double> z = depths(*two, cell);
    const auto below = static_cast<double>(
        std::count_if(z.begin(), z.end(), [&](double depth) { return depth < 0.5 * top; }));
    CHECK(std::abs(below / 4000.0 - low) < 6.0 * std::sqrt(low * (1.0 - low) / 4000.0));
}

TEST_CASE("the same recipe gives the same places, and more of them only adds") {
    const PlacedCell cell = pyramidal();
    ScatterRecipe recipe;
    const auto few = scatter(recipe, 50, cell);
    const auto more = scatter(recipe, 80, cell);
    REQUIRE(few);
    REQUIRE(more);
    CHECK(std::equal(few->begin(), few->end(), more->begin()));
    recipe.seed = 2;
    CHECK(*scatter(recipe, 80, cell) != *more);
}

TEST_CASE("what cannot be drawn is said") {
    const PlacedCell cell = pyramidal();
    ScatterRecipe recipe;
    recipe.sections = "spine";
    REQUIRE_FALSE(scatter(recipe, 100, cell));
    CHECK(scatter(recipe, 100, cell).error().message().find("spine") != std::string::npos);
    recipe.sections = "dend";
    recipe.peaks = {{1e6, 10.0, 1.0}};
    REQUIRE_FALSE(scatter(recipe, 100, cell));
    CHECK(scatter(recipe, 100, cell).error().message().find("profile") != std::string::npos);
}

TEST_CASE("a brush leaves its density on the segments that it passes, whatever way it takes") {
    const PlacedCell cell = pyramidal();
    std::vector<int> all = segmentIndices(cell.morphology, cell.segments, {"dend"});
    double length = 0.0;
    for (const int k : all) {
        length += cell.segments.length[k];
    }
    const auto places = brushed(all, 0.2, 7, cell);
    const auto expected = 0.2 * length;
    CHECK(std::abs(static_cast<double>(places.size()) - expected) <
          6.0 * std::sqrt(0.25 * static_cast<double>(all.size())));
    const std::vector<int> on = segmentsAt(places, cell);
    const std::set<int> allowed(all.begin(), all.end());
    CHECK(std::all_of(on.begin(), on.end(), [&](int k) { return allowed.count(k) > 0; }));
    std::vector<Location> split = brushed(std::span(all).first(10), 0.2, 7, cell);
    const std::vector<Location> rest = brushed(std::span(all).subspan(10), 0.2, 7, cell);
    split.insert(split.end(), rest.begin(), rest.end());
    CHECK(split == places);
}

TEST_CASE("places come back from the texts of a scene file") {
    const Location place{"dend[3]", 0.12345};
    CHECK(placeText(place) == "dend[3](0.12345)");
    CHECK(placeFromText("dend[3](0.12345)") == place);
    CHECK(placeFromText("dend[3]").section == "dend[3]");
    CHECK(placeFromText("dend(0.5").section == "dend(0.5");
    CHECK(placeFromText("(0.5)").section == "(0.5)");
    CHECK(placeFromText("dend(half)").section == "dend(half)");
}

TEST_CASE("a group's members follow the single synapses, each with a train of its own") {
    Scene scene;
    scene.synapses.resize(2);
    scene.synapses[0].id = "a";
    scene.synapses[1].id = "b";
    SynapseGroup group;
    group.id = "g";
    group.name = "Tuft";
    group.places = {{"apic[1]", 0.25}, {"apic[2]", 0.75}};
    group.synapse.weight = 0.002;
    group.synapse.spikes.kind = SpikeTrain::Kind::poisson;
    group.synapse.spikes.seed = 100;
    scene.groups = {group};
    CHECK(synapseCount(scene) == 4);
    std::vector<Synapse> all = allSynapses(scene);
    REQUIRE(all.size() == 4);
    CHECK(all[2].id == memberId(group, 0));
    CHECK(all[3].location == group.places[1]);
    CHECK(all[3].name == "Tuft 2");
    CHECK(all[3].weight == 0.002);
    CHECK(all[2].spikes.seed != all[3].spikes.seed);
    scene.groups[0].sharedTrain = true;
    scene.groups[0].enabled = false;
    all = allSynapses(scene);
    CHECK(all[2].spikes.seed == all[3].spikes.seed);
    CHECK_FALSE(all[2].enabled);
    Scene other = scene;
    other.groups[0].places.pop_back();
    CHECK(currentsDiffer(scene, other));
    other = scene;
    other.groups[0].name = "Oblique";
    CHECK_FALSE(currentsDiffer(scene, other));
}

TEST_CASE("bins over depth keep the sum, and take what lies beyond into the outer ones") {
    Segments segments;
    segments.start.resize(3, 4);
    segments.start << 0, 0, 0, 0, 0, 0, 0, 0, -50, 1, 11, 99;
    segments.end = segments.start;
    segments.diameter.setOnes(4);
    const Eigen::VectorXd values = (Eigen::VectorXd(4) << 1, 2, 4, 8).finished();
    const Eigen::VectorXd sums = binnedOverDepth(values, segments, 0.0, 20.0, 2);
    CHECK(sums[0] == 3.0);
    CHECK(sums[1] == 12.0);
}
