#include "model/synthesis/recipes.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace phiscope::synthesis {

namespace {

// Where the numbers come from. Rat somatosensory and visual cortex:
// Larkman 1991 (J Comp Neurol 306:307): thick layer 5 cells have 5 to 8 basal stems, 30 to 50 basal tips that
// end 100 to 250 µm from the soma, 6 to 14 obliques on the lower two thirds of the trunk, 10 to 30 tuft
// tips, 9 to 16 mm of dendrite; end pieces of about 100 µm are most of the length. Hay et al. 2011 (PLoS
// Comput Biol 7:e1002107): apical trees reach 1100 to 1300 µm, main bifurcation 500 to 800 µm from the soma.
// Mainen and Sejnowski 1996 (Nature 382:363) and Markram et al. 1997 (J Physiol 500:409): trunks of 3 to
// 8 µm that narrow to 2 to 4 µm. Layer 2/3: Larkman 1991 and Markram et al. 2015 (Cell 163:456), dendrites
// of 4 to 8 mm, main bifurcation 50 to 200 µm from the soma, pia 200 to 450 µm above it.

struct BasalPlan {
    int stems = 6;
    int tips = 36;
    double reachUm = 190.0;
};

Eigen::Vector3d outward(const Eigen::Vector3d& position) {
    const double distance = position.norm();
    return distance > 1e-6 ? Eigen::Vector3d(position / distance) : Eigen::Vector3d(Eigen::Vector3d::UnitZ());
}

void growBasal(Arbor& arbor, const SomaProfile& soma, const BasalPlan& plan, const Random& source) {
    GrowthRule rule;
    rule.pull = [](const Eigen::Vector3d& position, const Eigen::Vector3d&) {
        return outward(position);
    };
    rule.pullStrength = 0.005;
    // Early branching, then long ends: the look of basal trees.
    rule.innerLength = [](Random& random, int order, double) {
        const double mean = order == 1 ? 16.0 : (order == 2 ? 26.0 : 36.0);
        const double u = random.uniform();
        return mean * (0.35 + 0.5 * u + 1.1 * u * u);
    };
    rule.endLength = [reach = plan.reachUm](Random& random, int, double path) {
        return std::max(45.0, random.normal(0.98 * reach, 0.2 * reach) - path);
    };
    rule.minTipUm = 0.45;
    rule.maxTipUm = 0.75;
    Random random = source.stream(1);
    const auto directions = stemDirections(
        plan.stems, random, [](const Eigen::Vector3d& d) { return d.z() < 0.35 && d.z() > -0.92; });
    const std::vector<int> tips = shareTips(std::max(plan.tips, plan.stems), plan.stems, random);
    for (int i = 0; i < plan.stems; ++i) {
        const auto stem = static_cast<std::size_t>(i);
        Random own = source.stream(100 + stem);
        Heading heading;
        heading.direction = directions[stem];
        arbor.growTree(0, directions[stem].z() < -0.2 ? 0.0 : 0.5, somaSurface(soma, directions[stem]),
                       heading, tips[stem], rule, own);
    }
}

struct ApicalPlan {
    double piaUm = 1150.0;
    double trunkUm = 680.0;
    double trunkDiameterUm = 6.0;
    double trunkEndDiameterUm = 3.2;
    int obliques = 10;
    double obliqueReachUm = 190.0;
    double obliqueTips = 2.3; ///< mean
    int tuftTips = 22;
    double tuftRadiusUm = 190.0;
};

/// The tuft: rises, spreads, and runs level under the pia.
GrowthRule tuftRule(const ApicalPlan& plan, const Eigen::Vector3d& root) {
    GrowthRule rule;
    rule.type = SectionType::apical;
    rule.pullStrength = 0.0062;
    rule.wander = 0.0115;
    rule.minTipUm = 0.5;
    rule.maxTipUm = 0.85;
    rule.angleDegrees = 58.0;
    const double height = plan.piaUm - root.z();
    rule.pull = [plan, root](const Eigen::Vector3d& position, const Eigen::Vector3d&) {
        Eigen::Vector3d side(position.x() - root.x(), position.y() - root.y(), 0.0);
        const double distance = side.norm();
        Eigen::Vector3d pull = Eigen::Vector3d::Zero();
        if (distance > 1e-6) {
            pull = (side / distance) * std::clamp(1.3 * (1.0 - distance / plan.tuftRadiusUm), -0.35, 0.8);
        }
        pull.z() = std::clamp((plan.piaUm - 22.0 - position.z()) / 120.0, -1.0, 0.8);
        return pull;
    };
    rule.wall = [pia = plan.piaUm](const Eigen::Vector3d& position) {
        return position.z() > pia - 4.0;
    };
    rule.innerLength = [height](Random& random, int order, double) {
        const double mean = order == 1 ? 0.13 * height : 0.15 * height;
        const double u = random.uniform();
        return mean * (0.3 + 0.5 * u + 1.2 * u * u);
    };
    rule.endLength = [height](Random& random, int, double path) {
        return std::max(0.14 * height + 20.0, random.normal(1.16 * height, 0.16 * height) - path);
    };
    return rule;
}

void growOblique(Arbor& arbor, int trunk, const Eigen::Vector3d& start, const Heading& trunkHeading,
                 double share, double azimuth, const ApicalPlan& plan, Random random) {
    GrowthRule rule;
    rule.type = SectionType::apical;
    rule.minTipUm = 0.5;
    rule.maxTipUm = 0.75;
    rule.pullStrength = 0.004;
    rule.pull = [start](const Eigen::Vector3d& position, const Eigen::Vector3d&) {
        Eigen::Vector3d side(position.x() - start.x(), position.y() - start.y(), 0.0);
        const double distance = side.norm();
        Eigen::Vector3d pull = distance > 1e-6 ? Eigen::Vector3d(side / distance) : Eigen::Vector3d(0, 0, 0);
        pull.z() = 0.28;
        return pull;
    };
    rule.innerLength = [](Random& random_, int order, double) {
        const double u = random_.uniform();
        return (order == 1 ? 34.0 : 42.0) * (0.3 + 0.6 * u + 1.0 * u * u);
    };
    const double reach = plan.obliqueReachUm * (1.08 - 0.35 * share) * random.uniform(0.65, 1.25);
    rule.endLength = [reach](Random& random_, int, double path) {
        return std::max(40.0, random_.normal(reach, 0.18 * reach) - path);
    };
    const Eigen::Vector3d side(cosineOfDegrees(azimuth), sineOfDegrees(azimuth), 0.0);
    const double away = random.uniform(52.0, 80.0); // degrees from the trunk
    Heading heading;
    heading.direction =
        (cosineOfDegrees(away) * trunkHeading.direction + sineOfDegrees(away) * side).normalized();
    const double spread = random.uniform(0.25, 1.75) * plan.obliqueTips;
    const int tips = std::max(1, static_cast<int>(std::lround(spread)));
    arbor.growTree(trunk, 1.0, start, heading, tips, rule, random);
}

void growApical(Arbor& arbor, const SomaProfile& soma, const ApicalPlan& plan, const Random& source) {
    GrowthRule rule;
    rule.type = SectionType::apical;
    rule.stepUm = 6.0;
    rule.wander = 0.0019;
    rule.wanderLengthUm = 45.0;
    rule.jitterUm = 0.3;
    rule.pullStrength = 0.006;
    rule.roughness = 0.05;
    rule.kinksPerUm = 0.0;
    rule.pull = [](const Eigen::Vector3d& position, const Eigen::Vector3d&) {
        return Eigen::Vector3d(-position.x() / 400.0, -position.y() / 400.0, 1.0);
    };
    Random random = source.stream(2);

    // Obliques sit on the lower two thirds, more of them near the soma.
    std::vector<double> heights;
    const double top = soma.back().first;
    for (int i = 0; i < plan.obliques; ++i) {
        const double u = (i + random.uniform(0.1, 0.9)) / plan.obliques;
        heights.push_back((0.05 + 0.62 * (0.65 * u + 0.35 * u * u)) * plan.trunkUm + 14.0);
    }
    std::sort(heights.begin(), heights.end());
    heights.push_back(plan.trunkUm);

    Heading heading;
    heading.direction = random.leaning(0.03, 0.03, 1.0);
    Eigen::Vector3d position(0.0, 0.0, top);
    int parent = 0;
    double diameter = plan.trunkDiameterUm;
    double azimuth = random.uniform(-180.0, 180.0);
    double reached = 0.0;
    for (std::size_t i = 0; i < heights.size(); ++i) {
        const double length = std::max(heights[i] - reached, 12.0);
        reached += length;
        parent = arbor.growBranch(parent, 1.0, position, heading, length, rule, random);
        Branch& trunk = arbor.branches()[static_cast<std::size_t>(parent)];
        position = trunk.points.back();
        const double along = std::min(1.0, reached / plan.trunkUm);
        // Narrows fast near the soma, then slowly.
        const double shape = along * (1.35 - 0.35 * along);
        const double next = plan.trunkDiameterUm + (plan.trunkEndDiameterUm - plan.trunkDiameterUm) * shape;
        trunk.startDiameter = diameter;
        trunk.endDiameter = std::min(diameter, next);
        diameter = *trunk.endDiameter;
        if (i + 1 < heights.size()) {
            growOblique(arbor, parent, position, heading, along, azimuth, plan, source.stream(200 + i));
            // Neighbours rarely leave to the same side.
            azimuth += random.uniform(85.0, 200.0);
            azimuth -= azimuth > 180.0 ? 360.0 : 0.0;
        }
    }

    if (plan.tuftTips > 1) {
        const GrowthRule tuft = tuftRule(plan, position);
        const int first = std::clamp(
            static_cast<int>(std::lround(plan.tuftTips * random.uniform(0.35, 0.65))), 1, plan.tuftTips - 1);
        auto [a, b] = splitHeading(heading, static_cast<double>(first) / plan.tuftTips, tuft, random);
        Random left = source.stream(301);
        Random right = source.stream(302);
        arbor.growTree(parent, 1.0, position, a, first, tuft, left);
        arbor.growTree(parent, 1.0, position, b, plan.tuftTips - first, tuft, right);
    }
}

Morphology grow(const std::string& name, double somaUm, const BasalPlan& basal, const ApicalPlan& apical,
                double axonUm, std::uint64_t seed) {
    const Random source(seed);
    const SomaProfile soma = pyramidalSoma(somaUm);
    Arbor arbor(name);
    arbor.addSoma(soma);
    growBasal(arbor, soma, basal, source);
    growApical(arbor, soma, apical, source);
    Random random = source.stream(3);
    const Eigen::Vector3d down = random.leaning(0.12, 0.12, -1.0);
    growAxonStub(arbor, soma, down, axonUm, source.stream(4));
    arbor.assignDiameters(source.stream(5));
    return arbor.morphology();
}

Morphology growL5(const Values& v, std::uint64_t seed) {
    BasalPlan basal;
    basal.stems = v.count("basal_stems");
    basal.tips = v.count("basal_tips");
    basal.reachUm = v["basal_reach_um"];
    ApicalPlan apical;
    apical.piaUm = v["pia_um"];
    apical.trunkUm = v["trunk_fraction"] * apical.piaUm;
    apical.trunkDiameterUm = v["trunk_diameter_um"];
    apical.trunkEndDiameterUm = 0.55 * apical.trunkDiameterUm;
    apical.obliques = v.count("obliques");
    apical.tuftTips = v.count("tuft_tips");
    apical.tuftRadiusUm = v["tuft_radius_um"];
    return grow("Layer 5 pyramidal cell", v["soma_diameter_um"], basal, apical, v["axon_um"], seed);
}

Morphology growL23(const Values& v, std::uint64_t seed) {
    BasalPlan basal;
    basal.stems = v.count("basal_stems");
    basal.tips = v.count("basal_tips");
    basal.reachUm = v["basal_reach_um"];
    ApicalPlan apical;
    apical.piaUm = v["pia_um"];
    apical.trunkUm = v["trunk_fraction"] * apical.piaUm;
    apical.trunkDiameterUm = v["trunk_diameter_um"];
    apical.trunkEndDiameterUm = 0.72 * apical.trunkDiameterUm;
    apical.obliques = v.count("obliques");
    apical.obliqueReachUm = 135.0;
    apical.obliqueTips = 1.9;
    apical.tuftTips = v.count("tuft_tips");
    apical.tuftRadiusUm = v["tuft_radius_um"];
    return grow("Layer 2/3 pyramidal cell", v["soma_diameter_um"], basal, apical, v["axon_um"], seed);
}

} // namespace

Recipe l5PyramidalRecipe() {
    return {
        {"l5_pyramidal",
         "Layer 5 pyramidal cell",
         "Thick-tufted: a trunk that climbs through the layers, obliques, a tuft under the pia and a wide "
         "basal tree.",
         {{"pia_um", "Height of the pia", "µm", 1150.0, 700.0, 1600.0, 0,
           "How far the pia lies above the soma; the tuft ends under it."},
          {"trunk_fraction", "Main branch point", "", 0.6, 0.45, 0.75, 2,
           "Where the trunk divides into the tuft, as a part of the way to the pia."},
          {"trunk_diameter_um", "Trunk diameter", "µm", 6.0, 2.5, 9.0, 1,
           "Diameter of the apical trunk where it leaves the soma."},
          {"obliques", "Obliques", "", 10.0, 0.0, 20.0, 0, "Side branches of the trunk."},
          {"tuft_tips", "Tuft tips", "", 20.0, 2.0, 40.0, 0, "Ends of the apical tuft."},
          {"tuft_radius_um", "Tuft radius", "µm", 190.0, 60.0, 400.0, 0,
           "How far the tuft spreads to the sides."},
          {"basal_stems", "Basal stems", "", 6.0, 3.0, 10.0, 0,
           "Dendrites that leave the soma sideways and downwards."},
          {"basal_tips", "Basal tips", "", 35.0, 10.0, 70.0, 0, "Ends of the basal tree."},
          {"basal_reach_um", "Basal reach", "µm", 205.0, 80.0, 350.0, 0,
           "Path length from the soma to the ends of the basal tree, on average."},
          {"soma_diameter_um", "Soma diameter", "µm", 19.0, 10.0, 30.0, 1, "Widest diameter of the soma."},
          {"axon_um", "Axon length", "µm", 120.0, 40.0, 400.0, 0,
           "Length of the axon stub; the axon beyond is not drawn."}}},
        growL5};
}

Recipe l23PyramidalRecipe() {
    return {{"l23_pyramidal",
             "Layer 2/3 pyramidal cell",
             "Shorter than its layer 5 neighbour: a trunk that divides early, a broad tuft and a dense basal "
             "tree.",
             {{"pia_um", "Height of the pia", "µm", 330.0, 180.0, 500.0, 0,
               "How far the pia lies above the soma; the tuft ends under it."},
              {"trunk_fraction", "Main branch point", "", 0.4, 0.25, 0.7, 2,
               "Where the trunk divides into the tuft, as a part of the way to the pia."},
              {"trunk_diameter_um", "Trunk diameter", "µm", 3.6, 1.5, 6.0, 1,
               "Diameter of the apical trunk where it leaves the soma."},
              {"obliques", "Obliques", "", 5.0, 0.0, 10.0, 0, "Side branches of the trunk."},
              {"tuft_tips", "Tuft tips", "", 14.0, 2.0, 30.0, 0, "Ends of the apical tuft."},
              {"tuft_radius_um", "Tuft radius", "µm", 150.0, 50.0, 300.0, 0,
               "How far the tuft spreads to the sides."},
              {"basal_stems", "Basal stems", "", 5.0, 3.0, 8.0, 0,
               "Dendrites that leave the soma sideways and downwards."},
              {"basal_tips", "Basal tips", "", 27.0, 8.0, 50.0, 0, "Ends of the basal tree."},
              {"basal_reach_um", "Basal reach", "µm", 135.0, 60.0, 250.0, 0,
               "Path length from the soma to the ends of the basal tree, on average."},
              {"soma_diameter_um", "Soma diameter", "µm", 15.0, 8.0, 24.0, 1, "Widest diameter of the soma."},
              {"axon_um", "Axon length", "µm", 100.0, 40.0, 400.0, 0,
               "Length of the axon stub; the axon beyond is not drawn."}}},
            growL23};
}

} // namespace phiscope::synthesis
