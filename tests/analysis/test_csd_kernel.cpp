#include "model/analysis/csd_kernel.h"
#include "model/analysis/even_table.h"

#include <Eigen/Cholesky>

#include <cmath>
#include <doctest/doctest.h>
#include <numbers>
#include <random>
#include <string>
#include <vector>

using namespace phiscope;

// Potentials are made here by midpoint sums, not by the program's quadrature.

namespace {

constexpr double pi = std::numbers::pi;
const Eigen::VectorXd uneven =
    (Eigen::VectorXd(12) << 0, 70, 170, 250, 370, 450, 560, 640, 760, 850, 930, 1050).finished();

double gauss(double x, double s) {
    return std::exp(-0.5 * x * x / (s * s));
}

double dipole(double z) {
    return 1e-6 * (gauss(z - 620, 90) - 1.3 * gauss(z - 400, 80));
}

/// mV on the axis of a column of diameter 400 µm in 0.3 S/m.
template <typename Density>
double columnPotential(double z, const Density& density, double from, double to) {
    constexpr int steps = 40000;
    const double step = (to - from) / steps;
    double sum = 0.0;
    for (int k = 0; k < steps; ++k) {
        const double at = from + (k + 0.5) * step;
        sum += density(at) * (std::sqrt((z - at) * (z - at) + 4e4) - std::abs(z - at));
    }
    return sum * step / 0.6;
}

KernelCsd parameters(double lambda) {
    KernelCsd p;
    p.sources = {0.3, 240.0, lambda, 200, 150.0};
    p.diameterUm = 400.0;
    return p;
}

CsdEstimate made(const Result<CsdEstimate>& estimate) {
    INFO((estimate ? std::string() : estimate.error().message()));
    REQUIRE(estimate);
    return *estimate;
}

PlanarCsdEstimate made(const Result<PlanarCsdEstimate>& estimate) {
    INFO((estimate ? std::string() : estimate.error().message()));
    REQUIRE(estimate);
    return *estimate;
}

Eigen::VectorXd dipolePotentials(const Eigen::VectorXd& z) {
    return z.unaryExpr([](double x) { return columnPotential(x, dipole, -100.0, 1150.0); });
}

Eigen::VectorXd dipoleDensities(const Eigen::VectorXd& z) {
    return z.unaryExpr([](double x) { return dipole(x); });
}

/// Rows and columns with different spacing, one contact missing.
Eigen::Matrix2Xd planarContacts() {
    Eigen::Matrix2Xd contacts(2, 34);
    Eigen::Index next = 0;
    for (int row = 0; row < 7; ++row) {
        for (int column = 0; column < 5; ++column) {
            if (row != 3 || column != 4) {
                contacts.col(next++) << 80.0 * column + 6.0 * row, 100.0 * row;
            }
        }
    }
    REQUIRE(next == 34);
    return contacts;
}

double blob(const Eigen::Vector2d& at) {
    return 1e-6 * gauss((at - Eigen::Vector2d(150, 250)).norm(), 90) -
           1e-6 * gauss((at - Eigen::Vector2d(190, 400)).norm(), 80);
}

/// mV at a contact of the blobs, which reach from −250 to 250 µm across the plane: a sum in polar coordinates
/// about the contact.
double blobPotential(const Eigen::Vector2d& contact) {
    constexpr int rings = 600;
    constexpr int spokes = 120;
    const double width = 1000.0 / rings;
    double sum = 0.0;
    for (int i = 0; i < rings; ++i) {
        const double r = (i + 0.5) * width;
        for (int k = 0; k < spokes; ++k) {
            const double angle = 2.0 * pi * k / spokes;
            sum += blob(contact + r * Eigen::Vector2d(std::cos(angle), std::sin(angle))) * r *
                   std::asinh(250.0 / r);
        }
    }
    return sum * width * 2.0 * pi / spokes / (2.0 * pi * 0.3);
}

} // namespace

TEST_CASE("the potential of a source along the line is that of its discs") {
    const KernelSources sources{0.3, 240.0, 0.0, 200, 0.0};
    const auto potential = lineSourcePotential(sources, 200.0);
    for (const double distance : {0.0, 3.7, 80.0, -123.4, 555.5, 1999.0}) {
        const double expected = columnPotential(
            distance, [](double z) { return gauss(z, 80.0) / (80.0 * std::sqrt(2.0 * pi)); }, -800.0, 800.0);
        CHECK(potential(distance) == doctest::Approx(expected).epsilon(1e-6));
    }
    // Far away it is a point of area · 1 µm: π R² / (4π σ d).
    CHECK(potential(1e5) == doctest::Approx(pi * 4e4 / (4.0 * pi * 0.3 * 1e5)).epsilon(1e-4));
}

TEST_CASE("the potential of a source in the plane is that of point sources above, in and below it") {
    const KernelSources sources{0.3, 240.0, 0.0, 200, 0.0};
    const double h = 150.0;
    const auto potential = planarSourcePotential(sources, h);
    for (const double distance : {0.0, 41.3, 200.0, 700.0}) {
        double sum = 0.0;
        constexpr int rings = 400;
        constexpr int spokes = 60;
        constexpr int floors = 400;
        const double width = (distance + 500.0) / rings;
        const double height = h / floors;
        for (int i = 0; i < rings; ++i) {
            const double r = (i + 0.5) * width;
            double across = 0.0; // ∫ dz / sqrt(r² + z²) from −h to h
            for (int f = 0; f < floors; ++f) {
                across += 2.0 * height / std::hypot(r, (f + 0.5) * height);
            }
            for (int k = 0; k < spokes; ++k) {
                const double angle = 2.0 * pi * k / spokes;
                const double from = std::hypot(r * std::cos(angle) - distance, r * std::sin(angle));
                sum += gauss(from, 80.0) / (2.0 * pi * 6400.0) * across * r;
            }
        }
        const double expected = sum * width * 2.0 * pi / spokes / (4.0 * pi * 0.3);
        CHECK(potential(distance) == doctest::Approx(expected).epsilon(1e-3));
    }
    CHECK(potential(1e5) == doctest::Approx(2.0 * h / (4.0 * pi * 0.3 * 1e5)).epsilon(1e-4));
}

TEST_CASE("a table is as good as its function") {
    const auto function = [](double x) {
        return std::exp(-0.5 * x * x);
    };
    const EvenTable table(1.0 / 16.0, 5.0, function);
    for (double x = -5.0; x <= 5.0; x += 0.0137) {
        CHECK(std::abs(table(x) - function(x)) < 3e-11);
    }
    CHECK(table(0.5) == function(0.5));
}

TEST_CASE("potentials of a basis are those of its sources, whether they come from a table or not") {
    // The narrower ones would need a longer table than there are distances.
    for (const double width : {240.0, 0.06}) {
        const KernelSources sources{0.3, width, 0.0, 20, 0.0};
        const KernelBasis basis = lineBasis(uneven, uneven, sources, 200.0);
        REQUIRE(basis.potentials.rows() == 20);
        REQUIRE(basis.densities.rows() == 12);
        const auto potential = lineSourcePotential(sources, 200.0);
        for (Eigen::Index source = 0; source < 20; ++source) {
            for (Eigen::Index contact = 0; contact < 12; ++contact) {
                const double apart = uneven[contact] - 1050.0 / 19.0 * static_cast<double>(source);
                CHECK(basis.potentials(source, contact) == doctest::Approx(potential(apart)).epsilon(1e-9));
            }
        }
    }
}

TEST_CASE("a smooth density is recovered from uneven contacts") {
    KernelCsd p = parameters(1e-9);
    p.outputCount = 80;
    const CsdEstimate estimate = made(estimateCsd(uneven, p));
    CHECK(estimate.unit == "nA/µm³");
    REQUIRE(estimate.positionsUm.size() == 80);
    const Eigen::VectorXd truth = dipoleDensities(estimate.positionsUm);
    CHECK((estimate.matrix * dipolePotentials(uneven) - truth).norm() < 0.05 * truth.norm());
    CHECK(estimate.conditionNumber > 1e3);
    CHECK(estimate.conditionNumber < 1e12);
}

TEST_CASE("without regularisation the estimate has the potentials that it was made from") {
    KernelCsd p = parameters(0.0);
    p.outputCount = 2001;
    p.sources.marginUm = 0.0; // sources end with the contacts, but their flanks reach beyond
    p.sources.widthUm = 150.0;
    const Eigen::VectorXd potential = dipolePotentials(uneven);
    const Eigen::VectorXd rough =
        (Eigen::VectorXd(12) << 1, -2, 0.5, 3, -1, 1, 2, -2, 0, 1, -1, 0.5).finished();
    const KernelBasis basis = lineBasis(uneven, uneven, p.sources, 200.0);
    for (const Eigen::VectorXd& measured : {potential, rough}) {
        // Weights of least norm: B̃ᵀ w = φ, by normal equations here.
        const Eigen::MatrixXd kernel = basis.potentials.transpose() * basis.potentials;
        const Eigen::VectorXd weights = basis.potentials * kernel.ldlt().solve(measured);
        CHECK((basis.potentials.transpose() * weights - measured).norm() < 1e-9 * measured.norm());
        const CsdEstimate estimate = made(estimateCsd(uneven, p));
        const auto density = [&](double z) {
            const KernelBasis there = lineBasis(uneven, Eigen::VectorXd::Constant(1, z), p.sources, 200.0);
            return (there.densities * weights)[0];
        };
        for (const Eigen::Index k : {0, 700, 1999}) {
            const double expected = density(estimate.positionsUm[k]);
            CHECK((estimate.matrix.row(k) * measured)[0] ==
                  doctest::Approx(expected).epsilon(1e-6).scale(measured.norm() * 1e-5));
        }
    }
    // More regularisation, farther from the measured potentials and smaller.
    double before = (made(estimateCsd(uneven, p)).matrix * potential).norm();
    for (const double lambda : {1e-4, 1e-2, 1.0}) {
        p.sources.lambda = lambda;
        const CsdEstimate estimate = made(estimateCsd(uneven, p));
        const double now = (estimate.matrix * potential).norm();
        CHECK(now < before);
        CHECK(estimate.conditionNumber <= 12.0 / lambda + 1.0);
        before = now;
    }
}

TEST_CASE("kernel estimates move with the contacts and do not care for their order") {
    const CsdEstimate here = made(estimateCsd(uneven, parameters(1e-6)));
    CHECK(here.positionsUm == uneven);
    const CsdEstimate there = made(estimateCsd(uneven.array() - 3000.0, parameters(1e-6)));
    CHECK((there.matrix - here.matrix).norm() < 1e-6 * here.matrix.norm());
    const CsdEstimate reversed = made(estimateCsd(uneven.reverse(), parameters(1e-6)));
    CHECK((reversed.matrix.rowwise().reverse() - here.matrix).norm() < 1e-8 * here.matrix.norm());
    const CsdEstimate mirrored = made(estimateCsd(-uneven, parameters(1e-6)));
    CHECK((mirrored.matrix.colwise().reverse() - here.matrix).norm() < 1e-6 * here.matrix.norm());
    // λ is relative, so that the estimate scales with conductivity and nothing else changes.
    KernelCsd p = parameters(1e-6);
    p.sources.sigma = 0.6;
    CHECK((made(estimateCsd(uneven, p)).matrix - 2.0 * here.matrix).norm() < 1e-8 * here.matrix.norm());
}

TEST_CASE("densities in a plane are recovered with a contact missing") {
    const Eigen::Matrix2Xd contacts = planarContacts();
    Eigen::Matrix2Xd outputs(2, 5 * 9);
    for (int row = 0; row < 9; ++row) {
        for (int column = 0; column < 5; ++column) {
            outputs.col(5 * row + column) << 40.0 + 60.0 * column, 60.0 * row + 50.0;
        }
    }
    PlanarKernelCsd p;
    p.sources = {0.3, 240.0, 1e-8, 900, 200.0};
    p.halfThicknessUm = 250.0;
    const PlanarCsdEstimate estimate = made(estimateCsd(contacts, outputs, p));
    CHECK(estimate.positionsUm == outputs);
    Eigen::VectorXd potential(contacts.cols());
    for (Eigen::Index i = 0; i < contacts.cols(); ++i) {
        potential[i] = blobPotential(contacts.col(i));
    }
    Eigen::VectorXd truth(outputs.cols());
    for (Eigen::Index i = 0; i < outputs.cols(); ++i) {
        truth[i] = blob(outputs.col(i));
    }
    CHECK((estimate.matrix * potential - truth).norm() < 0.10 * truth.norm());

    // Turned by a right angle the same comes out.
    const auto turned = [](const Eigen::Matrix2Xd& points) {
        Eigen::Matrix2Xd result(2, points.cols());
        result << -points.row(1), points.row(0);
        return result;
    };
    const PlanarCsdEstimate rotated = made(estimateCsd(turned(contacts), turned(outputs), p));
    CHECK((rotated.matrix - estimate.matrix).norm() < 1e-5 * estimate.matrix.norm());
}

TEST_CASE("cross-validation predicts every contact from the others") {
    std::mt19937_64 random(3);
    std::normal_distribution<double> normal;
    Eigen::MatrixXd measured = dipolePotentials(uneven) * Eigen::RowVector3d(1.0, -0.5, 2.0);
    const double noise = 0.02 * measured.cwiseAbs().maxCoeff();
    measured += Eigen::MatrixXd::NullaryExpr(12, 3, [&] { return noise * normal(random); });
    const KernelSearch search{{120.0, 240.0, 480.0}, {1e-12, 1e-6, 1e-3, 1e2}};
    const auto choice = crossValidate(uneven, measured, parameters(0.0), search);
    REQUIRE(choice);
    REQUIRE(choice->errorsMv.rows() == 3);
    REQUIRE(choice->errorsMv.cols() == 4);
    for (Eigen::Index i = 0; i < 3; ++i) {
        for (const Eigen::Index j : {1, 2, 3}) {
            KernelSources sources = parameters(0.0).sources;
            sources.widthUm = search.widthsUm[static_cast<std::size_t>(i)];
            const Eigen::MatrixXd b = lineBasis(uneven, uneven, sources, 200.0).potentials;
            const Eigen::MatrixXd kernel = b.transpose() * b;
            const double lambda = search.lambdas[static_cast<std::size_t>(j)] * kernel.diagonal().mean();
            double squares = 0.0;
            for (Eigen::Index out = 0; out < 12; ++out) {
                std::vector<Eigen::Index> others;
                for (Eigen::Index k = 0; k < 12; ++k) {
                    if (k != out) {
                        others.push_back(k);
                    }
                }
                Eigen::MatrixXd inner = kernel(others, others);
                inner.diagonal().array() += lambda;
                const Eigen::MatrixXd seen = measured(others, Eigen::all);
                const Eigen::RowVectorXd towards = kernel(std::vector<Eigen::Index>{out}, others);
                squares += (towards * inner.ldlt().solve(seen) - measured.row(out)).squaredNorm();
            }
            CHECK(choice->errorsMv(i, j) == doctest::Approx(std::sqrt(squares / 36.0)).epsilon(1e-5));
        }
    }
    // Neither following the noise nor ignoring the data is best.
    CHECK((choice->lambda == 1e-6 || choice->lambda == 1e-3));
    CHECK(choice->errorsMv.minCoeff() < 5.0 * noise);

    PlanarKernelCsd planar;
    planar.sources.count = 300;
    const Eigen::Matrix2Xd contacts = planarContacts();
    Eigen::MatrixXd potentials(34, 1);
    for (Eigen::Index i = 0; i < 34; ++i) {
        potentials(i, 0) = blobPotential(contacts.col(i));
    }
    const auto inPlane = crossValidate(contacts, potentials, planar, {{20.0, 240.0}, {1e-6}});
    REQUIRE(inPlane);
    CHECK(inPlane->widthUm == 240.0); // sources of 20 µm say nothing about contacts 80 µm away
}

TEST_CASE("what kernels cannot do is said in a sentence") {
    const auto what = [](const auto& result) {
        REQUIRE_FALSE(result);
        CHECK_FALSE(result.error().remedy.empty());
        return result.error().what;
    };
    const std::string two =
        "An estimate of the current source density needs at least three contacts, but there are two.";
    CHECK(what(estimateCsd(Eigen::VectorXd(Eigen::Vector2d(0, 100)), KernelCsd{})) == two);
    CHECK(what(estimateCsd(Eigen::VectorXd(Eigen::Vector3d(5, 100, 5)), KernelCsd{})) ==
          "Contacts 1 and 3 lie at the same depth of 5 µm.");
    KernelCsd p;
    p.sources.count = 8;
    CHECK(what(estimateCsd(uneven, p)) == "There are 8 sources for 12 contacts.");
    CHECK(what(crossValidate(uneven, Eigen::MatrixXd::Ones(12, 1), p)) ==
          "There are 8 sources for 12 contacts.");
    p = {};
    p.sources.widthUm = 1e5;
    p.sources.lambda = 0.0;
    CHECK(what(estimateCsd(uneven, p)).find("do not tell them apart") != std::string::npos);
    p = {};
    p.sources.lambda = -1.0;
    CHECK(what(estimateCsd(uneven, p)) == "The regularisation is -1, but it must lie between 0 and 1e+06.");
    p = {};
    p.diameterUm = std::nan("");
    CHECK_FALSE(estimateCsd(uneven, p));
    p = {};
    CHECK(what(crossValidate(uneven, Eigen::MatrixXd::Ones(12, 1), p, {{100.0}, {0.0}}))
              .find("regularisation") != std::string::npos);
    CHECK(what(crossValidate(uneven, Eigen::MatrixXd::Ones(12, 1), p, {{}, {1.0}})).find("to try") !=
          std::string::npos);
    CHECK_FALSE(crossValidate(uneven, Eigen::MatrixXd::Ones(12, 0), p));

    PlanarKernelCsd planar;
    const Eigen::Matrix2Xd somewhere = Eigen::Matrix2Xd::Zero(2, 1);
    CHECK(what(estimateCsd(Eigen::Matrix2Xd(Eigen::Matrix2d::Identity()), somewhere, planar)) == two);
    Eigen::Matrix2Xd contacts(2, 3);
    contacts << 0, 0, 0, 0, 100, 100;
    CHECK(what(estimateCsd(contacts, somewhere, planar)) == "Contacts 2 and 3 lie in the same place.");
    contacts(1, 2) = 250;
    CHECK(estimateCsd(contacts, somewhere, planar));
    planar.sources.marginUm = 0.0;
    CHECK(what(estimateCsd(contacts, somewhere, planar)).find("on one line") != std::string::npos);
}
