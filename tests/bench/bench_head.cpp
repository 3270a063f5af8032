#include "model/forward/head/electrodes.h"
#include "model/forward/head/four_sphere.h"
#include "model/forward/head/magnetic_field.h"
#include "tests/bench/bench_row.h"
#include "tests/bench/timing.h"

#include <Eigen/Geometry>

#include <cmath>
#include <numbers>

namespace phiscope::bench {

namespace {

constexpr int points = 10'000;
constexpr int terms = 265; // what the model itself takes for this dipole, about

const Eigen::Vector3d dipole(1000.0, 2000.0, 78000.0);

Eigen::Matrix3Xd scalp() {
    return 90000.0 * helmetSensors(points, -0.5 * std::numbers::pi);
}

Result<FourSphereLeadField> field() {
    return FourSphereLeadField::create({}, scalp());
}

Result<double> fourSphere(int effort) {
    const Result<FourSphereLeadField> model = field();
    if (!model) {
        return tl::unexpected(model.error());
    }
    double at = 0.0;
    return 1e3 * bestSeconds(2 * effort, [&] {
               at += 1.0; // dragged
               static_cast<void>(model->matrix(dipole - Eigen::Vector3d(at, 0.0, 0.0)));
           });
}

/// The same sum as one writes it down: electrode by electrode, with the polynomials taken
/// by their recurrence and every coefficient known beforehand.
double plainFourSphere(const Eigen::Matrix3Xd& electrodes, const std::vector<double>& weights) {
    double sum = 0.0;
    const Eigen::Vector3d axis = dipole.normalized();
    for (Eigen::Index i = 0; i < electrodes.cols(); ++i) {
        const double r = electrodes.col(i).norm();
        const double cosine = axis.dot(electrodes.col(i)) / r;
        double before = 1.0;
        double legendre = cosine;
        double derivative = 1.0;
        double radial = 0.0;
        double across = 0.0;
        for (int n = 1; n <= terms; ++n) {
            const double g = weights[static_cast<std::size_t>(n)];
            radial += n * g * legendre;
            across += g * derivative;
            const double next = ((2.0 * n + 1.0) * cosine * legendre - n * before) / (n + 1.0);
            derivative = cosine * derivative + (n + 1.0) * legendre;
            before = legendre;
            legendre = next;
        }
        sum += radial + across;
    }
    return sum;
}

Result<double> fourSphereRatio(int effort) {
    const Result<FourSphereLeadField> model = field();
    if (!model) {
        return tl::unexpected(model.error());
    }
    const Eigen::Matrix3Xd electrodes = scalp();
    std::vector<double> weights(terms + 1);
    for (int n = 1; n <= terms; ++n) {
        const sphere::Coefficients c =
            sphere::coefficients({{79e3, 80e3, 85e3, 90e3}, {0.3, 1.5, 0.015, 0.3}}, n);
        weights[static_cast<std::size_t>(n)] =
            (c.alpha[3] + c.beta[3]) * std::pow(dipole.norm() / 90000.0, n - 1);
    }
    volatile double kept = 0.0;
    const double plain = bestSeconds(effort, [&] { kept = plainFourSphere(electrodes, weights); });
    const double own = bestSeconds(2 * effort, [&] { static_cast<void>(model->matrix(dipole)); });
    return own / plain;
}

Eigen::Matrix3Xd helmet() {
    return 110000.0 * helmetSensors(points, -0.5);
}

Result<double> magnetic(int effort) {
    const SphericalMagneticField model(helmet());
    return 1e3 * bestSeconds(2 * effort, [&] { static_cast<void>(model.matrix(dipole)); });
}

/// Sarvas' formula, sensor by sensor, for each of the three unit dipoles anew.
Result<double> magneticRatio(int effort) {
    const Eigen::Matrix3Xd sensors = helmet();
    const SphericalMagneticField model(sensors);
    Eigen::MatrixXd out(3 * sensors.cols(), 3);
    const auto plain = [&] {
        for (Eigen::Index s = 0; s < sensors.cols(); ++s) {
            for (int axis = 0; axis < 3; ++axis) {
                const Eigen::Vector3d r = sensors.col(s);
                const Eigen::Vector3d away = r - dipole;
                const double a = away.norm();
                const double distance = r.norm();
                const double f = a * (distance * a + distance * distance - dipole.dot(r));
                const Eigen::Vector3d gradient =
                    (a * a / distance + away.dot(r) / a + 2 * a + 2 * distance) * r -
                    (a + 2 * distance + away.dot(r) / a) * dipole;
                const Eigen::Vector3d moment = Eigen::Vector3d::Unit(axis).cross(dipole);
                out.block<3, 1>(3 * s, axis) =
                    (f * moment - moment.dot(r) * gradient) / (4.0 * std::numbers::pi * f * f);
            }
        }
    };
    const double simple = bestSeconds(2 * effort, plain);
    const double own = bestSeconds(2 * effort, [&] { static_cast<void>(model.matrix(dipole)); });
    return own / simple;
}

} // namespace

std::vector<BenchRow> headRows() {
    return {
        {"four_sphere", "ms", 60.0, "EEG at 10 000 points of the scalp after the dipole has moved",
         fourSphere},
        {"four_sphere_loop", "x", 0.2, "the same against the plain loop on one core", fourSphereRatio},
        {"meg_sphere", "ms", 5.0, "MEG at 10 000 sensors outside of a sphere", magnetic},
        {"meg_sphere_loop", "x", 1.25, "the same against the plain loop, dipole by dipole", magneticRatio},
    };
}

} // namespace phiscope::bench
