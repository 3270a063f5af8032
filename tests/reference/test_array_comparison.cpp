#include "app/reference/array_comparison.h"

#include <nlohmann/json.hpp>

#include <doctest/doctest.h>
#include <limits>

using namespace phiscope::reference;
using nlohmann::json;

namespace {

using Verdict = CaseReport::Verdict;
constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();
const Tolerance tight{1e-6, 0.0, 0.0};

Verdict compared(const NdArray& got, const char* expected, const Tolerance& tolerance = tight,
                 const Ignore& ignore = {}) {
    CaseReport report;
    compareArray(got, json::parse(expected), tolerance, "it", report, ignore);
    return report.verdict();
}

} // namespace

TEST_CASE("elements are held against their own tolerance") {
    const char* expected = R"({"shape": [2, 2], "values": [[1.0, 2.0], [3.0, 4.0]]})";
    CHECK(compared({{2, 2}, {1, 2, 3, 4}}, expected) == Verdict::passed);
    CHECK(compared({{2, 2}, {1, 2, 3.000002, 4}}, expected) == Verdict::passed);
    CHECK(compared({{2, 2}, {1, 2, 3.000004, 4}}, expected) == Verdict::failed);
    CHECK(compared({{2, 2}, {1, 3, 2, 4}}, expected) == Verdict::failed); // not transposed
    CHECK(compared({{2, 2}, {1, notANumber, 3, 4}}, expected) == Verdict::failed);
    CHECK(compared({{4}, {1, 2, 3, 4}}, expected) == Verdict::failed);
    CHECK(compared({{2, 2}, {1.3, 2, 3, 4}}, expected, {0.0, 0.1, 0.0}) == Verdict::passed); // 0.1 of 4
    CHECK(compared({{2, 2}, {1.5, 2, 3, 4}}, expected, {0.0, 0.1, 0.0}) == Verdict::failed);
    CHECK(compared({{2, 2}, {1.5, 2, 3, 4}}, expected, {0.0, 0.0, 0.6}) == Verdict::passed);
}

TEST_CASE("sampled elements are found by their index") {
    const char* expected = R"({"shape": [3, 4], "index": [[0, 2], [1, 3]], "values": [[1, 3], [21, 23]]})";
    NdArray got{{3, 4}, {0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23}};
    CHECK(compared(got, expected) == Verdict::passed);
    got.values[11] = 24;
    CHECK(compared(got, expected) == Verdict::failed);
    got.values[11] = 23;
    got.values[4] = 99; // not among the samples
    CHECK(compared(got, expected) == Verdict::passed);
}

TEST_CASE("statistics catch what the samples do not show") {
    const char* expected = R"({"shape": [3], "sum": 6, "abs_sum": 6, "l2": 3.7416573867739413, "min": 1,
                              "max": 3, "index": [[0]], "values": [1]})";
    CHECK(compared({{3}, {1, 2, 3}}, expected) == Verdict::passed);
    CHECK(compared({{3}, {1, 2, 3.1}}, expected) == Verdict::failed);
    CHECK(compared({{3}, {1, 3, 3}}, expected) == Verdict::failed);
    CHECK(compared({{3}, {1, 1, 4}}, expected) == Verdict::failed); // the sum is right
}

TEST_CASE("null expects NaN, unless the element is to be ignored") {
    const char* expected = R"({"shape": [2], "values": [1.0, null]})";
    CHECK(compared({{2}, {1, notANumber}}, expected) == Verdict::passed);
    CHECK(compared({{2}, {1, 5}}, expected) == Verdict::failed);
    CHECK(compared({{2}, {1, 5}}, expected, tight, [](auto index) { return index[0] == 1; }) ==
          Verdict::passed);
    CHECK(compared({{2}, {7, 5}}, expected, tight, [](auto index) { return index[0] == 1; }) ==
          Verdict::failed);
}

TEST_CASE("infinities have their words") {
    const char* expected = R"({"shape": [2], "values": ["inf", "-inf"]})";
    const double inf = std::numeric_limits<double>::infinity();
    CHECK(compared({{2}, {inf, -inf}}, expected) == Verdict::passed);
    CHECK(compared({{2}, {inf, inf}}, expected) == Verdict::failed);
    CHECK(compared({{2}, {1e300, -inf}}, expected) == Verdict::failed);
}

TEST_CASE("what was not sampled may show a later state, its statistics may not") {
    const auto verdict = [](const NdArray& got, const NdArray& later) {
        CaseReport report;
        compareArray(got, later, json::parse(R"({"shape": [2], "sum": 3, "abs_sum": 3, "min": 1, "max": 2,
                                                 "values": [11, 12]})"),
                     tight, "it", report);
        return report.verdict();
    };
    CHECK(verdict({{2}, {1, 2}}, {{2}, {11, 12}}) == Verdict::passed);
    CHECK(verdict({{2}, {1, 2}}, {{2}, {11, 13}}) == Verdict::failed);
    CHECK(verdict({{2}, {1, 3}}, {{2}, {11, 12}}) == Verdict::failed);
}

TEST_CASE("indices and names must be equal") {
    const auto indices = [](const std::vector<int>& got, const char* expected) {
        CaseReport report;
        compareIndices(got, json::parse(expected), "it", report);
        return report.verdict();
    };
    CHECK(indices({1, 2}, "[1, 2]") == Verdict::passed);
    CHECK(indices({}, R"({"shape": [0], "values": []})") == Verdict::passed);
    CHECK(indices({1, 3}, "[1, 2]") == Verdict::failed);
    CHECK(indices({1}, "[1, 2]") == Verdict::failed);
    CaseReport names;
    compareNames({"soma[0]", ""}, json::parse(R"(["soma[0]", null])"), "it", names);
    CHECK(names.verdict() == Verdict::passed);
    compareNames({"soma[0]"}, json::parse(R"(["soma[1]"])"), "it", names);
    CHECK(names.verdict() == Verdict::failed);
}

TEST_CASE("a report is a failure before it is a pass, and nothing checked is skipped") {
    CaseReport report;
    CHECK(report.verdict() == Verdict::skipped);
    report.skipPart("MEG");
    CHECK(report.verdict() == Verdict::skipped);
    report.agrees("x", 1e-9);
    CHECK(report.verdict() == Verdict::passed);
    CHECK(report.summary().find("MEG") != std::string::npos);
    report.differs("y", "got 1, expected 2");
    report.agrees("z", 0.0);
    CHECK(report.verdict() == Verdict::failed);
}
