#pragma once

#include "model/scene/scene.h"

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The one table of everything that a person can set: name, unit, default, limits and a sentence for people.
/// The scene file, validation, the property panel and the documentation all read it, so they cannot disagree.
namespace phiscope {

enum class FieldKind {
    number,  ///< double; monostate where the field is optional and not set
    integer, ///< std::int64_t
    boolean, ///< bool
    choice,  ///< std::string, the key of one of `choices`
    text,    ///< std::string, UTF-8
    triple,  ///< std::array<double, 3>, each within the limits
    numbers, ///< std::vector<double>, each within the limits
    texts,   ///< std::vector<std::string>
    points,  ///< std::vector<std::array<double, 3>>, each coordinate within the limits
};

using FieldValue =
    std::variant<std::monostate, bool, std::int64_t, double, std::string, std::array<double, 3>,
                 std::vector<double>, std::vector<std::array<double, 3>>, std::vector<std::string>>;

/// One of the alternatives of a `choice`.
struct FieldChoice {
    std::string key; ///< as written in the scene file
    std::string label;
    std::string help;
};

struct FieldInfo {
    /// Name in the scene file, unit included; "spikes/start_ms" lies in the object "spikes".
    std::string key{};
    std::string label{}; ///< for people, without the unit
    std::string unit{};  ///< empty where there is none
    std::string help{};  ///< one sentence
    FieldKind kind = FieldKind::number;
    double minimum = -std::numeric_limits<double>::max(); ///< number, integer, triple, numbers, points
    double maximum = std::numeric_limits<double>::max();
    double step = 1.0;      ///< of a spin box
    int decimals = 3;       ///< shown in a spin box; the file keeps every digit
    std::string group{};    ///< heading in the property panel
    std::string lfpyName{}; ///< what LFPy calls it; empty where LFPy has no such thing
    std::vector<FieldChoice> choices{};
    bool optional = false;        ///< may be unset (JSON null)
    std::string unsetText{};      ///< what holds where it is unset, for people
    double unsetSuggestion = 0.0; ///< what a panel offers when the person sets it
    bool changesCurrents = true;  ///< a change makes NEURON run again
    bool shapesField = false;     ///< of a probe: where it stimulates, a change makes NEURON run again
    bool inPanel = true;          ///< false: edited by other means than the property panel
    bool multiline = false;       ///< text of more than one line
    std::array<std::string, 3> components{"x", "y", "z"}; ///< of a triple
    FieldValue defaultValue{};
};

/// A field of the value type T. `set` takes the alternative of FieldValue that belongs to the kind, and does
/// not check limits: `checkValue` does.
template <typename T>
struct Field {
    FieldInfo info;
    std::function<FieldValue(const T&)> get;
    std::function<void(T&, const FieldValue&)> set;
    std::function<bool(const T&)> applies; ///< false: has no meaning with the other values as they are
};

template <typename T>
using Fields = std::vector<Field<T>>;

const Fields<Scene>& sceneFields(); ///< title and description only
const Fields<Cell>& cellFields();   ///< with the morphology's source, discretisation and pose
const Fields<Mechanism>& mechanismFields();
const Fields<Synapse>& synapseFields();    ///< with location and spikes
const Fields<SynapseGroup>& groupFields(); ///< with what its synapses have in common
const Fields<Stimulus>& stimulusFields();
const Fields<Probe>& probeFields();
const Fields<FieldSlice>& sliceFields();
const Fields<Head>& headFields();
const Fields<Medium>& mediumFields(); ///< as they stand in probes and slices
const Fields<RunSettings>& runFields();
const Fields<View>& viewFields();
const Fields<Knob>& knobFields();

/// The table of a type, for templates.
template <typename T>
const Fields<T>& fieldsOf();
template <>
inline const Fields<Scene>& fieldsOf<Scene>() {
    return sceneFields();
}
template <>
inline const Fields<Cell>& fieldsOf<Cell>() {
    return cellFields();
}
template <>
inline const Fields<Mechanism>& fieldsOf<Mechanism>() {
    return mechanismFields();
}
template <>
inline const Fields<Synapse>& fieldsOf<Synapse>() {
    return synapseFields();
}
template <>
inline const Fields<SynapseGroup>& fieldsOf<SynapseGroup>() {
    return groupFields();
}
template <>
inline const Fields<Stimulus>& fieldsOf<Stimulus>() {
    return stimulusFields();
}
template <>
inline const Fields<Probe>& fieldsOf<Probe>() {
    return probeFields();
}
template <>
inline const Fields<FieldSlice>& fieldsOf<FieldSlice>() {
    return sliceFields();
}
template <>
inline const Fields<Head>& fieldsOf<Head>() {
    return headFields();
}
template <>
inline const Fields<RunSettings>& fieldsOf<RunSettings>() {
    return runFields();
}
template <>
inline const Fields<View>& fieldsOf<View>() {
    return viewFields();
}
template <>
inline const Fields<Knob>& fieldsOf<Knob>() {
    return knobFields();
}

/// Parameters of the density mechanisms that Phiscope knows, by NEURON's name ("gnabar_hh"). A Mechanism may
/// hold others too. `defaultValue` is what NEURON takes where the mechanism does not set it.
const std::vector<FieldInfo>& mechanismParameters(const std::string& mechanism);

/// The field with this key; nullptr where there is none.
template <typename T>
const Field<T>* findField(std::string_view key) {
    for (const Field<T>& field : fieldsOf<T>()) {
        if (field.info.key == key) {
            return &field;
        }
    }
    return nullptr;
}

/// Why `value` does not do for the field, in a sentence with the value and the limit; empty where it does.
std::string checkValue(const FieldInfo& info, const FieldValue& value);

/// A number as people and the C locale write it, with the fewest digits that keep its value: "0.0625".
std::string numberText(double value);

} // namespace phiscope
