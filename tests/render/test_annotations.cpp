#include "render/annotations.h"

#include <doctest/doctest.h>

using namespace phiscope;

TEST_CASE("bars have round lengths") {
    CHECK(niceBelow(137.0) == doctest::Approx(100.0));
    CHECK(niceBelow(99.9) == doctest::Approx(50.0));
    CHECK(niceBelow(50.0) == doctest::Approx(50.0));
    CHECK(niceBelow(4.9) == doctest::Approx(2.0));
    CHECK(niceBelow(0.0123) == doctest::Approx(0.01));
    CHECK(lengthText(50.0) == "50 \u00b5m");
    CHECK(lengthText(0.5) == "0.5 \u00b5m");
    CHECK(lengthText(2000.0) == "2 mm");
    CHECK(lengthText(0.02) == "20 nm");
}

TEST_CASE("ticks are few, round and inside the range, and prefer its ends") {
    CHECK(niceTicks(-80.0, 40.0, 5) == std::vector<double>{-80.0, -40.0, 0.0, 40.0});
    CHECK(niceTicks(-1.0, 1.0, 5) == std::vector<double>{-1.0, -0.5, 0.0, 0.5, 1.0});
    for (const double high : {0.013, 0.7, 3.3, 87.0, 12345.0}) {
        for (const int most : {2, 3, 5, 6}) {
            const std::vector<double> ticks = niceTicks(-0.37 * high, high, most);
            CAPTURE(high);
            CAPTURE(most);
            CHECK(ticks.size() >= 1);
            CHECK(ticks.size() <= static_cast<std::size_t>(most));
            CHECK(ticks.front() >= -0.37 * high - 1e-9 * high);
            CHECK(ticks.back() <= high * (1.0 + 1e-9));
        }
    }
    CHECK(niceTicks(3.0, 3.0) == std::vector<double>{3.0});
}

TEST_CASE("ticks of a logarithmic bar stand at equal factors") {
    const std::vector<ColourBar::Tick> ticks = ColourBar::factorTicks(0.2, 5.0);
    REQUIRE(ticks.size() == 5); // 0.2 0.5 1 2 5
    CHECK(ticks.front().value == doctest::Approx(0.2));
    CHECK(ticks.front().place == doctest::Approx(0.0));
    CHECK(ticks[2].value == doctest::Approx(1.0));
    CHECK(ticks[2].place == doctest::Approx(0.5));
    CHECK(ticks.back().place == doctest::Approx(1.0));
    CHECK(ColourBar::factorTicks(0.01, 20.0).size() == 4); // of many decades only the powers of ten
}

TEST_CASE("numbers have a true minus sign and no more digits than needed") {
    CHECK(tickText(-40.0) == "\u221240");
    CHECK(tickText(0.0) == "0");
    CHECK(tickText(0.25) == "0.25");
    CHECK(tickText(1000.0) == "1000");
}
