#pragma once

#include "model/geometry/segments.h"

#include <span>
#include <vector>

/// How the segments of a cell hang on one another.
namespace phiscope {

/// What belongs to a segment along the tree.
enum class Kinship {
    section,    ///< all of its section
    children,   ///< all of the sections attached to its section. LFPy: get_idx_children
    parent,     ///< all of the section that its section is attached to; nothing for the root's
    subtree,    ///< itself and all that is farther out behind it
    pathToSoma, ///< itself and the way inwards, to the first segment of the soma or the root's middle
    type,       ///< all of sections of its type
};

/// The tree of a cell's segments, from the middle of its root outwards. LFPy's get_idx_parent_children is
/// Kinship::section with Kinship::children; its get_dict_of_children_idx the first segment of each section
/// among the children; its get_dict_parent_connections is Section::parentX.
class SegmentTree {
public:
    SegmentTree() = default;
    SegmentTree(const Morphology& morphology, const Segments& segments);

    int size() const { return static_cast<int>(parent_.size()); }
    /// The neighbour on the way to the root's middle; -1 there.
    int parent(int segment) const { return parent_[static_cast<std::size_t>(segment)]; }
    SectionType type(int segment) const;

    /// All that is `kinship` of any of `segments`, ascending. Numbers that are no segment count for nothing.
    std::vector<int> related(Kinship kinship, std::span<const int> segments) const;

private:
    bool has(int segment) const { return segment >= 0 && segment < size(); }
    void arrange(); ///< fills the order

    struct SectionNode {
        SectionType type = SectionType::other;
        int parent = -1;
        int first = 0; ///< segment
        int after = 0;
    };
    std::vector<SectionNode> sections_;
    std::vector<int> section_; ///< of every segment
    std::vector<int> parent_;
    std::vector<int> order_; ///< every segment before those behind it, so that a subtree is one stretch
    std::vector<int> place_; ///< of every segment in the order
    std::vector<int> end_;   ///< place after the last one behind it
};

} // namespace phiscope
