#pragma once

#include "model/geometry/morphology.h"
#include "model/simulation/simulation.h"

/// Small cells for the tests of simulations.
namespace phiscope::testing {

inline Section section(const std::string& name, int parent, double parentX, std::vector<PathPoint> points) {
    Section made;
    made.name = name;
    made.type = name.rfind("soma", 0) == 0 ? SectionType::soma : SectionType::dendrite;
    made.parent = parent;
    made.parentX = parentX;
    made.points = std::move(points);
    return made;
}

/// Soma and three sticks, the geometry of LFPy's ball_and_sticks.
inline Morphology ballAndSticks() {
    Morphology m;
    m.name = "ball and sticks";
    m.sections = {section("soma[0]", -1, 1.0, {{0, 0, 0, 25}, {0, 0, 35, 25}}),
                  section("dend[0]", 0, 0.5, {{0, 0, 35, 5}, {0, 0, 150, 5}}),
                  section("dend[1]", 1, 1.0, {{0, 0, 150, 2}, {-50, 20, 200, 1}}),
                  section("dend[2]", 1, 1.0, {{0, 0, 150, 2}, {30, 0, 160, 2}})};
    return m;
}

/// Soma and one stick, the geometry of LFPy's ball_and_stick.
inline Morphology ballAndStick() {
    Morphology m;
    m.name = "ball and stick";
    m.sections = {section("soma[0]", -1, 1.0, {{0, 0, 0, 20}, {0, 0, 20, 20}}),
                  section("dend[0]", 0, 1.0, {{0, 0, 20, 2}, {0, 0, 200, 2}})};
    return m;
}

/// A comb of `teeth` dendrites on a long trunk, each with `nseg` segments.
inline SimulationJob combJob(int teeth, int nseg, double tstopMs) {
    SimulationJob job;
    job.morphology.sections.push_back(section("soma[0]", -1, 1.0, {{0, 0, 0, 20}, {0, 0, 20, 20}}));
    job.nseg.push_back(1);
    for (int i = 0; i < teeth; ++i) {
        const auto z = static_cast<float>(20 + 10 * i);
        job.morphology.sections.push_back(section("dend[" + std::to_string(2 * i) + "]",
                                                  i == 0 ? 0 : 2 * i - 1, 1.0,
                                                  {{0, 0, z, 3}, {0, 0, z + 10, 3}}));
        job.morphology.sections.push_back(section("dend[" + std::to_string(2 * i + 1) + "]", 2 * i + 1, 1.0,
                                                  {{0, 0, z + 10, 1}, {100, 0, z + 10, 1}}));
        job.nseg.push_back(nseg);
        job.nseg.push_back(nseg);
    }
    // The trunk's next piece hangs on the piece before it, not on its tooth.
    for (int i = 1; i < teeth; ++i) {
        job.morphology.sections[static_cast<std::size_t>(2 * i + 1)].parent = 2 * i - 1;
    }
    job.scene.run.tstopMs = tstopMs;
    Synapse synapse;
    synapse.location = {"dend[0]", 0.5};
    synapse.spikes.timesMs = {1.0};
    job.scene.synapses.push_back(synapse);
    return job;
}

} // namespace phiscope::testing
