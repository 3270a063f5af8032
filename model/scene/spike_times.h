#pragma once

#include "model/scene/scene.h"

#include <string>
#include <vector>

namespace phiscope {

/// More spikes than this are no train that anyone means; planCell refuses them.
inline constexpr double mostSpikes = 1e6;

/// The spikes of a train in ms, ascending: explicit times as they are, of generated trains those in
/// [startMs, min(stopMs, tstopMs)). None of a NetStim, whose times NEURON draws. The same seed gives the same
/// train everywhere, neighbouring seeds independent ones, and a longer run only adds to the end.
///
/// - regular: startMs + k · intervalMs.
/// - poisson: dead time plus an exponential interval, so long that the mean interval is 1 / rateHz.
/// - gamma: dead time plus an interval of shape k, of that mean in all; the part after the dead time has the
///   coefficient of variation 1/√k.
/// - logNormal: dead time plus an interval exp(μ + s·N(0, 1)), of that mean in all; the part after the dead
///   time has the coefficient of variation `variation`: s² = ln(1 + variation²), μ = ln(its mean) − s² / 2.
/// - bursts: begin as the events of a NetStim do (a part `noise` of the interval is exponential).
/// - rateCurve: Poisson, its rate linear between the given times and constant outside; drawn by thinning
///   (Lewis & Shedler 1979).
///
/// Poisson, gamma and log-normal trains begin in equilibrium, as if they had been there before (Cox 1962,
/// Renewal Theory), so that their rate is the set one from the beginning on. With a dead time the hazard of a
/// rate curve is rate(t) / (1 − ∫ rate over the dead time before t), since that integral is the probability
/// that a spike has just been: the rate stays the curve's.
///
/// A train without sense (an interval of 0, lists of different lengths) is empty, one of more than
/// mostSpikes ends there; spikeTrainProblem() tells.
std::vector<double> spikeTimes(const SpikeTrain& train, double tstopMs);

/// How many spikes a generated train has on average; 0 for a NetStim.
double expectedSpikes(const SpikeTrain& train, double tstopMs);

/// Mean and standard deviation of the intervals between spikes, ms.
struct IntervalMoments {
    double meanMs = 0.0;
    double deviationMs = 0.0;
};
/// Those of a Poisson, gamma or log-normal train; 0 for others, and where no spike comes.
IntervalMoments intervalMoments(const SpikeTrain& train);

/// Why a train can not be generated, a sentence; empty where it can be.
std::string spikeTrainProblem(const SpikeTrain& train, double tstopMs);

} // namespace phiscope
