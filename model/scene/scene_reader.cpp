#include "model/scene/fields.h"
#include "model/scene/parameters.h"
#include "model/scene/scene_file.h"
#include "model/scene/scene_json.h"
#include "model/support/atomic_file.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace phiscope {

namespace scene_json {

namespace {

/// A value of the wrong kind: what it must be instead.
struct WrongKind {
    std::string wanted;
};

template <typename T>
using Converted = tl::expected<T, WrongKind>;

Converted<double> toNumber(const Json& value) {
    if (!value.is_number()) {
        return tl::unexpected(WrongKind{"a number"});
    }
    return value.get<double>();
}

Converted<std::string> toText(const Json& value) {
    if (!value.is_string()) {
        return tl::unexpected(WrongKind{"a text"});
    }
    return value.get<std::string>();
}

Converted<std::array<double, 3>> toTriple(const Json& value) {
    const WrongKind wrong{"a list of three numbers"};
    if (!value.is_array() || value.size() != 3) {
        return tl::unexpected(wrong);
    }
    std::array<double, 3> triple{};
    for (std::size_t k = 0; k < 3; ++k) {
        if (!value[k].is_number()) {
            return tl::unexpected(wrong);
        }
        triple[k] = value[k].get<double>();
    }
    return triple;
}

Converted<std::int64_t> toInteger(const Json& value) {
    constexpr double exact = 9007199254740992.0; // 2^53
    const double number = value.is_number() ? value.get<double>() : 0.5;
    if (number != std::floor(number) || std::abs(number) > exact) {
        return tl::unexpected(WrongKind{"a whole number"});
    }
    return static_cast<std::int64_t>(number);
}

template <typename Element, typename Convert>
Converted<std::vector<Element>> toList(const Json& value, const Convert& convert, const char* wanted) {
    if (!value.is_array()) {
        return tl::unexpected(WrongKind{wanted});
    }
    std::vector<Element> list;
    list.reserve(value.size());
    for (const Json& element : value) {
        const Converted<Element> converted = convert(element);
        if (!converted) {
            return tl::unexpected(WrongKind{wanted});
        }
        list.push_back(*converted);
    }
    return list;
}

template <typename T>
Converted<FieldValue> wrap(const Converted<T>& converted) {
    return converted ? Converted<FieldValue>(FieldValue(*converted)) : tl::unexpected(converted.error());
}

Converted<FieldValue> toValue(const FieldInfo& info, const Json& value) {
    if (info.optional && value.is_null()) {
        return FieldValue();
    }
    switch (info.kind) {
    case FieldKind::number: {
        Converted<double> number = toNumber(value);
        return number || !info.optional ? wrap(number) : tl::unexpected(WrongKind{"a number or null"});
    }
    case FieldKind::integer:
        return wrap(toInteger(value));
    case FieldKind::boolean:
        return value.is_boolean() ? Converted<FieldValue>(FieldValue(value.get<bool>()))
                                  : tl::unexpected(WrongKind{"true or false"});
    case FieldKind::choice:
    case FieldKind::text:
        return value.is_string() ? Converted<FieldValue>(FieldValue(value.get<std::string>()))
                                 : tl::unexpected(WrongKind{"a text"});
    case FieldKind::texts:
        return wrap(toList<std::string>(value, toText, "a list of texts"));
    case FieldKind::triple:
        return wrap(toTriple(value));
    case FieldKind::numbers:
        return wrap(toList<double>(value, toNumber, "a list of numbers"));
    case FieldKind::points:
        return wrap(toList<std::array<double, 3>>(value, toTriple, "a list of lists of three numbers"));
    }
    return tl::unexpected(WrongKind{"a value"});
}

class Reader {
public:
    Reader(const ParsedText& parsed, int version)
        : root_(parsed.root)
        , lines_(parsed.lines) {
        if (version > Scene::currentVersion) {
            notices_.push_back(
                {Notice::Level::warning,
                 "The scene was saved by a newer version of Phiscope; what this version does not "
                 "know is kept but has no effect.",
                 lineOf("/version")});
        } else if (version < Scene::currentVersion) {
            notices_.push_back({Notice::Level::information,
                                "The scene was in the older format " + std::to_string(version) +
                                    "; saving it writes format " + std::to_string(Scene::currentVersion) +
                                    ".",
                                lineOf("/version")});
        }
    }

    ReadScene read() {
        ReadScene result;
        Scene& scene = result.scene;
        collectIds();
        readFields(scene, root_, {}, {},
                   {"version", "cell", "synapses", "groups", "stimuli", "probes", "slices", "heads", "run",
                    "view", "knobs"});
        readCell(scene.cell);
        readList(scene.synapses, "synapses", "synapse");
        readList(scene.groups, "groups", "group");
        readList(scene.stimuli, "stimuli", "stimulus");
        readList(scene.probes, "probes", "probe");
        readList(scene.slices, "slices", "slice");
        readList(scene.heads, "heads", "head");
        readPart(scene.run, "run");
        readPart(scene.view, "view");
        readList(scene.knobs, "knobs", "knob");
        if (!unknown_.empty()) {
            scene.unknownKeys = unknown_.dump();
        }
        if (problems_.empty()) {
            problems_ = validate(scene);
        }
        if (problems_.empty()) {
            dropKnobs(scene);
        }
        for (Problem& problem : problems_) {
            problem.line = lineOf(problem.path);
        }
        std::stable_sort(problems_.begin(), problems_.end(),
                         [](const Problem& a, const Problem& b) { return a.line < b.line; });
        result.notices = std::move(notices_);
        result.problems = std::move(problems_);
        return result;
    }

private:
    /// Line of the value or of the nearest thing around it that has one.
    int lineOf(std::string_view pointer) const { return scene_json::lineOf(lines_, pointer); }

    void wrong(const std::string& path, const std::string& what, const Json& value) {
        problems_.push_back({path, what + ", but is " + typeName(value) + "."});
    }

    bool isObject(const Json& value, const std::string& path) {
        if (!value.is_object()) {
            wrong(path, "The value must be an object", value);
        }
        return value.is_object();
    }

    void keep(const std::string& path, const std::string& stored, const Json& value) {
        unknown_[stored] = value;
        notices_.push_back({Notice::Level::warning,
                            "This version of Phiscope does not know " + path +
                                "; it has no effect and is kept when the scene is saved.",
                            lineOf(path)});
    }

    /// `stored` is the path under which unknown keys are kept: as `path`, with "@id" for the index of an
    /// object that has one, so that they stay with their object. `others`: keys that are read elsewhere.
    template <typename T>
    void readFields(T& value, const Json& object, const std::string& path, const std::string& stored,
                    const std::set<std::string>& others) {
        std::set<std::string> known = others;
        std::set<std::string> groups;
        for (const Field<T>& field : fieldsOf<T>()) {
            const std::string& key = field.info.key;
            known.insert(key);
            const auto slash = key.find('/');
            const Json* holder = &object;
            if (slash != std::string::npos) {
                const std::string group = key.substr(0, slash);
                const bool first = groups.insert(group).second;
                if (!object.contains(group)) {
                    continue;
                }
                holder = &object.at(group);
                if (!holder->is_object()) {
                    if (first) {
                        wrong(path + "/" + group, "The value must be an object", *holder);
                    }
                    continue;
                }
            }
            const std::string name = slash == std::string::npos ? key : key.substr(slash + 1);
            if (holder->contains(name)) {
                const Json& given = holder->at(name);
                const Converted<FieldValue> converted = toValue(field.info, given);
                if (!converted) {
                    wrong(path + "/" + key, field.info.label + " must be " + converted.error().wanted, given);
                } else if (field.info.kind == FieldKind::choice &&
                           !checkValue(field.info, *converted).empty()) {
                    problems_.push_back({path + "/" + key, checkValue(field.info, *converted)});
                } else if (field.info.kind == FieldKind::integer &&
                           !checkValue(field.info, *converted).empty()) {
                    // Before it is squeezed into a narrower type.
                    problems_.push_back({path + "/" + key, checkValue(field.info, *converted)});
                } else {
                    field.set(value, *converted);
                }
            }
        }
        for (const auto& [key, given] : object.items()) {
            if (groups.contains(key)) {
                if (given.is_object()) {
                    for (const auto& [inner, innerGiven] : given.items()) {
                        const std::string pointer = "/" + escaped(key) + "/" + escaped(inner);
                        if (!known.contains(key + "/" + inner)) {
                            keep(path + pointer, stored + pointer, innerGiven);
                        }
                    }
                }
            } else if (!known.contains(key)) {
                keep(path + "/" + escaped(key), stored + "/" + escaped(key), given);
            }
        }
    }

    template <typename T>
    void readPart(T& value, const std::string& key) {
        if (root_.contains(key) && isObject(root_.at(key), "/" + key)) {
            readFields(value, root_.at(key), "/" + key, "/" + key, {});
        }
    }

    void readParameters(std::map<std::string, double>& parameters, const Json& holder,
                        const std::string& path) {
        if (!holder.contains("parameters") || !isObject(holder.at("parameters"), path + "/parameters")) {
            return;
        }
        for (const auto& [name, value] : holder.at("parameters").items()) {
            if (value.is_number()) {
                parameters[name] = value.get<double>();
            } else {
                wrong(path + "/parameters/" + escaped(name), "The parameter " + name + " must be a number",
                      value);
            }
        }
    }

    void readCell(Cell& cell) {
        if (!root_.contains("cell") || !isObject(root_.at("cell"), "/cell")) {
            return;
        }
        const Json& object = root_.at("cell");
        readFields(cell, object, "/cell", "/cell", {"mechanisms", "morphology/parameters"});
        if (object.contains("morphology") && object.at("morphology").is_object()) {
            readParameters(cell.morphology.shapeParameters, object.at("morphology"), "/cell/morphology");
        }
        if (!object.contains("mechanisms")) {
            return;
        }
        const Json& mechanisms = object.at("mechanisms");
        if (!mechanisms.is_array()) {
            wrong("/cell/mechanisms", "The mechanisms must be a list", mechanisms);
            return;
        }
        for (std::size_t k = 0; k < mechanisms.size(); ++k) {
            const std::string path = "/cell/mechanisms/" + std::to_string(k);
            Mechanism& mechanism = cell.mechanisms.emplace_back();
            if (isObject(mechanisms[k], path)) {
                readFields(mechanism, mechanisms[k], path, path, {"parameters"});
                readParameters(mechanism.parameters, mechanisms[k], path);
            }
        }
    }

    /// Those that are given, so that those that are made up for objects without one differ.
    void collectIds() {
        for (const char* list : {"synapses", "groups", "stimuli", "probes", "slices", "heads", "knobs"}) {
            if (root_.contains(list) && root_.at(list).is_array()) {
                for (const Json& object : root_.at(list)) {
                    if (object.is_object() && object.contains("id") && object.at("id").is_string()) {
                        ids_.insert(object.at("id").get<std::string>());
                    }
                }
            }
        }
    }

    std::string freshId(const std::string& kind) {
        std::string id;
        do {
            id = kind + "-" + std::to_string(++made_);
        } while (!ids_.insert(id).second);
        return id;
    }

    template <typename T>
    void readList(std::vector<T>& list, const std::string& key, const std::string& kind) {
        if (!root_.contains(key)) {
            return;
        }
        const Json& array = root_.at(key);
        if (!array.is_array()) {
            wrong("/" + key, "The value must be a list", array);
            return;
        }
        list.reserve(array.size());
        made_ = 0;
        for (std::size_t k = 0; k < array.size(); ++k) {
            const std::string path = "/" + key + "/" + std::to_string(k);
            T& value = list.emplace_back();
            if (!isObject(array[k], path)) {
                continue;
            }
            const bool named = array[k].contains("id") && array[k].at("id").is_string();
            const std::string id = named ? array[k].at("id").get<std::string>() : freshId(kind);
            value.id = id;
            readFields(value, array[k], path, "/" + key + "/@" + escaped(id), {});
        }
    }

    /// Knobs that turn nothing: no reason to refuse a scene.
    void dropKnobs(Scene& scene) {
        const std::vector<Knob> given = scene.knobs;
        dropLostKnobs(scene);
        for (std::size_t k = 0, left = 0; k < given.size(); ++k) {
            if (left < scene.knobs.size() && scene.knobs[left].id == given[k].id) {
                ++left;
                continue;
            }
            const std::string path = "/knobs/" + std::to_string(k);
            const std::string why =
                hasObject(scene, given[k].object)
                    ? "There is another knob for \"" + given[k].key + "\" of \"" + given[k].object + "\""
                    : "The scene has no object \"" + given[k].object + "\"";
            notices_.push_back(
                {Notice::Level::warning, why + "; the knob at " + path + " is left out.", lineOf(path)});
        }
    }

    const Json& root_;
    const std::map<std::string, int, std::less<>>& lines_;
    Json unknown_ = Json::object();
    Notices notices_;
    std::vector<Problem> problems_;
    std::set<std::string> ids_;
    int made_ = 0;
};

} // namespace

Result<ReadScene> read(std::string_view text) {
    Result<ParsedText> parsed = parse(text);
    if (!parsed) {
        return tl::unexpected(parsed.error());
    }
    const Result<int> version = migrate(parsed->root);
    if (!version) {
        return tl::unexpected(version.error());
    }
    return Reader(*parsed, *version).read();
}

} // namespace scene_json

Result<SceneFile> parseScene(std::string_view json, std::string_view fileName) {
    Result<scene_json::ReadScene> read = scene_json::read(json);
    if (!read) {
        Error error = read.error();
        error.file = fileName;
        return tl::unexpected(std::move(error));
    }
    if (!read->problems.empty()) {
        const Problem& first = read->problems.front();
        const std::size_t more = read->problems.size() - 1;
        std::string what = first.path + ": " + first.text;
        if (more > 0) {
            what += " There " +
                    (more == 1 ? std::string("is one more problem")
                               : "are " + std::to_string(more) + " more problems") +
                    ".";
        }
        return fail(std::move(what), "Correct the file, or open an older copy.", std::string(fileName),
                    first.line);
    }
    return SceneFile{std::move(read->scene), std::move(read->notices)};
}

Result<SceneFile> readScene(const std::filesystem::path& file) {
    constexpr std::uintmax_t largest = std::uintmax_t{512} << 20U;
    Result<std::string> text = readWholeFile(file, largest);
    if (!text) {
        return tl::unexpected(text.error());
    }
    return parseScene(*text, file.string());
}

std::vector<Problem> findProblems(std::string_view json) {
    Result<scene_json::ReadScene> read = scene_json::read(json);
    if (!read) {
        Error error = read.error();
        const int line = std::exchange(error.line, 0);
        return {Problem{"", error.message(), line}};
    }
    return std::move(read->problems);
}

} // namespace phiscope
