#include "model/analysis/spikes.h"
#include "model/simulation/recording.h"

#include <doctest/doctest.h>

using namespace phiscope;

TEST_CASE("only upward crossings count, at the first frame on the other side") {
    CHECK(upwardCrossings({}).empty());
    CHECK(upwardCrossings({5.0, 6.0}).empty());
    CHECK(upwardCrossings({-1.0, 0.0, 1.0, -1.0, -0.5, 2.0}) == std::vector<std::int64_t>{1, 5});
    CHECK(upwardCrossings({-60.0, -40.0, -60.0}, -50.0) == std::vector<std::int64_t>{1});
}

TEST_CASE("crossings of a recording may be looked for piece by piece") {
    RecordingLayout layout;
    layout.segments = 2;
    layout.frames = 6;
    const auto made = Recording::create(layout);
    REQUIRE(made);
    const float trace[] = {-70, 10, 20, -70, -60, 5};
    for (int k = 0; k < 6; ++k) {
        (*made)->writePotentials(k)[0] = -70.0F;
        (*made)->writePotentials(k)[1] = trace[k];
    }
    (*made)->publish(5);
    CHECK(upwardCrossings(**made, 0).empty());
    CHECK(upwardCrossings(**made, 1) == std::vector<std::int64_t>{1});
    (*made)->publish(6);
    CHECK(upwardCrossings(**made, 1, 0.0, 5) == std::vector<std::int64_t>{5});
    CHECK(upwardCrossings(**made, 1) == std::vector<std::int64_t>{1, 5});
}
