#include "model/scene/scene_file.h"
#include "tests/common/temporary_folder.h"
#include "tests/scene/sample_scene.h"

#include <clocale>
#include <doctest/doctest.h>
#include <limits>

using namespace phiscope;
using test::TemporaryFolder;

TEST_CASE("a scene that is written and read is equal, and written again the same bytes") {
    for (const Scene& scene : {Scene{}, test::sampleScene()}) {
        const std::string text = writeScene(scene);
        const Result<SceneFile> read = parseScene(text, "a.phiscope");
        REQUIRE_MESSAGE(read, read.error().message());
        CHECK(read->notices.empty());
        CHECK(read->scene == scene);
        CHECK(writeScene(read->scene) == text);
    }
}

TEST_CASE("the file is readable: units in keys, lists on one line, nothing that means nothing") {
    const std::string text = writeScene(test::sampleScene());
    CHECK(text.starts_with("{\n  \"version\": 1,\n  \"title\": \"Déjà vu: “Φ” of a cell\","));
    CHECK(text.ends_with("}\n"));
    CHECK(text.find("\"times_ms\": [20.0, 40.0, 10.125]") != std::string::npos);
    CHECK(text.find("        [1.0, 2.0, 3.0],\n        [4.0, 5.0, 6.5]\n") != std::string::npos);
    CHECK(text.find("\"tstop_ms\": 120.5") != std::string::npos);
    CHECK(text.find("\"gain\": 100000.0") == text.rfind("\"gain\"")); // of the voltage clamp only
    CHECK(text.find("\"cm_uF_cm2\": null") != std::string::npos);
}

TEST_CASE("a changed value that means nothing with this type comes back all the same") {
    Scene scene = test::sampleScene();
    scene.synapses[0].tau2Ms = 9.0; // an ExpSyn: kept for when the person turns it back
    CHECK(parseScene(writeScene(scene), "")->scene == scene);
    scene.synapses[0].tau2Ms = std::numeric_limits<double>::quiet_NaN(); // cannot be written
    CHECK(parseScene(writeScene(scene), "")->scene == test::sampleScene());
}

TEST_CASE("what is left out has its default; objects without an identifier get one") {
    const Result<SceneFile> read = parseScene(
        R"({"version": 1, "synapses": [{"section": "dend[1]", "x": 1}, {"id": "synapse-1"}], "probes": [{}]})",
        "");
    REQUIRE_MESSAGE(read, read.error().message());
    const Scene& scene = read->scene;
    REQUIRE(scene.synapses.size() == 2);
    CHECK(scene.synapses[0].id == "synapse-2");
    CHECK(scene.synapses[0].location == Location{"dend[1]", 1.0});
    CHECK(scene.synapses[0].weight == Synapse{}.weight);
    CHECK(scene.probes[0].id == "probe-1");
    CHECK(scene.run == RunSettings{});
}

TEST_CASE("unknown keys are reported, kept, and stay with their object") {
    const std::string text = R"({
  "version": 2,
  "future": {"a": [1, 2]},
  "cell": {"morphology": {"meshing": "fine"}},
  "synapses": [{"id": "a", "colour/x": "red"}, {"id": "b", "plasticity": {"rule": "stdp"}}],
  "run": {"gpu": true}
})";
    Result<SceneFile> read = parseScene(text, "new.phiscope");
    REQUIRE_MESSAGE(read, read.error().message());
    REQUIRE(read->notices.size() == 6);
    CHECK(read->notices[0].text.find("newer version") != std::string::npos);
    CHECK(read->notices[1].text == "This version of Phiscope does not know /future; it has no effect and is "
                                   "kept when the scene is saved.");
    CHECK(read->notices[1].line == 3);
    Scene scene = read->scene;
    const std::string again = writeScene(scene);
    CHECK(parseScene(again, "")->scene == scene);
    CHECK(again.find("\"a\": [1, 2]") != std::string::npos);
    CHECK(again.find("\"meshing\": \"fine\"") != std::string::npos);
    CHECK(again.find("\"gpu\": true") != std::string::npos);

    scene.synapses.erase(scene.synapses.begin());
    const std::string without = writeScene(scene);
    CHECK(without.find("colour/x") == std::string::npos);
    CHECK(without.find("\"rule\": \"stdp\"") != std::string::npos);
}

TEST_CASE("a knob whose object has gone is left out with a notice, one for an unknown number stays") {
    const Result<SceneFile> read = parseScene(R"({
  "version": 1,
  "synapses": [{"id": "s"}],
  "knobs": [
    {"id": "a", "object": "gone", "key": "weight_uS", "low": 0.1, "high": 1},
    {"id": "b", "object": "s", "key": "weight_uS", "low": 0.001, "high": 0.01, "scale": "log", "hue": 7},
    {"id": "c", "object": "s", "key": "weight_uS", "low": 0, "high": 5},
    {"object": "cell", "key": "of a newer version", "low": -1, "high": 1}
  ]
})",
                                              "knobs.phiscope");
    REQUIRE_MESSAGE(read, read.error().message());
    const Scene& scene = read->scene;
    REQUIRE(scene.knobs.size() == 2);
    CHECK(scene.knobs[0] == Knob{"b", "s", "weight_uS", 0.001, 0.01, Knob::Scale::logarithmic});
    CHECK(scene.knobs[1].id == "knob-1");
    CHECK(scene.knobs[1].key == "of a newer version");
    REQUIRE(read->notices.size() == 3);
    CHECK(read->notices[0].text.find("/knobs/1/hue") != std::string::npos);
    CHECK(read->notices[1].text == "The scene has no object \"gone\"; the knob at /knobs/0 is left out.");
    CHECK(read->notices[1].line == 5);
    CHECK(read->notices[2].text ==
          "There is another knob for \"weight_uS\" of \"s\"; the knob at /knobs/2 is left out.");
    const std::string again = writeScene(scene);
    CHECK(parseScene(again, "")->scene == scene);
    CHECK(again.find("\"hue\": 7") != std::string::npos);
    CHECK(writeScene(Scene{}).find("knobs") == std::string::npos);
}

TEST_CASE("a scene of version 0 is converted, and says so") {
    const Result<SceneFile> read = parseScene(R"({
  "version": 0,
  "synapses": [{"id": "s", "weight": 0.25, "tau1": 0.5, "tau2": 4}],
  "run": {"tstop": 33, "dt": 0.125, "tstart": -5}
})",
                                              "old.phiscope");
    REQUIRE_MESSAGE(read, read.error().message());
    CHECK(read->scene.run.tstopMs == 33.0);
    CHECK(read->scene.run.dtMs == 0.125);
    CHECK(read->scene.run.tstartMs == -5.0);
    CHECK(read->scene.synapses[0].weight == 0.25);
    CHECK(read->scene.synapses[0].tau2Ms == 4.0);
    CHECK(read->scene.unknownKeys.empty());
    REQUIRE(read->notices.size() == 1);
    CHECK(read->notices[0].text == "The scene was in the older format 0; saving it writes format 1.");
    CHECK(read->notices[0].level == Notice::Level::information);
}

TEST_CASE("numbers are written and read the same under a comma-decimal locale") {
    const char* found = nullptr;
    for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "nb_NO.UTF-8"}) {
        found = found != nullptr ? found : std::setlocale(LC_ALL, name);
    }
    if (found == nullptr) {
        MESSAGE("skipped: this machine has no comma-decimal locale");
        return;
    }
    const Scene scene = test::sampleScene();
    const std::string text = writeScene(scene);
    const Result<SceneFile> read = parseScene(text, "");
    std::setlocale(LC_ALL, "C");
    REQUIRE_MESSAGE(read, read.error().message());
    CHECK(read->scene == scene);
    CHECK(text == writeScene(scene));
}

TEST_CASE("saving and reading a file with a name beyond ASCII") {
    const TemporaryFolder folder;
    const auto file = folder / "Zelle µ.phiscope";
    const Scene scene = test::sampleScene();
    const Result<void> saved = saveScene(scene, file);
    REQUIRE_MESSAGE(saved, saved.error().message());
    CHECK(readScene(file)->scene == scene);
    CHECK(test::readText(file) == writeScene(scene));
}

TEST_CASE("a scene with problems is not saved, and the old file stays") {
    const TemporaryFolder folder;
    const auto file = folder / "a.phiscope";
    test::writeText(file, "old");
    Scene scene;
    scene.run.dtMs = -1.0;
    const Result<void> saved = saveScene(scene, file);
    REQUIRE_FALSE(saved);
    CHECK(saved.error().what.find("/run/dt_ms") != std::string::npos);
    CHECK(test::readText(file) == "old");
    scene = {};
    scene.title = "\xff\xfe";
    CHECK(saveScene(scene, file).error().what.find("UTF-8") != std::string::npos);
    CHECK(test::readText(file) == "old");
}

TEST_CASE("a morphology is referred to by a relative path and its checksum, and can be embedded") {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder / "scenes");
    std::filesystem::create_directory(folder / "cells");
    const auto file = folder / "cells" / "a.swc";
    test::writeText(file, "abc");
    const Result<MorphologySource> source = referToMorphology(file, folder / "scenes");
    REQUIRE_MESSAGE(source, source.error().message());
    CHECK(source->kind == MorphologySource::Kind::file);
    CHECK(source->path == "../cells/a.swc");
    // FIPS 180-4's example.
    CHECK(source->sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");

    const MorphologySource moved = rebaseMorphology(*source, folder / "scenes", folder.path());
    CHECK(moved.path == "cells/a.swc");
    CHECK(rebaseMorphology(moved, folder.path(), {}).path == file.generic_string());

    const Result<MorphologySource> embedded = embedMorphology(*source, folder / "scenes");
    REQUIRE_MESSAGE(embedded, embedded.error().message());
    CHECK(embedded->kind == MorphologySource::Kind::embedded);
    CHECK(embedded->text == "abc");
    CHECK(embedded->path == "a.swc");
    Scene scene;
    scene.cell.morphology = *embedded;
    CHECK(parseScene(writeScene(scene), "")->scene == scene);

    CHECK_FALSE(referToMorphology(folder / "missing.swc", folder.path()));
}

TEST_CASE("new identifiers are free ones") {
    Scene grouped;
    grouped.groups.emplace_back().id = "group-1";
    grouped.knobs.emplace_back().id = "knob-1";
    CHECK(newId(grouped, "group") == "group-2");
    CHECK(newId(grouped, "knob") == "knob-2");
    const Scene scene = test::sampleScene();
    CHECK(newId(scene, "probe") == "probe-3");
    CHECK(newId(scene, "slice") == "slice-2");
    CHECK(newId(scene, "head") == "head-2");
    CHECK(newId(scene, "thing") == "thing-1");
}
