#include "model/synthesis/recipes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace phiscope::synthesis {

namespace {

// A Purkinje cell fills a flat fan evenly. Points are strewn over the fan and joined by the tree that is a
// compromise of short wire and short ways to the soma (Cuntz et al. 2010, PLoS Comput Biol 6:e1000877).
// Ranges: Rapp et al. 1994 (J Physiol 474:101) and Roth and Häusser 2001 (J Physiol 535:445): fans about
// 200 to 300 µm wide and high and 20 to 40 µm thick, 7 to 15 mm of dendrite, 300 to 600 tips, a trunk of 4 to
// 8 µm, spiny branchlets of about 1 µm.

struct FanPlan {
    double widthUm = 250.0;
    double heightUm = 215.0;
    double thicknessUm = 26.0;
    double spacingUm = 4.2;
    double trunkUm = 24.0;
};

/// A cleft without dendrites, from the trunk outwards, as between the main branches of real cells.
struct Cleft {
    Eigen::Vector2d from;
    Eigen::Vector2d direction;
    double halfWidthUm = 0.0;
};

struct Outline {
    FanPlan plan;
    std::array<double, 17> edge{}; ///< how far the fan reaches, relative, over the width
    std::vector<Cleft> clefts;

    Outline(const FanPlan& fan, Random& random)
        : plan(fan) {
        for (double& value : edge) {
            value = random.uniform(0.80, 1.0);
        }
        const int count = random.integer(5, 7);
        for (int i = 0; i < count; ++i) {
            const double degrees = -68.0 + 136.0 * (i + random.uniform(0.15, 0.85)) / count;
            Cleft cleft;
            cleft.direction = {sineOfDegrees(degrees), cosineOfDegrees(degrees)};
            cleft.from = cleft.direction * fan.heightUm * random.uniform(0.18, 0.6);
            cleft.halfWidthUm = random.uniform(1.5, 3.5);
            clefts.push_back(cleft);
        }
    }

    /// Within the fan? x across, z above the end of the trunk.
    bool contains(double x, double z) const {
        const double u = 2.0 * x / plan.widthUm;
        if (std::abs(u) >= 1.0 || z >= plan.heightUm) {
            return false;
        }
        const double at = 8.0 * (u + 1.0);
        const auto cell = static_cast<std::size_t>(at);
        const double part = at - static_cast<double>(cell);
        const double reach = edge[cell] + (edge[std::min<std::size_t>(cell + 1, 16)] - edge[cell]) * part;
        const double roof = plan.heightUm * reach * (1.0 - 0.42 * u * u * u * u);
        const double floor = 0.62 * plan.heightUm * (u * u) * (1.0 - 0.35 * std::abs(u)) - 6.0;
        if (z > roof || z < floor) {
            return false;
        }
        return std::none_of(clefts.begin(), clefts.end(), [&](const Cleft& cleft) {
            const Eigen::Vector2d offset = Eigen::Vector2d(x, z) - cleft.from;
            const double along = offset.dot(cleft.direction);
            const double across = offset.x() * cleft.direction.y() - offset.y() * cleft.direction.x();
            return along > 0.0 && std::abs(across) < cleft.halfWidthUm * (1.0 + 0.006 * along);
        });
    }
};

/// Points no closer to each other than the spacing, until the fan is full. y is the thin direction.
std::vector<Eigen::Vector3d> strewPoints(const FanPlan& plan, double floorZ, Random& random) {
    const Outline outline(plan, random);
    std::vector<Eigen::Vector3d> points;
    const double squared = plan.spacingUm * plan.spacingUm;
    // A grid with one point a cell at most finds neighbours at once.
    const double side = plan.spacingUm / 1.4142135623730951;
    const int columns = static_cast<int>(plan.widthUm / side) + 3;
    const int rows = static_cast<int>((plan.heightUm + 20.0) / side) + 3;
    std::vector<int> grid(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows), -1);
    const auto cellOf = [columns](int row, int column) {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
               static_cast<std::size_t>(column);
    };
    int misses = 0;
    while (misses < 4000) {
        const double x = random.uniform(-0.5, 0.5) * plan.widthUm;
        const double z = random.uniform(-8.0, plan.heightUm);
        const int column = static_cast<int>((x + 0.5 * plan.widthUm) / side);
        const int row = static_cast<int>((z + 10.0) / side);
        bool free = outline.contains(x, z);
        for (int r = std::max(0, row - 2); free && r <= std::min(rows - 1, row + 2); ++r) {
            for (int c = std::max(0, column - 2); free && c <= std::min(columns - 1, column + 2); ++c) {
                const int other = grid[cellOf(r, c)];
                if (other >= 0) {
                    const Eigen::Vector3d& p = points[static_cast<std::size_t>(other)];
                    const double dx = p.x() - x;
                    const double dz = p.z() - floorZ - z;
                    free = dx * dx + dz * dz >= squared;
                }
            }
        }
        if (!free) {
            ++misses;
            continue;
        }
        misses = 0;
        grid[cellOf(row, column)] = static_cast<int>(points.size());
        points.emplace_back(x, 0.25 * plan.thicknessUm * random.normal(0.0, 1.0), floorZ + z);
    }
    return points;
}

struct Node {
    Eigen::Vector3d position;
    int parent = -1;
    double pathUm = 0.0;
    std::vector<int> children;
    int tips = 0;
};

/// Joins the point that is cheapest to reach (distance + balance × way to the soma), again and again.
/// No node has more than two children, as in dendrites.
std::vector<Node> spanTree(std::vector<Node> nodes, const std::vector<Eigen::Vector3d>& points,
                           double balance) {
    struct Candidate {
        int node = 0;
        double cost = std::numeric_limits<double>::infinity();
        bool joined = false;
    };
    std::vector<Candidate> candidates(points.size());
    const auto offer = [&](std::size_t point, int node) {
        const Node& from = nodes[static_cast<std::size_t>(node)];
        if (from.children.size() >= 2) {
            return;
        }
        const double distance = (points[point] - from.position).norm();
        const double cost = distance + balance * (from.pathUm + distance);
        if (cost < candidates[point].cost) {
            candidates[point].node = node;
            candidates[point].cost = cost;
        }
    };
    const int last = static_cast<int>(nodes.size()) - 1; // the soma's trunk: only its end branches
    for (std::size_t k = 0; k < points.size(); ++k) {
        offer(k, last);
    }
    for (std::size_t joined = 0; joined < points.size(); ++joined) {
        std::size_t best = points.size();
        for (std::size_t k = 0; k < points.size(); ++k) {
            if (!candidates[k].joined &&
                (best == points.size() || candidates[k].cost < candidates[best].cost)) {
                best = k;
            }
        }
        const int parent = candidates[best].node;
        const int self = static_cast<int>(nodes.size());
        Node node;
        node.position = points[best];
        node.parent = parent;
        node.pathUm = nodes[static_cast<std::size_t>(parent)].pathUm +
                      (points[best] - nodes[static_cast<std::size_t>(parent)].position).norm();
        nodes.push_back(node);
        nodes[static_cast<std::size_t>(parent)].children.push_back(self);
        candidates[best].joined = true;
        const bool full = nodes[static_cast<std::size_t>(parent)].children.size() >= 2;
        for (std::size_t k = 0; k < points.size(); ++k) {
            if (candidates[k].joined) {
                continue;
            }
            if (full && candidates[k].node == parent) {
                candidates[k].cost = std::numeric_limits<double>::infinity();
                for (int n = last; n <= self; ++n) {
                    offer(k, n);
                }
            } else {
                offer(k, self);
            }
        }
    }
    return nodes;
}

/// Straightens ways the more, the more dendrite hangs on them, as thick branches are smoother.
void smooth(std::vector<Node>& nodes, std::size_t first) {
    for (std::size_t i = nodes.size(); i-- > 0;) {
        nodes[i].tips = nodes[i].children.empty() ? 1 : 0;
        for (const int child : nodes[i].children) {
            nodes[i].tips += nodes[static_cast<std::size_t>(child)].tips;
        }
    }
    for (int pass = 0; pass < 4; ++pass) {
        const std::vector<Node> before = nodes;
        for (std::size_t i = first; i < nodes.size(); ++i) {
            if (nodes[i].children.empty()) {
                continue;
            }
            int main = nodes[i].children.front();
            for (const int child : nodes[i].children) {
                main =
                    nodes[static_cast<std::size_t>(child)].tips > nodes[static_cast<std::size_t>(main)].tips
                        ? child
                        : main;
            }
            const double weight = std::min(0.6, 0.18 + 0.012 * nodes[i].tips);
            const Eigen::Vector3d middle = 0.5 * (before[static_cast<std::size_t>(nodes[i].parent)].position +
                                                  before[static_cast<std::size_t>(main)].position);
            nodes[i].position += weight * (middle - nodes[i].position);
        }
    }
}

/// Unbranched runs of nodes become branches, with points between so that no piece is a straight stick.
void addBranches(Arbor& arbor, const std::vector<Node>& nodes, int node, int parentBranch,
                 const Eigen::Vector3d& start, Random& random) {
    Branch branch;
    branch.type = SectionType::dendrite;
    branch.parent = parentBranch;
    branch.parentX = 1.0;
    branch.rallPower = 3.0;
    branch.roughness = 0.08;
    branch.tipDiameter = random.uniform(0.7, 0.95);
    branch.points.push_back(start);
    int at = node;
    for (;;) {
        const Node& here = nodes[static_cast<std::size_t>(at)];
        const Eigen::Vector3d from = branch.points.back();
        const double distance = (here.position - from).norm();
        const int pieces = std::max(1, static_cast<int>(distance / 3.5));
        for (int k = 1; k < pieces; ++k) {
            branch.points.push_back(from + (here.position - from) * k / pieces + 0.28 * random.normal3());
        }
        branch.points.push_back(here.position);
        if (here.children.size() != 1) {
            break;
        }
        at = here.children.front();
    }
    const int self = arbor.add(std::move(branch));
    for (const int child : nodes[static_cast<std::size_t>(at)].children) {
        addBranches(arbor, nodes, child, self, nodes[static_cast<std::size_t>(at)].position, random);
    }
}

Morphology growPurkinje(const Values& v, std::uint64_t seed) {
    const Random source(seed);
    const SomaProfile soma = roundSoma(v["soma_diameter_um"], 1.15);
    Arbor arbor("Purkinje cell");
    arbor.addSoma(soma);
    FanPlan plan;
    plan.widthUm = v["width_um"];
    plan.heightUm = v["height_um"];
    plan.thicknessUm = v["thickness_um"];
    plan.spacingUm = v["spacing_um"];
    plan.trunkUm = v["trunk_um"];

    Random random = source.stream(1);
    std::vector<Node> nodes(1);
    const double top = 0.9 * soma.back().first;
    nodes[0].position = Eigen::Vector3d(0.0, 0.0, top);
    const Eigen::Vector3d lean = random.leaning(0.12, 0.05, 1.0);
    const int steps = std::max(2, static_cast<int>(plan.trunkUm / 6.0));
    for (int k = 1; k <= steps; ++k) {
        Node node;
        node.parent = k - 1;
        node.pathUm = plan.trunkUm * k / steps;
        node.position = nodes[0].position + node.pathUm * lean + (k < steps ? 0.5 : 0.0) * random.normal3();
        nodes[static_cast<std::size_t>(k - 1)].children.push_back(k);
        nodes.push_back(node);
    }
    const std::vector<Eigen::Vector3d> points = strewPoints(plan, top + plan.trunkUm, random);
    nodes = spanTree(std::move(nodes), points, 0.34);
    smooth(nodes, static_cast<std::size_t>(steps) + 1);
    Random jitter = source.stream(2);
    addBranches(arbor, nodes, 1, 0, nodes[0].position, jitter);
    Random axon = source.stream(3);
    const Eigen::Vector3d down = axon.leaning(0.15, 0.15, -1.0);
    growAxonStub(arbor, soma, down, v["axon_um"], source.stream(4));
    arbor.assignDiameters(source.stream(5));
    return arbor.morphology();
}

} // namespace

Recipe purkinjeRecipe() {
    return {
        {"purkinje",
         "Purkinje cell",
         "A flat, dense fan of dendrites in the plane of x and z, from the cerebellum.",
         {{"width_um", "Width of the fan", "µm", 250.0, 120.0, 400.0, 0, "Across, along x."},
          {"height_um", "Height of the fan", "µm", 215.0, 100.0, 350.0, 0, "Above the trunk, along z."},
          {"thickness_um", "Thickness of the fan", "µm", 26.0, 5.0, 80.0, 0,
           "Along y; nearly all branches lie within it."},
          {"spacing_um", "Spacing", "µm", 4.2, 3.5, 12.0, 1,
           "Distance between neighbouring points of the tree: smaller is denser."},
          {"trunk_um", "Length of the trunk", "µm", 24.0, 12.0, 60.0, 0,
           "From the soma to the first branch point."},
          {"soma_diameter_um", "Soma diameter", "µm", 24.0, 12.0, 36.0, 1, "Widest diameter of the soma."},
          {"axon_um", "Axon length", "µm", 100.0, 40.0, 400.0, 0,
           "Length of the axon stub; the axon beyond is not drawn."}}},
        growPurkinje};
}

} // namespace phiscope::synthesis
