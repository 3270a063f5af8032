#pragma once

#include "model/support/result.h"

#include <string_view>

namespace phiscope {

/// What a number may be, both ends included.
struct Range {
    double low;
    double high;
};

/// Fails with a sentence where `value` is no number or lies outside: "The conductivity is 0 S/m, but it must
/// lie between 0.0001 and 100 S/m." `name` begins the sentence; `unit` may be empty.
Result<void> checkRange(std::string_view name, double value, Range range, std::string_view unit);

/// A number as short as it can be shown without loss to a person: "0.3", "1e-06".
std::string shownNumber(double value);

} // namespace phiscope
