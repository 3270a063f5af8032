#include "model/scene/scene_file.h"
#include "tests/common/temporary_folder.h"
#include "tests/scene/sample_scene.h"

#include <doctest/doctest.h>
#include <random>

using namespace phiscope;

namespace {

std::string messageOf(const std::string& text) {
    const Result<SceneFile> read = parseScene(text, "bad.phiscope");
    REQUIRE_FALSE(read);
    CHECK_FALSE(read.error().remedy.empty());
    return read.error().message();
}

bool contains(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

} // namespace

TEST_CASE("text that is not JSON: file, line, column") {
    CHECK(contains(messageOf(""), "bad.phiscope: it is empty."));
    CHECK(contains(messageOf(" \n "), "it is empty."));
    CHECK(contains(messageOf("{\n  \"version\": 1,\n  oops\n}"),
                   "bad.phiscope, line 3: this is not valid JSON (column 3): syntax error"));
    CHECK(contains(messageOf("# a comment"), "line 1: this is not valid JSON (column 1)"));
    CHECK(contains(messageOf(R"({"version": 1)"), "line 1: this is not valid JSON"));
    CHECK(contains(messageOf(R"({"version": 1} more)"), "this is not valid JSON"));
    CHECK(contains(messageOf(R"({"version": 1, "run": {"dt_ms": NaN}})"), "this is not valid JSON"));
    CHECK(
        contains(messageOf(R"({"version": 1, "run": {"dt_ms": 1e999}})"), "line 1: this is not valid JSON"));
    CHECK(contains(messageOf(std::string("\x89HDF\r\n\x1a\n\0\0", 10)), "this is not valid JSON"));
    CHECK(contains(messageOf("{\"version\": 1, \"title\": \"\xff\"}"), "this is not valid JSON"));
    // The message stays on one line and of a bearable length whatever the file holds.
    const std::string long_ =
        messageOf("{\"version\": 1, \"title\": \"" + std::string(100000, 'x') + "\n\"}");
    CHECK(long_.size() < 1000);
    CHECK(long_.find('\n') == std::string::npos);
}

TEST_CASE("JSON that is no scene") {
    CHECK(contains(messageOf("[]"), "it holds a list instead of an object"));
    CHECK(contains(messageOf("3"), "this is not a scene"));
    CHECK(contains(messageOf("{}"), "it has no whole number \"version\""));
    CHECK(contains(messageOf(R"({"version": "1"})"), "it has no whole number \"version\""));
    CHECK(contains(messageOf(R"({"version": -1})"), "there is no version -1"));
    CHECK(contains(messageOf(R"({"version": 99999999999999})"), "there is no version"));
}

TEST_CASE("values of the wrong kind or out of limits: line, path, value, limit") {
    CHECK(messageOf("{\"version\": 1,\n\"run\": {\n\"dt_ms\": 0}}") ==
          "bad.phiscope, line 3: /run/dt_ms: Time step is 0 ms; it must be at least 1e-05 ms. Correct the "
          "file, "
          "or open an older copy.");
    CHECK(contains(messageOf("{\"version\": 1,\n\"synapses\": [{},\n{\"x\": \"middle\"}]}"),
                   "line 3: /synapses/1/x: Position must be a number, but is a text."));
    CHECK(contains(messageOf(R"({"version": 1, "run": 5})"),
                   "/run: The value must be an object, but is the number 5."));
    CHECK(contains(messageOf(R"({"version": 1, "run": {"dt_ms": null}})"), "must be a number, but is null"));
    CHECK(contains(messageOf(R"({"version": 1, "run": {"celsius": true}})"),
                   "must be a number or null, but is true"));
    CHECK(contains(messageOf(R"({"version": 1, "cell": []})"), "/cell: The value must be an object"));
    CHECK(contains(messageOf(R"({"version": 1, "cell": {"pose": 3}})"),
                   "/cell/pose: The value must be an object"));
    CHECK(contains(messageOf(R"({"version": 1, "cell": {"pose": {"position_um": [1, 2]}}})"),
                   "must be a list of three numbers, but is a list."));
    CHECK(contains(messageOf(R"({"version": 1, "cell": {"mechanisms": [3]}})"), "/cell/mechanisms/0"));
    CHECK(
        contains(messageOf(R"({"version": 1, "cell": {"mechanisms": [{"parameters": {"gnabar_hh": "x"}}]}})"),
                 "/cell/mechanisms/0/parameters/gnabar_hh"));
    CHECK(contains(messageOf(R"({"version": 1, "cell": {"morphology": {"seed": 1.5}}})"),
                   "must be a whole number"));
    CHECK(contains(messageOf(R"({"version": 1, "cell": {"morphology": {"seed": -1}}})"),
                   "it must be at least 0"));
    CHECK(
        contains(messageOf(R"({"version": 1, "probes": [{"contact_count": 4294967297}]})"), "at most 4096"));
    CHECK(contains(messageOf(R"({"version": 1, "probes": {}})"), "/probes: The value must be a list"));
    CHECK(
        contains(messageOf(R"({"version": 1, "probes": ["p"]})"), "/probes/0: The value must be an object"));
    CHECK(contains(messageOf(R"({"version": 1, "probes": [{"layout": "spiral"}]})"),
                   R"(Layout is "spiral"; it must be one of "laminar", "custom".)"));
    CHECK(contains(messageOf(R"({"version": 1, "probes": [{"contacts_um": [[1, 2, 3], [4]]}]})"),
                   "a list of lists of three numbers"));
    CHECK(contains(messageOf(R"({"version": 1, "probes": [{"id": "a"}, {"id": "a"}]})"), "/probes/1/id"));
    CHECK(contains(
        messageOf(R"({"version": 1, "run": {"dt_ms": 0, "celsius": 1000}, "probes": [{"sigma_S_m": 0}]})"),
        "There are 2 more problems."));
    const auto knob = [](const std::string& inside) {
        return messageOf(R"({"version": 1, "knobs": [{"object": "run", "key": "dt_ms", )" + inside + "}]}");
    };
    CHECK(contains(knob(R"("low": 2, "high": 2)"),
                   "/knobs/0/high: The knob ends at 2; it must end above its beginning, 2."));
    CHECK(contains(knob(R"("low": 0, "high": 2, "scale": "log")"),
                   "/knobs/0/low: The knob begins at 0; on a logarithmic scale it must begin above 0."));
    CHECK(contains(knob(R"("scale": "cubic")"), "/knobs/0/scale"));
    CHECK(contains(knob(R"("low": "small")"), "/knobs/0/low: From must be a number, but is a text."));
    CHECK(contains(messageOf(R"({"version": 1, "knobs": [{}]})"),
                   "/knobs/0/key: The knob does not say which number it turns."));
    CHECK(contains(messageOf(R"({"version": 1, "knobs": {"a": 1}})"), "/knobs: The value must be a list"));
    CHECK(contains(messageOf(R"({"version": 1, "probes": [{"id": "a"}], "knobs": [{"id": "a",
                                "object": "a", "key": "x"}]})"),
                   "/knobs/0/id"));
    CHECK(findProblems(R"({"version": 1, "run": {"dt_ms": 0, "celsius": 1000}})").size() == 2);
    CHECK(findProblems("{").size() == 1);
    CHECK(findProblems(R"({"version": 1})").empty());
}

TEST_CASE("text made to exhaust the program is refused at once") {
    CHECK(contains(messageOf(std::string(1000000, '[')), "nested more than 64 levels"));
    std::string nested = "{\"version\": 1, \"a\": ";
    for (int k = 0; k < 100000; ++k) {
        nested += "{\"a\":";
    }
    CHECK(contains(messageOf(nested), "nested more than 64 levels"));
    std::string wide = "{\"version\": 1";
    for (int k = 0; k < 20000; ++k) {
        wide += ", \"k" + std::to_string(k) + "\": 0";
    }
    CHECK(contains(messageOf(wide + "}"), "more than 10000 keys"));
    CHECK(contains(messageOf("{\"version\": 1,\n\"run\": {},\n\"run\": {}}"),
                   "line 3: the key \"run\" is given twice"));
}

TEST_CASE("mutated scenes are read or refused, never worse") {
    const std::string good = writeScene(test::sampleScene());
    std::mt19937 random(20240917);
    int refused = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string text = good;
        const int edits = 1 + static_cast<int>(random() % 4);
        for (int k = 0; k < edits && !text.empty(); ++k) {
            const std::size_t at = random() % text.size();
            switch (random() % 4) {
            case 0:
                text[at] = static_cast<char>(random() % 256);
                break;
            case 1:
                text.erase(at, 1 + random() % 20);
                break;
            case 2:
                text.insert(at, text.substr(random() % text.size(), random() % 40));
                break;
            default:
                text.resize(at + 1);
            }
        }
        const Result<SceneFile> read = parseScene(text, "mutated");
        if (read) {
            const std::string written = writeScene(read->scene);
            const Result<SceneFile> again = parseScene(written, "again");
            REQUIRE_MESSAGE(again, again.error().message());
            CHECK(writeScene(again->scene) == written);
        } else {
            ++refused;
            CHECK_FALSE(read.error().what.empty());
        }
    }
    CHECK(refused > 1000);
}

TEST_CASE("files that cannot be read") {
    const test::TemporaryFolder folder;
    CHECK(contains(readScene(folder / "none.phiscope").error().message(), "there is no such file"));
    CHECK(contains(readScene(folder.path()).error().message(), "this is a folder"));
    CHECK(contains(readScene("/dev/zero").error().message(), "not a regular file"));
}
