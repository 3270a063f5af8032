#pragma once

#include "model/support/uniform.h"

#include <cstdint>
#include <random>

namespace phiscope {

/// Random numbers that are the same with every standard library: the engine is fixed by the C++ standard, the
/// distributions (which it leaves open) are our own. Neighbouring seeds give independent streams.
class RandomDraws {
public:
    explicit RandomDraws(std::uint64_t seed);

    /// In [0, 1).
    double uniform() { return phiscope::uniform(engine_); }
    /// Of mean 1.
    double exponential();
    /// Of mean 0 and standard deviation 1.
    double normal();
    /// Of scale 1 and a shape above 0: mean and variance are the shape.
    double gamma(double shape);

private:
    std::mt19937_64 engine_;
    double spare_ = 0.0; ///< normal numbers come in pairs
    bool spareIsThere_ = false;
};

} // namespace phiscope
