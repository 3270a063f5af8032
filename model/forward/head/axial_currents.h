#pragma once

#include "model/geometry/segments.h"

#include <Eigen/Core>
#include <Eigen/SparseCore>

#include <optional>
#include <vector>

namespace phiscope {

/// The ways of a cell's axial currents: from the middle of a parent segment to where its child segment
/// begins, and on to the child's middle; two for every segment but the root's first. LFPy's order: section by
/// section. Column k of every member is path k.
struct AxialPaths {
    Eigen::Matrix3Xd positionUm; ///< 3 × paths, its middle
    Eigen::Matrix3Xd vectorUm;   ///< 3 × paths, from the parent's middle towards the child's
    std::vector<int> parent;     ///< paths, the segment that the current leaves
    std::vector<int> child;      ///< paths, the segment that it reaches

    int size() const { return static_cast<int>(child.size()); }
};

/// `segments` says where the paths are, `morphology` how sections hang together.
/// Source: LFPy's get_axial_currents_from_vmem; Næss et al., NeuroImage 225:117467 (2021). A section on the
/// middle of another starts from the segment whose midpoint is nearest (of two as near, the lower one).
AxialPaths axialPaths(const Morphology& morphology, const Segments& segments);

/// G: paths × segments in µS, so that I_axial = G · V_m (nA from mV), positive from parent to child.
/// Where sections meet, NEURON's node between them is eliminated. `segments` must be as NEURON has them
/// (resistances come from the morphology, not from where the cell stands); `Ra` in Ω·cm overrides the file's.
/// Needs potentials in double precision: neighbours differ by little.
Eigen::SparseMatrix<double> axialCurrentsFromPotentials(const Morphology& morphology,
                                                        const Segments& segments, const AxialPaths& paths,
                                                        std::optional<double> Ra = {});

/// A: paths × segments, so that I_axial = A · i_membrane: what leaves the membrane beyond a path came along
/// it (Kirchhoff). Keeps all digits of recorded currents. Without the current of electrodes inside the cell,
/// which is not part of i_membrane, and without the first frame, whose currents do not add up to zero.
Eigen::SparseMatrix<double> axialCurrentsFromMembraneCurrents(const Segments& segments,
                                                              const AxialPaths& paths);

/// The dipoles of the axial currents: dipole k is `vectorUm.col(k)` times current k, nA·µm, at
/// `positionUm.col(k)`. Rows 3 k … 3 k + 2 of the result, frames in columns. LFPy's
/// get_multi_current_dipole_moments.
Eigen::MatrixXd axialDipoles(const AxialPaths& paths, const Eigen::MatrixXd& currents);

} // namespace phiscope
