#include "model/geometry/segment_tree.h"

#include <algorithm>
#include <cstddef>

namespace phiscope {

SegmentTree::SegmentTree(const Morphology& morphology, const Segments& segments)
    : section_(segments.section)
    , parent_(static_cast<std::size_t>(segments.size()), -1) {
    for (std::size_t s = 0; s < morphology.sections.size(); ++s) {
        const Section& section = morphology.sections[s];
        const int first = segments.firstOfSection[s];
        const int after = segments.firstOfSection[s + 1];
        sections_.push_back({section.type, section.parent, first, after});
        if (first == after) {
            continue;
        }
        // The segment by which the section hangs on the rest; the others hang on it in a row.
        int inner = section.childX < 0.5 ? first : after - 1;
        int outside = -1;
        if (section.parent < 0) {
            inner = segmentAt(segments, static_cast<int>(s), 0.5);
        } else {
            outside = segmentAt(segments, section.parent, section.parentX);
        }
        for (int k = first; k < after; ++k) {
            parent_[static_cast<std::size_t>(k)] = k < inner ? k + 1 : k > inner ? k - 1 : outside;
        }
    }
    arrange();
}

void SegmentTree::arrange() {
    std::vector<std::vector<int>> children(parent_.size());
    std::vector<int> open;
    for (int k = size() - 1; k >= 0; --k) {
        const int parent = parent_[static_cast<std::size_t>(k)];
        (parent < 0 ? open : children[static_cast<std::size_t>(parent)]).push_back(k);
    }
    place_.assign(parent_.size(), -1);
    while (!open.empty()) {
        const int segment = open.back();
        open.pop_back();
        place_[static_cast<std::size_t>(segment)] = static_cast<int>(order_.size());
        order_.push_back(segment);
        const auto& next = children[static_cast<std::size_t>(segment)];
        open.insert(open.end(), next.begin(), next.end());
    }
    end_.assign(parent_.size(), 0);
    for (auto at = order_.rbegin(); at != order_.rend(); ++at) {
        const auto segment = static_cast<std::size_t>(*at);
        end_[segment] = std::max(end_[segment], place_[segment] + 1);
        if (parent_[segment] >= 0) {
            int& outer = end_[static_cast<std::size_t>(parent_[segment])];
            outer = std::max(outer, end_[segment]);
        }
    }
}

SectionType SegmentTree::type(int segment) const {
    return sections_[static_cast<std::size_t>(section_[static_cast<std::size_t>(segment)])].type;
}

std::vector<int> SegmentTree::related(Kinship kinship, std::span<const int> segments) const {
    std::vector<bool> taken(parent_.size(), false);
    const auto takeSection = [&](const SectionNode& node) {
        std::fill(taken.begin() + node.first, taken.begin() + node.after, true);
    };
    std::vector<bool> askedSections(sections_.size(), false);
    for (const int segment : segments) {
        if (has(segment)) {
            askedSections[static_cast<std::size_t>(section_[static_cast<std::size_t>(segment)])] = true;
        }
    }
    const auto askedType = [&](SectionType type) {
        for (std::size_t s = 0; s < sections_.size(); ++s) {
            if (askedSections[s] && sections_[s].type == type) {
                return true;
            }
        }
        return false;
    };
    switch (kinship) {
    case Kinship::section:
    case Kinship::children:
    case Kinship::parent:
        for (std::size_t s = 0; s < sections_.size(); ++s) {
            const int parent = sections_[s].parent;
            if (kinship == Kinship::section && askedSections[s]) {
                takeSection(sections_[s]);
            } else if (kinship == Kinship::children && parent >= 0 &&
                       askedSections[static_cast<std::size_t>(parent)]) {
                takeSection(sections_[s]);
            } else if (kinship == Kinship::parent && parent >= 0 && askedSections[s]) {
                takeSection(sections_[static_cast<std::size_t>(parent)]);
            }
        }
        break;
    case Kinship::type:
        for (const SectionType type : {SectionType::soma, SectionType::axon, SectionType::dendrite,
                                       SectionType::apical, SectionType::other}) {
            if (askedType(type)) {
                for (const SectionNode& node : sections_) {
                    if (node.type == type) {
                        takeSection(node);
                    }
                }
            }
        }
        break;
    case Kinship::subtree:
        for (const int segment : segments) {
            if (!has(segment)) {
                continue;
            }
            const auto k = static_cast<std::size_t>(segment);
            if (taken[k]) {
                continue; // and with it all behind it
            }
            for (int place = place_[k]; place < end_[k]; ++place) {
                taken[static_cast<std::size_t>(order_[static_cast<std::size_t>(place)])] = true;
            }
        }
        break;
    case Kinship::pathToSoma:
        for (const int segment : segments) {
            for (int at = segment; has(at) && !taken[static_cast<std::size_t>(at)]; at = parent(at)) {
                taken[static_cast<std::size_t>(at)] = true;
                if (type(at) == SectionType::soma) {
                    break;
                }
            }
        }
        break;
    }
    std::vector<int> result;
    for (int k = 0; k < size(); ++k) {
        if (taken[static_cast<std::size_t>(k)]) {
            result.push_back(k);
        }
    }
    return result;
}

} // namespace phiscope
