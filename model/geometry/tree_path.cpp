#include "model/geometry/tree_path.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <utility>

namespace phiscope {

namespace {

const Section* sectionAt(const Morphology& morphology, int index) {
    const bool there = index >= 0 && index < static_cast<int>(morphology.sections.size());
    const Section* section = there ? &morphology.sections[static_cast<std::size_t>(index)] : nullptr;
    return section != nullptr && !section->points.empty() ? section : nullptr;
}

/// A piece of a way, on one section.
struct Leg {
    int section = 0;
    double from = 0.0;
    double to = 0.0;
};

/// From a place to the root: on every section where the way comes in and where it leaves it.
std::vector<Leg> toRoot(const Morphology& morphology, const TreePlace& place) {
    std::vector<Leg> legs;
    int index = place.section;
    double x = std::clamp(place.x, 0.0, 1.0);
    while (const Section* section = sectionAt(morphology, index)) {
        legs.push_back({index, x, section->childX});
        if (section->parent < 0 || legs.size() > morphology.sections.size()) {
            break;
        }
        index = section->parent;
        x = section->parentX;
    }
    return legs;
}

std::vector<Leg> wayBetween(const Morphology& morphology, const TreePlace& from, const TreePlace& to) {
    const std::vector<Leg> up = toRoot(morphology, from);
    const std::vector<Leg> down = toRoot(morphology, to);
    for (std::size_t i = 0; i < up.size(); ++i) {
        const auto meet = std::find_if(down.begin(), down.end(),
                                       [&](const Leg& leg) { return leg.section == up[i].section; });
        if (meet == down.end()) {
            continue;
        }
        std::vector<Leg> way(up.begin(), up.begin() + static_cast<std::ptrdiff_t>(i));
        way.push_back({up[i].section, up[i].from, meet->from});
        for (auto leg = std::make_reverse_iterator(meet); leg != down.rend(); ++leg) {
            way.push_back({leg->section, leg->to, leg->from});
        }
        return way;
    }
    return {};
}

struct Search {
    const Morphology& morphology;
    std::vector<std::vector<int>> children;
    std::vector<TreePlace> found;

    void go(const TreePlace& at, double left, int cameFrom) {
        const Section* section = sectionAt(morphology, at.section);
        if (section == nullptr) {
            return;
        }
        const double length = sectionLength(*section);
        for (const double end : {0.0, 1.0}) {
            const double room = std::abs(end - at.x) * length;
            if (room >= left && left > 0.0) {
                found.push_back({at.section, at.x + (end > at.x ? 1.0 : -1.0) * left / length});
            } else if (room > 0.0 && free(at.section, end)) {
                found.push_back({at.section, end});
            }
        }
        const auto onward = [&](double here, const TreePlace& there) {
            const double way = std::abs(here - at.x) * length;
            if (there.section != cameFrom && way < left) {
                go(there, left - way, at.section);
            }
        };
        for (const int child : children[static_cast<std::size_t>(at.section)]) {
            const Section& next = morphology.sections[static_cast<std::size_t>(child)];
            onward(next.parentX, {child, next.childX});
        }
        if (section->parent >= 0) {
            onward(section->childX, {section->parent, section->parentX});
        }
    }

    /// Nothing is attached to that end.
    bool free(int index, double end) const {
        const Section& section = morphology.sections[static_cast<std::size_t>(index)];
        if (section.parent >= 0 && section.childX == end) {
            return false;
        }
        return std::ranges::none_of(children[static_cast<std::size_t>(index)], [&](int child) {
            return morphology.sections[static_cast<std::size_t>(child)].parentX == end;
        });
    }
};

} // namespace

std::optional<Eigen::Vector3d> pointOf(const Morphology& morphology, const TreePlace& place) {
    const Section* section = sectionAt(morphology, place.section);
    if (section == nullptr) {
        return {};
    }
    const auto at = [&](std::size_t i) {
        const PathPoint& p = section->points[i];
        return Eigen::Vector3d(static_cast<double>(p.x), static_cast<double>(p.y), static_cast<double>(p.z));
    };
    const std::vector<double> arc = arcLengths(*section);
    if (arc.size() < 2) {
        return at(0);
    }
    const double goal = std::clamp(place.x, 0.0, 1.0) * arc.back();
    std::size_t k = 1;
    while (k + 1 < arc.size() && arc[k] < goal) {
        ++k;
    }
    const double span = arc[k] - arc[k - 1];
    const double t = span > 0.0 ? (goal - arc[k - 1]) / span : 0.0;
    return Eigen::Vector3d(at(k - 1) + t * (at(k) - at(k - 1)));
}

std::optional<double> pathDistance(const Morphology& morphology, const TreePlace& from, const TreePlace& to) {
    const std::vector<Leg> way = wayBetween(morphology, from, to);
    if (way.empty()) {
        return {};
    }
    double distance = 0.0;
    for (const Leg& leg : way) {
        distance += std::abs(leg.to - leg.from) *
                    sectionLength(morphology.sections[static_cast<std::size_t>(leg.section)]);
    }
    return distance;
}

std::vector<Eigen::Vector3d> pathBetween(const Morphology& morphology, const TreePlace& from,
                                         const TreePlace& to) {
    std::vector<Eigen::Vector3d> points;
    const auto add = [&](int section, double x) {
        if (const auto point = pointOf(morphology, {section, x})) {
            points.push_back(*point);
        }
    };
    for (const Leg& leg : wayBetween(morphology, from, to)) {
        add(leg.section, leg.from);
        const std::vector<double> arc =
            arcLengths(morphology.sections[static_cast<std::size_t>(leg.section)]);
        std::vector<double> between;
        for (const double length : arc) {
            const double x = arc.back() > 0.0 ? length / arc.back() : 0.0;
            if (x > std::min(leg.from, leg.to) && x < std::max(leg.from, leg.to)) {
                between.push_back(x);
            }
        }
        if (leg.to < leg.from) {
            std::ranges::reverse(between);
        }
        for (const double x : between) {
            add(leg.section, x);
        }
        add(leg.section, leg.to);
    }
    return points;
}

std::vector<TreePlace> placesAtDistance(const Morphology& morphology, const TreePlace& from,
                                        double distanceUm) {
    Search search{morphology, sectionChildren(morphology), {}};
    search.go({from.section, std::clamp(from.x, 0.0, 1.0)}, distanceUm, -1);
    return std::move(search.found);
}

} // namespace phiscope
