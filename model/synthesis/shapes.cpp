#include "model/synthesis/shapes.h"

#include "model/synthesis/recipes.h"

#include <array>
#include <cmath>
#include <cstdio>

namespace phiscope {

namespace {

const std::vector<synthesis::Recipe>& recipes() {
    static const std::vector<synthesis::Recipe> all = {
        synthesis::l5PyramidalRecipe(), synthesis::l23PyramidalRecipe(), synthesis::spinyStellateRecipe(),
        synthesis::basketRecipe(),      synthesis::purkinjeRecipe(),     synthesis::ballAndStickRecipe(),
    };
    return all;
}

std::string quoted(const std::string& text) {
    return "“" + text + "”";
}

std::string number(double value, int decimals) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.*f", decimals, value);
    return text.data();
}

std::string listOf(const std::vector<std::string>& keys) {
    std::string text;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        text += (i == 0 ? "" : (i + 1 == keys.size() ? " and " : ", ")) + keys[i];
    }
    return text;
}

} // namespace

const std::vector<ShapeInfo>& shapes() {
    static const std::vector<ShapeInfo> infos = [] {
        std::vector<ShapeInfo> all;
        for (const synthesis::Recipe& recipe : recipes()) {
            all.push_back(recipe.info);
        }
        return all;
    }();
    return infos;
}

const ShapeInfo* findShape(const std::string& key) {
    for (const ShapeInfo& info : shapes()) {
        if (info.key == key) {
            return &info;
        }
    }
    return nullptr;
}

Result<Morphology> makeShape(const std::string& key, std::uint64_t seed,
                             const std::map<std::string, double>& overrides) {
    const synthesis::Recipe* recipe = nullptr;
    std::vector<std::string> known;
    for (const synthesis::Recipe& candidate : recipes()) {
        known.push_back(candidate.info.key);
        if (candidate.info.key == key) {
            recipe = &candidate;
        }
    }
    if (recipe == nullptr) {
        return fail("There is no procedural cell " + quoted(key) + ".",
                    "Choose one of " + listOf(known) + ".");
    }
    std::map<std::string, double> values;
    std::vector<std::string> keys;
    for (const ShapeParameter& parameter : recipe->info.parameters) {
        values[parameter.key] = parameter.defaultValue;
        keys.push_back(parameter.key);
    }
    for (const auto& [name, value] : overrides) {
        if (!values.contains(name)) {
            return fail("The procedural cell " + quoted(key) + " has no parameter " + quoted(name) + ".",
                        "It has " + listOf(keys) + ".");
        }
        values[name] = value;
    }
    for (const ShapeParameter& parameter : recipe->info.parameters) {
        const double value = values[parameter.key];
        const std::string unit = parameter.unit.empty() ? "" : " " + parameter.unit;
        if (!std::isfinite(value) || value < parameter.minimum || value > parameter.maximum) {
            return fail(
                parameter.label + " (" + parameter.key + ") is " +
                    (std::isfinite(value) ? number(value, std::max(parameter.decimals, 2)) : "not a number") +
                    (std::isfinite(value) ? unit : "") + ".",
                "Give a value from " + number(parameter.minimum, parameter.decimals) + " to " +
                    number(parameter.maximum, parameter.decimals) + unit + ".");
        }
    }
    return recipe->grow(synthesis::Values(std::move(values)), seed);
}

} // namespace phiscope
