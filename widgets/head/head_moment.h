#pragma once

#include "model/forward/head/head_fields.h"
#include "widgets/head/small_units.h"

namespace phiscope {

class Signals;

/// How large things become over a recording, so that colours keep their meaning while it plays.
struct HeadScale {
    double potentialMv = 0.0; ///< of EEG anywhere on the scalp
    double fieldFt = 0.0;     ///< of the component shown, at any magnetometer
    double arrowFt = 0.0;     ///< of the whole field at any magnetometer
    double momentNaUm = 0.0;

    bool operator==(const HeadScale&) const = default;
};

/// The sizes that 99 % of the moments do not exceed. Looks at up to 300 of the frames that are there, and at
/// one in eight places of the scalp. The first frame does not count: nothing has led to it.
HeadScale headScale(const HeadModel& model, const HeadFields& fields, Head::MegComponent component,
                    const Signals& dipole);

} // namespace phiscope
