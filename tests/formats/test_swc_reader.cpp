#include "model/geometry/segments.h"
#include "tests/formats/imports.h"
#include "tests/geometry/cells.h"

#include <chrono>
#include <clocale>
#include <locale>
#include <string>
#include <vector>

using namespace phiscope;
using namespace phiscope::testing;

namespace {

MorphologyImport swc(std::string_view text) {
    return import(text, "cell.swc");
}

const char* const onePointSoma = R"(# single-point soma, two dendrites, one bifurcation
1 1 5 -3 2 8 -1
2 3 5 5 2 1 1
3 3 5 60 2 1 2
4 3 25 110 12 0.6 3
5 3 -15 120 -8 0.5 3
6 3 5 -11 2 1.2 1
7 3 5 -90 2 0.7 6
8 2 13 -3 2 0.4 1
9 2 120 -3 -30 0.4 8
)";

const char* const onePointOutline = "soma[0], 3 points\n"
                                    "axon[0] on soma[0](0.5), 2 points\n"
                                    "dend[0] on soma[0](0.5), 2 points\n"
                                    "dend[1] on dend[0](1.0), 2 points\n"
                                    "dend[2] on dend[0](1.0), 2 points\n"
                                    "dend[3] on soma[0](0.5), 2 points\n";

} // namespace

// The expected numbers of the next three cases are LFPy's (reference a15 to a17).
TEST_CASE("a soma of one point is a cylinder") {
    const MorphologyImport cell = swc(onePointSoma);
    CHECK(outline(cell.morphology) == onePointOutline);
    CHECK(cell.somaNote == "The soma is a single point, taken for a ball: a cylinder of 16 µm.");
    CHECK(cell.notices.empty());
    CHECK(cell.morphology.name == "cell");
    CHECK(cell.morphology.sections[0].type == SectionType::soma);
    CHECK(cell.morphology.sections[1].type == SectionType::axon);
    CHECK(cell.morphology.sections[0].points[0] == PathPoint{-3, -3, 2, 16});
    CHECK(cell.morphology.sections[2].points[0] == PathPoint{5, 5, 2, 2});

    const std::vector<int> nseg = segmentCounts(cell.morphology, {});
    CHECK(nseg == std::vector<int>{1, 3, 1, 1, 3, 3});
    const Segments segments = placeCell(cell.morphology, nseg, {}).segments;
    checkNear(segments.area.sum(), 2479.146431363058, 1e-9);
    checkNear(segments.length[1] * 3, 111.68258592994702, 1e-9);
    checkNear(segments.end.col(3), Eigen::Vector3d(115, 0, -32), 1e-9);
    checkNear(segments.start.col(6), Eigen::Vector3d(0, 63, 0), 1e-9);
}

TEST_CASE("a soma of three points by NeuroMorpho's convention is a cylinder") {
    const MorphologyImport cell = swc(R"(# NeuroMorpho three-point soma
1 1 0 0 0 7 -1
2 1 0 -7 0 7 1
3 1 0 7 0 7 1
4 4 0 7 0 1.5 1
5 4 3 150 0 1.2 4
6 4 40 260 10 0.5 5
7 4 -35 250 -10 0.6 5
8 3 7 0 0 0.9 1
9 3 90 -10 20 0.4 8
)");
    CHECK(outline(cell.morphology) == "soma[0], 3 points\n"
                                      "dend[0] on soma[0](0.5), 2 points\n"
                                      "apic[0] on soma[0](0.5), 2 points\n"
                                      "apic[1] on apic[0](1.0), 2 points\n"
                                      "apic[2] on apic[0](1.0), 2 points\n");
    CHECK(cell.somaNote == "The soma is three points by NeuroMorpho's convention: a cylinder of 14 µm.");
    Discretisation rule;
    rule.method = Discretisation::Method::fixedLength;
    const std::vector<int> nseg = segmentCounts(cell.morphology, rule);
    CHECK(nseg == std::vector<int>{1, 5, 8, 6, 6});
    const Segments segments = placeCell(cell.morphology, nseg, {}).segments;
    checkNear(segments.area.sum(), 3409.77498195822, 1e-9);
    checkNear(segments.diameter[1], 1.6999999582767487, 1e-12);
    checkNear(segments.area[25], 73.13527900959018, 1e-12);
}

TEST_CASE("a soma of several points is taken as drawn") {
    const MorphologyImport cell = swc(R"(# soma drawn as a chain of four points
1 1 0 0 -10 4 -1
2 1 0 0 -3 8 1
3 1 0 0 4 8 2
4 1 0 0 10 3 3
5 3 0 0 40 1.5 4
6 3 0 0 200 1.5 5
7 2 0 0 -30 0.5 1
8 2 0 0 -300 0.5 7
)");
    CHECK(outline(cell.morphology) == "soma[0], 4 points\n"
                                      "axon[0] on soma[0](0.0), 3 points\n"
                                      "dend[0] on soma[0](1.0), 3 points\n");
    CHECK(cell.somaNote == "The soma is a chain of 4 points, taken as drawn.");
    Discretisation rule;
    rule.lambdaFHz = 400.0;
    const std::vector<int> nseg = segmentCounts(cell.morphology, rule);
    CHECK(nseg == std::vector<int>{1, 13, 5});
    const Segments segments = placeCell(cell.morphology, nseg, {}).segments;
    checkNear(segments.area.sum(), 3627.4708688999385, 1e-9);
    checkNear(segments.diameter[0], 13.1, 1e-12);
}

// Expected outlines of the cases below: NEURON 8.2.2, Import3d_SWC_read.
TEST_CASE("a soma of two points") {
    const MorphologyImport cell = swc("1 1 0 0 0 5 -1\n2 1 0 10 0 5 1\n3 3 0 12 0 1 2\n4 3 0 50 0 1 3\n"
                                      "5 3 0 -2 0 1 1\n6 3 0 -40 0 1 5\n");
    CHECK(outline(cell.morphology) == "soma[0], 2 points\n"
                                      "dend[0] on soma[0](1.0), 3 points\n"
                                      "dend[1] on soma[0](0.0), 3 points\n");
    // A neurite that begins on the soma's axis does not begin with the soma's thickness.
    CHECK(cell.morphology.sections[1].points[0] == PathPoint{0, 10, 0, 2});
}

TEST_CASE("a neurite inside of a soma of several points hangs on a wire, and moves with its middle") {
    const MorphologyImport cell =
        swc("1 1 0 0 0 5 -1\n2 1 0 10 0 5 1\n3 1 0 30 0 5 2\n4 3 7 10 0 1 2\n5 3 50 10 0 1 4\n");
    CHECK(outline(cell.morphology) == "soma[0], 3 points\ndend[0] on soma[0](0.5), 2 points\n");
    CHECK(cell.morphology.sections[1].points[0] == PathPoint{7, 15, 0, 2});
    CHECK(hasNotice(cell.notices,
                    "1 branch was moved to begin where NEURON attaches it, the farthest by 5 µm"));
}

TEST_CASE("a change of type ends a section") {
    const MorphologyImport cell =
        swc("1 1 0 0 0 5 -1\n2 3 0 5 0 1 1\n3 3 0 20 0 1 2\n4 4 0 40 0 1 3\n5 4 0 60 0 1 4\n");
    CHECK(outline(cell.morphology) == "soma[0], 3 points\n"
                                      "dend[0] on soma[0](0.5), 2 points\n"
                                      "apic[0] on dend[0](1.0), 3 points\n");
}

TEST_CASE("types without a meaning get sections of their own name, type 0 in front of the soma") {
    const MorphologyImport cell =
        swc("1 1 0 0 0 5 -1\n2 0 0 5 0 1 1\n3 0 0 20 0 1 2\n4 7 5 0 0 1 1\n5 7 60 0 0 1 4\n");
    CHECK(outline(cell.morphology) == "dend_0[0] on soma[0](0.5), 2 points\n"
                                      "soma[0], 3 points\n"
                                      "dend_7[0] on soma[0](0.5), 2 points\n");
    CHECK(cell.morphology.sections[2].type == SectionType::other);
    CHECK(hasNotice(cell.notices, "Type 7 has no fixed meaning; 1 section is called dend_7."));
}

TEST_CASE("a cell without a soma") {
    const MorphologyImport cell = swc("1 3 0 0 0 1 -1\n2 3 0 50 0 1 1\n");
    CHECK(outline(cell.morphology) == "dend[0], 2 points\n");
    CHECK(cell.somaNote == "There is no soma; the first segment of the first branch stands for it.");
    CHECK(swc("5 3 1 2 3 4 -1").morphology.sections[0].points.size() == 3);
}

TEST_CASE("a branch from a neurite's first sample grows from the neurite's beginning") {
    const MorphologyImport cell = swc("1 1 0 0 0 5 -1\n2 2 9 5 0 1 1\n3 2 20 5 0 1 2\n4 3 0 5 0 1 1\n"
                                      "5 3 0 20 0 1 4\n6 3 0 30 0 1 5\n7 3 10 10 0 1 4\n8 3 20 20 0 1 7\n");
    CHECK(outline(cell.morphology) == "soma[0], 3 points\n"
                                      "axon[0] on soma[0](0.5), 2 points\n"
                                      "dend[0] on soma[0](0.5), 3 points\n"
                                      "dend[1] on dend[0](0.0), 3 points\n");
}

TEST_CASE("branches without length are left out, and what grew there is attached below") {
    const MorphologyImport cell = swc("1 1 0 0 0 5 -1\n2 3 0 5 0 1 1\n3 3 0 20 0 1 2\n4 3 0 20 0 1 3\n"
                                      "5 3 10 40 0 1 4\n6 3 20 40 0 1 4\n7 3 -20 40 0 1 3\n");
    CHECK(outline(cell.morphology) == "soma[0], 3 points\n"
                                      "dend[0] on soma[0](0.5), 2 points\n"
                                      "dend[1] on dend[0](1.0), 2 points\n"
                                      "dend[2] on dend[0](1.0), 2 points\n"
                                      "dend[3] on dend[0](1.0), 2 points\n");
    CHECK(hasNotice(cell.notices, "1 branch without length left out"));
}

TEST_CASE("samples in any order of lines and branches") {
    const MorphologyImport sorted = swc(onePointSoma);
    const MorphologyImport shuffled = swc("9 2 120 -3 -30 0.4 8\n8 2 13 -3 2 0.4 1\n7 3 5 -90 2 0.7 6\n"
                                          "6 3 5 -11 2 1.2 1\n5 3 -15 120 -8 0.5 3\n4 3 25 110 12 0.6 3\n"
                                          "3 3 5 60 2 1 2\n2 3 5 5 2 1 1\n1 1 5 -3 2 8 -1\n");
    CHECK(shuffled.morphology == sorted.morphology);
    CHECK(hasNotice(shuffled.notices, "do not stand in the order of their ids"));

    // Ids as a breadth-first walk gives them: NEURON would join samples of different branches here.
    const MorphologyImport mixed = swc("1 1 0 0 0 5 -1\n2 3 0 5 0 1 1\n3 3 0 -5 0 1 1\n4 3 0 20 0 1 2\n"
                                       "5 3 0 -20 0 1 3\n6 3 0 40 0 1 4\n7 3 0 -40 0 1 5\n");
    CHECK(outline(mixed.morphology) == "soma[0], 3 points\n"
                                       "dend[0] on soma[0](0.5), 3 points\n"
                                       "dend[1] on soma[0](0.5), 3 points\n");
    CHECK(hasNotice(mixed.notices, "put in order, branch by branch"));
}

TEST_CASE("what editors and converters do to a file does not matter") {
    const Morphology plain = swc(onePointSoma).morphology;
    const auto replaced = [](std::string text, const std::string& from, const std::string& to) {
        for (std::size_t at = text.find(from); at != std::string::npos;
             at = text.find(from, at + to.size())) {
            text.replace(at, from.size(), to);
        }
        return text;
    };
    const std::string text = onePointSoma;
    CHECK(swc(replaced(text, "\n", "\r\n")).morphology == plain);
    CHECK(swc(replaced(text, "\n", "\r")).morphology == plain);
    CHECK(swc(replaced(text, "\n", "\n\n   \n\t\n")).morphology == plain);
    CHECK(swc(replaced(text, " ", "\t ")).morphology == plain);
    CHECK(swc(replaced(text, "\n", "\n # a comment, zwischen µ\n")).morphology == plain);
    CHECK(swc("\xEF\xBB\xBF" + text).morphology == plain);
    CHECK(swc(text.substr(0, text.size() - 1)).morphology == plain);
    CHECK(swc(replaced(text, "0.4", "+4e-1")).morphology == plain);
    CHECK(swc(replaced(text, " 120 ", " 1.2E+2 ")).morphology == plain);
    CHECK(swc(replaced(text, "\n", " # note\n")).morphology == plain);
    CHECK(swc(replaced(text, "1 1 5", "1.0 1.0 5")).morphology == plain);
    const MorphologyImport wide = swc(replaced(text, " -1\n", " -1 0.5 extra\n"));
    CHECK(wide.morphology == plain);
    REQUIRE(wide.notices.size() == 1);
    CHECK(wide.notices[0].text == "Columns after the seventh are not used.");
    CHECK(wide.notices[0].line == 2);
}

TEST_CASE("numbers do not depend on the locale") {
    const Morphology plain = swc(onePointSoma).morphology;
    struct Comma : std::numpunct<char> {
        char do_decimal_point() const override { return ','; }
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Comma));
    CHECK(swc(onePointSoma).morphology == plain);
    CHECK(swc(onePointSoma).somaNote == "The soma is a single point, taken for a ball: a cylinder of 16 µm.");
    std::locale::global(before);

    const char* german = nullptr;
    for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8", "fr_FR.utf8"}) {
        german = german != nullptr ? german : std::setlocale(LC_NUMERIC, name);
    }
    if (german == nullptr) {
        MESSAGE("No locale with a decimal comma is installed; the C library's part of this test is skipped.");
        return;
    }
    CHECK(swc(onePointSoma).morphology == plain);
    std::setlocale(LC_NUMERIC, "C");
}

TEST_CASE("numbers pass through eight digits and single precision, as in NEURON") {
    // NEURON 8.2.2 holds these coordinates for the text below.
    const MorphologyImport cell = swc("1 3 1000.123456789 0.1000000015 10.23456789 0.6666666667 -1\n"
                                      "2 3 1010.00006103515625 123.456789012 -1234.56789012 1.2345678 1\n");
    const std::vector<PathPoint>& points = cell.morphology.sections[0].points;
    CHECK(points[0].x == 1000.1235F);
    CHECK(points[0].y == 0.1F);
    CHECK(points[0].z == 10.234568F);
    CHECK(points[0].diameter == 1.3333334F);
    CHECK(points[1].x == 1010.0001F);
}

TEST_CASE("a chain of 100 000 samples is read at once") {
    std::string chain = "1 1 0 0 0 5 -1\n";
    std::string comb = chain;
    for (int i = 2; i <= 100000; ++i) {
        const std::string id = std::to_string(i);
        chain += id + " 3 " + std::to_string(i) + ".125 0.37 1 1 " + std::to_string(i - 1) + "\n";
        // A comb: every other sample is a tooth.
        comb += id + " 3 " + std::to_string(i) + " " + std::to_string(i % 2) + " 1 1 " +
                std::to_string(i % 2 == 0 ? std::max(i - 2, 1) : i - 1) + "\n";
    }
    const auto begin = std::chrono::steady_clock::now();
    CHECK(swc(chain).morphology.sections.size() == 2);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    MESSAGE("100 000 samples in " << seconds << " s");
    CHECK(swc(comb).morphology.sections.size() > 50000);
    std::string tail = "1 1 0 0 0 5 -1\n2 3 0 5 0 1 1\n";
    for (int i = 3; i <= 100000; ++i) {
        // All at one place, each of another type than the one before: nothing but sections without length.
        tail +=
            std::to_string(i) + " " + std::to_string(3 + i % 2) + " 0 5 0 1 " + std::to_string(i - 1) + "\n";
    }
    CHECK(swc(tail).morphology.sections.size() == 2);
}
