#pragma once

namespace phiscope {

/// Potentials on the axis of discs and cylinders of radius R with evenly spread current, in an infinite
/// homogeneous medium (Nicholson & Freeman, J. Neurophysiol. 38:356, 1975; Pettersen et al., J. Neurosci.
/// Methods 154:116, 2006). A disc of p nA/µm² at the distance u µm along the axis makes
///
///     φ = p / (2 σ) · (sqrt(u² + R²) − |u|)       mV, with σ in S/m

/// sqrt(u² + R²) − |u| in µm, without cancellation far away.
double discKernel(double u, double radius);

/// ∫ discKernel du from `from` to `to`, µm²: a cylinder of 1 nA/µm³ times 2 σ.
double cylinderKernel(double from, double to, double radius);

} // namespace phiscope
