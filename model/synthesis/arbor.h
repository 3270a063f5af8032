#pragma once

#include "model/geometry/morphology.h"
#include "model/synthesis/random.h"

#include <Eigen/Core>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace phiscope::synthesis {

/// An unbranched piece while a cell grows; becomes a Section.
struct Branch {
    SectionType type = SectionType::dendrite;
    int parent = -1;
    double parentX = 1.0;
    std::vector<Eigen::Vector3d> points; ///< µm
    std::vector<double> diameters;       ///< µm, one a point; empty until `assignDiameters`
    double tipDiameter = 0.6;            ///< where nothing follows
    std::optional<double> startDiameter; ///< set: not derived from what follows
    std::optional<double> endDiameter;
    double taper = 0.0;     ///< relative growth of the diameter per µm towards the root
    double roughness = 0.0; ///< relative size of the small swellings along it
    double rallPower = 1.5; ///< d_parent^p = Σ d_child^p where it ends
    bool varicose = false;  ///< boutons: beads a few µm apart
};

/// Heading of a growing tip: a walk that remembers where it was going.
struct Heading {
    Eigen::Vector3d direction = Eigen::Vector3d::UnitZ();
    Eigen::Vector3d drift = Eigen::Vector3d::Zero(); ///< slowly changing sideways bend, 1/µm
};

/// How a kind of neurite grows. Angles in degrees, lengths in µm.
struct GrowthRule {
    SectionType type = SectionType::dendrite;
    double stepUm = 4.5;
    double wander = 0.014;        ///< sd of the bend, 1/µm
    double wanderLengthUm = 14.0; ///< over which the bend is remembered
    double jitterUm = 0.33;       ///< sd of single points about the path
    double kinksPerUm = 0.010;    ///< sudden small turns, as reconstructions have
    double pullStrength = 0.004;  ///< how fast the heading follows `pull`, 1/µm
    double angleDegrees = 55.0;   ///< between the two daughters of a branch point
    double angleSpread = 8.0;     ///< sd
    double minTipUm = 0.5;        ///< diameters of tips
    double maxTipUm = 0.8;
    double taper = 0.0018;
    double roughness = 0.09;
    double rallPower = 1.5;
    bool varicose = false;
    /// Where the tip is drawn to; need not be a unit vector.
    std::function<Eigen::Vector3d(const Eigen::Vector3d& position, const Eigen::Vector3d& direction)> pull;
    /// Length of a piece that will branch, at branch order 1, 2, … and path length from the soma.
    std::function<double(Random&, int order, double pathUm)> innerLength;
    /// Length of a piece that ends.
    std::function<double(Random&, int order, double pathUm)> endLength;
    /// True where growing stops at once (the pia). May be empty.
    std::function<bool(const Eigen::Vector3d& position)> wall;
};

/// A cell under construction.
class Arbor {
public:
    explicit Arbor(std::string name)
        : name_(std::move(name)) {}

    const std::vector<Branch>& branches() const { return branches_; }
    std::vector<Branch>& branches() { return branches_; }

    /// The soma: a body of revolution along z. `profile` holds (z, diameter) pairs.
    int addSoma(const std::vector<std::pair<double, double>>& profile);

    int add(Branch branch);

    /// One unbranched walk of `lengthUm` from `start`; the heading goes on where it ends.
    int growBranch(int parent, double parentX, const Eigen::Vector3d& start, Heading& heading,
                   double lengthUm, const GrowthRule& rule, Random& random);

    /// A tree with `tips` ends. Returns the index of its first branch.
    int growTree(int parent, double parentX, const Eigen::Vector3d& start, Heading heading, int tips,
                 const GrowthRule& rule, Random& random, double pathUm = 0.0, int order = 1);

    /// Diameters from the tips to the root by a power law at each branch point (3/2: Rall 1959), with taper
    /// and small swellings along each branch; no daughter is thicker than its parent's end.
    void assignDiameters(Random random);

    Morphology morphology() const;

private:
    std::string name_;
    std::vector<Branch> branches_;
};

/// The two headings after a branch point: the plane is random, the daughter with more tips bends less.
std::pair<Heading, Heading> splitHeading(const Heading& heading, double firstShare, const GrowthRule& rule,
                                         Random& random);

/// Directions for `count` stems, spread over the sphere by repulsion-like best-candidate draws. `accept`
/// says which directions are allowed.
std::vector<Eigen::Vector3d> stemDirections(int count, Random& random,
                                            const std::function<bool(const Eigen::Vector3d&)>& accept);

/// Shares `tips` among `stems`, at least one each, unevenly as in real cells.
std::vector<int> shareTips(int tips, int stems, Random& random);

} // namespace phiscope::synthesis
