#include "model/forward/head/magnetic_field.h"

#include <numbers>
#include <utility>

namespace phiscope {

namespace {

constexpr double fourPi = 4.0 * std::numbers::pi;

/// C with C · p = p × v.
Eigen::Matrix3d crossFromLeft(const Eigen::Vector3d& v) {
    Eigen::Matrix3d c;
    c << 0.0, v.z(), -v.y(), -v.z(), 0.0, v.x(), v.y(), -v.x(), 0.0;
    return c;
}

} // namespace

InfiniteMagneticField::InfiniteMagneticField(Eigen::Matrix3Xd sensorsUm)
    : sensors_(std::move(sensorsUm)) {}

Result<Eigen::MatrixXd> InfiniteMagneticField::matrix(const Eigen::Vector3d& dipoleUm) const {
    Eigen::MatrixXd matrix(channels(), 3);
    for (Eigen::Index s = 0; s < sensors_.cols(); ++s) {
        const Eigen::Vector3d away = sensors_.col(s) - dipoleUm;
        const double distance = away.norm();
        if (!(distance > 0.0)) {
            return fail("Magnetic sensor " + std::to_string(s + 1) + " lies at the dipole itself.",
                        "Move the sensor or the dipole.");
        }
        matrix.middleRows<3>(3 * s) = crossFromLeft(away) / (fourPi * distance * distance * distance);
    }
    return matrix;
}

SphericalMagneticField::SphericalMagneticField(Eigen::Matrix3Xd sensorsUm)
    : sensors_(std::move(sensorsUm)) {}

Result<Eigen::MatrixXd> SphericalMagneticField::matrix(const Eigen::Vector3d& dipoleUm) const {
    Eigen::MatrixXd matrix(channels(), 3);
    const Eigen::Matrix3d moment = crossFromLeft(dipoleUm);
    const double depth = dipoleUm.norm();
    for (Eigen::Index s = 0; s < sensors_.cols(); ++s) {
        const Eigen::Vector3d sensor = sensors_.col(s);
        const double r = sensor.norm();
        if (!(r > depth)) {
            return fail("Magnetic sensor " + std::to_string(s + 1) +
                            " is not farther from the centre of the head than the dipole.",
                        "Move the sensor outwards or the dipole inwards.");
        }
        const Eigen::Vector3d away = sensor - dipoleUm;
        const double a = away.norm();
        const double along = away.dot(sensor);
        const double f = a * (r * a + r * r - dipoleUm.dot(sensor));
        const Eigen::Vector3d gradient =
            (a * a / r + along / a + 2.0 * a + 2.0 * r) * sensor - (a + 2.0 * r + along / a) * dipoleUm;
        matrix.middleRows<3>(3 * s) =
            (f * moment - gradient * (sensor.transpose() * moment)) / (fourPi * f * f);
    }
    return matrix;
}

} // namespace phiscope
