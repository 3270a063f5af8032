#pragma once

#include <Eigen/Core>

#include <cmath>
#include <cstdint>
#include <random>

namespace phiscope::synthesis {

/// Random numbers that are the same on every machine. The engine is fixed by the C++ standard; the mapping to
/// reals is our own, because the standard's distributions differ between libraries, and uses only operations
/// that IEEE 754 rounds exactly (no sine, no logarithm).
class Random {
public:
    explicit Random(std::uint64_t seed)
        : seed_(seed)
        , engine_(mix(seed)) {}

    /// An independent stream, so that drawing more for one part of a cell leaves the other parts as they are.
    Random stream(std::uint64_t tag) const { return Random(mix(seed_ ^ mix(tag + 1))); }

    /// In [0, 1).
    double uniform() { return static_cast<double>(engine_() >> 11U) * 0x1.0p-53; }
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    /// Whole number in [low, high].
    int integer(int low, int high) { return low + static_cast<int>(uniform() * (high - low + 1)); }
    bool chance(double probability) { return uniform() < probability; }

    /// Near enough to a standard normal for shapes: sum of twelve uniforms (never beyond ±6).
    double normal() {
        double sum = -6.0;
        for (int i = 0; i < 12; ++i) {
            sum += uniform();
        }
        return sum;
    }
    /// Normal, clamped to mean ± 2 sd.
    double normal(double mean, double sd) { return mean + sd * std::fmin(2.0, std::fmax(-2.0, normal())); }
    Eigen::Vector3d normal3() {
        const double x = normal();
        const double y = normal();
        return {x, y, normal()};
    }

    /// A unit vector along z, up or down, that leans a little to the side: by `x` and `y` on average.
    Eigen::Vector3d leaning(double x, double y, double z) {
        // One draw a statement: the order of draws within an expression is the compiler's choice.
        const double toY = y * normal();
        const double toX = x * normal();
        return Eigen::Vector3d(toX, toY, z) / std::sqrt(toX * toX + toY * toY + z * z);
    }

    /// A unit vector, all directions alike.
    Eigen::Vector3d direction() {
        for (;;) {
            const double x = uniform(-1.0, 1.0);
            const double y = uniform(-1.0, 1.0);
            const double z = uniform(-1.0, 1.0);
            const double squared = x * x + y * y + z * z;
            if (squared > 0.01 && squared <= 1.0) {
                return Eigen::Vector3d(x, y, z) / std::sqrt(squared);
            }
        }
    }
    /// A unit vector at right angles to `axis`, all alike.
    Eigen::Vector3d perpendicular(const Eigen::Vector3d& axis) {
        for (;;) {
            const Eigen::Vector3d candidate = direction();
            const Eigen::Vector3d across = candidate - candidate.dot(axis) * axis;
            const double squared = across.squaredNorm();
            if (squared > 0.05) {
                return across / std::sqrt(squared);
            }
        }
    }

private:
    /// SplitMix64's finaliser (Steele, Lea, Flood 2014): spreads neighbouring seeds apart.
    static std::uint64_t mix(std::uint64_t value) {
        value += 0x9e3779b97f4a7c15ULL;
        value = (value ^ (value >> 30U)) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ (value >> 27U)) * 0x94d049bb133111ebULL;
        return value ^ (value >> 31U);
    }

    std::uint64_t seed_;
    std::mt19937_64 engine_;
};

/// Cosine of an angle in degrees from −180 to 180, by its series: equal on every machine.
inline double cosineOfDegrees(double degrees) {
    const double x = degrees * 0.017453292519943295;
    const double squared = x * x;
    double term = 1.0;
    double sum = 1.0;
    for (int k = 1; k <= 14; ++k) {
        term *= -squared / ((2.0 * k - 1.0) * (2.0 * k));
        sum += term;
    }
    return sum;
}

inline double sineOfDegrees(double degrees) {
    const double cosine = cosineOfDegrees(degrees);
    const double sine = std::sqrt(std::fmax(0.0, 1.0 - cosine * cosine));
    return degrees < 0.0 ? -sine : sine;
}

/// Cube root of a positive number by Newton's method.
inline double cubeRoot(double value) {
    if (value <= 0.0) {
        return 0.0;
    }
    double root = value < 1.0 ? 1.0 : value / 3.0 + 1.0;
    for (int i = 0; i < 60; ++i) {
        root -= (root - value / (root * root)) / 3.0;
    }
    return root;
}

} // namespace phiscope::synthesis
