#include "model/forward/field_grid.h"
#include "model/forward/slice_plane.h"
#include "render/field_scale.h"
#include "render/offscreen.h"
#include "render/oklab.h"
#include "render/scene_renderer.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <memory>
#include <vector>

using namespace phiscope;

namespace {

constexpr int width = 600;
constexpr int height = 500;

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

RgbaImage picture(SceneRenderer& scene) {
    auto image = offscreen().render(scene, width, height, 1.0);
    REQUIRE(image);
    return std::move(*image);
}

Oklab at(const RgbaImage& image, const SceneRenderer& scene, const Eigen::Vector3d& point) {
    const Eigen::Vector3d pixel = *scene.camera().project(point, width, height);
    const std::uint8_t* p = image.at(static_cast<int>(pixel.x()), static_cast<int>(pixel.y()));
    return toOklab(Colour{static_cast<float>(p[0]) / 255.0F, static_cast<float>(p[1]) / 255.0F,
                          static_cast<float>(p[2]) / 255.0F});
}

std::shared_ptr<const PlacedCell> rod(float y) {
    Morphology morphology;
    Section soma;
    soma.name = "soma[0]";
    soma.type = SectionType::soma;
    soma.points = {{0, y, -150, 20}, {0, y, 150, 20}};
    morphology.sections = {soma};
    const std::vector<int> nseg{1};
    Pose pose;
    pose.positionUm = {0, static_cast<double>(y), 0};
    return std::make_shared<PlacedCell>(placeCell(morphology, nseg, pose));
}

FieldSlice square() {
    FieldSlice slice;
    slice.id = "slice";
    slice.widthUm = 400;
    slice.heightUm = 400;
    slice.contours = false;
    slice.opacity = 1.0;
    return slice;
}

/// A field that grows from left to right, from -size to size.
std::vector<float> ramp(int columns, int rows, float size) {
    std::vector<float> values;
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            values.push_back(
                size * (2.0F * (static_cast<float>(column) + 0.5F) / static_cast<float>(columns) - 1.0F));
        }
    }
    return values;
}

struct Fixture {
    SceneRenderer scene;
    explicit Fixture(const FieldSlice& slice, bool dark = true) {
        scene.setTheme(Theme::of(dark));
        scene.setViewport(width, height, 1.0);
        scene.setScaleBarVisible(false);
        scene.setAxesVisible(false);
        scene.setColourBarVisible(false);
        const std::vector<FieldSlice> all{slice};
        scene.setSlices(all);
        scene.setView(StandardView::front);
    }
    void show(const std::vector<float>& values, int columns, int rows, const FieldScale& scale) {
        SliceField field;
        field.values = values;
        field.columns = columns;
        field.rows = rows;
        field.scale = scale;
        scene.setSliceField("slice", field);
    }
};

/// Contour lines along the middle row: places darker or lighter than both sides.
int linesAcross(const RgbaImage& image, int from, int to) {
    int lines = 0;
    const auto lightness = [&](int x) {
        const std::uint8_t* p = image.at(x, height / 2);
        return toOklab(Colour{static_cast<float>(p[0]) / 255.0F, static_cast<float>(p[1]) / 255.0F,
                              static_cast<float>(p[2]) / 255.0F})
            .lightness;
    };
    for (int x = from; x < to; ++x) {
        const float here = lightness(x);
        const float rise = 0.02F;
        if (here > lightness(x - 3) + rise && here > lightness(x + 3) + rise && here >= lightness(x - 1) &&
            here > lightness(x + 1)) {
            ++lines;
        }
    }
    return lines;
}

} // namespace

TEST_CASE("field scales are symmetric, monotone, and their lines lie at whole numbers") {
    for (const bool logarithmic : {false, true}) {
        const FieldScale scale{20.0, logarithmic};
        CHECK(scale.place(20.0) == doctest::Approx(1.0));
        CHECK(scale.place(-20.0) == doctest::Approx(-1.0));
        CHECK(scale.place(0.0) == 0.0);
        double before = -2.0;
        for (double v = -30.0; v <= 30.0; v += 0.37) {
            CHECK(scale.place(v) > before);
            CHECK(scale.place(-v) == doctest::Approx(-scale.place(v)));
            CHECK(scale.contourPlace(-v) == doctest::Approx(-scale.contourPlace(v)));
            before = scale.place(v);
        }
        const std::vector<double> levels = scale.contourLevels();
        CHECK(levels.size() == (logarithmic ? 12 : 10));
        CHECK(std::ranges::is_sorted(levels));
        CHECK(levels.back() != 0.0);
        for (const double level : levels) {
            const double place = scale.contourPlace(level);
            CHECK(std::abs(place - std::round(place)) < 1e-9);
        }
        CHECK(scale.ticks().front() == -20.0);
        CHECK(scale.ticks().back() == 20.0);
        CHECK(std::ranges::is_sorted(scale.ticks()));
    }
    CHECK(FieldScale{20.0, true}.place(2.0) == doctest::Approx(0.566).epsilon(0.01));
}

TEST_CASE("signs have their colours, and what is zero the ground's") {
    for (const bool dark : {true, false}) {
        Fixture f(square(), dark);
        f.show(ramp(64, 64, 10.0F), 64, 64, {10.0, false});
        const RgbaImage image = picture(f.scene);
        const ColourTable table = colourTable(ColourMap::field, Theme::of(dark));
        const auto expected = [&](double value) {
            return toOklab(
                table[static_cast<std::size_t>(colourIndex(static_cast<float>(value), -10.0F, 10.0F))]);
        };
        for (const double x : {-150.0, -75.0, 0.0, 75.0, 150.0}) {
            CAPTURE(x);
            CHECK(distance(at(image, f.scene, {x, 0, 60}), expected(x / 20.0)) < 0.03F);
        }
        CHECK(at(image, f.scene, {-120, 0, 0}).b < -0.05F); // blue
        CHECK(at(image, f.scene, {120, 0, 0}).b > 0.05F);   // orange
    }
}

TEST_CASE("rows count from below, columns along the width, in every orientation") {
    FieldSlice slice = square();
    struct View {
        FieldSlice::Orientation orientation;
        StandardView from;
    };
    for (const View& view : {View{FieldSlice::Orientation::xz, StandardView::front},
                             View{FieldSlice::Orientation::yz, StandardView::right},
                             View{FieldSlice::Orientation::xy, StandardView::top}}) {
        slice.orientation = view.orientation;
        Fixture f(slice);
        f.scene.setView(view.from);
        std::vector<float> values(4, 0.0F);
        values[1] = 5.0F; // lower right
        f.show(values, 2, 2, {5.0, false});
        const RgbaImage image = picture(f.scene);
        const SlicePlane plane = slicePlane(slice);
        CHECK(at(image, f.scene, plane.at(0.8, 0.2)).b > 0.05F);
        CHECK(std::abs(at(image, f.scene, plane.at(0.2, 0.2)).b) < 0.03F);
        CHECK(std::abs(at(image, f.scene, plane.at(0.8, 0.8)).b) < 0.03F);
        const Eigen::Vector3d right = *f.scene.camera().project(plane.at(0.8, 0.2), width, height);
        const Eigen::Vector3d left = *f.scene.camera().project(plane.at(0.2, 0.8), width, height);
        CHECK(right.x() > left.x());
        CHECK(right.y() > left.y());
    }
}

TEST_CASE("what stands before a slice hides it, what is behind shines through") {
    FieldSlice slice = square();
    slice.opacity = 0.6;
    const std::vector<float> values(16 * 16, 4.0F);
    const auto colours = [&](float y) {
        Fixture f(slice);
        f.scene.setCell(rod(y));
        f.show(values, 16, 16, {5.0, false});
        const RgbaImage image = picture(f.scene);
        return std::pair(at(image, f.scene, {0, static_cast<double>(y), 0}),
                         at(image, f.scene, {100, 0, 100}));
    };
    const auto [before, field] = colours(-60.0F);
    const auto [behind, same] = colours(60.0F);
    CHECK(distance(field, same) < 0.02F);
    CHECK(distance(before, field) > 0.15F);
    CHECK(distance(behind, field) > 0.03F);
    CHECK(distance(behind, field) < distance(before, field));
    CHECK(behind.b > before.b + 0.03F); // tinted by the field
}

TEST_CASE("as many contour lines are drawn as there are levels") {
    FieldSlice slice = square();
    slice.contours = true;
    Fixture f(slice);
    const auto pixel = [&](double x) {
        return static_cast<int>(f.scene.camera().project(Eigen::Vector3d(x, 0, 0), width, height)->x());
    };
    f.show(ramp(128, 128, 10.0F), 128, 128, {10.0, false});
    // ±2, ±4, ±6, ±8; those at ±10 lie on the border.
    CHECK(linesAcross(picture(f.scene), pixel(-190), pixel(190)) == 8);
    slice.contours = false;
    const std::vector<FieldSlice> all{slice};
    f.scene.setSlices(all);
    CHECK(linesAcross(picture(f.scene), pixel(-190), pixel(190)) == 0);
}

TEST_CASE("slices are hit on their border, corners and inside, and hide what lies behind") {
    FieldSlice slice = square();
    Fixture f(slice);
    f.scene.setCell(rod(60.0F));
    const auto pick = [&](const Eigen::Vector3d& point) {
        const auto pixel = *f.scene.camera().project(point, width, height);
        return f.scene.pick(pixel.x(), pixel.y());
    };
    const SlicePlane plane = slicePlane(slice);
    PickResult hit = pick(plane.at(0.3, 0.4));
    CHECK(hit.item.kind == ItemKind::slice);
    CHECK(hit.item.id == "slice");
    CHECK(hit.slicePart == SlicePart::inside);
    CHECK((hit.pointUm - plane.at(0.3, 0.4)).norm() < 1e-6);
    CHECK(pick({0, 60, 0}).item.kind == ItemKind::slice);
    CHECK(pick(plane.at(1.0, 0.4)).slicePart == SlicePart::border);
    CHECK(pick(plane.at(1.0, 1.0)).slicePart == SlicePart::border); // corners need the selection
    f.scene.setSelection({ItemKind::slice, "slice", -1, -1});
    hit = pick(plane.at(1.0, 1.0));
    CHECK(hit.slicePart == SlicePart::corner);
    CHECK(hit.sliceCorner == 2);
    CHECK_FALSE(pick(plane.at(1.2, 0.5)).hit());
    f.scene.setCell(rod(-60.0F));
    CHECK(pick({0, -60, 0}).item.kind == ItemKind::cell);
    slice.visible = false;
    const std::vector<FieldSlice> hidden{slice};
    f.scene.setSlices(hidden);
    CHECK_FALSE(pick(plane.at(0.3, 0.4)).hit());
}

TEST_CASE("a slice that is moved, and the ghost of one, are seen where they are") {
    FieldSlice slice = square();
    Fixture f(slice);
    f.show(std::vector<float>(4, 5.0F), 2, 2, {5.0, false});
    Camera camera = f.scene.camera();
    camera.zoom(0.4, width / 2.0, height / 2.0, width, height);
    f.scene.setCamera(camera);
    CHECK(at(picture(f.scene), f.scene, {350, 0, 0}).b < 0.03F);
    slice.positionUm = {300, 0, 0};
    f.scene.moveSlice(slice);
    CHECK(at(picture(f.scene), f.scene, {350, 0, 0}).b > 0.05F);
    CHECK(f.scene.shownSlice("slice")->positionUm[0] == 300.0);
    CHECK(f.scene.shownSlice("other") == nullptr);
    const RgbaImage before = picture(f.scene);
    FieldSlice ghost = square();
    ghost.positionUm = {-300, 0, 0};
    f.scene.setGhostSlice(ghost);
    const RgbaImage with = picture(f.scene);
    CHECK(distance(at(before, f.scene, {-500, 0, 10}), at(with, f.scene, {-500, 0, 10})) > 0.05F);
    f.scene.setGhostSlice({});
    CHECK(picture(f.scene).pixels == before.pixels);
}
