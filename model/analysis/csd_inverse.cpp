#include "model/analysis/csd_inverse.h"

#include "model/analysis/disc_potential.h"
#include "model/analysis/quadrature.h"

#include <Eigen/LU>
#include <Eigen/SVD>

#include <algorithm>
#include <limits>
#include <tuple>
#include <utility>

namespace phiscope {
namespace {

/// What a contact sees of sources along the axis: them, and their images beyond the surface. Instead of the
/// sources the contact is mirrored, which comes to the same.
class Tissue {
public:
    explicit Tissue(const InverseCsd& p)
        : surface_(p.surfaceUm.value_or(0.0))
        , image_(p.surfaceUm ? (p.sigma - p.sigmaTop) / (p.sigma + p.sigmaTop) : 0.0)
        , scale_(0.5 / p.sigma) {}

    /// `inUnbounded(z)`: the sum over sources of kernels (µm or µm²) for a contact at z.
    template <typename F>
    auto potential(double contact, const F& inUnbounded) const {
        using Value = decltype(inUnbounded(contact));
        Value value = scale_ * inUnbounded(contact);
        if (image_ != 0.0) {
            value += (scale_ * image_) * inUnbounded(2.0 * surface_ - contact);
        }
        return value;
    }

private:
    double surface_;
    double image_;
    double scale_;
};

Result<void> onOneSide(const OrderedContacts& contacts, double surface) {
    const Eigen::VectorXd& z = contacts.depthsUm;
    if (z[0] < surface && z[z.size() - 1] > surface) {
        return fail(
            "The surface of the tissue at " + shownNumber(surface) +
                " µm lies between the contacts, which reach from " + shownNumber(z[0]) + " to " +
                shownNumber(z[z.size() - 1]) + " µm.",
            "Move the surface above the uppermost contact, or leave out contacts that are not in tissue.");
    }
    return {};
}

/// [low, high] with what lies beyond the surface, seen from the contacts, cut off.
std::pair<double, double> withinTissue(double low, double high, const Eigen::VectorXd& z,
                                       const std::optional<double>& surface) {
    if (surface && *surface <= z[0]) {
        low = std::max(low, *surface);
    } else if (surface) {
        high = std::min(high, *surface);
    }
    return {low, high};
}

Eigen::MatrixXd discs(const Eigen::VectorXd& z, const InverseCsd& p) {
    const Tissue tissue(p);
    const Eigen::VectorXd thickness = layerThickness(z);
    return Eigen::MatrixXd::NullaryExpr(z.size(), z.size(), [&](Eigen::Index j, Eigen::Index i) {
        return tissue.potential(z[j], [&](double contact) {
            return thickness[i] * discKernel(z[i] - contact, 0.5 * p.diameterUm);
        });
    });
}

Eigen::MatrixXd cylinders(const Eigen::VectorXd& z, const InverseCsd& p) {
    const Tissue tissue(p);
    const Eigen::Index n = z.size();
    Eigen::VectorXd edges(n + 1);
    edges.segment(1, n - 1) = 0.5 * (z.head(n - 1) + z.tail(n - 1));
    std::tie(edges[0], edges[n]) =
        withinTissue(z[0] - 0.5 * (z[1] - z[0]), z[n - 1] + 0.5 * (z[n - 1] - z[n - 2]), z, p.surfaceUm);
    return Eigen::MatrixXd::NullaryExpr(n, n, [&](Eigen::Index j, Eigen::Index i) {
        return tissue.potential(z[j], [&](double contact) {
            return cylinderKernel(edges[i] - contact, edges[i + 1] - contact, 0.5 * p.diameterUm);
        });
    });
}

/// Contacts and where the density reaches zero beyond them.
Result<Eigen::VectorXd> splineKnots(const Eigen::VectorXd& z, const InverseCsd& p) {
    const Eigen::Index n = z.size();
    Eigen::VectorXd knots(n + 2);
    knots.segment(1, n) = z;
    std::tie(knots[0], knots[n + 1]) =
        withinTissue(2.0 * z[0] - z[1], 2.0 * z[n - 1] - z[n - 2], z, p.surfaceUm);
    const double closest = 1e-9 * (z[n - 1] - z[0]);
    if (z[0] - knots[0] <= closest || knots[n + 1] - z[n - 1] <= closest) {
        return fail("A contact lies on the surface of the tissue, where a spline falls to zero.",
                    "Move the surface, or choose another method.");
    }
    return knots;
}

/// ∫ kernel(ζ − contact) · spline(ζ) dζ as a row of weights on the values at the knots.
Eigen::RowVectorXd splineRow(const CubicSpline& spline, double contact, double radius) {
    const Eigen::VectorXd& knots = spline.knots();
    Eigen::RowVectorXd values = Eigen::RowVectorXd::Zero(knots.size());
    Eigen::RowVectorXd curvatures = Eigen::RowVectorXd::Zero(knots.size());
    for (Eigen::Index piece = 0; piece + 1 < knots.size(); ++piece) {
        const double from = knots[piece];
        const double to = knots[piece + 1];
        forEachNode(gradedPanels(from, to, contact, radius, to - from), [&](double x, double weight) {
            const CubicSpline::Weights w = spline.weights(x);
            const double kernel = weight * discKernel(x - contact, radius);
            values[piece] += kernel * w.value0;
            values[piece + 1] += kernel * w.value1;
            curvatures[piece] += kernel * w.curvature0;
            curvatures[piece + 1] += kernel * w.curvature1;
        });
    }
    return values + curvatures * spline.curvature();
}

double condition(const Eigen::MatrixXd& matrix) {
    const Eigen::VectorXd singular = Eigen::BDCSVD<Eigen::MatrixXd>(matrix).singularValues();
    const double smallest = singular[singular.size() - 1];
    return smallest > 0.0 ? singular[0] / smallest : std::numeric_limits<double>::infinity();
}

} // namespace

Result<void> validate(const InverseCsd& p) {
    return checkRange("The diameter of the sources", p.diameterUm, InverseCsd::diameterRangeUm, "µm")
        .and_then([&] { return checkRange("The conductivity", p.sigma, InverseCsd::sigmaRange, "S/m"); })
        .and_then([&] {
            return checkRange("The conductivity above the tissue", p.sigmaTop, InverseCsd::sigmaTopRange,
                              "S/m");
        })
        .and_then([&] {
            return checkRange("The position of the surface", p.surfaceUm.value_or(0.0), {-1e9, 1e9}, "µm");
        })
        .and_then([&] {
            return p.outputCount == 0 ? Result<void>{}
                                      : checkRange("The number of positions", p.outputCount,
                                                   {2.0, InverseCsd::maximumOutputs}, "");
        });
}

Result<CsdEstimate> estimateCsd(const Eigen::VectorXd& depthsUm, const InverseCsd& p) {
    if (const Result<void> fine = validate(p); !fine) {
        return tl::unexpected(fine.error());
    }
    const Result<OrderedContacts> contacts = orderContacts(depthsUm);
    if (!contacts) {
        return tl::unexpected(contacts.error());
    }
    if (p.surfaceUm) {
        if (const Result<void> fine = onOneSide(*contacts, *p.surfaceUm); !fine) {
            return tl::unexpected(fine.error());
        }
    }
    const Eigen::VectorXd& z = contacts->depthsUm;
    const Eigen::Index n = z.size();
    CsdEstimate estimate;
    Eigen::MatrixXd forward; // potentials at the contacts from densities at the contacts
    Eigen::MatrixXd read;    // densities at the outputs from densities at the contacts
    if (p.method == InverseCsd::Method::spline) {
        const Result<Eigen::VectorXd> knots = splineKnots(z, p);
        if (!knots) {
            return tl::unexpected(knots.error());
        }
        const CubicSpline spline(*knots, p.ends);
        const Tissue tissue(p);
        forward.resize(n, n);
        for (Eigen::Index j = 0; j < n; ++j) {
            const Eigen::RowVectorXd row = tissue.potential(z[j], [&](double contact) -> Eigen::RowVectorXd {
                return splineRow(spline, contact, 0.5 * p.diameterUm);
            });
            forward.row(j) = row.segment(1, n); // the first and last knot hold zero
        }
        estimate.positionsUm = csdOutputs(z, p.outputCount);
        read = spline.values(estimate.positionsUm).middleCols(1, n);
    } else {
        forward = p.method == InverseCsd::Method::delta ? discs(z, p) : cylinders(z, p);
        estimate.positionsUm = z;
        read = Eigen::MatrixXd::Identity(n, n);
    }
    estimate.conditionNumber = condition(forward);
    if (!(estimate.conditionNumber < 1e15)) {
        return fail("The contacts lie so close together, compared with the diameter of " +
                        shownNumber(p.diameterUm) +
                        " µm, that their potentials say nothing about the sources.",
                    "Take a smaller diameter or contacts that lie farther apart.");
    }
    // read · forward⁻¹, by a factorisation of the transpose.
    estimate.matrix =
        contacts->callersOrder(forward.transpose().fullPivLu().solve(read.transpose()).transpose());
    return estimate;
}

} // namespace phiscope
