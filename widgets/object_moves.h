#pragma once

#include "model/geometry/morphology.h"
#include "model/scene/scene.h"

#include <Eigen/Core>

#include <optional>
#include <string>

/// What a hand does to the objects of a scene, by their ids ("cell" for the cell): plain changes of a scene,
/// which the document then takes over as one step.
namespace phiscope {

/// Where the cell, a probe or a slice is held when it is moved and turned; nothing for other objects.
std::optional<Eigen::Vector3d> middleOf(const Scene& scene, const std::string& id);

/// Moves the cell, a probe or a slice; other objects stay.
void shiftObject(Scene& scene, const std::string& id, const Eigen::Vector3d& shiftUm);

/// Turns the cell, a probe or a slice about `centreUm`, right-handed about an axis of unit length. The cell
/// turns about its soma.
void turnObject(Scene& scene, const std::string& id, const Eigen::Vector3d& centreUm,
                const Eigen::Vector3d& axis, double angleRad);

/// Slides a synapse, the members of a group ("id#index": only that) or a stimulus along the cell by so many
/// µm, on the branch that leads most in `direction`. False where nothing leads that way.
bool slideObject(Scene& scene, const std::string& id, const Morphology& morphology,
                 const Eigen::Vector3d& direction, double distanceUm);

/// The place of a synapse or stimulus; null for other objects.
const Location* placeOf(const Scene& scene, const std::string& id);

bool isLocked(const Scene& scene, const std::string& id);
void setLocked(Scene& scene, const std::string& id, bool locked);

} // namespace phiscope
