#include "app/run/progress.h"

#include <doctest/doctest.h>

using namespace phiscope;

TEST_CASE("durations for people") {
    CHECK(durationText(0.2) == "1 s");
    CHECK(durationText(59.0) == "59 s");
    CHECK(durationText(61.0) == "1 min 1 s");
    CHECK(durationText(3600.0 * 3 + 60.0 * 10 + 5.0) == "3 h 10 min");
}

TEST_CASE("the bar fills with the run and fits the terminal") {
    RunStatus status;
    status.state = RunStatus::State::running;
    status.stopMs = 100.0;
    status.timeMs = 25.0;
    CHECK(progressLine(status, 200) == "[##########------------------------------] 25 %, 25 of 100 ms");
    status.remainingSeconds = 7.4;
    const std::string narrow = progressLine(status, 50);
    CHECK(narrow.size() < 50);
    CHECK(narrow.ends_with("25 %, 25 of 100 ms, 8 s left"));
    CHECK(progressLine(status, 10) == "25 %, 25 of 100 ms, 8 s left");
    status.startMs = -100.0;
    status.timeMs = 0.0;
    CHECK(progressLine(status, 0).starts_with("50 %"));
}

TEST_CASE("progress for programs is JSON, with the time left only while that is known") {
    RunStatus status;
    status.state = RunStatus::State::running;
    status.stopMs = 100.0;
    status.timeMs = 25.0;
    status.elapsedSeconds = 1.5;
    CHECK(progressJson(status) == R"({"share": 0.2500, "elapsed_s": 1.5})");
    status.remainingSeconds = 4.5;
    CHECK(progressJson(status) == R"({"share": 0.2500, "elapsed_s": 1.5, "left_s": 4.5})");
    status.state = RunStatus::State::finished;
    CHECK(progressJson(status) == R"({"share": 0.2500, "elapsed_s": 1.5})");
}
