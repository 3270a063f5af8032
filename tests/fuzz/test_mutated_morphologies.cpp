#include "model/formats/morphology_reader.h"
#include "model/formats/swc_writer.h"
#include "model/geometry/axial_resistance.h"
#include "model/geometry/segments.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <doctest/doctest.h>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace phiscope;

namespace {

const std::string swc = R"(# header
1 1 0 0 0 5 -1
2 1 0 -5 0 5 1
3 1 0 5 0 5 1
4 3 5 5 2 1 1
5 3 5.25 60 2 1 4
6 3 25 110 12 0.6 5
7 4 -15 120 -8 0.5 5
8 3 5 -11 2 1.2 1
9 3 5 -90 2 0.7 8
10 2 13 -3 2 4e-1 1
11 2 120 -3 -30 0.4 10
)";

const std::string asc = R"(; V3 text file
("CellBody" (Color Red) (CellBody)
  (8 0 0 0.3) (6 3 0 0.3) (0 5 0 0.3) (-6 3 1 0.3) (-8 0 1 0.3) (-6 -3 0 0.3) (0 -5 0 0.3))
((Color RGB (1, 2, 3)) (Dendrite)
  (0 4 0 1) <(Class 2 "S") (3 4 5 6)>
  (0 20 1 0.8)
  ( (0 20 1 0.7) (-5 40 1 0.6) Normal
  | (5 40 1 0.5) (Cross (Name "x") (1 2 3 4)) (9 60 1 0.4)
    ( (9.0, 80.0, 1.0, 0.4) Incomplete | (30 60 1 +3e-1 S1) High ) )
)
((Axon) (2 -4 0 1) (4 -40 0 1) Low)
)";

const std::string xml = R"(<?xml version="1.0"?>
<neuroml xmlns="http://morphml.org/neuroml/schema" length_units="micrometer"><cells><cell name="c">
<segments><segment id="0" cable="0"><proximal x="0" y="0" z="0" diameter="9"/><distal x="10" y="0" z="0" diameter="9"/></segment>
<segment id="1" parent="0" cable="1"><proximal x="5" y="0" z="0" diameter="1"/><distal x="5" y="50" z="0" diameter="1"/></segment>
<segment id="2" parent="1" cable="1"><distal x="5" y="80" z="3" diameter="0.5"/></segment>
<segment id="3" parent="2" cable="2"><distal x="25" y="90" z="3" diameter="0.5"/></segment></segments>
<cables><cable id="0" name="soma_0"/><cable id="1" fractAlongParent="0.5"><group>dendrite_group</group></cable></cables>
</cell></cells></neuroml>
)";

/// Words that readers stumble over.
const std::vector<std::string> words{"nan",
                                     "inf",
                                     "-inf",
                                     "1e999",
                                     "-1e999",
                                     "1e-999",
                                     "0",
                                     "-0",
                                     "-1",
                                     "-5",
                                     "99999999999999999999",
                                     "0x10",
                                     "1,5",
                                     "\0x",
                                     "\xFF",
                                     "(",
                                     ")",
                                     "((",
                                     "|",
                                     "<",
                                     ">",
                                     "\"",
                                     ";",
                                     "#",
                                     "\r",
                                     "\n",
                                     "\r\n",
                                     "\t",
                                     ",",
                                     "&amp",
                                     "<!--",
                                     "]]>",
                                     "</segments>",
                                     "1",
                                     "2",
                                     "7",
                                     "11",
                                     "1e30",
                                     "1e38",
                                     "3.5",
                                     "",
                                     "set",
                                     "Normal",
                                     "\xEF\xBB\xBF"};

class Mutator {
public:
    explicit Mutator(unsigned seed)
        : random_(seed) {}

    std::string operator()(std::string text) {
        const std::size_t changes = 1 + below(3);
        for (std::size_t i = 0; i < changes; ++i) {
            change(text);
        }
        return text;
    }

private:
    std::size_t below(std::size_t end) { return end == 0 ? 0 : static_cast<std::size_t>(random_() % end); }

    /// Beginning and length of a word (of letters and digits, or another character) somewhere.
    std::pair<std::size_t, std::size_t> word(const std::string& text) {
        const std::size_t at = below(text.size());
        const auto part = [&](std::size_t i) {
            return std::string_view(" \t\n()<>|,;\"=/").find(text[i]) == std::string_view::npos;
        };
        std::size_t begin = at;
        std::size_t end = at + 1;
        if (part(at)) {
            while (begin > 0 && part(begin - 1)) {
                --begin;
            }
            while (end < text.size() && part(end)) {
                ++end;
            }
        }
        return {begin, end - begin};
    }

    void change(std::string& text) {
        if (text.empty()) {
            return;
        }
        const auto [begin, length] = word(text);
        const std::size_t other = below(text.size());
        switch (below(9)) {
        case 0: // flip a bit
            text[other] = static_cast<char>(text[other] ^ (1 << below(8)));
            break;
        case 1: // cut off
            text.resize(other);
            break;
        case 2: // cut out
            text.erase(other, 1 + below(60));
            break;
        case 3: // say twice
            text.insert(other, text.substr(begin, 1 + below(200)));
            break;
        case 4: // another word of the file
            text.replace(other, below(6), text.substr(begin, length));
            break;
        case 5:
            text.erase(begin, length);
            break;
        case 6:
            text.insert(begin, words[below(words.size())] + " ");
            break;
        default:
            text.replace(begin, length, words[below(words.size())]);
            break;
        }
    }

    std::mt19937 random_;
};

/// What every morphology must be fit for, and no more segments than a test has time for.
void checkUsable(const Morphology& cell) {
    REQUIRE(!cell.sections.empty());
    int roots = 0;
    for (const Section& section : cell.sections) {
        roots += section.parent < 0 ? 1 : 0;
        REQUIRE(section.points.size() >= 2);
        REQUIRE(section.parent < static_cast<int>(cell.sections.size()));
        REQUIRE(section.parentX >= 0.0);
        REQUIRE(section.parentX <= 1.0);
        for (const PathPoint& p : section.points) {
            REQUIRE(std::isfinite(p.x + p.y + p.z));
            REQUIRE(p.diameter > 0.0F);
            REQUIRE(std::isfinite(p.diameter));
        }
        REQUIRE(sectionLength(section) > 0.0);
    }
    REQUIRE(roots == 1);
    std::vector<int> nseg = segmentCounts(cell, {});
    for (int& count : nseg) {
        REQUIRE(count >= 1);
        count = std::min(count, 9);
    }
    const PlacedCell placed = placeCell(cell, nseg, {{1, 2, 3}, {1, 2, 3}, "xyz"});
    REQUIRE(placed.segments.start.allFinite());
    REQUIRE(placed.segments.end.allFinite());
    REQUIRE(placed.segments.area.minCoeff() >= 0.0);
    REQUIRE(placed.segments.diameter.minCoeff() > 0.0);
    REQUIRE(axialResistance(cell, placed.segments).allFinite());
    REQUIRE(!surfacePieces(placed).empty());
    REQUIRE(parseMorphology(writeSwc(cell), "again.swc").has_value());
}

void checkMutations(const std::string& text, const std::string& fileName, int count) {
    REQUIRE(parseMorphology(text, fileName).has_value());
    int read = 0;
    Mutator mutate(20260101);
    for (int i = 0; i < count; ++i) {
        const std::string mutated = mutate(text);
        CAPTURE(i);
        CAPTURE(mutated);
        const Result<MorphologyImport> result = parseMorphology(mutated, fileName);
        if (result) {
            ++read;
            checkUsable(result->morphology);
            CHECK(!result->somaNote.empty());
        } else {
            CHECK(result.error().file == fileName);
            CHECK(result.error().what.size() > 10);
            CHECK(result.error().what.back() == '.');
            CHECK(result.error().remedy.size() > 10);
            CHECK(result.error().remedy.back() == '.');
            CHECK(result.error().line <= 2 + std::count_if(mutated.begin(), mutated.end(),
                                                           [](char c) { return c == '\n' || c == '\r'; }));
        }
    }
    MESSAGE(fileName << ": " << read << " of " << count << " mutations were read");
    // Both must happen, or the mutations test nothing.
    CHECK(read > count / 20);
    CHECK(read < count - count / 20);
}

} // namespace

TEST_CASE("mutated SWC files are read or refused in words") {
    checkMutations(swc, "cell.swc", 6000);
}

TEST_CASE("mutated Neurolucida files are read or refused in words") {
    checkMutations(asc, "cell.asc", 6000);
}

TEST_CASE("mutated MorphML files are read or refused in words") {
    checkMutations(xml, "cell.xml", 6000);
}

TEST_CASE("noise is refused in words") {
    std::mt19937 random(7);
    for (int i = 0; i < 600; ++i) {
        std::string noise(random() % 300, ' ');
        for (char& c : noise) {
            c = static_cast<char>(1 + random() % 255);
        }
        for (const char* name : {"a.swc", "a.asc", "a.xml"}) {
            const Result<MorphologyImport> result = parseMorphology(noise, name);
            REQUIRE(!result.has_value());
            CHECK(!result.error().what.empty());
        }
    }
}
