#include "model/probes/insertion.h"
#include "model/probes/probe_kinds.h"

#include <cmath>
#include <doctest/doctest.h>

using namespace phiscope;

namespace {

const EntryPlane surface{EntryPlane::Kind::cell, 800.0};

/// From (50, 0, −375) to (50, 0, 375).
Probe laminar() {
    return Probe();
}

/// Two shanks, whose contacts face their own ways.
Probe custom() {
    Probe probe;
    probe.layout = Probe::Layout::custom;
    probe.positionUm = {10.0, 20.0, 50.0};
    probe.contactsUm = {{-90, 20, 0}, {-90, 20, 100}, {110, 20, 0}, {110, 20, 60}};
    probe.contactNormals = {{0, -1, 0}, {0, -1, 0}, {1, 0, 0}, {1, 0, 0}};
    return probe;
}

Eigen::Vector3d entryOf(const Probe& probe, const EntryPlane& plane) {
    const Insertion now = insertionOf(probe, plane);
    const Eigen::Vector3d axis = Eigen::Vector3d(probe.directionUm.data()).normalized();
    return Eigen::Vector3d(now.tipUm.data()) + now.depthUm * axis;
}

void checkNear(const Eigen::Vector3d& a, const Eigen::Vector3d& b, double within = 1e-5) {
    CAPTURE(a.transpose());
    CAPTURE(b.transpose());
    CHECK((a - b).norm() < within);
}

Eigen::MatrixXd distances(const Probe& probe) {
    const Eigen::Matrix3Xd contacts = contactPositions(probe);
    Eigen::MatrixXd all(contacts.cols(), contacts.cols());
    for (Eigen::Index i = 0; i < contacts.cols(); ++i) {
        for (Eigen::Index j = 0; j < contacts.cols(); ++j) {
            all(i, j) = (contacts.col(i) - contacts.col(j)).norm();
        }
    }
    return all;
}

} // namespace

TEST_CASE("where a probe enters: the slice it measures in, the cell's top, else z = 0") {
    Probe probe = laminar();
    CHECK(entryPlane(probe, {}) == EntryPlane{EntryPlane::Kind::origin, 0.0});
    CHECK(entryPlane(probe, 812.5) == EntryPlane{EntryPlane::Kind::cell, 812.5});
    probe.medium.kind = Medium::Kind::slice;
    probe.medium.sliceBottomUm = -100.0;
    probe.medium.sliceThicknessUm = 350.0;
    CHECK(entryPlane(probe, 812.5) == EntryPlane{EntryPlane::Kind::slice, 250.0});
}

TEST_CASE("an upright probe") {
    const Insertion now = insertionOf(laminar(), surface);
    CHECK(now.tipUm == std::array<double, 3>{50.0, 0.0, -375.0});
    CHECK(now.depthUm == 1175.0);
    CHECK(now.tiltDeg == 0.0);
    CHECK(now.meetsPlane);
    CHECK_FALSE(now.leans);
    CHECK(insertionOf(custom(), surface).tipUm == std::array<double, 3>{10.0, 20.0, 0.0});
}

TEST_CASE("the depth of an oblique probe is the vertical one over the cosine of its tilt") {
    for (const double tilt : {0.0, 20.0, 60.0, 85.0}) {
        Probe probe = laminar();
        setTilt(probe, surface, tilt);
        const double z = 800.0 - 1175.0 * std::cos(tilt * std::acos(-1.0) / 180.0);
        const Insertion now = insertionOf(probe, surface);
        CHECK(now.depthUm == doctest::Approx(1175.0).epsilon(1e-7));
        CHECK(now.tipUm[2] == doctest::Approx(z).epsilon(1e-7));
        checkNear(entryOf(probe, surface), {50.0, 0.0, 800.0}, 1e-3);
    }
    Probe level = laminar();
    setTilt(level, surface, 90.0);
    const Insertion flat = insertionOf(level, surface);
    CHECK_FALSE(flat.meetsPlane);
    CHECK(flat.tipUm[2] == doctest::Approx(800.0)); // the whole shank lies in the plane
    CHECK(flat.tipUm[0] == doctest::Approx(50.0 - 1175.0));
    const Probe before = level;
    setDepth(level, surface, 100.0); // there is none
    CHECK(level == before);
    Probe inverted = laminar();
    setTilt(inverted, surface, 180.0);
    CHECK(insertionOf(inverted, surface).tipUm[2] == doctest::Approx(800.0 + 1175.0));
    CHECK(insertionOf(inverted, surface).depthUm == doctest::Approx(1175.0));
}

TEST_CASE("depth slides a probe along its own axis") {
    for (Probe probe : {laminar(), custom()}) {
        setTilt(probe, surface, 35.0, -120.0);
        const Eigen::Vector3d entry = entryOf(probe, surface);
        const Eigen::MatrixXd before = distances(probe);
        const auto direction = probe.directionUm;
        for (const double depth : {500.0, 0.0, -250.0, 2000.0}) {
            setDepth(probe, surface, depth);
            const Insertion now = insertionOf(probe, surface);
            CHECK(std::abs(now.depthUm - depth) < 1e-5);
            CHECK(now.tiltDeg == doctest::Approx(35.0));
            CHECK(now.azimuthDeg == doctest::Approx(-120.0));
            CHECK(probe.directionUm == direction);
            checkNear(entryOf(probe, surface), entry);
            CHECK((distances(probe) - before).cwiseAbs().maxCoeff() < 1e-5);
        }
        setDepth(probe, surface, 0.0);
        checkNear(Eigen::Vector3d(insertionOf(probe, surface).tipUm.data()), entry);
    }
}

TEST_CASE("angles turn a probe about its entry point, with its contacts' faces, and back") {
    for (const Probe& start : {laminar(), custom()}) {
        Probe probe = start;
        const Insertion at = insertionOf(start, surface);
        const Eigen::Vector3d entry = entryOf(probe, surface);
        setTilt(probe, surface, 30.0, 45.0);
        setAzimuth(probe, surface, 170.0);
        setTilt(probe, surface, 50.0, 3.0); // it leans already: the side it leans to stays
        const Insertion now = insertionOf(probe, surface);
        CHECK(now.tiltDeg == doctest::Approx(50.0));
        CHECK(now.azimuthDeg == doctest::Approx(170.0));
        CHECK(now.depthUm == doctest::Approx(at.depthUm));
        checkNear(entryOf(probe, surface), entry, 1e-4);
        CHECK((distances(probe) - distances(start)).cwiseAbs().maxCoeff() < 1e-5);
        const Eigen::Vector3d axis(probe.directionUm.data());
        CHECK(std::abs(axis.dot(Eigen::Vector3d(probe.contactNormal.data()))) < 1e-9);
        for (const auto& normal : probe.contactNormals) {
            CHECK(std::abs(axis.dot(Eigen::Vector3d(normal.data()))) < 1e-9);
        }
        setAzimuth(probe, surface, 45.0);
        setTilt(probe, surface, 0.0);
        checkNear(Eigen::Vector3d(probe.positionUm.data()), Eigen::Vector3d(start.positionUm.data()));
        checkNear(Eigen::Vector3d(probe.contactNormal.data()), {0.0, -1.0, 0.0}, 1e-9);
        CHECK((contactPositions(probe) - contactPositions(start)).colwise().norm().maxCoeff() < 1e-5);
        CHECK_FALSE(insertionOf(probe, surface).leans);
    }
}

TEST_CASE("the tip takes the probe along") {
    for (Probe probe : {laminar(), custom()}) {
        setTilt(probe, surface, 25.0, 60.0);
        const Eigen::MatrixXd before = distances(probe);
        setTip(probe, {1.0, -2.0, 3.0});
        const Insertion now = insertionOf(probe, surface);
        checkNear(Eigen::Vector3d(now.tipUm.data()), {1.0, -2.0, 3.0});
        CHECK(now.tiltDeg == doctest::Approx(25.0));
        CHECK(now.azimuthDeg == doctest::Approx(60.0));
        CHECK((distances(probe) - before).cwiseAbs().maxCoeff() < 1e-5);
    }
}

TEST_CASE("every probe of the gallery has a tip that turns with it") {
    for (const ProbeKind& kind : probeKinds()) {
        CAPTURE(kind.key);
        const ProbeDesign& design = kind.design;
        Probe probe = makeProbe(design, placementOf(design, {5.0, -7.0, 11.0}));
        const Insertion before = insertionOf(probe, surface);
        setTilt(probe, surface, 40.0, before.azimuthDeg);
        setAzimuth(probe, surface, 100.0);
        const Insertion now = insertionOf(probe, surface);
        CHECK(now.tiltDeg == doctest::Approx(40.0));
        CHECK(now.azimuthDeg == doctest::Approx(100.0));
        if (before.meetsPlane) {
            CHECK(now.depthUm == doctest::Approx(before.depthUm).epsilon(1e-6));
        }
        setDepth(probe, surface, 0.0);
        CHECK(insertionOf(probe, surface).tipUm[2] == doctest::Approx(800.0).epsilon(1e-7));
    }
}
