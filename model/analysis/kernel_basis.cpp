#include "model/analysis/kernel_basis.h"

#include "model/analysis/disc_potential.h"
#include "model/analysis/even_table.h"
#include "model/analysis/quadrature.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>
#include <unsupported/Eigen/SpecialFunctions>

namespace phiscope {
namespace {

constexpr double tail = 8.5;       ///< standard deviations beyond which a Gaussian is below rounding
constexpr double smoothness = 16.; ///< table entries a standard deviation
constexpr double panel = 1.5;      ///< standard deviations that quadrature takes at once

double deviation(const KernelSources& sources) {
    return sources.widthUm / 3.0;
}

/// Positions of the grid along one direction.
Eigen::VectorXd gridAlong(const Eigen::RowVectorXd& contacts, double margin, int count) {
    return Eigen::VectorXd::LinSpaced(count, contacts.minCoeff() - margin, contacts.maxCoeff() + margin);
}

Eigen::Matrix2Xd planarGrid(const Eigen::Matrix2Xd& contacts, const KernelSources& sources) {
    const Eigen::Vector2d extent =
        (contacts.rowwise().maxCoeff() - contacts.rowwise().minCoeff()).array() + 2.0 * sources.marginUm;
    assert(extent.minCoeff() > 0.0);
    const double spacing = std::sqrt(extent.prod() / sources.count);
    const auto pointsAlong = [&](double length) {
        return std::max(2, static_cast<int>(std::min(std::lround(length / spacing), long{sources.count})));
    };
    const Eigen::VectorXd x = gridAlong(contacts.row(0), sources.marginUm, pointsAlong(extent[0]));
    const Eigen::VectorXd y = gridAlong(contacts.row(1), sources.marginUm, pointsAlong(extent[1]));
    Eigen::Matrix2Xd grid(2, x.size() * y.size());
    for (Eigen::Index i = 0; i < y.size(); ++i) {
        grid.row(0).segment(i * x.size(), x.size()) = x.transpose();
        grid.row(1).segment(i * x.size(), x.size()).setConstant(y[i]);
    }
    return grid;
}

/// Distances between columns of `to` and columns of `from`: from × to.
template <typename Points>
Eigen::MatrixXd distances(const Points& from, const Points& to) {
    return Eigen::MatrixXd::NullaryExpr(from.cols(), to.cols(), [&](Eigen::Index i, Eigen::Index j) {
        return (from.col(i) - to.col(j)).norm();
    });
}

/// The potential at every distance: from a table, unless that would have more entries than there are
/// distances.
Eigen::MatrixXd potentialsAt(const Eigen::MatrixXd& reach, double s,
                             const std::function<double(double)>& potential) {
    const double spacing = s / smoothness;
    if (reach.maxCoeff() / spacing > static_cast<double>(reach.size())) {
        return reach.unaryExpr(potential);
    }
    return reach.unaryExpr(EvenTable(spacing, reach.maxCoeff(), potential));
}

template <typename Points>
KernelBasis basisOf(const Points& grid, const Points& contacts, const Points& outputs, double s,
                    const std::function<double(double)>& potential) {
    const auto dimensions = static_cast<double>(grid.rows());
    const double peak = std::pow(2.0 * std::numbers::pi * s * s, -0.5 * dimensions);
    return {potentialsAt(distances(grid, contacts), s, potential),
            peak * (-0.5 * (distances(outputs, grid) / s).array().square()).exp()};
}

} // namespace

Result<void> validate(const KernelSources& s) {
    return checkRange("The conductivity", s.sigma, KernelSources::sigmaRange, "S/m")
        .and_then([&] {
            return checkRange("The width of the sources", s.widthUm, KernelSources::widthRangeUm, "µm");
        })
        .and_then([&] { return checkRange("The regularisation", s.lambda, KernelSources::lambdaRange, ""); })
        .and_then([&] { return checkRange("The number of sources", s.count, KernelSources::countRange, ""); })
        .and_then([&] {
            return checkRange("The margin of the sources", s.marginUm, KernelSources::marginRangeUm, "µm");
        });
}

std::function<double(double)> lineSourcePotential(const KernelSources& sources, double radiusUm) {
    const double s = deviation(sources);
    const double scale = 1.0 / (2.0 * sources.sigma * s * std::sqrt(2.0 * std::numbers::pi));
    return [=](double distance) {
        double sum = 0.0;
        forEachNode(gradedPanels(-tail * s, tail * s, distance, radiusUm, panel * s),
                    [&](double x, double weight) {
                        sum += weight * std::exp(-0.5 * x * x / (s * s)) * discKernel(x - distance, radiusUm);
                    });
        return scale * sum;
    };
}

std::function<double(double)> planarSourcePotential(const KernelSources& sources, double halfThicknessUm) {
    const double s = deviation(sources);
    const double scale = 1.0 / (2.0 * std::numbers::pi * sources.sigma * s * s);
    // r arsinh(h / r) has its logarithm at 0, where ever smaller panels meet it.
    const double finest = 1e-4 * std::min(halfThicknessUm, s);
    return [=](double distance) {
        double sum = 0.0;
        const double from = std::max(0.0, distance - tail * s);
        forEachNode(gradedPanels(from, distance + tail * s, 0.0, finest, panel * s),
                    [&](double r, double weight) {
                        const double apart = (r - distance) / s;
                        sum += weight * r * std::asinh(halfThicknessUm / r) * std::exp(-0.5 * apart * apart) *
                               Eigen::numext::bessel_i0e(r * distance / (s * s));
                    });
        return scale * sum;
    };
}

KernelBasis lineBasis(const Eigen::VectorXd& contactsUm, const Eigen::VectorXd& outputsUm,
                      const KernelSources& sources, double radiusUm) {
    const Eigen::RowVectorXd contacts = contactsUm.transpose();
    const Eigen::RowVectorXd outputs = outputsUm.transpose();
    const Eigen::RowVectorXd grid = gridAlong(contacts, sources.marginUm, sources.count).transpose();
    return basisOf(grid, contacts, outputs, deviation(sources), lineSourcePotential(sources, radiusUm));
}

KernelBasis planarBasis(const Eigen::Matrix2Xd& contactsUm, const Eigen::Matrix2Xd& outputsUm,
                        const KernelSources& sources, double halfThicknessUm) {
    return basisOf(planarGrid(contactsUm, sources), contactsUm, outputsUm, deviation(sources),
                   planarSourcePotential(sources, halfThicknessUm));
}

} // namespace phiscope
