#pragma once

#include "model/forward/slice_plane.h"
#include "model/geometry/segments.h"
#include "model/support/result.h"

#include <Eigen/Core>
#include <Eigen/SparseCore>

#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace phiscope {

/// What a field slice shows as a linear view of the membrane currents, one row a cell of its plane.
///
/// Potentials in mV: the slice's forward model at the middles of the cells; or the model that it is compared
/// with, or what the first has more. Densities in nA/µm³: of each box that a cell and the slice's thickness
/// (half of it on each side) make, the share of every segment's current that its length within the box has,
/// over the box's volume. A segment of length zero lies in one box whole.
///
/// Made for the eye: entries and sums are single precision.
class FieldGrid {
public:
    static constexpr std::size_t memoryLimitBytes = std::size_t{1} << 30U;
    using Stop = std::function<bool()>;

    /// Made on all cores; the slice must have passed `validate`. `stop` is asked every few milliseconds, and
    /// where it says true the result is null. Fails with a sentence where the matrix would be larger than
    /// `memoryLimitBytes`, or where the slice's tissue has no such model (makePotentialModel).
    static Result<std::shared_ptr<const FieldGrid>> make(const FieldSlice& slice, const Segments& segments,
                                                         int resolution, const Stop& stop = {});

    /// What each of the stimulating `probes` makes in its own tissue, for quantity `stimulus`: mV per nA of
    /// its wave, so that `values` takes their currents in place of the segments'.
    static Result<std::shared_ptr<const FieldGrid>>
    makeStimulus(const FieldSlice& slice, const std::vector<Probe>& probes, int resolution);

    const SlicePlane& plane() const { return plane_; }
    int segments() const { return segments_; } ///< or probes
    FieldSlice::Quantity quantity() const { return quantity_; }

    /// plane().cells() values from segments() currents in nA, on all cores.
    void values(const double* currents, std::span<float> out) const;

    /// How large the values of one moment are for the eye: the magnitude that few cells exceed. For
    /// potentials 2 % of them, and only some cells are looked at; for densities 5 % of those that hold any
    /// of the cell.
    double magnitude(const double* currents) const;

private:
    FieldGrid() = default;
    Result<bool> makePotential(const FieldSlice& slice, const Segments& segments, const Stop& stop);
    void makeDensity(const FieldSlice& slice, const Segments& segments);

    SlicePlane plane_;
    int segments_ = 0;
    FieldSlice::Quantity quantity_ = FieldSlice::Quantity::potential;
    Eigen::MatrixXf potential_; ///< segments (or probes) × cells: what one cell needs lies together
    Eigen::SparseMatrix<float, Eigen::RowMajor> density_; ///< cells × segments
};

/// Value at a point of the plane between the middles of the cells, as a picture shows it; the outermost half
/// cell takes the value of its middle. NaN outside the plane.
double valueOnPlane(const SlicePlane& plane, std::span<const float> values, const Eigen::Vector3d& point);

} // namespace phiscope
