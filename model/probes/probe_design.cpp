#include "model/probes/probe_design.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <cmath>
#include <limits>

namespace phiscope {

namespace {

constexpr double even = 1e-6; ///< µm: below this two places are the same

std::array<double, 3> toArray(const Eigen::Vector3d& v) {
    return {v.x(), v.y(), v.z()};
}

/// Without the noise of the rotation, so that files stay readable: places to a millionth of a micrometre.
constexpr double placeSteps = 1e6;
constexpr double directionSteps = 1e12;

std::array<double, 3> tidy(const Eigen::Vector3d& v, double steps) {
    const auto rounded = [steps](double x) {
        return std::round(x * steps) / steps + 0.0; // + 0: no minus zero
    };
    return {rounded(v.x()), rounded(v.y()), rounded(v.z())};
}

struct Box {
    Eigen::Vector3d low = Eigen::Vector3d::Constant(std::numeric_limits<double>::max());
    Eigen::Vector3d high = Eigen::Vector3d::Constant(std::numeric_limits<double>::lowest());
    Eigen::Vector3d middle() const { return 0.5 * (low + high); }
};

Box boxOf(const std::vector<std::array<double, 3>>& contacts) {
    if (contacts.empty()) {
        return {Eigen::Vector3d::Zero(), Eigen::Vector3d::Zero()};
    }
    Box box;
    for (const auto& contact : contacts) {
        const Eigen::Vector3d at(contact.data());
        box.low = box.low.cwiseMin(at);
        box.high = box.high.cwiseMax(at);
    }
    return box;
}

/// The distance between neighbours where the contacts are one even row along v, first the lowest; 0 else.
double evenSpacing(const ProbeDesign& design) {
    const auto& contacts = design.contactsUm;
    if (contacts.size() < 2 || !design.contactNormals.empty()) {
        return 0.0;
    }
    const double spacing = contacts[1][1] - contacts[0][1];
    for (std::size_t k = 1; k < contacts.size(); ++k) {
        const bool along = std::abs(contacts[k][0] - contacts[0][0]) < even &&
                           std::abs(contacts[k][2] - contacts[0][2]) < even;
        const double place = contacts[0][1] + spacing * static_cast<double>(k);
        if (!along || std::abs(contacts[k][1] - place) > even) {
            return 0.0;
        }
    }
    return std::max(spacing, 0.0);
}

template <typename T>
std::vector<T> picked(const std::vector<T>& all, const std::vector<std::size_t>& sites) {
    std::vector<T> some;
    if (!all.empty()) {
        for (const std::size_t site : sites) {
            some.push_back(all[site]);
        }
    }
    return some;
}

} // namespace

double smallestDistance(const ProbeDesign& design) {
    if (design.contactsUm.size() < 2) {
        return 0.0;
    }
    // Swept along v: only those above that may still be nearer are looked at.
    std::vector<std::array<double, 3>> sorted = design.contactsUm;
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a[1] < b[1]; });
    double best = std::numeric_limits<double>::max();
    for (std::size_t a = 0; a < sorted.size(); ++a) {
        for (std::size_t b = a + 1; b < sorted.size() && sorted[b][1] - sorted[a][1] < best; ++b) {
            const double distance =
                (Eigen::Vector3d(sorted[a].data()) - Eigen::Vector3d(sorted[b].data())).norm();
            best = std::min(best, distance);
        }
    }
    return best;
}

std::array<double, 2> extent(const ProbeDesign& design) {
    const Box box = boxOf(design.contactsUm);
    return {box.high.x() - box.low.x(), box.high.y() - box.low.y()};
}

std::vector<std::vector<std::size_t>> shanksOf(const ProbeDesign& design) {
    std::vector<std::vector<std::size_t>> shanks;
    std::vector<std::string> names;
    for (std::size_t k = 0; k < design.contactsUm.size(); ++k) {
        const std::string name = design.shankIds.empty() ? std::string() : design.shankIds[k];
        const auto at = std::find(names.begin(), names.end(), name);
        const auto index = static_cast<std::size_t>(at - names.begin());
        if (at == names.end()) {
            names.push_back(name);
            shanks.emplace_back();
        }
        shanks[index].push_back(k);
    }
    return shanks;
}

Result<ProbeDesign> withSites(const ProbeDesign& design, const SiteChoice& choice) {
    const auto total = static_cast<int>(design.contactsUm.size());
    const auto taken = [&](int site) {
        switch (choice.kind) {
        case SiteChoice::Kind::all:
            return true;
        case SiteChoice::Kind::first:
            return site < choice.count;
        case SiteChoice::Kind::range:
            return site + 1 >= choice.from && site + 1 <= choice.to;
        case SiteChoice::Kind::everyNth:
            return choice.step > 0 && site % choice.step == 0;
        case SiteChoice::Kind::connected:
            return !design.channels.empty() && design.channels[static_cast<std::size_t>(site)] >= 0;
        }
        return false;
    };
    std::vector<std::size_t> sites;
    for (int site = 0; site < total; ++site) {
        if (taken(site)) {
            sites.push_back(static_cast<std::size_t>(site));
        }
    }
    if (sites.empty()) {
        if (choice.kind == SiteChoice::Kind::connected) {
            return fail("No site of \"" + design.name + "\" is connected to a channel.",
                        "Choose the sites in another way.");
        }
        return fail("No site of \"" + design.name + "\" is chosen.",
                    "It has the sites 1 to " + std::to_string(total) + ".");
    }
    ProbeDesign chosen = design;
    chosen.contactsUm = picked(design.contactsUm, sites);
    chosen.contactNormals = picked(design.contactNormals, sites);
    chosen.contactIds = picked(design.contactIds, sites);
    chosen.shankIds = picked(design.shankIds, sites);
    chosen.channels = picked(design.channels, sites);
    return chosen;
}

ProbePlacement placementOf(const ProbeDesign& design, const std::array<double, 3>& positionUm) {
    switch (design.facing) {
    case ProbeDesign::Facing::up:
        return {positionUm, {0.0, 1.0, 0.0}, {0.0, 0.0, 1.0}};
    case ProbeDesign::Facing::down:
        return {positionUm, {0.0, 1.0, 0.0}, {0.0, 0.0, -1.0}};
    case ProbeDesign::Facing::side:
        break;
    }
    return {positionUm, {0.0, 0.0, 1.0}, {0.0, -1.0, 0.0}};
}

Eigen::Matrix3d axesOf(const ProbePlacement& placement) {
    Eigen::Vector3d v = Eigen::Vector3d(placement.direction.data()).stableNormalized();
    if (v.isZero()) {
        v = Eigen::Vector3d::UnitZ();
    }
    const Eigen::Vector3d wanted = Eigen::Vector3d(placement.normal.data()).stableNormalized();
    Eigen::Vector3d w = wanted - wanted.dot(v) * v;
    w = w.norm() < even ? v.unitOrthogonal() : w.normalized();
    Eigen::Matrix3d axes;
    axes << v.cross(w), v, w;
    return axes;
}

ProbeDesign::Facing facingOf(const Eigen::Vector3d& normal) {
    constexpr double mostly = 0.7;
    const double upward = normal.stableNormalized().z();
    if (upward > mostly) {
        return ProbeDesign::Facing::up;
    }
    return upward < -mostly ? ProbeDesign::Facing::down : ProbeDesign::Facing::side;
}

Probe makeProbe(const ProbeDesign& design, const ProbePlacement& placement) {
    const Eigen::Matrix3d axes = axesOf(placement);
    Probe probe;
    probe.name = design.name;
    probe.positionUm = placement.positionUm;
    probe.directionUm = tidy(axes.col(1), directionSteps);
    probe.contactNormal = tidy(axes.col(2), directionSteps);
    probe.contactShape = design.contactShape;
    probe.contactRadiusUm = design.contactRadiusUm;
    probe.contactHalfHeightUm = design.contactHalfHeightUm;
    if (const double spacing = evenSpacing(design); spacing > 0.0) {
        probe.layout = Probe::Layout::laminar;
        probe.contactCount = static_cast<int>(design.contactsUm.size());
        probe.spacingUm = spacing;
        return probe;
    }
    probe.layout = Probe::Layout::custom;
    const Eigen::Vector3d middle = boxOf(design.contactsUm).middle();
    const Eigen::Vector3d position(placement.positionUm.data());
    probe.contactsUm.reserve(design.contactsUm.size());
    for (const auto& contact : design.contactsUm) {
        probe.contactsUm.push_back(
            tidy(position + axes * (Eigen::Vector3d(contact.data()) - middle), placeSteps));
    }
    for (const auto& normal : design.contactNormals) {
        probe.contactNormals.push_back(tidy(axes * Eigen::Vector3d(normal.data()), directionSteps));
    }
    return probe;
}

ProbeDesign designOf(const Probe& probe) {
    const Eigen::Matrix3d axes = axesOf({{}, probe.directionUm, probe.contactNormal});
    ProbeDesign design;
    design.name = probe.name;
    design.contactShape = probe.contactShape;
    design.contactRadiusUm = probe.contactRadiusUm;
    design.contactHalfHeightUm = probe.contactHalfHeightUm;
    const Eigen::Matrix3Xd local = axes.transpose() * contactPositions(probe);
    for (Eigen::Index k = 0; k < local.cols(); ++k) {
        design.contactsUm.push_back(toArray(local.col(k)));
    }
    const Eigen::Vector3d middle = boxOf(design.contactsUm).middle();
    for (auto& contact : design.contactsUm) {
        contact = tidy(Eigen::Vector3d(contact.data()) - middle, placeSteps);
    }
    if (probe.layout == Probe::Layout::custom && probe.contactNormals.size() == probe.contactsUm.size()) {
        for (const auto& normal : probe.contactNormals) {
            design.contactNormals.push_back(
                tidy(axes.transpose() * Eigen::Vector3d(normal.data()), directionSteps));
        }
    }
    design.facing = facingOf(axes.col(2));
    return design;
}

void moveTo(Probe& probe, const std::array<double, 3>& positionUm) {
    if (probe.layout == Probe::Layout::custom) {
        for (auto& contact : probe.contactsUm) {
            for (std::size_t k = 0; k < 3; ++k) {
                contact[k] += positionUm[k] - probe.positionUm[k];
            }
        }
    }
    probe.positionUm = positionUm;
}

} // namespace phiscope
