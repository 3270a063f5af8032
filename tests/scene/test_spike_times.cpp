#include "model/scene/spike_times.h"
#include "model/scene/validate.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <functional>

using namespace phiscope;

namespace {

using Kind = SpikeTrain::Kind;

SpikeTrain trainOf(Kind kind, double rateHz = 20.0) {
    SpikeTrain train;
    train.kind = kind;
    train.startMs = 0.0;
    train.rateHz = rateHz;
    return train;
}

std::vector<double> intervals(const std::vector<double>& times) {
    std::vector<double> result;
    for (std::size_t k = 1; k < times.size(); ++k) {
        result.push_back(times[k] - times[k - 1]);
    }
    return result;
}

double meanOf(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double value : values) {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

double variationOf(const std::vector<double>& values) {
    const double mean = meanOf(values);
    double squares = 0.0;
    for (const double value : values) {
        squares += (value - mean) * (value - mean);
    }
    return std::sqrt(squares / static_cast<double>(values.size())) / mean;
}

/// Spikes of many seeds within [from, to), a train.
double meanCount(SpikeTrain train, double fromMs, double toMs, int trains) {
    double count = 0.0;
    for (int k = 0; k < trains; ++k) {
        train.seed = static_cast<std::uint64_t>(1000 + k);
        for (const double time : spikeTimes(train, toMs)) {
            count += time >= fromMs ? 1.0 : 0.0;
        }
    }
    return count / trains;
}

const std::vector<Kind> generatedKinds{Kind::regular,   Kind::poisson, Kind::gamma,
                                       Kind::logNormal, Kind::bursts,  Kind::rateCurve};

} // namespace

TEST_CASE("explicit times come back sorted, those of a NetStim are NEURON's") {
    SpikeTrain train;
    train.timesMs = {30.0, 10.0, 500.0};
    CHECK(spikeTimes(train, 100.0) == std::vector<double>{10.0, 30.0, 500.0});
    train.kind = Kind::netStim;
    CHECK(spikeTimes(train, 100.0).empty());
}

TEST_CASE("a regular train begins at its beginning and ends before its end") {
    SpikeTrain train = trainOf(Kind::regular);
    train.startMs = 5.0;
    train.intervalMs = 10.0;
    CHECK(spikeTimes(train, 35.0) == std::vector<double>{5.0, 15.0, 25.0});
    train.stopMs = 25.0;
    CHECK(spikeTimes(train, 100.0) == std::vector<double>{5.0, 15.0});
    train.startMs = 200.0;
    CHECK(spikeTimes(train, 100.0).empty());
}

TEST_CASE("generated trains keep within begin, end and run, and ascend") {
    for (const Kind kind : generatedKinds) {
        SpikeTrain train = trainOf(kind, 500.0);
        train.curveRatesHz = {500.0, 500.0, 500.0};
        train.noise = 0.5;
        train.startMs = 40.0;
        train.stopMs = 90.0;
        CAPTURE(static_cast<int>(kind));
        const std::vector<double> times = spikeTimes(train, 1000.0);
        REQUIRE_FALSE(times.empty());
        CHECK(times.front() >= 40.0);
        CHECK(times.back() < 90.0);
        CHECK(std::is_sorted(times.begin(), times.end()));
        const std::vector<double> shorter = spikeTimes(train, 60.0);
        REQUIRE_FALSE(shorter.empty());
        CHECK(shorter.back() < 60.0);
        // A longer run adds spikes and moves none.
        CHECK(std::equal(shorter.begin(), shorter.end(), times.begin()));
    }
}

TEST_CASE("the same seed gives the same train, on every machine") {
    const auto first = [](SpikeTrain train) {
        train.seed = 1234;
        std::vector<double> times = spikeTimes(train, 1000.0);
        times.resize(3);
        return times;
    };
    SpikeTrain bursts = trainOf(Kind::bursts);
    bursts.noise = 1.0;
    bursts.burstSpikes = 1;
    SpikeTrain curve = trainOf(Kind::rateCurve);
    curve.refractoryMs = 2.0;
    // By another program, from the published descriptions of the generator and the transforms.
    const std::vector<std::pair<SpikeTrain, std::vector<double>>> known{
        {trainOf(Kind::poisson), {92.71549048099398, 129.61117177974367, 176.65991912681264}},
        {trainOf(Kind::gamma), {68.71989867292739, 116.43963970787422, 181.8177945456631}},
        {bursts, {12.112920394702549, 30.656018490901346, 38.03515475065128}},
        {curve, {27.154524048144523, 57.13219415873042, 60.62129058903707}},
    };
    for (const auto& [train, expected] : known) {
        const std::vector<double> times = first(train);
        CAPTURE(static_cast<int>(train.kind));
        for (std::size_t k = 0; k < 3; ++k) {
            CHECK(times[k] == doctest::Approx(expected[k]).epsilon(1e-9));
        }
    }
}

TEST_CASE("Poisson and gamma trains have the set rate and variation of intervals") {
    constexpr double durationMs = 1e6;
    SpikeTrain poisson = trainOf(Kind::poisson, 40.0);
    const std::vector<double> times = spikeTimes(poisson, durationMs);
    // Bounds: about five standard errors of 40 000 spikes.
    CHECK(static_cast<double>(times.size()) == doctest::Approx(40000.0).epsilon(0.025));
    CHECK(variationOf(intervals(times)) == doctest::Approx(1.0).epsilon(0.03));
    for (const double shape : {0.3, 1.0, 4.0, 100.0}) {
        SpikeTrain gamma = trainOf(Kind::gamma, 40.0);
        gamma.shape = shape;
        CAPTURE(shape);
        const std::vector<double> spikes = spikeTimes(gamma, durationMs);
        CHECK(static_cast<double>(spikes.size()) ==
              doctest::Approx(40000.0).epsilon(0.025 / std::sqrt(std::min(shape, 4.0))));
        CHECK(variationOf(intervals(spikes)) == doctest::Approx(1.0 / std::sqrt(shape)).epsilon(0.05));
    }
}

TEST_CASE("log-normal trains have the set rate and variation, and no skew of their logarithms") {
    for (const double variation : {0.1, 0.5, 1.5}) {
        SpikeTrain train = trainOf(Kind::logNormal, 40.0);
        train.variation = variation;
        CAPTURE(variation);
        const std::vector<double> spikes = spikeTimes(train, 1e6);
        CHECK(static_cast<double>(spikes.size()) ==
              doctest::Approx(40000.0).epsilon(0.025 * std::max(variation, 0.2)));
        const std::vector<double> between = intervals(spikes);
        CHECK(variationOf(between) == doctest::Approx(variation).epsilon(0.1));
        // The median of such intervals lies below the mean by √(1 + variation²).
        std::vector<double> sorted = between;
        std::sort(sorted.begin(), sorted.end());
        CHECK(sorted[sorted.size() / 2] ==
              doctest::Approx(25.0 / std::sqrt(1.0 + variation * variation)).epsilon(0.03));
        CHECK(meanCount(train, 0.0, 4.0, 20000) == doctest::Approx(0.16).epsilon(0.1));
    }
}

TEST_CASE("a dead time is kept and leaves the rate as it is, from the beginning on") {
    SpikeTrain poisson = trainOf(Kind::poisson, 100.0);
    poisson.refractoryMs = 6.0;
    SpikeTrain curve = trainOf(Kind::rateCurve);
    curve.curveTimesMs = {0.0, 1.0};
    curve.curveRatesHz = {100.0, 100.0};
    curve.refractoryMs = 6.0;
    for (const SpikeTrain& train : {poisson, curve}) {
        CAPTURE(static_cast<int>(train.kind));
        const std::vector<double> times = spikeTimes(train, 4e5);
        CHECK(static_cast<double>(times.size()) == doctest::Approx(40000.0).epsilon(0.012));
        const std::vector<double> between = intervals(times);
        CHECK(*std::min_element(between.begin(), between.end()) >= 6.0 - 1e-9);
        // The first milliseconds have as many spikes as later ones.
        CHECK(meanCount(train, 0.0, 4.0, 20000) == doctest::Approx(0.4).epsilon(0.05));
        CHECK(meanCount(train, 20.0, 24.0, 20000) == doctest::Approx(0.4).epsilon(0.05));
    }
}

TEST_CASE("gamma trains have their rate from the beginning on") {
    SpikeTrain gamma = trainOf(Kind::gamma, 100.0);
    gamma.shape = 9.0;
    CHECK(meanCount(gamma, 0.0, 4.0, 20000) == doctest::Approx(0.4).epsilon(0.05));
}

TEST_CASE("spikes of a rate curve follow its area, with and without a dead time") {
    SpikeTrain curve = trainOf(Kind::rateCurve);
    curve.curveTimesMs = {10.0, 50.0, 90.0};
    curve.curveRatesHz = {0.0, 100.0, 0.0};
    for (const double dead : {0.0, 5.0}) {
        CAPTURE(dead);
        curve.refractoryMs = dead;
        CHECK(meanCount(curve, 0.0, 10.0, 2000) == 0.0);
        CHECK(meanCount(curve, 10.0, 30.0, 20000) == doctest::Approx(0.5).epsilon(0.06));
        CHECK(meanCount(curve, 30.0, 50.0, 20000) == doctest::Approx(1.5).epsilon(0.04));
        CHECK(meanCount(curve, 50.0, 70.0, 20000) == doctest::Approx(1.5).epsilon(0.04));
        CHECK(meanCount(curve, 90.0, 200.0, 2000) == 0.0);
        for (std::uint64_t seed = 0; seed < 200; ++seed) {
            curve.seed = seed;
            const std::vector<double> between = intervals(spikeTimes(curve, 100.0));
            CHECK(std::all_of(between.begin(), between.end(),
                              [dead](double interval) { return interval >= dead; }));
        }
    }
    // Beyond its points the rate stays.
    curve.curveTimesMs = {50.0};
    curve.curveRatesHz = {100.0};
    curve.refractoryMs = 0.0;
    CHECK(meanCount(curve, 0.0, 100.0, 2000) == doctest::Approx(10.0).epsilon(0.04));
}

TEST_CASE("bursts have their spikes and intervals") {
    SpikeTrain bursts = trainOf(Kind::bursts);
    bursts.startMs = 10.0;
    bursts.intervalMs = 100.0;
    bursts.burstSpikes = 3;
    bursts.burstIntervalMs = 4.0;
    CHECK(spikeTimes(bursts, 115.0) == std::vector<double>{10.0, 14.0, 18.0, 110.0, 114.0});
    bursts.noise = 1.0;
    const std::vector<double> random = spikeTimes(bursts, 1e6);
    CHECK(static_cast<double>(random.size()) == doctest::Approx(30000.0).epsilon(0.05));
    bursts.burstSpikes = 1;
    CHECK(variationOf(intervals(spikeTimes(bursts, 1e6))) == doctest::Approx(1.0).epsilon(0.05));
    bursts.noise = 0.5;
    const std::vector<double> mixed = intervals(spikeTimes(bursts, 1e6));
    CHECK(*std::min_element(mixed.begin(), mixed.end()) >= 50.0);
    CHECK(variationOf(mixed) == doctest::Approx(0.5).epsilon(0.05));
}

TEST_CASE("trains of neighbouring seeds are independent") {
    // Counts in bins of trains with consecutive seeds, as the members of a group have them.
    constexpr int trains = 40;
    constexpr int bins = 2000;
    std::vector<std::vector<double>> counts;
    for (int k = 0; k < trains; ++k) {
        SpikeTrain train = trainOf(Kind::poisson, 100.0);
        train.seed = static_cast<std::uint64_t>(k);
        std::vector<double> binned(bins, -1.0); // less the mean
        for (const double time : spikeTimes(train, 10.0 * bins)) {
            binned[static_cast<std::size_t>(time / 10.0)] += 1.0;
        }
        counts.push_back(binned);
    }
    double worst = 0.0;
    for (std::size_t a = 0; a < trains; ++a) {
        for (std::size_t b = a + 1; b < trains; ++b) {
            double product = 0.0;
            for (std::size_t k = 0; k < bins; ++k) {
                product += counts[a][k] * counts[b][k];
            }
            worst = std::max(worst, std::abs(product) / bins);
        }
    }
    CHECK(worst < 5.0 / std::sqrt(bins)); // five standard errors of one of 780 pairs
}

TEST_CASE("a train without sense is refused with a sentence") {
    const auto problemOf = [](Kind kind, const std::function<void(SpikeTrain&)>& spoil) {
        SpikeTrain train = trainOf(kind);
        CHECK(spikeTrainProblem(train, 100.0).empty());
        spoil(train);
        return spikeTrainProblem(train, 100.0);
    };
    CHECK(problemOf(Kind::regular, [](SpikeTrain& t) { t.intervalMs = 0.0; }) ==
          "The interval is 0; it must be above 0.");
    CHECK(problemOf(Kind::regular, [](SpikeTrain& t) { t.intervalMs = 1e-5; }) ==
          "It would send 1e+07 spikes; 1e+06 are the most.");
    CHECK(problemOf(Kind::poisson, [](SpikeTrain& t) { t.rateHz = 1e8; }).find("spikes") !=
          std::string::npos);
    CHECK(problemOf(Kind::poisson, [](SpikeTrain& t) { t.refractoryMs = 50.0; }) ==
          "With a dead time of 50 ms no rate of 20 Hz is possible; shorten it or lower the rate.");
    CHECK(problemOf(Kind::rateCurve, [](SpikeTrain& t) { t.refractoryMs = 12.5; }) ==
          "With a dead time of 12.5 ms no rate of 80 Hz is possible; shorten it or lower the rate.");
    CHECK_FALSE(problemOf(Kind::rateCurve, [](SpikeTrain& t) { t.curveTimesMs = {0.0, 5.0}; }).empty());
    CHECK_FALSE(problemOf(Kind::rateCurve, [](SpikeTrain& t) { t.curveTimesMs = {0, 9, 9}; }).empty());
    CHECK_FALSE(problemOf(Kind::logNormal, [](SpikeTrain& t) { t.variation = 0.0; }).empty());
    CHECK_FALSE(problemOf(Kind::gamma, [](SpikeTrain& t) { t.shape = std::nan(""); }).empty());
    CHECK_FALSE(problemOf(Kind::bursts, [](SpikeTrain& t) { t.burstSpikes = 0; }).empty());
    CHECK_FALSE(problemOf(Kind::poisson, [](SpikeTrain& t) { t.startMs = INFINITY; }).empty());

    SpikeTrain endless = trainOf(Kind::regular);
    endless.intervalMs = 1e-9;
    CHECK(static_cast<double>(spikeTimes(endless, 100.0).size()) == mostSpikes);
}

TEST_CASE("validation knows the dead time of a rate curve") {
    Synapse synapse;
    synapse.id = "s";
    synapse.spikes = trainOf(Kind::rateCurve);
    CHECK(validate(synapse).empty());
    synapse.spikes.refractoryMs = 20.0;
    const std::vector<Problem> problems = validate(synapse);
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].path == "/spikes/refractory_ms");
}

TEST_CASE("gamma and log-normal trains keep a dead time and their rate, from the beginning on") {
    for (const Kind kind : {Kind::gamma, Kind::logNormal}) {
        SpikeTrain train = trainOf(kind, 100.0);
        train.refractoryMs = 6.0;
        CAPTURE(static_cast<int>(kind));
        const std::vector<double> times = spikeTimes(train, 4e5);
        CHECK(static_cast<double>(times.size()) == doctest::Approx(40000.0).epsilon(0.012));
        const std::vector<double> between = intervals(times);
        CHECK(*std::min_element(between.begin(), between.end()) >= 6.0 - 1e-9);
        const IntervalMoments moments = intervalMoments(train);
        CHECK(moments.meanMs == 10.0);
        CHECK(moments.deviationMs == doctest::Approx(4.0 * 0.5)); // 1/√4, and a variation of 0.5
        CHECK(variationOf(between) * meanOf(between) == doctest::Approx(2.0).epsilon(0.03));
        CHECK(meanCount(train, 0.0, 4.0, 20000) == doctest::Approx(0.4).epsilon(0.05));
        CHECK(meanCount(train, 20.0, 24.0, 20000) == doctest::Approx(0.4).epsilon(0.05));
        train.refractoryMs = 10.0;
        CHECK_FALSE(spikeTrainProblem(train, 100.0).empty());
        Synapse synapse;
        synapse.id = "s";
        synapse.spikes = train;
        CHECK(validate(synapse).size() == 1);
    }
}

TEST_CASE("the moments of intervals are those of the distributions") {
    SpikeTrain poisson = trainOf(Kind::poisson, 50.0);
    CHECK(intervalMoments(poisson).meanMs == 20.0);
    CHECK(intervalMoments(poisson).deviationMs == 20.0);
    poisson.refractoryMs = 5.0;
    CHECK(intervalMoments(poisson).meanMs == 20.0);
    CHECK(intervalMoments(poisson).deviationMs == 15.0);
    CHECK(intervalMoments(trainOf(Kind::regular)).meanMs == 0.0);
    CHECK(intervalMoments(trainOf(Kind::gamma, 0.0)).meanMs == 0.0);
}
