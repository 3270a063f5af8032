/// The example of LFPy's README as a scene: phiscope-run must reproduce the reference numbers.
#include "model/formats/results_file.h"
#include "model/scene/scene_file.h"
#include "tests/common/child_program.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <functional>

using namespace phiscope;
using nlohmann::json;
using test::ChildProgram;
using test::TemporaryFolder;

namespace {

using Element = std::function<double(long row, long column)>;

std::filesystem::path folderOf(const char* variable, const std::filesystem::path& otherwise) {
    const char* given = std::getenv(variable);
    return given != nullptr ? std::filesystem::path(given) : otherwise;
}

json reference() {
    const std::filesystem::path folder = folderOf(
        "PHISCOPE_REFERENCE_DIR", std::filesystem::path(PHISCOPE_SOURCE_DIR) / "tests" / "reference");
    return json::parse(test::readText(folder / "d01_readme_ball_and_sticks.json"));
}

/// The same cell in words of our own: the soma, a stick on its middle, two branches on its end.
constexpr const char* ballAndSticks = R"(
create soma[1], dend[3]
connect dend[0](0), soma[0](0.5)
connect dend[1](0), dend[0](1)
connect dend[2](0), dend[0](1)
soma[0] { pt3dadd(0, 0, 0, 25)   pt3dadd(0, 0, 35, 25) }
dend[0] { pt3dadd(0, 0, 35, 5)   pt3dadd(0, 0, 150, 5) }
dend[1] { pt3dadd(0, 0, 150, 2)  pt3dadd(-50, 20, 200, 1) }
dend[2] { pt3dadd(0, 0, 150, 2)  pt3dadd(30, 0, 160, 2) }
)";

Scene readmeScene() {
    Scene scene;
    scene.title = "LFPy's README";
    scene.cell.morphology.kind = MorphologySource::Kind::embedded;
    scene.cell.morphology.path = "ball_and_sticks.hoc";
    scene.cell.morphology.text = ballAndSticks;
    Synapse synapse;
    synapse.id = "synapse-1";
    synapse.weight = 0.005;
    synapse.tau1Ms = 0.5;
    synapse.tau2Ms = 5.0;
    synapse.spikes.timesMs = {20.0, 40.0};
    scene.synapses = {synapse};
    Probe probe;
    probe.id = "probe-1";
    probe.contactCount = 11;
    probe.spacingUm = 20.0;
    probe.positionUm = {10.0, 0.0, 100.0};
    scene.probes = {probe};
    return scene;
}

/// The tolerance of the reference set: rtol |exp| + rel_atol max|exp| + atol.
void compare(const std::string& what, const json& expected, const json& tolerance, const Element& element) {
    const double most =
        std::max(std::abs(expected["min"].get<double>()), std::abs(expected["max"].get<double>()));
    const double rtol = tolerance["rtol"];
    const double floor = tolerance["rel_atol"].get<double>() * most + tolerance["atol"].get<double>();
    const bool one = expected["shape"].size() == 1;
    const json& rows = one ? json::array({0}) : expected["index"][0];
    const json& columns = expected["index"][one ? 0 : 1];
    double worst = 0.0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = 0; j < columns.size(); ++j) {
            const double wanted = one ? expected["values"][j] : expected["values"][i][j];
            const double got = element(rows[i].get<long>(), columns[j].get<long>());
            const double error = std::abs(got - wanted);
            CHECK_MESSAGE(error <= rtol * std::abs(wanted) + floor, what, ": ", got, " instead of ", wanted);
            worst = std::max(worst, most > 0.0 ? error / most : error);
        }
    }
    std::array<char, 32> number{};
    std::snprintf(number.data(), number.size(), "%.1e", worst);
    MESSAGE(what, ": worst error ", std::string(number.data()), " of the maximum");
}

void runAndCompare(const Scene& scene) {
    const TemporaryFolder folder;
    const std::string file = (folder / "readme.phiscope").string();
    const std::string output = (folder / "readme.phiscope.h5").string();
    const Result<void> saved = saveScene(scene, file);
    REQUIRE_MESSAGE(saved, saved.error().message());
    ChildProgram child(folder, std::string(PHISCOPE_BIN_DIR) + "/phiscope-run",
                       {file, "--allow-code", "-o", output});
    REQUIRE_MESSAGE(child.wait() == 0, child.errors());
    const Result<ResultsFile> results = readResults(output);
    REQUIRE_MESSAGE(results, results.error().message());

    const json d01 = reference();
    const json& expected = d01["expected"];
    const json& tolerance = d01["tolerance"];
    const Recording& recording = *results->recording;
    REQUIRE(recording.layout().segments == expected["totnsegs"].get<int>());
    REQUIRE(recording.frameCount() == expected["tvec"]["shape"][0].get<long>());
    compare("time", expected["tvec"], tolerance, [&](long, long k) { return recording.timeOf(k); });
    compare("membrane potential", expected["vmem"], tolerance,
            [&](long s, long k) { return static_cast<double>(recording.potentials(k)[s]); });
    compare("membrane current", expected["imem"], tolerance,
            [&](long s, long k) { return recording.currents(k)[s]; });
    compare("synaptic current", expected["synapse_current"][0], tolerance,
            [&](long, long k) { return recording.pointCurrents(k)[0]; });
    compare("LFP", expected["probes"][0]["data"], tolerance,
            [&](long c, long k) { return results->probes[0].values(c, k); });
}

} // namespace

TEST_CASE("LFPy's README example as a scene reproduces its numbers") {
    runAndCompare(readmeScene());
}

TEST_CASE("and so it does with LFPy's own file") {
    const std::filesystem::path file =
        folderOf("PHISCOPE_MORPHOLOGIES",
                 std::filesystem::path(PHISCOPE_SOURCE_DIR).parent_path() / "shared" / "morphologies") /
        "ball_and_sticks.hoc";
    if (!std::filesystem::exists(file)) {
        MESSAGE("skipped: ball_and_sticks.hoc is not in PHISCOPE_MORPHOLOGIES or ../shared/morphologies");
        return;
    }
    Scene scene = readmeScene();
    const Result<MorphologySource> source = referToMorphology(file, {});
    REQUIRE_MESSAGE(source, source.error().message());
    scene.cell.morphology = *source;
    runAndCompare(scene);
}
