// The JSON format of probeinterface: read, written, read again; hostile files.
#include "model/probes/probe_kinds.h"
#include "model/probes/probeinterface.h"
#include "tests/common/temporary_folder.h"

#include <cmath>
#include <doctest/doctest.h>

using namespace phiscope;
using Shape = Probe::ContactShape;

namespace {

ProbeFile parsed(const std::string& text) {
    auto read = parseProbeInterface(text, "p.json");
    REQUIRE_MESSAGE(read, (read ? "" : read.error().message()));
    return std::move(*read);
}

std::string messageOf(const std::string& text) {
    const auto read = parseProbeInterface(text, "p.json");
    REQUIRE_FALSE(read);
    CHECK_FALSE(read.error().remedy.empty());
    CHECK(read.error().message().size() < 600);
    return read.error().message();
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// A file with one probe; `fields` replace nothing but are added.
std::string file(const std::string& fields) {
    return R"({"specification": "probeinterface", "version": "0.2.24", "probes": [{)" + fields + "}]}";
}

/// Two square contacts, and what is added.
std::string two(const std::string& more = {}) {
    return file(R"("ndim": 2, "si_units": "um", "contact_positions": [[0, 0], [0, 20]],
        "contact_shapes": ["square", "square"], "contact_shape_params": [{"width": 12}, {"width": 12}])" +
                (more.empty() ? "" : ", " + more));
}

void checkSame(const ProbeDesign& a, const ProbeDesign& b) {
    CHECK(a.name == b.name);
    CHECK(a.maker == b.maker);
    CHECK(a.facing == b.facing);
    CHECK(a.contactsUm == b.contactsUm);
    CHECK(a.contactShape == b.contactShape);
    CHECK(a.contactRadiusUm == b.contactRadiusUm);
    CHECK(a.contactIds == b.contactIds);
    CHECK(a.shankIds == b.shankIds);
    CHECK(a.channels == b.channels);
    CHECK(a.outlineUm == b.outlineUm);
    if (a.contactShape == Shape::rectangle) {
        CHECK(a.contactHalfHeightUm == b.contactHalfHeightUm);
    }
}

} // namespace

TEST_CASE("a file as the library writes it") {
    const ProbeFile read = parsed(R"({
    "specification": "probeinterface", "version": "0.2.16",
    "probes": [ {
        "ndim": 2, "si_units": "um",
        "annotations": {"name": "Comb", "manufacturer": "Nobody", "first_index": 1},
        "contact_annotations": {},
        "contact_positions": [[0.0, 0.0], [22.5, 12.5], [250.0, 0.0]],
        "contact_plane_axes": [[[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]]],
        "contact_shapes": ["rect", "rect", "rect"],
        "contact_shape_params": [{"width": 11.0, "height": 15.0}, {"width": 11.0, "height": 15.0},
                                 {"width": 11.0, "height": 15.0}],
        "probe_planar_contour": [[-20.0, 300.0], [-20.0, -30.0], [270.0, 300.0]],
        "device_channel_indices": [2, -1, 0],
        "contact_ids": ["1", "2", "3"], "shank_ids": ["0", "0", "1"]
    } ] })");
    REQUIRE(read.probes.size() == 1);
    CHECK(read.notices.empty());
    const ProbeDesign& probe = read.probes[0];
    CHECK(probe.name == "Comb");
    CHECK(probe.maker == "Nobody");
    CHECK(probe.contactsUm[1] == std::array{22.5, 12.5, 0.0});
    CHECK(probe.contactNormals.empty());
    CHECK(probe.contactShape == Shape::rectangle);
    CHECK(probe.contactRadiusUm == 5.5);
    CHECK(probe.contactHalfHeightUm == 7.5);
    CHECK(probe.outlineUm.size() == 3);
    CHECK(probe.channels == std::vector<int>{2, -1, 0});
    CHECK(shanksOf(probe).size() == 2);
}

TEST_CASE("units, shapes, ids that are numbers, names from the model") {
    const ProbeDesign mm = parsed(file(R"("ndim": 2, "si_units": "mm",
        "annotations": {"model_name": "M"}, "contact_positions": [[0, 0], [0, 0.05]],
        "contact_shapes": ["circle", "circle"], "contact_shape_params": [{"radius": 0.0075}, {"radius": 0.0075}],
        "contact_ids": [7, 8])"))
                               .probes[0];
    CHECK(mm.name == "M");
    CHECK(mm.contactsUm[1][1] == doctest::Approx(50.0));
    CHECK(mm.contactRadiusUm == doctest::Approx(7.5));
    CHECK(mm.contactIds == std::vector<std::string>{"7", "8"});
    const ProbeDesign m =
        parsed(file(R"("ndim": 2, "si_units": "m", "contact_positions": [[1e-4, 2e-4]])")).probes[0];
    CHECK(m.contactsUm[0][0] == doctest::Approx(100.0));
    CHECK(m.contactShape == Shape::point); // and a notice says so
    CHECK(m.name == "Probe 1");
    // The width of a square is its full side.
    CHECK(parsed(two()).probes[0].contactRadiusUm == 6.0);
}

TEST_CASE("what can not be kept is told") {
    const auto notices = [](const std::string& text) {
        std::string all;
        for (const Notice& notice : parsed(text).notices) {
            all += notice.text;
        }
        return all;
    };
    CHECK(notices(two()).empty());
    CHECK(contains(notices(file(R"("si_units": "um", "contact_positions": [[0, 0]])")), "measure as points"));
    const std::string mixed = R"("si_units": "um", "contact_positions": [[0, 0], [0, 20], [0, 40]],
        "contact_shapes": ["circle", "circle", "square"],
        "contact_shape_params": [{"radius": 5}, {"radius": 5}, {"width": 8}])";
    CHECK(contains(notices(file(mixed)), "have 2 shapes or sizes; all are taken as the most frequent one"));
    CHECK(parsed(file(mixed)).probes[0].contactShape == Shape::circle);
    CHECK(contains(notices(two(R"("contact_plane_axes": [[[1, 1], [-1, 1]], [[1, 1], [-1, 1]]])")),
                   "are turned within their plane"));
}

TEST_CASE("three dimensions: the frame is the first contact's plane, other contacts keep their own way") {
    const std::string upright = R"("ndim": 3, "si_units": "um",
        "contact_positions": [[0, 5, 0], [16, 5, 20]],
        "contact_plane_axes": [[[1, 0, 0], [0, 0, 1]], [[1, 0, 0], [0, 0, 1]]],
        "contact_shapes": ["circle", "circle"], "contact_shape_params": [{"radius": 5}, {"radius": 5}])";
    const ProbeDesign probe = parsed(file(upright)).probes[0];
    CHECK(probe.facing == ProbeDesign::Facing::side);
    CHECK(probe.contactNormals.empty());
    CHECK(probe.contactsUm[1][0] - probe.contactsUm[0][0] == doctest::Approx(16.0));
    CHECK(probe.contactsUm[1][1] - probe.contactsUm[0][1] == doctest::Approx(20.0));
    // Placed as it stands by itself it is the file's own geometry.
    const Probe placed = makeProbe(probe, placementOf(probe, {8.0, 5.0, 10.0}));
    CHECK(placed.contactsUm[0] == std::array{0.0, 5.0, 0.0});
    CHECK(placed.contactsUm[1] == std::array{16.0, 5.0, 20.0});

    const ProbeDesign bent = parsed(file(R"("ndim": 3, "si_units": "um",
        "contact_positions": [[0, 0, 0], [10, 10, 20]],
        "contact_plane_axes": [[[1, 0, 0], [0, 0, 1]], [[0, 1, 0], [0, 0, 1]]],
        "contact_shapes": ["circle", "circle"], "contact_shape_params": [{"radius": 5}, {"radius": 5}])"))
                                 .probes[0];
    REQUIRE(bent.contactNormals.size() == 2);
    const Probe stands = makeProbe(bent, placementOf(bent));
    CHECK(stands.contactNormals[0] == std::array{0.0, -1.0, 0.0});
    CHECK(stands.contactNormals[1] == std::array{1.0, 0.0, 0.0});
    const ProbeDesign lying = parsed(file(R"("ndim": 3, "si_units": "um", "contact_positions": [[0, 0, 7]],
        "contact_plane_axes": [[[1, 0, 0], [0, 1, 0]]])"))
                                  .probes[0];
    CHECK(lying.facing == ProbeDesign::Facing::up);
}

TEST_CASE("every built-in probe comes back from a file as it was") {
    for (const ProbeKind& kind : probeKinds()) {
        CAPTURE(kind.key);
        const ProbeFile read = parsed(writeProbeInterface(kind.design));
        REQUIRE(read.probes.size() == 1);
        CHECK(read.notices.empty());
        checkSame(read.probes[0], kind.design);
        CHECK(writeProbeInterface(read.probes[0]) == writeProbeInterface(kind.design));
    }
}

TEST_CASE("a probe of a scene survives the file, also with contacts that face several ways") {
    const test::TemporaryFolder folder;
    Probe probe;
    probe.name = "Needle, 3-D";
    probe.layout = Probe::Layout::custom;
    probe.positionUm = {5.0, 0.0, 20.0};
    probe.contactShape = Shape::circle;
    probe.contactsUm = {{0.0, -10.0, 0.0}, {10.0, 0.0, 20.0}, {0.0, 10.0, 40.0}};
    probe.contactNormals = {{0.0, -1.0, 0.0}, {1.0, 0.0, 0.0}, {0.0, 1.0, 0.0}};
    const auto path = folder.path() / "needle.json";
    REQUIRE(saveProbeInterface(designOf(probe), path));
    const auto read = readProbeInterface(path);
    REQUIRE(read);
    const ProbeDesign& design = read->probes[0];
    const Probe back = makeProbe(design, placementOf(design, probe.positionUm));
    CHECK(back.name == probe.name);
    REQUIRE(back.contactsUm.size() == 3);
    for (std::size_t k = 0; k < 3; ++k) {
        for (std::size_t i = 0; i < 3; ++i) {
            CHECK(back.contactsUm[k][i] == doctest::Approx(probe.contactsUm[k][i]));
            CHECK(back.contactNormals[k][i] == doctest::Approx(probe.contactNormals[k][i]));
        }
    }
    CHECK(contains(readProbeInterface(folder.path() / "none.json").error().message(), "none.json"));
}

TEST_CASE("hostile files: file, path, what is wrong, what to do") {
    CHECK(contains(messageOf(""), "p.json: it is empty."));
    CHECK(contains(messageOf("{\n \"specification\": oops}"), "p.json, line 2: this is not valid JSON"));
    CHECK(contains(messageOf("[]"), "this is not a probe in the format of probeinterface"));
    CHECK(contains(messageOf("{}"), "Such a file says \"specification\": \"probeinterface\"."));
    CHECK(contains(messageOf(R"({"specification": "scene"})"), "this is not a probe in the format"));
    CHECK(contains(messageOf(R"({"specification": "probeinterface"})"), "/probes: the file holds no probe."));
    CHECK(contains(messageOf(R"({"specification": "probeinterface", "probes": []})"), "holds no probe"));
    CHECK(contains(messageOf(R"({"specification": "probeinterface", "probes": [3]})"),
                   "/probes/0: it must be a probe, but is the number 3."));
    CHECK(
        contains(messageOf(file("")), "/probes/0: the unit of length is missing. Add \"si_units\": \"um\"."));
    CHECK(contains(messageOf(file(R"("si_units": "furlong")")),
                   "/probes/0/si_units: the unit \"furlong\" is not known. Use \"um\", \"mm\" or \"m\"."));
    CHECK(contains(messageOf(file(R"("si_units": 1)")), "the unit the number 1 is not known"));
    CHECK(contains(messageOf(file(R"("si_units": "um", "ndim": 4)")), "/probes/0/ndim: a probe has 2 or 3"));
    CHECK(contains(messageOf(file(R"("si_units": "um", "ndim": 2.5)")), "Write 2 or 3."));
    CHECK(contains(messageOf(file(R"("si_units": "um")")),
                   "/probes/0: the places of the contacts are missing."));
    CHECK(contains(messageOf(file(R"("si_units": "um", "contact_positions": [])")), "at least one place"));
    CHECK(contains(messageOf(file(R"("si_units": "um", "contact_positions": {"0": 1})")),
                   "at least one place"));
    CHECK(contains(messageOf(file(R"("si_units": "um", "contact_positions": [[0, 0], [1]])")),
                   "/probes/0/contact_positions/1: it has 1 entries, but 2 are needed."));
    CHECK(contains(messageOf(file(R"("si_units": "um", "contact_positions": [[0, "a"]])")),
                   "/probes/0/contact_positions/0/1: it must be a number, but is a text."));
    CHECK(contains(messageOf(file(R"("si_units": "um", "contact_positions": [[0, null]])")), "but is null"));
    CHECK(
        contains(messageOf(file(R"("si_units": "um", "contact_positions": [[0, NaN]])")), "not valid JSON"));
    CHECK(contains(messageOf(file(R"("si_units": "m", "contact_positions": [[0, 20]])")),
                   "it is more than a metre from the origin. Check the unit in \"si_units\"."));
    CHECK(contains(messageOf(file(R"("si_units": "um", "contact_positions": [0, 0])")),
                   "/probes/0/contact_positions/0: it must be a list of coordinates, but is the number 0."));
    CHECK(contains(messageOf(file(R"("ndim": 3, "si_units": "um", "contact_positions": [[0, 0, 0]])")),
                   "a probe in 3-D does not say which way its contacts face"));
    CHECK(contains(messageOf(two(R"("contact_plane_axes": [[[1, 0], [0, 1]]])")),
                   "/probes/0/contact_plane_axes: it has 1 entries, but 2 are needed."));
    CHECK(contains(messageOf(two(R"("contact_plane_axes": [[[1, 0], [2, 0]], [[1, 0], [0, 1]]])")),
                   "/probes/0/contact_plane_axes/0: the two directions of the contact's plane do not span"));
    CHECK(contains(messageOf(two(R"("contact_ids": ["a"])")), "/probes/0/contact_ids: it has 1 entries"));
    CHECK(contains(messageOf(two(R"("shank_ids": [[], "a"])")), "/probes/0/shank_ids/0: it must be a text"));
    CHECK(contains(messageOf(two(R"("device_channel_indices": [0, 1.5])")),
                   "/probes/0/device_channel_indices/1: it must be the number of a channel"));
    CHECK(contains(messageOf(two(R"("device_channel_indices": [0, 1e300])")), "Write a whole number there."));
    CHECK(contains(messageOf(two(R"("probe_planar_contour": [[0, 0], 3])")),
                   "/probes/0/probe_planar_contour/1"));
    CHECK(
        contains(messageOf(two(R"("annotations": "none")")), "/probes/0/annotations: it must be an object"));
    CHECK(contains(messageOf(two(R"("ndim": 2)")), "the key \"ndim\" is given twice"));
    const std::string place = R"("si_units": "um", "contact_positions": [[0, 0]], )";
    CHECK(contains(
        messageOf(file(place + R"("contact_shapes": ["star"], "contact_shape_params": [{"radius": 1}])")),
        "/probes/0/contact_shapes/0: the contact shape \"star\" is not known."));
    CHECK(contains(messageOf(file(place + R"("contact_shapes": ["circle"])")),
                   "the contacts' sizes are missing"));
    CHECK(contains(
        messageOf(file(place + R"("contact_shapes": ["rect"], "contact_shape_params": [{"width": 5}])")),
        "/probes/0/contact_shape_params/0: the contact's height is missing. Add \"height\"."));
    CHECK(contains(
        messageOf(file(place + R"("contact_shapes": ["circle"], "contact_shape_params": [{"radius": 0}])")),
        "a contact measures between 0.02 µm and 20 mm across."));
    CHECK(contains(messageOf(file(place + R"("contact_shapes": ["square"], "contact_shape_params": [7])")),
                   "the contact's width is missing."));
    CHECK(contains(
        messageOf(file(place + R"("contact_shapes": [)" + std::string(70, '[') + std::string(70, ']') + "]")),
        "nested more than 64 levels deep. Check that this is a probe in the format"));
}

TEST_CASE("more contacts or probes than anybody needs are refused, what is large is read") {
    const auto row = [](std::size_t count) {
        std::string list;
        for (std::size_t k = 0; k < count; ++k) {
            list += (k > 0 ? ",[0," : "[0,") + std::to_string(k) + "]";
        }
        return file(R"("si_units": "um", "contact_positions": [)" + list + "]");
    };
    CHECK(parsed(row(26400)).probes[0].contactsUm.size() == 26400);
    CHECK(contains(messageOf(row(65537)), "it has 65537 contacts, more than 65536."));
    std::string many;
    for (int k = 0; k < 257; ++k) {
        many += k > 0 ? ",{}" : "{}";
    }
    CHECK(contains(messageOf(R"({"specification": "probeinterface", "probes": [)" + many + "]}"),
                   "it has 257 probes, more than 256."));
}
