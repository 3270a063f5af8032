#include "model/scene/parameters.h"

#include "model/synthesis/shapes.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>

namespace phiscope {

namespace {

const std::string cellObject = "cell";
const std::string runObject = "run";

/// A value of a map that has a default: a field like any other. Values at the default leave the map.
Field<Cell> mapField(FieldInfo info, std::function<std::map<std::string, double>*(Cell&)> map,
                     const std::string& key) {
    Field<Cell> field;
    info.kind = FieldKind::number;
    const double standard = std::get<double>(info.defaultValue);
    field.get = [map, key, standard](const Cell& cell) -> FieldValue {
        const auto* values = map(const_cast<Cell&>(cell)); // only read
        const auto at = values == nullptr ? decltype(values->find(key)){} : values->find(key);
        return values == nullptr || at == values->end() ? standard : at->second;
    };
    field.set = [map, key, standard](Cell& cell, const FieldValue& value) {
        if (auto* values = map(cell)) {
            if (std::get<double>(value) == standard) {
                values->erase(key);
            } else {
                (*values)[key] = std::get<double>(value);
            }
        }
    };
    field.applies = [map](const Cell& cell) {
        return map(const_cast<Cell&>(cell)) != nullptr;
    };
    field.info = std::move(info);
    return field;
}

/// "hh", "hh#2": which mechanism of the cell, whatever others come and go.
std::string mechanismKey(const Cell& cell, std::size_t index) {
    const std::string& name = cell.mechanisms[index].name;
    int number = 1;
    for (std::size_t k = 0; k < index; ++k) {
        number += cell.mechanisms[k].name == name ? 1 : 0;
    }
    return number == 1 ? name : name + "#" + std::to_string(number);
}

Mechanism* mechanismOf(Cell& cell, const std::string& key) {
    for (std::size_t k = 0; k < cell.mechanisms.size(); ++k) {
        if (mechanismKey(cell, k) == key) {
            return &cell.mechanisms[k];
        }
    }
    return nullptr;
}

void addShape(Fields<Cell>& fields, const Cell& cell) {
    const ShapeInfo* shape = findShape(cell.morphology.shape);
    if (shape == nullptr || cell.morphology.kind != MorphologySource::Kind::procedural) {
        return;
    }
    auto after = std::find_if(fields.begin(), fields.end(),
                              [](const auto& field) { return field.info.key == "morphology/path"; });
    for (const ShapeParameter& p : shape->parameters) {
        FieldInfo info{.key = "shape/" + p.key, .label = p.label, .unit = p.unit, .help = p.help};
        info.minimum = p.minimum;
        info.maximum = p.maximum;
        info.decimals = p.decimals;
        info.step = p.decimals == 0 ? 1.0 : std::pow(10.0, -p.decimals);
        info.group = "Shape";
        info.defaultValue = p.defaultValue;
        const auto map = [key = shape->key](Cell& c) {
            return c.morphology.shape == key ? &c.morphology.shapeParameters : nullptr;
        };
        after = fields.insert(after, mapField(std::move(info), map, p.key)) + 1;
    }
}

void addMechanism(Fields<Cell>& fields, const Cell& cell, std::size_t index) {
    const Mechanism& mechanism = cell.mechanisms[index];
    const std::string group = "Mechanism " + mechanism.name;
    const std::string which = mechanismKey(cell, index);
    for (const Field<Mechanism>& part : mechanismFields()) {
        if (part.info.key == "name") {
            continue; // the heading says it
        }
        FieldInfo info = part.info;
        info.key = which + "/" + info.key;
        info.group = group;
        fields.push_back({std::move(info),
                          [part, which](const Cell& c) {
                              const Mechanism* here = mechanismOf(const_cast<Cell&>(c), which); // only read
                              return part.get(here != nullptr ? *here : Mechanism{});
                          },
                          [part, which](Cell& c, const FieldValue& v) {
                              if (Mechanism* here = mechanismOf(c, which)) {
                                  part.set(*here, v);
                              }
                          },
                          [which](const Cell& c) {
                              return mechanismOf(const_cast<Cell&>(c), which) != nullptr; // only read
                          }});
    }
    for (FieldInfo info : mechanismParameters(mechanism.name)) {
        const std::string key = info.key;
        info.key = which + "/" + key;
        info.group = group;
        const auto map = [which](Cell& c) {
            Mechanism* here = mechanismOf(c, which);
            return here == nullptr ? nullptr : &here->parameters;
        };
        fields.push_back(mapField(std::move(info), map, key));
    }
}

/// The object of a list with that id; null where there is none.
template <typename T>
T* objectIn(std::vector<T>& list, const std::string& id) {
    const auto at = std::find_if(list.begin(), list.end(), [&](const T& object) { return object.id == id; });
    return at == list.end() ? nullptr : &*at;
}

template <typename T>
using Find = std::function<T*(Scene&)>;

template <typename T>
std::optional<Parameter> parameterOf(const Field<T>& field, const std::string& object, Find<T> find) {
    Parameter parameter;
    parameter.info = field.info;
    parameter.object = object;
    const bool whole = field.info.kind == FieldKind::integer;
    parameter.get = [field, find](const Scene& scene) {
        const T* here = find(const_cast<Scene&>(scene)); // only read
        const FieldValue value = field.get(here != nullptr ? *here : T{});
        if (const auto* integer = std::get_if<std::int64_t>(&value)) {
            return static_cast<double>(*integer);
        }
        const auto* number = std::get_if<double>(&value);
        return number != nullptr ? *number : field.info.unsetSuggestion;
    };
    parameter.set = [field, find, whole](Scene& scene, double value) {
        if (T* here = find(scene)) {
            whole ? field.set(*here, static_cast<std::int64_t>(std::llround(value)))
                  : field.set(*here, value);
        }
    };
    parameter.applies = [field, find](const Scene& scene) {
        const T* here = find(const_cast<Scene&>(scene)); // only read
        return here != nullptr && field.applies(*here);
    };
    return parameter;
}

/// One part of a triple.
template <typename T>
std::optional<Parameter> partOf(const Field<T>& field, std::size_t part, const std::string& object,
                                Find<T> find) {
    using Triple = std::array<double, 3>;
    Parameter parameter = *parameterOf(field, object, find);
    parameter.info.kind = FieldKind::number;
    parameter.info.key += "/" + std::to_string(part);
    parameter.info.label += " " + field.info.components.at(part);
    parameter.info.defaultValue = std::get<Triple>(field.info.defaultValue).at(part);
    parameter.get = [field, find, part](const Scene& scene) {
        const T* here = find(const_cast<Scene&>(scene)); // only read
        return std::get<Triple>(field.get(here != nullptr ? *here : T{})).at(part);
    };
    parameter.set = [field, find, part](Scene& scene, double value) {
        if (T* here = find(scene)) {
            auto triple = std::get<Triple>(field.get(*here));
            triple.at(part) = value;
            field.set(*here, triple);
        }
    };
    return parameter;
}

template <typename T>
std::optional<Parameter> findIn(const Fields<T>& fields, const std::string& object, const std::string& key,
                                const Find<T>& find) {
    for (const Field<T>& field : fields) {
        const FieldInfo& info = field.info;
        if ((info.kind == FieldKind::number || info.kind == FieldKind::integer) && info.key == key) {
            return parameterOf(field, object, find);
        }
        if (info.kind == FieldKind::triple && key.size() == info.key.size() + 2 &&
            key.starts_with(info.key) && key[info.key.size()] == '/' && key.back() >= '0' &&
            key.back() <= '2') {
            return partOf(field, static_cast<std::size_t>(key.back() - '0'), object, find);
        }
    }
    return std::nullopt;
}

/// Calls `act(list)` for the list that holds the object with this id.
template <typename Act>
bool inListOf(const Scene& scene, const std::string& id, Act&& act) {
    const auto here = [&](auto Scene::*list) {
        const bool found = objectIn(const_cast<Scene&>(scene).*list, id) != nullptr; // only read
        if (found) {
            act(list);
        }
        return found;
    };
    return here(&Scene::synapses) || here(&Scene::groups) || here(&Scene::stimuli) || here(&Scene::probes) ||
           here(&Scene::slices) || here(&Scene::heads);
}

template <typename T>
std::vector<std::string> numbersIn(const Fields<T>& fields, const T& value) {
    std::vector<std::string> keys;
    for (const Field<T>& field : fields) {
        if (!field.info.inPanel || !field.applies(value)) {
            continue;
        }
        if (field.info.kind == FieldKind::number || field.info.kind == FieldKind::integer) {
            keys.push_back(field.info.key);
        } else if (field.info.kind == FieldKind::triple) {
            for (const char* part : {"/0", "/1", "/2"}) {
                keys.push_back(field.info.key + part);
            }
        }
    }
    return keys;
}

/// `value` with so many significant digits.
double rounded(double value, int digits) {
    std::array<char, 40> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                   std::chars_format::scientific, digits - 1);
    std::from_chars(text.data(), end.ptr, value);
    return value;
}

} // namespace

Fields<Cell> fieldsOfCell(const Cell& cell) {
    Fields<Cell> fields = cellFields();
    addShape(fields, cell);
    for (std::size_t k = 0; k < cell.mechanisms.size(); ++k) {
        addMechanism(fields, cell, k);
    }
    return fields;
}

std::optional<Parameter> findParameter(const Scene& scene, const std::string& object,
                                       const std::string& key) {
    if (object == cellObject) {
        return findIn<Cell>(fieldsOfCell(scene.cell), object, key, [](Scene& s) { return &s.cell; });
    }
    if (object == runObject) {
        return findIn<RunSettings>(runFields(), object, key, [](Scene& s) { return &s.run; });
    }
    std::optional<Parameter> found;
    inListOf(scene, object, [&](auto list) {
        using T = typename std::decay_t<decltype(scene.*list)>::value_type;
        found = findIn<T>(fieldsOf<T>(), object, key,
                          [list, object](Scene& s) { return objectIn(s.*list, object); });
    });
    return found;
}

std::vector<std::string> numbersOf(const Scene& scene, const std::string& object) {
    if (object == cellObject) {
        return numbersIn(fieldsOfCell(scene.cell), scene.cell);
    }
    if (object == runObject) {
        return numbersIn(runFields(), scene.run);
    }
    std::vector<std::string> keys;
    inListOf(scene, object, [&](auto list) {
        using T = typename std::decay_t<decltype(scene.*list)>::value_type;
        keys = numbersIn(fieldsOf<T>(), *objectIn(const_cast<Scene&>(scene).*list, object)); // only read
    });
    return keys;
}

bool hasObject(const Scene& scene, const std::string& object) {
    return object == cellObject || object == runObject || inListOf(scene, object, [](auto) {});
}

std::string objectName(const Scene& scene, const std::string& object) {
    if (object == cellObject) {
        return scene.cell.name;
    }
    if (object == runObject) {
        return "Run";
    }
    std::string name;
    inListOf(scene, object,
             [&](auto list) { name = objectIn(const_cast<Scene&>(scene).*list, object)->name; });
    return name;
}

double withinLimits(const FieldInfo& info, double value) {
    value = info.kind == FieldKind::integer ? std::round(value) : value;
    return std::clamp(value, info.minimum, info.maximum);
}

Knob suggestedKnob(const Parameter& parameter, const Scene& scene) {
    const FieldInfo& info = parameter.info;
    const double value = withinLimits(info, parameter.get(scene));
    Knob knob;
    knob.object = parameter.object;
    knob.key = info.key;
    if (info.key.ends_with("seed")) {
        knob.low = value; // seeds have no order: the next ones are as good as any
        knob.high = value + 9.0;
    } else if (info.maximum - info.minimum <= 200.0 * info.step) {
        knob.low = info.minimum;
        knob.high = info.maximum;
    } else if (info.minimum >= 0.0 && value > 0.0) {
        knob.low = value / 4.0;
        knob.high = value * 4.0;
        knob.scale = Knob::Scale::logarithmic;
    } else {
        const double half = std::max(20.0 * info.step, std::abs(value) / 2.0);
        knob.low = value - half;
        knob.high = value + half;
    }
    knob.low = withinLimits(info, knob.low);
    knob.high = withinLimits(info, knob.high);
    if (!(knob.low < knob.high)) { // at one end of its limits
        knob.low = withinLimits(info, value - info.step);
        knob.high = withinLimits(info, value + info.step);
    }
    if (!(knob.low > 0.0)) {
        knob.scale = Knob::Scale::linear;
    }
    return knob;
}

double positionOnKnob(const Knob& knob, double value) {
    const bool log = knob.scale == Knob::Scale::logarithmic;
    const double at = log ? std::log(std::max(value, knob.low) / knob.low) / std::log(knob.high / knob.low)
                          : (value - knob.low) / (knob.high - knob.low);
    return std::clamp(at, 0.0, 1.0);
}

double valueOnKnob(const Knob& knob, double position, const FieldInfo& info) {
    if (position <= 0.0 || position >= 1.0) {
        return withinLimits(info, position <= 0.0 ? knob.low : knob.high);
    }
    double value = 0.0;
    if (knob.scale == Knob::Scale::logarithmic) {
        value = rounded(knob.low * std::pow(knob.high / knob.low, position), 4);
    } else {
        // On a grid of about a ten-thousandth of the range.
        const double grid = std::pow(10.0, std::floor(std::log10((knob.high - knob.low) / 2000.0)));
        value = rounded(std::round((knob.low + position * (knob.high - knob.low)) / grid) * grid, 12);
    }
    return withinLimits(info, std::clamp(value, knob.low, knob.high));
}

std::vector<double> sweepValues(const Knob& knob, int count, const FieldInfo& info) {
    std::vector<double> values;
    for (int k = 0; k < count; ++k) {
        const double at = count == 1 ? 0.0 : static_cast<double>(k) / (count - 1);
        const double value = valueOnKnob(knob, at, info);
        if (values.empty() || value != values.back()) {
            values.push_back(value);
        }
    }
    return values;
}

void dropLostKnobs(Scene& scene) {
    std::set<std::pair<std::string, std::string>> seen;
    std::erase_if(scene.knobs, [&](const Knob& knob) {
        return !hasObject(scene, knob.object) || !seen.emplace(knob.object, knob.key).second;
    });
}

} // namespace phiscope
