#include "model/scene/scene_file.h"
#include "model/simulation/cell_source.h"
#include "model/support/sha256.h"
#include "tests/common/temporary_folder.h"

#include <doctest/doctest.h>

using namespace phiscope;
using test::TemporaryFolder;
using test::writeText;

namespace {

constexpr const char* stick = "1 1 0 0 0 5 -1\n2 1 0 0 10 5 1\n3 3 0 0 20 1 2\n4 3 0 0 120 1 3\n";

constexpr const char* hocStick =
    "create soma[1]\nsoma[0] { pt3dadd(0,0,0,10) pt3dadd(0,0,10,10) nseg = 3 }\n";

CellSourceOptions in(const TemporaryFolder& folder) {
    CellSourceOptions options;
    options.sceneFolder = folder.path();
    options.runProgram = std::filesystem::path(PHISCOPE_BIN_DIR) / "phiscope-run";
    return options;
}

Cell fromFile(const std::string& path) {
    Cell cell;
    cell.morphology.kind = MorphologySource::Kind::file;
    cell.morphology.path = path;
    return cell;
}

} // namespace

TEST_CASE("a procedural cell is grown, cut and placed") {
    Cell cell;
    cell.morphology.shape = "ball_and_stick";
    cell.pose.positionUm = {10.0, 20.0, 30.0};
    const Result<BuiltCell> built = buildCell(cell, {});
    REQUIRE_MESSAGE(built, built.error().message());
    CHECK(built->nseg.size() == built->morphology.sections.size());
    CHECK(somaPosition(built->placed.morphology, built->placed.segments)
              .isApprox(Eigen::Vector3d(10.0, 20.0, 30.0), 1e-6));
    cell.morphology.shape = "octopus";
    CHECK_FALSE(buildCell(cell, {}));
}

TEST_CASE("a file is found from the scene's folder; a change of it is told") {
    const TemporaryFolder folder;
    writeText(folder / "a.swc", stick);
    Cell cell = fromFile("a.swc");
    cell.morphology.sha256 = sha256(stick);
    Result<BuiltCell> built = buildCell(cell, in(folder));
    REQUIRE_MESSAGE(built, built.error().message());
    CHECK(built->morphology.sections.size() == 2);
    CHECK(built->notices.empty());
    CHECK_FALSE(built->somaNote.empty());

    writeText(folder / "a.swc", std::string(stick) + "# edited\n");
    built = buildCell(cell, in(folder));
    REQUIRE_MESSAGE(built, built.error().message());
    REQUIRE(built->notices.size() == 1);
    CHECK(built->notices[0].text.find("has changed since the scene was saved") != std::string::npos);
}

TEST_CASE("an embedded cell needs no file and is the same cell") {
    const TemporaryFolder folder;
    writeText(folder / "a.swc", stick);
    Cell cell = fromFile("a.swc");
    const Result<BuiltCell> referred = buildCell(cell, in(folder));
    cell.morphology = *embedMorphology(cell.morphology, folder.path());
    std::filesystem::remove(folder / "a.swc");
    const Result<BuiltCell> embedded = buildCell(cell, in(folder));
    REQUIRE_MESSAGE(embedded, embedded.error().message());
    CHECK(embedded->morphology.sections == referred->morphology.sections);
}

TEST_CASE("program code runs only where the person agreed, from a file and embedded") {
    const TemporaryFolder folder;
    writeText(folder / "a.hoc", hocStick);
    Cell cell = fromFile("a.hoc");
    CHECK(needsConsent(cell.morphology));
    cell.discretisation.method = Discretisation::Method::asLoaded;
    const Result<BuiltCell> refused = buildCell(cell, in(folder));
    REQUIRE_FALSE(refused);
    CHECK(refused.error().what.find("program code") != std::string::npos);
    CHECK(refused.error().file.ends_with("a.hoc"));
    CellSourceOptions allowed = in(folder);
    allowed.allowHoc = true;
    const Result<BuiltCell> built = buildCell(cell, allowed);
    REQUIRE_MESSAGE(built, built.error().message());
    CHECK(built->nseg == std::vector<int>{3});
    cell.morphology = *embedMorphology(cell.morphology, folder.path());
    CHECK(needsConsent(cell.morphology));
    CHECK_FALSE(buildCell(cell, in(folder)));
    const Result<BuiltCell> embedded = buildCell(cell, allowed);
    REQUIRE_MESSAGE(embedded, embedded.error().message());
    CHECK(embedded->morphology.sections == built->morphology.sections);
    CHECK_FALSE(needsConsent(MorphologySource{}));
}

TEST_CASE("errors name the file and, where there is one, the line") {
    const TemporaryFolder folder;
    const Result<BuiltCell> missing = buildCell(fromFile("none.swc"), in(folder));
    REQUIRE_FALSE(missing);
    CHECK(missing.error().file.ends_with("none.swc"));
    writeText(folder / "bad.swc", "1 1 0 0 0 5 -1\n2 1 0 0 10 5 77\n");
    const Result<BuiltCell> bad = buildCell(fromFile("bad.swc"), in(folder));
    REQUIRE_FALSE(bad);
    CHECK(bad.error().file.ends_with("bad.swc"));
    CHECK(bad.error().line == 2);
    CHECK_FALSE(bad.error().remedy.empty());
    writeText(folder / "cell.txt", stick);
    CHECK_FALSE(buildCell(fromFile("cell.txt"), in(folder)));
}

TEST_CASE("a rule that cuts too finely is told, and one that would exhaust the memory is refused") {
    const TemporaryFolder folder;
    std::string swc = stick;
    Cell cell = fromFile("long.swc");
    cell.discretisation.method = Discretisation::Method::fixedLength;
    cell.discretisation.maxLengthUm = 0.002;
    writeText(folder / "long.swc", swc);
    const Result<BuiltCell> one = buildCell(cell, in(folder));
    REQUIRE_MESSAGE(one, one.error().message());
    REQUIRE(one->notices.size() == 1);
    CHECK(one->notices[0].text.find("dend[0]") != std::string::npos);

    for (int k = 0; k < 40; ++k) {
        swc += std::to_string(5 + k) + " 3 " + std::to_string(100 + k) + " 0 120 1 4\n";
    }
    writeText(folder / "long.swc", swc);
    const Result<BuiltCell> built = buildCell(cell, in(folder));
    REQUIRE_FALSE(built);
    CHECK(built.error().remedy == "Choose longer segments.");
}
