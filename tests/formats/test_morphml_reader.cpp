#include "model/geometry/segments.h"
#include "tests/formats/imports.h"
#include "tests/geometry/cells.h"

#include <string>
#include <vector>

using namespace phiscope;
using namespace phiscope::testing;

namespace {

MorphologyImport xml(std::string_view text) {
    return import(text, "cell.xml");
}
std::string error(const std::string& text) {
    return failure(text, "cell.xml");
}

std::string document(const std::string& segments, const std::string& cables = "") {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<neuroml xmlns="http://morphml.org/neuroml/schema" xmlns:mml="http://morphml.org/morphml/schema" length_units="micrometer">
<cells><cell name="c"><mml:segments>
)" + segments +
           "</mml:segments><mml:cables>\n" + cables + "</mml:cables></cell></cells></neuroml>\n";
}

std::string point(const std::string& kind, const std::string& x, const std::string& y,
                  const std::string& diameter = "1") {
    return "<mml:" + kind + " x=\"" + x + "\" y=\"" + y + "\" z=\"0\" diameter=\"" + diameter + "\"/>";
}

std::string segment(const std::string& attributes, const std::string& points) {
    return "<mml:segment " + attributes + ">" + points + "</mml:segment>\n";
}

const std::string soma =
    segment("id=\"0\" cable=\"0\"", point("proximal", "0", "0", "10") + point("distal", "10", "0", "10"));
const std::string stem =
    segment("id=\"1\" parent=\"0\" cable=\"1\"", point("proximal", "10", "0") + point("distal", "10", "50"));
const std::string further = segment("id=\"2\" parent=\"1\" cable=\"1\"", point("distal", "10", "80", "0.5"));

} // namespace

TEST_CASE("a section for each cable, none of them called soma") {
    const MorphologyImport cell =
        xml(document(soma + stem + further, "<mml:cable id=\"0\" name=\"soma_0\"/><mml:cable id=\"1\" "
                                            "name=\"x\"><group xmlns=\"\">axon_group</group></mml:cable>\n"));
    CHECK(outline(cell.morphology) == "dend_0[0], 2 points\ndend_0[1] on dend_0[0](1.0), 3 points\n");
    CHECK(cell.morphology.sections[0].type == SectionType::soma);
    CHECK(cell.morphology.sections[1].type == SectionType::axon);
    CHECK(cell.morphology.sections[1].points[2] == PathPoint{10, 80, 0, 0.5F});
    CHECK(cell.somaNote ==
          "The soma is 1 cable as drawn. By NEURON's rule no section of a MorphML file is called "
          "soma; the first segment stands for it.");
}

TEST_CASE("a cable says where on its parent it is attached, and is moved there") {
    const MorphologyImport cell =
        xml(document(soma + stem, "<mml:cable id=\"1\" fractAlongParent=\"0.5\"/>"));
    CHECK(cell.morphology.sections[1].parentX == 0.5);
    CHECK(cell.morphology.sections[1].points[0] == PathPoint{5, 0, 0, 1});
    CHECK(cell.morphology.sections[1].points[1] == PathPoint{5, 50, 0, 1});
    CHECK(hasNotice(cell.notices, "1 branch was moved"));
}

TEST_CASE("a cable without a proximal point begins at its parent's distal one") {
    const MorphologyImport cell =
        xml(document(soma + segment("id=\"1\" parent=\"0\" cable=\"1\"", point("distal", "10", "50"))));
    CHECK(outline(cell.morphology) == "dend_0[0], 2 points\ndend_0[1] on dend_0[0](1.0), 2 points\n");
    CHECK(cell.morphology.sections[1].points[0] == PathPoint{10, 0, 0, 10});
    CHECK(hasNotice(cell.notices, "1 cable begins at the distal point of the parent"));
}

TEST_CASE("a ball is as long as thick") {
    const MorphologyImport cell = xml(document(segment(
        "id=\"0\" cable=\"0\"", point("proximal", "3", "4", "12") + point("distal", "3", "4", "12"))));
    CHECK(cell.morphology.sections[0].points ==
          std::vector<PathPoint>{PathPoint{3, -2, 0, 12}, PathPoint{3, 10, 0, 12}});
}

TEST_CASE("every way to be wrong has one message with the line and a remedy") {
    CHECK(error("") == "cell.xml: The file is empty. A MorphML file begins with <neuroml> or <morphml>.");
    CHECK(error(document(soma).substr(0, 300)).substr(0, 55) ==
          "cell.xml, line 4: the XML is not well formed: Error par");
    CHECK(
        error("<html>\n</html>") ==
        "cell.xml, line 1: this is XML, but no MorphML. A MorphML file begins with <neuroml> or <morphml>.");
    CHECK(error("<?xml version=\"1.0\"?>\n<mbf version=\"4\"/>") ==
          "cell.xml, line 2: this is Neurolucida's own XML. Save the tracing as .asc in Neurolucida, or "
          "convert "
          "it to .swc.");
    CHECK(error("<neuroml xmlns=\"http://www.neuroml.org/schema/neuroml2\"><cell/></neuroml>") ==
          "cell.xml, line 1: this is NeuroML 2. Export the cell as NeuroML 1 (MorphML) or .swc.");
    CHECK(error("<neuroml length_units=\"meter\"/>") ==
          "cell.xml, line 1: the file's lengths are in meter. Export it with lengths in micrometers.");
    CHECK(error("<neuroml>\n<cells/></neuroml>") ==
          "cell.xml, line 1: the file has no cell. Export the morphology again, with <cell> and <segments>.");
    CHECK(error("<neuroml><cells>\n<cell/></cells></neuroml>") ==
          "cell.xml, line 2: the cell has no segments. Export the morphology again, with <cell> and "
          "<segments>.");
    CHECK(error("<neuroml><cells>\n<cell/>\n<cell/></cells></neuroml>") ==
          "cell.xml, line 3: a second cell begins here. Keep one cell in a file.");
    CHECK(error(document("")) ==
          "cell.xml, line 3: the cell has no segments. Export the morphology again, with its segments.");
    const std::string distal = point("distal", "1", "2");
    CHECK(error(document(soma + segment("parent=\"0\"", distal))) ==
          "cell.xml, line 5: the segment has no id. Give every segment an id of its own.");
    CHECK(error(document(soma + segment("id=\"x\"", distal))) ==
          "cell.xml, line 5: the id is not a whole number. Ids are numbers from 0.");
    CHECK(error(document(soma + segment("id=\"0\" parent=\"0\"", distal))) ==
          "cell.xml, line 5: the id 0 is already that of line 4. Give every segment an id of its own.");
    CHECK(error(document(soma + segment("id=\"3\" parent=\"3\"", distal))) ==
          "cell.xml, line 5: segment 3 is its own parent. Name the segment that it grows from.");
    CHECK(error(document(soma + segment("id=\"3\" parent=\"4\"", distal))) ==
          "cell.xml, line 5: the parent 4 is not defined yet. Put every segment after its parent.");
    CHECK(error(document(soma + segment("id=\"3\"", distal))) ==
          "cell.xml, line 5: a second tree begins here. Give the segment a parent, or keep one tree in a "
          "file.");
    CHECK(error(document(soma + segment("id=\"3\" parent=\"0\"", ""))) ==
          "cell.xml, line 5: the segment has no distal point. Add <distal x y z diameter>.");
    CHECK(error(document(soma + segment("id=\"3\" parent=\"0\"", point("distal", "1,5", "2")))) ==
          "cell.xml, line 5: the x is missing or not a number. Write it with a decimal point.");
    CHECK(error(document(soma + segment("id=\"3\" parent=\"0\"", point("distal", "1", "nan")))) ==
          "cell.xml, line 5: the y is beyond a metre. MorphML files are in micrometres; scale the file's "
          "numbers.");
    CHECK(
        error(document(soma + segment("id=\"3\" parent=\"0\"", point("distal", "1", "2", "0")))) ==
        "cell.xml, line 5: the diameter is zero. Give it the diameter measured, or that of its neighbours.");
    CHECK(error(document(soma + segment("id=\"3\" parent=\"0\"", point("distal", "1", "2", "-1")))) ==
          "cell.xml, line 5: the diameter is negative. Give it the diameter measured, or that of its "
          "neighbours.");
    CHECK(error(document(soma + stem, "<mml:cable id=\"1\" fractAlongParent=\"1.5\"/>")) ==
          "cell.xml, line 7: the fractAlongParent is not between 0 and 1. 0 is where the parent begins, 1 is "
          "where it ends.");
}

TEST_CASE("nesting and entities do no harm") {
    std::string deep = "<neuroml>";
    for (int i = 0; i < 200000; ++i) {
        deep += "<a>";
    }
    CHECK(error(deep).substr(0, 45) == "cell.xml, line 1: the XML is not well formed:");
    CHECK(error("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>\n<neuroml>&b;</neuroml>") ==
          "cell.xml, line 2: the file has no cell. Export the morphology again, with <cell> and <segments>.");
}
