#pragma once

#include "model/geometry/segments.h"
#include "model/scene/scene.h"
#include "model/support/result.h"

#include <Eigen/Core>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace phiscope {

class HeadModel;
class Recording;

/// What one contact of a probe, or one channel of a head, hears of each segment of a cell: its row of M. A
/// magnetometer hears the field along its radius; for it, read fT wherever mV is written here.
/// Row times currents of a moment, segment by segment, is what each of them adds to the potential there; the
/// sum over the cell is the potential of the trace.
struct Listening {
    std::string owner;   ///< name of the probe or head
    std::string contact; ///< for people: "contact 9", "Cz"
    Eigen::VectorXd row; ///< mV/nA, one a segment
    /// Heads: what every segment has besides, mV/nA. The row of a dipole depends on the origin by a number
    /// that is the same for all segments, and that counts for nothing since the currents of a cell sum to
    /// zero. `row` is that about the soma, so that it says where on the cell a current is heard; row + common
    /// is the row of the head's matrix.
    double common = 0.0;
    bool magnetic = false; ///< in fT/nA

    std::string name() const { return owner + ", " + contact; }
    /// Some segments push the potential up and others down for the same current, as about a dipole.
    bool bothSigns() const;
    /// What a segment adds for a current in nA, mV.
    double contribution(int segment, double currentNa) const { return row[segment] * currentNa; }
    /// Of the whole cell, mV: that of the trace, before any filter. `currents`: one a segment, nA.
    double potential(const double* currents) const;
};

/// Who listens in a scene: the probe or head of View::listenProbe, else the first probe, else the first head.
struct Listener {
    const Probe* probe = nullptr;
    const Head* head = nullptr;
    /// Of that probe, within what it has; of a head as it is in the scene: its electrodes, then its
    /// magnetometers.
    int contact = 0;

    explicit operator bool() const { return probe != nullptr || head != nullptr; }
};
Listener listenerOf(const Scene& scene);
/// Whether the cell is coloured by what a contact hears or by what makes its signal.
bool listens(const View& view);

/// The row of one contact by the probe's own model, or why there is none.
Result<Listening> listenAt(const Probe& probe, int contact, const PlacedCell& cell);
/// The row of an electrode or, counted on after these, of a magnetometer; `model` serves `head`. Channels
/// that it lacks become its last.
Result<Listening> listenAt(const Head& head, const HeadModel& model, int channel, const PlacedCell& cell);
/// The row of a scene's listener. `known`: a head's model of before, taken where it still serves, and
/// replaced by the one that was used.
Result<Listening> listenAt(const Listener& listener, const PlacedCell& cell,
                           std::shared_ptr<const HeadModel>* known = nullptr);

/// A size, mV, that what a segment adds seldom exceeds over the frames that are there: of the moments the
/// highest but for one in twenty, of the segments of each likewise. 0 where nothing flows.
double contributionSize(const Listening& listening, const Recording& recording);

/// What a section adds to a contact's potential at a moment.
struct SectionShare {
    int section = -1;
    double potentialMv = 0.0;
    double share = 0.0; ///< of what all sections add, magnitudes counted; 0 to 1
};
/// The sections that add most, the largest magnitude first.
std::vector<SectionShare> largestShares(const Listening& listening, const double* currents,
                                        const Segments& segments, std::size_t count);

} // namespace phiscope
