#pragma once

#include "model/simulation/recording.h"

#include <Eigen/Core>

#include <cstdint>
#include <optional>
#include <vector>

namespace phiscope {

/// How far the values of a recording go, for ranges of colours: taken from some hundred frames, which is all
/// that an eye sees. Grows with a recording that is still written.
struct ValueExtent {
    std::int64_t scanned = 0;
    bool any = false;
    double low = 0.0; ///< mV
    double high = 0.0;
    double currentSize = 0.0;      ///< µA/cm², robust: of 95 % of the segments
    std::vector<double> pointSize; ///< nA, one a point process

    /// Takes in what has come since. `areasUm2`: one a segment.
    void scan(const Recording& recording, const Eigen::VectorXd& areasUm2);
};

struct ValueSpan {
    double low = 0.0;
    double high = 1.0;
};

/// mV: to whole fives, at least ten wide; an end that is set stays. A range upside down keeps its lower end.
ValueSpan potentialRange(double lowMv, double highMv, std::optional<double> fixedLow,
                         std::optional<double> fixedHigh);

/// µA/cm², about 0.
ValueSpan currentRange(double size, std::optional<double> fixedLimit);

/// Transmembrane current of a segment (nA, µm²) as a density in µA/cm².
inline double currentDensity(double currentNa, double areaUm2) {
    return areaUm2 > 0.0 ? currentNa / areaUm2 * 1e5 : 0.0;
}

/// 1, 2, 5, 10 … not below `value`; 1 where it is not above 0.
double roundUp(double value);

} // namespace phiscope
