#include "model/analysis/synaptic_events.h"
#include "model/scene/spike_times.h"

#include <doctest/doctest.h>

using namespace phiscope;

TEST_CASE("events are those that the scene tells, within the run") {
    Synapse synapse;
    synapse.spikes.timesMs = {120.0, 30.0, -5.0, 10.0};
    CHECK(eventTimes(synapse, 100.0) == std::vector<double>{10.0, 30.0});
    synapse.enabled = false;
    CHECK(eventTimes(synapse, 100.0).empty());
    synapse.enabled = true;
    synapse.type = Synapse::Type::alphaSynapse;
    synapse.onsetMs = 7.0;
    CHECK(eventTimes(synapse, 100.0) == std::vector<double>{7.0});
}

TEST_CASE("a regular NetStim is known, a noisy one is not") {
    Synapse synapse;
    synapse.spikes.kind = SpikeTrain::Kind::netStim;
    synapse.spikes.startMs = 5.0;
    synapse.spikes.intervalMs = 10.0;
    synapse.spikes.number = 3.0;
    CHECK(eventTimes(synapse, 100.0) == std::vector<double>{6.0, 16.0, 26.0});
    synapse.spikes.noise = 0.5;
    CHECK(eventTimes(synapse, 100.0).empty());
}

TEST_CASE("generated trains are known") {
    Synapse synapse;
    synapse.spikes.rateHz = 200.0;
    for (const auto kind :
         {SpikeTrain::Kind::regular, SpikeTrain::Kind::poisson, SpikeTrain::Kind::gamma,
          SpikeTrain::Kind::logNormal, SpikeTrain::Kind::bursts, SpikeTrain::Kind::rateCurve}) {
        synapse.spikes.kind = kind;
        CAPTURE(static_cast<int>(kind));
        const std::vector<double> events = eventTimes(synapse, 100.0);
        CHECK_FALSE(events.empty());
        CHECK(events == spikeTimes(synapse.spikes, 100.0));
    }
}
