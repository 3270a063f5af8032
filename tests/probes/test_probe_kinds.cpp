// The built-in probes against the numbers of their data sheets and papers, placing, and choosing sites.
#include "model/probes/probe_kinds.h"
#include "model/scene/validate.h"

#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <set>

using namespace phiscope;
using Shape = Probe::ContactShape;

namespace {

const ProbeDesign& design(const char* key) {
    const ProbeKind* kind = probeKind(key);
    REQUIRE(kind != nullptr);
    return kind->design;
}

struct Sheet {
    const char* key;
    std::size_t contacts;
    double nearestUm; ///< distance of the two nearest contacts
    double wideUm;    ///< between the outermost contacts
    double highUm;
    Shape shape;
    double radiusUm; ///< or half a side
};

std::set<double> columnsOf(const ProbeDesign& probe) {
    std::set<double> columns;
    for (const auto& contact : probe.contactsUm) {
        columns.insert(contact[0]);
    }
    return columns;
}

Eigen::Vector3d vec(const std::array<double, 3>& a) {
    return Eigen::Vector3d(a.data());
}

} // namespace

TEST_CASE("every built-in probe has the contacts, pitch, extent and sizes of its source") {
    const std::vector<Sheet> sheets{
        {"laminar-16", 16, 100.0, 0.0, 1500.0, Shape::circle, 7.5},
        {"laminar-32", 32, 50.0, 0.0, 1550.0, Shape::circle, 7.5},
        {"neuronexus-32", 32, std::hypot(18.0, 12.5), 36.0, 275.0, Shape::circle, 7.5},
        {"neuroseeker-128", 128, 22.5, 67.5, 697.5, Shape::square, 10.0},
        {"neuropixels-1.0", 960, std::hypot(16.0, 20.0), 48.0, 9580.0, Shape::square, 6.0},
        {"neuropixels-2.0", 1280, 15.0, 32.0, 9585.0, Shape::square, 6.0},
        {"neuropixels-2.0-4", 5120, 15.0, 782.0, 9585.0, Shape::square, 6.0},
        {"monotrode", 1, 0.0, 0.0, 0.0, Shape::circle, 10.0},
        {"stereotrode", 2, 30.0, 30.0, 0.0, Shape::circle, 12.5},
        {"tetrode", 4, 16.0, 16.0, 16.0, Shape::circle, 8.0},
        {"tetrode-mea-s", 4, 16.0, 16.0, 16.0, Shape::square, 7.0},
        {"tetrode-mea-d", 4, std::hypot(16.0, 16.0), 32.0, 32.0, Shape::square, 7.0},
        {"tetrode-mea-l", 4, 16.0, 0.0, 48.0, Shape::square, 7.0},
        {"mea-60", 60, 200.0, 1400.0, 1400.0, Shape::circle, 15.0},
        {"grid-64", 64, 100.0, 700.0, 700.0, Shape::circle, 10.0},
        {"biochip-4096", 4096, 42.0, 2646.0, 2646.0, Shape::square, 10.5},
        {"hd-26400", 26400, 17.5, 3832.5, 2082.5, Shape::rectangle, 4.65},
        {"utah-100", 100, 400.0, 3600.0, 3600.0, Shape::point, 20.0},
        {"ecog-64", 64, 10000.0, 70000.0, 70000.0, Shape::circle, 1150.0},
        {"sqmea-5-30", 25, 30.0, 120.0, 120.0, Shape::square, 12.5},
        {"sqmea-6-25", 36, 25.0, 125.0, 125.0, Shape::square, 10.0},
        {"sqmea-7-20", 49, 20.0, 120.0, 120.0, Shape::square, 7.5},
        {"sqmea-10-15", 100, 15.0, 135.0, 135.0, Shape::square, 5.0},
        {"sqmea-15-10", 225, 10.0, 140.0, 140.0, Shape::square, 2.5},
    };
    CHECK(sheets.size() == probeKinds().size());
    for (const Sheet& sheet : sheets) {
        CAPTURE(sheet.key);
        const ProbeDesign& probe = design(sheet.key);
        CHECK(probe.contactsUm.size() == sheet.contacts);
        CHECK(smallestDistance(probe) == doctest::Approx(sheet.nearestUm));
        CHECK(extent(probe)[0] == doctest::Approx(sheet.wideUm));
        CHECK(extent(probe)[1] == doctest::Approx(sheet.highUm));
        CHECK(probe.contactShape == sheet.shape);
        CHECK(probe.contactRadiusUm == sheet.radiusUm);
        CHECK_FALSE(probe.name.empty());
        CHECK_FALSE(probe.description.empty());
        // Faces do not overlap.
        CHECK((sheet.contacts == 1 || sheet.nearestUm >= 2.0 * sheet.radiusUm ||
               sheet.shape == Shape::rectangle));
    }
}

TEST_CASE("keys and names are there once") {
    std::set<std::string> keys;
    std::set<std::string> names;
    for (const ProbeKind& kind : probeKinds()) {
        keys.insert(kind.key);
        names.insert(kind.design.name);
    }
    CHECK(keys.size() == probeKinds().size());
    CHECK(names.size() == probeKinds().size());
    CHECK(probeKind("neuropixels-7") == nullptr);
}

TEST_CASE("particulars: corners, columns, shanks") {
    for (const auto& contact : design("mea-60").contactsUm) {
        const bool corner = std::fmod(contact[0], 1400.0) == 0.0 && std::fmod(contact[1], 1400.0) == 0.0;
        CHECK_FALSE(corner);
    }
    CHECK(columnsOf(design("neuropixels-1.0")) == std::set<double>{11.0, 27.0, 43.0, 59.0});
    CHECK(columnsOf(design("neuropixels-2.0")).size() == 2);
    const auto shanks = shanksOf(design("neuropixels-2.0-4"));
    REQUIRE(shanks.size() == 4);
    for (std::size_t k = 0; k < 4; ++k) {
        CHECK(shanks[k].size() == 1280);
        CHECK(design("neuropixels-2.0-4").contactsUm[shanks[k].front()][0] == 19.0 + 250.0 * double(k));
    }
    CHECK(shanksOf(design("utah-100")).size() == 1);
    // Every site lies within its shank.
    const auto& outline = design("neuropixels-1.0").outlineUm;
    REQUIRE(outline.size() == 5);
    CHECK(outline[3][0] - outline[1][0] == 70.0);
}

TEST_CASE("the sites that record by default fit into a scene, and the probe is a valid one") {
    const std::array<double, 3> place{40.0, -20.0, 300.0};
    for (const ProbeKind& kind : probeKinds()) {
        CAPTURE(kind.key);
        const auto chosen = withSites(kind.design, kind.sites);
        REQUIRE(chosen);
        CHECK(chosen->contactsUm.size() <= mostContacts);
        if (kind.key.starts_with("neuropixels")) {
            CHECK(chosen->contactsUm.size() == 384);
        }
        const Probe probe = makeProbe(*chosen, placementOf(*chosen, place));
        CHECK(validate(probe).empty());
        const Eigen::Matrix3Xd contacts = contactPositions(probe);
        REQUIRE(contacts.cols() == static_cast<Eigen::Index>(chosen->contactsUm.size()));
        const Eigen::Vector3d middle = 0.5 * (contacts.rowwise().minCoeff() + contacts.rowwise().maxCoeff());
        CHECK((middle - vec(place)).norm() < 1e-5);
    }
    CHECK(withSites(design("neuropixels-2.0-4"), {.kind = SiteChoice::Kind::connected})->shankIds.back() ==
          "3");
}

TEST_CASE("a row becomes a laminar probe, other layouts custom ones") {
    const Probe laminar = makeProbe(design("laminar-16"), {});
    CHECK(laminar.layout == Probe::Layout::laminar);
    CHECK(laminar.contactCount == 16);
    CHECK(laminar.spacingUm == 100.0);
    CHECK(makeProbe(design("stereotrode"), {}).layout == Probe::Layout::custom);
    CHECK(makeProbe(design("mea-60"), {}).layout == Probe::Layout::custom);
}

TEST_CASE("a shank stands upright and faces the viewer, arrays lie") {
    const ProbeDesign& poly = design("neuronexus-32");
    const Probe shank = makeProbe(poly, placementOf(poly));
    CHECK(shank.contactNormal == std::array{0.0, -1.0, 0.0});
    CHECK(shank.directionUm == std::array{0.0, 0.0, 1.0});
    for (std::size_t k = 0; k < poly.contactsUm.size(); ++k) {
        CHECK(shank.contactsUm[k][0] == doctest::Approx(poly.contactsUm[k][0]));
        CHECK(shank.contactsUm[k][1] == 0.0);
        CHECK(shank.contactsUm[k][2] == doctest::Approx(poly.contactsUm[k][1] - 137.5));
    }
    const Probe mea = makeProbe(design("mea-60"), placementOf(design("mea-60"), {0.0, 0.0, -30.0}));
    CHECK(mea.contactNormal == std::array{0.0, 0.0, 1.0});
    CHECK(std::all_of(mea.contactsUm.begin(), mea.contactsUm.end(),
                      [](const auto& c) { return c[2] == -30.0; }));
    CHECK(makeProbe(design("ecog-64"), placementOf(design("ecog-64"))).contactNormal ==
          std::array{0.0, 0.0, -1.0});
}

TEST_CASE("placing keeps all distances, along any direction, and can be taken back") {
    const ProbeDesign& poly = design("neuronexus-32");
    const std::vector<ProbePlacement> placements{
        {{1.0, 2.0, 3.0}, {0.3, -0.2, 0.9}, {0.0, -1.0, 0.1}},
        {{0.0, 0.0, 0.0}, {0.0, 2.0, 0.0}, {0.0, 5.0, 0.0}}, // the normal lies along the shank
        {{0.0, 0.0, 0.0}, {0.0, 0.0, -1.0}, {1.0, 0.0, 0.0}},
    };
    for (const ProbePlacement& placement : placements) {
        const Probe probe = makeProbe(poly, placement);
        const Eigen::Vector3d direction = vec(probe.directionUm);
        CHECK(direction.norm() == doctest::Approx(1.0));
        CHECK(direction.dot(vec(placement.direction).normalized()) == doctest::Approx(1.0));
        CHECK(std::abs(direction.dot(vec(probe.contactNormal))) < 1e-6);
        for (std::size_t k = 1; k < poly.contactsUm.size(); ++k) {
            const double placed = (vec(probe.contactsUm[k]) - vec(probe.contactsUm[0])).norm();
            CHECK(placed == doctest::Approx((vec(poly.contactsUm[k]) - vec(poly.contactsUm[0])).norm()));
        }
        const ProbeDesign back = designOf(probe);
        REQUIRE(back.contactsUm.size() == poly.contactsUm.size());
        for (std::size_t k = 0; k < poly.contactsUm.size(); ++k) {
            const Eigen::Vector3d expected = vec(poly.contactsUm[k]) - Eigen::Vector3d(0.0, 137.5, 0.0);
            CHECK((vec(back.contactsUm[k]) - expected).norm() < 1e-5);
        }
    }
}

TEST_CASE("moving takes the contacts of a custom probe along") {
    Probe probe = makeProbe(design("tetrode"), {});
    const Probe before = probe;
    moveTo(probe, {10.0, -5.0, 2.0});
    CHECK(probe.positionUm == std::array{10.0, -5.0, 2.0});
    for (std::size_t k = 0; k < 4; ++k) {
        CHECK((vec(probe.contactsUm[k]) - vec(before.contactsUm[k]) - Eigen::Vector3d(10, -5, 2)).norm() <
              1e-9);
    }
}

TEST_CASE("sites: first, range, every n-th, connected; each list follows") {
    ProbeDesign probe = design("laminar-16");
    for (int k = 0; k < 16; ++k) {
        probe.contactIds.push_back("e" + std::to_string(k + 1));
        probe.shankIds.push_back("0");
        probe.channels.push_back(k % 3 == 0 ? k : -1);
    }
    const auto ids = [&](const SiteChoice& choice) {
        const auto chosen = withSites(probe, choice);
        REQUIRE(chosen);
        CHECK(chosen->contactsUm.size() == chosen->contactIds.size());
        CHECK(chosen->shankIds.size() == chosen->contactIds.size());
        CHECK(chosen->channels.size() == chosen->contactIds.size());
        return chosen->contactIds;
    };
    using Kind = SiteChoice::Kind;
    CHECK(ids({.kind = Kind::all}).size() == 16);
    CHECK(ids({.kind = Kind::first, .count = 3}) == std::vector<std::string>{"e1", "e2", "e3"});
    CHECK(ids({.kind = Kind::first, .count = 99}).size() == 16);
    CHECK(ids({.kind = Kind::range, .from = 15, .to = 40}) == std::vector<std::string>{"e15", "e16"});
    CHECK(ids({.kind = Kind::everyNth, .step = 5}) == std::vector<std::string>{"e1", "e6", "e11", "e16"});
    CHECK(ids({.kind = Kind::connected}).size() == 6);

    const auto none = withSites(probe, {.kind = Kind::range, .from = 20, .to = 30});
    REQUIRE_FALSE(none);
    CHECK(none.error().message() == "No site of \"Laminar 16\" is chosen. It has the sites 1 to 16.");
    CHECK_FALSE(withSites(probe, {.kind = Kind::everyNth, .step = 0}));
    probe.channels.clear();
    CHECK(withSites(probe, {.kind = Kind::connected}).error().message() ==
          "No site of \"Laminar 16\" is connected to a channel. Choose the sites in another way.");
}
