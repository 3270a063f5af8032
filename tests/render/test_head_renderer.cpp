#include "render/colour_maps.h"
#include "render/head_geometry.h"
#include "render/head_renderer.h"
#include "render/offscreen.h"
#include "render/oklab.h"

#include <vtkPolyData.h>

#include <Eigen/Geometry>

#include <array>
#include <cmath>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <memory>
#include <vector>

using namespace phiscope;

namespace {

constexpr int width = 640;
constexpr int height = 620;

/// Renders into one context that all tests of this file share.
OffscreenRenderer& offscreen() {
    static const std::unique_ptr<OffscreenRenderer> renderer = [] {
        auto made = OffscreenRenderer::create();
        if (!made) {
            FAIL(made.error().message());
        }
        return std::move(*made);
    }();
    return *renderer;
}

RgbaImage picture(HeadRenderer& head, const char* name = nullptr) {
    auto image = offscreen().render(head, width, height);
    REQUIRE(image);
    const char* folder = std::getenv("PHISCOPE_GRAB_DIR");
    if (folder != nullptr && name != nullptr) {
        REQUIRE(writePng(*image, std::filesystem::path(folder) / name));
    }
    return std::move(*image);
}

Oklab colourAt(const RgbaImage& image, const Eigen::Vector2d& at) {
    const std::uint8_t* p = image.at(static_cast<int>(at.x()), static_cast<int>(at.y()));
    return toOklab(Colour{static_cast<float>(p[0]) / 255.0F, static_cast<float>(p[1]) / 255.0F,
                          static_cast<float>(p[2]) / 255.0F});
}

/// How far two colours are apart when their lightness is left out: light and shade do not count.
float hueDistance(const Oklab& p, const Oklab& q) {
    return std::hypot(p.a - q.a, p.b - q.b);
}

Eigen::Vector2d pixel(const HeadRenderer& head, const Eigen::Vector3d& point) {
    const auto at = head.camera().project(point, head.width(), head.height());
    REQUIRE(at);
    return at->head<2>();
}

/// Right half positive, left half negative.
std::vector<float> halves() {
    std::vector<float> values;
    for (Eigen::Index k = 0; k < HeadRenderer::scalpDirections().cols(); ++k) {
        values.push_back(HeadRenderer::scalpDirections()(0, k) > 0.0 ? 1.0F : -1.0F);
    }
    return values;
}

void lookFrom(HeadRenderer& head, const Eigen::Vector3d& direction) {
    Camera camera = head.camera();
    camera.focus.setZero();
    camera.position = 700.0 * direction.normalized();
    camera.up = std::abs(direction.normalized().z()) > 0.99 ? Eigen::Vector3d::UnitY()
                                                            : Eigen::Vector3d(Eigen::Vector3d::UnitZ());
    head.setCamera(camera);
}

struct Fixture {
    HeadRenderer head;

    explicit Fixture(bool dark = true) {
        head.setTheme(Theme::of(dark));
        head.setViewport(width, height, 1.0);
        head.setSpheres({79.0, 80.0, 85.0, 90.0});
        head.setDipole({0.0, 0.0, 77.5});
        head.setColouring({1.0, false, "EEG", "pV"});
    }
};

} // namespace

TEST_CASE("the scalp's places are evenly spread unit vectors") {
    const Eigen::Matrix3Xd& points = HeadRenderer::scalpDirections();
    CHECK(points.cols() == 10242);
    CHECK((points.colwise().norm().array() - 1.0).abs().maxCoeff() < 1e-12);
    CHECK(points.rowwise().mean().norm() < 1e-12);
    const TriangleSphere sphere = triangleSphere(2);
    for (const auto& [a, b, c] : sphere.triangles) {
        const Eigen::Vector3d p = sphere.points.col(a);
        const Eigen::Vector3d normal = (sphere.points.col(b) - p).cross(sphere.points.col(c) - p);
        CHECK(normal.dot(p) > 0.0);
    }
}

TEST_CASE("the cut opens at the dipole and nowhere else") {
    const Eigen::Vector3d place(10.0, 30.0, 70.0);
    const HeadCut cut = headCut(place, {0.0, 1.0, 0.3}, 20.0);
    CHECK(std::abs(cut.u.dot(cut.v)) < 1e-12);
    CHECK(std::abs(cut.u.dot(cut.d)) < 1e-12);
    CHECK(cut.removes(place + 5.0 * (cut.u + cut.v)));
    CHECK_FALSE(cut.removes(place - 5.0 * cut.u + 5.0 * cut.v));
    CHECK_FALSE(cut.removes(0.1 * place + 5.0 * (cut.u + cut.v)));
    CHECK(cutFaces(cut, 85.0, 90.0)->GetNumberOfPolys() > 100);
    CHECK(cutFaces(HeadCut{}, 85.0, 90.0)->GetNumberOfPolys() == 0);
    // A wider one: its faces lie on its three planes, within the shell.
    const HeadCut wide = headCut(place, {0.0, 1.0, 0.3}, 20.0, 8.0);
    CHECK(wide.removes(place - 5.0 * wide.u - 5.0 * wide.v));
    const auto faces = cutFaces(wide, 85.0, 90.0);
    for (vtkIdType k = 0; k < faces->GetNumberOfPoints(); ++k) {
        const Eigen::Vector3d p = Eigen::Map<const Eigen::Vector3d>(faces->GetPoint(k));
        const double away = std::min(
            {std::abs(p.dot(wide.u) + 8.0), std::abs(p.dot(wide.v) + 8.0), std::abs(p.dot(wide.d) - 20.0)});
        CHECK(away < 1e-3);
        CHECK(p.norm() < 90.001);
        CHECK(p.dot(wide.u) > -8.001);
        CHECK(p.dot(wide.v) > -8.001);
    }
}

TEST_CASE("the scalp has the colours of its values, in both themes") {
    for (const bool dark : {true, false}) {
        Fixture f(dark);
        f.head.setCutOpen(false);
        f.head.setScalpValues(halves());
        lookFrom(f.head, {0.0, 0.2, 1.0});
        const RgbaImage image = picture(f.head);
        const ColourTable table = colourTable(ColourMap::current, Theme::of(dark));
        const Oklab right = colourAt(image, pixel(f.head, {50.0, 0.0, 75.0}));
        const Oklab left = colourAt(image, pixel(f.head, {-50.0, 0.0, 75.0}));
        CHECK(hueDistance(right, toOklab(table[255])) < 0.06F);
        CHECK(hueDistance(left, toOklab(table[0])) < 0.06F);
        CHECK(hueDistance(right, left) > 0.12F);
        f.head.setScalpValues({});
        const Oklab none = colourAt(picture(f.head), pixel(f.head, {50.0, 0.0, 75.0}));
        CHECK(hueDistance(none, toOklab(table[128])) < 0.03F);
    }
}

TEST_CASE("a cut shows the brain and the dipole in it") {
    Fixture f;
    f.head.setScalpValues(halves());
    f.head.setMoment({0.0, 0.0, 1.0}, 30.0, "1.2 nA·µm");
    CHECK(f.head.dipoleInSight());
    CHECK(f.head.lastArrowLengthMm() == 30.0);
    const RgbaImage image = picture(f.head, "head-dark.png");
    const Oklab shaft = colourAt(image, pixel(f.head, {0.0, 0.0, 67.0}));
    CHECK(hueDistance(shaft, toOklab(f.head.theme().good)) < 0.05F);

    f.head.setMoment({0.0, 0.0, 1.0}, 0.0, "");
    const Oklab without = colourAt(picture(f.head), pixel(f.head, {0.0, 0.0, 67.0}));
    CHECK(hueDistance(without, toOklab(f.head.theme().good)) > 0.08F);
    f.head.setCutOpen(false);
    CHECK_FALSE(f.head.dipoleInSight());
    CHECK(distance(colourAt(picture(f.head), pixel(f.head, {0.0, 0.0, 67.0})), without) > 0.05F);
}

TEST_CASE("electrodes that face the eye are found under the mouse, the others are not") {
    Fixture f;
    Eigen::Matrix3Xd electrodes(3, 2);
    electrodes.col(0) = 90.0 * Eigen::Vector3d(0.0, 0.8, 0.6);
    electrodes.col(1) = 90.0 * Eigen::Vector3d(0.48, -0.8, 0.36);
    f.head.setElectrodes(electrodes, {"Fz", "Pz"}, Eigen::Vector3d::Zero());
    f.head.setCutOpen(false);
    lookFrom(f.head, {0.0, 1.0, 0.1});
    const Eigen::Vector2d front = pixel(f.head, electrodes.col(0));
    CHECK(f.head.pick(front.x() + 3.0, front.y()) == HeadPick{HeadPick::Kind::electrode, 0});
    const Eigen::Vector2d back = pixel(f.head, electrodes.col(1));
    CHECK(f.head.pick(back.x(), back.y()).kind == HeadPick::Kind::none);
    const Eigen::Vector2d dipole = pixel(f.head, {0.0, 0.0, 77.5});
    CHECK(f.head.pick(dipole.x(), dipole.y()).kind == HeadPick::Kind::dipole);
    // One whose scalp is cut away would seem to lie in the brain.
    f.head.setCutOpen(true);
    CHECK(f.head.pick(front.x(), front.y()).kind == HeadPick::Kind::none);
    f.head.setCutOpen(false);

    f.head.setElectrodeValues(std::vector<float>{1.0F, -1.0F});
    const Oklab dot = colourAt(picture(f.head), front);
    CHECK(hueDistance(dot, toOklab(colourTable(ColourMap::current, f.head.theme())[255])) < 0.03F);
}

TEST_CASE("a drag stays on its sphere, beside the head on its outline") {
    Fixture f;
    lookFrom(f.head, {0.0, 1.0, 0.0});
    const Eigen::Vector3d place = 77.0 * Eigen::Vector3d(0.3, 0.8, 0.5).normalized();
    const Eigen::Vector2d at = pixel(f.head, place);
    CHECK((f.head.onSphere(at.x(), at.y(), 77.0) - place).norm() < 1e-6);
    const Eigen::Vector3d beside = f.head.onSphere(2.0, height / 2.0, 77.0);
    CHECK(beside.norm() == doctest::Approx(77.0));
    CHECK(std::abs(beside.y()) < 0.2 * 77.0);
}

TEST_CASE("magnetometers are coloured by what they measure") {
    Fixture f;
    Eigen::Matrix3Xd sensors(3, 2);
    sensors.col(0) = 110.0 * Eigen::Vector3d(0.6, 0.8, 0.0);
    sensors.col(1) = 110.0 * Eigen::Vector3d(-0.6, 0.8, 0.0);
    f.head.setSensors(sensors);
    f.head.setMeasure(HeadRenderer::Measure::meg);
    f.head.setSensorValues(std::vector<float>{1.0F, -1.0F});
    lookFrom(f.head, {0.0, 1.0, 0.0});
    const RgbaImage image = picture(f.head, "head-meg.png");
    const ColourTable table = colourTable(ColourMap::current, f.head.theme());
    CHECK(hueDistance(colourAt(image, pixel(f.head, sensors.col(0))), toOklab(table[255])) < 0.03F);
    CHECK(hueDistance(colourAt(image, pixel(f.head, sensors.col(1))), toOklab(table[0])) < 0.03F);
    const Eigen::Vector2d at = pixel(f.head, sensors.col(1));
    CHECK(f.head.pick(at.x(), at.y()) == HeadPick{HeadPick::Kind::sensor, 1});
}

TEST_CASE("a cortex is drawn and found as points") {
    Fixture f(false);
    const Eigen::Matrix3Xd cortex = 60.0 * triangleSphere(4).points;
    f.head.setCortex(cortex, cortex / 60.0);
    lookFrom(f.head, {0.0, 1.0, 0.0});
    picture(f.head, "head-cortex.png");
    Eigen::Index front = 0;
    cortex.row(1).maxCoeff(&front);
    f.head.setDipole({0.0, 0.0, 60.0});
    const Eigen::Vector2d at = pixel(f.head, cortex.col(front));
    const HeadPick hit = f.head.pick(at.x(), at.y());
    REQUIRE(hit.kind == HeadPick::Kind::cortex);
    CHECK(cortex(1, hit.index) > 50.0);
    CHECK(f.head.pick(3.0, 3.0).kind == HeadPick::Kind::none);
}
