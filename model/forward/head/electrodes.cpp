#include "model/forward/head/electrodes.h"

#include <Eigen/Geometry>

#include <cmath>
#include <numbers>

namespace phiscope {

namespace {

constexpr double pi = std::numbers::pi;

/// `part` of the way over the head from nasion to inion.
Eigen::Vector3d alongMidline(double part) {
    return {0.0, std::cos(pi * part), std::sin(pi * part)};
}

/// `part` of the way over the head from the left ear to the right.
Eigen::Vector3d alongEars(double part) {
    return {-std::cos(pi * part), 0.0, std::sin(pi * part)};
}

/// `part` of the half ring from Fpz to Oz on the left (side -1) or right (side 1).
Eigen::Vector3d alongRing(double part, double side) {
    const double elevation = 0.1 * pi;
    return {side * std::cos(elevation) * std::sin(pi * part), std::cos(elevation) * std::cos(pi * part),
            std::sin(elevation)};
}

/// Halfway from `outer` to `middle` on the circle through them and `outer`'s mirror image.
Eigen::Vector3d between(const Eigen::Vector3d& outer, const Eigen::Vector3d& middle) {
    const Eigen::Vector3d mirrored(-outer.x(), outer.y(), outer.z());
    const Eigen::Vector3d normal = (middle - outer).cross(mirrored - outer).normalized();
    const Eigen::Vector3d centre = normal.dot(middle) * normal;
    const Eigen::Vector3d towards = (outer - centre) + (middle - centre);
    return (centre + (middle - centre).norm() * towards.normalized()).normalized();
}

} // namespace

std::vector<NamedElectrode> tenTwentyElectrodes() {
    const Eigen::Vector3d f7 = alongRing(0.3, -1.0);
    const Eigen::Vector3d f8 = alongRing(0.3, 1.0);
    const Eigen::Vector3d p7 = alongRing(0.7, -1.0);
    const Eigen::Vector3d p8 = alongRing(0.7, 1.0);
    const Eigen::Vector3d fz = alongMidline(0.3);
    const Eigen::Vector3d pz = alongMidline(0.7);
    return {
        {"Fp1", "Fp1", alongRing(0.1, -1.0)}, {"Fpz", "Fpz", alongMidline(0.1)},
        {"Fp2", "Fp2", alongRing(0.1, 1.0)},  {"F7", "F7", f7},
        {"F3", "F3", between(f7, fz)},        {"Fz", "Fz", fz},
        {"F4", "F4", between(f8, fz)},        {"F8", "F8", f8},
        {"T7", "T3", alongEars(0.1)},         {"C3", "C3", alongEars(0.3)},
        {"Cz", "Cz", alongMidline(0.5)},      {"C4", "C4", alongEars(0.7)},
        {"T8", "T4", alongEars(0.9)},         {"P7", "T5", p7},
        {"P3", "P3", between(p7, pz)},        {"Pz", "Pz", pz},
        {"P4", "P4", between(p8, pz)},        {"P8", "T6", p8},
        {"O1", "O1", alongRing(0.9, -1.0)},   {"Oz", "Oz", alongMidline(0.9)},
        {"O2", "O2", alongRing(0.9, 1.0)},
    };
}

Eigen::Matrix3Xd helmetSensors(int count, double elevationRad) {
    const double goldenAngle = pi * (3.0 - std::sqrt(5.0));
    const double lowest = std::sin(elevationRad);
    Eigen::Matrix3Xd directions(3, count);
    for (int k = 0; k < count; ++k) {
        // Equal steps in height are equal areas on a sphere.
        const double z = 1.0 - (1.0 - lowest) * (k + 0.5) / count;
        const double radius = std::sqrt(1.0 - z * z);
        directions.col(k) << radius * std::cos(goldenAngle * k), radius * std::sin(goldenAngle * k), z;
    }
    return directions;
}

} // namespace phiscope
