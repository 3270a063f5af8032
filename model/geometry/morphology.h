#pragma once

#include <optional>
#include <string>
#include <vector>

namespace phiscope {

/// A 3-D point of a section's centre line with the diameter there, all in µm.
/// Single precision, because NEURON keeps its points so and LFPy's numbers follow from that.
struct PathPoint {
    float x = 0.0F;
    float y = 0.0F;
    float z = 0.0F;
    float diameter = 0.0F;

    bool operator==(const PathPoint&) const = default;
};

/// SWC structure types 1 to 4; anything else is `other`.
enum class SectionType { soma, axon, dendrite, apical, other };

/// An unbranched piece of a cell, as in NEURON.
struct Section {
    std::string name; ///< as NEURON's secname(): "dend[3]"
    SectionType type = SectionType::other;
    int parent = -1; ///< index into Morphology::sections, -1 for the root; may be larger than the own index
    double parentX = 1.0;          ///< where on the parent, 0 to 1
    double childX = 0.0;           ///< which end of this section is attached, 0 or 1
    std::vector<PathPoint> points; ///< at least two, in order from x = 0 to x = 1
    /// Arc length at each point in µm, where the points have been moved since it was taken: attaching a
    /// section rounds its points anew, and NEURON keeps the length from before. Empty: as the points say.
    std::vector<double> arcUm;
    int fileSegmentCount = 1;     ///< nseg as the file sets it (only .hoc files do)
    std::optional<double> fileRa; ///< Ω·cm, where the file sets it
    std::optional<double> fileCm; ///< µF/cm², where the file sets it

    bool operator==(const Section&) const = default;
};

/// The geometry of a cell: a tree of sections in the order in which LFPy lists them.
struct Morphology {
    std::string name; ///< for people: a file's stem or the kind of the procedural cell
    std::vector<Section> sections;

    bool operator==(const Morphology&) const = default;
};

/// Arc length of every point from the section's x = 0, in µm: `arcUm` where it is known, else as NEURON's
/// arc3d: differences of the single-precision points, summed in double precision.
std::vector<double> arcLengths(const Section& section);

/// Length along the path in µm.
double sectionLength(const Section& section);

/// Index of the root section (parent -1); 0 for an empty morphology.
int rootSection(const Morphology& morphology);

/// Child section indices of every section, in ascending order.
std::vector<std::vector<int>> sectionChildren(const Morphology& morphology);

} // namespace phiscope
