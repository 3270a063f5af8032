#pragma once

#include "model/forward/forward_model.h"

#include <Eigen/SparseCore>

#include <array>
#include <vector>

namespace phiscope {

/// The current that leaves in each box of a grid: every segment is cut into equal pieces no longer than `dl`,
/// and a piece belongs to the box that holds its middle. LFPykit's VolumetricCurrentSourceDensity, whose
/// numbers are shares of the current (nA/nA), not divided by the boxes' volumes as its documentation has it;
/// `perVolume` divides them.
///
/// Boxes are closed below and open above, the last along each axis closed. What lies outside the grid is left
/// out. A segment of length zero is one piece. Channels: x slowest, z fastest,
/// channel = (ix · (ny - 1) + iy) · (nz - 1) + iz for nx, ny, nz edges.
class VolumetricCsd : public ForwardModel {
public:
    /// `edgesUm`: along x, y and z, two at least and ascending. `dlUm` > 0.
    explicit VolumetricCsd(std::array<std::vector<double>, 3> edgesUm, double dlUm = 1.0,
                           bool perVolume = false);

    /// Most of M is zero, so this is the form to multiply with.
    Eigen::SparseMatrix<double> sparseMatrix(const Segments& segments) const;
    Eigen::MatrixXd matrix(const Segments& segments) const override;
    int channels() const override;
    std::string unit() const override { return perVolume_ ? "nA/µm³" : "nA"; }

private:
    std::array<std::vector<double>, 3> edges_;
    double dl_;
    bool perVolume_;
};

} // namespace phiscope
