#pragma once

#include <QString>

namespace phiscope {

/// A unit of the size of what is shown: value · factor is in `name`.
struct SmallUnit {
    double factor = 1.0;
    QString name;

    bool operator==(const SmallUnit&) const = default;
};

/// For potentials in mV: from mV down to aV, so that `largest` is at least 1.
SmallUnit potentialUnit(double largestMv);
/// For flux densities in fT: from pT down to yT.
SmallUnit fieldUnit(double largestFt);

} // namespace phiscope
