#include "model/forward/head/electrodes.h"
#include "model/forward/head/head_fields.h"
#include "model/forward/head/magnetic_field.h"
#include "model/forward/head/orientation.h"

#include <doctest/doctest.h>

using namespace phiscope;

namespace {

Eigen::Matrix3Xd someDirections() {
    return helmetSensors(12, 0.0);
}

} // namespace

TEST_CASE("a head's EEG is the lead field of its electrodes times the turned dipole") {
    Head head;
    head.dipoleMm = {30.0, 20.0, 60.0};
    const auto model = HeadModel::create(head, someDirections());
    REQUIRE(model);
    const auto fields = (*model)->fields(head);
    REQUIRE(fields);
    const Eigen::Vector3d place(30.0, 20.0, 60.0);
    const Eigen::Matrix3d turn = rotationBetween(Eigen::Vector3d::UnitZ(), place.normalized());
    const auto lead = FourSphereLeadField::create(FourSphereHead{}, (*model)->electrodesMm() * 1e3);
    REQUIRE(lead);
    const Eigen::MatrixXd expected = *lead->matrix(place * 1e3) * turn;
    CHECK(fields->eeg.isApprox(expected, 1e-12));
    CHECK(fields->scalp.rows() == 12);
    CHECK((fields->rotation * Eigen::Vector3d::UnitZ()).isApprox(place.normalized(), 1e-12));
    CHECK((*model)->electrodeNames().at(static_cast<std::size_t>(fields->nearestElectrode)) == "C4");

    head.alignment = Head::Alignment::asCell;
    CHECK((*model)->serves(head));
    CHECK((*model)->fields(head)->eeg.isApprox(*lead->matrix(place * 1e3), 1e-12));

    head.reference = Head::Reference::average;
    CHECK((*model)->fields(head)->eeg.colwise().sum().cwiseAbs().maxCoeff() < 1e-20);
}

TEST_CASE("a head's MEG is in femtotesla, and a radial dipole in a sphere has none") {
    Head head;
    const auto model = HeadModel::create(head, someDirections());
    const Eigen::MatrixXd magnetic = (*model)->fields(head)->magnetic;
    REQUIRE(magnetic.rows() == 3 * (*model)->sensorsMm().cols());
    CHECK(magnetic.col(2).cwiseAbs().maxCoeff() < 1e-12 * magnetic.col(0).cwiseAbs().maxCoeff());

    head.megModel = Head::MegModel::infinite;
    CHECK_FALSE((*model)->serves(head));
    const auto infinite = HeadModel::create(head, someDirections());
    const Eigen::VectorXd fT = (*infinite)->fields(head)->magnetic * Eigen::Vector3d(1.0, 0.0, 0.0);
    // One nA·µm along x at z = 77.5 mm, seen from the top of a helmet of 110 mm: µ0 p / (4π R²).
    const double expected = vacuumPermeability / (4.0 * 3.14159265358979) * 1e-15 / (0.0325 * 0.0325) * 1e15;
    const Eigen::Matrix3Xd& sensors = (*infinite)->sensorsMm();
    Eigen::Index top = 0;
    sensors.row(2).maxCoeff(&top);
    REQUIRE(sensors.col(top).normalized().z() > 0.98);
    CHECK(fT.segment<3>(3 * top).norm() == doctest::Approx(expected).epsilon(0.1));

    const Eigen::VectorXd radial = magneticComponent(Head::MegComponent::radial, sensors, fT);
    const Eigen::VectorXd across = magneticComponent(Head::MegComponent::tangential, sensors, fT);
    const Eigen::VectorXd whole = magneticComponent(Head::MegComponent::magnitude, sensors, fT);
    CHECK((radial.cwiseAbs2() + across.cwiseAbs2() - whole.cwiseAbs2()).cwiseAbs().maxCoeff() < 1e-12);
    CHECK(radial.minCoeff() < 0.0);
}

TEST_CASE("heads that cannot be say why") {
    Head head;
    head.csfRadiusMm = 70.0;
    CHECK_FALSE(HeadModel::create(head, someDirections()));
    head = {};
    head.dipoleMm = {0.0, 0.0, 84.0};
    const auto model = HeadModel::create(head, someDirections());
    REQUIRE(model);
    CHECK_FALSE((*model)->fields(head));
    head.model = Head::Model::nyHead;
    head.nyHeadPath = "/nowhere/sa_nyhead.mat";
    const auto missing = HeadModel::create(head, someDirections());
    REQUIRE_FALSE(missing);
    CHECK(missing.error().message().find("sa_nyhead.mat") != std::string::npos);
}
