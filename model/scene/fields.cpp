#include "model/scene/fields.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace phiscope {

namespace {

std::string withUnit(const FieldInfo& info, double value) {
    return numberText(value) + (info.unit.empty() ? "" : " " + info.unit);
}

std::string checkNumber(const FieldInfo& info, double value, const std::string& which = {}) {
    if (!std::isfinite(value)) {
        return info.label + which + " must be a finite number.";
    }
    if (value < info.minimum) {
        return info.label + which + " is " + withUnit(info, value) + "; it must be at least " +
               withUnit(info, info.minimum) + ".";
    }
    if (value > info.maximum) {
        return info.label + which + " is " + withUnit(info, value) + "; it must be at most " +
               withUnit(info, info.maximum) + ".";
    }
    return {};
}

std::string checkTriple(const FieldInfo& info, const std::array<double, 3>& value, const std::string& which) {
    for (std::size_t k = 0; k < value.size(); ++k) {
        std::string problem = checkNumber(info, value[k], which + " (" + info.components[k] + ")");
        if (!problem.empty()) {
            return problem;
        }
    }
    return {};
}

std::string checkChoice(const FieldInfo& info, const std::string& value) {
    std::string known;
    for (const FieldChoice& choice : info.choices) {
        if (choice.key == value) {
            return {};
        }
        known += (known.empty() ? "\"" : ", \"") + choice.key + "\"";
    }
    return info.label + " is \"" + value + "\"; it must be one of " + known + ".";
}

} // namespace

std::string numberText(double value) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    return {buffer.data(), end};
}

std::string checkValue(const FieldInfo& info, const FieldValue& value) {
    if (std::holds_alternative<std::monostate>(value)) {
        return info.optional ? std::string() : info.label + " must be set.";
    }
    switch (info.kind) {
    case FieldKind::number:
        return checkNumber(info, std::get<double>(value));
    case FieldKind::integer:
        return checkNumber(info, static_cast<double>(std::get<std::int64_t>(value)));
    case FieldKind::choice:
        return checkChoice(info, std::get<std::string>(value));
    case FieldKind::triple:
        return checkTriple(info, std::get<std::array<double, 3>>(value), {});
    case FieldKind::numbers: {
        const auto& list = std::get<std::vector<double>>(value);
        for (std::size_t k = 0; k < list.size(); ++k) {
            std::string problem = checkNumber(info, list[k], " number " + std::to_string(k + 1));
            if (!problem.empty()) {
                return problem;
            }
        }
        return {};
    }
    case FieldKind::points: {
        const auto& list = std::get<std::vector<std::array<double, 3>>>(value);
        for (std::size_t k = 0; k < list.size(); ++k) {
            std::string problem = checkTriple(info, list[k], " number " + std::to_string(k + 1));
            if (!problem.empty()) {
                return problem;
            }
        }
        return {};
    }
    case FieldKind::boolean:
    case FieldKind::text:
    case FieldKind::texts:
        return {};
    }
    return {};
}

} // namespace phiscope
