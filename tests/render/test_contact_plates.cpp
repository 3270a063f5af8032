#include "render/offscreen.h"
#include "render/oklab.h"
#include "render/scene_renderer.h"

#include <cmath>
#include <doctest/doctest.h>
#include <memory>
#include <vector>

using namespace phiscope;

namespace {

constexpr int width = 600;
constexpr int height = 500;

RgbaImage picture(SceneRenderer& scene) {
    static const std::unique_ptr<OffscreenRenderer> renderer = [] {
        auto made = OffscreenRenderer::create();
        if (!made) {
            FAIL(made.error().message());
        }
        return std::move(*made);
    }();
    auto image = renderer->render(scene, width, height, 1.0, false);
    REQUIRE(image);
    return std::move(*image);
}

Colour colourAt(const RgbaImage& image, double x, double y) {
    const std::uint8_t* p = image.at(static_cast<int>(x), static_cast<int>(y));
    return {static_cast<float>(p[0]) / 255.0F, static_cast<float>(p[1]) / 255.0F,
            static_cast<float>(p[2]) / 255.0F};
}

float hueDistance(Colour a, Colour b) {
    const Oklab p = toOklab(a);
    const Oklab q = toOklab(b);
    return std::hypot(p.a - q.a, p.b - q.b);
}

/// One contact of 100 µm in the origin and a view from the front, along y; nothing else.
struct Plate {
    SceneRenderer scene;
    Probe probe;

    explicit Plate(Probe::ContactShape shape, const std::array<double, 3>& normal, bool dark = true) {
        scene.setTheme(Theme::of(dark));
        scene.setViewport(width, height, 1.0);
        scene.setScaleBarVisible(false);
        scene.setAxesVisible(false);
        probe.id = "p";
        probe.layout = Probe::Layout::custom;
        probe.contactsUm = {{0.0, 0.0, 0.0}};
        probe.contactShape = shape;
        probe.contactRadiusUm = 100.0;
        probe.contactHalfHeightUm = 40.0;
        probe.contactNormal = normal;
        show();
        scene.setView(StandardView::front);
    }
    void show() { scene.setProbes(std::vector<Probe>{probe}); }
    Eigen::Vector3d at(double x, double z) const {
        return *scene.camera().project({x, 0.0, z}, width, height);
    }
    /// True where the plate is to be seen.
    bool covers(const RgbaImage& image, double x, double z) const {
        const Eigen::Vector3d pixel = at(x, z);
        const Colour plate = contactColour(0, 1, scene.theme());
        return hueDistance(colourAt(image, pixel.x(), pixel.y()), plate) < 0.05F;
    }
};

} // namespace

TEST_CASE("a disc seen from the front is round and as large as it is, from both sides") {
    for (const bool dark : {true, false}) {
        for (const double side : {-1.0, 1.0}) {
            const Plate plate(Probe::ContactShape::circle, {0.0, side, 0.0}, dark);
            auto& scene = const_cast<SceneRenderer&>(plate.scene);
            const RgbaImage image = picture(scene);
            CHECK(plate.covers(image, 0.0, 0.0));
            CHECK(plate.covers(image, 92.0, 0.0));
            CHECK(plate.covers(image, 0.0, -92.0));
            CHECK(plate.covers(image, 66.0, 66.0));
            CHECK_FALSE(plate.covers(image, 80.0, 80.0)); // the corner of a square
            CHECK_FALSE(plate.covers(image, 108.0, 0.0));
        }
    }
}

TEST_CASE("a disc seen edge on is a thin line that can still be seen and hit") {
    Plate plate(Probe::ContactShape::circle, {0.0, 0.0, 1.0});
    Camera camera = plate.scene.camera();
    camera.setPerspective(false);
    plate.scene.setCamera(camera);
    plate.scene.setView(StandardView::front);
    const RgbaImage image = picture(plate.scene);
    const Eigen::Vector3d middle = plate.at(0.0, 0.0);
    const Colour ground = colourAt(image, middle.x(), middle.y() - 40.0);
    int thick = 0;
    for (int dy = -20; dy <= 20; ++dy) {
        thick += distance(toOklab(colourAt(image, middle.x(), middle.y() + dy)), toOklab(ground)) > 0.1F;
    }
    CHECK(thick >= 2);
    CHECK(thick <= 8); // the disc is 400 pixels wide
    const Eigen::Vector3d out = plate.at(80.0, 0.0);
    CHECK(plate.scene.pick(out.x(), out.y()).item == ItemRef{ItemKind::probe, "p", 0, -1});
    CHECK_FALSE(plate.scene.pick(out.x(), out.y() - 30.0).hit());
}

TEST_CASE("squares and rectangles have their sides along the face's directions") {
    Plate plate(Probe::ContactShape::square, {0.0, -1.0, 0.0});
    RgbaImage image = picture(plate.scene);
    CHECK(plate.covers(image, 92.0, 92.0));
    plate.probe.contactShape = Probe::ContactShape::rectangle;
    plate.show();
    image = picture(plate.scene);
    CHECK(plate.covers(image, 92.0, 34.0));
    CHECK_FALSE(plate.covers(image, 92.0, 48.0));
    const Eigen::Vector3d inside = plate.at(92.0, 34.0);
    const Eigen::Vector3d outside = plate.at(92.0, 60.0);
    CHECK(plate.scene.pick(inside.x(), inside.y()).item == ItemRef{ItemKind::probe, "p", 0, -1});
    CHECK_FALSE(plate.scene.pick(outside.x(), outside.y()).hit());
}

TEST_CASE("each contact of a custom probe faces its own way, and all are in the fitted view") {
    Plate plate(Probe::ContactShape::circle, {0.0, -1.0, 0.0});
    plate.probe.contactsUm = {{-150.0, 0.0, 0.0}, {150.0, 0.0, 0.0}};
    plate.probe.contactNormals = {{0.0, -1.0, 0.0}, {1.0, 0.0, 0.0}};
    plate.show();
    plate.scene.fit();
    const RgbaImage image = picture(plate.scene);
    const auto covered = [&](double x, double z) {
        const Eigen::Vector3d pixel = plate.at(x, z);
        return distance(toOklab(colourAt(image, pixel.x(), pixel.y())),
                        toOklab(plate.scene.theme().viewTop)) > 0.15F;
    };
    CHECK(covered(-150.0, 60.0));
    CHECK_FALSE(covered(110.0, 0.0)); // the second is seen edge on, nearly
    for (const double x : {-248.0, 150.0}) {
        const Eigen::Vector3d pixel = plate.at(x, 0.0);
        CHECK(pixel.x() > 0.0);
        CHECK(pixel.x() < width);
    }
}
