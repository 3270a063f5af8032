#include "model/analysis/csd_inverse.h"
#include "model/analysis/csd_second_derivative.h"
#include "model/analysis/model_difference.h"
#include "model/analysis/probe_csd.h"
#include "model/analysis/probe_filter.h"

#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <numbers>

using namespace phiscope;

namespace {

using Method = CsdSettings::Method;

Probe laminar(int contacts = 9, double spacing = 50.0) {
    Probe probe;
    probe.contactCount = contacts;
    probe.spacingUm = spacing;
    return probe;
}

} // namespace

TEST_CASE("a probe's filter takes away what lies beyond its cut-off") {
    constexpr double dtMs = 0.0625;
    constexpr Eigen::Index frames = 8000;
    Eigen::MatrixXd signals(2, frames);
    for (Eigen::Index k = 0; k < frames; ++k) {
        const double seconds = static_cast<double>(k) * dtMs * 1e-3;
        signals(0, k) = std::sin(2.0 * std::numbers::pi * 20.0 * seconds);
        signals(1, k) = std::sin(2.0 * std::numbers::pi * 2000.0 * seconds);
    }
    SignalFilter filter;
    CHECK(filtered(signals, dtMs, filter)->isApprox(signals));
    CHECK(describe(filter).empty());
    filter.kind = SignalFilter::Kind::lowPass;
    filter.highHz = 300.0;
    CHECK(describe(filter) == "low-pass 300 Hz");
    const auto low = filtered(signals, dtMs, filter);
    REQUIRE(low);
    CHECK((low->row(0) - signals.row(0)).segment(1000, 6000).cwiseAbs().maxCoeff() < 1e-3);
    CHECK(low->row(1).segment(1000, 6000).cwiseAbs().maxCoeff() < 0.01);
    filter.kind = SignalFilter::Kind::highPass;
    filter.lowHz = 300.0;
    const auto high = filtered(signals, dtMs, filter);
    REQUIRE(high);
    CHECK(high->row(0).segment(2000, 4000).cwiseAbs().maxCoeff() < 0.05);
    CHECK((high->row(1) - signals.row(1)).segment(2000, 4000).cwiseAbs().maxCoeff() < 0.05);
    filter.lowHz = 9000.0; // beyond half of 16 kHz
    const auto beyond = filtered(signals, dtMs, filter);
    REQUIRE(!beyond);
    CHECK(beyond.error().message().find("9000") != std::string::npos);
}

TEST_CASE("a probe's estimates are those of the methods, in the order of its contacts") {
    Probe probe = laminar();
    probe.medium.sigma = 0.4;
    probe.csd.sigmaTop = 0.4;
    probe.csd.sourceDiameterUm = 300.0;
    const auto line = probeLine(probe);
    REQUIRE(line);
    CHECK(line->distancesUm[8] == doctest::Approx(400.0));

    probe.csd.vaknin = false;
    const auto standard = estimateCsd(probe, Method::standard);
    REQUIRE(standard);
    CHECK(standard->matrix.row(0).hasNaN());
    CHECK(standard->matrix.row(8).hasNaN());
    const auto plain = estimateCsd(line->distancesUm, SecondDerivativeCsd{0.4, false});
    REQUIRE(plain);
    CHECK(standard->matrix.middleRows(1, 7).isApprox(plain->matrix));

    const auto spline = estimateCsd(probe, Method::spline);
    InverseCsd inverse;
    inverse.method = InverseCsd::Method::spline;
    inverse.diameterUm = 300.0;
    inverse.sigma = 0.4;
    const auto expected = estimateCsd(line->distancesUm, inverse);
    REQUIRE(spline);
    REQUIRE(expected);
    CHECK(spline->matrix.isApprox(expected->matrix));
    CHECK(spline->conditionNumber == doctest::Approx(expected->conditionNumber));

    // The same contacts named in another order.
    Probe custom = probe;
    custom.layout = Probe::Layout::custom;
    const Eigen::Matrix3Xd places = contactPositions(probe);
    for (const int k : {0, 3, 1, 2, 5, 4, 7, 6, 8}) {
        custom.contactsUm.push_back({places(0, k), places(1, k), places(2, k)});
    }
    const auto other = estimateCsd(custom, Method::spline);
    REQUIRE(other);
    CHECK(other->matrix(1, 1) == doctest::Approx(spline->matrix(3, 3)));
    CHECK(other->matrix(1, 4) == doctest::Approx(spline->matrix(3, 5)));
    for (const Method method : {Method::delta, Method::step, Method::kernel1D, Method::kernel2D}) {
        const auto estimate = estimateCsd(probe, method);
        REQUIRE(estimate);
        CHECK(estimate->matrix.allFinite());
        CHECK(estimate->matrix.rows() == 9);
    }
}

TEST_CASE("a probe that has no depth has no density, and says so") {
    CHECK(probeLine(laminar(2)).error().message().find("three contacts") != std::string::npos);
    Probe flat = laminar();
    flat.layout = Probe::Layout::custom;
    flat.contactsUm = {{0, 0, 0}, {50, 0, 0}, {0, 0, 50}, {50, 0, 50}, {0, 0, 100}};
    CHECK(!probeLine(flat));
    CHECK(!trueCsd(flat));
    CHECK(!estimateCsd(flat, Method::spline));
}

TEST_CASE("the true density is what leaves a segment, over the cylinder's volume") {
    Probe probe = laminar(5, 100.0);
    probe.positionUm = {0.0, 0.0, 0.0};
    probe.csd.truthRadiusUm = 200.0;
    Morphology morphology;
    Section stick;
    stick.name = "soma[0]";
    stick.type = SectionType::soma;
    stick.points = {{20.0F, 0.0F, 80.0F, 2.0F}, {20.0F, 0.0F, 120.0F, 2.0F}}; // in the fourth cylinder
    morphology.sections = {stick};
    const std::array<int, 1> nseg{1};
    const Segments segments = makeSegments(morphology, nseg);
    const auto truth = trueCsd(probe);
    REQUIRE(truth);
    const Eigen::MatrixXd matrix = truth->matrix(segments);
    REQUIRE(matrix.rows() == 5);
    const double volume = std::numbers::pi * 200.0 * 200.0 * 100.0;
    CHECK(matrix(3, 0) == doctest::Approx(1.0 / volume));
    CHECK(matrix.col(0).sum() == doctest::Approx(1.0 / volume));
}

TEST_CASE("errors are relative and leave out what has no estimate") {
    Eigen::MatrixXd truth(3, 2);
    truth << 1, 2, 2, 0, 4, 4;
    CHECK(relativeError(truth, truth) == 0.0);
    CHECK(relativeError(2.0 * truth, truth) == doctest::Approx(1.0));
    Eigen::MatrixXd estimate = 1.5 * truth;
    estimate.row(1).setConstant(std::numeric_limits<double>::quiet_NaN());
    CHECK(relativeError(estimate, truth) == doctest::Approx(0.5));
    CHECK(std::isnan(relativeError(estimate, Eigen::MatrixXd::Zero(3, 2))));
}

TEST_CASE("differences of models are relative to the largest value of each channel") {
    Eigen::MatrixXd a(3, 3);
    a << 1, -2, 1, 0, 0, 0, 5, 5, 5;
    Eigen::MatrixXd b = a;
    CHECK(modelDifference(a, b).relative.isZero());
    b(0, 2) += 1.0;
    const ModelDifference difference = modelDifference(a, b);
    CHECK(difference.relative[0] == doctest::Approx(0.5));
    CHECK(difference.relative[1] == 0.0);
    CHECK(difference.largestAt == 0);
    b(1, 1) = 1e-3;
    CHECK(std::isinf(modelDifference(a, b).relative[1]));
    CHECK(modelDifference(Eigen::MatrixXd(0, 0), Eigen::MatrixXd(0, 0)).largestAt == -1);
}
