#include "model/probes/probe_pattern.h"

#include "model/scene/fields.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

using Shape = Probe::ContactShape;

double halfHeight(const ProbePattern& pattern) {
    return pattern.shape == Shape::rectangle ? pattern.halfHeightUm : pattern.radiusUm;
}

bool overlap(const ProbePattern& pattern, double acrossUm, double alongUm) {
    if (pattern.shape == Shape::circle) {
        return std::hypot(acrossUm, alongUm) < 2.0 * pattern.radiusUm;
    }
    return std::abs(acrossUm) < 2.0 * pattern.radiusUm && std::abs(alongUm) < 2.0 * halfHeight(pattern);
}

/// Two contacts that lie over each other, as a sentence; empty where none do.
std::string overlapProblem(const ProbePattern& p) {
    if (p.shape == Shape::point) {
        return {};
    }
    if (p.rows > 1 && overlap(p, 0.0, p.rowPitchUm)) {
        return "The contacts of a column overlap: they are " + numberText(2.0 * halfHeight(p)) +
               " µm high and " + numberText(p.rowPitchUm) + " µm apart.";
    }
    if (p.columns > 1) {
        // Against the nearest contact of the next column, which the stagger moves along.
        const double along = p.rows > 1 ? std::remainder(p.staggerUm, p.rowPitchUm) : p.staggerUm;
        if (overlap(p, p.columnPitchUm, along) || (p.columns > 2 && overlap(p, 2.0 * p.columnPitchUm, 0.0))) {
            return "The contacts of neighbouring columns overlap: the columns are " +
                   numberText(p.columnPitchUm) + " µm apart.";
        }
    }
    const double wide = (p.columns - 1) * p.columnPitchUm;
    if (p.shanks > 1 && p.shankPitchUm < wide + 2.0 * p.radiusUm) {
        return "The shanks overlap: each is " + numberText(wide + 2.0 * p.radiusUm) +
               " µm wide and they are " + numberText(p.shankPitchUm) + " µm apart.";
    }
    return {};
}

std::string problemOf(const ProbePattern& p) {
    if (p.shanks < 1 || p.columns < 1 || p.rows < 1) {
        return "A probe needs at least one shank, one column and one contact in it.";
    }
    const auto size = static_cast<double>(p.shanks) * p.columns * p.rows;
    if (size > static_cast<double>(mostContacts)) {
        return "These are " + numberText(size) + " contacts; a probe of a scene takes " +
               numberText(static_cast<double>(mostContacts)) + ".";
    }
    const auto above = [](double value) {
        return std::isfinite(value) && value > 0.0;
    };
    if ((p.rows > 1 && !above(p.rowPitchUm)) || (p.columns > 1 && !above(p.columnPitchUm)) ||
        (p.shanks > 1 && !above(p.shankPitchUm))) {
        return "A distance must be above 0 µm.";
    }
    if (!std::isfinite(p.staggerUm)) {
        return "The stagger is not a number.";
    }
    if (p.shape != Shape::point && (!above(p.radiusUm) || !above(halfHeight(p)))) {
        return "The size of a contact must be above 0 µm.";
    }
    return overlapProblem(p);
}

} // namespace

Result<ProbeDesign> makeDesign(const ProbePattern& pattern) {
    if (const std::string problem = problemOf(pattern); !problem.empty()) {
        return fail(problem, "Change one of the numbers.");
    }
    ProbeDesign design;
    design.name = pattern.name;
    design.contactShape = pattern.shape;
    design.contactRadiusUm = pattern.radiusUm;
    design.contactHalfHeightUm = halfHeight(pattern);
    design.facing = pattern.facing;
    for (int shank = 0; shank < pattern.shanks; ++shank) {
        std::vector<std::array<double, 3>> contacts;
        for (int row = 0; row < pattern.rows; ++row) {
            for (int column = 0; column < pattern.columns; ++column) {
                const double stagger = column % 2 == 1 ? pattern.staggerUm : 0.0;
                contacts.push_back({shank * pattern.shankPitchUm + column * pattern.columnPitchUm,
                                    row * pattern.rowPitchUm + stagger, 0.0});
            }
        }
        // From the tip up, also where the stagger is more than a row.
        std::ranges::stable_sort(contacts, {}, [](const auto& contact) { return contact[1]; });
        design.contactsUm.insert(design.contactsUm.end(), contacts.begin(), contacts.end());
        if (pattern.shanks > 1) {
            design.shankIds.insert(design.shankIds.end(), contacts.size(), std::to_string(shank + 1));
        }
    }
    return design;
}

} // namespace phiscope
