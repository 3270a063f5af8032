#include "model/scene/scene.h"

#include <doctest/doctest.h>

using namespace phiscope;

TEST_CASE("a laminar probe's contacts stand around its position, from tip to top") {
    Probe probe;
    probe.contactCount = 4;
    probe.spacingUm = 20.0;
    probe.positionUm = {5.0, -1.0, 100.0};
    probe.directionUm = {0.0, 0.0, 2.0};
    const Eigen::Matrix3Xd contacts = contactPositions(probe);
    REQUIRE(contacts.cols() == 4);
    for (int i = 0; i < 4; ++i) {
        CHECK(contacts(0, i) == 5.0);
        CHECK(contacts(1, i) == -1.0);
        CHECK(contacts(2, i) == doctest::Approx(70.0 + 20.0 * i));
    }
}

TEST_CASE("a tilted shank keeps its spacing") {
    Probe probe;
    probe.contactCount = 3;
    probe.spacingUm = 50.0;
    probe.positionUm = {0.0, 0.0, 0.0};
    probe.directionUm = {3.0, 0.0, 4.0};
    const Eigen::Matrix3Xd contacts = contactPositions(probe);
    CHECK((contacts.col(2) - contacts.col(1)).norm() == doctest::Approx(50.0));
    CHECK(contacts(0, 2) == doctest::Approx(30.0));
    CHECK(contacts(2, 2) == doctest::Approx(40.0));
    CHECK(contacts.col(1).norm() == 0.0);
}

TEST_CASE("a custom probe's contacts are its own") {
    Probe probe;
    probe.layout = Probe::Layout::custom;
    CHECK(contactPositions(probe).cols() == 0);
    probe.contactsUm = {{1.0, 2.0, 3.0}, {-4.0, 5.0, -6.0}};
    const Eigen::Matrix3Xd contacts = contactPositions(probe);
    REQUIRE(contacts.cols() == 2);
    CHECK(contacts.col(1) == Eigen::Vector3d(-4.0, 5.0, -6.0));
}
