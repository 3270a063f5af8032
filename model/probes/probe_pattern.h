#pragma once

#include "model/probes/probe_design.h"

#include <string>

namespace phiscope {

/// A probe by a handful of numbers: even columns of contacts on one or several equal shanks, or on a plate.
/// What MEAutility's descriptions say with dim, pitch, stagger, shape and size (feature L91).
struct ProbePattern {
    std::string name = "My probe";
    int shanks = 1;
    double shankPitchUm = 250.0; ///< between the left columns of neighbouring shanks
    int columns = 2;             ///< on each shank
    int rows = 16;               ///< of each column
    double columnPitchUm = 32.0;
    double rowPitchUm = 25.0;
    double staggerUm = 0.0; ///< so much further up stands every second column
    Probe::ContactShape shape = Probe::ContactShape::circle;
    double radiusUm = 7.5; ///< circle: radius; square: half a side; rectangle: half the width; point: unused
    double halfHeightUm = 7.5; ///< rectangle
    ProbeDesign::Facing facing = ProbeDesign::Facing::side;

    bool operator==(const ProbePattern&) const = default;
};

/// The probe, its contacts shank by shank from the left, each from the tip up, each row from the left; the
/// first contact at (0, 0). Fails with a sentence where a number makes no sense, contacts overlap, or more
/// than mostContacts come of it.
Result<ProbeDesign> makeDesign(const ProbePattern& pattern);

} // namespace phiscope
