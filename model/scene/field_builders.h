#pragma once

#include "model/scene/fields.h"

#include <cassert>
#include <optional>
#include <type_traits>
#include <utility>

/// How the tables in fields_*.cpp are made: one function a kind, from a pointer to member and the
/// description.
namespace phiscope::build {

template <typename T>
Field<T> withDefault(Field<T> field) {
    field.info.defaultValue = field.get(T{});
    return field;
}

template <typename T>
using Condition = std::function<bool(const T&)>;

template <typename T>
Field<T> make(FieldInfo info, FieldKind kind, std::function<FieldValue(const T&)> get,
              std::function<void(T&, const FieldValue&)> set, Condition<std::type_identity_t<T>> applies) {
    info.kind = kind;
    if (!applies) {
        applies = [](const T&) {
            return true;
        };
    }
    return withDefault(Field<T>{std::move(info), std::move(get), std::move(set), std::move(applies)});
}

template <typename T>
Field<T> number(double T::*member, FieldInfo info, Condition<std::type_identity_t<T>> applies = {}) {
    return make<T>(
        std::move(info), FieldKind::number, [member](const T& value) { return FieldValue(value.*member); },
        [member](T& value, const FieldValue& to) { value.*member = std::get<double>(to); },
        std::move(applies));
}

template <typename T>
Field<T> optionalNumber(std::optional<double> T::*member, FieldInfo info,
                        Condition<std::type_identity_t<T>> applies = {}) {
    info.optional = true;
    return make<T>(
        std::move(info), FieldKind::number,
        [member](const T& value) {
            return (value.*member).has_value() ? FieldValue(*(value.*member)) : FieldValue();
        },
        [member](T& value, const FieldValue& to) {
            if (const auto* given = std::get_if<double>(&to)) {
                value.*member = *given;
            } else {
                (value.*member).reset();
            }
        },
        std::move(applies));
}

template <typename T, typename Integer>
Field<T> integer(Integer T::*member, FieldInfo info, Condition<std::type_identity_t<T>> applies = {}) {
    info.decimals = 0;
    return make<T>(
        std::move(info), FieldKind::integer,
        [member](const T& value) { return FieldValue(static_cast<std::int64_t>(value.*member)); },
        [member](T& value, const FieldValue& to) {
            value.*member = static_cast<Integer>(std::get<std::int64_t>(to));
        },
        std::move(applies));
}

template <typename T>
Field<T> boolean(bool T::*member, FieldInfo info, Condition<std::type_identity_t<T>> applies = {}) {
    return make<T>(
        std::move(info), FieldKind::boolean, [member](const T& value) { return FieldValue(value.*member); },
        [member](T& value, const FieldValue& to) { value.*member = std::get<bool>(to); }, std::move(applies));
}

template <typename T>
Field<T> text(std::string T::*member, FieldInfo info, Condition<std::type_identity_t<T>> applies = {}) {
    return make<T>(
        std::move(info), FieldKind::text, [member](const T& value) { return FieldValue(value.*member); },
        [member](T& value, const FieldValue& to) { value.*member = std::get<std::string>(to); },
        std::move(applies));
}

/// A text that only takes certain values, the keys of the choices.
template <typename T>
Field<T> textChoice(std::string T::*member, FieldInfo info, Condition<std::type_identity_t<T>> applies = {}) {
    Field<T> field = text(member, std::move(info), std::move(applies));
    field.info.kind = FieldKind::choice;
    return field;
}

/// Choice k of the description belongs to alternatives[k].
template <typename T, typename Enum>
Field<T> choice(Enum T::*member, std::vector<Enum> alternatives, FieldInfo info,
                Condition<std::type_identity_t<T>> applies = {}) {
    assert(alternatives.size() == info.choices.size());
    const std::vector<FieldChoice> choices = info.choices;
    return make<T>(
        std::move(info), FieldKind::choice,
        [member, alternatives, choices](const T& value) {
            for (std::size_t k = 0; k < alternatives.size(); ++k) {
                if (alternatives[k] == value.*member) {
                    return FieldValue(choices[k].key);
                }
            }
            return FieldValue(std::string());
        },
        [member, alternatives, choices](T& value, const FieldValue& to) {
            for (std::size_t k = 0; k < alternatives.size(); ++k) {
                if (choices[k].key == std::get<std::string>(to)) {
                    value.*member = alternatives[k];
                }
            }
        },
        std::move(applies));
}

template <typename T>
Field<T> triple(std::array<double, 3> T::*member, FieldInfo info,
                Condition<std::type_identity_t<T>> applies = {}) {
    return make<T>(
        std::move(info), FieldKind::triple, [member](const T& value) { return FieldValue(value.*member); },
        [member](T& value, const FieldValue& to) { value.*member = std::get<std::array<double, 3>>(to); },
        std::move(applies));
}

template <typename T>
Field<T> numbers(std::vector<double> T::*member, FieldInfo info,
                 Condition<std::type_identity_t<T>> applies = {}) {
    return make<T>(
        std::move(info), FieldKind::numbers, [member](const T& value) { return FieldValue(value.*member); },
        [member](T& value, const FieldValue& to) { value.*member = std::get<std::vector<double>>(to); },
        std::move(applies));
}

template <typename T>
Field<T> points(std::vector<std::array<double, 3>> T::*member, FieldInfo info,
                Condition<std::type_identity_t<T>> applies = {}) {
    return make<T>(
        std::move(info), FieldKind::points, [member](const T& value) { return FieldValue(value.*member); },
        [member](T& value, const FieldValue& to) {
            value.*member = std::get<std::vector<std::array<double, 3>>>(to);
        },
        std::move(applies));
}

/// The fields of a part as fields of the whole. `prefix` is put before the keys ("spikes/"); `when` must hold
/// besides each field's own condition.
template <typename Whole, typename Part>
void append(Fields<Whole>& to, Part Whole::*member, const Fields<Part>& fields, const std::string& prefix,
            const std::string& group, const Condition<std::type_identity_t<Whole>>& when = {}) {
    for (const Field<Part>& field : fields) {
        FieldInfo info = field.info;
        info.key = prefix + info.key;
        if (info.group.empty()) {
            info.group = group;
        }
        to.push_back(withDefault(Field<Whole>{
            std::move(info), [member, field](const Whole& value) { return field.get(value.*member); },
            [member, field](Whole& value, const FieldValue& v) { field.set(value.*member, v); },
            [member, field, when](const Whole& value) {
                return (!when || when(value)) && field.applies(value.*member);
            }}));
    }
}

} // namespace phiscope::build
