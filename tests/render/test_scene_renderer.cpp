#include "render/offscreen.h"
#include "render/oklab.h"
#include "render/scene_renderer.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <memory>
#include <vector>

using namespace phiscope;

namespace {

constexpr int width = 600;
constexpr int height = 500;

Section straight(const std::string& name, SectionType type, int parent, std::array<float, 3> from,
                 std::array<float, 3> to, float diameter) {
    Section section;
    section.name = name;
    section.type = type;
    section.parent = parent;
    section.points = {{from[0], from[1], from[2], diameter}, {to[0], to[1], to[2], diameter}};
    return section;
}

/// A thick soma, a dendrite up and one to the right.
std::shared_ptr<const PlacedCell> smallCell() {
    Morphology morphology;
    morphology.sections = {straight("soma[0]", SectionType::soma, -1, {0, 0, -15}, {0, 0, 15}, 30.0F),
                           straight("apic[0]", SectionType::apical, 0, {0, 0, 15}, {0, 0, 215}, 6.0F),
                           straight("dend[0]", SectionType::dendrite, 0, {15, 0, 0}, {155, 0, 0}, 0.2F)};
    const std::vector<int> nseg{1, 4, 2};
    return std::make_shared<PlacedCell>(placeCell(morphology, nseg, Pose{}));
}

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

RgbaImage picture(SceneRenderer& scene, double ratio = 1.0, bool transparent = false) {
    const auto scaled = [ratio](int size) {
        return static_cast<int>(std::lround(size * ratio));
    };
    auto image = offscreen().render(scene, scaled(width), scaled(height), ratio, transparent);
    REQUIRE(image);
    return std::move(*image);
}

Colour colourAt(const RgbaImage& image, double x, double y) {
    const std::uint8_t* p = image.at(static_cast<int>(x), static_cast<int>(y));
    return {static_cast<float>(p[0]) / 255.0F, static_cast<float>(p[1]) / 255.0F,
            static_cast<float>(p[2]) / 255.0F};
}

/// How far two colours are apart when their lightness is left out: light and shade do not count.
float hueDistance(Colour a, Colour b) {
    const Oklab p = toOklab(a);
    const Oklab q = toOklab(b);
    return std::hypot(p.a - q.a, p.b - q.b);
}

int differingPixels(const RgbaImage& a, const RgbaImage& b, int tolerance = 8) {
    int count = 0;
    for (std::size_t i = 0; i < a.pixels.size(); i += 4) {
        for (std::size_t k = 0; k < 3; ++k) {
            if (std::abs(a.pixels[i + k] - b.pixels[i + k]) > tolerance) {
                ++count;
                break;
            }
        }
    }
    return count;
}

struct Fixture {
    SceneRenderer scene;

    explicit Fixture(bool perspective = true, bool dark = true) {
        scene.setTheme(Theme::of(dark));
        scene.setViewport(width, height, 1.0);
        scene.setCell(smallCell());
        Camera camera = scene.camera();
        camera.setPerspective(perspective);
        scene.setCamera(camera);
        scene.setView(StandardView::front);
    }
    Eigen::Vector3d at(const Eigen::Vector3d& point) const {
        return *scene.camera().project(point, scene.width(), scene.height());
    }
};

} // namespace

TEST_CASE("the soma has the cell's colour, and the corner the ground's") {
    for (const bool dark : {true, false}) {
        for (const bool perspective : {true, false}) {
            Fixture f(perspective, dark);
            const RgbaImage image = picture(f.scene);
            const Eigen::Vector3d soma = f.at({0, 0, 0});
            const Theme& theme = Theme::of(dark);
            CHECK(hueDistance(colourAt(image, soma.x(), soma.y()), theme.cell) < 0.03F);
            CHECK(distance(toOklab(colourAt(image, soma.x(), soma.y())), toOklab(theme.viewTop)) > 0.2F);
            CHECK(distance(toOklab(colourAt(image, 3, 3)), toOklab(theme.viewTop)) < 0.02F);
            CHECK(distance(toOklab(colourAt(image, 3, height - 4)), toOklab(theme.viewBottom)) < 0.02F);
        }
    }
}

TEST_CASE("true diameters: the soma is as wide as it is, and its edge is where it should be") {
    for (const bool perspective : {true, false}) {
        Fixture f(perspective);
        f.scene.setAxesVisible(false);
        const RgbaImage image = picture(f.scene);
        const double perPixel = f.scene.camera().micrometresPerPixelAt({0, 0, -10}, height);
        const Eigen::Vector3d middle = f.at({0, 0, -10});
        const auto drawn = [&](double x) {
            const Colour ground = mix(f.scene.theme().viewTop, f.scene.theme().viewBottom,
                                      static_cast<float>(middle.y() / height));
            return distance(toOklab(colourAt(image, x, middle.y())), toOklab(ground)) > 0.08F;
        };
        const double radius = 15.0 / perPixel;
        CHECK(radius > 20.0);
        CHECK(drawn(middle.x() - radius + 3.0));
        CHECK_FALSE(drawn(middle.x() - radius - 3.0));
    }
}

TEST_CASE("a dendrite of 0.2 µm is drawn without gaps") {
    Fixture f;
    const RgbaImage image = picture(f.scene);
    for (double x = 25.0; x < 150.0; x += 1.0) {
        const Eigen::Vector3d at = f.at({x, 0, 0});
        float most = 0.0F;
        for (int dy = -1; dy <= 1; ++dy) {
            const Colour ground =
                mix(f.scene.theme().viewTop, f.scene.theme().viewBottom, static_cast<float>(at.y() / height));
            most = std::max(most, distance(toOklab(colourAt(image, at.x(), at.y() + dy)), toOklab(ground)));
        }
        CAPTURE(x);
        CHECK(most > 0.12F);
    }
}

TEST_CASE("values colour the cell, segment by segment") {
    Fixture f;
    f.scene.setColouring({true, ColourMap::potential, -80.0F, 40.0F, "Membrane potential", "mV"});
    const ColourTable table = colourTable(ColourMap::potential, f.scene.theme());
    std::vector<float> values(7, -80.0F);
    f.scene.setCellValues(values);
    const RgbaImage resting = picture(f.scene);
    const Eigen::Vector3d soma = f.at({0, 0, 0});
    const Eigen::Vector3d apical = f.at({0, 0, 190});
    CHECK(hueDistance(colourAt(resting, soma.x(), soma.y()), table.front()) < 0.04F);

    values[0] = 40.0F;
    f.scene.setCellValues(values);
    const RgbaImage firing = picture(f.scene);
    CHECK(hueDistance(colourAt(firing, soma.x(), soma.y()), table.back()) < 0.05F);
    CHECK(hueDistance(colourAt(firing, apical.x(), apical.y()), table.front()) < 0.06F);
    CHECK(differingPixels(resting, firing) > 300);

    // Another range of the same values.
    f.scene.setColouring({true, ColourMap::potential, 39.0F, 41.0F, "Membrane potential", "mV"});
    const RgbaImage narrow = picture(f.scene);
    CHECK(hueDistance(colourAt(narrow, soma.x(), soma.y()), table[128]) < 0.05F);
}

TEST_CASE("values of another cell are not shown") {
    Fixture f;
    f.scene.setColouring({true, ColourMap::potential, -80.0F, 40.0F, "Membrane potential", "mV"});
    f.scene.setCellValues(std::vector<float>(3, 40.0F));
    const Eigen::Vector3d soma = f.at({0, 0, 0});
    CHECK(hueDistance(colourAt(picture(f.scene), soma.x(), soma.y()), f.scene.theme().cell) < 0.03F);
}

TEST_CASE("there is a piece for each stretch between points and segment borders") {
    Fixture f;
    CHECK(f.scene.pieceCount() == 7);
    f.scene.setCell(nullptr);
    CHECK(f.scene.pieceCount() == 0);
    picture(f.scene);
    CHECK_FALSE(f.scene.pick(300, 250).hit());
}

TEST_CASE("the scale bar is as long as it says") {
    for (const bool perspective : {true, false}) {
        for (const double ratio : {1.0, 1.5, 2.0}) {
            Fixture f(perspective);
            const RgbaImage image = picture(f.scene, ratio);
            // The bar is the longest run of the text's colour near the lower edge.
            int longest = 0;
            for (int y = image.height - static_cast<int>(24 * ratio); y < image.height - 4; ++y) {
                int run = 0;
                for (int x = 0; x < image.width; ++x) {
                    const bool bright =
                        distance(toOklab(colourAt(image, x, y)), toOklab(f.scene.theme().text)) < 0.12F;
                    run = bright ? run + 1 : 0;
                    longest = std::max(longest, run);
                }
            }
            const double perPixel = f.scene.camera().micrometresPerPixel(image.height);
            CAPTURE(perspective);
            CAPTURE(ratio);
            CHECK(longest * perPixel == doctest::Approx(f.scene.scaleBarLengthUm()).epsilon(0.03));
        }
    }
}

TEST_CASE("picking at a projected point finds what lies there") {
    for (const bool perspective : {true, false}) {
        Fixture f(perspective);
        const auto pickAt = [&](const Eigen::Vector3d& point) {
            const Eigen::Vector3d at = f.at(point);
            return f.scene.pick(at.x(), at.y());
        };
        const PickResult soma = pickAt({0, 0, 0});
        CHECK(soma.item.kind == ItemKind::cell);
        CHECK(soma.item.section == 0);
        const PickResult apical = pickAt({0, 0, 165});
        CHECK(apical.item.section == 1);
        CHECK(apical.segment == 4);
        CHECK(apical.sectionX == doctest::Approx(0.75).epsilon(0.01));
        CHECK(apical.location->section == "apic[0]");
        const PickResult thin = pickAt({85, 0, 0});
        CHECK(thin.item.section == 2);
        CHECK(f.scene.pointAt(*thin.location)->isApprox(Eigen::Vector3d(85, 0, 0), 0.02));
        CHECK_FALSE(f.scene.pick(2, 2).hit());
        f.scene.setCellVisible(false);
        CHECK_FALSE(pickAt({0, 0, 0}).hit());
    }
}

TEST_CASE("synapses, stimuli and probes are found and shown in their colours") {
    Fixture f;
    std::vector<Synapse> synapses(2);
    synapses[0].id = "a";
    synapses[0].location = {"apic[0]", 0.9};
    synapses[1].id = "b";
    synapses[1].location = {"dend[0]", 0.9};
    synapses[1].reversalMv = -80.0;
    f.scene.setSynapses(synapses);
    std::vector<Stimulus> stimuli(1);
    stimuli[0].id = "i";
    stimuli[0].location = {"dend[0]", 0.5};
    f.scene.setStimuli(stimuli);
    std::vector<Probe> probes(1);
    probes[0].id = "p";
    probes[0].positionUm = {-60, 0, 100};
    probes[0].contactCount = 4;
    probes[0].contactRadiusUm = 8.0;
    f.scene.setProbes(probes);
    f.scene.fit();
    const RgbaImage image = picture(f.scene);

    const Eigen::Vector3d excitatory = f.at(*f.scene.pointAt(synapses[0].location));
    const Eigen::Vector3d inhibitory = f.at(*f.scene.pointAt(synapses[1].location));
    CHECK(hueDistance(colourAt(image, excitatory.x(), excitatory.y() + 2), f.scene.theme().excitatory) <
          0.03F);
    CHECK(hueDistance(colourAt(image, inhibitory.x(), inhibitory.y() + 2), f.scene.theme().inhibitory) <
          0.03F);
    CHECK(f.scene.pick(excitatory.x(), excitatory.y()).item == ItemRef{ItemKind::synapse, "a", -1, -1});
    CHECK(f.scene.pick(inhibitory.x(), inhibitory.y()).item.id == "b");
    const Eigen::Vector3d stimulus = f.at(*f.scene.pointAt(stimuli[0].location));
    CHECK(f.scene.pick(stimulus.x() + 10, stimulus.y() - 12).item.kind == ItemKind::stimulus);

    const Eigen::Matrix3Xd contacts = contactPositions(probes[0]);
    for (int k = 0; k < 4; ++k) {
        const Eigen::Vector3d at = f.at(contacts.col(k));
        CHECK(f.scene.pick(at.x(), at.y()).item == ItemRef{ItemKind::probe, "p", k, -1});
        CHECK(hueDistance(colourAt(image, at.x(), at.y()), contactColour(k, 4, f.scene.theme())) < 0.04F);
    }
    const Eigen::Vector3d between = f.at(0.5 * (contacts.col(1) + contacts.col(2)));
    CHECK(f.scene.pick(between.x(), between.y()).item == ItemRef{ItemKind::probe, "p", -1, -1});

    // A synapse that fires shines beyond its sign.
    f.scene.setSynapseActivity(std::vector<float>{1.0F, 0.0F});
    const RgbaImage firing = picture(f.scene);
    CHECK(distance(toOklab(colourAt(firing, excitatory.x() - 10, excitatory.y())),
                   toOklab(colourAt(image, excitatory.x() - 10, excitatory.y()))) > 0.08F);
    CHECK(distance(toOklab(colourAt(firing, inhibitory.x() - 14, inhibitory.y() + 6)),
                   toOklab(colourAt(image, inhibitory.x() - 14, inhibitory.y() + 6))) < 0.02F);

    f.scene.moveProbe("p", {-60, 0, 130});
    CHECK(f.scene.probePosition("p")->z() == doctest::Approx(130.0));
    const Eigen::Vector3d moved = f.at(contacts.col(3) + Eigen::Vector3d(0, 0, 30));
    CHECK(f.scene.pick(moved.x(), moved.y()).item.contact == 3);
}

TEST_CASE("an item on a section that is gone is left out and keeps its turn") {
    Fixture f;
    std::vector<Synapse> synapses(2);
    synapses[0].id = "gone";
    synapses[0].location = {"axon[9]", 0.5};
    synapses[1].id = "here";
    synapses[1].location = {"apic[0]", 0.5};
    f.scene.setSynapses(synapses);
    const RgbaImage quiet = picture(f.scene);
    f.scene.setSynapseActivity(std::vector<float>{1.0F, 0.0F});
    CHECK(differingPixels(quiet, picture(f.scene)) == 0);
    f.scene.setSynapseActivity(std::vector<float>{0.0F, 1.0F});
    CHECK(differingPixels(quiet, picture(f.scene)) > 50);
}

TEST_CASE("traces are drawn right of their contacts, up for positive") {
    Fixture f;
    std::vector<Probe> probes(1);
    probes[0].id = "p";
    probes[0].positionUm = {-80, 0, 100};
    probes[0].contactCount = 3;
    f.scene.setProbes(probes);
    f.scene.fit();
    const RgbaImage without = picture(f.scene);
    std::vector<float> samples(300, 0.0F);
    std::fill(samples.begin() + 100, samples.begin() + 200, 0.4F); // the middle contact
    f.scene.setProbeTraces("p", {samples, 3, 100, 1.0F, -1.0});
    const RgbaImage with = picture(f.scene);
    const Eigen::Matrix3Xd contacts = contactPositions(probes[0]);
    const Eigen::Vector3d middle = f.at(contacts.col(1));
    const double lane = (f.at(contacts.col(0)) - f.at(contacts.col(1))).head<2>().norm();
    int above = 0;
    int below = 0;
    for (int x = static_cast<int>(middle.x()) + 40; x < static_cast<int>(middle.x()) + 90; ++x) {
        for (int dy = 4; dy < static_cast<int>(0.5 * lane); ++dy) {
            const auto drawn = [&](double y) {
                return distance(toOklab(colourAt(with, x, y)), toOklab(colourAt(without, x, y))) > 0.1F;
            };
            above += drawn(middle.y() - dy) ? 1 : 0;
            below += drawn(middle.y() + dy) ? 1 : 0;
        }
    }
    CHECK(above >= 50);
    CHECK(below == 0);
    // Only the time moves: the cursor is all that changes.
    f.scene.setProbeTraces("p", {samples, 3, 100, 1.0F, 0.5});
    const int cursor = differingPixels(with, picture(f.scene));
    CHECK(cursor > 20);
    CHECK(cursor < 4 * height);
    std::fill(samples.begin(), samples.begin() + 100, -0.4F);
    f.scene.setProbeTraces("p", {samples, 3, 100, 1.0F, 0.5});
    CHECK(differingPixels(with, picture(f.scene)) > cursor + 50);
    f.scene.clearProbeTraces();
    CHECK(differingPixels(without, picture(f.scene)) == 0);
}

TEST_CASE("of more contacts than there is room for some have a trace, and the ground is seen between") {
    Fixture f;
    std::vector<Probe> probes(1);
    probes[0].id = "p";
    probes[0].positionUm = {-80, 0, 100};
    probes[0].contactCount = 384;
    probes[0].spacingUm = 0.5;
    f.scene.setProbes(probes);
    f.scene.fit();
    const RgbaImage without = picture(f.scene);
    const std::vector<float> samples(384 * 4, 0.0F);
    f.scene.setProbeTraces("p", {samples, 384, 4, 1.0F, -1.0});
    const RgbaImage with = picture(f.scene);
    const Eigen::Matrix3Xd contacts = contactPositions(probes[0]);
    const Eigen::Vector3d low = f.at(contacts.col(0));
    const Eigen::Vector3d high = f.at(contacts.col(383));
    const int x = static_cast<int>(low.x()) + 50;
    int lanes = 0;
    bool inLane = false;
    for (int y = static_cast<int>(high.y()) - 3; y < static_cast<int>(low.y()) + 3; ++y) {
        const bool drawn = distance(toOklab(colourAt(with, x, y)), toOklab(colourAt(without, x, y))) > 0.1F;
        lanes += drawn && !inLane ? 1 : 0;
        inLane = drawn;
    }
    const double room = low.y() - high.y();
    CHECK(lanes > room / 14.0);
    CHECK(lanes < room / 5.0);
}

TEST_CASE("selection and hover draw a rim and nothing else") {
    Fixture f;
    const RgbaImage plain = picture(f.scene);
    f.scene.setSelection({ItemKind::cell, "", -1, 1});
    const RgbaImage selected = picture(f.scene);
    CHECK(differingPixels(plain, selected) > 200);
    const Eigen::Vector3d inside = f.at({0, 0, 120});
    CHECK(distance(toOklab(colourAt(plain, inside.x(), inside.y())),
                   toOklab(colourAt(selected, inside.x(), inside.y()))) < 0.02F);
    const Eigen::Vector3d dendrite = f.at({85, 0, 0});
    CHECK(distance(toOklab(colourAt(plain, dendrite.x(), dendrite.y())),
                   toOklab(colourAt(selected, dendrite.x(), dendrite.y()))) < 0.02F);
    f.scene.setSelection({});
    CHECK(differingPixels(plain, picture(f.scene)) == 0);
}

TEST_CASE("a transparent ground is transparent, and the cell on it is not") {
    Fixture f;
    const RgbaImage image = picture(f.scene, 1.0, true);
    CHECK(image.at(3, 3)[3] == 0);
    const Eigen::Vector3d soma = f.at({0, 0, 0});
    CHECK(image.at(static_cast<int>(soma.x()), static_cast<int>(soma.y()))[3] == 255);
    CHECK(picture(f.scene).at(3, 3)[3] == 255);
}

TEST_CASE("impossible sizes are refused in words") {
    Fixture f;
    CHECK_FALSE(offscreen().render(f.scene, 0, 100));
    CHECK_FALSE(offscreen().render(f.scene, 100, 100000));
}

TEST_CASE("drawing again gives the same picture, and changes ask for a new one") {
    Fixture f;
    int asked = 0;
    const RgbaImage first = picture(f.scene);
    CHECK(differingPixels(first, picture(f.scene), 0) == 0);
    f.scene.setOnChanged([&] { ++asked; });
    f.scene.setHover({ItemKind::cell, "", -1, 1});
    CHECK(asked == 1);
    f.scene.setHover({ItemKind::cell, "", -1, 1});
    CHECK(asked == 1); // nothing changed
    f.scene.setOnChanged({});
}

TEST_CASE("without the shader the cell is drawn as tubes, in the same places and colours") {
    for (const bool perspective : {true, false}) {
        Fixture f(perspective);
        std::vector<Probe> probes(1);
        probes[0].id = "p";
        probes[0].positionUm = {-60, 0, 100};
        f.scene.setProbes(probes);
        f.scene.fit();
        const RgbaImage smooth = picture(f.scene);
        f.scene.setTubes(true);
        CHECK(f.scene.tubes());
        const RgbaImage tubes = picture(f.scene);
        for (const Eigen::Vector3d& point : {Eigen::Vector3d(0, 0, 0), Eigen::Vector3d(0, 0, 120)}) {
            const Eigen::Vector3d at = f.at(point);
            CHECK(hueDistance(colourAt(tubes, at.x(), at.y()), f.scene.theme().cell) < 0.03F);
            CHECK(distance(toOklab(colourAt(tubes, at.x(), at.y())),
                           toOklab(colourAt(smooth, at.x(), at.y()))) < 0.2F);
        }
        CHECK(differingPixels(smooth, tubes, 60) < width * height / 50);
        f.scene.setTubes(false);
        CHECK(differingPixels(smooth, picture(f.scene)) == 0);
    }
}
