#pragma once

#include "model/formats/morphology_reader.h"

#include <doctest/doctest.h>
#include <string>
#include <string_view>

namespace phiscope::testing {

/// What a text is read as; fails the test with the message where it is not.
inline MorphologyImport import(std::string_view text, std::string_view fileName) {
    Result<MorphologyImport> result = parseMorphology(text, fileName);
    REQUIRE_MESSAGE(result.has_value(), result.error().message());
    return *result;
}

/// The sections in a line each: "dend[0] on soma[0](0.5), 2 points".
inline std::string outline(const Morphology& morphology) {
    std::string text;
    for (const Section& section : morphology.sections) {
        text += section.name;
        if (section.parent >= 0) {
            std::string x = std::to_string(section.parentX);
            x.erase(x.find_last_not_of('0') + 1);
            x += x.back() == '.' ? "0" : "";
            text +=
                " on " + morphology.sections[static_cast<std::size_t>(section.parent)].name + "(" + x + ")";
        }
        text += ", " + std::to_string(section.points.size()) + " points\n";
    }
    return text;
}

inline bool hasNotice(const Notices& notices, std::string_view part) {
    for (const Notice& notice : notices) {
        if (notice.text.find(part) != std::string::npos) {
            return true;
        }
    }
    return false;
}

/// The whole message for people.
inline std::string failure(std::string_view text, std::string_view fileName) {
    const Result<MorphologyImport> result = parseMorphology(text, fileName);
    REQUIRE_MESSAGE(!result.has_value(), "was read: " << outline(result->morphology));
    return result.error().message();
}

} // namespace phiscope::testing
