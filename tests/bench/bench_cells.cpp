#include "tests/bench/bench_cells.h"

#include "model/synthesis/shapes.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace phiscope::bench {

namespace {

/// As many segments as asked for, each as short as the others: the section with the longest ones gets the
/// next.
std::vector<int> segmentCountsFor(const Morphology& morphology, int segments) {
    std::vector<int> counts(morphology.sections.size(), 1);
    std::vector<double> lengths;
    for (const Section& section : morphology.sections) {
        lengths.push_back(sectionLength(section));
    }
    for (auto total = static_cast<int>(counts.size()); total < segments; ++total) {
        std::size_t longest = 0;
        for (std::size_t s = 1; s < counts.size(); ++s) {
            if (lengths[s] / counts[s] > lengths[longest] / counts[longest]) {
                longest = s;
            }
        }
        ++counts[longest];
    }
    return counts;
}

} // namespace

Result<SimulationJob> passiveCell(int segments) {
    auto shape = makeShape("l5_pyramidal", 1);
    if (!shape) {
        return tl::unexpected(shape.error());
    }
    SimulationJob job;
    job.morphology = std::move(*shape);
    job.nseg = segmentCountsFor(job.morphology, segments);
    if (static_cast<int>(job.nseg.size()) > segments) {
        return fail("The cell has more sections than the segments asked for.");
    }
    job.scene.cell.passive = true;
    job.scene.run.tstopMs = 1000.0;
    job.scene.run.dtMs = 0.0625;
    std::mt19937 random(7);
    for (int i = 0; i < 100; ++i) {
        Synapse synapse;
        synapse.id = "synapse" + std::to_string(i);
        synapse.type = Synapse::Type::expSyn;
        synapse.weight = 0.001;
        const auto section = random() % job.morphology.sections.size();
        synapse.location = {job.morphology.sections[section].name, 0.5};
        for (int event = 0; event < 20; ++event) {
            synapse.spikes.timesMs.push_back(static_cast<double>(random() % 10000) * 0.1);
        }
        std::sort(synapse.spikes.timesMs.begin(), synapse.spikes.timesMs.end());
        job.scene.synapses.push_back(std::move(synapse));
    }
    return job;
}

Segments segmentsOf(const SimulationJob& job) {
    return placeCell(job.morphology, job.nseg, {}).segments;
}

Eigen::Matrix3Xd contactBlock(int count) {
    Eigen::Matrix3Xd contacts(3, count);
    for (int i = 0; i < count; ++i) {
        contacts.col(i) << 25.0 * (i % 8) - 100.0, 25.0 * (i / 8 % 8) - 90.0, 15.0 * (i / 64) - 150.0;
    }
    return contacts;
}

} // namespace phiscope::bench
