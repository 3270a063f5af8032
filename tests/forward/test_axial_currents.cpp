#include "model/forward/dipole.h"
#include "model/forward/head/dipole_signals.h"
#include "model/forward/head/head_source.h"
#include "model/forward/head/infinite_conductor.h"
#include "model/forward/head/magnetic_field.h"
#include "model/forward/head/orientation.h"
#include "model/geometry/axial_resistance.h"
#include "tests/geometry/cells.h"

#include <doctest/doctest.h>

using namespace phiscope;
using phiscope::testing::ballAndSticks;
using phiscope::testing::randomCell;
using phiscope::testing::section;

namespace {

struct TestCell {
    Morphology morphology;
    Segments segments;
    AxialPaths paths;
};

TestCell cellOf(const Morphology& morphology, int most = 4) {
    std::vector<int> nseg;
    for (std::size_t s = 0; s < morphology.sections.size(); ++s) {
        nseg.push_back(1 + static_cast<int>(s * 7) % most);
    }
    const Segments segments = makeSegments(morphology, nseg);
    return {morphology, segments, axialPaths(morphology, segments)};
}

Eigen::VectorXd potentials(int count) {
    return -65.0 + 10.0 * Eigen::ArrayXd::Random(count);
}

/// What leaves each segment through its membrane: what comes along its axis and does not go on.
Eigen::VectorXd membraneCurrents(const AxialPaths& paths, const Eigen::VectorXd& axial, int segments) {
    Eigen::VectorXd currents = Eigen::VectorXd::Zero(segments);
    for (int k = 0; k < paths.size(); k += 2) { // both paths of a segment carry the same
        currents(paths.parent[static_cast<std::size_t>(k)]) -= axial(k);
        currents(paths.child[static_cast<std::size_t>(k)]) += axial(k + 1);
    }
    return currents;
}

} // namespace

TEST_CASE("along a stick the axial current is the difference of neighbours over the resistance") {
    Morphology morphology;
    morphology.sections = {section("soma", SectionType::soma, -1, {{0, 0, 0, 2}, {0, 0, 100, 2}})};
    const Segments segments = makeSegments(morphology, std::vector<int>{5});
    const AxialPaths paths = axialPaths(morphology, segments);
    REQUIRE(paths.size() == 8);
    const Eigen::Vector<double, 5> v{-70, -60, -65, -65, -50};
    const Eigen::VectorXd currents = axialCurrentsFromPotentials(morphology, segments, paths, 150.0) * v;
    const double resistance = 0.01 * 150.0 * 20.0 / 3.14159265358979; // MΩ between neighbours' middles
    for (int k = 0; k < 8; ++k) {
        CHECK(currents(k) == doctest::Approx((v(k / 2) - v(k / 2 + 1)) / resistance));
        CHECK(paths.vectorUm.col(k).isApprox(Eigen::Vector3d(0, 0, 10)));
        CHECK(paths.positionUm(2, k) == doctest::Approx(15.0 + 10.0 * k));
    }
}

TEST_CASE("where sections meet, no current is lost") {
    Morphology morphology;
    morphology.sections = {section("soma", SectionType::soma, -1, {{0, 0, 0, 4}, {0, 0, 10, 4}}),
                           section("a", SectionType::dendrite, 0, {{0, 0, 10, 1}, {20, 0, 10, 1}}),
                           section("b", SectionType::dendrite, 0, {{0, 0, 10, 2}, {0, 0, 50, 2}})};
    const TestCell cell = cellOf(morphology, 1);
    const Eigen::VectorXd resistance = axialResistance(cell.morphology, cell.segments, 100.0);
    const Eigen::Vector3d v(-70, -40, -60);
    // The node between the three, by hand: the soma's other half has its first half's resistance.
    const Eigen::Vector3d g = resistance.cwiseInverse();
    const double node = g.dot(v) / g.sum();
    const Eigen::VectorXd currents =
        axialCurrentsFromPotentials(cell.morphology, cell.segments, cell.paths, 100.0) * v;
    REQUIRE(currents.size() == 4);
    CHECK(currents(1) == doctest::Approx((node - v(1)) * g(1)));
    CHECK(currents(3) == doctest::Approx((node - v(2)) * g(2)));
    CHECK(currents(0) + currents(2) == doctest::Approx((v(0) - node) * g(0)));
}

TEST_CASE("axial currents follow from membrane currents alone") {
    for (unsigned seed = 1; seed < 6; ++seed) {
        const TestCell cell = cellOf(seed == 1 ? ballAndSticks() : randomCell(seed, 30));
        const int n = cell.segments.size();
        REQUIRE(cell.paths.size() == 2 * (n - 1));
        const Eigen::VectorXd axial =
            axialCurrentsFromPotentials(cell.morphology, cell.segments, cell.paths) * potentials(n);
        const Eigen::VectorXd membrane = membraneCurrents(cell.paths, axial, n);
        const Eigen::VectorXd again = axialCurrentsFromMembraneCurrents(cell.segments, cell.paths) * membrane;
        CHECK((again - axial).cwiseAbs().maxCoeff() < 1e-11 * axial.cwiseAbs().maxCoeff());
        // All dipoles together are the cell's dipole.
        const Eigen::Vector3d sum = cell.paths.vectorUm * axial;
        const Eigen::Vector3d moment = DipoleMoment().matrix(cell.segments) * membrane;
        CHECK((sum - moment).norm() < 1e-9 * moment.norm());
        const Eigen::MatrixXd dipoles = axialDipoles(cell.paths, axial);
        CHECK((Eigen::Map<const Eigen::Matrix3Xd>(dipoles.data(), 3, cell.paths.size()).rowwise().sum() - sum)
                  .norm() < 1e-9 * sum.norm());
    }
}

TEST_CASE("without differences of potential nothing flows") {
    const TestCell cell = cellOf(randomCell(3, 40));
    const Eigen::SparseMatrix<double> matrix =
        axialCurrentsFromPotentials(cell.morphology, cell.segments, cell.paths);
    const Eigen::VectorXd rest = Eigen::VectorXd::Constant(cell.segments.size(), -70.0);
    CHECK((matrix * rest).cwiseAbs().maxCoeff() < 1e-12 * matrix.coeffs().abs().maxCoeff() * 70.0);
}

TEST_CASE("a section that is attached by its far end carries its current from there") {
    Morphology forwards;
    forwards.sections = {section("soma", SectionType::soma, -1, {{0, 0, 0, 4}, {0, 0, 10, 4}}),
                         section("dend", SectionType::dendrite, 0, {{0, 0, 10, 2}, {0, 0, 70, 1}})};
    Morphology backwards = forwards;
    std::swap(backwards.sections[1].points[0], backwards.sections[1].points[1]);
    backwards.sections[1].childX = 1.0;
    const std::vector<int> nseg{1, 3};
    const auto currents = [&](const Morphology& morphology, const Eigen::VectorXd& v) -> Eigen::VectorXd {
        const Segments segments = makeSegments(morphology, nseg);
        const AxialPaths paths = axialPaths(morphology, segments);
        for (int k = 0; k < paths.size(); ++k) {
            CHECK(paths.vectorUm(2, k) > 0.0);
        }
        return axialCurrentsFromPotentials(morphology, segments, paths) * v;
    };
    const Eigen::Vector4d v(-70, -60, -55, -50);
    const Eigen::Vector4d reversed(-70, -50, -55, -60);
    CHECK(currents(forwards, v).isApprox(currents(backwards, reversed), 1e-5)); // points in single precision
}

TEST_CASE("far away many dipoles are one, near by they are not") {
    const TestCell cell = cellOf(randomCell(5, 30));
    const int n = cell.segments.size();
    const Eigen::VectorXd axial =
        axialCurrentsFromPotentials(cell.morphology, cell.segments, cell.paths) * potentials(n);
    const Eigen::VectorXd membrane = membraneCurrents(cell.paths, axial, n);
    const Eigen::Vector3d place(10, 20, 30);
    const Eigen::Vector3d normal(1, 1, 0.3);
    const Eigen::Isometry3d frame = cellInHead(place, normal);
    for (const bool magnetic : {false, true}) {
        for (const double distance : {60.0, 1e6}) {
            const Eigen::Matrix3Xd sensors = Eigen::Matrix3Xd::Identity(3, 3) * distance;
            const InfiniteConductor potential(sensors);
            const InfiniteMagneticField field(sensors);
            const LeadField& lead = magnetic ? static_cast<const LeadField&>(field) : potential;
            const Result<Eigen::MatrixXd> many = manyDipolesMatrix(lead, cell.paths, frame);
            REQUIRE(many);
            const DipoleSignals one(lead.matrix(place).value(), frame.linear(), lead.unit());
            CHECK(one.channels() == lead.channels());
            const Eigen::VectorXd a = *many * axial;
            const Eigen::VectorXd b = one.matrix(cell.segments) * membrane;
            const double difference = (a - b).norm() / a.norm();
            CHECK((difference < 1e-2) == (distance > 1e5));
        }
    }
    // A place where the model does not hold is an error of the whole.
    const Eigen::Matrix3Xd on = frame * cell.paths.positionUm.col(0);
    CHECK_FALSE(manyDipolesMatrix(InfiniteConductor(on), cell.paths, frame));
}

TEST_CASE("a cell in a head is the sum of the dipoles of its axial currents") {
    const TestCell cell = cellOf(randomCell(7, 12));
    const Eigen::Vector3d centre(0.0, 0.0, -77000.0);
    Eigen::Matrix3Xd contacts(3, 3);
    contacts << 0.0, 5000.0, -300.0, 0.0, 0.0, 1000.0, 2200.0, 12000.0, 4000.0;
    const auto model = HeadSource::create(contacts, centre, cell.morphology);
    REQUIRE(model.has_value());
    const auto matrix = checkedMatrix(**model, cell.segments);
    REQUIRE(matrix.has_value());
    CHECK((*model)->unit() == "mV");

    Eigen::VectorXd currents = Eigen::VectorXd::Random(cell.segments.size());
    currents.array() -= currents.mean();
    const auto leadField = FourSphereLeadField::create({}, contacts.colwise() - centre);
    Eigen::VectorXd expected = Eigen::VectorXd::Zero(3);
    const Eigen::VectorXd axial = axialCurrentsFromMembraneCurrents(cell.segments, cell.paths) * currents;
    for (int k = 0; k < cell.paths.size(); ++k) {
        expected += leadField->matrix(cell.paths.positionUm.col(k) - centre).value() *
                    (cell.paths.vectorUm.col(k) * axial(k));
    }
    CHECK((*matrix * currents).isApprox(expected, 1e-9));

    SUBCASE("far away that is one dipole") {
        const Eigen::Vector3d moment = DipoleMoment().matrix(cell.segments) * currents;
        const auto one = leadField->matrix(somaPosition(cell.morphology, cell.segments) - centre).value();
        CHECK((one.row(1) * moment)(0) == doctest::Approx(expected(1)).epsilon(0.1));
    }
    SUBCASE("a cell that leaves the brain is refused, and so is a contact outside of the head") {
        Segments lifted = cell.segments;
        lifted.start.row(2).array() += 3000.0;
        lifted.end.row(2).array() += 3000.0;
        CHECK_FALSE((*model)->check(lifted).has_value());
        CHECK_FALSE(HeadSource::create(Eigen::Vector3d(0, 0, 20000), centre, cell.morphology).has_value());
    }
}
