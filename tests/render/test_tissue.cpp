#include "render/offscreen.h"
#include "render/oklab.h"
#include "render/scene_renderer.h"
#include "render/tissue_sketch.h"

#include <cmath>
#include <doctest/doctest.h>
#include <memory>
#include <vector>

using namespace phiscope;

namespace {

const Eigen::Vector3d low(-100.0, -50.0, -80.0);
const Eigen::Vector3d high(120.0, 60.0, 200.0);

/// A soma in the origin and a thick dendrite straight up to 215 µm, in segments of about 50 µm.
std::shared_ptr<const PlacedCell> uprightCell() {
    Morphology morphology;
    Section soma;
    soma.name = "soma[0]";
    soma.type = SectionType::soma;
    soma.points = {{0, 0, -15, 30}, {0, 0, 15, 30}};
    Section dendrite;
    dendrite.name = "apic[0]";
    dendrite.type = SectionType::apical;
    dendrite.parent = 0;
    dendrite.points = {{0, 0, 15, 12}, {0, 0, 215, 12}};
    morphology.sections = {soma, dendrite};
    const std::vector<int> nseg{1, 4};
    return std::make_shared<PlacedCell>(placeCell(morphology, nseg, Pose{}));
}

Medium sliceTo(double topUm) {
    Medium medium;
    medium.kind = Medium::Kind::slice;
    medium.sliceBottomUm = -100.0;
    medium.sliceThicknessUm = topUm + 100.0;
    return medium;
}

} // namespace

TEST_CASE("a slice is its two faces, somewhat larger than the cell, with their conductivities") {
    const std::vector<TissueLine> lines = tissueSketch(sliceTo(250.0), low, high);
    REQUIRE(lines.size() == 2);
    CHECK((lines[0].points.row(2).array() == 250.0).all());
    CHECK((lines[1].points.row(2).array() == -100.0).all());
    for (const TissueLine& line : lines) {
        CHECK(line.points.row(0).minCoeff() < low.x());
        CHECK(line.points.row(0).maxCoeff() > high.x());
        CHECK(line.points.row(0).maxCoeff() < high.x() + 100.0);
        CHECK(line.points.col(0) == line.points.col(line.points.cols() - 1)); // goes all round
    }
    CHECK(lines[0].above == "saline 1.5\u2009S/m");
    CHECK(lines[0].below == "tissue 0.3\u2009S/m");
    CHECK(lines[1].below == "glass 0\u2009S/m");
}

TEST_CASE("a sphere's circles lie on it, a head's rims on brain, skull and scalp, even tissue has none") {
    Medium medium;
    CHECK(tissueSketch(medium, low, high).empty());
    medium.kind = Medium::Kind::sphere;
    medium.sphereCentreUm = {10.0, 20.0, 30.0};
    for (const TissueLine& line : tissueSketch(medium, low, high)) {
        const Eigen::VectorXd r =
            (line.points.colwise() - Eigen::Vector3d(10.0, 20.0, 30.0)).colwise().norm();
        CHECK((r.array() - 1000.0).abs().maxCoeff() < 1e-9);
    }
    medium.kind = Medium::Kind::head;
    const std::vector<TissueLine> head = tissueSketch(medium, low, high);
    REQUIRE(head.size() == 3);
    const Eigen::Vector3d centre(medium.headCentreUm.data());
    double expected[] = {79000.0, 85000.0, 90000.0};
    for (std::size_t k = 0; k < 3; ++k) {
        const Eigen::VectorXd r = (head[k].points.colwise() - centre).colwise().norm();
        CHECK((r.array() - expected[k]).abs().maxCoeff() < 1e-6);
        CHECK(head[k].points.row(2).minCoeff() > 0.0); // above the cell
    }
}

TEST_CASE("segments outside a slice have the colour of warnings until the cell is pressed flat") {
    const auto cell = uprightCell();
    Medium medium = sliceTo(100.0);
    std::vector<bool> outside = outsideTissue(medium, cell->segments);
    REQUIRE(outside.size() == 5);
    CHECK(outside == std::vector<bool>{false, false, true, true, true});
    CHECK(outsideTissue(sliceTo(250.0), cell->segments).empty());

    auto offscreen = OffscreenRenderer::create();
    REQUIRE(offscreen);
    SceneRenderer scene;
    scene.setViewport(500, 500, 1.0);
    scene.setCell(cell);
    std::vector<Probe> probes(1);
    probes[0].id = "p";
    probes[0].positionUm = {150.0, 0.0, 0.0};
    probes[0].contactCount = 2;
    probes[0].medium = medium;
    const auto warns = [&](double z) {
        scene.setProbes(probes);
        scene.setView(StandardView::front);
        auto image = (*offscreen)->render(scene, 500, 500, 1.0, false);
        REQUIRE(image);
        const Eigen::Vector3d at = *scene.camera().project({0.0, 0.0, z}, 500, 500);
        const std::uint8_t* p = image->at(static_cast<int>(at.x()), static_cast<int>(at.y()));
        const auto part = [&](int channel) {
            return static_cast<float>(p[channel]) / 255.0F;
        };
        const Oklab seen = toOklab(Colour{part(0), part(1), part(2)});
        const Oklab warn = toOklab(scene.theme().warn);
        return std::hypot(seen.a - warn.a, seen.b - warn.b) < 0.04F;
    };
    CHECK(warns(190.0));
    CHECK_FALSE(warns(40.0));
    probes[0].medium.squeeze = 0.6; // 215 µm become 86 µm
    CHECK_FALSE(warns(190.0));
    probes[0].medium = Medium{};
    CHECK_FALSE(warns(190.0));
}
