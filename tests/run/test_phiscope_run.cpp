#include "model/formats/results_file.h"
#include "model/scene/scene_file.h"
#include "tests/common/child_program.h"

#include <algorithm>
#include <chrono>
#include <doctest/doctest.h>
#include <thread>

using namespace phiscope;
using test::ChildProgram;
using test::readText;
using test::TemporaryFolder;
using test::writeText;

namespace {

const std::string program = std::string(PHISCOPE_BIN_DIR) + "/phiscope-run";

Scene smallScene() {
    Scene scene;
    scene.cell.morphology.shape = "ball_and_stick";
    scene.run.tstopMs = 20.0;
    Synapse synapse;
    synapse.id = "synapse-1";
    synapse.spikes.timesMs = {5.0};
    scene.synapses = {synapse};
    Probe probe;
    probe.id = "probe-1";
    probe.name = "Shank, 1";
    probe.contactCount = 4;
    scene.probes = {probe};
    return scene;
}

std::string save(const TemporaryFolder& folder, const Scene& scene) {
    const auto file = folder / "scene.phiscope";
    const Result<void> saved = saveScene(scene, file);
    REQUIRE_MESSAGE(saved, saved.error().message());
    return file.string();
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("a scene runs to a results file and a table") {
    const TemporaryFolder folder;
    const Scene scene = smallScene();
    const std::string results = (folder / "out.phiscope.h5").string();
    const std::string table = (folder / "out.csv").string();
    ChildProgram child(folder, program, {save(folder, scene), "-o", results, "--csv", table});
    REQUIRE_MESSAGE(child.wait() == 0, child.errors());
    CHECK(contains(child.output(), "321 frames, 4 contacts"));
    CHECK(contains(child.output(), "Wrote " + results));
    CHECK_FALSE(contains(child.errors(), "\x1b"));

    const Result<ResultsFile> read = readResults(results);
    REQUIRE_MESSAGE(read, read.error().message());
    CHECK(read->scene == scene);
    REQUIRE(read->recording->frameCount() == 321);
    CHECK(read->probes[0].values.cwiseAbs().maxCoeff() > 1e-6);
    const std::string csv = readText(table);
    CHECK(csv.starts_with("time (ms),\"Shank, 1 1 (mV)\",\"Shank, 1 2 (mV)\""));
    CHECK(contains(csv.substr(0, csv.find('\n')), "dipole moment z (nA·µm)"));
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 322);
}

TEST_CASE("--sweep writes how large the signals are at each value, and the signals") {
    const TemporaryFolder folder;
    Scene scene = smallScene();
    scene.knobs = {{"knob-1", "synapse-1", "weight_uS", 0.001, 0.004, Knob::Scale::logarithmic}};
    const std::string file = save(folder, scene);
    const std::string results = (folder / "o.h5").string();
    for (const char* what : {"knob-1=0.001:0.004:3", "synapse-1/weight_uS=0.001:0.004:3:log"}) {
        CAPTURE(what);
        const auto out = folder / (std::string("new-") + what[0]);
        ChildProgram child(folder, program, {file, "--sweep", what, "--out-dir", out.string()});
        REQUIRE_MESSAGE(child.wait() == 0, child.errors());
        CHECK(contains(child.output(), "Wrote " + (out / "sizes.csv").string()));
        const std::string sizes = readText(out / "sizes.csv");
        CHECK(contains(sizes,
                       " Weight (µS),Soma potential peak to peak (mV),\"Shank, 1 1 peak to peak (mV)\""));
        CHECK(std::count(sizes.begin(), sizes.end(), '\n') == 4);
        CHECK(contains(sizes, "\n0.002,"));
        // The last column of the signals is the fourth contact at the last value: as in a plain run of it.
        Scene plain = scene;
        plain.synapses[0].weight = 0.004;
        ChildProgram run(folder, program, {save(folder, plain), "--quiet", "-o", results});
        REQUIRE(run.wait() == 0);
        save(folder, scene);
        const Result<ResultsFile> read = readResults(results);
        REQUIRE(read);
        const std::string table = readText(out / "signals.csv");
        CHECK(std::count(table.begin(), table.end(), '\n') == 322);
        const std::string last = table.substr(table.rfind(',') + 1);
        const double expected = read->probes[0].values(3, 320);
        CHECK(std::abs(std::stod(last) - expected) <=
              1e-12 * read->probes[0].values.row(3).cwiseAbs().maxCoeff());
        CHECK(std::abs(expected) > 0.0);
    }
    ChildProgram places(
        folder, program,
        {file, "--sweep", "probe-1/position_um/0=20:100:5", "--out-dir", (folder / "p").string()});
    REQUIRE_MESSAGE(places.wait() == 0, places.errors());
    CHECK(contains(places.errors(), " 20 µm"));
    CHECK_FALSE(contains(places.errors(), " 100 µm")); // one simulation does for all
    CHECK_FALSE(contains(readText(folder / "p" / "sizes.csv"), "nan"));
}

TEST_CASE("a value of a sweep that fails is said and left empty; nonsense is refused") {
    const TemporaryFolder folder;
    Scene scene = smallScene();
    scene.synapses[0].type = Synapse::Type::exp2Syn;
    const std::string file = save(folder, scene);
    ChildProgram child(folder, program,
                       {file, "--quiet", "--sweep",
                        "synapse-1/tau1_ms=0.5:" + std::to_string(2.0 * scene.synapses[0].tau2Ms) + ":2",
                        "--out-dir", folder.path().string()});
    CHECK(child.wait() == 1);
    CHECK(contains(child.errors(), "must be shorter than the decay time"));
    CHECK(contains(readText(folder / "sizes.csv"), ",nan,nan,nan,nan,nan\n"));
    struct Case {
        const char* what;
        const char* said;
    };
    for (const Case& one :
         {Case{"synapse-1/nothing=1:2:3", "It has "}, Case{"nobody/weight_uS=1:2:3", "no object"},
          Case{"synapse-1/weight_uS", "from where to where"},
          Case{"synapse-1/weight_uS=1:2", "from:to:count"},
          Case{"synapse-1/weight_uS=2:1:3", "from a smaller to a larger"},
          Case{"synapse-1/weight_uS=0:1:3:log", "above 0"}}) {
        CAPTURE(one.what);
        ChildProgram refused(folder, program,
                             {file, "--sweep", one.what, "--out-dir", folder.path().string()});
        CHECK(refused.wait() == 2);
        CHECK_MESSAGE(contains(refused.errors(), one.said), refused.errors());
    }
    ChildProgram nowhere(folder, program, {file, "--sweep", "synapse-1/weight_uS=1:2:3"});
    CHECK(nowhere.wait() == 2);
    ChildProgram both(folder, program,
                      {file, "--sweep", "synapse-1/weight_uS=1:2:3", "--out-dir", "x", "-o", "y.h5"});
    CHECK(both.wait() == 2);
}

TEST_CASE("--progress tells other programs how far a run is") {
    const TemporaryFolder folder;
    ChildProgram child(
        folder, program,
        {save(folder, smallScene()), "--quiet", "--progress", "-o", (folder / "out.phiscope.h5").string()});
    REQUIRE_MESSAGE(child.wait() == 0, child.errors());
    CHECK(child.errors() == "");
    CHECK(child.output().starts_with(R"({"share": )"));
    const std::string last = R"({"share": 1.0000, "elapsed_s": )";
    CHECK(child.output().rfind(last) == child.output().rfind(R"({"share")"));
    CHECK(child.output().ends_with("}\n"));
}

TEST_CASE("--quiet prints nothing, --version and --help do not run") {
    const TemporaryFolder folder;
    const std::string scene = save(folder, smallScene());
    {
        ChildProgram child(folder, program, {scene, "--quiet", "-o", (folder / "o.h5").string()});
        REQUIRE(child.wait() == 0);
        CHECK(child.output() == "");
        CHECK(child.errors() == "");
    }
    {
        ChildProgram child(folder, program, {"--version"});
        REQUIRE(child.wait() == 0);
        CHECK(child.output() == std::string("phiscope-run ") + PHISCOPE_VERSION + "\n");
    }
    ChildProgram child(folder, program, {"--help"});
    REQUIRE(child.wait() == 0);
    CHECK(contains(child.output(), "Exit codes: 0 done; 1 the run failed; 2"));
}

TEST_CASE("a command line that makes no sense ends with 2") {
    const TemporaryFolder folder;
    const std::string scene = save(folder, smallScene());
    const std::vector<std::vector<std::string>> lines{{}, {scene}, {scene, "--bogus"}, {scene, "-o"}};
    for (const auto& line : lines) {
        ChildProgram child(folder, program, line);
        CHECK(child.wait() == 2);
        CHECK(child.errors() != "");
    }
}

TEST_CASE("a scene that is not valid ends with 3 and one line a problem") {
    const TemporaryFolder folder;
    const auto file = folder / "bad.phiscope";
    const std::string results = (folder / "out.h5").string();
    {
        writeText(file, "{\n\"version\": 1,\n\"run\": {\"dt_ms\": 0},\n\"probes\": [{\"sigma_S_m\": -1}]}");
        ChildProgram child(folder, program, {file.string(), "--check"});
        CHECK(child.wait() == 3);
        CHECK(child.errors() ==
              "phiscope-run: " + file.string() +
                  ", line 3: /run/dt_ms: Time step is 0 ms; it must be at least 1e-05 ms.\n"
                  "phiscope-run: " +
                  file.string() +
                  ", line 4: /probes/0/sigma_S_m: Conductivity is -1 S/m; it must be at least 1e-06 S/m.\n");
    }
    {
        ChildProgram child(folder, program, {file.string(), "-o", results});
        CHECK(child.wait() == 3);
        CHECK(contains(child.errors(), "line 3: /run/dt_ms"));
        CHECK(contains(child.errors(), "There is one more problem."));
    }
    {
        Scene scene = smallScene();
        scene.synapses[0].location.section = "nowhere[3]";
        ChildProgram child(folder, program, {save(folder, scene), "-o", results});
        CHECK(child.wait() == 3);
        CHECK(contains(child.errors(), "/synapses/0/section: The cell has no section \"nowhere[3]\"."));
    }
    {
        Scene scene = smallScene();
        scene.cell.morphology.kind = MorphologySource::Kind::file;
        scene.cell.morphology.path = "gone.swc";
        ChildProgram child(folder, program, {save(folder, scene), "-o", results});
        CHECK(child.wait() == 3);
        CHECK(contains(child.errors(), "gone.swc: there is no such file"));
    }
    CHECK_FALSE(std::filesystem::exists(results));
    ChildProgram child(folder, program, {save(folder, smallScene()), "--check"});
    CHECK(child.wait() == 0);
}

TEST_CASE("where the results cannot go is said before the run, and the scene is never overwritten") {
    const TemporaryFolder folder;
    const std::string scene = save(folder, smallScene());
    const std::string before = readText(scene);
    {
        ChildProgram child(folder, program, {scene, "-o", (folder / "none" / "out.h5").string()});
        CHECK(child.wait() == 1);
        CHECK(contains(child.errors(), "Check that the folder exists."));
    }
    ChildProgram child(folder, program, {scene, "-o", scene});
    CHECK(child.wait() == 1);
    CHECK(readText(scene) == before);
}

TEST_CASE("program code does not run unasked") {
    const TemporaryFolder folder;
    writeText(folder / "cell.hoc", "create soma[1]\nsoma[0] { pt3dadd(0,0,0,20) pt3dadd(0,0,20,20) }\n"
                                   "system(\"touch touched\")\n");
    Scene scene = smallScene();
    scene.cell.morphology.kind = MorphologySource::Kind::file;
    scene.cell.morphology.path = "cell.hoc";
    ChildProgram child(folder, program, {save(folder, scene), "-o", (folder / "o.h5").string()});
    CHECK(child.wait() == 3);
    CHECK(contains(child.errors(), "--allow-code"));
    CHECK_FALSE(std::filesystem::exists(folder / "o.h5"));
    ChildProgram allowed(folder, program,
                         {save(folder, scene), "--allow-code", "-o", (folder / "o.h5").string()});
    CHECK_MESSAGE(allowed.wait() == 0, allowed.errors());
}

TEST_CASE("Ctrl-C ends a run at once, with 130 and without a file") {
    const TemporaryFolder folder;
    Scene scene = smallScene();
    scene.cell.morphology.shape = "l5_pyramidal";
    scene.run.dtMs = 1.0;
    scene.run.tstopMs = 10.0;
    scene.run.tstartMs = -1e6; // a long way before anything is recorded
    const std::string results = (folder / "out.h5").string();
    for (const int number : {SIGINT, SIGTERM}) {
        ChildProgram child(folder, program, {save(folder, scene), "-o", results});
        while (!contains(child.errors(), "%") && !std::filesystem::exists(results)) {
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        const auto begin = std::chrono::steady_clock::now();
        child.signal(number);
        CHECK(child.wait() == 130);
        CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(2));
        CHECK(contains(child.errors(), "cancelled; no results were written"));
        CHECK_FALSE(std::filesystem::exists(results));
        for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
            CHECK_FALSE(entry.path().filename().string().starts_with(".out.h5"));
        }
    }
}

TEST_CASE("what makes no physical sense is said, and the scene runs all the same") {
    const TemporaryFolder folder;
    Scene scene = smallScene();
    scene.synapses[0].spikes.timesMs = {25.0};
    scene.probes[0].positionUm = {0.0, 0.0, 0.0}; // through the soma
    const std::string file = save(folder, scene);
    const std::string results = (folder / "out.phiscope.h5").string();
    ChildProgram child(folder, program, {file, "-o", results});
    REQUIRE_MESSAGE(child.wait() == 0, child.errors());
    CHECK(contains(child.errors(), "of Shank, 1 lie"));
    CHECK(contains(child.errors(), "warning: Synapse is first driven at 25 ms, and the run ends at 20 ms."));
    ChildProgram check(folder, program, {file, "--check"});
    REQUIRE_MESSAGE(check.wait() == 0, check.errors());
    CHECK(contains(check.errors(), "warning: Synapse is first driven at 25 ms"));
    ChildProgram quiet(folder, program, {file, "-o", results, "--quiet"});
    REQUIRE(quiet.wait() == 0);
    CHECK(quiet.errors() == "");
}

TEST_CASE("a cell is drawn without a run, and in the colours of a moment with one") {
    const TemporaryFolder folder;
    const std::string scene = save(folder, smallScene());
    const std::string plain = (folder / "plain.svg").string();
    ChildProgram draws(folder, program,
                       {scene, "--outline", plain, "--projection", "yz", "--um-per-mm", "5"});
    REQUIRE_MESSAGE(draws.wait() == 0, draws.errors());
    CHECK(draws.output() == "Wrote " + plain + "\n"); // no frames: nothing ran
    CHECK(contains(readText(plain), "yz plane; 1 mm on paper is 5 µm"));
    CHECK(contains(readText(plain), "id=\"soma[0]\""));

    const std::string coloured = (folder / "coloured.svg").string();
    ChildProgram runs(
        folder, program,
        {scene, "--outline", coloured, "--outline-colour", "potential", "--at", "8", "--outline-contacts"});
    REQUIRE_MESSAGE(runs.wait() == 0, runs.errors());
    CHECK(contains(runs.output(), "321 frames"));
    CHECK(contains(readText(coloured), "in mV at 8 ms"));
    CHECK(contains(readText(coloured), "id=\"probe-1/4\""));

    ChildProgram pdf(folder, program, {scene, "--outline", (folder / "cell.pdf").string()});
    CHECK(pdf.wait() == 2);
    ChildProgram lonely(folder, program, {scene, "-o", (folder / "x.h5").string(), "--projection", "xz"});
    CHECK(lonely.wait() == 2);
}
