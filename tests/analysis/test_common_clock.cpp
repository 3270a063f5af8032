#include "model/analysis/common_clock.h"

#include <cmath>
#include <doctest/doctest.h>

using namespace phiscope;

namespace {

/// Channel k: (k + 1) · factor · t, every dt up to `endMs`.
Eigen::MatrixXd ramps(int channels, double dtMs, double endMs, double factor = 1.0) {
    const auto frames = static_cast<Eigen::Index>(std::llround(endMs / dtMs)) + 1;
    Eigen::MatrixXd values(channels, frames);
    for (Eigen::Index frame = 0; frame < frames; ++frame) {
        for (int channel = 0; channel < channels; ++channel) {
            values(channel, frame) = factor * (channel + 1) * static_cast<double>(frame) * dtMs;
        }
    }
    return values;
}

} // namespace

TEST_CASE("two runs with one clock are subtracted frame by frame") {
    const Eigen::MatrixXd a = ramps(3, 0.5, 10.0);
    Eigen::MatrixXd b = a;
    b(1, 7) -= 4.0;
    const RunDifference difference = runDifference(a, 0.5, b, 0.5);
    CHECK((difference.values.array() == (b - a).array()).all());
    CHECK(difference.channel == 1);
    CHECK(difference.frame == 7);
    CHECK(difference.timeMs() == 3.5);
    CHECK(difference.largest == -4.0);
    CHECK(difference.sizeOfA == 20.0);
    CHECK_FALSE(difference.interpolated);
    CHECK_FALSE(difference.shortened);
    CHECK(runDifference(a, 0.5, a, 0.5).channel == -1);
}

TEST_CASE("other time steps are brought to the longer one, whichever run has it") {
    // Straight lines lose nothing.
    const Eigen::MatrixXd a = ramps(2, 0.4, 8.0);
    const Eigen::MatrixXd b = ramps(2, 0.3, 9.0, 3.0);
    const RunDifference ab = runDifference(a, 0.4, b, 0.3);
    CHECK(ab.dtMs == 0.4);
    CHECK(ab.interpolated);
    CHECK(ab.shortened);
    REQUIRE(ab.values.cols() == a.cols());
    CHECK((ab.values - 2.0 * a).cwiseAbs().maxCoeff() < 1e-12);
    const RunDifference ba = runDifference(b, 0.3, a, 0.4);
    CHECK((ba.values + ab.values).cwiseAbs().maxCoeff() < 1e-12);
    CHECK(std::abs(ba.sizeOfA - 3.0 * ab.sizeOfA) < 1e-12);
    // A step that is a whole part of the other needs nothing between frames.
    const RunDifference halved = runDifference(a, 0.4, ramps(2, 0.2, 8.0), 0.2);
    CHECK_FALSE(halved.interpolated);
    CHECK_FALSE(halved.shortened);
    CHECK(halved.values.cwiseAbs().maxCoeff() < 1e-12);
}

TEST_CASE("only the common time is compared, and other channels not at all") {
    const RunDifference shorter = runDifference(ramps(2, 0.5, 4.0), 0.5, ramps(2, 0.5, 9.0), 0.5);
    CHECK(shorter.values.cols() == 9);
    CHECK(shorter.endMs() == 4.0);
    CHECK(shorter.shortened);
    CHECK(runDifference(ramps(2, 0.5, 4.0), 0.5, ramps(3, 0.5, 4.0), 0.5).values.size() == 0);
    CHECK(runDifference(ramps(2, 0.5, 4.0), 0.5, Eigen::MatrixXd(2, 0), 0.5).values.size() == 0);
}
