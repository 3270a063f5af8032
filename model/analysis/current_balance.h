#pragma once

#include "model/scene/scene.h"
#include "model/simulation/recording.h"

#include <cstdint>
#include <string>
#include <vector>

namespace phiscope {

/// Where current enters and leaves the cell at one time step.
///
/// Current that leaves through membranes must have come in through membranes, so that membrane currents
/// (synapses included) sum to zero, unless an electrode brings current from outside: then they sum to what it
/// injects. The far field is then a monopole's, and the dipole moment depends on the origin.
struct CurrentBalance {
    double membraneNa = 0.0; ///< sum over segments of the transmembrane current, outward positive
    double injectedNa = 0.0; ///< sum over electrodes, into the cell positive
    double residualNa = 0.0; ///< membraneNa − injectedNa
};

/// Why membrane currents of some frames do not sum to zero.
enum class BalanceCause {
    closed,     ///< they do, to rounding
    electrode,  ///< an electrode injects their sum
    clampDelay, ///< voltage clamps: their current is one step behind the membrane's, see below
    unexplained ///< no electrode explains it
};

/// The identifier under which the words for a cause are looked up: "balance.electrode".
std::string textId(BalanceCause cause);

/// Over frames [from, to).
struct BalanceSummary {
    CurrentBalance largest;         ///< of the frame whose |membraneNa| is largest
    std::int64_t largestFrame = -1; ///< −1 where there is no frame
    double largestResidualNa = 0.0; ///< the largest |residualNa| of all frames
    double turnoverNa = 0.0;        ///< the largest sum of |i_membrane| over segments of all frames
    BalanceCause cause = BalanceCause::closed;
};

/// Electrodes among the point processes of a scene's recording, by index: those behind the synapses.
std::vector<int> electrodePoints(const Scene& scene);

/// Of one frame below recording.frameCount(); `electrodes` are point processes that inject current.
CurrentBalance currentBalance(const Recording& recording, const std::vector<int>& electrodes,
                              std::int64_t frame);

/// Of the frames of [from, to) that are there, but for the initial state of a run that begins at t = 0: no
/// step has led to it, so that NEURON's membrane currents lack the capacitive part there and need not sum to
/// anything.
///
/// NEURON gives a voltage clamp's current for the potential at the beginning of the step and membrane
/// currents for that at its end, so that the two differ while the potential changes: by less the shorter the
/// step, and not at all once it has settled. What flowed is then membraneNa. With a current clamp they agree
/// to rounding.
BalanceSummary balanceSummary(const Recording& recording, const Scene& scene, std::int64_t from,
                              std::int64_t to);

} // namespace phiscope
