#pragma once

#include "app/reference/case_report.h"
#include "app/reference/nd_array.h"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

/// The comparison rules of the reference format (tests/reference/README.md).
namespace phiscope::reference {

/// |got - expected| <= rtol * |expected| + relAtol * m + atol, with m the array's largest magnitude.
struct Tolerance {
    double rtol = 0.0;
    double relAtol = 0.0;
    double atol = 0.0;
};

Tolerance toleranceOf(const nlohmann::json& referenceCase);

/// A number of the format: null is NaN, "inf" and "-inf" are the infinities.
double numberOf(const nlohmann::json& value);

/// True where an element must not be compared.
using Ignore = std::function<bool(std::span<const std::int64_t> index)>;

/// An array object: shape, statistics where given, all elements or the sampled ones. NaN expects NaN.
void compareArray(const NdArray& got, const nlohmann::json& expected, const Tolerance& tolerance,
                  const std::string& where, CaseReport& report, const Ignore& ignore = {});

/// The same where values stored whole may show `later` instead of `got`: the reference files were written
/// after the cell had been moved, and whatever was not sampled from an array shows it as it was then. The
/// statistics, taken at once, are `got`'s.
void compareArray(const NdArray& got, const NdArray& later, const nlohmann::json& expected,
                  const Tolerance& tolerance, const std::string& where, CaseReport& report);

/// A list of numbers, or a single one.
void compareNumbers(const std::vector<double>& got, const nlohmann::json& expected,
                    const Tolerance& tolerance, const std::string& where, CaseReport& report);

/// Names, counts and indices, which must be equal. `expected` is a list or an array object of whole numbers.
void compareIndices(const std::vector<int>& got, const nlohmann::json& expected, const std::string& where,
                    CaseReport& report);
void compareNames(const std::vector<std::string>& got, const nlohmann::json& expected,
                  const std::string& where, CaseReport& report);

} // namespace phiscope::reference
