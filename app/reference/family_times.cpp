#include "app/reference/array_comparison.h"
#include "app/reference/families.h"
#include "model/scene/spike_times.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

namespace phiscope::reference {

using nlohmann::json;

namespace {

constexpr double standardErrors = 7.0; // what the format grants to one random realisation
constexpr std::uint64_t firstSeed = 20140301;

/// The train whose intervals have a distribution of scipy; nothing where there is no such kind.
std::optional<SpikeTrain> trainOf(const json& query) {
    const json& arguments = query.at("rvs_args");
    const double scale = arguments.value("scale", 1.0);
    const std::string distribution = query.at("distribution").get<std::string>();
    SpikeTrain train;
    double mean = scale;
    if (distribution == "expon") {
        train.kind = SpikeTrain::Kind::poisson;
    } else if (distribution == "gamma") {
        train.kind = SpikeTrain::Kind::gamma;
        train.shape = arguments.at("a").get<double>();
        mean = train.shape * scale;
    } else if (distribution == "lognorm") {
        const double spread = arguments.at("s").get<double>();
        train.kind = SpikeTrain::Kind::logNormal;
        train.variation = std::sqrt(std::expm1(spread * spread));
        mean = scale * std::exp(0.5 * spread * spread);
    } else {
        return {};
    }
    train.refractoryMs = arguments.value("loc", 0.0);
    if (train.refractoryMs < 0.0) {
        return {};
    }
    train.rateHz = 1000.0 / (train.refractoryMs + mean);
    train.startMs = query.at("tstart").get<double>();
    return train;
}

/// Those before tstop or, where a size is asked for, the first so many whenever they are.
std::vector<double> timesOf(const SpikeTrain& train, const json& query) {
    const double tstop = query.at("tstop").get<double>();
    if (!query.at("rvs_args").contains("size")) {
        return spikeTimes(train, tstop);
    }
    // A longer run only adds to the end.
    const auto size = query.at("rvs_args").at("size").get<std::size_t>();
    std::vector<double> times;
    for (double end = train.startMs + 1000.0; times.size() < size; end *= 2.0) {
        times = spikeTimes(train, end);
    }
    times.resize(size);
    return times;
}

struct Moments {
    double mean = 0.0;
    double deviation = 0.0;
    double errorOfDeviation = 0.0; ///< standard error
};

Moments momentsOf(const std::vector<double>& values) {
    const auto count = static_cast<double>(values.size());
    Moments result;
    result.mean = std::accumulate(values.begin(), values.end(), 0.0) / count; // counts stay whole
    double squares = 0.0;
    double fourths = 0.0;
    for (const double value : values) {
        const double square = (value - result.mean) * (value - result.mean);
        squares += square / count;
        fourths += square * square / count;
    }
    result.deviation = std::sqrt(squares);
    result.errorOfDeviation =
        squares > 0.0 ? std::sqrt(std::max(fourths - squares * squares, 0.0) / (4.0 * squares * count)) : 0.0;
    return result;
}

void checkStatistic(double got, double standardError, const json& expected, const char* name,
                    const std::string& where, CaseReport& report) {
    const double want = numberOf(expected.at(name));
    const double allowed = standardErrors * standardError + 1e-9 * std::abs(want);
    if (!(std::abs(got - want) <= allowed)) {
        report.differs(where + " " + name, "got " + std::to_string(got) + ", expected " +
                                               std::to_string(want) + " within " + std::to_string(allowed));
    } else {
        report.agrees(where + " " + name, 0.0);
    }
}

void checkFlag(bool got, const json& expected, const char* name, const std::string& where,
               CaseReport& report) {
    if (got != expected.at(name).get<bool>()) {
        report.differs(where + " " + name, got ? "got true" : "got false");
    } else {
        report.agrees(where + " " + name, 0.0);
    }
}

void checkQuery(SpikeTrain train, int trains, const json& query, const json& expected,
                const Tolerance& tolerance, const std::string& where, CaseReport& report) {
    const IntervalMoments theory = intervalMoments(train);
    compareNumbers({theory.meanMs}, expected.at("theory_mean_interval"), tolerance,
                   where + " theory_mean_interval", report);
    compareNumbers({theory.deviationMs}, expected.at("theory_std_interval"), tolerance,
                   where + " theory_std_interval", report);
    const bool cut = !query.at("rvs_args").contains("size");
    std::vector<double> counts;
    std::vector<double> intervals;
    bool increasing = true;
    bool before = true;
    for (int k = 0; k < trains; ++k) {
        train.seed = firstSeed + static_cast<std::uint64_t>(k);
        const std::vector<double> times = timesOf(train, query);
        counts.push_back(static_cast<double>(times.size()));
        for (std::size_t i = 1; i < times.size(); ++i) {
            intervals.push_back(times[i] - times[i - 1]);
            increasing = increasing && times[i] > times[i - 1];
        }
        before = before && (!cut || times.empty() || times.back() < query.at("tstop").get<double>());
    }
    const Moments count = momentsOf(counts);
    const Moments interval = momentsOf(intervals);
    checkStatistic(count.mean, count.deviation / std::sqrt(static_cast<double>(trains)), expected,
                   "mean_count", where, report);
    checkStatistic(count.deviation, count.errorOfDeviation, expected, "std_count", where, report);
    checkStatistic(interval.mean, interval.deviation / std::sqrt(static_cast<double>(intervals.size())),
                   expected, "mean_interval", where, report);
    checkStatistic(interval.deviation, interval.errorOfDeviation, expected, "std_interval", where, report);
    checkFlag(increasing, expected, "all_increasing", where, report);
    checkFlag(before, expected, "all_before_tstop", where, report);
}

} // namespace

void checkSpikeTrains(const json& referenceCase, CaseReport& report) {
    const json& input = referenceCase.at("input");
    const json& queries = input.at("queries");
    for (std::size_t i = 0; i < queries.size(); ++i) {
        const std::string where = "query " + std::to_string(i);
        const std::optional<SpikeTrain> train = trainOf(queries[i]);
        if (!train) {
            report.skipPart(where + ": intervals of " + queries[i].at("distribution").get<std::string>());
            continue;
        }
        checkQuery(*train, input.at("n").get<int>(), queries[i],
                   referenceCase.at("expected").at("per_query").at(i), toleranceOf(referenceCase), where,
                   report);
    }
}

} // namespace phiscope::reference
