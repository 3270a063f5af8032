#include "model/simulation/hoc_import.h"
#include "model/simulation/simulation.h"

#include <chrono>
#include <cmath>
#include <cstdlib>
#include <doctest/doctest.h>
#include <fstream>

using namespace phiscope;

namespace {

/// A folder of its own for every test, with a name that is not plain.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "phiscope hoc é-XXXXXX").string();
        REQUIRE(::mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    std::filesystem::path write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name) << text;
        return path_ / name;
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

std::filesystem::path runProgram() {
    return std::filesystem::path(PHISCOPE_BIN_DIR) / "phiscope-run";
}

Result<MorphologyImport> load(const std::string& text, double timeLimitSeconds = 20.0) {
    const Folder folder;
    return importHoc(folder.write("cell with 'quotes\".hoc", text), runProgram(), timeLimitSeconds);
}

std::string messageOf(const Result<MorphologyImport>& result) {
    return result ? "(no error)" : result.error().message();
}

bool contains(const std::string& text, const std::string& part) {
    INFO(text);
    return text.find(part) != std::string::npos;
}

constexpr const char* ballAndSticks = R"(
create soma[1]
create dend[3]
soma[0] { pt3dadd(0, 0, 0, 25) pt3dadd(0, 0, 35, 25) nseg = 3 Ra = 150 cm = 0.75 }
dend[0] { pt3dadd(0, 0, 35, 5) pt3dadd(0, 0, 150, 5) }
dend[1] { pt3dadd(0, 0, 150, 2) pt3dadd(-50, 20, 200, 1) }
dend[2] { pt3dadd(0.1, 0, 150, 2) pt3dadd(30, 0, 160, 2) }
connect dend[0](0), soma[0](0.5)
connect dend[1](0), dend[0](1)
connect dend[2](1), dend[0](1)
)";

} // namespace

TEST_CASE("a cell comes back as the file makes it") {
    const auto import = load(ballAndSticks);
    INFO(messageOf(import));
    REQUIRE(import);
    const auto& sections = import->morphology.sections;
    REQUIRE(sections.size() == 4);
    CHECK(sections[0].name == "soma[0]");
    CHECK(sections[0].type == SectionType::soma);
    CHECK(sections[0].parent == -1);
    CHECK(sections[0].fileSegmentCount == 3);
    CHECK(sections[0].fileRa == 150.0);
    CHECK(sections[0].fileCm == 0.75);
    CHECK(sections[1].name == "dend[0]");
    CHECK(sections[1].type == SectionType::dendrite);
    CHECK(sections[1].parent == 0);
    CHECK(sections[1].parentX == 0.5);
    CHECK_FALSE(sections[1].fileRa);
    // As LFPy, by define_shape: everything begins where it is connected, here at the soma's middle.
    CHECK(sections[1].points == std::vector<PathPoint>{{0, 0, 17.5F, 5}, {0, 0, 132.5F, 5}});
    CHECK(sections[2].points == std::vector<PathPoint>{{0, 0, 132.5F, 2}, {-50, 20, 182.5F, 1}});
    CHECK(sections[3].childX == 1.0);
    CHECK(sections[3].parentX == 1.0);
    CHECK(sections[3].points[0] == PathPoint{0, 0, 132.5F, 2});
    CHECK(import->notices.empty());
    CHECK(contains(import->somaNote, "2 points"));
    CHECK(contains(import->morphology.name, "cell with"));
}

TEST_CASE("sections without points are drawn, membranes are reported") {
    const auto import = load("create soma, dend\n"
                             "access soma\n"
                             "soma { L = 20 diam = 20 insert hh }\n"
                             "dend { L = 100 diam = 2 nseg = 5 insert pas }\n"
                             "connect dend(0), soma(1)\n"
                             "objref s\n"
                             "dend s = new ExpSyn(0.5)\n"
                             "print \"hello\"\n"
                             "system(\"echo this must not disturb the answer\")\n");
    INFO(messageOf(import));
    REQUIRE(import);
    REQUIRE(import->morphology.sections.size() == 2);
    CHECK(import->morphology.sections[1].points.size() >= 2);
    CHECK(sectionLength(import->morphology.sections[1]) == doctest::Approx(100.0));
    REQUIRE(import->notices.size() == 3);
    CHECK(contains(import->notices[0].text, "hh, pas"));
    CHECK(contains(import->notices[1].text, "ExpSyn"));
    CHECK(contains(import->notices[2].text, "hello"));
}

TEST_CASE("a file beside the file is found") {
    const Folder folder;
    folder.write("part.hoc", "proc shape() { soma { pt3dadd(0,0,0,10) pt3dadd(0,0,10,10) } }\n");
    const auto import =
        importHoc(folder.write("whole.hoc", "create soma\nxopen(\"part.hoc\")\nshape()\n"), runProgram());
    INFO(messageOf(import));
    REQUIRE(import);
    CHECK(import->morphology.sections.size() == 1);
}

TEST_CASE("a syntax error comes with its line") {
    const auto import = load("create soma\nsoma { pt3dadd(0,0,0,1) }\ncreate dend[\n");
    REQUIRE_FALSE(import);
    CHECK(import.error().line == 3);
    CHECK(contains(messageOf(import), "syntax error"));
    CHECK(contains(messageOf(import), ".hoc, line 3"));
}

TEST_CASE("what goes wrong in the file is told in words") {
    CHECK(contains(messageOf(load("create soma\nundefinedFunction()\n")), "undefinedFunction"));
    CHECK(
        contains(messageOf(load("begintemplate T\npublic soma\ncreate soma\nendtemplate T\n")), "template"));
    CHECK(contains(messageOf(load("x = 1\n")), "makes no sections"));
    CHECK(contains(messageOf(load("")), "makes no sections"));
    CHECK(contains(messageOf(load("create soma\nquit()\n")), "ended NEURON"));
    CHECK(contains(messageOf(load(std::string("\0\1\2\xff\xfe garbage", 12))), "no sections"));
    CHECK(contains(messageOf(load("create a, b\nconnect a(0), b(1)\nconnect b(0), a(1)\n")), "NEURON"));
    CHECK(
        contains(messageOf(load("create soma\nsoma { pt3dadd(0,0,0,-1) pt3dadd(0,0,1,-1) }\n")), "diameter"));
}

TEST_CASE("a file that never ends is stopped, with what it started") {
    const Folder folder;
    const auto before = std::chrono::steady_clock::now();
    const auto loop =
        importHoc(folder.write("loop.hoc", "create soma\nwhile (1) { x = 1 }\n"), runProgram(), 0.7);
    CHECK(contains(messageOf(loop), "after 0.7 seconds"));
    const std::string mark = (folder.path() / "mark").string();
    const auto shell =
        importHoc(folder.write("shell.hoc", "create soma\nsystem(\"sleep 3; touch '" + mark + "'\")\n"),
                  runProgram(), 0.7);
    CHECK(contains(messageOf(shell), "after 0.7 seconds"));
    CHECK(std::chrono::steady_clock::now() - before < std::chrono::seconds(5));
}

TEST_CASE("a missing file or program is told") {
    CHECK(contains(messageOf(importHoc("/nowhere/cell.hoc", runProgram())), "no such file"));
    const Folder folder;
    const auto file = folder.write("cell.hoc", ballAndSticks);
    CHECK(contains(messageOf(importHoc(file, "/nowhere/phiscope-run")), "can not be started"));
    // Programs that do not answer, or not in our words.
    CHECK(contains(messageOf(importHoc(file, "/bin/true")), "ended NEURON"));
    CHECK(contains(messageOf(importHoc(file, "/bin/false")), "exit code 1"));
    CHECK(contains(messageOf(importHoc(file, "/bin/echo")), "no proper answer"));
}

TEST_CASE("an answer is checked as anything from outside") {
    const auto message = [](const std::string& sections) {
        return messageOf(parseHocAnswer("{\"sections\":" + sections + "}", "x.hoc"));
    };
    const auto section = [](const std::string& name, int parent, const std::string& points,
                            const std::string& more = "\"nseg\":1,\"Ra\":35.4,\"cm\":1") {
        return "{\"name\":\"" + name + "\",\"parent\":" + std::to_string(parent) +
               ",\"parent_x\":1,\"orientation\":0," + more + ",\"points\":" + points + "}";
    };
    const std::string points = "[[0,0,0,1],[0,0,1,1]]";
    CHECK(message("[" + section("a", -1, points) + "]") == "(no error)");

    CHECK(contains(messageOf(parseHocAnswer("", "x.hoc")), "proper answer"));
    CHECK(contains(messageOf(parseHocAnswer("[]", "x.hoc")), "proper answer"));
    CHECK(contains(messageOf(parseHocAnswer("{}", "x.hoc")), "incomplete"));
    CHECK(contains(messageOf(parseHocAnswer("{\"sections\":[{}]}", "x.hoc")), "incomplete"));
    CHECK(contains(messageOf(parseHocAnswer("{\"error\":5}", "x.hoc")), "incomplete"));
    CHECK(contains(message("[]"), "0 sections"));
    CHECK(contains(message("7"), "sections"));
    CHECK(contains(message("[" + section("a", 0, points) + "]"), "own parent"));
    CHECK(contains(message("[" + section("a", 7, points) + "]"), "parent"));
    CHECK(contains(message("[" + section("a", 1, points) + "," + section("b", 0, points) + "]"), "ancestor"));
    CHECK(
        contains(message("[" + section("a", -1, points) + "," + section("a", 0, points) + "]"), "called a"));
    CHECK(contains(message("[" + section("a", -1, "[[0,0,0,1]]") + "]"), "1 3-D points"));
    CHECK(contains(message("[" + section("a", -1, "[[0,0,0,1],[0,0,null,1]]") + "]"), "z is not a number"));
    CHECK(contains(message("[" + section("a", -1, "[[0,0,0,1],[0,0,1e300,1]]") + "]"), "z is 1e+300"));
    CHECK(contains(message("[" + section("a", -1, "[[0,0,0,0],[0,0,1,1]]") + "]"), "diameter"));
    CHECK(contains(message("[" + section("a", -1, points, "\"nseg\":0,\"Ra\":35.4,\"cm\":1") + "]"), "nseg"));
    CHECK(
        contains(message("[" + section("a", -1, points, "\"nseg\":1.5,\"Ra\":35.4,\"cm\":1") + "]"), "nseg"));
    CHECK(contains(message("[" + section("a", -1, points, "\"nseg\":1,\"Ra\":0,\"cm\":1") + "]"), "Ra"));
}

TEST_CASE("LFPy's .hoc cells load") {
    const char* set = std::getenv("PHISCOPE_MORPHOLOGIES");
    const std::filesystem::path folder =
        set != nullptr ? std::filesystem::path(set)
                       : std::filesystem::path(PHISCOPE_SOURCE_DIR).parent_path() / "shared" / "morphologies";
    if (!std::filesystem::exists(folder)) {
        MESSAGE("no morphologies in " << folder.string() << ": skipped");
        return;
    }
    const auto count = [&](const char* file) {
        const auto import = importHoc(folder / file, runProgram());
        INFO(messageOf(import));
        REQUIRE(import);
        return import->morphology.sections.size();
    };
    CHECK(count("ball_and_stick.hoc") == 2);
    CHECK(count("ball_and_sticks.hoc") == 4);
    CHECK(count("L5_Mainen96_LFPy.hoc") == 164);
    CHECK(count("stick.hoc") == 1);
    CHECK(count("C010398B-P2.hoc") == 78);
    CHECK(contains(messageOf(importHoc(folder / "ball_and_stick_template.hoc", runProgram())), "template"));
}
