#include "model/scene/fields.h"
#include "model/scene/scene_file.h"
#include "model/scene/scene_json.h"
#include "model/support/atomic_file.h"

#include <algorithm>

namespace phiscope {

namespace scene_json {

namespace {

Json valueToJson(const FieldValue& value) {
    return std::visit(
        [](const auto& v) -> Json {
            if constexpr (std::is_same_v<std::decay_t<decltype(v)>, std::monostate>) {
                return nullptr;
            } else {
                return v;
            }
        },
        value);
}

/// A value that has no meaning now is written only where somebody has changed it and it could be read back.
bool worthWriting(const FieldInfo& info, const FieldValue& value, bool applies) {
    if (info.kind == FieldKind::text && value == info.defaultValue && std::get<std::string>(value).empty()) {
        return false;
    }
    return applies || (value != info.defaultValue && checkValue(info, value).empty());
}

template <typename T>
Json fieldsToJson(const T& value) {
    Json object = Json::object();
    for (const Field<T>& field : fieldsOf<T>()) {
        const FieldValue v = field.get(value);
        if (!worthWriting(field.info, v, field.applies(value))) {
            continue;
        }
        const auto slash = field.info.key.find('/');
        if (slash == std::string::npos) {
            object[field.info.key] = valueToJson(v);
        } else {
            object[field.info.key.substr(0, slash)][field.info.key.substr(slash + 1)] = valueToJson(v);
        }
    }
    return object;
}

template <typename T>
Json listToJson(const std::vector<T>& list) {
    Json array = Json::array();
    for (const T& value : list) {
        array.push_back(fieldsToJson(value));
    }
    return array;
}

Json cellToJson(const Cell& cell) {
    Json object = fieldsToJson(cell);
    if (!cell.morphology.shapeParameters.empty()) {
        object["morphology"]["parameters"] = cell.morphology.shapeParameters;
    }
    Json mechanisms = Json::array();
    for (const Mechanism& mechanism : cell.mechanisms) {
        Json entry = fieldsToJson(mechanism);
        if (!mechanism.parameters.empty()) {
            entry["parameters"] = mechanism.parameters;
        }
        mechanisms.push_back(std::move(entry));
    }
    object["mechanisms"] = std::move(mechanisms);
    return object;
}

/// The object that a step of a pointer leads to; nullptr where it has gone. "@id" finds an object of a list.
Json* follow(Json& at, const std::string& step) {
    if (at.is_array()) {
        if (step.starts_with('@')) {
            const auto found = std::find_if(at.begin(), at.end(), [&](const Json& element) {
                return element.is_object() && element.value("id", "") == step.substr(1);
            });
            return found == at.end() ? nullptr : &*found;
        }
        const bool number =
            !step.empty() && step.size() < 9 &&
            std::all_of(step.begin(), step.end(), [](char c) { return c >= '0' && c <= '9'; });
        const std::size_t index = number ? std::stoul(step) : at.size();
        return index < at.size() ? &at[index] : nullptr;
    }
    if (!at.is_object()) {
        return nullptr;
    }
    return &(at.contains(step) ? at[step] : (at[step] = Json::object()));
}

void restoreUnknown(Json& root, const std::string& unknownKeys) {
    if (unknownKeys.empty()) {
        return;
    }
    const Json unknown = Json::parse(unknownKeys);
    for (const auto& [pointer, value] : unknown.items()) {
        const std::vector<std::string> path = steps(pointer);
        Json* at = &root;
        for (std::size_t k = 0; at != nullptr && k + 1 < path.size(); ++k) {
            at = follow(*at, path[k]);
        }
        if (at != nullptr && at->is_object() && !path.empty() && !at->contains(path.back())) {
            (*at)[path.back()] = value;
        }
    }
}

class Printer {
public:
    explicit Printer(bool strict)
        : handler_(strict ? Json::error_handler_t::strict : Json::error_handler_t::replace) {}

    std::string take() { return std::move(text_); }

    void print(const Json& value, std::size_t indent) {
        if (value.is_object() && !value.empty()) {
            printObject(value, indent);
        } else if (value.is_array() && !value.empty()) {
            printArray(value, indent);
        } else {
            text_ += plain(value);
        }
    }

private:
    static constexpr std::size_t width = 100;

    std::string plain(const Json& value) const { return value.dump(-1, ' ', false, handler_); }

    void newLine(std::size_t indent) { text_ += "\n" + std::string(indent, ' '); }

    void printObject(const Json& object, std::size_t indent) {
        text_ += "{";
        bool first = true;
        for (const auto& [key, value] : object.items()) {
            text_ += first ? "" : ",";
            first = false;
            newLine(indent + 2);
            text_ += plain(Json(key)) + ": ";
            print(value, indent + 2);
        }
        newLine(indent);
        text_ += "}";
    }

    void printArray(const Json& array, std::size_t indent) {
        const bool flat =
            std::none_of(array.begin(), array.end(), [](const Json& v) { return v.is_structured(); });
        text_ += "[";
        if (flat) {
            printRow(array, indent + 2);
        } else {
            for (std::size_t k = 0; k < array.size(); ++k) {
                text_ += k > 0 ? "," : "";
                newLine(indent + 2);
                print(array[k], indent + 2);
            }
            newLine(indent);
        }
        text_ += "]";
    }

    void printRow(const Json& array, std::size_t indent) {
        std::size_t column = text_.size() - std::min(text_.rfind('\n') + 1, text_.size());
        for (std::size_t k = 0; k < array.size(); ++k) {
            const std::string value = plain(array[k]) + (k + 1 < array.size() ? "," : "");
            if (k > 0 && column + value.size() + 1 > width) {
                newLine(indent);
                column = indent;
            } else if (k > 0) {
                text_ += " ";
                ++column;
            }
            text_ += value;
            column += value.size();
        }
    }

    Json::error_handler_t handler_;
    std::string text_;
};

} // namespace

Json toJson(const Scene& scene) {
    Json root = Json::object();
    root["version"] = Scene::currentVersion;
    root.update(fieldsToJson(scene));
    root["cell"] = cellToJson(scene.cell);
    root["synapses"] = listToJson(scene.synapses);
    if (!scene.groups.empty()) {
        root["groups"] = listToJson(scene.groups);
    }
    root["stimuli"] = listToJson(scene.stimuli);
    root["probes"] = listToJson(scene.probes);
    for (auto [key, list] :
         {std::pair("slices", listToJson(scene.slices)), std::pair("heads", listToJson(scene.heads))}) {
        if (!list.empty()) {
            root[key] = std::move(list);
        }
    }
    root["run"] = fieldsToJson(scene.run);
    root["view"] = fieldsToJson(scene.view);
    if (!scene.knobs.empty()) {
        root["knobs"] = listToJson(scene.knobs);
    }
    restoreUnknown(root, scene.unknownKeys);
    return root;
}

std::string print(const Json& value, bool strict) {
    Printer printer(strict);
    printer.print(value, 0);
    return printer.take() + "\n";
}

} // namespace scene_json

std::string writeScene(const Scene& scene) {
    return scene_json::print(scene_json::toJson(scene), false);
}

Result<void> saveScene(const Scene& scene, const std::filesystem::path& file) {
    if (const std::vector<Problem> problems = validate(scene); !problems.empty()) {
        return fail("the scene cannot be saved: " + problems.front().path + ": " + problems.front().text,
                    "Correct the value.", file.string());
    }
    std::string text;
    try {
        text = scene_json::print(scene_json::toJson(scene), true);
    } catch (const scene_json::Json::type_error&) {
        return fail("the scene cannot be saved: one of its names or paths is not UTF-8 text.",
                    "Rename it, or the file that it refers to.", file.string());
    }
    return writeFileAtomically(file, text);
}

} // namespace phiscope
