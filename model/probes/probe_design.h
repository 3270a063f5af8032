#pragma once

#include "model/scene/measurement.h"
#include "model/support/result.h"

#include <array>
#include <string>
#include <vector>

/// Probes as they are drawn on a data sheet, before they stand anywhere in the tissue.
namespace phiscope {

/// A probe in a frame of its own, µm: u to the right across the shanks, v up along them from the tips, w out
/// of the contacts' faces. Planar arrays lie in (u, v).
struct ProbeDesign {
    enum class Facing { side, up, down }; ///< how it stands by itself: a shank, an array below, one above

    std::string name;
    std::string maker;                             ///< empty where nobody's product
    std::string description;                       ///< for people: one or two sentences
    std::vector<std::array<double, 3>> contactsUm; ///< (u, v, w)
    Probe::ContactShape contactShape = Probe::ContactShape::circle;
    double contactRadiusUm = 7.5;     ///< circle: radius; square: half a side; rectangle: half the width
    double contactHalfHeightUm = 7.5; ///< rectangle
    std::vector<std::array<double, 3>> contactNormals; ///< one a contact, in (u, v, w); empty: w for all
    std::vector<std::string> contactIds;               ///< one a contact, or empty
    std::vector<std::string> shankIds;                 ///< one a contact, or empty where there is one shank
    std::vector<int> channels; ///< one a contact: of the recording device, -1 not connected; or empty
    std::vector<std::array<double, 2>> outlineUm; ///< the shanks' edge in (u, v), closed; empty: not known
    Facing facing = Facing::side;

    bool operator==(const ProbeDesign&) const = default;
};

/// Smallest distance between two contacts in µm; 0 where there are fewer than two.
double smallestDistance(const ProbeDesign& design);

/// Width and height that the contacts' centres take in (u, v), µm.
std::array<double, 2> extent(const ProbeDesign& design);

/// Shanks in the order in which they first occur, as indices of contacts.
std::vector<std::vector<std::size_t>> shanksOf(const ProbeDesign& design);

/// Most contacts that one probe of a scene has.
constexpr std::size_t mostContacts = 4096;

/// Which sites of a large probe record.
struct SiteChoice {
    enum class Kind { all, first, range, everyNth, connected };
    Kind kind = Kind::all;
    int count = 384; ///< first: so many from the tip on, in the design's order
    int from = 1;    ///< range: 1-based, both ends included
    int to = 384;
    int step = 4; ///< everyNth: 1 takes all

    bool operator==(const SiteChoice&) const = default;
};

/// The same probe with the chosen sites only. Fails with a sentence where none is left.
Result<ProbeDesign> withSites(const ProbeDesign& design, const SiteChoice& choice);

/// Where a design stands in the tissue.
struct ProbePlacement {
    std::array<double, 3> positionUm{0.0, 0.0, 0.0}; ///< of the middle of the box around the contacts
    std::array<double, 3> direction{0.0, 0.0, 1.0};  ///< v of the design; any length but 0
    std::array<double, 3> normal{0.0, -1.0, 0.0};    ///< w; its part across `direction` counts
};

/// How the design stands where nobody turned it.
ProbePlacement placementOf(const ProbeDesign& design, const std::array<double, 3>& positionUm = {});

/// Columns: where u, v and w of a design point in the tissue.
Eigen::Matrix3d axesOf(const ProbePlacement& placement);

/// How a probe stands whose contacts face along a direction in the tissue.
ProbeDesign::Facing facingOf(const Eigen::Vector3d& normal);

/// The probe of a scene, without an id. Contacts in one even row upwards become a laminar probe, whose number
/// and spacing can be changed; others a custom one. Sites are not thinned: see withSites and mostContacts.
Probe makeProbe(const ProbeDesign& design, const ProbePlacement& placement);

/// What makeProbe placed, taken back into its own frame, with its middle at the origin.
ProbeDesign designOf(const Probe& probe);

/// Moves the probe so that its position is `positionUm`; contacts of a custom one go along.
void moveTo(Probe& probe, const std::array<double, 3>& positionUm);

} // namespace phiscope
