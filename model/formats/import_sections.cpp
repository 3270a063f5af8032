#include "model/formats/import_sections.h"

#include "model/geometry/shape_connection.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstddef>
#include <map>
#include <numeric>
#include <utility>

namespace phiscope {

namespace {

/// Whether a single-precision number survives being written with eight digits: where neighbouring floats are
/// farther apart than neighbouring eight-digit decimals, it does.
bool survivesEightDigits(float value) {
    constexpr std::array<double, 10> decades{1e-4, 1e-3, 1e-2, 1e-1, 1.0, 1e1, 1e2, 1e3, 1e4, 1e5};
    const double magnitude = std::abs(static_cast<double>(value));
    if (magnitude == 0.0) {
        return true;
    }
    if (magnitude < decades.front() || magnitude >= decades.back()) {
        return false;
    }
    const auto above = std::upper_bound(decades.begin(), decades.end(), magnitude);
    const double floatSpacing = std::ldexp(1.0, std::ilogb(magnitude) - 23);
    return floatSpacing >= *(above - 1) * 1e-7;
}

/// The number as Import3d hands it to NEURON: written with eight digits, read, and kept in single precision.
float throughEightDigits(double value) {
    const auto single = static_cast<float>(value);
    if (static_cast<double>(single) == value && survivesEightDigits(single)) {
        return single;
    }
    std::array<char, 40> text{};
    const auto written =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 8);
    double read = value;
    std::from_chars(text.data(), written.ptr, read);
    return static_cast<float>(read);
}

PathPoint pathPoint(const ImportPoint& p) {
    return {throughEightDigits(p.x), throughEightDigits(p.y), throughEightDigits(p.z),
            throughEightDigits(p.diameter)};
}

std::string typeName(int type) {
    switch (type) {
    case 1:
        return "soma";
    case 2:
        return "axon";
    case 3:
        return "dend";
    case 4:
        return "apic";
    default:
        return type < 0 ? "minus_" + std::to_string(-type) : "dend_" + std::to_string(type);
    }
}

SectionType sectionType(int type) {
    switch (type) {
    case 1:
        return SectionType::soma;
    case 2:
        return SectionType::axon;
    case 3:
        return SectionType::dendrite;
    case 4:
        return SectionType::apical;
    default:
        return SectionType::other;
    }
}

bool hasLength(const std::vector<PathPoint>& points) {
    return std::any_of(points.begin(), points.end(), [&](const PathPoint& p) {
        return p.x != points.front().x || p.y != points.front().y || p.z != points.front().z;
    });
}

/// The points of a section in NEURON's precision, without the origin of a wire.
std::vector<PathPoint> drawnPoints(const ImportSection& section) {
    std::vector<PathPoint> points;
    points.reserve(section.points.size());
    for (std::size_t i = section.wire ? 1 : 0; i < section.points.size(); ++i) {
        points.push_back(pathPoint(section.points[i]));
    }
    return points;
}

/// A ball as NEURON models it: a cylinder along x, as long as thick, through the point.
std::vector<PathPoint> ballPoints(const ImportPoint& centre) {
    ImportPoint left = centre;
    ImportPoint right = centre;
    left.x -= centre.diameter / 2.0;
    right.x += centre.diameter / 2.0;
    return {pathPoint(left), pathPoint(centre), pathPoint(right)};
}

void addNotice(Notices& notices, Notice::Level level, std::string text, int line = 0) {
    notices.push_back({level, std::move(text), line});
}

/// Sections whose points all fall together carry no current: their children go to their parents. Returns the
/// points of those that stay; the others have none.
std::vector<std::vector<PathPoint>> dropSectionsWithoutLength(std::vector<ImportSection>& sections,
                                                              Notices& notices) {
    std::vector<std::vector<PathPoint>> points(sections.size());
    std::size_t dropped = 0;
    int firstLine = 0;
    for (std::size_t s = 0; s < sections.size(); ++s) {
        ImportSection& section = sections[s];
        points[s] = drawnPoints(section);
        if (hasLength(points[s])) {
            continue;
        }
        if (section.parent < 0) {
            if (points[s].size() > 1) {
                addNotice(notices, Notice::Level::warning,
                          "All points of the first section fall together; it is taken for a ball.",
                          section.line);
            }
            points[s] = ballPoints(section.points.front());
            continue;
        }
        points[s].clear();
        firstLine = dropped == 0 ? section.line : firstLine;
        ++dropped;
    }
    if (dropped > 0) {
        addNotice(notices, Notice::Level::warning,
                  counted(dropped, "branch", "branches") +
                      " without length left out; what grew there is attached to the branch below.",
                  firstLine);
    }
    return points;
}

/// The nearest ancestor that was not dropped, and where on it: NEURON hands on the dropped section's place.
void skipDropped(std::vector<ImportSection>& sections, const std::vector<std::vector<PathPoint>>& points) {
    for (std::size_t s = 0; s < sections.size(); ++s) {
        ImportSection& section = sections[s];
        while (section.parent >= 0 && points[static_cast<std::size_t>(section.parent)].empty()) {
            const ImportSection& gone = sections[static_cast<std::size_t>(section.parent)];
            section.parentX = gone.parentX;
            section.parent = gone.parent;
        }
    }
}

void noteMoves(const std::vector<double>& moved, Notices& notices) {
    const auto isMoved = [](double distance) {
        return distance > 0.01;
    };
    const auto count = static_cast<std::size_t>(std::count_if(moved.begin(), moved.end(), isMoved));
    if (count > 0) {
        addNotice(notices, Notice::Level::information,
                  counted(count, "branch was", "branches were") + " moved to begin where NEURON attaches " +
                      (count == 1 ? "it" : "them") + ", the farthest by " +
                      micrometres(*std::max_element(moved.begin(), moved.end())) +
                      ", together with what grows on " + (count == 1 ? "it." : "them."));
    }
}

void noteTypes(const std::map<int, int>& counts, Notices& notices) {
    for (const auto& [type, count] : counts) {
        if (type < 0 || type > 4) {
            addNotice(notices, Notice::Level::information,
                      "Type " + std::to_string(type) + " has no fixed meaning; " +
                          counted(static_cast<std::size_t>(count), "section is", "sections are") +
                          " called " + typeName(type) + ".");
        }
    }
}

} // namespace

std::string counted(std::size_t count, const std::string& singular, const std::string& plural) {
    return std::to_string(count) + " " + (count == 1 ? singular : plural);
}

std::string micrometres(double length) {
    std::array<char, 40> text{};
    const auto written =
        std::to_chars(text.data(), text.data() + text.size(), length, std::chars_format::general, 4);
    return std::string(text.data(), written.ptr) + " µm";
}

Morphology finishImport(std::vector<ImportSection> sections, Notices& notices) {
    std::vector<std::vector<PathPoint>> points = dropSectionsWithoutLength(sections, notices);
    skipDropped(sections, points);

    // Section lists run through the types in ascending order, and within a type as found.
    std::vector<std::size_t> order;
    for (std::size_t s = 0; s < sections.size(); ++s) {
        if (!points[s].empty()) {
            order.push_back(s);
        }
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return sections[a].type < sections[b].type; });
    std::vector<int> placeOf(sections.size(), -1);
    for (std::size_t i = 0; i < order.size(); ++i) {
        placeOf[order[i]] = static_cast<int>(i);
    }

    Morphology morphology;
    morphology.sections.reserve(order.size());
    std::vector<WireOrigin> wires;
    std::map<int, int> counts;
    for (const std::size_t s : order) {
        const ImportSection& from = sections[s];
        Section& section = morphology.sections.emplace_back();
        section.name = typeName(from.type) + "[" + std::to_string(counts[from.type]++) + "]";
        section.type = from.kind.value_or(sectionType(from.type));
        section.parent = from.parent < 0 ? -1 : placeOf[static_cast<std::size_t>(from.parent)];
        section.parentX = from.parentX;
        section.points = std::move(points[s]);
        WireOrigin& wire = wires.emplace_back();
        if (from.wire) {
            const PathPoint origin = pathPoint(from.points.front());
            wire = {origin.x, origin.y, origin.z};
        }
    }
    noteTypes(counts, notices);
    noteMoves(connectShapes(morphology, wires), notices);
    return morphology;
}

} // namespace phiscope
