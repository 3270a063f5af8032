#include "model/synthesis/recipes.h"

#include <algorithm>
#include <cmath>
#include <utility>

/// Cells whose dendrites stay near the soma: the spiny stellate cell and the basket cell.
namespace phiscope::synthesis {

namespace {

// Spiny stellate, layer 4 of rat barrel cortex: Lübke et al. 2003 (Cereb Cortex 13:1051) and Markram et al.
// 2015 (Cell 163:456): 3 to 7 stems, dendrites within a barrel, about 100 to 150 µm from the soma, 2 to 4 mm
// in all.
// Basket cells: Kawaguchi and Kubota 1997 (Cereb Cortex 7:476) and Wang et al. 2002 (Cereb Cortex 12:395):
// 4 to 8 smooth, beaded, sparsely branched dendrites of 150 to 300 µm, 2 to 5 mm in all; a dense local axon
// with boutons every few µm that leaves towards the pia and reaches 300 µm and more to the sides.

struct StarPlan {
    int stems = 5;
    int tips = 24;
    double reachUm = 120.0;
    double firstUm = 14.0; ///< mean length of a stem before it branches
    double innerUm = 26.0; ///< mean length of later pieces that branch
    double vertical = 0.0; ///< pull along z, away from the soma
};

void growStar(Arbor& arbor, const SomaProfile& soma, const StarPlan& plan, GrowthRule rule,
              const Random& source) {
    rule.pull = [vertical = plan.vertical](const Eigen::Vector3d& position, const Eigen::Vector3d&) {
        const double distance = position.norm();
        Eigen::Vector3d pull = distance > 1e-6 ? Eigen::Vector3d(position / distance)
                                               : Eigen::Vector3d(Eigen::Vector3d::UnitZ());
        pull.z() *= 1.0 + vertical;
        return pull;
    };
    rule.innerLength = [plan](Random& random, int order, double) {
        const double u = random.uniform();
        return (order == 1 ? plan.firstUm : plan.innerUm) * (0.35 + 0.5 * u + 1.1 * u * u);
    };
    rule.endLength = [reach = plan.reachUm](Random& random, int, double path) {
        return std::max(30.0, random.normal(reach, 0.24 * reach) - path);
    };
    Random random = source.stream(1);
    const auto directions =
        stemDirections(plan.stems, random, [](const Eigen::Vector3d& d) { return std::abs(d.z()) < 0.97; });
    const std::vector<int> tips = shareTips(std::max(plan.tips, plan.stems), plan.stems, random);
    for (int i = 0; i < plan.stems; ++i) {
        const auto stem = static_cast<std::size_t>(i);
        Random own = source.stream(100 + stem);
        Heading heading;
        heading.direction = directions[stem];
        arbor.growTree(0, 0.5, somaSurface(soma, directions[stem]), heading, tips[stem], rule, own);
    }
}

Morphology growStellate(const Values& v, std::uint64_t seed) {
    const Random source(seed);
    const SomaProfile soma = roundSoma(v["soma_diameter_um"], 1.1);
    Arbor arbor("Spiny stellate cell");
    arbor.addSoma(soma);
    StarPlan plan;
    plan.stems = v.count("stems");
    plan.tips = v.count("tips");
    plan.reachUm = v["reach_um"];
    GrowthRule rule;
    rule.pullStrength = 0.006;
    rule.wander = 0.017;
    rule.minTipUm = 0.4;
    rule.maxTipUm = 0.65;
    growStar(arbor, soma, plan, rule, source);
    Random random = source.stream(3);
    const Eigen::Vector3d down = random.leaning(0.2, 0.2, -1.0);
    growAxonStub(arbor, soma, down, v["axon_um"], source.stream(4));
    arbor.assignDiameters(source.stream(5));
    return arbor.morphology();
}

/// The axon of a basket cell: a stem towards the pia, then many thin, winding, beaded collaterals that keep
/// within a flattened ball about the soma.
void growBasketAxon(Arbor& arbor, const SomaProfile& soma, int tips, double reachUm, const Random& source) {
    GrowthRule rule;
    rule.type = SectionType::axon;
    rule.wander = 0.019;
    rule.kinksPerUm = 0.02;
    rule.pullStrength = 0.006;
    rule.minTipUm = 0.30;
    rule.maxTipUm = 0.42;
    rule.taper = 0.0002;
    rule.rallPower = 3.0;
    rule.varicose = true;
    rule.angleDegrees = 66.0;
    rule.pull = [reachUm](const Eigen::Vector3d& position, const Eigen::Vector3d& direction) {
        const Eigen::Vector3d scaled(position.x(), position.y(), 1.3 * position.z());
        const double distance = scaled.norm();
        if (distance < 0.65 * reachUm) {
            return Eigen::Vector3d(0.0, 0.0, -0.2 * direction.z());
        }
        return Eigen::Vector3d(-1.6 * scaled / distance);
    };
    rule.innerLength = [reachUm](Random& random, int order, double) {
        const double u = random.uniform();
        return (order <= 5 ? 0.11 : 0.19) * reachUm * (0.25 + 0.5 * u + 1.3 * u * u);
    };
    rule.endLength = [reachUm](Random& random, int, double) {
        return reachUm * random.uniform(0.2, 0.7);
    };
    Random random = source.stream(6);
    Heading heading;
    heading.direction = random.leaning(0.3, 0.3, 1.0);
    GrowthRule stem = rule;
    stem.varicose = false;
    stem.wander = 0.01;
    const int first =
        arbor.growBranch(0, 0.5, somaSurface(soma, heading.direction), heading, 45.0, stem, random);
    Branch& initial = arbor.branches()[static_cast<std::size_t>(first)];
    initial.startDiameter = 1.5;
    initial.endDiameter = 0.9;
    const Eigen::Vector3d end = initial.points.back();
    const int left = std::max(1, static_cast<int>(tips * random.uniform(0.4, 0.6)));
    auto [a, b] = splitHeading(heading, static_cast<double>(left) / tips, rule, random);
    arbor.growTree(first, 1.0, end, a, left, rule, random, 45.0, 2);
    arbor.growTree(first, 1.0, end, b, std::max(1, tips - left), rule, random, 45.0, 2);
}

Morphology growBasket(const Values& v, std::uint64_t seed) {
    const Random source(seed);
    const SomaProfile soma = roundSoma(v["soma_diameter_um"], 1.2);
    Arbor arbor("Basket cell");
    arbor.addSoma(soma);
    StarPlan plan;
    plan.stems = v.count("stems");
    plan.tips = v.count("tips");
    plan.reachUm = v["reach_um"];
    plan.firstUm = 26.0;
    plan.innerUm = 42.0;
    plan.vertical = 0.5;
    GrowthRule rule;
    rule.pullStrength = 0.0045;
    rule.wander = 0.015;
    rule.minTipUm = 0.4;
    rule.maxTipUm = 0.7;
    rule.roughness = 0.17; // smooth of spines, but beaded
    growStar(arbor, soma, plan, rule, source);
    if (v.count("axon_tips") >= 2) {
        growBasketAxon(arbor, soma, v.count("axon_tips"), v["axon_reach_um"], source);
    } else {
        growAxonStub(arbor, soma, Eigen::Vector3d::UnitZ(), 60.0, source.stream(4));
    }
    arbor.assignDiameters(source.stream(5));
    return arbor.morphology();
}

} // namespace

Recipe spinyStellateRecipe() {
    return {{"spiny_stellate",
             "Spiny stellate cell",
             "A star of short dendrites, as in layer 4: its field closes on itself.",
             {{"stems", "Stems", "", 6.0, 3.0, 9.0, 0, "Dendrites that leave the soma."},
              {"tips", "Tips", "", 34.0, 5.0, 60.0, 0, "Ends of all dendrites."},
              {"reach_um", "Reach", "µm", 120.0, 50.0, 250.0, 0,
               "Path length from the soma to the ends, on average."},
              {"soma_diameter_um", "Soma diameter", "µm", 12.0, 6.0, 20.0, 1, "Widest diameter of the soma."},
              {"axon_um", "Axon length", "µm", 90.0, 40.0, 300.0, 0,
               "Length of the axon stub; the axon beyond is not drawn."}}},
            growStellate};
}

Recipe basketRecipe() {
    return {
        {"basket",
         "Basket cell",
         "An inhibitory cell with smooth, beaded dendrites in all directions and a dense local axon.",
         {{"stems", "Stems", "", 6.0, 3.0, 9.0, 0, "Dendrites that leave the soma."},
          {"tips", "Tips", "", 19.0, 5.0, 50.0, 0, "Ends of all dendrites."},
          {"reach_um", "Reach", "µm", 215.0, 80.0, 400.0, 0,
           "Path length from the soma to the ends of the dendrites, on average."},
          {"axon_tips", "Axon tips", "", 64.0, 0.0, 150.0, 0,
           "Ends of the axon; below 2 only a stub is grown."},
          {"axon_reach_um", "Axon reach", "µm", 260.0, 100.0, 500.0, 0,
           "How far the axon spreads to the sides."},
          {"soma_diameter_um", "Soma diameter", "µm", 16.0, 8.0, 26.0, 1, "Widest diameter of the soma."}}},
        growBasket};
}

} // namespace phiscope::synthesis
