// The guide's page of settings is written from the table that the window and the scene file use, so that it
// cannot say anything else. After a change of the table: PHISCOPE_WRITE_GUIDE=1 bin/test_guide
#include "model/scene/fields.h"
#include "model/scene/scene_file.h"
#include "model/synthesis/shapes.h"

#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>

using namespace phiscope;

namespace {

std::string withUnit(const std::string& text, const std::string& unit) {
    return unit.empty() ? text : text + " " + unit;
}

std::string valueText(const FieldInfo& info, const FieldValue& value) {
    struct Writer {
        const FieldInfo& info;
        std::string operator()(std::monostate) const { return info.unsetText; }
        std::string operator()(bool on) const { return on ? "on" : "off"; }
        std::string operator()(std::int64_t number) const {
            return withUnit(std::to_string(number), info.unit);
        }
        std::string operator()(double number) const { return withUnit(numberText(number), info.unit); }
        std::string operator()(const std::string& text) const {
            for (const FieldChoice& choice : info.choices) {
                if (choice.key == text) {
                    return choice.label;
                }
            }
            return text;
        }
        std::string operator()(const std::array<double, 3>& v) const {
            return withUnit(numberText(v[0]) + ", " + numberText(v[1]) + ", " + numberText(v[2]), info.unit);
        }
        std::string operator()(const std::vector<double>& numbers) const {
            std::string text;
            for (const double number : numbers) {
                text += (text.empty() ? "" : ", ") + numberText(number);
            }
            return text.empty() ? "none" : withUnit(text, info.unit);
        }
        std::string operator()(const std::vector<std::string>&) const { return "none"; }
        std::string operator()(const std::vector<std::array<double, 3>>&) const { return "none"; }
    };
    return std::visit(Writer{info}, value);
}

std::string limits(const FieldInfo& info) {
    switch (info.kind) {
    case FieldKind::boolean:
        return "on, off";
    case FieldKind::choice: {
        std::string text;
        for (const FieldChoice& choice : info.choices) {
            text += (text.empty() ? "" : "; ") + choice.label + " (`" + choice.key + "`)";
        }
        return text;
    }
    case FieldKind::text:
        return "text";
    case FieldKind::texts:
        return "texts";
    default:
        break;
    }
    return withUnit(numberText(info.minimum) + " to " + numberText(info.maximum), info.unit);
}

void writeRow(std::ostream& page, const FieldInfo& info) {
    page << "| " << info.label << " | `" << info.key << "` | " << valueText(info, info.defaultValue) << " | "
         << limits(info) << " | " << info.help;
    if (!info.lfpyName.empty()) {
        page << " LFPy: `" << info.lfpyName << "`.";
    }
    page << " |\n";
}

void writeHead(std::ostream& page, const std::string& title) {
    page << "\n## " << title << "\n"
         << "| setting | in the scene file | default | allowed | what it is |\n|---|---|---|---|---|\n";
}

template <typename T>
void writeTable(std::ostream& page, const std::string& title) {
    writeHead(page, title);
    for (const Field<T>& field : fieldsOf<T>()) {
        if (field.info.inPanel) {
            writeRow(page, field.info);
        }
    }
}

std::string settingsPage() {
    std::ostringstream page;
    page << "# All settings\n"
         << "Every number that can be set, with its unit, its default and its limits. Names with a slash lie "
            "in an "
            "object of the scene file: `spikes/start_ms` is `start_ms` in `spikes`.\n";
    writeTable<Cell>(page, "Cell");
    writeTable<Mechanism>(page, "Membrane mechanisms");
    for (const FieldInfo& info : mechanismParameters("hh")) {
        writeRow(page, info);
    }
    writeTable<Synapse>(page, "Synapses");
    writeTable<SynapseGroup>(page, "Synapse groups");
    writeTable<Stimulus>(page, "Stimuli");
    writeTable<Probe>(page, "Probes");
    writeTable<FieldSlice>(page, "Field slices");
    writeTable<Head>(page, "Heads");
    writeTable<RunSettings>(page, "Run");
    writeTable<View>(page, "View");
    page << "\n## Procedural cells\nUnder `parameters` in the cell's `morphology`; what is left out has its "
            "default.\n";
    for (const ShapeInfo& shape : shapes()) {
        page << "\n### " << shape.title << " (`" << shape.key << "`)\n"
             << shape.description << "\n\n| setting | in the scene file | default | allowed | what it is |\n"
             << "|---|---|---|---|---|\n";
        for (const ShapeParameter& p : shape.parameters) {
            page << "| " << p.label << " | `" << p.key << "` | "
                 << withUnit(numberText(p.defaultValue), p.unit) << " | "
                 << withUnit(numberText(p.minimum) + " to " + numberText(p.maximum), p.unit) << " | "
                 << p.help << " |\n";
        }
    }
    return page.str();
}

} // namespace

namespace {

std::filesystem::path guideFolder() {
    return std::filesystem::path(PHISCOPE_SOURCE_DIR) / "resources/guide";
}

std::string readText(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    REQUIRE_MESSAGE(stream.good(), file.string() << " is missing.");
    return {std::istreambuf_iterator<char>(stream), {}};
}

} // namespace

TEST_CASE("the guide's page of settings says what the table says") {
    const auto file = guideFolder() / "10-settings.md";
    if (std::getenv("PHISCOPE_WRITE_GUIDE") != nullptr) {
        std::ofstream(file, std::ios::binary) << settingsPage();
    }
    const bool same = readText(file) == settingsPage();
    CHECK_MESSAGE(
        same, "resources/guide/10-settings.md is out of date: run this test with PHISCOPE_WRITE_GUIDE=1.");
}

TEST_CASE("the scene in the guide is a scene") {
    const std::string text = readText(guideFolder() / "07-files.md");
    const std::string opening = "```json\n";
    const std::size_t begin = text.find(opening);
    REQUIRE(begin != std::string::npos);
    const std::size_t from = begin + opening.size();
    const auto scene = parseScene(text.substr(from, text.find("```", from) - from), "07-files.md");
    REQUIRE_MESSAGE(scene.has_value(), scene.error().message());
    CHECK(scene->notices.empty());
    CHECK(scene->scene.synapses.size() == 1);
    CHECK(scene->scene.synapses.front().spikes.timesMs == std::vector<double>{10.0});
    CHECK(scene->scene.probes.size() == 1);
}

TEST_CASE("links between the guide's pages lead somewhere") {
    const std::regex link(R"(\]\(([^)#]+\.[a-z]+)(#[^)]*)?\))");
    int found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(guideFolder())) {
        if (entry.path().extension() != ".md") {
            continue;
        }
        const std::string text = readText(entry.path());
        for (auto it = std::sregex_iterator(text.begin(), text.end(), link); it != std::sregex_iterator();
             ++it) {
            const std::string target = (*it)[1];
            if (target.rfind("http", 0) == 0) {
                continue;
            }
            ++found;
            CHECK_MESSAGE(std::filesystem::exists(guideFolder() / target), entry.path().filename().string()
                                                                               << " links to " << target);
        }
    }
    CHECK(found > 8);
}
