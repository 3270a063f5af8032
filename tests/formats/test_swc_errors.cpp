#include "tests/formats/imports.h"

#include <string>

using namespace phiscope;
using namespace phiscope::testing;

namespace {

std::string error(const std::string& lines) {
    return failure(lines, "cell.swc");
}

const std::string good = "1 1 0 0 0 5 -1\n2 3 0 5 0 1 1\n";

} // namespace

TEST_CASE("every way to be wrong has one message with the line and a remedy") {
    CHECK(error("") ==
          "cell.swc: The file is empty. An SWC file has one line of seven numbers for every sample.");
    CHECK(error(" \n\t\n") ==
          "cell.swc: The file is empty. An SWC file has one line of seven numbers for every sample.");
    CHECK(error("# header\n# more\n") ==
          "cell.swc: The file has comments but no samples. An SWC file has one line "
          "of seven numbers for every sample.");
    CHECK(
        error(good + "3 3 0 9 0 1 7\n") ==
        "cell.swc, line 3: the parent 7 does not exist. Name an id of this file, or -1 if this is the root.");
    CHECK(error(good + "3 3 0 9 0 1 4\n4 3 0 9 0 1 2\n") ==
          "cell.swc, line 3: the parent 4 of sample 3 is not defined yet. Number the samples so that every "
          "parent has a smaller id than its children.");
    CHECK(error(good + "3 3 0 9 0 1 3\n") == "cell.swc, line 3: sample 3 is its own parent. Name the sample "
                                             "that it grows from, or -1 if it is the "
                                             "root.");
    CHECK(
        error(good + "3 3 0 9 0 1 5\n4 3 0 9 0 1 3\n5 3 0 9 0 1 4\n") ==
        "cell.swc, line 3: sample 3 is its own ancestor: the parents run in a circle. Correct the parent of "
        "one of the samples in the circle.");
    CHECK(
        error("1 1 0 0 0 5 2\n2 3 0 5 0 1 1\n") ==
        "cell.swc, line 1: sample 1 is its own ancestor: the parents run in a circle. Correct the parent of "
        "one of the samples in the circle.");
    CHECK(error(good + "2 3 0 9 0 1 1\n") ==
          "cell.swc, line 3: the id 2 is already that of line 2. Give every sample an id of its own.");
    CHECK(
        error(good + "# and another\n3 1 0 9 0 1 -1\n") ==
        "cell.swc, line 4: a second tree begins here; the first began in line 1. Give sample 3 a parent, or "
        "put the trees into files of their own.");
    CHECK(error(good + "3 3 nan 9 0 1 2\n") ==
          "cell.swc, line 3: the x is not finite. Replace it by a length in µm.");
    CHECK(error(good + "3 3 0 9 inf 1 2\n") ==
          "cell.swc, line 3: the z is not finite. Replace it by a length in µm.");
    CHECK(error(good + "3 3 0 1e400 0 1 2\n") ==
          "cell.swc, line 3: the y is not finite. Replace it by a length in µm.");
    CHECK(error(good + "3 3 0 9 0 0 2\n") ==
          "cell.swc, line 3: the radius of sample 3 is zero. Give it the radius "
          "measured, or that of its neighbours.");
    CHECK(error(good + "3 3 0 9 0 1e-400 2\n") ==
          "cell.swc, line 3: the radius of sample 3 is zero. Give it the "
          "radius measured, or that of its neighbours.");
    CHECK(error(good + "3 3 0 9 0 -2 2\n") ==
          "cell.swc, line 3: the radius of sample 3 is negative. Give it the "
          "radius measured, or that of its neighbours.");
    CHECK(error(good + "3 3 0 9 0\n") == "cell.swc, line 3: the line has 5 of the seven columns of a sample. "
                                         "Complete it as: id, type, x, y, z, "
                                         "radius, parent; the file may be cut off here.");
    CHECK(error(good + "3 3 0 9 0 1 # 2\n") == "cell.swc, line 3: the line has 6 of the seven columns of a "
                                               "sample. Complete it as: id, type, x, y, z, "
                                               "radius, parent; the file may be cut off here.");
    CHECK(error("1,1,0,0,0,5,-1\n") ==
          "cell.swc, line 1: the line has 1 of the seven columns of a sample. Separate "
          "the columns by blanks, without commas.");
    CHECK(error(good + "3 3 0 9,5 0 1 2\n") == "cell.swc, line 3: the y \"9,5\" is not a number. Write "
                                               "decimals with a point and separate columns by "
                                               "blanks, without commas.");
    CHECK(error(good + "3 3 0 9 0x 1 2\n") ==
          "cell.swc, line 3: the z \"0x\" is not a number. A sample has seven "
          "numbers; put # in front of a comment.");
    CHECK(
        error(good + "three 3 0 9 0 1 2\n") ==
        "cell.swc, line 3: the id \"three\" is not a number. A sample has seven numbers; put # in front of a "
        "comment.");
    CHECK(error(good + "3 3.5 0 9 0 1 2\n") ==
          "cell.swc, line 3: the type \"3.5\" is no whole number in range. "
          "Ids, types and parents are whole numbers.");
    CHECK(error(good + "3 nan 0 9 0 1 2\n") ==
          "cell.swc, line 3: the type \"nan\" is no whole number in range. "
          "Ids, types and parents are whole numbers.");
    CHECK(error(good + "99999999999 3 0 9 0 1 2\n") ==
          "cell.swc, line 3: the id \"99999999999\" is no whole number in range. Ids, types and parents are "
          "whole numbers.");
    CHECK(error(good + "-4 3 0 9 0 1 2\n") ==
          "cell.swc, line 3: the id -4 is negative. Number the samples from 1.");
    CHECK(error(good + "3 3 0 3e9 0 1 2\n") ==
          "cell.swc, line 3: the y of 3e9 µm is more than a metre. SWC files "
          "are in micrometres; scale the file's numbers.");
    CHECK(error(good + std::string("3 3 0 \0 0 1 2\n", 14)) ==
          "cell.swc, line 3: The file holds binary data, not text. It may be packed or damaged; unpack it or "
          "fetch it again.");
    CHECK(error("\xFF\xFE\x31") == "cell.swc: The file is UTF-16 text. Save it as UTF-8 or plain ASCII.");
    CHECK(error("PK\x03\x04\x14\n\x80\x81") == "cell.swc, line 1: the line has 1 of the seven columns of a "
                                               "sample. Complete it as: id, type, x, y, z, "
                                               "radius, parent; the file may be cut off here.");
}

TEST_CASE("what a message quotes is short and readable") {
    const std::string message = error(good + std::string(5000, '\x80') + " 3 0 9 0 1 2\n");
    CHECK(message ==
          "cell.swc, line 3: the id \"????????????????????...\" is not a number. A sample has seven "
          "numbers; put # in front of a comment.");
}

TEST_CASE("lines are counted whatever ends them") {
    const std::string bad = "1 1 0 0 0 5 -1\r\n\r\n# c\r\n2 3 0 5 0 1 9\r\n";
    CHECK(error(bad).substr(0, 17) == "cell.swc, line 4:");
    CHECK(error("1 1 0 0 0 5 -1\r\r# c\r2 3 0 5 0 1 9\r").substr(0, 17) == "cell.swc, line 4:");
}
