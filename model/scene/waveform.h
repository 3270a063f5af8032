#pragma once

#include "model/scene/scene.h"

#include <span>
#include <string>
#include <vector>

namespace phiscope {

/// The current in nA that a current clamp injects at each of the times (ms, ascending): 0 outside of
/// [delayMs, delayMs + durationMs). With s the time since the delay, A the amplitude and O the offset:
///
/// - step: A;  ramp: O + (A − O) · s / duration;  sine: O + A · sin(2π f s + φ).
/// - chirp: a sine whose frequency goes evenly from f to the last frequency f₁ over the duration:
///   O + A · sin(2π (f s + (f₁ − f) s² / (2 · duration)) + φ).
/// - noise: O + A · x, x an Ornstein–Uhlenbeck process of standard deviation 1 in its stationary state,
/// stepped
///   from time to time by its exact update (Gillespie 1996, Phys. Rev. E 54, 2084); with a correlation time
///   of 0 an independent value at each time. What is drawn depends on the seed and the times, so that it
///   changes with the time step.
/// - samples: A times the given values, linear between them; nothing before the first and after the last.
///
/// Voltage clamps inject what they need: 0 for those.
std::vector<double> injectedCurrent(const Stimulus& stimulus, std::span<const double> timesMs);

/// Why a current can not be injected, a sentence; empty where it can be.
std::string waveformProblem(const Stimulus& stimulus);

} // namespace phiscope
