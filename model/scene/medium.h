#pragma once

#include <array>

/// What the currents of a cell flow through, as plain values.
namespace phiscope {

/// How the currents of a cell's segments are spread in space (LFPy: method).
enum class CurrentSource {
    line,        ///< evenly along each segment's axis
    point,       ///< from each segment's middle
    rootAsPoint, ///< the first segment a point, all others lines
    dipole,      ///< the whole cell as one current dipole in the soma: what is left far away
};

/// The tissue around the cell: which equation turns currents into potentials. Defaults are LFPykit's.
struct Medium {
    enum class Kind {
        infinite,    ///< homogeneous, isotropic, without end
        anisotropic, ///< the same with a conductivity along each axis (a diagonal tensor)
        slice,       ///< a slab between an electrode array below and saline above (LFPykit: RecMEAElectrode)
        sphere,      ///< a sphere in another medium (LFPykit: OneSphereVolumeConductor)
        head,        ///< a four-sphere head with LFPykit's radii and conductivities; the cell is many dipoles
    };
    Kind kind = Kind::infinite;
    double sigma = 0.3;                             ///< S/m; infinite
    std::array<double, 3> sigmaXyz{0.3, 0.3, 0.45}; ///< S/m; anisotropic
    double sigmaTissue = 0.3;                       ///< S/m; slice
    double sigmaSaline = 1.5;                       ///< S/m; slice, above
    double sigmaGlass = 0.0;                        ///< S/m; slice, below
    double sliceThicknessUm = 300.0;                ///< slice (LFPykit: h)
    double sliceBottomUm = -150.0;                  ///< z of the electrode array's plane (LFPykit: z_shift)
    int imageSteps = 20;                            ///< slice: reflections that count (LFPykit: steps)
    /// slice: by which part the cell's height shrinks towards the root, so that it fits (LFPykit:
    /// squeeze_cell_factor). Only where the currents are taken to leave, never what NEURON computes.
    double squeeze = 0.0;
    std::array<double, 3> sphereCentreUm{0.0, 0.0, 0.0};
    double sphereRadiusUm = 1000.0; ///< LFPykit: R
    double sigmaInside = 0.3;       ///< S/m; sphere
    /// head: its centre; by default the cell's soma lies 1 mm below the brain's surface, upright.
    std::array<double, 3> headCentreUm{0.0, 0.0, -78000.0};
    double sigmaOutside = 0.03; ///< S/m; sphere

    bool operator==(const Medium&) const = default;
};

/// False for sources that a tissue has no equation for whatever the contacts: a sphere knows points only, one
/// dipole for the whole cell needs even tissue without end.
constexpr bool tissueTakes(Medium::Kind tissue, CurrentSource source) {
    return source == CurrentSource::dipole ? tissue == Medium::Kind::infinite
                                           : tissue != Medium::Kind::sphere || source == CurrentSource::point;
}

/// Another forward model of the same thing, to see what an approximation costs.
struct Comparison {
    bool enabled = false;
    CurrentSource source = CurrentSource::point;
    Medium medium;

    bool operator==(const Comparison&) const = default;
};

} // namespace phiscope
