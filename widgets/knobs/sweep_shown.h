#pragma once

#include "widgets/knobs/sweep.h"
#include "widgets/knobs/sweep_plots.h"

#include <QString>

#include <string>
#include <vector>

namespace phiscope {

/// Which signal of a sweep is looked at: the soma's potential, the one at a contact, or a probe's over depth.
struct SweepShown {
    enum class Kind { soma, contact, map };
    Kind kind = Kind::soma;
    std::string probe{};
    int contact = 0; ///< of Kind::contact

    /// In the unit of the plot.
    QString unit() const;
    Eigen::VectorXd valuesOf(const Sweep::Point& point) const;
    /// Peak to peak; of a map at the contact where it is largest; NaN: there is nothing.
    double sizeOf(const Sweep::Point& point) const;
    /// "Φ at contact 3".
    QString title() const;
    bool sameSignal(const SweepShown& other) const { return kind == other.kind && probe == other.probe; }
};

/// All that can be looked at, a contact of each probe for all of them, and what that is called.
std::vector<SweepShown> sweepChoices(const Scene& scene);
QString sweepChoiceName(const Scene& scene, const SweepShown& choice);

/// Of a probe, the most that any of the values has.
int contactCountOf(const Sweep::Outcome& outcome, const std::string& probe);
/// Where the signal is largest at any of the values.
int loudestContact(const Sweep::Outcome& outcome, const std::string& probe);

/// What is shown, as tables.
SweepTable sweepTable(const Sweep::Outcome& outcome, const SweepShown& shown);

/// What the plots say, and what they draw. `now`: the scene's number; `hoverMs`: below 0: none.
SweepPlots::Look sweepLook(const Sweep::Outcome& outcome, const SweepShown& shown, int current,
                           double hoverMs, bool running);
std::vector<SweepPlots::Trace> sweepTraces(const Sweep::Outcome& outcome, const SweepShown& shown);

} // namespace phiscope
