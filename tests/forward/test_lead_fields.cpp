#include "model/forward/head/electrodes.h"
#include "model/forward/head/four_sphere.h"
#include "model/forward/head/infinite_conductor.h"
#include "model/forward/head/magnetic_field.h"
#include "model/forward/head/orientation.h"
#include "model/forward/point_source.h"
#include "tests/forward/forward_fixtures.h"

#include <Eigen/Geometry>

#include <doctest/doctest.h>
#include <numbers>

using namespace phiscope;

namespace {

constexpr double pi = std::numbers::pi;

FourSphereLeadField fourSpheres(const FourSphereHead& head, const Eigen::Matrix3Xd& electrodes) {
    const Result<FourSphereLeadField> field = FourSphereLeadField::create(head, electrodes);
    REQUIRE_MESSAGE(field, field.error().message());
    return *field;
}

Eigen::MatrixXd matrixOf(const LeadField& field, const Eigen::Vector3d& dipole) {
    const Result<Eigen::MatrixXd> matrix = field.matrix(dipole);
    REQUIRE_MESSAGE(matrix, matrix.error().message());
    return *matrix;
}

double largest(const Eigen::MatrixXd& matrix) {
    return matrix.cwiseAbs().maxCoeff();
}

Eigen::Matrix3d someRotation() {
    return Eigen::AngleAxisd(1.1, Eigen::Vector3d(1, -2, 0.5).normalized()).toRotationMatrix();
}

/// Potential per dipole on the surface of a homogeneous sphere in closed form: the gradient, by the dipole's
/// place, of (2 R / d - ln(1 - r · r0 / R² + d / R)) / (4π σ R). Frank, J. Appl. Phys. 23:1225 (1952).
Eigen::RowVector3d onHomogeneousSphere(const Eigen::Vector3d& r, const Eigen::Vector3d& r0, double sigma) {
    const double radius = r.norm();
    const Eigen::Vector3d away = r - r0;
    const double d = away.norm();
    const Eigen::Vector3d gradient =
        2.0 * radius * away / (d * d * d) +
        (r / (radius * radius) + away / (radius * d)) / (1.0 - r.dot(r0) / (radius * radius) + d / radius);
    return gradient.transpose() / (4.0 * pi * sigma * radius);
}

/// A sphere full of directions.
Eigen::Matrix3Xd everywhere(int count) {
    return helmetSensors(count, -0.5 * pi);
}

} // namespace

TEST_CASE("a dipole in an infinite conductor is two opposite point sources close together") {
    const Eigen::Vector3d place(3, -2, 40);
    const Eigen::Matrix3Xd electrodes = Eigen::Matrix3Xd::Random(3, 7) * 100.0;
    const Eigen::MatrixXd matrix = matrixOf(InfiniteConductor(electrodes, 0.25), place);
    const double half = 0.005;
    for (int axis = 0; axis < 3; ++axis) {
        const Eigen::Vector3d step = half * Eigen::Vector3d::Unit(axis);
        const auto potential = [&](const Eigen::Vector3d& at) -> Eigen::VectorXd {
            return PointSource(electrodes, 0.25)
                .matrix(testing::bareSegments(at, at, Eigen::VectorXd::Constant(1, 1e-6)));
        };
        const Eigen::VectorXd expected = (potential(place + step) - potential(place - step)) / (2 * half);
        CHECK(largest(matrix.col(axis) - expected) < 1e-6 * largest(expected));
    }
}

TEST_CASE("four spheres of one conductivity are one homogeneous sphere") {
    FourSphereHead head;
    head.sigmas = {0.4, 0.4, 0.4, 0.4};
    const Eigen::Matrix3Xd scalp = 90000.0 * everywhere(150);
    const FourSphereLeadField field = fourSpheres(head, scalp);
    for (const Eigen::Vector3d& dipole :
         {Eigen::Vector3d(0, 0, 78990), Eigen::Vector3d(30000, -20000, 10000), Eigen::Vector3d(0, 1, 0)}) {
        const Eigen::MatrixXd matrix = matrixOf(field, dipole);
        for (Eigen::Index i = 0; i < scalp.cols(); ++i) {
            const Eigen::RowVector3d expected = onHomogeneousSphere(scalp.col(i), dipole, 0.4);
            CHECK((matrix.row(i) - expected).norm() < 1e-11 * largest(matrix));
        }
    }
}

TEST_CASE("a dipole deep in an endless head is one in an infinite conductor") {
    FourSphereHead head;
    head.radiiUm = {1e9, 1.1e9, 1.2e9, 1.3e9};
    const Eigen::Vector3d dipole(0, 3000, 20000);
    Eigen::Matrix3Xd electrodes(3, 3);
    electrodes << 10, 200, 0, 3100, 3000, 3050, 20100, 20300, 20010;
    const Eigen::MatrixXd matrix = matrixOf(fourSpheres(head, electrodes), dipole);
    const Eigen::MatrixXd expected = matrixOf(InfiniteConductor(electrodes, 0.3), dipole);
    CHECK(largest(matrix - expected) < 1e-12 * largest(expected));
}

TEST_CASE("the series ends only where nothing is left, for any head") {
    std::mt19937 random(4);
    std::uniform_real_distribution<double> part(0.0, 1.0);
    for (int round = 0; round < 60; ++round) {
        FourSphereHead head;
        double radius = 0.0;
        for (std::size_t s = 0; s < 4; ++s) {
            radius += round % 3 == 0 ? 1e4 : 200.0 + 3e4 * part(random);
            head.radiiUm[s] = radius;
            head.sigmas[s] = std::pow(10.0, 6.0 * part(random) - 4.0);
        }
        const double depth = head.radiiUm[0] * (0.02 + 0.96 * part(random));
        const Eigen::Vector3d dipole = depth * Eigen::Vector3d(part(random), -1, part(random)).normalized();
        Eigen::Matrix3Xd electrodes = everywhere(40);
        for (Eigen::Index i = 0; i < electrodes.cols(); ++i) {
            electrodes.col(i) *= depth * 1.001 + (radius - depth * 1.001) * part(random);
        }
        FourSphereLeadField field = fourSpheres(head, electrodes);
        const Eigen::MatrixXd matrix = matrixOf(field, dipole);
        field.setIterFactor(1e-19); // term by term, until they vanish
        const Eigen::MatrixXd all = matrixOf(field, dipole);
        for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
            CHECK((matrix.row(i) - all.row(i)).norm() < 1e-11 * largest(all));
        }
        CHECK(matrix.allFinite());
    }
}

TEST_CASE("LFPykit's rule ends the series early, but not by much") {
    const Eigen::Matrix3Xd scalp = 90000.0 * everywhere(100);
    FourSphereLeadField field = fourSpheres({}, scalp);
    const Eigen::Vector3d dipole(1000, 2000, 78000);
    const Eigen::MatrixXd whole = matrixOf(field, dipole);
    field.setIterFactor(FourSphereLeadField::lfpykitIterFactor);
    const double difference = largest(matrixOf(field, dipole) - whole) / largest(whole);
    CHECK(difference < 2e-5);
    CHECK(difference > 1e-12);
}

TEST_CASE("potential and current are continuous at every border of the head") {
    const FourSphereHead head;
    const Eigen::Vector3d direction = Eigen::Vector3d(1, 2, 3).normalized();
    const Eigen::Vector3d dipole(5000, -3000, 70000);
    const double step = 1.0;
    for (std::size_t s = 0; s < 3; ++s) {
        const double border = head.radiiUm[s];
        Eigen::Matrix3Xd electrodes(3, 4);
        for (int k = 0; k < 4; ++k) {
            electrodes.col(k) = (border + (k - 1.5) * step) * direction;
        }
        const Eigen::MatrixXd matrix = matrixOf(fourSpheres(head, electrodes), dipole);
        const Eigen::RowVector3d inside = head.sigmas[s] * (matrix.row(1) - matrix.row(0));
        const Eigen::RowVector3d outside = head.sigmas[s + 1] * (matrix.row(3) - matrix.row(2));
        CHECK((inside - outside).norm() < 2e-3 * inside.norm());
        // Half a step from either side to the border itself.
        const Eigen::RowVector3d fromInside = 1.5 * matrix.row(1) - 0.5 * matrix.row(0);
        const Eigen::RowVector3d fromOutside = 1.5 * matrix.row(2) - 0.5 * matrix.row(3);
        CHECK((fromInside - fromOutside).norm() < 1e-7 * fromInside.norm());
    }
}

TEST_CASE("turning head and dipole together changes nothing; the mean over the scalp is zero") {
    const Eigen::Matrix3d turn = someRotation();
    const Eigen::Matrix3Xd scalp = 90000.0 * everywhere(5000);
    const Eigen::Vector3d dipole(20000, 10000, 60000);
    const Eigen::MatrixXd matrix = matrixOf(fourSpheres({}, scalp), dipole);
    const Eigen::MatrixXd turned = matrixOf(fourSpheres({}, turn * scalp), turn * dipole);
    CHECK(largest(turned * turn - matrix) < 1e-11 * largest(matrix));
    CHECK(largest(matrix.colwise().mean()) < 1e-3 * largest(matrix));
}

TEST_CASE("many electrodes in any order give what each gives alone") {
    Eigen::Matrix3Xd electrodes = everywhere(333);
    for (Eigen::Index i = 0; i < electrodes.cols(); ++i) {
        electrodes.col(i) *= 71000.0 + 19000.0 * std::abs(std::sin(static_cast<double>(7 * i)));
    }
    const Eigen::Vector3d dipole(-40000, 20000, 50000);
    const Eigen::MatrixXd matrix = matrixOf(fourSpheres({}, electrodes), dipole);
    for (const int i : {0, 15, 16, 17, 100, 331, 332}) {
        const Eigen::MatrixXd alone = matrixOf(fourSpheres({}, electrodes.col(i)), dipole);
        CHECK((matrix.row(i) - alone).norm() < 1e-12 * largest(matrix));
    }
    CHECK(matrixOf(fourSpheres({}, Eigen::Matrix3Xd(3, 0)), dipole).rows() == 0);
}

TEST_CASE("just below the brain's surface the series is long but right") {
    FourSphereHead head;
    head.sigmas = {0.3, 0.3, 0.3, 0.3};
    head.radiiUm = {79000, 79000.5, 79001, 79001.5};
    Eigen::Matrix3Xd electrodes(3, 2);
    electrodes.col(0) << 0, 0, 79001.5;
    electrodes.col(1) = 79001.5 * Eigen::Vector3d(0.001, 0, 1).normalized();
    const FourSphereLeadField field = fourSpheres(head, electrodes);
    const Eigen::Vector3d dipole(0, 0, 78950);
    CHECK(field.termCount(dipole).value() > 30000);
    const Eigen::MatrixXd matrix = matrixOf(field, dipole);
    for (int i = 0; i < 2; ++i) {
        CHECK((matrix.row(i) - onHomogeneousSphere(electrodes.col(i), dipole, 0.3)).norm() <
              1e-8 * largest(matrix));
    }
}

TEST_CASE("what the four-sphere model cannot do it says") {
    const auto refuses = [](const Result<Eigen::MatrixXd>& result, const char* words) {
        REQUIRE_FALSE(result);
        CHECK_MESSAGE(result.error().what.find(words) != std::string::npos, result.error().message());
        CHECK_FALSE(result.error().remedy.empty());
    };
    const Eigen::Vector3d top(0, 0, 90000);
    const FourSphereLeadField field = fourSpheres({}, top);
    refuses(field.matrix({0, 0, 0}), "centre");
    refuses(field.matrix({0, 0, 79000}), "outside of the brain");
    refuses(field.matrix({0, 0, 1e7}), "outside of the brain");
    refuses(field.matrix({0, 0, std::nan("")}), "centre");
    const Eigen::Vector3d deep(0, 0, 60000);
    refuses(fourSpheres({}, deep).matrix({0, 0, 61000}), "deeper than the dipole");
    refuses(fourSpheres({}, deep).matrix(deep), "at the dipole itself");
    refuses(fourSpheres({}, Eigen::Vector3d(0, 0, 79000)).matrix({0, 0, 78999.9}), "micrometres");
    // Beside the dipole, as deep as it: allowed, as in LFPykit.
    CHECK(fourSpheres({}, Eigen::Vector3d(0, 60000, 0)).matrix(deep));

    const auto refusesHead = [](const FourSphereHead& head, const Eigen::Vector3d& electrode,
                                const char* words) {
        const auto made = FourSphereLeadField::create(head, electrode);
        REQUIRE_FALSE(made);
        CHECK_MESSAGE(made.error().what.find(words) != std::string::npos, made.error().message());
    };
    refusesHead({}, {0, 0, 90001}, "outside of the head");
    refusesHead({}, {0, std::nan(""), 0}, "outside of the head");
    FourSphereHead head;
    head.radiiUm[2] = head.radiiUm[1];
    refusesHead(head, {0, 0, 1}, "do not ascend");
    head = {};
    head.radiiUm[0] = -1.0;
    refusesHead(head, {0, 0, 1}, "do not ascend");
    head = {};
    head.sigmas[2] = 0.0;
    refusesHead(head, {0, 0, 1}, "conductivity of the skull");
    // Rounding does not push an electrode off the scalp.
    CHECK(FourSphereLeadField::create({}, 90000.0 * Eigen::Vector3d(1, 1, 1).normalized()));
    CHECK(FourSphereLeadField::create({}, Eigen::Vector3d(0, 0, 90000 * (1 + 1e-12))));
}

TEST_CASE("the magnetic field circles the dipole") {
    const Eigen::Vector3d sensor(0, 300, 0);
    const Eigen::MatrixXd matrix = matrixOf(InfiniteMagneticField(sensor), {0, 100, 0});
    const Eigen::Vector3d field = matrix * Eigen::Vector3d(0, 0, 2);
    CHECK((field - Eigen::Vector3d(-2.0 / (4 * pi * 200 * 200), 0, 0)).norm() < 1e-20);
    CHECK((matrix * Eigen::Vector3d(0, 5, 0)).norm() < 1e-20); // seen along its axis
    CHECK(InfiniteMagneticField(sensor).channels() == 3);
    const auto none = InfiniteMagneticField(sensor).matrix(sensor);
    REQUIRE_FALSE(none);
    CHECK(none.error().what.find("sensor 1") != std::string::npos);
}

TEST_CASE("outside a sphere: silent radial dipoles, and the radial field of the dipole alone") {
    const Eigen::Matrix3Xd sensors = 110000.0 * everywhere(60);
    const Eigen::Vector3d dipole(20000, -30000, 60000);
    const Eigen::MatrixXd sphere = matrixOf(SphericalMagneticField(sensors), dipole);
    const Eigen::MatrixXd infinite = matrixOf(InfiniteMagneticField(sensors), dipole);
    CHECK(largest(sphere * dipole.normalized()) < 1e-14 * largest(sphere));
    for (Eigen::Index s = 0; s < sensors.cols(); ++s) {
        // The currents of the conductor make no radial field outside of it.
        const Eigen::RowVector3d outward = sensors.col(s).transpose() / 110000.0;
        CHECK((outward * sphere.middleRows<3>(3 * s) - outward * infinite.middleRows<3>(3 * s)).norm() <
              1e-13 * largest(sphere));
    }
    CHECK(largest(sphere - infinite) > 1e-2 * largest(sphere));
    CHECK(largest(matrixOf(SphericalMagneticField(sensors), {0, 0, 0})) == 0.0);
    const auto buried = SphericalMagneticField(sensors).matrix({0, 0, 110001});
    REQUIRE_FALSE(buried);
    CHECK(buried.error().what.find("not farther") != std::string::npos);
}

TEST_CASE("outside a sphere the magnetic field has neither sources nor eddies") {
    const Eigen::Vector3d at(40000, 30000, 90000);
    const Eigen::Vector3d moment(1, 2, -1);
    const double step = 10.0;
    Eigen::Matrix3d slope; // column a: derivative along a
    for (int a = 0; a < 3; ++a) {
        Eigen::Matrix3Xd sensors(3, 2);
        sensors.col(0) = at + step * Eigen::Vector3d::Unit(a);
        sensors.col(1) = at - step * Eigen::Vector3d::Unit(a);
        const Eigen::VectorXd h = matrixOf(SphericalMagneticField(sensors), {9000, -20000, 60000}) * moment;
        slope.col(a) = (h.head<3>() - h.tail<3>()) / (2 * step);
    }
    CHECK(std::abs(slope.trace()) < 1e-6 * largest(slope));
    CHECK(largest(slope - slope.transpose()) < 1e-6 * largest(slope));
}

TEST_CASE("a cell turns with its z axis to the normal") {
    std::mt19937 random(8);
    std::normal_distribution<double> normal;
    for (int round = 0; round < 200; ++round) {
        const Eigen::Vector3d from(normal(random), normal(random), normal(random));
        Eigen::Vector3d to(normal(random), normal(random), normal(random));
        if (round % 4 == 0) {
            to = -from + std::pow(10.0, -round / 10.0) * to; // nearly opposite, up to rounding
        } else if (round % 4 == 1) {
            to = from + std::pow(10.0, -round / 10.0) * to;
        }
        const Eigen::Matrix3d turn = rotationBetween(from, to);
        CHECK((turn * from.normalized() - to.normalized()).norm() < 1e-11);
        CHECK((turn * turn.transpose() - Eigen::Matrix3d::Identity()).norm() < 1e-13);
        CHECK(turn.determinant() == doctest::Approx(1.0));
        const Eigen::Vector3d axis = from.cross(to);
        if (axis.norm() > 1e-3 * from.norm() * to.norm()) { // no roll about the axis
            CHECK((turn * axis - axis).norm() < 1e-10 * axis.norm());
        }
    }
    const Eigen::Vector3d z = Eigen::Vector3d::UnitZ();
    CHECK(rotationBetween(z, z).isIdentity(1e-15));
    CHECK((rotationBetween(z, -z) * z + z).norm() < 1e-15);
    CHECK((rotationBetween(Eigen::Vector3d::UnitX(), -Eigen::Vector3d::UnitX()).determinant()) ==
          doctest::Approx(1.0));
    const Eigen::Isometry3d frame = cellInHead({1, 2, 3}, {0, 5, 0});
    CHECK((frame * Eigen::Vector3d(0, 0, 10) - Eigen::Vector3d(1, 12, 3)).norm() < 1e-13);
}

TEST_CASE("the 10–20 places lie where the system says") {
    const std::vector<NamedElectrode> electrodes = tenTwentyElectrodes();
    REQUIRE(electrodes.size() == 21);
    const auto at = [&](const std::string& name) -> Eigen::Vector3d {
        for (const NamedElectrode& electrode : electrodes) {
            if (name == electrode.name || name == electrode.formerName) {
                return electrode.direction;
            }
        }
        FAIL("no electrode " << name);
        return {};
    };
    const auto arc = [&](const Eigen::Vector3d& a, const Eigen::Vector3d& b) {
        return std::acos(std::clamp(a.dot(b), -1.0, 1.0)) / pi; // parts of half the head
    };
    const Eigen::Vector3d nasion(0, 1, 0);
    for (const NamedElectrode& electrode : electrodes) {
        CHECK(electrode.direction.norm() == doctest::Approx(1.0).epsilon(1e-14));
    }
    CHECK((at("Cz") - Eigen::Vector3d::UnitZ()).norm() < 1e-15);
    CHECK(arc(nasion, at("Fpz")) == doctest::Approx(0.1));
    CHECK(arc(nasion, at("Fz")) == doctest::Approx(0.3));
    CHECK(arc(nasion, at("Oz")) == doctest::Approx(0.9));
    CHECK(arc({-1, 0, 0}, at("T3")) == doctest::Approx(0.1));
    CHECK(arc(at("C3"), at("Cz")) == doctest::Approx(0.2));
    CHECK(at("T8").x() > 0.9);
    // Neighbours on the ring, and F3 as far from F7 as from Fz.
    CHECK(arc(at("Fp1"), at("Fp2")) == doctest::Approx(arc(at("O1"), at("O2"))));
    CHECK(arc(at("F7"), at("T7")) == doctest::Approx(arc(at("T7"), at("P7"))));
    CHECK(arc(at("F3"), at("F7")) == doctest::Approx(arc(at("F3"), at("Fz"))));
    CHECK(arc(at("P4"), at("T6")) == doctest::Approx(arc(at("P4"), at("Pz"))));
    for (const char* pair : {"Fp1Fp2", "F7F8", "F3F4", "T7T8", "C3C4", "P7P8", "P3P4", "O1O2"}) {
        const std::string both = pair;
        const auto half = both.size() / 2;
        Eigen::Vector3d mirrored = at(both.substr(0, half));
        CHECK(mirrored.x() < 0);
        mirrored.x() = -mirrored.x();
        CHECK((mirrored - at(both.substr(half))).norm() < 1e-14);
    }
}

TEST_CASE("a helmet's sensors are spread evenly above its rim") {
    const double rim = -0.2;
    const Eigen::Matrix3Xd sensors = helmetSensors(100, rim);
    REQUIRE(sensors.cols() == 100);
    CHECK(sensors == helmetSensors(100, rim));
    const double cap = 2 * pi * (1 - std::sin(rim));
    const double spacing = std::sqrt(cap / 100);
    for (Eigen::Index i = 0; i < sensors.cols(); ++i) {
        CHECK(sensors.col(i).norm() == doctest::Approx(1.0).epsilon(1e-14));
        CHECK(sensors(2, i) > std::sin(rim));
        double nearest = 10.0;
        for (Eigen::Index k = 0; k < sensors.cols(); ++k) {
            if (k != i) {
                nearest = std::min(nearest, (sensors.col(i) - sensors.col(k)).norm());
            }
        }
        CHECK(nearest > 0.7 * spacing);
        CHECK(nearest < 1.2 * spacing);
    }
}
