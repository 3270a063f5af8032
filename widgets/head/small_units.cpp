#include "widgets/head/small_units.h"

#include <array>
#include <cmath>

namespace phiscope {

namespace {

template <std::size_t N>
SmallUnit choose(double largest, double first, const std::array<const char*, N>& names) {
    double factor = first;
    std::size_t at = 0;
    while (at + 1 < N && std::abs(largest) * factor < 1.0) {
        factor *= 1000.0;
        ++at;
    }
    return {factor, QString::fromUtf8(names[at])};
}

} // namespace

SmallUnit potentialUnit(double largestMv) {
    if (largestMv == 0.0) {
        return {1e9, QStringLiteral("pV")};
    }
    return choose(largestMv, 1.0, std::array<const char*, 6>{"mV", "µV", "nV", "pV", "fV", "aV"});
}

SmallUnit fieldUnit(double largestFt) {
    if (largestFt == 0.0) {
        return {1.0, QStringLiteral("fT")};
    }
    return choose(largestFt, 1e-3, std::array<const char*, 5>{"pT", "fT", "aT", "zT", "yT"});
}

} // namespace phiscope
