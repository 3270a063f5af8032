#include "model/geometry/segments.h"
#include "tests/geometry/cells.h"

#include <vector>

using namespace phiscope;
using namespace phiscope::testing;

TEST_CASE("pieces run between points and are cut at segment borders") {
    const Morphology bend{
        "", {section("dend", SectionType::dendrite, -1, {{0, 0, 0, 2}, {4, 0, 0, 2}, {4, 6, 0, 8}})}};
    PlacedCell cell{bend, makeSegments(bend, std::vector<int>{2})};
    const std::vector<SurfacePiece> pieces = surfacePieces(cell);
    REQUIRE(pieces.size() == 3);
    CHECK(pieces[0].segment == 0);
    CHECK(pieces[0].b == Eigen::Vector3f(4, 0, 0));
    CHECK(pieces[0].xB == doctest::Approx(0.4));
    CHECK(pieces[1].segment == 0);
    CHECK(pieces[1].b.isApprox(Eigen::Vector3f(4, 1, 0)));
    CHECK(pieces[1].radiusB == doctest::Approx(1.5));
    CHECK(pieces[1].xB == doctest::Approx(0.5));
    CHECK(pieces[2].segment == 1);
    CHECK(pieces[2].a == pieces[1].b);
    CHECK(pieces[2].xB == 1.0F);
    CHECK(pieces[2].radiusB == 4.0F);
}

TEST_CASE("random cells: pieces cover every section and know their segment") {
    for (unsigned seed = 0; seed < 40; ++seed) {
        const Morphology cell = randomCell(seed, 15);
        std::vector<int> nseg;
        for (std::size_t s = 0; s < cell.sections.size(); ++s) {
            nseg.push_back(1 + static_cast<int>((seed + s) % 9));
        }
        const PlacedCell placed = placeCell(cell, nseg, {});
        std::vector<double> length(static_cast<std::size_t>(placed.segments.size()), 0.0);
        const std::vector<SurfacePiece> pieces = surfacePieces(placed);
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            const SurfacePiece& piece = pieces[i];
            length[static_cast<std::size_t>(piece.segment)] +=
                static_cast<double>((piece.b - piece.a).norm());
            CHECK(piece.xB > piece.xA);
            const int s = placed.segments.section[static_cast<std::size_t>(piece.segment)];
            CHECK(segmentAt(placed.segments, s, 0.5 * (piece.xA + piece.xB)) == piece.segment);
            if (piece.xA > 0.0F) {
                CHECK(pieces[i - 1].b == piece.a);
            }
        }
        for (int i = 0; i < placed.segments.size(); ++i) {
            checkNear(length[static_cast<std::size_t>(i)], placed.segments.length[i], 1e-4, 1e-4);
        }
    }
}

TEST_CASE("a section without length is a ball that can be hit") {
    const Morphology dot{"", {section("soma", SectionType::soma, -1, {{1, 2, 3, 4}, {1, 2, 3, 4}})}};
    const std::vector<SurfacePiece> pieces = surfacePieces({dot, makeSegments(dot, std::vector<int>{1})});
    REQUIRE(pieces.size() == 1);
    CHECK(pieces[0].a == pieces[0].b);
    CHECK(pieces[0].radiusA == 2.0F);
    CHECK(pieces[0].xB == 1.0F);
}
