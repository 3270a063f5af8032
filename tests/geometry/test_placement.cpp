#include "model/geometry/pose_map.h"
#include "model/geometry/pt3d_placement.h"
#include "model/geometry/segments.h"
#include "model/geometry/shape_connection.h"
#include "tests/geometry/cells.h"

#include <numbers>
#include <vector>

using namespace phiscope;
using namespace phiscope::testing;

// Reference a01: set_pos(10, -20, 30), then set_rotation(0.5, -1.1, 2.3).
TEST_CASE("position and rotation are LFPy's") {
    const Morphology cell = ballAndSticks();
    const std::vector<int> nseg{1, 1, 3, 1};
    Segments segments = makeSegments(cell, nseg);
    setPosition(segments, cell, {10, -20, 30});
    rotate(segments, cell, {0.5, -1.1, 2.3});
    Eigen::Matrix3Xd start(3, 6);
    start << -5.375674210799403, 10.0, 111.04014481382465, 128.25571601383035, 145.4712872138361,
        111.04014481382465, -15.383634746088251, -20.0, -50.336114525705796, -66.39232186616161,
        -82.44852920661741, -50.336114525705796, 23.033809189676596, 30.0, 75.77782532498239,
        69.0086071945166, 62.23938906405082, 75.77782532498239;
    checkNear(segments.start, start, 1e-9);
    checkNear(segments.end.col(5),
              Eigen::Vector3d(110.75963779131108, -42.82656776883514, 106.49472658986738), 1e-9);

    // The same as a pose: the order of moving and turning does not matter.
    const PlacedCell placed = placeCell(cell, nseg, {{10, -20, 30}, {0.5, -1.1, 2.3}, "xyz"});
    checkNear(placed.segments.start, start, 1e-9);
    checkNear(placed.segments.end, segments.end, 1e-9);
    checkNear(somaPosition(placed.morphology, placed.segments), Eigen::Vector3d(10, -20, 30), 1e-12);
}

TEST_CASE("a quarter turn about each axis is right-handed") {
    const double quarter = std::numbers::pi / 2.0;
    const Morphology cell = ballAndSticks();
    const auto stemEnd = [&](const std::array<double, 3>& angles,
                             const std::string& order) -> Eigen::Vector3d {
        return placeCell(cell, std::vector<int>{1, 1, 1, 1}, {{0, 0, 0}, angles, order}).segments.end.col(1);
    };
    checkNear(stemEnd({0, 0, 0}, "xyz"), Eigen::Vector3d(0, 0, 115), 1e-9);
    checkNear(stemEnd({quarter, 0, 0}, "xyz"), Eigen::Vector3d(0, -115, 0), 1e-9);
    checkNear(stemEnd({0, quarter, 0}, "xyz"), Eigen::Vector3d(115, 0, 0), 1e-9);
    checkNear(stemEnd({quarter, 0, quarter}, "xyz"), Eigen::Vector3d(115, 0, 0), 1e-9);
    checkNear(stemEnd({quarter, 0, quarter}, "zyx"), Eigen::Vector3d(0, -115, 0), 1e-9);
}

// LFPy's chiral_morphology: x - somapos, sign changed, + somapos.
TEST_CASE("a mirror changes the sign of one coordinate about the soma") {
    const Morphology cell = randomCell(7, 20);
    const std::vector<int> nseg(cell.sections.size(), 3);
    for (Eigen::Index axis = 0; axis < 3; ++axis) {
        CAPTURE(axis);
        Segments segments = makeSegments(cell, nseg);
        setPosition(segments, cell, {10, -20, 30});
        Eigen::Matrix3Xd start = segments.start;
        Eigen::Matrix3Xd end = segments.end;
        const double soma = somaPosition(cell, segments)(axis);
        start.row(axis) = 2.0 * soma - start.row(axis).array();
        end.row(axis) = 2.0 * soma - end.row(axis).array();
        mirror(segments, cell, static_cast<Distortion::Axis>(axis));
        checkNear(segments.start, start, 1e-10);
        checkNear(segments.end, end, 1e-10);

        Pose pose{{10, -20, 30}, {0, 0, 0}, "xyz"};
        (axis == 0 ? pose.mirrorX : axis == 1 ? pose.mirrorY : pose.mirrorZ) = true;
        const PlacedCell placed = placeCell(cell, nseg, pose);
        checkNear(placed.segments.start, start, 1e-10);
        // What is simulated stays, and what is drawn follows.
        CHECK(placed.segments.area == segments.area);
        checkNear(makeSegments(placed.morphology, nseg).end, end, 1e-4);
    }
}

// LFPy's distort_geometry: (x - somapos)(1 - factor) along the axis, (x - somapos)(1 + factor nu) across it.
TEST_CASE("tissue that is pressed together takes the sources with it") {
    const Morphology cell = randomCell(9, 20);
    const std::vector<int> nseg(cell.sections.size(), 2);
    Segments segments = makeSegments(cell, nseg);
    setPosition(segments, cell, {100, 50, -20});
    rotate(segments, cell, {0.4, 0.1, -1.0});
    const Segments before = segments;
    distort(segments, cell, {0.25, Distortion::Axis::y, 0.5});
    const Eigen::Vector3d soma(100, 50, -20);
    for (int k = 0; k < segments.size(); ++k) {
        const Eigen::Vector3d from = before.end.col(k) - soma;
        checkNear(segments.end.col(k) - soma,
                  Eigen::Vector3d(from.x() * 1.125, from.y() * 0.75, from.z() * 1.125), 1e-10);
    }
    CHECK(segments.area == before.area);
    CHECK(segments.diameter == before.diameter);
    // As in LFPy, which measures the segments again; a laminar CSD by LFPykit's rule divides by it.
    for (int k = 0; k < segments.size(); ++k) {
        const Eigen::Vector3d way = before.end.col(k) - before.start.col(k);
        checkNear(segments.length[k], std::sqrt(1.125 * 1.125 * (way.x() * way.x() + way.z() * way.z()) +
                                                0.75 * 0.75 * way.y() * way.y()));
    }

    Pose pose{{100, 50, -20}, {0.4, 0.1, -1.0}, "xyz"};
    pose.distortion = {0.25, Distortion::Axis::y, 0.5};
    const PlacedCell placed = placeCell(cell, nseg, pose);
    checkNear(placed.segments.start, segments.start, 1e-9);
    checkNear(placed.segments.end, segments.end, 1e-9);
    CHECK(placed.segments.length == before.length);          // the cable's: synapses are counted by it
    for (std::size_t s = 0; s < cell.sections.size(); ++s) { // the points as well
        const PathPoint& last = placed.morphology.sections[s].points.back();
        const int segment = placed.segments.firstOfSection[s + 1] - 1;
        checkNear(Eigen::Vector3d(last.x, last.y, last.z), placed.segments.end.col(segment), 1e-4);
    }
    // Poisson's ratio of -1: the same along all axes. And nothing without a factor.
    pose.distortion = {0.5, Distortion::Axis::x, -1.0};
    const PlacedCell half = placeCell(cell, nseg, pose);
    for (int k = 0; k < half.segments.size(); ++k) {
        checkNear(half.segments.start.col(k) - soma, 0.5 * (before.start.col(k) - soma), 1e-9);
    }
    pose.distortion = {0.0, Distortion::Axis::x, 0.4};
    CHECK(placeCell(cell, nseg, pose).segments.end ==
          placeCell(cell, nseg, {{100, 50, -20}, {0.4, 0.1, -1.0}, "xyz"}).segments.end);
}

TEST_CASE("a place is told in the file, in the model and in the scene") {
    Morphology cell = ballAndSticks();
    for (Section& section : cell.sections) {
        for (PathPoint& p : section.points) { // somewhere else in its file
            p.x += 300.0F;
            p.y -= 20.0F;
        }
    }
    const std::vector<int> nseg{1, 5, 2, 2};
    // Turned by a quarter about z, after x was mirrored; then squeezed to a half along z.
    Pose pose{{10, 20, 30}, {0, 0, std::numbers::pi / 2}, "xyz"};
    pose.mirrorX = true;
    pose.distortion = {0.5, Distortion::Axis::z, 0.2};
    const PlacedCell placed = placeCell(cell, nseg, pose);
    const Eigen::Vector3d soma = somaInFile(cell, placed, pose);
    checkNear(soma, Eigen::Vector3d(300, -20, 17.5), 1e-4);
    const Segments inFile = makeSegments(cell, nseg);
    for (int k = 0; k < inFile.size(); ++k) {
        const CellPlace place = cellPlace(placed.segments.midpoint(k), pose, soma);
        checkNear(place.file, inFile.midpoint(k), 1e-4);
        checkNear(place.model, inFile.midpoint(k) - Eigen::Vector3d(300, -20, 17.5), 1e-4);
        CHECK(place.scene == placed.segments.midpoint(k));
        // (x, y, z) -> (-x, y, z) -> (-y, -x, z) -> wider by a tenth, half as high.
        checkNear(place.scene,
                  Eigen::Vector3d(10 - 1.1 * place.model.y(), 20 - 1.1 * place.model.x(),
                                  30 + 0.5 * place.model.z()),
                  1e-4);
    }
}

// Mirrored along the cell's own axis before it is turned.
TEST_CASE("a mirrored cell is turned like any other") {
    const Morphology cell = randomCell(5, 10);
    const std::vector<int> nseg(cell.sections.size(), 1);
    Pose pose{{1, 2, 3}, {0.3, -0.2, 0.9}, "zxy"};
    pose.mirrorX = true;
    Segments segments = makeSegments(cell, nseg);
    mirror(segments, cell, Distortion::Axis::x);
    rotate(segments, cell, pose.rotationRad, pose.rotationOrder);
    setPosition(segments, cell, {1, 2, 3});
    checkNear(placeCell(cell, nseg, pose).segments.end, segments.end, 1e-9);
}

TEST_CASE("the drawn points move with the segments") {
    const Morphology cell = randomCell(3, 20);
    std::vector<int> nseg(cell.sections.size(), 3);
    for (const bool pt3d : {false, true}) {
        CAPTURE(pt3d);
        const PlacedCell placed = placeCell(cell, nseg, {{100, 50, -20}, {1.0, 2.0, -0.7}, "zyx"}, pt3d);
        const Segments again = makeSegments(placed.morphology, nseg);
        // Single precision at a few hundred micrometres.
        checkNear(again.start, placed.segments.start, 1e-4);
        checkNear(again.end, placed.segments.end, 1e-4);
        checkNear(somaPosition(placed.morphology, placed.segments), Eigen::Vector3d(100, 50, -20), 1e-4);
        CHECK(placed.morphology.sections[4].points[0].diameter == cell.sections[4].points[0].diameter);
    }
}

TEST_CASE("without a soma the first segment stands for it") {
    const Morphology stick{"stick",
                           {section("dend", SectionType::dendrite, -1, {{0, 0, 0, 2}, {0, 0, 100, 2}})}};
    const PlacedCell placed = placeCell(stick, std::vector<int>{5}, {});
    checkNear(placed.segments.start.col(0), Eigen::Vector3d(0, 0, -10), 1e-12);
    checkNear(placed.segments.end.col(4), Eigen::Vector3d(0, 0, 90), 1e-12);
    CHECK(somaSegments(stick, placed.segments) == std::vector<int>{0});
}

TEST_CASE("several soma segments: the mean of their midpoints") {
    const Morphology cell = ballAndSticks();
    const Segments segments = makeSegments(cell, std::vector<int>{3, 1, 1, 1});
    CHECK(somaSegments(cell, segments) == std::vector<int>{0, 1, 2});
    checkNear(somaPosition(cell, segments), Eigen::Vector3d(0, 0, 17.5), 1e-12);
}

TEST_CASE("pt3d moves pass through single precision") {
    const Morphology cell = ballAndSticks();
    Pt3dPlacement placement(cell, {1, 1, 3, 1});
    placement.setPosition({1000.0001, 0, 0});
    // 1000.0001 is no single-precision number: 1000.0001220703125 is the nearest.
    CHECK(placement.cell().segments.start(0, 0) == static_cast<double>(1000.0001F));
    placement.rotate({0, 0, 0.3});
    placement.rotate({0, 0, -0.3});
    checkNear(placement.cell().segments.start.col(0), Eigen::Vector3d(1000.0001, 0, -17.5), 1e-4);
}

TEST_CASE("an empty cell stays empty") {
    const PlacedCell placed = placeCell({}, {}, {{1, 2, 3}, {1, 0, 0}, "xyz"});
    CHECK(placed.segments.size() == 0);
    CHECK(placeCell({}, {}, {}, true).segments.size() == 0);
}

TEST_CASE("sections are moved to where they are connected") {
    Morphology cell = ballAndSticks();
    cell.sections[1].points = {{100, 0, 35, 5}, {100, 0, 150, 5}};
    const std::vector<double> moved = connectShapes(cell, {{}, {}, {}, {}});
    CHECK(cell.sections[1].points[0].x == 0.0F);
    CHECK(cell.sections[1].points[0].z == 17.5F);
    CHECK(cell.sections[1].points[1].z == 132.5F);
    CHECK(cell.sections[2] == ballAndSticks().sections[2]);
    CHECK(moved[1] == doctest::Approx(std::hypot(100.0, 17.5)));
    CHECK(moved[0] == 0.0);
    // The fork did not move, but what it hangs on did.
    CHECK(moved[2] == doctest::Approx(moved[1]));

    // With a wire the distance to the soma is kept.
    cell = ballAndSticks();
    cell.sections[1].points = {{8, 0, 20, 5}, {8, 0, 100, 5}};
    connectShapes(cell, {{}, {{0.0F, 0.0F, 16.5F}}, {}, {}});
    CHECK(cell.sections[1].points[0] == PathPoint{8, 0, 21, 5});
    CHECK(cell.sections[2].points[0] == PathPoint{8, 0, 101, 2});
}

TEST_CASE("root to leaf order") {
    Morphology cell = ballAndSticks();
    std::swap(cell.sections[0], cell.sections[3]);
    cell.sections[0].parent = 1;
    cell.sections[1].parent = 3;
    cell.sections[2].parent = 1;
    cell.sections[3].parent = -1;
    CHECK(rootToLeafOrder(cell) == std::vector<int>{3, 1, 0, 2});
}
