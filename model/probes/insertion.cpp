#include "model/probes/insertion.h"

#include "model/probes/probe_design.h"
#include "model/scene/field_builders.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace phiscope {

namespace {

using Triple = std::array<double, 3>;

constexpr double degree = std::numbers::pi / 180.0;
constexpr double alongPlane = 1e-3; ///< the part of the axis across the plane below which it lies along it
constexpr double upright = 1e-6;    ///< the part of the axis along the plane below which it stands
constexpr double placeSteps = 1e6;
constexpr double directionSteps = 1e12;

/// Without the noise of a rotation.
Triple tidy(const Eigen::Vector3d& v, double steps) {
    const auto rounded = [steps](double x) {
        return std::round(x * steps) / steps + 0.0; // + 0: no minus zero
    };
    return {rounded(v.x()), rounded(v.y()), rounded(v.z())};
}

Eigen::Vector3d axisOf(const Probe& probe) {
    const Eigen::Vector3d axis = Eigen::Vector3d(probe.directionUm.data()).stableNormalized();
    return axis.norm() > 0.5 ? axis : Eigen::Vector3d(Eigen::Vector3d::UnitZ());
}

Eigen::Vector3d tipOf(const Probe& probe) {
    const Eigen::Matrix3Xd contacts = contactPositions(probe);
    if (contacts.cols() == 0) {
        return Eigen::Vector3d(probe.positionUm.data());
    }
    if (probe.layout == Probe::Layout::laminar) {
        return contacts.col(0);
    }
    // On the line through the middle of the contacts, seen along the axis.
    const Eigen::Vector3d axis = axisOf(probe);
    Eigen::Matrix3d frame;
    frame.col(2) = axis;
    frame.col(0) = axis.unitOrthogonal();
    frame.col(1) = axis.cross(frame.col(0));
    const Eigen::Vector3d normal(probe.contactNormal.data());
    if (const Eigen::Vector3d across = normal - normal.dot(axis) * axis; across.norm() > 1e-9) {
        frame.col(0) = across.normalized(); // so that the middle turns with the probe
        frame.col(1) = axis.cross(frame.col(0));
    }
    const Eigen::Matrix3Xd local = frame.transpose() * contacts;
    const Eigen::Vector3d low = local.rowwise().minCoeff();
    const Eigen::Vector3d high = local.rowwise().maxCoeff();
    return frame * Eigen::Vector3d(0.5 * (low.x() + high.x()), 0.5 * (low.y() + high.y()), low.z());
}

/// Where the axis meets the plane; the tip where it does not.
Eigen::Vector3d pivotOf(const Probe& probe, const EntryPlane& plane) {
    const Eigen::Vector3d axis = axisOf(probe);
    const Eigen::Vector3d tip = tipOf(probe);
    return std::abs(axis.z()) < alongPlane ? tip
                                           : Eigen::Vector3d(tip + (plane.zUm - tip.z()) / axis.z() * axis);
}

void shift(Probe& probe, const Eigen::Vector3d& way) {
    moveTo(probe, tidy(Eigen::Vector3d(probe.positionUm.data()) + way, placeSteps));
    for (Triple& contact : probe.contactsUm) {
        contact = tidy(Eigen::Vector3d(contact.data()), placeSteps);
    }
}

} // namespace

EntryPlane entryPlane(const Probe& probe, std::optional<double> cellTopUm) {
    const Medium& medium = probe.medium;
    if (medium.kind == Medium::Kind::slice) {
        return {EntryPlane::Kind::slice, medium.sliceBottomUm + medium.sliceThicknessUm};
    }
    return cellTopUm ? EntryPlane{EntryPlane::Kind::cell, *cellTopUm} : EntryPlane();
}

Insertion insertionOf(const Probe& probe, const EntryPlane& plane) {
    const Eigen::Vector3d axis = axisOf(probe);
    const Eigen::Vector3d tip = tipOf(probe);
    const double level = std::hypot(axis.x(), axis.y());
    Insertion result;
    result.tipUm = {tip.x(), tip.y(), tip.z()};
    result.meetsPlane = std::abs(axis.z()) >= alongPlane;
    result.depthUm = result.meetsPlane ? (plane.zUm - tip.z()) / axis.z() : 0.0;
    result.tiltDeg = std::atan2(level, axis.z()) / degree;
    result.leans = level > upright;
    result.azimuthDeg = result.leans ? std::atan2(axis.y(), axis.x()) / degree : 0.0;
    return result;
}

void turn(Probe& probe, const Eigen::Vector3d& centreUm, const Eigen::Vector3d& axis, double angleRad) {
    const Eigen::Matrix3d turned = Eigen::AngleAxisd(angleRad, axis).toRotationMatrix();
    const auto place = [&](Triple& point) {
        point = tidy(centreUm + turned * (Eigen::Vector3d(point.data()) - centreUm), placeSteps);
    };
    const auto direction = [&](Triple& way) {
        way = tidy(turned * Eigen::Vector3d(way.data()), directionSteps);
    };
    place(probe.positionUm);
    direction(probe.directionUm);
    direction(probe.contactNormal);
    std::ranges::for_each(probe.contactsUm, place);
    std::ranges::for_each(probe.contactNormals, direction);
}

void setTip(Probe& probe, const Triple& tipUm) {
    shift(probe, Eigen::Vector3d(tipUm.data()) - tipOf(probe));
}

void setDepth(Probe& probe, const EntryPlane& plane, double depthUm) {
    const Insertion now = insertionOf(probe, plane);
    if (now.meetsPlane) {
        shift(probe, (now.depthUm - depthUm) * axisOf(probe));
    }
}

void setTilt(Probe& probe, const EntryPlane& plane, double tiltDeg, double azimuthDeg) {
    const Insertion now = insertionOf(probe, plane);
    const double towards = (now.leans ? now.azimuthDeg : azimuthDeg) * degree;
    // About the level line across the lean, which takes upright to the lean.
    const Eigen::Vector3d hinge(-std::sin(towards), std::cos(towards), 0.0);
    turn(probe, pivotOf(probe, plane), hinge, (tiltDeg - now.tiltDeg) * degree);
}

void setAzimuth(Probe& probe, const EntryPlane& plane, double azimuthDeg) {
    const Insertion now = insertionOf(probe, plane);
    if (now.leans) {
        turn(probe, pivotOf(probe, plane), Eigen::Vector3d::UnitZ(), (azimuthDeg - now.azimuthDeg) * degree);
    }
}

const Fields<Insertion>& insertionFields() {
    static const Fields<Insertion> fields = [] {
        Fields<Insertion> made;
        made.push_back(build::triple(&Insertion::tipUm,
                                     {.key = "tip_um",
                                      .label = "Tip",
                                      .unit = "µm",
                                      .help = "The lowest contact on the shank's axis. Moves the probe.",
                                      .minimum = -1e6,
                                      .maximum = 1e6,
                                      .step = 10,
                                      .decimals = 2}));
        made.push_back(build::number(
            &Insertion::depthUm,
            {.key = "depth_um",
             .label = "Depth",
             .unit = "µm",
             .help = "From the place where the shank enters to its tip, along the shank. Slides the probe "
                     "along its own axis; below 0 the tip has not entered yet.",
             .minimum = -1e6,
             .maximum = 1e6,
             .step = 10,
             .decimals = 2},
            [](const Insertion& insertion) { return insertion.meetsPlane; }));
        made.push_back(build::number(&Insertion::tiltDeg,
                                     {.key = "tilt_deg",
                                      .label = "Tilt",
                                      .unit = "°",
                                      .help = "Of the shank from upright. Turns the probe about the place "
                                              "where it enters; the depth stays.",
                                      .minimum = 0,
                                      .maximum = 180,
                                      .step = 5,
                                      .decimals = 2}));
        made.push_back(build::number(
            &Insertion::azimuthDeg,
            {.key = "azimuth_deg",
             .label = "Azimuth",
             .unit = "°",
             .help = "To which side the top of the shank leans, seen from above: 0 towards x, 90 towards y. "
                     "Turns the probe about the upright line through the place where it enters.",
             .minimum = -360,
             .maximum = 360,
             .step = 5,
             .decimals = 2},
            [](const Insertion& insertion) { return insertion.leans; }));
        return made;
    }();
    return fields;
}

} // namespace phiscope
