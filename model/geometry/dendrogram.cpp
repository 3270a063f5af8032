#include "model/geometry/dendrogram.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace phiscope {

namespace {

int rankOf(SectionType type) {
    switch (type) {
    case SectionType::soma:
        return 0;
    case SectionType::apical:
        return 1;
    case SectionType::dendrite:
        return 2;
    case SectionType::axon:
        return 3;
    case SectionType::other:
        break;
    }
    return 4;
}

/// Where sections stand.
struct SectionLayout {
    std::vector<std::vector<int>> children;
    std::vector<int> order; ///< every section before those attached to it, in the order of rows
    std::vector<double> beginUm;
    std::vector<double> row;
    int rows = 0;
};

SectionLayout layOut(const Morphology& morphology) {
    const auto& sections = morphology.sections;
    SectionLayout layout;
    layout.children = sectionChildren(morphology);
    std::vector<int> open;
    const auto atEnd = [&](int child) {
        const Section& section = sections[static_cast<std::size_t>(child)];
        const Section& parent = sections[static_cast<std::size_t>(section.parent)];
        return parent.parent < 0 || std::abs(section.parentX - parent.childX) > 1.0 - 1e-6;
    };
    // What leaves a branch on its side stands beyond what forks from its end, and so not in its way.
    for (auto& children : layout.children) {
        std::ranges::stable_sort(children, {}, [&](int s) {
            return std::pair(!atEnd(s), rankOf(sections[static_cast<std::size_t>(s)].type));
        });
    }
    for (int s = static_cast<int>(sections.size()) - 1; s >= 0; --s) {
        if (sections[static_cast<std::size_t>(s)].parent < 0) {
            open.push_back(s);
        }
    }
    layout.beginUm.assign(sections.size(), 0.0);
    layout.row.assign(sections.size(), 0.0);
    // On the way out: where each begins, and a row for each tip. A branch that goes on beyond the last one
    // that leaves it has a tip of its own.
    std::vector<bool> tip(sections.size(), true);
    while (!open.empty()) {
        const auto s = static_cast<std::size_t>(open.back());
        open.pop_back();
        layout.order.push_back(static_cast<int>(s));
        const Section& section = sections[s];
        const bool root = section.parent < 0;
        const double inner = root ? 0.5 : section.childX;
        const double length = sectionLength(section);
        const auto& children = layout.children[s];
        for (const int child : children) {
            const double at = sections[static_cast<std::size_t>(child)].parentX;
            layout.beginUm[static_cast<std::size_t>(child)] =
                layout.beginUm[s] + std::abs(at - inner) * length;
            tip[s] = tip[s] && !atEnd(child);
        }
        if (tip[s]) {
            layout.row[s] = layout.rows++;
        }
        open.insert(open.end(), children.rbegin(), children.rend());
    }
    // On the way back: a branch in the middle of those that fork from its end.
    for (auto at = layout.order.rbegin(); at != layout.order.rend(); ++at) {
        const auto s = static_cast<std::size_t>(*at);
        if (tip[s]) {
            continue;
        }
        double low = layout.rows;
        double high = 0.0;
        for (const int child : layout.children[s]) {
            if (!atEnd(child)) {
                break;
            }
            low = std::min(low, layout.row[static_cast<std::size_t>(child)]);
            high = std::max(high, layout.row[static_cast<std::size_t>(child)]);
        }
        layout.row[s] = 0.5 * (low + high);
    }
    return layout;
}

} // namespace

Dendrogram makeDendrogram(const Morphology& morphology, const Segments& segments) {
    Dendrogram result;
    const auto count = static_cast<std::size_t>(segments.size());
    result.fromUm.assign(count, 0.0);
    result.toUm.assign(count, 0.0);
    result.row.assign(count, 0.0);
    const SectionLayout layout = layOut(morphology);
    result.rows = layout.rows;
    for (const int index : layout.order) {
        const auto s = static_cast<std::size_t>(index);
        const Section& section = morphology.sections[s];
        const double length = sectionLength(section);
        const int first = segments.firstOfSection[s];
        const int after = segments.firstOfSection[s + 1];
        const double each = length / std::max(after - first, 1);
        for (int k = first; k < after; ++k) {
            const auto i = static_cast<std::size_t>(k);
            double from = (k - first) * each;
            if (section.parent < 0) {
                from -= 0.5 * length; // the root, on both sides of its middle
            } else if (section.childX > 0.5) {
                from = length - from - each;
            }
            result.fromUm[i] = layout.beginUm[s] + from;
            result.toUm[i] = result.fromUm[i] + each;
            result.row[i] = layout.row[s];
            result.firstUm = std::min(result.firstUm, result.fromUm[i]);
            result.lastUm = std::max(result.lastUm, result.toUm[i]);
        }
        if (section.parent >= 0 && after > first) {
            result.joints.push_back({layout.beginUm[s], layout.row[static_cast<std::size_t>(section.parent)],
                                     layout.row[s], first});
        }
    }
    return result;
}

} // namespace phiscope
