#include "model/analysis/csd_inverse.h"
#include "model/analysis/csd_second_derivative.h"
#include "model/analysis/csd_smoothing.h"

#include <cmath>
#include <doctest/doctest.h>
#include <functional>
#include <string>
#include <vector>

using namespace phiscope;

// Potentials are made here by other means than in the program: midpoint sums over discs, and closed forms.

namespace {

using Density = std::function<double(double)>;
using Method = InverseCsd::Method;

/// Contacts that are neither evenly spaced nor symmetric.
const Eigen::VectorXd uneven =
    (Eigen::VectorXd(12) << 0, 70, 170, 250, 370, 450, 560, 640, 760, 850, 930, 1050).finished();
const Eigen::VectorXd even = Eigen::VectorXd::LinSpaced(23, 0.0, 2200.0);

/// mV at z on the axis of a column whose density in nA/µm³ is given along it.
double columnPotential(double z, const Density& density, double from, double to, double diameter,
                       double sigma) {
    constexpr int steps = 40000;
    const double step = (to - from) / steps;
    const double radius = diameter / 2;
    double sum = 0.0;
    for (int k = 0; k < steps; ++k) {
        const double at = from + (k + 0.5) * step;
        sum += density(at) * (std::sqrt((z - at) * (z - at) + radius * radius) - std::abs(z - at));
    }
    return sum * step / (2.0 * sigma);
}

Eigen::VectorXd columnPotentials(const Eigen::VectorXd& z, const Density& density, double from, double to,
                                 double diameter, double sigma) {
    return z.unaryExpr([&](double at) { return columnPotential(at, density, from, to, diameter, sigma); });
}

Eigen::VectorXd at(const Eigen::VectorXd& z, const Density& density) {
    return z.unaryExpr([&](double x) { return density(x); });
}

/// A sink with a source beside it, smooth, about nothing outside of [100, 950].
double dipole(double z) {
    const auto bump = [](double x, double centre, double width) {
        return std::exp(-0.5 * (x - centre) * (x - centre) / (width * width));
    };
    return 1e-6 * (bump(z, 620, 90) - 1.3 * bump(z, 400, 80));
}

double relativeError(const Eigen::VectorXd& found, const Eigen::VectorXd& truth) {
    return (found - truth).norm() / truth.norm();
}

CsdEstimate made(const Result<CsdEstimate>& estimate) {
    INFO((estimate ? std::string() : estimate.error().message()));
    REQUIRE(estimate);
    return *estimate;
}

InverseCsd inverse(Method method) {
    InverseCsd p;
    p.method = method;
    p.sigma = 0.3;
    p.diameterUm = 400.0;
    return p;
}

/// Every estimate of this file with its defaults.
std::vector<std::function<Result<CsdEstimate>(const Eigen::VectorXd&)>> allEstimates() {
    std::vector<std::function<Result<CsdEstimate>(const Eigen::VectorXd&)>> all;
    for (const bool vaknin : {false, true}) {
        all.emplace_back([=](const Eigen::VectorXd& z) {
            return estimateCsd(z, SecondDerivativeCsd{0.3, vaknin});
        });
    }
    for (const Method method : {Method::delta, Method::step, Method::spline}) {
        all.emplace_back([=](const Eigen::VectorXd& z) { return estimateCsd(z, inverse(method)); });
    }
    return all;
}

} // namespace

TEST_CASE("a parabola of potential is a constant density, in nA/µm³ without a factor") {
    // φ = −k z² / 2 with k = 2e-6 mV/µm² in σ = 0.3 S/m: σ k = 0.3 A/(V m) · 2e-9 V / 1e-12 m² = 600 A/m³,
    // and 1 nA/µm³ = 1e9 A/m³.
    const Eigen::VectorXd potential = -0.5 * 2e-6 * uneven.array().square();
    const CsdEstimate estimate = made(estimateCsd(uneven, SecondDerivativeCsd{0.3, false}));
    CHECK(estimate.unit == "nA/µm³");
    CHECK(estimate.positionsUm == uneven.segment(1, 10));
    const Eigen::VectorXd density = estimate.matrix * potential;
    for (const double value : density) {
        CHECK(value == doctest::Approx(600.0 / 1e9).epsilon(1e-9));
    }
    // A straight line is no source at all.
    CHECK((estimate.matrix * uneven).cwiseAbs().maxCoeff() < 1e-15);
}

TEST_CASE("Vaknin's contacts repeat the potential of the ends") {
    const Eigen::VectorXd z = Eigen::Vector4d{0, 100, 200, 300};
    const Eigen::VectorXd potential = Eigen::Vector4d{1.0, 0.4, -0.3, 0.2};
    const CsdEstimate plain = made(estimateCsd(z, SecondDerivativeCsd{0.5, false}));
    const CsdEstimate ends = made(estimateCsd(z, SecondDerivativeCsd{0.5, true}));
    REQUIRE(ends.positionsUm == z);
    const Eigen::VectorXd density = ends.matrix * potential;
    CHECK(density[0] == doctest::Approx(-0.5 * (1.0 - 2 * 1.0 + 0.4) / 1e4));
    CHECK(density[3] == doctest::Approx(-0.5 * (-0.3 - 2 * 0.2 + 0.2) / 1e4));
    CHECK((density.segment(1, 2) - plain.matrix * potential).norm() < 1e-18);
}

TEST_CASE("discs of known current are found by the delta method") {
    // One disc of 3e-5 nA/µm² at the sixth contact; the layer there is 95 µm thick.
    const double sigma = 0.3;
    const Eigen::VectorXd potential = uneven.unaryExpr([&](double z) {
        const double u = z - uneven[5];
        return 3e-5 / (2 * sigma) * (std::sqrt(u * u + 200.0 * 200.0) - std::abs(u));
    });
    const CsdEstimate estimate = made(estimateCsd(uneven, inverse(Method::delta)));
    Eigen::VectorXd expected = Eigen::VectorXd::Zero(12);
    expected[5] = 3e-5 / 95.0;
    CHECK((estimate.matrix * potential - expected).cwiseAbs().maxCoeff() < 1e-9 * expected[5]);
    CHECK(estimate.conditionNumber > 1.0);
    CHECK(estimate.conditionNumber < 1e4);
}

TEST_CASE("cylinders of known current are found by the step method") {
    // The middle of a cylinder of length L and radius R: φ = C / (2σ) · 2 ∫₀^{L/2} (sqrt(u² + R²) − u) du.
    const double radius = 200.0;
    const double half = 50.0;
    const double integral =
        half * std::hypot(half, radius) + radius * radius * std::asinh(half / radius) - half * half;
    CHECK(columnPotential(
              800.0, [](double) { return 2e-6; }, 750.0, 850.0, 400.0, 0.3) ==
          doctest::Approx(2e-6 / 0.6 * integral).epsilon(1e-7));
    const CsdEstimate estimate = made(estimateCsd(even, inverse(Method::step)));
    const Eigen::VectorXd potential = columnPotentials(
        even, [](double) { return 2e-6; }, 750.0, 850.0, 400.0, 0.3);
    Eigen::VectorXd expected = Eigen::VectorXd::Zero(23);
    expected[8] = 2e-6;
    CHECK((estimate.matrix * potential - expected).cwiseAbs().maxCoeff() < 1e-6 * 2e-6);
}

TEST_CASE("a cubic of density is found by the spline method, uneven contacts and all") {
    // The density falls to zero at −70 and 1170, one spacing beyond the ends. A not-a-knot spline holds a
    // cubic.
    const Density cubic = [](double z) {
        return 1e-14 * (z + 70.0) * (1170.0 - z) * (z - 300.0);
    };
    InverseCsd p = inverse(Method::spline);
    p.ends = SplineEnds::notAKnot;
    p.outputCount = 57;
    const Eigen::VectorXd potential = columnPotentials(uneven, cubic, -70.0, 1170.0, 400.0, 0.3);
    const CsdEstimate estimate = made(estimateCsd(uneven, p));
    REQUIRE(estimate.positionsUm.size() == 57);
    CHECK(estimate.positionsUm[0] == 0.0);
    CHECK(estimate.positionsUm[56] == 1050.0);
    CHECK(relativeError(estimate.matrix * potential, at(estimate.positionsUm, cubic)) < 1e-5);
    // Natural ends bend otherwise at the ends only.
    p.ends = SplineEnds::natural;
    const CsdEstimate natural = made(estimateCsd(uneven, p));
    const double error = relativeError(natural.matrix * potential, at(natural.positionsUm, cubic));
    CHECK(error > 1e-5);
    CHECK(error < 0.05);
}

TEST_CASE("a smooth density is recovered from its potentials") {
    struct Case {
        Method method;
        double evenBound, unevenBound;
    };
    for (const Case& c :
         {Case{Method::delta, 0.15, 0.25}, {Method::step, 0.10, 0.20}, {Method::spline, 0.05, 0.15}}) {
        CAPTURE(static_cast<int>(c.method));
        for (const double sigma : {0.3, 1.7}) {
            InverseCsd p = inverse(c.method);
            p.sigma = sigma;
            const Eigen::VectorXd onEven = columnPotentials(even, dipole, -200, 1300, 400.0, sigma);
            const Eigen::VectorXd onUneven = columnPotentials(uneven, dipole, -200, 1300, 400.0, sigma);
            CHECK(relativeError(made(estimateCsd(even, p)).matrix * onEven, at(even, dipole)) < c.evenBound);
            CHECK(relativeError(made(estimateCsd(uneven, p)).matrix * onUneven, at(uneven, dipole)) <
                  c.unevenBound);
        }
    }
    // The second derivative is right where the column is wide, the better the closer the contacts lie.
    const Eigen::VectorXd close = Eigen::VectorXd::LinSpaced(53, -150.0, 1150.0);
    const Eigen::VectorXd wide = columnPotentials(close, dipole, -200, 1300, 20000.0, 0.3);
    const CsdEstimate standard = made(estimateCsd(close, SecondDerivativeCsd{0.3, false}));
    CHECK(relativeError(standard.matrix * wide, at(standard.positionsUm, dipole)) < 0.02);
}

TEST_CASE("a surface adds the images of all sources") {
    // Sources and mirrored sources, in an unbounded medium, make what an insulating surface makes.
    const double surface = -90.0;
    const Density mirrored = [&](double z) {
        return dipole(z) + dipole(2 * surface - z);
    };
    const Eigen::VectorXd insulated = columnPotentials(uneven, mirrored, -1500, 1300, 400.0, 0.3);
    // Saline of the tissue's own conductivity makes no difference; a very good conductor mirrors with minus.
    const Eigen::VectorXd open = columnPotentials(uneven, dipole, -200, 1300, 400.0, 0.3);
    const Eigen::VectorXd earthed = columnPotentials(
        uneven, [&](double z) { return dipole(z) - dipole(2 * surface - z); }, -1500, 1300, 400.0, 0.3);
    const Eigen::VectorXd truth = at(uneven, dipole);
    for (const Method method : {Method::delta, Method::step, Method::spline}) {
        CAPTURE(static_cast<int>(method));
        InverseCsd p = inverse(method);
        const Eigen::VectorXd best = made(estimateCsd(uneven, p)).matrix * open;
        const double unavoidable = relativeError(best, truth);
        p.surfaceUm = surface;
        CHECK(relativeError(made(estimateCsd(uneven, p)).matrix * open, best) < 1e-12);
        p.sigmaTop = 0.0;
        CHECK(relativeError(made(estimateCsd(uneven, p)).matrix * insulated, truth) < unavoidable + 0.02);
        p.sigmaTop = 1e6;
        CHECK(relativeError(made(estimateCsd(uneven, p)).matrix * earthed, truth) < unavoidable + 0.02);
        // The image matters here: leaving it out is worse.
        CHECK(relativeError(made(estimateCsd(uneven, inverse(method))).matrix * insulated, truth) >
              unavoidable + 0.02);
        // An axis that points the other way says the same.
        InverseCsd upwards = p;
        upwards.surfaceUm = -surface;
        const Eigen::VectorXd turned = made(estimateCsd(-uneven, upwards)).matrix * earthed;
        const Eigen::VectorXd straight = made(estimateCsd(uneven, p)).matrix * earthed;
        CHECK(relativeError(turned.reverse(), straight) < 1e-10);
    }
}

TEST_CASE("estimates move with the contacts and do not care for their order") {
    for (const auto& estimateOf : allEstimates()) {
        const CsdEstimate here = made(estimateOf(uneven));
        const CsdEstimate there = made(estimateOf(uneven.array() + 5000.0));
        CHECK((there.positionsUm - here.positionsUm).isConstant(5000.0, 1e-9));
        CHECK((there.matrix - here.matrix).norm() < 1e-8 * here.matrix.norm());

        const CsdEstimate reversed = made(estimateOf(uneven.reverse()));
        CHECK(reversed.positionsUm == here.positionsUm);
        CHECK((reversed.matrix.rowwise().reverse() - here.matrix).norm() < 1e-12 * here.matrix.norm());

        const CsdEstimate mirrored = made(estimateOf(-uneven));
        CHECK((mirrored.matrix.colwise().reverse() - here.matrix).norm() < 1e-9 * here.matrix.norm());
    }
}

TEST_CASE("densities scale with potential, conductivity and length as they must") {
    InverseCsd p = inverse(Method::spline);
    const CsdEstimate one = made(estimateCsd(uneven, p));
    p.sigma *= 2;
    CHECK(((made(estimateCsd(uneven, p)).matrix - 2 * one.matrix).norm() < 1e-10 * one.matrix.norm()));
    // Everything three times as long, the same potentials: a ninth of the density.
    p = inverse(Method::spline);
    p.diameterUm *= 3;
    CHECK((9 * made(estimateCsd(3 * uneven, p)).matrix - one.matrix).norm() < 1e-9 * one.matrix.norm());
}

TEST_CASE("what cannot be estimated is said in a sentence") {
    for (const auto& estimateOf : allEstimates()) {
        const auto none = estimateOf(Eigen::VectorXd());
        const auto one = estimateOf(Eigen::VectorXd::Zero(1));
        const auto two = estimateOf(Eigen::Vector2d(0, 100));
        const auto twice = estimateOf(Eigen::Vector4d(0, 200, 100, 200));
        const auto nowhere = estimateOf(Eigen::Vector3d(0, std::nan(""), 100));
        REQUIRE_FALSE(none);
        REQUIRE_FALSE(one);
        REQUIRE_FALSE(two);
        REQUIRE_FALSE(twice);
        REQUIRE_FALSE(nowhere);
        CHECK(none.error().what.find("there are none") != std::string::npos);
        CHECK(one.error().what.find("there is one") != std::string::npos);
        CHECK(two.error().what ==
              "An estimate of the current source density needs at least three contacts, but there are two.");
        CHECK(twice.error().what == "Contacts 2 and 4 lie at the same depth of 200 µm.");
        CHECK_FALSE(twice.error().remedy.empty());
    }
    CHECK(estimateCsd(uneven, SecondDerivativeCsd{0.0, false}).error().what ==
          "The conductivity is 0 S/m, but it must lie between 1e-06 and 1e+06 S/m.");
    InverseCsd p;
    p.diameterUm = -1;
    CHECK_FALSE(estimateCsd(uneven, p));
    p = {};
    p.sigmaTop = std::nan("");
    CHECK_FALSE(estimateCsd(uneven, p));
    p = {};
    p.outputCount = 1;
    CHECK_FALSE(estimateCsd(uneven, p));
    p = {};
    p.surfaceUm = 300.0;
    CHECK(estimateCsd(uneven, p).error().what ==
          "The surface of the tissue at 300 µm lies between the contacts, which reach from 0 to 1050 µm.");
    p.surfaceUm = 0.0;
    CHECK_FALSE(estimateCsd(uneven, p)); // a spline needs room to fall to zero
    p.method = Method::step;
    CHECK(estimateCsd(uneven, p));
    p.method = Method::delta;
    p.surfaceUm = {};
    p.diameterUm = 1e6;
    const Eigen::VectorXd crowded = Eigen::VectorXd::LinSpaced(60, 0.0, 1e-9);
    CHECK_FALSE(estimateCsd(crowded, p));
}

TEST_CASE("smoothing keeps constants, and slopes where it has both neighbours") {
    CsdSmoothing hamming;
    hamming.kind = CsdSmoothing::Kind::hamming;
    CsdSmoothing gaussian;
    gaussian.kind = CsdSmoothing::Kind::gaussian;
    gaussian.widthUm = 120.0;
    for (const CsdSmoothing& smoothing : {CsdSmoothing{}, hamming, gaussian}) {
        const auto weights = smoothingMatrix(uneven, smoothing);
        REQUIRE(weights);
        CHECK((weights->rowwise().sum().array() - 1.0).abs().maxCoeff() < 1e-14);
        CHECK(weights->minCoeff() >= 0.0);
    }
    CHECK(*smoothingMatrix(uneven, {}) == Eigen::MatrixXd::Identity(12, 12));
    CHECK(
        ((*smoothingMatrix(uneven, hamming) * uneven - uneven).segment(1, 10).cwiseAbs().maxCoeff() < 1e-11));
    const auto regular = smoothingMatrix(Eigen::Vector4d(0, 100, 200, 300), hamming);
    CHECK((regular->row(1) - Eigen::RowVector4d(0.23, 0.54, 0.23, 0)).norm() < 1e-14);
    CHECK((regular->row(0) - Eigen::RowVector4d(0.54, 0.23, 0, 0) / 0.77).norm() < 1e-14);

    // A Gaussian of width a, smoothed with width s, is one of width sqrt(a² + s²).
    const Eigen::VectorXd fine = Eigen::VectorXd::LinSpaced(401, -2000.0, 2000.0);
    const auto gauss = [](double width) {
        return [width](double z) {
            return std::exp(-0.5 * z * z / (width * width)) / width;
        };
    };
    const Eigen::VectorXd wider = *smoothingMatrix(fine, gaussian) * at(fine, gauss(160.0));
    CHECK(relativeError(wider, at(fine, gauss(200.0))) < 1e-9);

    const CsdEstimate raw = made(estimateCsd(uneven, inverse(Method::step)));
    const CsdEstimate soft = made(smoothed(raw, gaussian));
    CHECK((soft.matrix - *smoothingMatrix(uneven, gaussian) * raw.matrix).norm() == 0.0);
    gaussian.widthUm = 0.0;
    CHECK_FALSE(smoothed(raw, gaussian));
}

TEST_CASE("splines pass through their knots and hold the polynomials that they should") {
    const auto cubic = [](double x) {
        return 1.0 + x * (2.0 + x * (-3.0 + x * 0.5));
    };
    const Eigen::VectorXd knots = (Eigen::VectorXd(5) << -1, 0.5, 1, 3, 4).finished();
    const Eigen::VectorXd points = Eigen::VectorXd::LinSpaced(31, -1.0, 4.0);
    const CubicSpline free(knots, SplineEnds::notAKnot);
    const CubicSpline natural(knots, SplineEnds::natural);
    CHECK((free.values(points) * at(knots, cubic) - at(points, cubic)).cwiseAbs().maxCoeff() < 1e-12);
    CHECK((natural.values(knots) - Eigen::MatrixXd::Identity(5, 5)).norm() < 1e-14);
    CHECK((natural.values(points) * knots - points).norm() < 1e-13);
    CHECK(natural.curvature().row(0).norm() == 0.0);
}
