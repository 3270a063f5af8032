#pragma once

#include "model/analysis/csd_estimate.h"
#include "model/analysis/cubic_spline.h"
#include "model/analysis/limits.h"

#include <optional>

namespace phiscope {

struct InverseCsd {
    enum class Method {
        delta, ///< thin discs at the contacts
        step,  ///< cylinders about the contacts, with one density each
        spline ///< a cylinder whose density is a cubic spline along the axis
    };
    Method method = Method::spline;
    double diameterUm = 500.0; ///< of the discs or cylinders, centred on the line of contacts
    double sigma = 0.3;        ///< S/m, of the tissue
    /// Where tissue ends along the axis, and the conductivity beyond; unset: tissue everywhere.
    std::optional<double> surfaceUm;
    double sigmaTop = 0.3; ///< S/m
    SplineEnds ends = SplineEnds::natural;
    int outputCount = 0; ///< spline: evenly spaced outputs from first to last contact; 0: the contacts

    static constexpr Range diameterRangeUm{1.0, 1e6};
    static constexpr Range sigmaRange{1e-6, 1e6};
    static constexpr Range sigmaTopRange{0.0, 1e6};
    static constexpr int maximumOutputs = 10000;
};

Result<void> validate(const InverseCsd& parameters);

/// Inverse CSD (Pettersen et al., J. Neurosci. Methods 154:116, 2006): the potentials at the contacts are
/// written as F · C, with C the densities at the contacts, and C is found by solving. On the axis of a disc
/// of radius R the potential is that of model/analysis/disc_potential.h, and a surface adds the image of
/// every source, weighted with (σ − σ_top) / (σ + σ_top).
///
/// - delta: the current of each layer lies in a thin disc at its contact. Layers reach half way to
/// the
///   neighbours, so that spacing may vary; at the ends they are as thick as the spacing there.
/// - step: each layer is a cylinder, cut off at the surface.
/// - spline: the density is a cubic spline through the contacts that falls to zero one spacing
///   beyond the ends, or at the surface where that is nearer, and is zero from there on.
///
/// Fails where parameters lie outside of their limits, for fewer than three contacts, and where contacts lie
/// on both sides of the surface.
Result<CsdEstimate> estimateCsd(const Eigen::VectorXd& depthsUm, const InverseCsd& parameters);

} // namespace phiscope
