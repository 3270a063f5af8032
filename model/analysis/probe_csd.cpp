#include "model/analysis/probe_csd.h"

#include "model/analysis/csd_inverse.h"
#include "model/analysis/csd_kernel.h"
#include "model/analysis/csd_second_derivative.h"
#include "model/analysis/csd_smoothing.h"

#include <Eigen/Geometry>

#include <cmath>
#include <limits>

namespace phiscope {

namespace {

using Method = CsdSettings::Method;

KernelSources kernelSources(const CsdSettings& csd, double sigma) {
    KernelSources sources;
    sources.sigma = sigma;
    sources.widthUm = csd.kernelWidthUm;
    sources.lambda = csd.regularisation;
    sources.marginUm = csd.kernelWidthUm;
    return sources;
}

Result<CsdEstimate> alongTheLine(const Probe& probe, const ProbeLine& line, Method method) {
    const CsdSettings& csd = probe.csd;
    const double sigma = sigmaAlong(probe.medium, line.axis);
    switch (method) {
    case Method::standard:
        return estimateCsd(line.distancesUm, SecondDerivativeCsd{sigma, csd.vaknin});
    case Method::kernel1D: {
        KernelCsd kernel;
        kernel.sources = kernelSources(csd, sigma);
        kernel.diameterUm = csd.sourceDiameterUm;
        return estimateCsd(line.distancesUm, kernel);
    }
    default:
        break;
    }
    InverseCsd inverse;
    inverse.method = method == Method::delta  ? InverseCsd::Method::delta
                     : method == Method::step ? InverseCsd::Method::step
                                              : InverseCsd::Method::spline;
    inverse.diameterUm = csd.sourceDiameterUm;
    inverse.sigma = sigma;
    if (csd.sigmaTop != sigma) {
        // The tissue ends where the uppermost contact's layer does.
        const auto ordered = orderContacts(line.distancesUm);
        if (!ordered) {
            return tl::unexpected(ordered.error());
        }
        const Eigen::VectorXd& depths = ordered->depthsUm;
        const Eigen::Index last = depths.size() - 1;
        inverse.surfaceUm = depths[last] + 0.5 * (depths[last] - depths[last - 1]);
        inverse.sigmaTop = csd.sigmaTop;
    }
    auto estimate = estimateCsd(line.distancesUm, inverse);
    if (estimate && csd.smoothingUm > 0.0) {
        return smoothed(std::move(*estimate), {CsdSmoothing::Kind::gaussian, csd.smoothingUm});
    }
    return estimate;
}

/// In the plane of the contacts; a straight row of them lies in any plane, and one is taken.
Result<ProbeCsd> inThePlane(const Probe& probe, const ProbeLine& line) {
    const Eigen::Matrix3Xd contacts = contactPositions(probe);
    Eigen::Vector3d across = line.axis.unitOrthogonal();
    double widest = 0.0;
    for (Eigen::Index k = 0; k < contacts.cols(); ++k) {
        const Eigen::Vector3d from = contacts.col(k) - line.originUm;
        const Eigen::Vector3d beside = from - line.axis * from.dot(line.axis);
        if (beside.norm() > std::max(widest, 1e-3)) {
            widest = beside.norm();
            across = beside.normalized();
        }
    }
    Eigen::Matrix2Xd places(2, contacts.cols());
    places.row(0) = across.transpose() * (contacts.colwise() - line.originUm);
    places.row(1) = line.distancesUm.transpose();
    PlanarKernelCsd planar;
    planar.sources = kernelSources(probe.csd, sigmaAlong(probe.medium, line.axis));
    planar.halfThicknessUm = 0.5 * probe.csd.sourceDiameterUm;
    auto estimate = estimateCsd(places, places, planar);
    if (!estimate) {
        return tl::unexpected(estimate.error());
    }
    return ProbeCsd{std::move(estimate->matrix), estimate->conditionNumber};
}

} // namespace

Result<ProbeLine> probeLine(const Probe& probe) {
    const Eigen::Matrix3Xd contacts = contactPositions(probe);
    const Eigen::Index count = contacts.cols();
    if (count < 3) {
        return fail("A current source density needs three contacts or more.",
                    "Give the probe more contacts.");
    }
    ProbeLine line;
    line.originUm = contacts.col(0);
    const Eigen::Vector3d along = contacts.col(count - 1) - contacts.col(0);
    if (!(along.norm() > 0.0)) {
        return fail("The first and the last contact of the probe lie in one place.",
                    "Order its contacts along the shank.");
    }
    line.axis = along.normalized();
    line.distancesUm = (contacts.colwise() - line.originUm).transpose() * line.axis;
    const auto ordered = orderContacts(line.distancesUm);
    if (!ordered) {
        return tl::unexpected(ordered.error());
    }
    return line;
}

double sigmaAlong(const Medium& medium, const Eigen::Vector3d& axis) {
    switch (medium.kind) {
    case Medium::Kind::infinite:
        return medium.sigma;
    case Medium::Kind::anisotropic:
        return axis.cwiseAbs2().dot(Eigen::Map<const Eigen::Vector3d>(medium.sigmaXyz.data()));
    case Medium::Kind::slice:
        return medium.sigmaTissue;
    case Medium::Kind::sphere:
        return medium.sigmaInside;
    case Medium::Kind::head:
        return Head().sigmaBrain; // LFPykit's, as this medium has them
    }
    return medium.sigma;
}

Result<LaminarCsd> trueCsd(const Probe& probe) {
    const auto line = probeLine(probe);
    if (!line) {
        return tl::unexpected(line.error());
    }
    const auto ordered = orderContacts(line->distancesUm);
    if (!ordered) {
        return tl::unexpected(ordered.error());
    }
    const Eigen::VectorXd& depths = ordered->depthsUm;
    const Eigen::Index count = depths.size();
    Eigen::Matrix2Xd edges(2, count);
    for (Eigen::Index k = 0; k < count; ++k) {
        const double below = 0.5 * (k > 0 ? depths[k] - depths[k - 1] : depths[1] - depths[0]);
        const double above =
            0.5 * (k + 1 < count ? depths[k + 1] - depths[k] : depths[count - 1] - depths[count - 2]);
        edges.col(ordered->columns[static_cast<std::size_t>(k)]) << depths[k] - below, depths[k] + above;
    }
    return LaminarCsd(edges, Eigen::VectorXd::Constant(count, probe.csd.truthRadiusUm), line->originUm,
                      line->axis);
}

Result<ProbeCsd> estimateCsd(const Probe& probe, CsdSettings::Method method) {
    const auto line = probeLine(probe);
    if (!line) {
        return tl::unexpected(line.error());
    }
    if (method == Method::kernel2D) {
        return inThePlane(probe, *line);
    }
    const auto estimate = alongTheLine(probe, *line, method);
    if (!estimate) {
        return tl::unexpected(estimate.error());
    }
    const Eigen::Index count = line->distancesUm.size();
    ProbeCsd result;
    result.conditionNumber = estimate->conditionNumber;
    result.matrix.setConstant(count, count, std::numeric_limits<double>::quiet_NaN());
    for (Eigen::Index row = 0; row < estimate->positionsUm.size(); ++row) {
        Eigen::Index contact = 0; // outputs stand at contacts
        (line->distancesUm.array() - estimate->positionsUm[row]).abs().minCoeff(&contact);
        result.matrix.row(contact) = estimate->matrix.row(row);
    }
    return result;
}

double relativeError(const Eigen::Ref<const Eigen::MatrixXd>& estimate,
                     const Eigen::Ref<const Eigen::MatrixXd>& truth) {
    double difference = 0.0;
    double size = 0.0;
    for (Eigen::Index row = 0; row < truth.rows(); ++row) {
        if (estimate.cols() > 0 && std::isfinite(estimate(row, 0))) {
            difference += (estimate.row(row) - truth.row(row)).squaredNorm();
            size += truth.row(row).squaredNorm();
        }
    }
    return size > 0.0 ? std::sqrt(difference / size) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace phiscope
