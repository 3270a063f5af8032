#pragma once

#include "model/formats/results_file.h"
#include "model/scene/knob.h"
#include "model/scene/parameters.h"

#include <Eigen/Core>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

/// One number of a scene at several values: which simulations that takes, and what each of them gives.
namespace phiscope {

/// One signal of each value: the soma's potential (`probe` is empty), or the one at a contact.
struct SweepChannel {
    std::string probe;
    int contact = 0;

    bool operator==(const SweepChannel&) const = default;
};

/// What is kept of a run of a sweep: not its recording, which is large.
struct SweepSignals {
    double dtMs = 1.0;
    std::int64_t frames = 0;
    Eigen::VectorXd somaMv;             ///< of the soma's middle segment, a frame each; empty without a soma
    std::vector<ProbeSignals> probes;   ///< after each probe's filter
    std::vector<Eigen::VectorXd> sizes; ///< peak to peak at each contact of each probe, in its unit

    const ProbeSignals* probe(const std::string& id) const; ///< null: there is none
    /// Over all frames; empty where there is no such signal.
    Eigen::VectorXd values(const SweepChannel& channel) const;
    /// Largest minus smallest; NaN where there is no such signal.
    double size(const SweepChannel& channel) const;
};

/// The signals that the scene's probes and its soma have in a recording of just these currents. The cell is
/// placed by the scene's pose, whatever pose it comes with.
SweepSignals sweepSignals(const Scene& scene, const BuiltCell& cell, const Recording& recording);

/// A scene of a sweep.
struct SweepPoint {
    double value = 0.0;
    Scene scene;
    std::string problem; ///< why it cannot be run, a sentence; empty: it can
    /// Index of the first point with the same currents, maybe this one: one simulation does for all of them.
    std::size_t run = 0;
};

/// The scene with the parameter at each of the values.
std::vector<SweepPoint> sweepPoints(const Scene& scene, const Parameter& parameter,
                                    const std::vector<double>& values);

/// Largest minus smallest; NaN where there is nothing, or anything that is not a number.
double peakToPeak(const Eigen::Ref<const Eigen::VectorXd>& values);

} // namespace phiscope
