#include "model/formats/soma_contour.h"
#include "tests/formats/imports.h"
#include "tests/geometry/cells.h"

#include <string>
#include <vector>

using namespace phiscope;
using namespace phiscope::testing;

namespace {

MorphologyImport asc(std::string_view text) {
    return import(text, "cell.asc");
}
std::string error(const std::string& text) {
    return failure(text, "cell.asc");
}

const std::string soma = R"(; V3 text file written for MicroBrightField products.
(Sections)
("CellBody"
  (Color Red)
  (CellBody)
  (  8.00  0.00  0.00  0.30)
  (  6.00  3.00  0.00  0.30)
  (  0.00  5.00  0.00  0.30)
  ( -6.00  3.00  0.00  0.30)
  ( -8.00  0.00  0.00  0.30)
  ( -6.00 -3.00  0.00  0.30)
  (  0.00 -5.00  0.00  0.30)
  (  6.00 -3.00  0.00  0.30)
) ; End of contour
)";

const std::string tree = R"(
( (Color Blue)  ; a comment
  (Axon)
  (  0.00  4.00  0.00  1.00)  ; Root
  (  0.00 20.00  1.00  0.80)  ; R, 1
  (
    (  0.00 20.00  1.00  0.70)
    ( -5.00 40.00  1.00  0.60)
    Normal
  |
    (  5.00 40.00  1.00  0.50)
    (  9.00 60.00  1.00  0.40)
    (
      ( 9.0, 80.0, 1.0, 0.4 )
      Incomplete
    |
      ( 30.0 60.0 1.0 +3e-1 S1 )
      High
    )  ; End of split
  )
)
)";

} // namespace

// The numbers in this file are those of NEURON 8.2.2 (Import3d_Neurolucida3), unless said otherwise.
TEST_CASE("an outlined soma becomes 21 discs, trees hang on its centre") {
    const MorphologyImport cell = asc(soma + tree);
    CHECK(outline(cell.morphology) == "soma[0], 21 points\n"
                                      "axon[0] on soma[0](0.5), 2 points\n"
                                      "axon[1] on axon[0](1.0), 2 points\n"
                                      "axon[2] on axon[0](1.0), 3 points\n"
                                      "axon[3] on axon[2](1.0), 2 points\n"
                                      "axon[4] on axon[2](1.0), 2 points\n");
    CHECK(cell.somaNote ==
          "The soma is an outline of 8 points, turned into 21 discs along its longest axis.");
    const std::vector<PathPoint>& discs = cell.morphology.sections[0].points;
    checkNear(discs[0].x, -7.77943945, 1e-6);
    checkNear(discs[0].diameter, 1.76792538, 1e-6);
    checkNear(discs[10].x, -0.0161757544, 1e-6);
    checkNear(discs[10].diameter, 9.74827766, 1e-6);
    checkNear(discs[20].diameter, 3.84231663, 1e-6);
    // A branch begins with its parent's last point, unless the file repeats it.
    CHECK(cell.morphology.sections[3].points[0].diameter == 0.5F);
    CHECK(cell.morphology.sections[2].points[0].diameter == 0.7F);
}

TEST_CASE("several outlines are a stack with a disc for each") {
    std::string stack;
    for (const char* z : {"0", "2", "4"}) {
        stack += std::string("(\"Cell Body\" (CellBody) (5 0 ") + z + " 1) (0 5 " + z + " 1) (-5 0 " + z +
                 " 1) (0 -5 " + z + " 1))\n";
    }
    const MorphologyImport cell = asc(stack + "((Dendrite) (1 1 2 1) (20 1 2 1) (40 1 2 1) Normal)");
    CHECK(outline(cell.morphology) == "soma[0], 3 points\ndend[0] on soma[0](0.5), 3 points\n");
    CHECK(cell.somaNote == "The soma is a stack of 3 outlines, turned into as many discs.");
    checkNear(cell.morphology.sections[0].points[1].diameter, 8.34561729, 1e-6);
    CHECK(cell.morphology.sections[0].points[1].z == 2.0F);
}

TEST_CASE("a tree that starts elsewhere is joined all the same, and noticed") {
    const MorphologyImport cell = asc(soma + "((Apical) (50 50 0 1) (80 50 0 1) (90 50 0 1) Normal)");
    CHECK(outline(cell.morphology) == "soma[0], 21 points\napic[0] on soma[0](0.5), 3 points\n");
    CHECK(hasNotice(cell.notices,
                    "1 tree starts outside of the soma; it is joined to its middle all the same."));
}

TEST_CASE("without a soma the one tree stands for itself") {
    const MorphologyImport cell = asc("((Dendrite) (0 0 0 1) (20 0 0 1) Normal)");
    CHECK(outline(cell.morphology) == "dend[0], 2 points\n");
    CHECK(cell.somaNote == "There is no soma; the first segment of the first branch stands for it.");
}

TEST_CASE("trees of no known kind") {
    CHECK(outline(asc("((Color Red) (0 0 0 1) (20 0 0 1) Normal)").morphology) == "dend_0[0], 2 points\n");
    // NEURON goes by the last property.
    const MorphologyImport cell = asc("((Axon) (Color Red) (0 0 0 1) (20 0 0 1) Normal)");
    CHECK(outline(cell.morphology) == "dend_0[0], 2 points\n");
    CHECK(hasNotice(cell.notices, "followed by another property"));
}

TEST_CASE("what is no part of the cell is skipped and noticed") {
    const MorphologyImport cell =
        asc("(Thumbnail (Rows 3) (1 2 3))\n(\"Grid\" (1 2 3 4) (5 6 7 8) (9 8 7 6))\n"
            "(Set \"Layer\" (\"Outline\" (1 2 3 4)))\n(Cross (Color Green) (Name \"a\") (1 2 3 4))\n"
            "((Color Red) (1 2 3) \"a text\")\n" +
            soma +
            "((Color RGB (1, 2, 3)) (Dendrite) (1 1 0 1) <(Class 2 \"S\") (3 4 5 6)> (20 1 0 1)\n"
            "(Dot (Name \"M\") (7 7 7 1)) (40 1 0 1) (Generated 1) Normal)");
    CHECK(outline(cell.morphology) == "soma[0], 21 points\ndend[0] on soma[0](0.5), 3 points\n");
    CHECK(hasNotice(cell.notices, "4 markers or properties were skipped."));
    CHECK(hasNotice(cell.notices, "1 spine was skipped."));
    CHECK(hasNotice(cell.notices, "1 text was skipped."));
    CHECK(hasNotice(cell.notices, "2 contours that are no soma were skipped."));
}

TEST_CASE("line ends, marks and blanks do not matter") {
    const Morphology plain = asc(soma + tree).morphology;
    std::string text = soma + tree;
    CHECK(asc("\xEF\xBB\xBF" + text).morphology == plain);
    std::string windows;
    std::string tight;
    for (const char c : text) {
        windows += c == '\n' ? "\r\n" : std::string(1, c);
        tight += c == ' ' ? "\t" : std::string(1, c);
    }
    CHECK(asc(windows).morphology == plain);
    CHECK(asc(tight).morphology == plain);
}

TEST_CASE("every way to be wrong has one message with the line and a remedy") {
    CHECK(error("") ==
          "cell.asc: The file is empty. A Neurolucida file has contours and trees in parentheses.");
    CHECK(error("; only a comment\n") ==
          "cell.asc: The file is empty. A Neurolucida file has contours and trees in parentheses.");
    CHECK(error("(Sections)\n") ==
          "cell.asc: The file has neither a soma nor a tree. A Neurolucida file of a cell "
          "has trees of points (x y z diameter).");
    const std::string closed =
        " is never closed. The file may be cut off; fetch it again, or add what is missing.";
    CHECK(error("\n((Axon) (0 0 0 1)\n (5 0 0 1)\n") ==
          "cell.asc, line 2: the parenthesis opened here" + closed);
    CHECK(error("((Axon) (0 0 0 1)\n(\n(5 0 0 1) Normal\n|\n") ==
          "cell.asc, line 2: the parenthesis opened here" + closed);
    CHECK(error("((Axon) (0 0 0 1)\n(5 0 0") == "cell.asc, line 2: the parenthesis opened here" + closed);
    CHECK(error("((Axon) (0 0 0 1)\n(5 0 0 1\n(6 0 0 1) Normal)") ==
          "cell.asc, line 2: the parenthesis opened here" + closed);
    CHECK(error("((Axon) (0 0 0 1) (Mark\n(Name \"x\"\n") ==
          "cell.asc, line 2: the parenthesis opened here" + closed);
    CHECK(error(soma.substr(0, soma.size() / 2)).substr(0, 17) == "cell.asc, line 8:");
    CHECK(
        error("((Axon) (0 0 0 1) (5 0 0 1) Normal)\n)") ==
        "cell.asc, line 2: a parenthesis is closed that was never opened. Remove it, or add the one that is "
        "missing before.");
    CHECK(error("((Axon) (0 0 0 1)\n | (5 0 0 1) Normal)") ==
          "cell.asc, line 2: a bar stands outside of a split. Bars separate the branches of a split, within "
          "its "
          "parentheses.");
    CHECK(error("((Axon) (0 0 0 1)\n(5 0 0) Normal)") ==
          "cell.asc, line 2: the point has no diameter, or a diameter of zero. Points are written (x y z "
          "diameter); give it that of its neighbours.");
    CHECK(error("((Axon) (0 0 0 1)\n(5 0 0 -1) Normal)") ==
          "cell.asc, line 2: the point's diameter is negative. Points are written (x y z diameter); give it "
          "that "
          "of its neighbours.");
    CHECK(error("((Axon) (0 0 0 1)\n(5) Normal)") ==
          "cell.asc, line 2: a point needs at least x and y. Points are written (x y z diameter).");
    CHECK(
        error("((Axon) (0 0 0 1)\n(1e400 0 0 1) Normal)") ==
        "cell.asc, line 2: a point has a number beyond a metre. Neurolucida files are in micrometres; scale "
        "the file's numbers.");
    CHECK(error("(\"Cell\n (0 0 0 1))") ==
          "cell.asc, line 1: a quoted name is not closed. Add the second quotation "
          "mark.");
    CHECK(
        error("((Axon) (0 0 0 1) < (1 2 3 4)\n(5 0 0 1) Normal)") ==
        "cell.asc, line 1: the spine begun here with < has no >. The file may be cut off; fetch it again, or "
        "add what is missing.");
    CHECK(error("((Axon) (0 0 0 1) ( (5 0 0 1) )\n(7 0 0 1) Normal)") ==
          "cell.asc, line 2: a point follows after the end of its branch. Put a bar between branches, and "
          "points "
          "before the split.");
    CHECK(
        error("((Axon) (0 0 0 1) ( (5 0 0 1) )\n( (7 0 0 1) Normal))") ==
        "cell.asc, line 2: a branch splits a second time. Put all its branches into one pair of parentheses, "
        "with bars between.");
    CHECK(
        error("((Axon) 3 4\n(5 0 0 1) Normal)") ==
        "cell.asc, line 1: this does not belong here. Points are written (x y z diameter), in parentheses.");
    CHECK(error("((Axon) (0 0 0 1) (5 0 0 1) Normal)\n((Axon) (9 0 0 1)\n(15 0 0 1) Normal)") ==
          "cell.asc, line 3: There are several trees and no soma that joins them. Add a contour named "
          "\"CellBody\", or keep one tree in a file.");
    CHECK(error(soma + "(\"CellBody\" (100 0 0 1) (110 0 0 1) (105 9 0 1))") ==
          "cell.asc, line 15: a second cell body begins here. Keep one cell in a file.");
    CHECK(error("(\"CellBody\" (1 0 0 1)\n(1 0 0 1) (1 0 0 1))") ==
          "cell.asc, line 1: the outline of the soma encloses nothing. Draw it as a closed contour.");
    const MorphologyImport two = asc("(\"CellBody\" (1 0 0 1) (2 0 0 1))((Axon) (0 0 0 1) (5 0 0 1) Normal)");
    CHECK(hasNotice(two.notices, "A soma contour has fewer than three points and was left out."));
}

TEST_CASE("no nesting is too deep") {
    const std::string open(1000000, '(');
    CHECK(error(open).substr(0, 17) == "cell.asc, line 1:");
    CHECK(error("(Axon " + open).substr(0, 17) == "cell.asc, line 1:");
    std::string deep = "((Axon) (0 0 0 1)";
    std::string end;
    for (int i = 1; i < 50000; ++i) {
        deep += "((" + std::to_string(i % 1000) + " 1 0 1)";
        end += ')';
    }
    CHECK(asc(deep + end + ")").morphology.sections.size() > 40000);
}

TEST_CASE("eigenvectors of a symmetric matrix") {
    for (unsigned seed = 0; seed < 200; ++seed) {
        std::srand(seed);
        const Eigen::Matrix3d half = Eigen::Matrix3d::Random();
        Eigen::Matrix3d matrix = half * half.transpose();
        if (seed % 3 == 0) {
            matrix.row(2).setZero();
            matrix.col(2).setZero();
        }
        const SymmetricEigen eigen = symmetricEigen(matrix);
        checkNear(matrix * eigen.vectors, eigen.vectors * eigen.values.asDiagonal(), 1e-12);
        checkNear(eigen.vectors.transpose() * eigen.vectors, Eigen::Matrix3d::Identity(), 1e-13);
    }
}
