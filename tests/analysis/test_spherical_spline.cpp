#include "model/analysis/spherical_spline.h"
#include "model/forward/head/electrodes.h"

#include <doctest/doctest.h>

using namespace phiscope;

TEST_CASE("a spherical spline passes through its sensors") {
    const Eigen::Matrix3Xd sensors = helmetSensors(40);
    const Eigen::VectorXd values = Eigen::VectorXd::LinSpaced(40, -3.0, 5.0).array().sin();
    const Eigen::VectorXd again = sphericalSplineWeights(sensors, sensors) * values;
    CHECK((again - values).cwiseAbs().maxCoeff() < 0.02);
}

TEST_CASE("a spherical spline leaves constants and finds slow changes between sensors") {
    const Eigen::Matrix3Xd sensors = helmetSensors(80);
    const Eigen::Matrix3Xd points = helmetSensors(33, 0.4);
    const Eigen::MatrixXd weights = sphericalSplineWeights(sensors, points);
    CHECK((weights.rowwise().sum().array() - 1.0).abs().maxCoeff() < 1e-9);
    const auto slow = [](const Eigen::Matrix3Xd& at) -> Eigen::VectorXd {
        return (2.0 * at.row(0) + at.row(1).cwiseProduct(at.row(2))).transpose();
    };
    CHECK((weights * slow(sensors) - slow(points)).cwiseAbs().maxCoeff() < 0.01);
}
