#include "model/geometry/outlines.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <optional>

namespace phiscope {

namespace {

/// Shorter than this on the plane a step has no direction to speak of, µm.
constexpr double shortUm = 1e-3;

struct Joint {
    Eigen::Vector2d at;
    double radius = 0.0;
};

/// Clockwise, as the strips are.
Eigen::Matrix2Xd disc(const Joint& joint) {
    constexpr int corners = 32;
    Eigen::Matrix2Xd polygon(2, corners);
    for (int k = 0; k < corners; ++k) {
        const double angle = -2.0 * std::numbers::pi * k / corners;
        polygon.col(k) = joint.at + joint.radius * Eigen::Vector2d(std::cos(angle), std::sin(angle));
    }
    return polygon;
}

/// Forth on the left side and back on the right.
Eigen::Matrix2Xd strip(const std::vector<Joint>& joints, const std::vector<Eigen::Vector2d>& normals) {
    const auto n = static_cast<Eigen::Index>(joints.size());
    Eigen::Matrix2Xd polygon(2, 2 * n);
    for (Eigen::Index i = 0; i < n; ++i) {
        const auto k = static_cast<std::size_t>(i);
        polygon.col(i) = joints[k].at + joints[k].radius * normals[k];
        polygon.col(2 * n - 1 - i) = joints[k].at - joints[k].radius * normals[k];
    }
    return polygon;
}

std::vector<Eigen::Matrix2Xd> covered(const std::vector<Joint>& joints) {
    // Left normals of the steps; a step that is seen end-on takes that of its neighbour.
    std::vector<std::optional<Eigen::Vector2d>> steps(joints.size() - 1);
    bool any = false;
    for (std::size_t k = 0; k < steps.size(); ++k) {
        const Eigen::Vector2d way = joints[k + 1].at - joints[k].at;
        if (const double length = way.norm(); length >= shortUm) {
            steps[k] = Eigen::Vector2d(-way.y(), way.x()) / length;
            any = true;
        }
    }
    if (!any) {
        return {disc(*std::ranges::max_element(joints, {}, &Joint::radius))};
    }
    std::vector<Eigen::Matrix2Xd> polygons;
    std::vector<Joint> part;
    std::vector<Eigen::Vector2d> normals;
    std::optional<Eigen::Vector2d> before;
    for (std::size_t k = 0; k < joints.size(); ++k) {
        std::optional<Eigen::Vector2d> after;
        for (std::size_t next = k; next < steps.size() && !after; ++next) {
            after = steps[next];
        }
        const bool turnsBack = before && after && before->dot(*after) < 0.0;
        const Eigen::Vector2d incoming = before ? *before : *after;
        const Eigen::Vector2d outgoing = after ? *after : *before;
        part.push_back(joints[k]);
        normals.push_back(turnsBack ? incoming : Eigen::Vector2d((incoming + outgoing).normalized()));
        if (turnsBack) {
            polygons.push_back(strip(part, normals));
            polygons.push_back(disc(joints[k]));
            part = {joints[k]};
            normals = {outgoing};
        }
        if (k < steps.size() && steps[k]) {
            before = steps[k];
        }
    }
    polygons.push_back(strip(part, normals));
    return polygons;
}

Eigen::Vector3d placeOf(const PathPoint& p) {
    return {p.x, p.y, p.z};
}

} // namespace

Eigen::Vector2d projected(const Eigen::Vector3d& pointUm, Projection plane) {
    switch (plane) {
    case Projection::xy:
        return {pointUm.x(), pointUm.y()};
    case Projection::yz:
        return {pointUm.y(), pointUm.z()};
    case Projection::xz:
        break;
    }
    return {pointUm.x(), pointUm.z()};
}

double depthOf(const Eigen::Vector3d& pointUm, Projection plane) {
    return plane == Projection::xy ? -pointUm.z() : plane == Projection::yz ? -pointUm.x() : pointUm.y();
}

std::vector<Outline> sectionOutlines(const PlacedCell& cell, Projection plane) {
    std::vector<Outline> outlines;
    for (std::size_t s = 0; s < cell.morphology.sections.size(); ++s) {
        const Section& section = cell.morphology.sections[s];
        std::vector<Joint> joints;
        double depth = 0.0;
        for (const PathPoint& p : section.points) {
            joints.push_back({projected(placeOf(p), plane), 0.5 * static_cast<double>(p.diameter)});
            depth += depthOf(placeOf(p), plane) / static_cast<double>(section.points.size());
        }
        outlines.push_back({static_cast<int>(s), -1, depth, covered(joints)});
    }
    return outlines;
}

std::vector<Outline> segmentOutlines(const PlacedCell& cell, Projection plane) {
    std::vector<std::vector<Joint>> joints(static_cast<std::size_t>(cell.segments.size()));
    for (const SurfacePiece& piece : surfacePieces(cell)) {
        std::vector<Joint>& of = joints[static_cast<std::size_t>(piece.segment)];
        const Joint a{projected(piece.a.cast<double>(), plane), static_cast<double>(piece.radiusA)};
        const Joint b{projected(piece.b.cast<double>(), plane), static_cast<double>(piece.radiusB)};
        // Where the diameter steps both are corners.
        if (of.empty() || of.back().at != a.at || of.back().radius != a.radius) {
            of.push_back(a);
        }
        of.push_back(b);
    }
    std::vector<Outline> outlines;
    for (std::size_t k = 0; k < joints.size(); ++k) {
        const auto segment = static_cast<int>(k);
        if (joints[k].size() < 2) {
            continue; // a section without length has its ball in its first segment
        }
        outlines.push_back({cell.segments.section[k], segment,
                            depthOf(cell.segments.midpoint(segment), plane), covered(joints[k])});
    }
    return outlines;
}

std::string outlineName(const Outline& outline, const PlacedCell& cell) {
    std::string name = cell.morphology.sections[static_cast<std::size_t>(outline.section)].name;
    if (outline.segment >= 0) {
        std::array<char, 32> digits{};
        const auto end = std::to_chars(digits.data(), digits.data() + digits.size(),
                                       cell.segments.x[static_cast<std::size_t>(outline.segment)],
                                       std::chars_format::general, 6);
        name += "(" + std::string(digits.data(), end.ptr) + ")";
    }
    return name;
}

} // namespace phiscope
