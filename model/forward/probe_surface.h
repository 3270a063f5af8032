#pragma once

#include "model/forward/contact_surface.h"
#include "model/scene/measurement.h"

#include <optional>

namespace phiscope {

/// The face of a probe's contacts; nothing where they are points.
std::optional<ContactSurface> contactSurface(const Probe& probe);

/// Where a contact looks: its own direction where a custom probe has one, else that of all. Not normalised.
Eigen::Vector3d contactNormal(const Probe& probe, Eigen::Index contact);

} // namespace phiscope
