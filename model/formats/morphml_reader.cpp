#include "model/formats/morphml_reader.h"

#include "model/formats/import_sections.h"
#include "model/formats/text_scanner.h"

#include <pugixml.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace phiscope {

namespace {

constexpr double farthestUm = 1e6; ///< a metre from the origin: the file's unit cannot be the micrometre

/// An element's or attribute's name without the prefix of its namespace.
std::string_view localName(std::string_view name) {
    const std::size_t colon = name.find(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_node childNamed(pugi::xml_node parent, std::string_view name) {
    for (const pugi::xml_node child : parent.children()) {
        if (localName(child.name()) == name) {
            return child;
        }
    }
    return {};
}

/// What the names that CVapp and neuroConstruct give cables say about them.
std::optional<SectionType> kindOf(std::string_view cableName) {
    const auto has = [&](std::string_view part) {
        return cableName.find(part) != std::string_view::npos;
    };
    if (has("soma")) {
        return SectionType::soma;
    }
    if (has("axon")) {
        return SectionType::axon;
    }
    if (has("apical")) {
        return SectionType::apical;
    }
    if (has("dend") || has("basal")) {
        return SectionType::dendrite;
    }
    return std::nullopt;
}

class MorphMlReader {
public:
    MorphMlReader(std::string_view text, std::string_view fileName)
        : text_(text)
        , fileName_(fileName) {}

    Result<MorphologyImport> read() {
        pugi::xml_document document;
        const pugi::xml_parse_result parsed = document.load_buffer(text_.data(), text_.size());
        if (text_.find_first_not_of(" \t\r\n") == std::string_view::npos) {
            return fail("The file is empty.", "A MorphML file begins with <neuroml> or <morphml>.",
                        fileName_);
        }
        if (!parsed) {
            return failAt(lineAt(parsed.offset),
                          std::string("the XML is not well formed: ") + parsed.description() + ".",
                          "The file may be cut off; fetch it again, or correct it.");
        }
        Result<pugi::xml_node> segments = findSegments(document);
        if (!segments) {
            return tl::unexpected(segments.error());
        }
        for (const pugi::xml_node node : segments->children()) {
            if (localName(node.name()) == "segment") {
                if (auto done = segment(node); !done) {
                    return tl::unexpected(done.error());
                }
            }
        }
        if (sections_.empty()) {
            return failAt(lineOf(*segments), "the cell has no segments.",
                          "Export the morphology again, with its segments.");
        }
        if (auto done = cables(childNamed(segments->parent(), "cables")); !done) {
            return tl::unexpected(done.error());
        }
        noteSoma();
        import_.morphology = finishImport(std::move(sections_), import_.notices);
        return std::move(import_);
    }

private:
    tl::unexpected<Error> failAt(int line, std::string what, std::string remedy) const {
        return fail(std::move(what), std::move(remedy), fileName_, line);
    }

    int lineAt(std::ptrdiff_t offset) const {
        const auto end = std::clamp<std::ptrdiff_t>(offset, 0, static_cast<std::ptrdiff_t>(text_.size()));
        if (lineStarts_.empty()) {
            for (std::size_t i = 0; i < text_.size(); ++i) {
                if (text_[i] == '\n') {
                    lineStarts_.push_back(static_cast<std::ptrdiff_t>(i));
                }
            }
            lineStarts_.push_back(static_cast<std::ptrdiff_t>(text_.size()));
        }
        const auto found = std::lower_bound(lineStarts_.begin(), lineStarts_.end(), end);
        return 1 + static_cast<int>(found - lineStarts_.begin());
    }

    int lineOf(pugi::xml_node node) const { return lineAt(node.offset_debug()); }

    Result<pugi::xml_node> findSegments(const pugi::xml_document& document) {
        const pugi::xml_node root = document.document_element();
        const std::string_view name = localName(root.name());
        const int line = lineOf(root);
        if (name == "mbf") {
            return failAt(line, "this is Neurolucida's own XML.",
                          "Save the tracing as .asc in Neurolucida, or convert it to .swc.");
        }
        const std::string_view space = root.attribute("xmlns").value();
        if (space.find("neuroml2") != std::string_view::npos) {
            return failAt(line, "this is NeuroML 2.", "Export the cell as NeuroML 1 (MorphML) or .swc.");
        }
        if (name != "neuroml" && name != "morphml" && name != "networkml") {
            return failAt(line, "this is XML, but no MorphML.",
                          "A MorphML file begins with <neuroml> or <morphml>.");
        }
        const std::string_view unit = root.attribute("length_units").value();
        if (!unit.empty() && unit != "micrometer" && unit != "micron" && unit != "um" && unit != "µm") {
            return failAt(line, "the file's lengths are in " + std::string(unit.substr(0, 20)) + ".",
                          "Export it with lengths in micrometers.");
        }
        pugi::xml_node cell;
        for (const pugi::xml_node node : childNamed(root, "cells").children()) {
            if (localName(node.name()) != "cell") {
                continue;
            }
            if (cell) {
                return failAt(lineOf(node), "a second cell begins here.", "Keep one cell in a file.");
            }
            cell = node;
        }
        const pugi::xml_node segments = childNamed(cell, "segments");
        if (!segments) {
            return failAt(cell ? lineOf(cell) : line,
                          cell ? "the cell has no segments." : "the file has no cell.",
                          "Export the morphology again, with <cell> and <segments>.");
        }
        return segments;
    }

    /// A whole number; nothing where the attribute is missing.
    Result<std::optional<long long>> wholeNumber(pugi::xml_node node, const char* name) const {
        const pugi::xml_attribute attribute = node.attribute(name);
        if (!attribute) {
            return std::optional<long long>();
        }
        std::string_view rest = attribute.value();
        const auto value = parseNumber<long long>(takeWord(rest));
        if (!value || !takeWord(rest).empty() || *value < 0) {
            return failAt(lineOf(node), std::string("the ") + name + " is not a whole number.",
                          "Ids are numbers from 0.");
        }
        return std::optional<long long>(*value);
    }

    Result<double> number(pugi::xml_node node, const char* name) const {
        std::string_view rest = node.attribute(name).value();
        const auto value = parseNumber<double>(takeWord(rest));
        if (!value || !takeWord(rest).empty()) {
            return failAt(lineOf(node), std::string("the ") + name + " is missing or not a number.",
                          "Write it with a decimal point.");
        }
        if (!std::isfinite(*value) || std::abs(*value) > farthestUm) {
            return failAt(lineOf(node), std::string("the ") + name + " is beyond a metre.",
                          "MorphML files are in micrometres; scale the file's numbers.");
        }
        return *value;
    }

    Result<ImportPoint> point(pugi::xml_node node) const {
        ImportPoint p;
        const std::array<std::pair<const char*, double*>, 4> parts{
            {{"x", &p.x}, {"y", &p.y}, {"z", &p.z}, {"diameter", &p.diameter}}};
        for (const auto& [name, target] : parts) {
            const Result<double> value = number(node, name);
            if (!value) {
                return tl::unexpected(value.error());
            }
            *target = *value;
        }
        if (!(p.diameter > 0.0)) {
            return failAt(lineOf(node),
                          std::string("the diameter is ") + (p.diameter < 0.0 ? "negative." : "zero."),
                          "Give it the diameter measured, or that of its neighbours.");
        }
        return p;
    }

    struct Segment {
        std::size_t section = 0;
        ImportPoint distal;
        int line = 0;
    };

    Result<void> segment(pugi::xml_node node) {
        const int line = lineOf(node);
        const auto id = wholeNumber(node, "id");
        const auto cable = wholeNumber(node, "cable");
        const auto parent = wholeNumber(node, "parent");
        for (const auto* value : {&id, &cable, &parent}) {
            if (!*value) {
                return tl::unexpected(value->error());
            }
        }
        if (!*id) {
            return failAt(line, "the segment has no id.", "Give every segment an id of its own.");
        }
        if (const auto before = segments_.find(**id); before != segments_.end()) {
            return failAt(line,
                          "the id " + std::to_string(**id) + " is already that of line " +
                              std::to_string(before->second.line) + ".",
                          "Give every segment an id of its own.");
        }
        const Segment* from = nullptr;
        if (*parent) {
            const auto found = segments_.find(**parent);
            if (found == segments_.end()) {
                const bool self = **parent == **id;
                return failAt(line,
                              self ? "segment " + std::to_string(**id) + " is its own parent."
                                   : "the parent " + std::to_string(**parent) + " is not defined yet.",
                              self ? "Name the segment that it grows from."
                                   : "Put every segment after its parent.");
            }
            from = &found->second;
        } else if (!segments_.empty()) {
            return failAt(line, "a second tree begins here.",
                          "Give the segment a parent, or keep one tree in a file.");
        }
        // Without cables every segment is one of its own, as far as it is not the only child.
        const long long cableId = *cable ? **cable : -1 - **id;
        const bool newSection = sections_.empty() || cableId != cable_;
        const pugi::xml_node proximalNode = childNamed(node, "proximal");
        const pugi::xml_node distalNode = childNamed(node, "distal");
        if (!distalNode) {
            return failAt(line, "the segment has no distal point.", "Add <distal x y z diameter>.");
        }
        if (newSection) {
            cable_ = cableId;
            ImportSection& section = sections_.emplace_back();
            sectionOfCable_[cableId] = sections_.size() - 1;
            if (from != nullptr) {
                section.parent = static_cast<int>(from->section);
                if (!proximalNode) {
                    section.points.push_back(from->distal);
                    ++cablesWithoutProximal_;
                }
            }
        }
        ImportSection& section = sections_.back();
        section.line = line;
        if (proximalNode) {
            const Result<ImportPoint> proximal = point(proximalNode);
            if (!proximal) {
                return tl::unexpected(proximal.error());
            }
            section.points.push_back(*proximal);
        }
        const Result<ImportPoint> distal = point(distalNode);
        if (!distal) {
            return tl::unexpected(distal.error());
        }
        Segment& added = segments_[**id];
        added = {sections_.size() - 1, *distal, line};
        if (section.points.size() == 1 && section.points.front().samePlace(*distal) &&
            section.points.front().diameter == distal->diameter) {
            // A ball, drawn as one place: as long as thick, along y.
            section.points.front().y -= distal->diameter / 2.0;
            added.distal.y += distal->diameter / 2.0;
        }
        section.points.push_back(added.distal);
        return {};
    }

    Result<void> cables(pugi::xml_node list) {
        for (const pugi::xml_node node : list.children()) {
            if (localName(node.name()) != "cable") {
                continue;
            }
            const auto id = wholeNumber(node, "id");
            if (!id) {
                return tl::unexpected(id.error());
            }
            const auto found = *id ? sectionOfCable_.find(**id) : sectionOfCable_.end();
            if (found == sectionOfCable_.end()) {
                import_.notices.push_back(
                    {Notice::Level::information, "A cable has no segments.", lineOf(node)});
                continue;
            }
            ImportSection& section = sections_[found->second];
            section.kind = kindOf(node.attribute("name").value());
            for (const pugi::xml_node child : node.children()) {
                if (!section.kind && localName(child.name()) == "group") {
                    section.kind = kindOf(child.child_value());
                }
            }
            for (const char* name : {"fractAlongParent", "fract_along_parent"}) {
                if (!node.attribute(name)) {
                    continue;
                }
                const Result<double> fraction = number(node, name);
                if (!fraction) {
                    return tl::unexpected(fraction.error());
                }
                if (*fraction < 0.0 || *fraction > 1.0) {
                    return failAt(lineOf(node), std::string("the ") + name + " is not between 0 and 1.",
                                  "0 is where the parent begins, 1 is where it ends.");
                }
                section.parentX = *fraction;
            }
        }
        return {};
    }

    void noteSoma() {
        if (cablesWithoutProximal_ > 0) {
            import_.notices.push_back({Notice::Level::information,
                                       counted(cablesWithoutProximal_, "cable begins", "cables begin") +
                                           " at the distal point of the parent, having no proximal point.",
                                       0});
        }
        const auto somata = static_cast<std::size_t>(
            std::count_if(sections_.begin(), sections_.end(),
                          [](const ImportSection& section) { return section.kind == SectionType::soma; }));
        import_.somaNote = somata == 0
                               ? "There is no soma; the first segment stands for it."
                               : "The soma is " + counted(somata, "cable", "cables") +
                                     " as drawn. By NEURON's rule no section of a MorphML file is called "
                                     "soma; the first segment stands for it.";
    }

    std::string_view text_;
    std::string fileName_;
    MorphologyImport import_;
    std::vector<ImportSection> sections_;
    std::unordered_map<long long, std::size_t> sectionOfCable_;
    std::unordered_map<long long, Segment> segments_;
    long long cable_ = -1;
    std::size_t cablesWithoutProximal_ = 0;
    mutable std::vector<std::ptrdiff_t> lineStarts_;
};

} // namespace

Result<MorphologyImport> parseMorphMl(std::string_view text, std::string_view fileName) {
    return MorphMlReader(text, fileName).read();
}

} // namespace phiscope
