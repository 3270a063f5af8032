#pragma once

#include <random>

namespace phiscope {

/// Uniform in [0, 1) from the upper 53 bits: the same on every machine, where
/// std::uniform_real_distribution may differ.
inline double uniform(std::mt19937_64& generator) {
    return static_cast<double>(generator() >> 11U) * 0x1.0p-53;
}

} // namespace phiscope
