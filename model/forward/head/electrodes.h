#pragma once

#include <Eigen/Core>

#include <vector>

namespace phiscope {

/// A place on the head by name, as a unit vector: x to the right ear, y to the nose, z up.
struct NamedElectrode {
    const char* name;       ///< "T7", the name of the extended system
    const char* formerName; ///< "T3" where the 10–20 system of 1958 has another, else the same
    Eigen::Vector3d direction;
};

/// The 21 electrodes of the international 10–20 system on a sphere.
///
/// Source: Jasper, Electroencephalogr. Clin. Neurophysiol. 10:371 (1958). Nasion, inion and the points before
/// the ears lie on the equator and Cz on top. Fpz, Fz, Cz, Pz and Oz are 10, 30, 50, 70 and 90 % along the
/// arc from nasion to inion; T7, C3, Cz, C4 and T8 likewise from ear to ear. The ring through Fpz, T7, Oz and
/// T8 carries Fp1, F7, T7, P7 and O1 at 10, 30, 50, 70 and 90 % of its half, and their partners on the right.
/// F3 lies halfway from F7 to Fz on the circle through F7, Fz and F8; F4, P3 and P4 alike.
std::vector<NamedElectrode> tenTwentyElectrodes();

/// Places for magnetic sensors: 3 × count unit vectors spread evenly over the cap of the unit sphere above
/// `elevationRad` over the xy plane, on a golden spiral from the top down. The same on every machine.
/// Source: Swinbank & Purser, Q. J. R. Meteorol. Soc. 132:1769 (2006).
Eigen::Matrix3Xd helmetSensors(int count = 102, double elevationRad = -0.1745);

} // namespace phiscope
