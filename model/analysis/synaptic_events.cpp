#include "model/analysis/synaptic_events.h"

#include "model/scene/spike_times.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

std::vector<double> eventTimes(const Synapse& synapse, double tstopMs) {
    constexpr double netConDelayMs = 1.0;
    std::vector<double> times;
    if (!synapse.enabled) {
        return times;
    }
    if (synapse.type == Synapse::Type::alphaSynapse) {
        times.push_back(synapse.onsetMs);
    } else if (synapse.spikes.kind != SpikeTrain::Kind::netStim) {
        times = spikeTimes(synapse.spikes, tstopMs);
    } else if (synapse.spikes.noise == 0.0 && synapse.spikes.intervalMs > 0.0) {
        // NetStim sends floor(number) events, the first at its start.
        const double first = synapse.spikes.startMs + netConDelayMs;
        for (double i = 0.0; i < std::floor(synapse.spikes.number); i += 1.0) {
            const double time = first + i * synapse.spikes.intervalMs;
            if (time > tstopMs) {
                break;
            }
            times.push_back(time);
        }
    }
    std::sort(times.begin(), times.end());
    const auto outside = [tstopMs](double time) {
        return time < 0.0 || time > tstopMs;
    };
    times.erase(std::remove_if(times.begin(), times.end(), outside), times.end());
    return times;
}

} // namespace phiscope
