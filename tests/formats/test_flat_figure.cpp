#include "model/formats/flat_figure.h"
#include "tests/geometry/cells.h"

#include <pugixml.hpp>

#include <map>
#include <sstream>
#include <string>

using namespace phiscope;
using namespace phiscope::testing;

namespace {

FigureInk ink() {
    FigureInk ink;
    ink.cell = 0x112233;
    ink.soma = 0xaa0000;
    ink.dendrite = 0x00aa00;
    ink.excitatory = 0xff8800;
    ink.inhibitory = 0x0088ff;
    ink.potential = {0x000000, 0x404040, 0x808080, 0xffffff};
    ink.current = {0x0000ff, 0xffffff, 0xff0000};
    return ink;
}

PlacedCell cellOf(const Morphology& morphology, int nseg = 1) {
    const std::vector<int> counts(morphology.sections.size(), nseg);
    return {morphology, makeSegments(morphology, counts)};
}

/// What another program reads in the file.
struct Drawn {
    double widthMm = 0.0;
    double heightMm = 0.0;
    std::array<double, 4> viewBox{};
    std::map<std::string, std::vector<Eigen::Matrix2Xd>> paths; ///< by id, in µm of the plane
    std::map<std::string, std::string> fills;
};

Drawn readBack(const std::string& svg) {
    pugi::xml_document document;
    REQUIRE(document.load_string(svg.c_str()));
    const pugi::xml_node root = document.child("svg");
    Drawn drawn;
    CHECK(std::string(root.attribute("width").value()).ends_with("mm"));
    drawn.widthMm = root.attribute("width").as_double();
    drawn.heightMm = root.attribute("height").as_double();
    std::istringstream view(root.attribute("viewBox").value());
    for (double& number : drawn.viewBox) {
        view >> number;
    }
    for (const pugi::xml_node group : root.children("g")) {
        for (const pugi::xml_node path : group.children("path")) {
            CHECK(std::string(group.attribute("transform").value()) == "scale(1,-1)");
            const std::string id = path.attribute("id").value();
            if (id.empty()) {
                continue;
            }
            CHECK(!drawn.paths.contains(id));
            drawn.fills[id] = path.attribute("fill").value();
            std::string data = path.attribute("d").value();
            for (char& c : data) {
                c = c == 'L' ? ' ' : c;
            }
            std::istringstream pieces(data);
            std::string piece;
            while (std::getline(pieces, piece, 'Z')) {
                REQUIRE(piece.starts_with("M"));
                std::istringstream numbers(piece.substr(1));
                std::vector<double> values;
                for (double number = 0.0; numbers >> number;) {
                    values.push_back(number);
                }
                REQUIRE(values.size() % 2 == 0);
                drawn.paths[id].push_back(Eigen::Map<const Eigen::Matrix2Xd>(
                    values.data(), 2, static_cast<Eigen::Index>(values.size() / 2)));
            }
        }
    }
    return drawn;
}

} // namespace

TEST_CASE("the figure's file is true to scale") {
    Scene scene;
    scene.cell.name = "Ball & sticks";
    const PlacedCell cell = cellOf(ballAndSticks());
    FlatFigureOptions options;
    options.umPerMm = 2.5;
    const Drawn drawn = readBack(svgText(flatFigure(scene, cell, nullptr, options, ink())));
    // A millimetre is as many µm as was asked for, both ways.
    checkNear(drawn.viewBox[2], 2.5 * drawn.widthMm, 0.0, 1e-3);
    checkNear(drawn.viewBox[3], 2.5 * drawn.heightMm, 0.0, 1e-3);
    // The soma, 25 µm wide and 35 long, stands where it stands; the stem is as wide as its diameter.
    REQUIRE(drawn.paths.contains("soma[0]"));
    Eigen::Matrix2Xd soma(2, 4);
    soma << -12.5, -12.5, 12.5, 12.5, 0, 35, 35, 0;
    checkNear(drawn.paths.at("soma[0]").front(), soma, 1e-3);
    const Eigen::Matrix2Xd stem = drawn.paths.at("dend[0]").front();
    checkNear((stem.col(3) - stem.col(0)).norm(), 5.0, 0.0, 1e-3);
    checkNear((stem.col(1) - stem.col(0)).norm(), 115.0, 0.0, 1e-3);
    // dend[1] tapers from 2 to 1 µm.
    const Eigen::Matrix2Xd branch = drawn.paths.at("dend[1]").front();
    checkNear((branch.col(3) - branch.col(0)).norm(), 2.0, 0.0, 1e-3);
    checkNear((branch.col(2) - branch.col(1)).norm(), 1.0, 0.0, 1e-3);
    checkNear(0.5 * (branch.col(1) + branch.col(2)), Eigen::Vector2d(-50, 182.5), 1e-3);
    // All lies on the page, and the scale bar is as long as its name says.
    for (const auto& [id, polygons] : drawn.paths) {
        for (const Eigen::Matrix2Xd& polygon : polygons) {
            CHECK(polygon.row(0).minCoeff() >= drawn.viewBox[0]);
            CHECK(polygon.row(0).maxCoeff() <= drawn.viewBox[0] + drawn.viewBox[2]);
            CHECK(-polygon.row(1).maxCoeff() >= drawn.viewBox[1]);
            CHECK(-polygon.row(1).minCoeff() <= drawn.viewBox[1] + drawn.viewBox[3]);
        }
        if (id.starts_with("scale-bar-")) {
            const double length = std::stod(id.substr(10));
            checkNear(polygons.front().row(0).maxCoeff() - polygons.front().row(0).minCoeff(), length, 0.0,
                      1e-3);
        }
    }
}

TEST_CASE("every outline in the file is that of the geometry") {
    const PlacedCell cell = cellOf(randomCell(3, 30), 3);
    FlatFigureOptions options;
    for (const Projection plane : {Projection::xz, Projection::xy, Projection::yz}) {
        for (const auto parts : {FlatFigureOptions::Parts::sections, FlatFigureOptions::Parts::segments}) {
            options.plane = plane;
            options.parts = parts;
            const Drawn drawn = readBack(svgText(flatFigure({}, cell, nullptr, options, ink())));
            const auto outlines = parts == FlatFigureOptions::Parts::sections ? sectionOutlines(cell, plane)
                                                                              : segmentOutlines(cell, plane);
            for (const Outline& outline : outlines) {
                const auto at = drawn.paths.find(outlineName(outline, cell));
                REQUIRE(at != drawn.paths.end());
                REQUIRE(at->second.size() == outline.polygons.size());
                for (std::size_t k = 0; k < outline.polygons.size(); ++k) {
                    checkNear(at->second[k], outline.polygons[k], 1e-3);
                }
            }
        }
    }
}

TEST_CASE("a figure fits on a page of A4 by a round scale") {
    for (const float size : {3.0F, 70.0F, 900.0F, 20000.0F}) {
        Morphology stick;
        stick.sections = {section("dend", SectionType::dendrite, -1, {{0, 0, 0, 1}, {size, 0, 2 * size, 1}})};
        const FlatFigure figure = flatFigure({}, cellOf(stick), nullptr, {}, ink());
        CHECK(figure.sizeMm().x() <= 210.0);
        CHECK(figure.sizeMm().y() <= 297.0);
        const double digit = figure.umPerMm / std::pow(10.0, std::floor(std::log10(figure.umPerMm * 1.0001)));
        CHECK((std::abs(digit - 1) < 1e-9 || std::abs(digit - 2) < 1e-9 || std::abs(digit - 5) < 1e-9));
    }
    CHECK(flatFigure({}, {}, nullptr, {}, ink()).sizeMm().allFinite()); // an empty cell
}

TEST_CASE("colours say the kind of section, or the value at a moment") {
    Scene scene;
    scene.cell.vInitMv = -65.0;
    scene.view.potentialLowMv = -80.0;
    scene.view.potentialHighMv = 0.0;
    const PlacedCell cell = cellOf(ballAndSticks(), 2);
    FlatFigureOptions options;
    options.colourBy = FlatFigureOptions::ColourBy::type;
    Drawn drawn = readBack(svgText(flatFigure(scene, cell, nullptr, options, ink())));
    CHECK(drawn.fills.at("soma[0]") == "#aa0000");
    CHECK(drawn.fills.at("dend[2]") == "#00aa00");

    RecordingLayout layout;
    layout.segments = cell.segments.size();
    layout.frames = 2;
    layout.dtMs = 1.0;
    const auto recording = Recording::create(layout);
    REQUIRE(recording);
    for (std::int64_t frame = 0; frame < 2; ++frame) {
        float* v = (*recording)->writePotentials(frame);
        double* i = (*recording)->writeCurrents(frame);
        for (int k = 0; k < layout.segments; ++k) {
            v[k] = frame == 0 ? -70.0F : -75.0F + 10.0F * static_cast<float>(k);
            i[k] = 0.0;
        }
        (*recording)->publish(frame + 1);
    }
    options.colourBy = FlatFigureOptions::ColourBy::potential;
    options.timeMs = 1.0;
    drawn = readBack(svgText(flatFigure(scene, cell, recording->get(), options, ink())));
    // Four colours of 20 mV each from -80 mV on; one path a segment.
    const std::array<const char*, 8> expected{"#000000", "#000000", "#404040", "#404040",
                                              "#808080", "#808080", "#ffffff", "#ffffff"};
    for (int k = 0; k < 8; ++k) {
        const std::string name =
            outlineName({cell.segments.section[static_cast<std::size_t>(k)], k, 0.0, {}}, cell);
        CAPTURE(name);
        CHECK(drawn.fills.at(name) == expected[static_cast<std::size_t>(k)]);
    }
    // Not those of another cell.
    drawn =
        readBack(svgText(flatFigure(scene, cellOf(ballAndSticks(), 3), recording->get(), options, ink())));
    CHECK(drawn.fills.at("soma[0]") == "#112233");
}

TEST_CASE("synapses and contacts stand in the same coordinates") {
    Scene scene;
    Synapse synapse;
    synapse.id = "synapse-1";
    synapse.location = {"dend[0]", 0.5};
    scene.synapses = {synapse};
    synapse.id = "synapse-2";
    synapse.reversalMv = -80.0;
    synapse.location = {"dend[2]", 1.0};
    scene.synapses.push_back(synapse);
    Probe probe;
    probe.id = "probe-1";
    probe.contactCount = 3;
    probe.positionUm = {50.0, 10.0, 70.0};
    scene.probes = {probe};
    FlatFigureOptions options;
    options.synapses = options.contacts = true;
    const Drawn drawn =
        readBack(svgText(flatFigure(scene, cellOf(ballAndSticks()), nullptr, options, ink())));
    const auto middle = [&](const char* id) -> Eigen::Vector2d {
        const Eigen::Matrix2Xd& p = drawn.paths.at(id).front();
        return 0.5 * (p.rowwise().minCoeff() + p.rowwise().maxCoeff());
    };
    checkNear(middle("synapse-1"), Eigen::Vector2d(0, 75), 1e-3);
    checkNear(middle("synapse-2"), Eigen::Vector2d(30, 142.5), 1e-3);
    CHECK(drawn.fills.at("synapse-1") == "#ff8800");
    CHECK(drawn.fills.at("synapse-2") == "#0088ff");
    checkNear(middle("probe-1/1"), Eigen::Vector2d(50, 20), 1e-3);
    checkNear(middle("probe-1/3"), Eigen::Vector2d(50, 120), 1e-3);
}
