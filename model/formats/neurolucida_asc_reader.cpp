#include "model/formats/neurolucida_asc_reader.h"

#include "model/formats/asc_parser.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>

namespace phiscope {

namespace {

struct Box {
    double left = std::numeric_limits<double>::infinity();
    double right = -left;
    double bottom = left;
    double top = -left;

    explicit Box(const Contour& contour) {
        for (const ImportPoint& p : contour) {
            add(p.x, p.y);
        }
    }

    void add(double x, double y) {
        left = std::min(left, x);
        right = std::max(right, x);
        bottom = std::min(bottom, y);
        top = std::max(top, y);
    }

    bool overlaps(const Box& other) const {
        return left <= other.right && other.left <= right && bottom <= other.top && other.bottom <= top;
    }

    bool contains(const ImportPoint& p, double margin) const {
        return p.x >= left - margin && p.x <= right + margin && p.y >= bottom - margin && p.y <= top + margin;
    }
};

/// The soma as a section, and what trees are joined to.
struct Soma {
    ImportSection section;
    Eigen::Vector3d centre;
    Box box;
    double margin = 0.0;
    std::string note;
};

/// Contours that overlap, seen from above, one after the other, belong to one soma.
Result<Soma> makeSoma(const std::vector<AscDrawing::SomaContour>& contours, std::string_view fileName) {
    std::vector<Contour> stack;
    for (const AscDrawing::SomaContour& contour : contours) {
        if (!stack.empty() && !Box(stack.back()).overlaps(Box(contour.points))) {
            return fail("a second cell body begins here.", "Keep one cell in a file.", std::string(fileName),
                        contour.line);
        }
        stack.push_back(contour.points);
    }
    Box box(stack.front());
    for (const Contour& contour : stack) {
        for (const ImportPoint& p : contour) {
            box.add(p.x, p.y);
        }
    }
    const bool single = stack.size() == 1;
    Soma soma{{}, single ? contourCentre(stack.front()) : stackCentre(stack), box, single ? 0.5 : 0.0, {}};
    soma.section.type = 1;
    soma.section.line = contours.front().line;
    soma.section.points = single ? contourToDiscs(stack.front()) : stackToDiscs(stack);
    if (soma.section.points.empty()) {
        return fail("the outline of the soma encloses nothing.", "Draw it as a closed contour.",
                    std::string(fileName), contours.front().line);
    }
    soma.note = single ? "The soma is an outline of " + std::to_string(stack.front().size()) +
                             " points, turned into 21 discs along its longest axis."
                       : "The soma is a stack of " + std::to_string(stack.size()) +
                             " outlines, turned into as many discs.";
    return soma;
}

void joinTrees(std::vector<ImportSection>& sections, const Soma& soma, Notices& notices) {
    std::size_t outside = 0;
    int firstLine = 0;
    for (std::size_t s = 1; s < sections.size(); ++s) {
        ImportSection& section = sections[s];
        if (section.parent >= 0) {
            ++section.parent; // the soma has come in front
            continue;
        }
        if (!soma.box.contains(section.points.front(), soma.margin)) {
            firstLine = outside == 0 ? section.line : firstLine;
            ++outside;
        }
        section.parent = 0;
        section.parentX = 0.5;
        section.wire = true;
        section.points.insert(section.points.begin(),
                              {soma.centre.x(), soma.centre.y(), soma.centre.z(), 0.01});
    }
    if (outside > 0) {
        notices.push_back({Notice::Level::warning,
                           counted(outside, "tree starts", "trees start") + " outside of the soma; " +
                               (outside == 1 ? "it is" : "they are") + " joined to its middle all the same.",
                           firstLine});
    }
}

} // namespace

Result<MorphologyImport> parseNeurolucidaAsc(std::string_view text, std::string_view fileName) {
    MorphologyImport import;
    Result<AscDrawing> drawing = parseAscDrawing(text, fileName, import.notices);
    if (!drawing) {
        return tl::unexpected(drawing.error());
    }
    std::vector<ImportSection> sections = std::move(drawing->branches);
    if (!drawing->somata.empty()) {
        Result<Soma> soma = makeSoma(drawing->somata, fileName);
        if (!soma) {
            return tl::unexpected(soma.error());
        }
        import.somaNote = soma->note;
        sections.insert(sections.begin(), std::move(soma->section));
        joinTrees(sections, *soma, import.notices);
    } else {
        const auto isRoot = [](const ImportSection& section) {
            return section.parent < 0;
        };
        const auto first = std::find_if(sections.begin(), sections.end(), isRoot);
        if (first == sections.end()) {
            return fail("The file has neither a soma nor a tree.",
                        "A Neurolucida file of a cell has trees of points (x y z diameter).",
                        std::string(fileName));
        }
        const auto second = std::find_if(first + 1, sections.end(), isRoot);
        if (second != sections.end()) {
            return fail("There are several trees and no soma that joins them.",
                        "Add a contour named \"CellBody\", or keep one tree in a file.",
                        std::string(fileName), second->line);
        }
        import.somaNote = "There is no soma; the first segment of the first branch stands for it.";
    }
    import.morphology = finishImport(std::move(sections), import.notices);
    return import;
}

} // namespace phiscope
