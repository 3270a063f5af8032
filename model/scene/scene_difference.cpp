#include "model/scene/scene_difference.h"

#include "model/scene/fields.h"

#include <algorithm>
#include <array>
#include <map>

namespace phiscope {

namespace {

std::string joined(const std::array<double, 3>& values) {
    return numberText(values[0]) + ", " + numberText(values[1]) + ", " + numberText(values[2]);
}

/// A list says how long it is: its numbers would fill the line.
std::string countOf(std::size_t count) {
    return count == 1 ? "1 value" : std::to_string(count) + " values";
}

struct Text {
    const FieldInfo& info;

    std::string operator()(std::monostate) const {
        return info.unsetText.empty() ? "not set" : info.unsetText;
    }
    std::string operator()(bool value) const { return value ? "on" : "off"; }
    std::string operator()(std::int64_t value) const { return withUnit(std::to_string(value)); }
    std::string operator()(double value) const { return withUnit(numberText(value)); }
    std::string operator()(const std::string& value) const {
        for (const FieldChoice& choice : info.choices) {
            if (choice.key == value) {
                return choice.label;
            }
        }
        return value;
    }
    std::string operator()(const std::array<double, 3>& value) const { return withUnit(joined(value)); }
    template <typename T>
    std::string operator()(const std::vector<T>& values) const {
        return countOf(values.size());
    }

private:
    std::string withUnit(const std::string& number) const {
        return info.unit.empty() ? number : number + " " + info.unit;
    }
};

/// Nothing that a run or a probe's potentials hang on.
bool isOutside(const std::string& key) {
    return key == "name" || key == "locked" || key == "visible" || key.rfind("comparison/", 0) == 0 ||
           key.rfind("csd/", 0) == 0;
}

std::string namesOf(const Cell& cell) {
    std::string names;
    for (const Mechanism& mechanism : cell.mechanisms) {
        names += (names.empty() ? "" : ", ") + mechanism.name + " in " + mechanism.sections;
    }
    return names.empty() ? "none" : names;
}

template <typename T>
void addFields(const T& a, const T& b, const SettingDifference& object, bool measures,
               std::vector<SettingDifference>& found) {
    for (const Field<T>& field : fieldsOf<T>()) {
        const FieldInfo& info = field.info;
        if (isOutside(info.key) || !(measures || info.changesCurrents)) {
            continue;
        }
        const bool inA = field.applies(a);
        const bool inB = field.applies(b);
        const FieldValue valueA = field.get(a);
        const FieldValue valueB = field.get(b);
        if ((inA || inB) && (inA != inB || valueA != valueB)) {
            SettingDifference difference = object;
            difference.label = info.label;
            difference.a = inA ? std::visit(Text{info}, valueA) : std::string();
            difference.b = inB ? std::visit(Text{info}, valueB) : std::string();
            if (difference.a == difference.b) {
                difference.b = "others"; // lists of the same length
            }
            found.push_back(std::move(difference));
        }
    }
}

template <typename T>
void addObjects(const std::vector<T>& a, const std::vector<T>& b, bool measures,
                std::vector<SettingDifference>& found) {
    const auto in = [](const std::vector<T>& objects, const std::string& id) {
        return std::find_if(objects.begin(), objects.end(), [&](const T& object) { return object.id == id; });
    };
    for (const T& object : a) {
        const SettingDifference of{object.id, object.name, {}, {}, {}};
        const auto other = in(b, object.id);
        if (other == b.end()) {
            found.push_back({object.id, object.name, {}, "there", {}});
        } else if (object != *other) {
            addFields(object, *other, of, measures, found);
        }
    }
    for (const T& object : b) {
        if (in(a, object.id) == a.end()) {
            found.push_back({object.id, object.name, {}, {}, "there"});
        }
    }
}

void addNumbers(const std::map<std::string, double>& a, const std::map<std::string, double>& b,
                std::vector<SettingDifference>& found) {
    const auto text = [](const std::map<std::string, double>& numbers, const std::string& key) {
        const auto at = numbers.find(key);
        return at == numbers.end() ? std::string("default") : numberText(at->second);
    };
    std::map<std::string, double> all = a;
    all.insert(b.begin(), b.end());
    for (const auto& [key, value] : all) {
        if (text(a, key) != text(b, key)) {
            found.push_back({{}, "Cell", key, text(a, key), text(b, key)});
        }
    }
}

void addMechanisms(const Cell& a, const Cell& b, std::vector<SettingDifference>& found) {
    const bool same = std::equal(a.mechanisms.begin(), a.mechanisms.end(), b.mechanisms.begin(),
                                 b.mechanisms.end(), [](const Mechanism& one, const Mechanism& other) {
                                     return one.name == other.name && one.sections == other.sections;
                                 });
    if (!same) {
        found.push_back({{}, "Cell", "Mechanisms", namesOf(a), namesOf(b)});
        return;
    }
    for (std::size_t k = 0; k < a.mechanisms.size(); ++k) {
        addNumbers(a.mechanisms[k].parameters, b.mechanisms[k].parameters, found);
    }
}

} // namespace

std::vector<SettingDifference> settingDifferences(const Scene& a, const Scene& b) {
    std::vector<SettingDifference> found;
    addFields(a.cell, b.cell, {{}, "Cell", {}, {}, {}}, true, found);
    if (a.cell.morphology.kind == MorphologySource::Kind::procedural) {
        addNumbers(a.cell.morphology.shapeParameters, b.cell.morphology.shapeParameters, found);
    }
    addMechanisms(a.cell, b.cell, found);
    addFields(a.run, b.run, {{}, "Run", {}, {}, {}}, false, found);
    addObjects(a.synapses, b.synapses, false, found);
    addObjects(a.groups, b.groups, false, found);
    addObjects(a.stimuli, b.stimuli, false, found);
    addObjects(a.probes, b.probes, true, found);
    return found;
}

} // namespace phiscope
