#pragma once

#include "model/scene/fields.h"

#include <optional>

/// How a probe is driven into the tissue, as on a micromanipulator: derived from where its contacts are, and
/// written back into them. Nothing of this is kept in a scene.
namespace phiscope {

/// The level plane through which a probe enters.
struct EntryPlane {
    enum class Kind {
        slice,  ///< the upper surface of the slice that the probe measures in
        cell,   ///< the uppermost point of the cell
        origin, ///< z = 0, where there is no cell
    };
    Kind kind = Kind::origin;
    double zUm = 0.0;

    bool operator==(const EntryPlane&) const = default;
};

/// `cellTopUm`: z of the uppermost point of the cell, where there is one.
EntryPlane entryPlane(const Probe& probe, std::optional<double> cellTopUm);

struct Insertion {
    /// The end of the row of contacts, on the shank's axis: as far down the shank as the lowest contact.
    std::array<double, 3> tipUm{0.0, 0.0, 0.0};
    double depthUm = 0.0;    ///< from the entry point, where the axis meets the plane, to the tip
    double tiltDeg = 0.0;    ///< of the axis from upright; 180: upside down
    double azimuthDeg = 0.0; ///< to which side the top leans, from x towards y; 0 where it does not lean
    bool meetsPlane = true;  ///< false: the axis lies along the plane, there is no depth
    bool leans = false;      ///< false: upright, there is no azimuth

    bool operator==(const Insertion&) const = default;
};

Insertion insertionOf(const Probe& probe, const EntryPlane& plane);

// Each changes one of the four and leaves the others, as far as there is a probe that has them.
/// Moves the probe.
void setTip(Probe& probe, const std::array<double, 3>& tipUm);
/// Slides the probe along its own axis.
void setDepth(Probe& probe, const EntryPlane& plane, double depthUm);
/// Turns the probe about its entry point (about its tip, where there is none). One that is upright leans to
/// `azimuthDeg` then.
void setTilt(Probe& probe, const EntryPlane& plane, double tiltDeg, double azimuthDeg = 0.0);
/// Turns the probe about the upright line through its entry point, or its tip. Upright ones stay.
void setAzimuth(Probe& probe, const EntryPlane& plane, double azimuthDeg);

/// Turns a probe about `centreUm`, right-handed about an axis of unit length; where its contacts face goes
/// along.
void turn(Probe& probe, const Eigen::Vector3d& centreUm, const Eigen::Vector3d& axis, double angleRad);

/// Tip, depth and angles as a form shows them.
const Fields<Insertion>& insertionFields();

} // namespace phiscope
