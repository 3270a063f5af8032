#include "model/analysis/guard_checks.h"
#include "model/forward/fit_into_slice.h"
#include "model/forward/make_forward_model.h"
#include "model/geometry/length_constant.h"

#include <Eigen/Geometry>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <optional>

namespace phiscope::guard {

namespace {

/// No further is a probe moved without asking.
constexpr double farthestShiftUm = 40.0;
/// Points of a cell are single precision numbers.
constexpr double onAxisUm = 1e-3;

/// Where a point lies beside a segment's axis; nothing where it lies beyond its ends.
struct Beside {
    double distance;
    double radius;
};

std::optional<Beside> besideOf(const Segments& segments, int k, const Eigen::Vector3d& point) {
    const Eigen::Vector3d along = segments.end.col(k) - segments.start.col(k);
    const Eigen::Vector3d from = point - segments.start.col(k);
    const double length2 = along.squaredNorm();
    const double t = length2 > 0.0 ? from.dot(along) / length2 : 0.0;
    if (!(t >= 0.0 && t <= 1.0)) {
        return {};
    }
    const double first = segments.diameterEnds(0, k);
    const double last = segments.diameterEnds(1, k);
    // A segment with a belly (a soma drawn by its outline) has a mean that neither end reaches.
    const double mean = segments.diameter[k];
    const double diameter = first < mean && last < mean ? mean : first + (last - first) * t;
    return Beside{(from - t * along).norm(), 0.5 * diameter};
}

bool isInside(const Segments& segments, int k, const Eigen::Vector3d& point) {
    const auto beside = besideOf(segments, k, point);
    return beside && beside->distance < beside->radius;
}

/// The segments that come near each contact, so that trying shifts is cheap.
class Neighbours {
public:
    Neighbours(const Segments& segments, const Eigen::Matrix3Xd& contacts)
        : segments_(segments)
        , contacts_(contacts)
        , near_(static_cast<std::size_t>(contacts.cols())) {
        if (contacts.cols() == 0) {
            return;
        }
        const Eigen::Array3d low = contacts.rowwise().minCoeff().array();
        const Eigen::Array3d high = contacts.rowwise().maxCoeff().array();
        for (int k = 0; k < segments.size(); ++k) {
            const double reach =
                farthestShiftUm + 0.5 * std::max({segments.diameter[k], segments.diameterEnds(0, k),
                                                  segments.diameterEnds(1, k)});
            const Eigen::Array3d from = segments.start.col(k).cwiseMin(segments.end.col(k)).array() - reach;
            const Eigen::Array3d to = segments.start.col(k).cwiseMax(segments.end.col(k)).array() + reach;
            if ((from > high).any() || (to < low).any()) {
                continue;
            }
            for (Eigen::Index c = 0; c < contacts.cols(); ++c) {
                const Eigen::Array3d p = contacts.col(c).array();
                if ((p >= from).all() && (p <= to).all()) {
                    near_[static_cast<std::size_t>(c)].push_back(k);
                }
            }
        }
    }

    /// The segment that the contact lies deepest in, -1: none.
    int segmentAround(Eigen::Index contact) const {
        int found = -1;
        double deepest = 0.0;
        for (const int k : near_[static_cast<std::size_t>(contact)]) {
            const auto beside = besideOf(segments_, k, contacts_.col(contact));
            if (beside && beside->radius - beside->distance > deepest) {
                deepest = beside->radius - beside->distance;
                found = k;
            }
        }
        return found;
    }

    bool onAxis(Eigen::Index contact) const {
        const auto& near = near_[static_cast<std::size_t>(contact)];
        return std::any_of(near.begin(), near.end(), [&](int k) {
            const auto beside = besideOf(segments_, k, contacts_.col(contact));
            return beside && beside->distance < onAxisUm && beside->radius > 0.0;
        });
    }

    bool freeAfter(const Eigen::Vector3d& shift) const {
        for (Eigen::Index c = 0; c < contacts_.cols(); ++c) {
            const Eigen::Vector3d moved = contacts_.col(c) + shift;
            for (const int k : near_[static_cast<std::size_t>(c)]) {
                if (isInside(segments_, k, moved)) {
                    return false;
                }
            }
        }
        return true;
    }

private:
    const Segments& segments_;
    const Eigen::Matrix3Xd& contacts_;
    std::vector<std::vector<int>> near_;
};

/// The shortest way of whole µm to the side (across the shank, else any) that frees all contacts.
std::optional<Eigen::Vector3d> freeingShift(const Probe& probe, const Neighbours& neighbours) {
    Eigen::Vector3d axis = Eigen::Vector3d::UnitZ();
    if (probe.layout == Probe::Layout::laminar && Eigen::Vector3d(probe.directionUm.data()).norm() > 0.0) {
        axis = Eigen::Vector3d(probe.directionUm.data()).normalized();
    }
    const Eigen::Vector3d first = axis.unitOrthogonal();
    const Eigen::Vector3d second = axis.cross(first);
    constexpr int ways = 16;
    std::vector<Eigen::Vector3d> directions;
    for (int i = 0; i < ways; ++i) {
        const double angle = 2.0 * std::numbers::pi * i / ways;
        directions.emplace_back(std::cos(angle) * first + std::sin(angle) * second);
    }
    if (probe.layout == Probe::Layout::custom) {
        directions.emplace_back(axis);
        directions.emplace_back(-axis);
    }
    for (double distance = 1.0; distance <= farthestShiftUm; distance += 1.0) {
        for (const Eigen::Vector3d& direction : directions) {
            // Whole tenths, as the fields of a position show them.
            const Eigen::Vector3d shift = (10.0 * distance * direction).array().round().matrix() / 10.0;
            if (neighbours.freeAfter(shift)) {
                return shift;
            }
        }
    }
    return {};
}

/// "Contact 7", "Contacts 7 and 8", "Contacts 7, 8 and 12 more".
std::string contactsText(const std::vector<Eigen::Index>& contacts) {
    if (contacts.size() == 1) {
        return "Contact " + std::to_string(contacts[0] + 1);
    }
    const std::string two = "Contacts " + std::to_string(contacts[0] + 1);
    const std::string second = std::to_string(contacts[1] + 1);
    return contacts.size() == 2
               ? two + " and " + second
               : two + ", " + second + " and " + std::to_string(contacts.size() - 2) + " more";
}

const std::string& sectionName(const PlacedCell& cell, int segment) {
    const int section = cell.segments.section[static_cast<std::size_t>(segment)];
    return cell.morphology.sections[static_cast<std::size_t>(section)].name;
}

/// Where the currents of the cell are taken to leave for this tissue.
Segments sourcesIn(const Medium& medium, const Segments& segments) {
    if (medium.kind == Medium::Kind::slice && medium.squeeze != 0.0) {
        const double bottom = medium.sliceBottomUm;
        if (auto pressed = fitIntoSlice(segments, bottom, bottom + medium.sliceThicknessUm, medium.squeeze)) {
            return std::move(*pressed);
        }
    }
    return segments;
}

Remedy squeezeRemedy(const Medium& medium, const Segments& segments) {
    Remedy remedy;
    if (const auto squeeze = fittingSqueeze(medium, segments)) {
        remedy.kind = Remedy::Kind::squeeze;
        remedy.value = *squeeze;
    }
    return remedy;
}

} // namespace

void checkContacts(const Probe& probe, const PlacedCell& cell, Findings& findings) {
    const Segments segments = sourcesIn(probe.medium, cell.segments);
    const Eigen::Matrix3Xd contacts = contactPositions(probe);
    const Neighbours neighbours(segments, contacts);
    std::vector<Eigen::Index> inside;
    std::vector<Eigen::Index> onAxis;
    std::vector<int> around(static_cast<std::size_t>(contacts.cols()), -1);
    for (Eigen::Index c = 0; c < contacts.cols(); ++c) {
        const int segment = neighbours.segmentAround(c);
        around[static_cast<std::size_t>(c)] = segment;
        if (segment >= 0) {
            (neighbours.onAxis(c) ? onAxis : inside).push_back(c);
        }
    }
    if (inside.empty() && onAxis.empty()) {
        return;
    }
    Remedy remedy;
    std::string advice = " Move the probe.";
    if (const auto shift = freeingShift(probe, neighbours)) {
        advice = " Move the probe " + std::to_string(std::lround(shift->norm())) + " µm.";
        if (!probe.locked) {
            remedy.kind = Remedy::Kind::moveProbe;
            remedy.shiftUm = {shift->x(), shift->y(), shift->z()};
        }
    }
    const auto add = [&](const std::vector<Eigen::Index>& which, Finding::Kind kind) {
        if (which.empty()) {
            return;
        }
        const bool one = which.size() == 1;
        const int segment = around[static_cast<std::size_t>(which[0])];
        const bool sameSection = std::all_of(which.begin(), which.end(), [&](Eigen::Index c) {
            return sectionName(cell, around[static_cast<std::size_t>(c)]) == sectionName(cell, segment);
        });
        Finding finding;
        finding.kind = kind;
        finding.object = probe.id;
        finding.contact = static_cast<int>(which[0]);
        finding.segment = segment;
        finding.remedy = remedy;
        finding.sentence = contactsText(which) + " of " + probe.name + (one ? " lies " : " lie ");
        if (kind == Finding::Kind::contactOnAxis) {
            finding.severity = Finding::Severity::error;
            finding.sentence += "on the axis of " + (sameSection ? sectionName(cell, segment) : "neurites") +
                                ", where a line of current has no potential; what is shown is that of the "
                                "surface.";
        } else {
            finding.severity = Finding::Severity::warning;
            finding.sentence +=
                "inside " + (sameSection ? sectionName(cell, segment) : "neurites") +
                (one ? "; the potential there means nothing." : "; the potentials there mean nothing.");
        }
        finding.sentence += advice;
        findings.push_back(std::move(finding));
    };
    add(onAxis, Finding::Kind::contactOnAxis);
    add(inside, Finding::Kind::contactInside);
}

void checkTissue(const Probe& probe, const PlacedCell& cell, Findings& findings) {
    const Result<void> checked = checkProbe(probe, cell);
    if (checked) {
        return;
    }
    Finding finding;
    finding.severity = Finding::Severity::error;
    finding.object = probe.id;
    finding.sentence = probe.name + " measures nothing: " + checked.error().message();
    finding.kind = Finding::Kind::noPotential;
    if (probe.medium.kind == Medium::Kind::slice && tissueTakes(probe.medium.kind, probe.source)) {
        const double bottom = probe.medium.sliceBottomUm;
        const double top = bottom + probe.medium.sliceThicknessUm;
        if (!fitIntoSlice(cell.segments, bottom, top, probe.medium.squeeze)) {
            finding.kind = Finding::Kind::outsideSlice;
            Probe fitted = probe;
            const Remedy remedy = squeezeRemedy(probe.medium, cell.segments);
            fitted.medium.squeeze = remedy.value;
            if (remedy.kind != Remedy::Kind::none && checkProbe(fitted, cell)) {
                finding.remedy = remedy;
            }
        }
    }
    findings.push_back(std::move(finding));
}

void checkTissue(const FieldSlice& slice, const PlacedCell& cell, Findings& findings) {
    if (slice.medium.kind != Medium::Kind::slice || slice.quantity == FieldSlice::Quantity::stimulus) {
        return;
    }
    const double bottom = slice.medium.sliceBottomUm;
    const auto fits =
        fitIntoSlice(cell.segments, bottom, bottom + slice.medium.sliceThicknessUm, slice.medium.squeeze);
    if (!fits) {
        Finding finding;
        finding.kind = Finding::Kind::outsideSlice;
        finding.severity = Finding::Severity::error;
        finding.object = slice.id;
        finding.sentence = slice.name + " shows nothing: " + fits.error().message();
        finding.remedy = squeezeRemedy(slice.medium, cell.segments);
        findings.push_back(std::move(finding));
    }
}

void checkSegments(const Cell& settings, const PlacedCell& cell, Findings& findings) {
    // NEURON's own rule, a hair coarser: points that were moved round anew.
    const Discretisation usual{Discretisation::Method::lambdaF, 100.0, 0.1001, 20.0};
    const Morphology& morphology = cell.morphology;
    const std::vector<int> needed = segmentCounts(morphology, usual, settings.Ra, settings.cm);
    const auto count = [&](std::size_t s) {
        return cell.segments.firstOfSection[s + 1] - cell.segments.firstOfSection[s];
    };
    const auto lambdas = [&](std::size_t s) {
        const Section& section = morphology.sections[s];
        return electrotonicLength(section, usual.lambdaFHz,
                                  settings.Ra.value_or(section.fileRa.value_or(defaultRaOhmCm)),
                                  settings.cm.value_or(section.fileCm.value_or(defaultCmUfPerCm2))) /
               count(s);
    };
    std::size_t worst = 0;
    int coarse = 0;
    for (std::size_t s = 0; s < needed.size(); ++s) {
        if (count(s) < needed[s]) {
            worst = coarse == 0 || lambdas(s) > lambdas(worst) ? s : worst;
            ++coarse;
        }
    }
    if (coarse == 0) {
        return;
    }
    Finding finding;
    finding.kind = Finding::Kind::coarseSegments;
    finding.severity = Finding::Severity::warning;
    finding.object = "cell";
    finding.segment = cell.segments.firstOfSection[worst];
    finding.remedy.kind = Remedy::Kind::discretise;
    finding.remedy.discretisation = settings.discretisation;
    Discretisation& rule = finding.remedy.discretisation;
    std::string advice = "Take 0.1 of the length constant at 100 Hz.";
    if (rule.method == Discretisation::Method::fixedLength) {
        const auto tooFew = [&] {
            const std::vector<int> counts = segmentCounts(morphology, rule, settings.Ra, settings.cm);
            return !std::equal(counts.begin(), counts.end(), needed.begin(), std::greater_equal<>());
        };
        for (int halvings = 0; halvings < 12 && tooFew(); ++halvings) {
            rule.maxLengthUm /= 2.0;
        }
        advice = "Take segments of at most " + shortNumber(rule.maxLengthUm) + " µm.";
    } else {
        rule.method = Discretisation::Method::lambdaF;
        rule.lambdaFHz = 100.0;
        rule.dLambda = 0.1;
    }
    finding.sentence = "Segments of " + morphology.sections[worst].name + " are " +
                       shortNumber(lambdas(worst)) +
                       " length constants long (at 100 Hz), and should be at most 0.1: it has " +
                       std::to_string(count(worst)) + " and needs " + std::to_string(needed[worst]) + ". " +
                       (coarse == 1   ? std::string()
                        : coarse == 2 ? "One more section is too coarse. "
                                      : std::to_string(coarse - 1) + " more sections are too coarse. ") +
                       advice;
    findings.push_back(std::move(finding));
}

} // namespace phiscope::guard
