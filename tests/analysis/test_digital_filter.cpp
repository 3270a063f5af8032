#include "model/analysis/digital_filter.h"

#include <array>
#include <cmath>
#include <doctest/doctest.h>
#include <numbers>
#include <vector>

using namespace phiscope;
using Kind = ButterworthFilter::Kind;

namespace {

constexpr double fs = 16000.0;

DigitalFilter made(const ButterworthFilter& filter, double samplingHz = fs) {
    const auto result = DigitalFilter::butterworth(filter, samplingHz);
    INFO((result ? std::string() : result.error().message()));
    REQUIRE(result);
    return *result;
}

std::string whyNot(const ButterworthFilter& filter, double samplingHz = fs) {
    const auto result = DigitalFilter::butterworth(filter, samplingHz);
    REQUIRE_FALSE(result);
    CHECK_FALSE(result.error().remedy.empty());
    return result.error().what;
}

double decibel(double gain) {
    return 20.0 * std::log10(gain);
}

Eigen::MatrixXd sine(double hz, Eigen::Index frames, double phase = 0.0) {
    return Eigen::MatrixXd::NullaryExpr(1, frames, [=](Eigen::Index, Eigen::Index k) {
        return std::sin(2.0 * std::numbers::pi * hz * static_cast<double>(k) / fs + phase);
    });
}

} // namespace

TEST_CASE("gains are those of Butterworth's filters") {
    const double halfPower = decibel(std::sqrt(0.5));
    for (int order = 1; order <= 8; ++order) {
        CAPTURE(order);
        const DigitalFilter low = made({Kind::lowPass, order, 0.0, 300.0});
        CHECK(std::abs(low.response(0.0)) == doctest::Approx(1.0).epsilon(1e-9));
        CHECK(decibel(std::abs(low.response(300.0))) == doctest::Approx(halfPower).epsilon(1e-9));
        CHECK(std::abs(low.response(fs / 2)) < 1e-10);
        // |H|² = 1 / (1 + (tan(π f / f_s) / tan(π f_c / f_s))^{2 n})
        const auto warped = [](double hz) {
            return std::tan(std::numbers::pi * hz / fs);
        };
        const double ratio = warped(700.0) / warped(300.0);
        CHECK(std::norm(low.response(700.0)) ==
              doctest::Approx(1.0 / (1.0 + std::pow(ratio, 2 * order))).epsilon(1e-9));

        const DigitalFilter high = made({Kind::highPass, order, 300.0, 0.0});
        CHECK(std::abs(high.response(0.0)) < 1e-10);
        CHECK(decibel(std::abs(high.response(300.0))) == doctest::Approx(halfPower).epsilon(1e-9));
        CHECK(std::abs(high.response(fs / 2)) == doctest::Approx(1.0).epsilon(1e-9));

        const DigitalFilter band = made({Kind::bandPass, order, 300.0, 6000.0});
        CHECK(static_cast<int>(band.sections().size()) == order);
        CHECK(decibel(std::abs(band.response(300.0))) == doctest::Approx(halfPower).epsilon(1e-9));
        CHECK(decibel(std::abs(band.response(6000.0))) == doctest::Approx(halfPower).epsilon(1e-9));
        CHECK(std::abs(band.response(0.0)) < 1e-10);
        CHECK(std::abs(band.response(fs / 2)) < 1e-10);
        CHECK(std::abs(band.response(1500.0)) <= 1.0 + 1e-9);
    }
}

TEST_CASE("filters and their use equal SciPy 1.10's butter, sosfilt and sosfiltfilt") {
    const Eigen::MatrixXd x = Eigen::MatrixXd::NullaryExpr(1, 60, [](Eigen::Index, Eigen::Index k) {
        const auto t = static_cast<double>(k);
        return std::sin(0.37 * t) + 0.5 * std::cos(0.05 * t * t) + 0.01 * t;
    });
    struct Case {
        ButterworthFilter filter;
        std::complex<double> at1234;
        std::array<double, 4> zeroPhase, causal; // frames 0, 7, 30, 59
    };
    const std::vector<Case> cases{
        {{Kind::lowPass, 4, 0.0, 300.0},
         {0.002621990625107842, 0.0019061441401952012},
         {0.5385840286291074, 0.2771977480945047, 0.2454081702125344, 0.5524865106057438},
         {0.5, 0.5058543860680762, 0.3546894853592549, 0.30775412545366654}},
        {{Kind::highPass, 3, 300.0, 0.0},
         {0.885965404226573, 0.4635523391880183},
         {0.0006143269901588422, -0.05154112773949149, -0.8135264537467494, 0.4120014573346876},
         {0.0, -0.8123522126650106, -0.42402655655225896, -0.7858556312667561}},
        {{Kind::bandPass, 4, 300.0, 6000.0},
         {0.9337960351375744, 0.3578055618775767},
         {0.010816444726601149, -0.10995926582593829, -0.8931718857876638, -0.16211920147159586},
         {0.0, -0.6773658924606517, -0.9044249844480675, -0.6931578789540642}},
        {{Kind::bandPass, 5, 50.0, 80.0},
         {6.022403489433409e-10, -7.77131560147875e-09},
         {4.1888694648761675e-06, 2.9220206443061745e-06, 5.837246385844802e-07, 1.5462224813189685e-08},
         {0.0, 1.3495069385149463e-08, 5.16713898560912e-06, -7.788179348212192e-05}},
        {{Kind::lowPass, 8, 0.0, 1000.0},
         {-0.02145521138890311, -0.17203585535463545},
         {0.5305052094032018, 0.39120278231940103, -0.4010100359685311, 0.7354152066841639},
         {0.5, 0.5068066589155695, -0.3001973748073064, 0.1366697421282234}},
    };
    for (const Case& c : cases) {
        CAPTURE(c.filter.order);
        const DigitalFilter filter = made(c.filter);
        CHECK(std::abs(filter.response(1234.0) - c.at1234) < 1e-9 * std::abs(c.at1234) + 1e-15);
        const Eigen::MatrixXd both = filter.zeroPhase(x);
        const Eigen::MatrixXd once = filter.causal(x);
        const std::array<Eigen::Index, 4> frames{0, 7, 30, 59};
        for (std::size_t i = 0; i < frames.size(); ++i) {
            CHECK(std::abs(both(0, frames[i]) - c.zeroPhase[i]) < 1e-10);
            CHECK(std::abs(once(0, frames[i]) - c.causal[i]) < 1e-10);
        }
    }
}

TEST_CASE("two passes shift nothing and square the gain, one pass delays") {
    const Eigen::Index frames = 16000;
    const DigitalFilter filter = made(lfpPreset());
    for (const double hz : {20.0, 300.0, 500.0}) {
        CAPTURE(hz);
        const Eigen::MatrixXd in = sine(hz, frames);
        const Eigen::MatrixXd out = filter.zeroPhase(in);
        const double squared = std::norm(filter.response(hz));
        CHECK((out - squared * in).middleCols(2000, 12000).cwiseAbs().maxCoeff() < 1e-6);
        const std::complex<double> h = filter.response(hz);
        const Eigen::MatrixXd once = filter.causal(in);
        const Eigen::MatrixXd expected = std::abs(h) * sine(hz, frames, std::arg(h));
        CHECK((once - expected).middleCols(2000, 12000).cwiseAbs().maxCoeff() < 1e-6);
    }
    CHECK(decibel(std::norm(filter.response(300.0))) == doctest::Approx(-6.0206).epsilon(1e-4));
}

TEST_CASE("an impulse stays symmetric under two passes, and nothing comes before it under one") {
    Eigen::MatrixXd impulse = Eigen::MatrixXd::Zero(3, 2001);
    impulse(1, 1000) = 1.0;
    for (const ButterworthFilter& kind :
         {lfpPreset(), spikePreset(fs), ButterworthFilter{Kind::highPass, 5, 300, 0}}) {
        const Eigen::MatrixXd out = made(kind).zeroPhase(impulse);
        CHECK((out.row(1) - out.row(1).reverse()).cwiseAbs().maxCoeff() < 1e-10);
        CHECK(out(1, 1000) == out.row(1).maxCoeff());
        CHECK(out.row(0).norm() == 0.0);
        CHECK(out.row(2).norm() == 0.0);
        const Eigen::MatrixXd once = made(kind).causal(impulse);
        CHECK(once.row(1).head(1000).norm() == 0.0);
        CHECK(once.row(1).norm() > 0.05);
    }
}

TEST_CASE("a constant passes a low-pass unchanged and leaves nothing after a high-pass, ends included") {
    const Eigen::MatrixXd constant = Eigen::MatrixXd::Constant(2, 500, -65.0);
    CHECK((made(lfpPreset()).zeroPhase(constant) - constant).cwiseAbs().maxCoeff() < 1e-9);
    CHECK((made(lfpPreset()).causal(constant) - constant).cwiseAbs().maxCoeff() < 1e-9);
    CHECK(made(spikePreset(fs)).zeroPhase(constant).cwiseAbs().maxCoeff() < 1e-9);
    CHECK(made(spikePreset(fs)).causal(constant).cwiseAbs().maxCoeff() < 1e-9);
}

TEST_CASE("every section of every order is stable, and so is its response") {
    for (int order = 1; order <= 8; ++order) {
        for (const double low : {0.1, 1.0, 300.0, 7000.0}) {
            for (const Kind kind : {Kind::lowPass, Kind::highPass, Kind::bandPass}) {
                const DigitalFilter filter = made({kind, order, low, kind == Kind::lowPass ? low : 7990.0});
                for (const DigitalFilter::Section& s : filter.sections()) {
                    CHECK(std::abs(s.a2) < 1.0); // inside of the stability triangle
                    CHECK(std::abs(s.a1) < 1.0 + s.a2);
                }
            }
        }
    }
    Eigen::MatrixXd impulse = Eigen::MatrixXd::Zero(1, 160000);
    impulse(0, 1) = 1.0;
    const Eigen::MatrixXd ringing = made({Kind::bandPass, 8, 20.0, 40.0}).causal(impulse);
    CHECK(ringing.allFinite());
    CHECK(ringing.rightCols(1000).cwiseAbs().maxCoeff() < 1e-6 * ringing.cwiseAbs().maxCoeff());
}

TEST_CASE("channels do not touch each other, however many there are") {
    const Eigen::MatrixXd all = Eigen::MatrixXd::NullaryExpr(19, 333, [](Eigen::Index i, Eigen::Index k) {
        return std::sin(0.01 * static_cast<double>((i + 1) * k)) + static_cast<double>(i);
    });
    const DigitalFilter filter = made(lfpPreset());
    const Eigen::MatrixXd together = filter.zeroPhase(all);
    for (Eigen::Index i = 0; i < all.rows(); ++i) {
        CHECK((filter.zeroPhase(all.row(i)) - together.row(i)).cwiseAbs().maxCoeff() == 0.0);
    }
}

TEST_CASE("short signals are filtered too") {
    const DigitalFilter filter = made(lfpPreset());
    CHECK(filter.zeroPhase(Eigen::MatrixXd(4, 0)).cols() == 0);
    CHECK(filter.zeroPhase(Eigen::MatrixXd(0, 9)).rows() == 0);
    for (const Eigen::Index frames : {1, 2, 5, 14, 15, 16}) {
        const Eigen::MatrixXd line =
            Eigen::RowVectorXd::LinSpaced(frames, 0.0, static_cast<double>(frames - 1));
        const Eigen::MatrixXd out = filter.zeroPhase(line);
        CHECK(out.allFinite());
        CHECK(out.cwiseAbs().maxCoeff() <= static_cast<double>(frames));
    }
    const Eigen::MatrixXd one = Eigen::MatrixXd::Constant(1, 1, 3.0);
    CHECK(filter.zeroPhase(one)(0, 0) == doctest::Approx(3.0));
}

TEST_CASE("presets fit the sampling rate") {
    CHECK(lfpPreset() == ButterworthFilter{Kind::lowPass, 4, 300.0, 300.0});
    CHECK(spikePreset(16000.0).kind == Kind::bandPass);
    CHECK(spikePreset(10000.0).kind == Kind::highPass);
    CHECK(spikePreset(16000.0).lowHz == 300.0);
    CHECK(spikePreset(16000.0).highHz == 6000.0);
    CHECK(DigitalFilter::butterworth(spikePreset(10000.0), 10000.0));
}

TEST_CASE("what makes no filter is said in a sentence") {
    CHECK(whyNot({Kind::lowPass, 4, 0.0, 8000.0}) ==
          "The upper cut-off of 8000 Hz does not lie below half the sampling rate, which is 8000 Hz.");
    CHECK(whyNot({Kind::highPass, 4, 9000.0, 0.0}).rfind("The lower cut-off of 9000 Hz", 0) == 0);
    CHECK(whyNot({Kind::highPass, 4, 0.0, 0.0}).find("too low") != std::string::npos);
    CHECK(whyNot({Kind::lowPass, 4, 0.0, std::nan("")}).find("too low") != std::string::npos);
    CHECK(whyNot({Kind::bandPass, 4, 500.0, 300.0}) == "The band from 500 to 300 Hz has no width.");
    CHECK(whyNot({Kind::lowPass, 0, 0.0, 300.0}) ==
          "The order of the filter is 0, but it must lie between 1 and 8.");
    CHECK(whyNot({Kind::lowPass, 9, 0.0, 300.0}).find("between 1 and 8") != std::string::npos);
    CHECK(whyNot(lfpPreset(), 0.0).find("sampling rate") != std::string::npos);
}
