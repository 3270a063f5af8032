#include "model/support/random_draws.h"

#include <cmath>

namespace phiscope {

namespace {

/// SplitMix64's step and finaliser (Steele, Lea & Flood 2014): spreads neighbouring seeds apart.
std::uint64_t mix(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15ULL;
    value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
    return value ^ (value >> 31U);
}

} // namespace

RandomDraws::RandomDraws(std::uint64_t seed)
    : engine_(mix(seed)) {}

double RandomDraws::exponential() {
    return -std::log(1.0 - uniform());
}

/// Polar method (Marsaglia & Bray 1964).
double RandomDraws::normal() {
    if (spareIsThere_) {
        spareIsThere_ = false;
        return spare_;
    }
    for (;;) {
        const double x = 2.0 * uniform() - 1.0;
        const double y = 2.0 * uniform() - 1.0;
        const double square = x * x + y * y;
        if (square > 0.0 && square < 1.0) {
            const double scale = std::sqrt(-2.0 * std::log(square) / square);
            spare_ = y * scale;
            spareIsThere_ = true;
            return x * scale;
        }
    }
}

/// G. Marsaglia & W. W. Tsang, "A simple method for generating gamma variables", ACM Trans. Math. Softw. 26
/// (2000), 363–372; shapes below 1 by their note at its end.
double RandomDraws::gamma(double shape) {
    if (shape < 1.0) {
        const double smaller = std::pow(1.0 - uniform(), 1.0 / shape);
        return gamma(shape + 1.0) * smaller;
    }
    const double d = shape - 1.0 / 3.0;
    const double c = 1.0 / std::sqrt(9.0 * d);
    for (;;) {
        const double x = normal();
        const double root = 1.0 + c * x;
        if (root <= 0.0) {
            continue;
        }
        const double v = root * root * root;
        if (std::log(1.0 - uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) {
            return d * v;
        }
    }
}

} // namespace phiscope
