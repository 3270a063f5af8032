#pragma once

#include "app/reference/nd_array.h"
#include "model/forward/head/four_sphere.h"
#include "model/support/result.h"

#include <nlohmann/json_fwd.hpp>

#include <string>

/// Reading the current dipole models of the reference files, for families C and D.
namespace phiscope::reference {

/// A list of points [x, y, z] as columns.
Eigen::Matrix3Xd pointsOf(const nlohmann::json& list);

/// A list of rows.
Eigen::MatrixXd rowsOf(const nlohmann::json& rows);

/// The four-sphere head of a case (`radii`, `sigmas`, maybe `iter_factor`), its series ended as LFPykit ends
/// it: what it leaves out is more than the tolerances of the reference files allow.
Result<FourSphereLeadField> fourSpheresOf(const nlohmann::json& model, const Eigen::Matrix3Xd& electrodes);

/// Rows of a magnetic signal, three for each sensor, as sensors × 3 × columns.
NdArray bySensor(const Eigen::MatrixXd& signal);

} // namespace phiscope::reference
