#include "model/forward/projector.h"

#include <atomic>
#include <chrono>
#include <cmath>
#include <doctest/doctest.h>
#include <new>
#include <thread>
#include <vector>

using namespace phiscope;

namespace {

constexpr int segmentCount = 37;

std::shared_ptr<Recording> emptyRecording(std::int64_t frames) {
    RecordingLayout layout;
    layout.segments = segmentCount;
    layout.frames = frames;
    auto recording = Recording::create(layout);
    REQUIRE(recording.has_value());
    return *recording;
}

double currentAt(std::int64_t frame, int segment) {
    return std::sin(0.01 * static_cast<double>(frame) + segment) * (1 + segment % 3);
}

void writeFrames(Recording& recording, std::int64_t from, std::int64_t to) {
    for (std::int64_t frame = from; frame < to; ++frame) {
        double* currents = recording.writeCurrents(frame);
        for (int k = 0; k < segmentCount; ++k) {
            currents[k] = currentAt(frame, k);
        }
    }
    recording.publish(to);
}

/// A matrix that can be told apart by its mark.
Eigen::MatrixXd markedMatrix(int channels, double mark) {
    Eigen::MatrixXd matrix(channels, segmentCount);
    for (int c = 0; c < channels; ++c) {
        for (int k = 0; k < segmentCount; ++k) {
            matrix(c, k) = mark + 0.1 * c + 0.001 * k;
        }
    }
    return matrix;
}

/// Largest difference between what is in the snapshot and the product worked out frame by frame.
double worstError(const Signals& signals) {
    double worst = 0.0;
    const std::int64_t frames = signals.frames();
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        for (int c = 0; c < signals.channels(); ++c) {
            double expected = 0.0;
            for (int k = 0; k < segmentCount; ++k) {
                expected += signals.matrix()(c, k) * currentAt(frame, k);
            }
            worst = std::max(worst, std::abs(signals.value(c, frame) - expected));
        }
    }
    return worst;
}

} // namespace

TEST_CASE("a finished recording is projected whole") {
    const auto recording = emptyRecording(5000);
    writeFrames(*recording, 0, 4321); // cancelled early
    recording->finish();
    Projector projector(recording);
    CHECK(projector.signals() == nullptr);
    projector.setMatrix(markedMatrix(3, 1.0));
    projector.wait();
    CHECK_FALSE(projector.busy());
    const auto signals = projector.signals();
    REQUIRE(signals != nullptr);
    CHECK(signals->frames() == 4321);
    CHECK(signals->channels() == 3);
    CHECK(worstError(*signals) < 1e-11);
    CHECK((project(markedMatrix(3, 1.0), *recording, 0, 4321) - signals->values()).cwiseAbs().maxCoeff() <
          1e-11);
    CHECK((project(markedMatrix(3, 1.0), *recording, 100, 110) - signals->values().middleCols(100, 10))
              .cwiseAbs()
              .maxCoeff() < 1e-11);
}

TEST_CASE("signals follow a recording while it grows") {
    const auto recording = emptyRecording(3000);
    std::atomic<int> notices{0};
    Projector projector(recording, [&] { ++notices; });
    projector.setMatrix(markedMatrix(2, 2.0));
    std::int64_t seen = 0;
    for (std::int64_t at = 0; at < 3000; at += 300) {
        writeFrames(*recording, at, at + 300);
        while (!projector.signals() || projector.signals()->frames() < at + 300) {
            std::this_thread::yield(); // ends: the test has a time limit
        }
        CHECK(projector.signals()->frames() >= seen);
        seen = projector.signals()->frames();
    }
    recording->finish();
    projector.wait();
    CHECK(projector.signals()->frames() == 3000);
    CHECK(worstError(*projector.signals()) < 1e-11);
    CHECK(notices > 0);
}

TEST_CASE("after a new matrix the old signals stay until the new ones show as much") {
    const auto recording = emptyRecording(20000);
    writeFrames(*recording, 0, 20000);
    recording->finish();
    Projector projector(recording);
    projector.setMatrix(markedMatrix(8, 1.0));
    projector.wait();
    for (int move = 2; move < 30; ++move) {
        projector.setMatrix(markedMatrix(8, move));
        const auto signals = projector.signals();
        CHECK(signals->frames() == 20000); // whichever it is, it is whole
    }
    projector.wait();
    CHECK(projector.signals()->matrix()(0, 0) == 29.0); // the newest has won
    CHECK(worstError(*projector.signals()) < 1e-10);
}

TEST_CASE("matrices may change from several threads while the recording grows") {
    const auto recording = emptyRecording(12000);
    Projector projector(recording);
    std::atomic<bool> stop{false};
    std::thread writer([&] {
        for (std::int64_t at = 0; at < 12000; at += 16) {
            writeFrames(*recording, at, at + 16);
            if (at % 320 == 0) {
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        }
        recording->finish();
        stop = true;
    });
    std::vector<std::thread> movers;
    for (int mover = 0; mover < 2; ++mover) {
        movers.emplace_back([&, mover] {
            for (int i = 0; !stop; ++i) {
                if (i % 2 == 0) {
                    projector.setMatrix(markedMatrix(4, mover + i));
                } else {
                    projector.setMatrixBuilder([mover, i] { return markedMatrix(5, mover + i); });
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            }
        });
    }
    std::int64_t shown = 0;
    bool shrank = false;
    bool wrong = false;
    while (!stop) {
        const auto signals = projector.signals();
        if (!signals) {
            continue;
        }
        const std::int64_t frames = signals->frames();
        shrank = shrank || frames < shown;
        shown = frames;
        if (frames > 0) {
            const std::int64_t last = frames - 1;
            double expected = 0.0;
            for (int k = 0; k < segmentCount; ++k) {
                expected += signals->matrix()(1, k) * currentAt(last, k);
            }
            wrong = wrong || std::abs(signals->value(1, last) - expected) > 1e-8;
        }
    }
    CHECK_FALSE(shrank);
    CHECK_FALSE(wrong);
    writer.join();
    for (std::thread& mover : movers) {
        mover.join();
    }
    projector.setMatrix(markedMatrix(2, -5.0));
    projector.wait();
    CHECK(projector.signals()->matrix()(0, 0) == -5.0);
    CHECK(projector.signals()->frames() == 12000);
    CHECK(worstError(*projector.signals()) < 1e-10);
}

TEST_CASE("a projector can be destroyed while it works, and its signals live on") {
    const auto recording = emptyRecording(20000);
    writeFrames(*recording, 0, 20000); // not finished: the workers keep looking
    std::shared_ptr<const Signals> kept;
    for (int i = 0; i < 20; ++i) {
        std::atomic<bool> alive{true};
        bool late = false;
        {
            Projector projector(recording, [&] { late = late || !alive; });
            projector.setMatrix(markedMatrix(16, i));
            if (i == 10) {
                while (!projector.signals() || projector.signals()->frames() < 500) {
                    std::this_thread::yield();
                }
                kept = projector.signals();
            }
        }
        alive = false;
        CHECK_FALSE(late);
    }
    CHECK(kept->frames() >= 500);
    CHECK(worstError(*kept) < 1e-9);
}

TEST_CASE("two projectors of one recording get on") {
    const auto recording = emptyRecording(2000);
    Projector one(recording);
    Projector other(recording);
    one.setMatrix(markedMatrix(2, 1.0));
    other.setMatrix(markedMatrix(3, 7.0));
    writeFrames(*recording, 0, 2000);
    recording->finish();
    one.wait();
    other.wait();
    CHECK(worstError(*one.signals()) < 1e-11);
    CHECK(worstError(*other.signals()) < 1e-11);
    CHECK(other.signals()->channels() == 3);
}

TEST_CASE("a matrix that can not be made is a problem, not the end") {
    const auto recording = emptyRecording(100);
    writeFrames(*recording, 0, 100);
    recording->finish();
    Projector projector(recording);
    projector.setMatrixBuilder([]() -> Eigen::MatrixXd { throw std::bad_alloc(); });
    projector.wait();
    CHECK(projector.problem().find("memory") != std::string::npos);
    CHECK(projector.signals() == nullptr);
    projector.setMatrix(markedMatrix(2, 1.0));
    projector.wait();
    CHECK(projector.problem().empty());
    CHECK(projector.signals()->frames() == 100);
}

TEST_CASE("an empty recording and a matrix without channels are no trouble") {
    const auto recording = emptyRecording(10);
    recording->finish();
    Projector projector(recording);
    projector.setMatrix(markedMatrix(0, 0.0));
    projector.wait();
    CHECK(projector.signals()->frames() == 0);
    CHECK(projector.signals()->channels() == 0);
    CHECK(project(markedMatrix(4, 1.0), *recording, 0, 0).cols() == 0);
}
