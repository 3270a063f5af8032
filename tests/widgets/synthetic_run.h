#pragma once

#include "model/forward/projector.h"
#include "widgets/run_data.h"

#include <array>
#include <cmath>
#include <memory>

namespace phiscope::test {

/// A small cell with a soma and one apical dendrite along z, a scene with two synapses and a laminar probe,
/// and a recording of it that is written by hand, frame after frame, as NEURON's thread would.
class SyntheticRun {
public:
    static constexpr int dendriteSegments = 40;
    static constexpr int segments = dendriteSegments + 1;

    explicit SyntheticRun(double tstopMs = 100.0, double dtMs = 0.0625) {
        auto cell = std::make_shared<PlacedCell>();
        Section soma;
        soma.name = "soma[0]";
        soma.type = SectionType::soma;
        soma.points = {{0.0F, 0.0F, -10.0F, 20.0F}, {0.0F, 0.0F, 10.0F, 20.0F}};
        Section apical;
        apical.name = "apic[0]";
        apical.type = SectionType::apical;
        apical.parent = 0;
        apical.points = {{0.0F, 0.0F, 10.0F, 3.0F}, {0.0F, 0.0F, 810.0F, 1.0F}};
        cell->morphology.name = "synthetic";
        cell->morphology.sections = {soma, apical};
        const std::array<int, 2> nseg{1, dendriteSegments};
        cell->segments = makeSegments(cell->morphology, nseg);

        auto scene = std::make_shared<Scene>();
        scene->run.tstopMs = tstopMs;
        scene->run.dtMs = dtMs;
        Synapse excitatory;
        excitatory.id = "e";
        excitatory.name = "Tuft input";
        excitatory.location = {"apic[0]", 0.9};
        excitatory.spikes.timesMs = {10.0, 30.0, 55.0};
        Synapse inhibitory = excitatory;
        inhibitory.id = "i";
        inhibitory.name = "Basket input";
        inhibitory.reversalMv = -75.0;
        inhibitory.spikes.timesMs = {20.0, 45.0};
        scene->synapses = {excitatory, inhibitory};
        Probe laminar;
        laminar.id = "p";
        laminar.contactCount = 16;
        laminar.spacingUm = 60.0;
        laminar.positionUm = {40.0, 0.0, 350.0};
        scene->probes = {laminar};

        RecordingLayout layout;
        layout.segments = segments;
        layout.frames = static_cast<std::int64_t>(std::lround(tstopMs / dtMs)) + 1;
        layout.dtMs = dtMs;
        layout.pointProcesses = 2;
        layout.pointSegments = {segments - 4, 0};
        recording = *Recording::create(layout);
        data = {recording, cell, scene};
    }

    /// Writes frames up to `to` (not included) and publishes them.
    void growTo(std::int64_t to) {
        const Scene& scene = *data.scene;
        for (std::int64_t frame = recording->frameCount(); frame < to; ++frame) {
            const double time = recording->timeOf(frame);
            const double excitation = response(time, scene.synapses[0].spikes.timesMs, 0.6, 6.0);
            const double inhibition = response(time, scene.synapses[1].spikes.timesMs, 0.5, 9.0);
            double spike = 0.0;
            for (const double at : spikeTimesMs) {
                const double since = time - at;
                spike += 95.0 * std::exp(-since * since / 0.18) -
                         (since > 0.0 ? 9.0 * std::exp(-since / 8.0) * (1.0 - std::exp(-since / 0.4)) : 0.0);
            }
            double* currents = recording->writeCurrents(frame);
            float* potentials = recording->writePotentials(frame);
            double sum = 0.0;
            for (int k = segments - 1; k >= 0; --k) {
                const double height = static_cast<double>(k) / dendriteSegments;
                const double near = std::exp(-std::pow((height - 0.9) / 0.12, 2.0));
                potentials[k] = static_cast<float>(-65.0 + spike * std::exp(-height / 0.5) +
                                                   excitation * (4.0 + 14.0 * near) -
                                                   inhibition * 4.0 * std::exp(-height));
                currents[k] = k > 0
                                  ? -0.05 * excitation * near + 0.03 * inhibition * std::exp(-height / 0.2) +
                                        0.004 * spike / 95.0 * std::exp(-height / 0.3)
                                  : -sum;
                sum += currents[k];
            }
            double* points = recording->writePointCurrents(frame);
            points[0] = -0.12 * excitation;
            points[1] = 0.05 * inhibition;
            recording->publish(frame + 1);
        }
    }
    void complete() {
        growTo(recording->layout().frames);
        recording->finish();
    }

    static constexpr std::array<double, 3> spikeTimesMs{17.0, 37.0, 62.0};

    std::shared_ptr<Recording> recording;
    RunData data;

private:
    static double response(double time, const std::vector<double>& at, double rise, double decay) {
        double sum = 0.0;
        for (const double each : at) {
            if (time > each) {
                sum += std::exp(-(time - each) / decay) - std::exp(-(time - each) / rise);
            }
        }
        return sum;
    }
};

} // namespace phiscope::test
