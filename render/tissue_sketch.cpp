#include "render/tissue_sketch.h"

#include "model/forward/head/four_sphere.h"
#include "render/annotations.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace phiscope {

namespace {

constexpr const char* thinSpace = "\u2009";

std::string withConductivity(const std::string& name, double sigma) {
    return name + " " + tickText(sigma) + thinSpace + "S/m";
}

/// Points along straight lines between corners, so that a part of a line can be in view.
Eigen::Matrix3Xd subdivided(const std::vector<Eigen::Vector3d>& corners) {
    constexpr int parts = 24;
    Eigen::Matrix3Xd points(3, static_cast<Eigen::Index>(corners.size() - 1) * parts + 1);
    for (std::size_t k = 0; k + 1 < corners.size(); ++k) {
        for (int i = 0; i < parts; ++i) {
            points.col(static_cast<Eigen::Index>(k) * parts + i) =
                corners[k] + (corners[k + 1] - corners[k]) * (static_cast<double>(i) / parts);
        }
    }
    points.col(points.cols() - 1) = corners.back();
    return points;
}

Eigen::Matrix3Xd arc(const Eigen::Vector3d& centre, const Eigen::Vector3d& first,
                     const Eigen::Vector3d& second, double from, double to) {
    constexpr int parts = 96;
    Eigen::Matrix3Xd points(3, parts + 1);
    for (int i = 0; i <= parts; ++i) {
        const double angle = from + (to - from) * i / parts;
        points.col(i) = centre + std::cos(angle) * first + std::sin(angle) * second;
    }
    return points;
}

std::vector<TissueLine> sliceSketch(const Medium& medium, const Eigen::Vector3d& low,
                                    const Eigen::Vector3d& high) {
    const double room = std::max(40.0, 0.12 * (high - low).head<2>().maxCoeff());
    const auto plane = [&](double z) {
        const std::array<double, 2> x{low.x() - room, high.x() + room};
        const std::array<double, 2> y{low.y() - room, high.y() + room};
        return subdivided(
            {{x[0], y[0], z}, {x[1], y[0], z}, {x[1], y[1], z}, {x[0], y[1], z}, {x[0], y[0], z}});
    };
    std::string tissue = withConductivity("tissue", medium.sigmaTissue);
    if (medium.squeeze > 0.0) {
        tissue +=
            ", currents pressed flat by " + tickText(std::round(100.0 * medium.squeeze)) + thinSpace + "%";
    }
    TissueLine top{plane(medium.sliceBottomUm + medium.sliceThicknessUm), true,
                   withConductivity("saline", medium.sigmaSaline), tissue};
    TissueLine bottom{plane(medium.sliceBottomUm), true, "", withConductivity("glass", medium.sigmaGlass)};
    return {std::move(top), std::move(bottom)};
}

std::vector<TissueLine> sphereSketch(const Medium& medium) {
    const Eigen::Vector3d centre(medium.sphereCentreUm.data());
    const double radius = medium.sphereRadiusUm;
    const auto circle = [&](int a, int b) {
        return arc(centre, radius * Eigen::Vector3d::Unit(a), radius * Eigen::Vector3d::Unit(b), 0.0,
                   2.0 * std::numbers::pi);
    };
    return {{circle(0, 2), false, withConductivity("outside", medium.sigmaOutside),
             withConductivity("inside", medium.sigmaInside)},
            {circle(1, 2), false, "", ""},
            {circle(0, 1), false, "", ""}};
}

std::vector<TissueLine> headSketch(const Medium& medium, const Eigen::Vector3d& low,
                                   const Eigen::Vector3d& high) {
    const FourSphereHead head;
    const Eigen::Vector3d centre(medium.headCentreUm.data());
    const Eigen::Vector3d middle = 0.5 * (low + high);
    Eigen::Vector3d up = middle - centre;
    if (up.norm() < 1.0) {
        up = Eigen::Vector3d::UnitZ();
    }
    up.normalize();
    const Eigen::Vector3d first = up.unitOrthogonal();
    const Eigen::Vector3d second = up.cross(first);
    const double size = 0.9 * (high - low).norm();
    std::vector<TissueLine> lines;
    const std::array<std::pair<std::size_t, const char*>, 3> shells{
        {{0, "brain surface"}, {2, "skull"}, {3, "scalp"}}};
    for (const auto& [shell, name] : shells) {
        const double radius = head.radiiUm[shell];
        const double away = std::abs(radius - (middle - centre).norm());
        const double half = std::min(std::max(size, 0.4 * away) / radius, 0.5 * std::numbers::pi);
        const Eigen::Vector3d rim = centre + radius * std::cos(half) * up;
        const double rimRadius = radius * std::sin(half);
        // The patch's rim alone: lines across it would pass before the cell.
        lines.push_back(
            {arc(rim, rimRadius * first, rimRadius * second, 0.0, 2.0 * std::numbers::pi), true, name, ""});
    }
    return lines;
}

} // namespace

std::vector<TissueLine> tissueSketch(const Medium& medium, const Eigen::Vector3d& low,
                                     const Eigen::Vector3d& high) {
    switch (medium.kind) {
    case Medium::Kind::infinite:
    case Medium::Kind::anisotropic:
        break;
    case Medium::Kind::slice:
        return sliceSketch(medium, low, high);
    case Medium::Kind::sphere:
        return sphereSketch(medium);
    case Medium::Kind::head:
        return headSketch(medium, low, high);
    }
    return {};
}

std::vector<bool> outsideTissue(const Medium& medium, const Segments& segments) {
    if (medium.kind != Medium::Kind::slice || segments.size() == 0) {
        return {};
    }
    const double bottom = medium.sliceBottomUm;
    const double top = bottom + medium.sliceThicknessUm;
    const double root = segments.midpoint(0).z();
    std::vector<bool> outside(static_cast<std::size_t>(segments.size()));
    bool any = false;
    for (int k = 0; k < segments.size(); ++k) {
        for (const double z : {segments.start(2, k), segments.end(2, k)}) {
            const double pressed = medium.squeeze == 0.0 ? z : root + (1.0 - medium.squeeze) * (z - root);
            if (!(pressed >= bottom && pressed <= top)) {
                outside[static_cast<std::size_t>(k)] = true;
                any = true;
            }
        }
    }
    return any ? outside : std::vector<bool>{};
}

} // namespace phiscope
