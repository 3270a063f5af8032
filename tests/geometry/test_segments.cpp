#include "model/geometry/axial_resistance.h"
#include "model/geometry/segments.h"
#include "tests/geometry/cells.h"

#include <cmath>
#include <numbers>
#include <vector>

using namespace phiscope;
using namespace phiscope::testing;

TEST_CASE("arc lengths are sums of single-precision steps") {
    const Section path = section("dend", SectionType::dendrite, -1,
                                 {{1e3F, 0, 0, 1}, {1000.0001F, 0, 0, 1}, {1000.0001F, 3, 4, 1}});
    const std::vector<double> arc = arcLengths(path);
    REQUIRE(arc.size() == 3);
    CHECK(arc[0] == 0.0);
    CHECK(arc[1] == static_cast<double>(1000.0001F - 1000.0F));
    CHECK(arc[2] == arc[1] + 5.0);
    CHECK(sectionLength(path) == arc[2]);
}

TEST_CASE("parents may come after their children") {
    Morphology cell = ballAndSticks();
    std::swap(cell.sections[0], cell.sections[3]);
    cell.sections[0].parent = 1;
    cell.sections[1].parent = 3;
    cell.sections[3].parent = -1;
    CHECK(rootSection(cell) == 3);
    CHECK(sectionChildren(cell) == std::vector<std::vector<int>>{{}, {0, 2}, {}, {1}});
    CHECK(makeSegments(cell, std::vector<int>{1, 2, 3, 1}).size() == 7);
}

// Numbers of NEURON 8.2.2 for bentCell with nseg 2 and 3, Ra 100.
TEST_CASE("diameter, area and axial resistance are NEURON's") {
    const Morphology cell = bentCell();
    const Segments segments = makeSegments(cell, std::vector<int>{2, 3});
    const std::vector<double> diameter{11.8931773043375, 8.48479824644792, 1.70679431147736, 1.19719139489722,
                                       0.732397131632406};
    const std::vector<double> area{294.575172387972, 180.716859682662, 124.647001809219, 87.4284480431291,
                                   53.4854701117843};
    const std::vector<double> resistance{0.0320664035774079, 0.0692020890867769, 4.33860511250978,
                                         14.7690664476257, 33.7533981480844};
    const Eigen::VectorXd ri = axialResistance(cell, segments, 100.0);
    REQUIRE(segments.size() == 5);
    for (int i = 0; i < 5; ++i) {
        const auto k = static_cast<std::size_t>(i);
        checkNear(segments.diameter[i], diameter[k], 1e-12);
        checkNear(segments.area[i], area[k], 1e-12);
        checkNear(ri[i], resistance[k], 1e-12);
    }
    checkNear(segments.length[0], 12.6157731058639 / 2, 1e-12);
    checkNear(segments.length[4], 69.733081923516 / 3, 1e-12);
    CHECK(segments.section == std::vector<int>{0, 0, 1, 1, 1});
    CHECK(segments.firstOfSection == std::vector<int>{0, 2, 5});
    CHECK(segments.x[1] == 0.75);
    CHECK(segments.diameterEnds(0, 0) == 10.0);
    CHECK(segments.diameterEnds(1, 4) == doctest::Approx(0.5));
    CHECK(segments.diameterEnds(1, 2) == segments.diameterEnds(0, 3));
}

TEST_CASE("the file's Ra holds where none is given, NEURON's where the file has none") {
    Morphology cell = bentCell();
    const Segments segments = makeSegments(cell, std::vector<int>{2, 3});
    checkNear(axialResistance(cell, segments)[1], 0.0692020890867769 * 0.354, 1e-12);
    cell.sections[0].fileRa = 250.0;
    checkNear(axialResistance(cell, segments)[1], 0.0692020890867769 * 2.5, 1e-12);
    checkNear(axialResistance(cell, segments)[2], 4.33860511250978 * 0.354, 1e-12);
}

TEST_CASE("a section attached by its far end has its resistance from there") {
    Morphology cell = bentCell();
    const Segments segments = makeSegments(cell, std::vector<int>{1, 3});
    const Eigen::VectorXd forward = axialResistance(cell, segments);
    cell.sections[1].childX = 1.0;
    const Eigen::VectorXd backward = axialResistance(cell, segments);
    CHECK(backward[1] == doctest::Approx(forward[2]));
    CHECK(backward[2] == doctest::Approx(forward[3]));
    CHECK(backward[3] > forward[1]);
}

TEST_CASE("segments end where their arc ends, on the straight lines between points") {
    const Segments segments = makeSegments(ballAndSticks(), std::vector<int>{1, 2, 1, 4});
    checkNear(segments.start.col(0), Eigen::Vector3d(0, 0, 0), 0.0);
    checkNear(segments.end.col(0), Eigen::Vector3d(0, 0, 35), 0.0);
    checkNear(segments.end.col(1), Eigen::Vector3d(0, 0, 75), 1e-12);
    checkNear(segments.start.col(2), segments.end.col(1), 0.0);
    checkNear(segments.end.col(4), Eigen::Vector3d(7.5, 0, 135), 1e-12);
    checkNear(segments.midpoint(0), Eigen::Vector3d(0, 0, 17.5), 0.0);

    const Morphology bend{
        "", {section("dend", SectionType::dendrite, -1, {{0, 0, 0, 1}, {4, 0, 0, 1}, {4, 6, 0, 1}})}};
    const Segments cut = makeSegments(bend, std::vector<int>{2});
    checkNear(cut.end.col(0), Eigen::Vector3d(4, 1, 0), 1e-12);
}

TEST_CASE("lambda rule") {
    Discretisation rule;
    // Reference a01: LFPy's default for ball and sticks.
    CHECK(segmentCounts(ballAndSticks(), rule) == std::vector<int>{1, 1, 3, 1});
    // L / (d_lambda * lambda_f) of bentCell by NEURON at Ra 100: 69.733 / 30.3012 = 2.3013.
    CHECK(segmentCounts(bentCell(), rule, 100.0) == std::vector<int>{1, 3});
    rule.dLambda = 0.01; // 23.013 -> int(23.913 / 2) * 2 + 1; 12.6158 / 8.9374 -> 1.4116
    CHECK(segmentCounts(bentCell(), rule, 100.0) == std::vector<int>{3, 23});
    rule.dLambda = 0.1;
    rule.lambdaFHz = 10000.0; // ten times as many, the length constant going with the root
    CHECK(segmentCounts(bentCell(), rule, 100.0) == std::vector<int>{3, 23});
    rule.lambdaFHz = 100.0;
    CHECK(segmentCounts(bentCell(), rule, 10000.0) == std::vector<int>{3, 23});
    CHECK(segmentCounts(bentCell(), rule, 100.0, 100.0) == std::vector<int>{3, 23});
    Morphology own = bentCell();
    own.sections[1].fileRa = 10000.0;
    own.sections[0].fileCm = 100.0;
    own.sections[0].fileRa = 100.0;
    CHECK(segmentCounts(own, rule) == std::vector<int>{3, 23});
    CHECK(segmentCounts(own, rule, 100.0, 1.0) == std::vector<int>{1, 3});
}

TEST_CASE("fixed length may be even, the file's own is kept, absurd counts are bounded") {
    Discretisation rule;
    rule.method = Discretisation::Method::fixedLength;
    rule.maxLengthUm = 7.0;
    CHECK(segmentCounts(ballAndSticks(), rule) == std::vector<int>{6, 17, 11, 5});
    rule.maxLengthUm = 35.0; // exactly the soma's length: LFPy's int(L / max) + 1
    CHECK(segmentCounts(ballAndSticks(), rule).front() == 2);
    rule.maxLengthUm = 1e-9;
    CHECK(segmentCounts(ballAndSticks(), rule).front() == maxSegmentsPerSection);
    rule.maxLengthUm = 0.0;
    CHECK(segmentCounts(ballAndSticks(), rule).front() == 1);

    rule.method = Discretisation::Method::asLoaded;
    Morphology cell = ballAndSticks();
    cell.sections[2].fileSegmentCount = 9;
    CHECK(segmentCounts(cell, rule) == std::vector<int>{1, 1, 9, 1});
}

TEST_CASE("random cells: area, length and resistance do not depend on the number of segments") {
    for (unsigned seed = 0; seed < 50; ++seed) {
        const Morphology cell = randomCell(seed, 12);
        const std::vector<int> one(cell.sections.size(), 1);
        std::vector<int> many;
        for (std::size_t s = 0; s < cell.sections.size(); ++s) {
            many.push_back(1 + static_cast<int>((seed + s) % 7));
        }
        const Segments coarse = makeSegments(cell, one);
        const Segments fine = makeSegments(cell, many);
        checkNear(fine.area.sum(), coarse.area.sum(), 1e-10);
        checkNear(fine.length.sum(), coarse.length.sum(), 1e-12);
        checkNear(fine.diameter.dot(fine.length), coarse.diameter.dot(coarse.length), 1e-10);
        for (int i = 0; i < fine.size(); ++i) {
            // Never longer straight than along the path (measured in single precision), and joined.
            CHECK((fine.end.col(i) - fine.start.col(i)).norm() <= fine.length[i] * (1.0 + 1e-6));
            if (i > 0 &&
                fine.section[static_cast<std::size_t>(i)] == fine.section[static_cast<std::size_t>(i) - 1]) {
                CHECK(fine.start.col(i) == fine.end.col(i - 1));
            }
        }
    }
}

TEST_CASE("a section without length does no harm") {
    const Morphology cell{"", {section("dend", SectionType::dendrite, -1, {{1, 2, 3, 4}, {1, 2, 3, 6}})}};
    CHECK(segmentCounts(cell, Discretisation()) == std::vector<int>{1});
    const Segments segments = makeSegments(cell, std::vector<int>{1});
    CHECK(segments.diameter[0] == 5.0);
    CHECK(segments.length[0] == 0.0);
    CHECK(segments.start.col(0) == Eigen::Vector3d(1, 2, 3));
    CHECK(segments.end.col(0) == Eigen::Vector3d(1, 2, 3));
    CHECK(std::isfinite(axialResistance(cell, segments)[0]));
}
