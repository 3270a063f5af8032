#include "model/analysis/limits.h"

#include <array>
#include <charconv>
#include <string>

namespace phiscope {

std::string shownNumber(double value) {
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, 6).ptr;
    return {text.data(), end};
}

Result<void> checkRange(std::string_view name, double value, Range range, std::string_view unit) {
    if (value >= range.low && value <= range.high) {
        return {};
    }
    const std::string suffix = unit.empty() ? std::string() : " " + std::string(unit);
    return fail(std::string(name) + " is " + shownNumber(value) + suffix + ", but it must lie between " +
                    shownNumber(range.low) + " and " + shownNumber(range.high) + suffix + ".",
                "Choose a value within these limits.");
}

} // namespace phiscope
