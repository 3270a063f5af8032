#include "render/pick_tree.h"

#include <doctest/doctest.h>
#include <random>
#include <vector>

using namespace phiscope;

namespace {

std::vector<SurfacePiece> randomPieces(int count, unsigned seed) {
    std::mt19937 random(seed);
    std::uniform_real_distribution<float> place(-400.0F, 400.0F);
    std::uniform_real_distribution<float> step(-12.0F, 12.0F);
    std::uniform_real_distribution<float> radius(0.1F, 3.0F);
    std::vector<SurfacePiece> pieces;
    for (int i = 0; i < count; ++i) {
        SurfacePiece piece;
        piece.a = {place(random), place(random), place(random)};
        piece.b = piece.a + Eigen::Vector3f(step(random), step(random), step(random));
        piece.radiusA = radius(random);
        piece.radiusB = radius(random);
        piece.segment = i;
        pieces.push_back(piece);
    }
    return pieces;
}

Ray randomRay(std::mt19937& random, bool perspective) {
    std::uniform_real_distribution<double> place(-400.0, 400.0);
    const Eigen::Vector3d through(place(random), place(random), place(random));
    Camera camera;
    camera.setPerspective(perspective);
    const auto at = camera.project(through, 900, 700);
    return camera.ray(at->x(), at->y(), 900, 700);
}

} // namespace

TEST_CASE("the tree finds what looking at every piece finds") {
    const std::vector<SurfacePiece> pieces = randomPieces(4000, 1);
    const PickTree tree(pieces);
    std::mt19937 random(2);
    int hits = 0;
    int nearMisses = 0;
    for (const bool perspective : {true, false}) {
        const PickTolerance drawn = perspective ? PickTolerance{0.0, 0.0005} : PickTolerance{0.5, 0.0};
        const PickTolerance tolerance = perspective ? PickTolerance{0.0, 0.002} : PickTolerance{2.0, 0.0};
        for (int i = 0; i < 1000; ++i) {
            const Ray ray = randomRay(random, perspective);
            const auto fast = tree.pick(ray, drawn, tolerance);
            const auto slow = tree.pickByLooking(ray, drawn, tolerance);
            REQUIRE(fast.has_value() == slow.has_value());
            if (slow) {
                CHECK(fast->piece == slow->piece);
                CHECK(fast->along == doctest::Approx(slow->along));
                CHECK(fast->distance == doctest::Approx(slow->distance));
                ++hits;
                nearMisses += slow->miss > 0.0 ? 1 : 0;
            }
        }
    }
    // The comparison says something only where both kinds of answers occur.
    CHECK(hits > 300);
    CHECK(nearMisses > 20);
    CHECK(hits < 2000);
}

TEST_CASE("the nearer of two surfaces hides the other, and thick hides thin") {
    std::vector<SurfacePiece> pieces(2);
    pieces[0].a = {-10.0F, 0.0F, 0.0F};
    pieces[0].b = {10.0F, 0.0F, 0.0F};
    pieces[0].radiusA = pieces[0].radiusB = 0.5F;
    pieces[1].a = {0.0F, 8.0F, -10.0F};
    pieces[1].b = {0.0F, 8.0F, 10.0F};
    pieces[1].radiusA = pieces[1].radiusB = 9.0F; // its surface comes to y = -1, before the thin one
    const PickTree tree(pieces);
    const Ray ray{{0.0, -100.0, 0.0}, {0.0, 1.0, 0.0}};
    CHECK(tree.pick(ray, {}, {})->piece == 1);
    pieces[1].radiusA = pieces[1].radiusB = 7.0F;
    CHECK(PickTree(pieces).pick(ray, {}, {})->piece == 0);
}

TEST_CASE("a hit is worth more than a near miss before it") {
    std::vector<SurfacePiece> pieces(2);
    pieces[0].a = {1.0F, -50.0F, -10.0F};
    pieces[0].b = {1.0F, -50.0F, 10.0F};
    pieces[0].radiusA = pieces[0].radiusB = 0.2F;
    pieces[1].a = {0.0F, 0.0F, -10.0F};
    pieces[1].b = {0.0F, 0.0F, 10.0F};
    pieces[1].radiusA = pieces[1].radiusB = 0.2F;
    const PickTree tree(pieces);
    const Ray ray{{0.0, -100.0, 5.0}, {0.0, 1.0, 0.0}};
    const auto hit = tree.pick(ray, {}, {2.0, 0.0});
    REQUIRE(hit);
    CHECK(hit->piece == 1);
    CHECK(hit->along == doctest::Approx(0.75));
    CHECK(hit->distance == doctest::Approx(100.0));
    const Ray beside{{1.6, -100.0, 5.0}, {0.0, 1.0, 0.0}};
    CHECK(tree.pick(beside, {}, {2.0, 0.0})->piece == 0);
    CHECK_FALSE(tree.pick(beside, {}, {0.1, 0.0}));
}

TEST_CASE(
    "nothing is found behind the eye, in an empty tree, or where all pieces coincide and the ray is off") {
    CHECK_FALSE(PickTree().pick({{0.0, 0.0, 0.0}, {0.0, 1.0, 0.0}}, {}, {5.0, 0.0}));
    std::vector<SurfacePiece> pieces(500);
    for (SurfacePiece& piece : pieces) {
        piece.a = piece.b = {0.0F, -20.0F, 0.0F};
        piece.radiusA = piece.radiusB = 1.0F;
    }
    const PickTree tree(pieces);
    CHECK_FALSE(tree.pick({{0.0, 0.0, 0.0}, {0.0, 1.0, 0.0}}, {}, {1.0, 0.0}));
    CHECK(tree.pick({{0.0, -50.0, 0.0}, {0.0, 1.0, 0.0}}, {}, {1.0, 0.0}));
}
