#include "app/reference/array_comparison.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace phiscope::reference {

using nlohmann::json;

namespace {

std::string text(double value) {
    char buffer[40];
    std::snprintf(buffer, sizeof buffer, "%.12g", value);
    return buffer;
}

std::string text(std::span<const std::int64_t> index) {
    std::string result = "[";
    for (std::size_t i = 0; i < index.size(); ++i) {
        result += (i > 0 ? ", " : "") + std::to_string(index[i]);
    }
    return result + "]";
}

/// Gathers the errors of one array and reports once.
class Judge {
public:
    /// Errors are told relative to `magnitude`, or to the size below which the absolute tolerance rules.
    Judge(double magnitude, const Tolerance& tolerance, double count = 1.0)
        : magnitude_(tolerance.rtol > 0.0 ? std::max(magnitude, count * tolerance.atol / tolerance.rtol)
                                          : magnitude) {}

    void compare(double got, double expected, double allowed, const std::string& place) {
        if (std::isnan(expected) || std::isinf(expected)) {
            if (std::isnan(expected) ? !std::isnan(got) : got != expected) {
                wrong(got, expected, allowed, place, std::numeric_limits<double>::infinity());
            }
            return;
        }
        const double error = std::abs(got - expected);
        const double relative = magnitude_ > 0.0 ? error / magnitude_ : error;
        if (!(error <= allowed)) { // NaN is wrong
            wrong(got, expected, allowed, place, std::isnan(error) ? 1.0 : relative);
        } else if (relative > worst_) {
            worst_ = relative;
            worstAt_ = place;
        }
    }

    void tell(const std::string& where, CaseReport& report) const {
        if (wrongCount_ == 0) {
            report.agrees(where + worstAt_, worst_);
        } else {
            report.differs(where + wrongAt_,
                           wrong_ +
                               (wrongCount_ > 1 ? " (and " + std::to_string(wrongCount_ - 1) + " more)" : ""),
                           wrongest_);
        }
    }

private:
    void wrong(double got, double expected, double allowed, const std::string& place, double relative) {
        ++wrongCount_;
        if (wrongCount_ == 1 || relative > wrongest_) {
            wrongest_ = relative;
            wrongAt_ = place;
            wrong_ =
                "got " + text(got) + ", expected " + text(expected) + ", allowed difference " + text(allowed);
        }
    }

    double magnitude_;
    double worst_ = 0.0;
    std::string worstAt_;
    int wrongCount_ = 0;
    double wrongest_ = 0.0;
    std::string wrongAt_;
    std::string wrong_;
};

double elementAllowance(const Tolerance& tolerance, double expected, double magnitude) {
    return tolerance.rtol * std::abs(expected) + tolerance.relAtol * magnitude + tolerance.atol;
}

void largestMagnitude(const json& values, double& largest) {
    if (values.is_array()) {
        for (const json& value : values) {
            largestMagnitude(value, largest);
        }
    } else if (values.is_number()) {
        largest = std::max(largest, std::abs(values.get<double>()));
    }
}

/// Walks the nested `values` and hands each with its index in the whole array to `visit`.
class Walk {
public:
    Walk(const json& expected, std::size_t axes,
         std::function<void(std::span<const std::int64_t>, double)> visit)
        : sampled_(expected.contains("index") ? &expected.at("index") : nullptr)
        , index_(axes, 0)
        , visit_(std::move(visit)) {}

    void run(const json& values, std::size_t axis = 0) {
        if (axis == index_.size()) {
            visit_(index_, numberOf(values));
            return;
        }
        for (std::size_t i = 0; i < values.size(); ++i) {
            index_[axis] = sampled_ != nullptr ? sampled_->at(axis).at(i).get<std::int64_t>()
                                               : static_cast<std::int64_t>(i);
            run(values.at(i), axis + 1);
        }
    }

private:
    const json* sampled_;
    std::vector<std::int64_t> index_;
    std::function<void(std::span<const std::int64_t>, double)> visit_;
};

struct Statistics {
    double sum = 0.0;
    double absSum = 0.0;
    double squares = 0.0;
    double min = std::numeric_limits<double>::infinity();
    double max = -std::numeric_limits<double>::infinity();
};

Statistics statisticsOf(const std::vector<double>& values) {
    Statistics s;
    for (const double value : values) {
        s.sum += value;
        s.absSum += std::abs(value);
        s.squares += value * value;
        s.min = std::min(s.min, value);
        s.max = std::max(s.max, value);
    }
    return s;
}

} // namespace

Tolerance toleranceOf(const json& referenceCase) {
    const json& tolerance = referenceCase.at("tolerance");
    return {tolerance.value("rtol", 0.0), tolerance.value("rel_atol", 0.0), tolerance.value("atol", 0.0)};
}

double numberOf(const json& value) {
    if (value.is_null()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    if (value.is_string()) {
        const double infinity = std::numeric_limits<double>::infinity();
        return value.get<std::string>() == "-inf" ? -infinity : infinity;
    }
    return value.get<double>();
}

namespace {

double magnitudeOf(const json& expected) {
    if (expected.contains("min") && expected.contains("max")) {
        return std::max(std::abs(numberOf(expected.at("min"))), std::abs(numberOf(expected.at("max"))));
    }
    double magnitude = 0.0;
    largestMagnitude(expected.at("values"), magnitude);
    return magnitude;
}

bool sameShape(const NdArray& got, const json& expected, const std::string& where, CaseReport& report) {
    const auto shape = expected.at("shape").get<std::vector<std::int64_t>>();
    if (got.shape != shape) {
        report.differs(where, "got shape " + text(got.shape) + ", expected " + text(shape));
        return false;
    }
    return true;
}

/// Returns whether some elements were left out.
bool compareElements(const NdArray& got, const json& expected, const Tolerance& tolerance,
                     const std::string& where, CaseReport& report, const Ignore& ignore) {
    const double magnitude = magnitudeOf(expected);
    Judge judge(magnitude, tolerance);
    bool anyIgnored = false;
    Walk(expected, got.shape.size(), [&](std::span<const std::int64_t> index, double value) {
        if (ignore && ignore(index)) {
            anyIgnored = true;
            return;
        }
        std::int64_t at = 0;
        for (std::size_t axis = 0; axis < got.shape.size(); ++axis) {
            at = at * got.shape[axis] + index[axis];
        }
        judge.compare(got.values[static_cast<std::size_t>(at)], value,
                      elementAllowance(tolerance, value, magnitude), text(index));
    }).run(expected.at("values"));
    judge.tell(where, report);
    return anyIgnored;
}

void compareStatistics(const NdArray& got, const json& expected, const Tolerance& tolerance,
                       const std::string& where, CaseReport& report) {
    if (!expected.contains("sum") || got.values.empty()) {
        return;
    }
    const double magnitude = magnitudeOf(expected);
    const Statistics s = statisticsOf(got.values);
    const double absSum = numberOf(expected.at("abs_sum"));
    const double size = static_cast<double>(got.values.size());
    const double relative = tolerance.rtol + tolerance.relAtol;
    Judge sums(absSum, tolerance, size);
    sums.compare(s.sum, numberOf(expected.at("sum")), relative * absSum + tolerance.atol * size, ".sum");
    sums.compare(s.absSum, absSum, relative * absSum + tolerance.atol * size, ".abs_sum");
    sums.tell(where, report);
    Judge extremes(magnitude, tolerance);
    for (const auto& [value, name] : {std::pair{s.min, "min"}, std::pair{s.max, "max"}}) {
        const double bound = numberOf(expected.at(name));
        extremes.compare(value, bound, elementAllowance(tolerance, bound, magnitude),
                         std::string(".") + name);
    }
    extremes.tell(where, report);
    if (expected.contains("l2")) {
        // Each element may be off by its allowance; so may the norm, by the triangle inequality.
        const double norm = numberOf(expected.at("l2"));
        Judge norms(norm, tolerance, std::sqrt(size));
        norms.compare(std::sqrt(s.squares), norm,
                      tolerance.rtol * norm +
                          (tolerance.relAtol * magnitude + tolerance.atol) * std::sqrt(size),
                      ".l2");
        norms.tell(where, report);
    }
}

} // namespace

void compareArray(const NdArray& got, const json& expected, const Tolerance& tolerance,
                  const std::string& where, CaseReport& report, const Ignore& ignore) {
    if (!sameShape(got, expected, where, report)) {
        return;
    }
    // Statistics over elements that must not be compared say nothing.
    if (!compareElements(got, expected, tolerance, where, report, ignore)) {
        compareStatistics(got, expected, tolerance, where, report);
    }
}

void compareArray(const NdArray& got, const NdArray& later, const json& expected, const Tolerance& tolerance,
                  const std::string& where, CaseReport& report) {
    if (!sameShape(got, expected, where, report)) {
        return;
    }
    CaseReport attempt;
    compareElements(got, expected, tolerance, where, attempt, {});
    const bool moved = attempt.verdict() == CaseReport::Verdict::failed && !expected.contains("index");
    compareElements(moved ? later : got, expected, tolerance, where, report, {});
    compareStatistics(got, expected, tolerance, where, report);
}

void compareNumbers(const std::vector<double>& got, const json& expected, const Tolerance& tolerance,
                    const std::string& where, CaseReport& report) {
    const json list = expected.is_array() ? expected : json::array({expected});
    if (got.size() != list.size()) {
        report.differs(where, "got " + std::to_string(got.size()) + " numbers, expected " +
                                  std::to_string(list.size()));
        return;
    }
    double magnitude = 0.0;
    largestMagnitude(list, magnitude);
    Judge judge(magnitude, tolerance);
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double value = numberOf(list[i]);
        judge.compare(got[i], value, elementAllowance(tolerance, value, magnitude),
                      expected.is_array() ? "[" + std::to_string(i) + "]" : "");
    }
    judge.tell(where, report);
}

void compareIndices(const std::vector<int>& got, const json& expected, const std::string& where,
                    CaseReport& report) {
    const json& list = expected.is_object() ? expected.at("values") : expected;
    if (expected.is_object() && expected.contains("index")) { // sampled
        const auto count = expected.at("shape").at(0).get<std::size_t>();
        bool equal = got.size() == count;
        const json& at = expected.at("index").at(0);
        for (std::size_t i = 0; equal && i < at.size(); ++i) {
            equal = got[at[i].get<std::size_t>()] == static_cast<int>(numberOf(list[i]));
        }
        long long sum = 0;
        for (const int value : got) {
            sum += value;
        }
        equal = equal && static_cast<double>(sum) == numberOf(expected.at("sum"));
        equal ? report.agrees(where, 0.0) : report.differs(where, "the indices differ");
        return;
    }
    std::vector<int> wanted;
    for (const json& value : list) {
        wanted.push_back(value.is_null() ? -1 : static_cast<int>(value.get<double>()));
    }
    if (got == wanted) {
        report.agrees(where, 0.0);
        return;
    }
    if (got.size() != wanted.size()) {
        report.differs(where, "got " + std::to_string(got.size()) + " indices, expected " +
                                  std::to_string(wanted.size()));
        return;
    }
    const auto at =
        static_cast<std::size_t>(std::mismatch(got.begin(), got.end(), wanted.begin()).first - got.begin());
    report.differs(where + "[" + std::to_string(at) + "]",
                   "got " + std::to_string(got[at]) + ", expected " + std::to_string(wanted[at]));
}

void compareNames(const std::vector<std::string>& got, const json& expected, const std::string& where,
                  CaseReport& report) {
    if (got.size() != expected.size()) {
        report.differs(where, "got " + std::to_string(got.size()) + " names, expected " +
                                  std::to_string(expected.size()));
        return;
    }
    for (std::size_t i = 0; i < got.size(); ++i) {
        const std::string wanted = expected[i].is_null() ? "" : expected[i].get<std::string>();
        if (got[i] != wanted) {
            report.differs(where + "[" + std::to_string(i) + "]",
                           "got \"" + got[i] + "\", expected \"" + wanted + "\"");
            return;
        }
    }
    report.agrees(where, 0.0);
}

} // namespace phiscope::reference
