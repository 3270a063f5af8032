#include "model/simulation/recording.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <thread>

using namespace phiscope;

namespace {

RecordingLayout smallLayout() {
    RecordingLayout layout;
    layout.segments = 37;
    layout.frames = 4001;
    layout.dtMs = 0.0625;
    layout.pointProcesses = 3;
    layout.variables = {"m_hh", "i_pas"};
    return layout;
}

/// A value that tells where it was written.
double stamp(int kind, std::int64_t frame, int index) {
    return static_cast<double>(kind) * 1e6 + static_cast<double>(frame) + index / 1024.0;
}

void writeFrame(Recording& recording, std::int64_t frame) {
    const RecordingLayout& layout = recording.layout();
    double* currents = recording.writeCurrents(frame);
    float* potentials = recording.writePotentials(frame);
    for (int i = 0; i < layout.segments; ++i) {
        currents[i] = stamp(1, frame, i);
        potentials[i] = static_cast<float>(frame + i);
        for (int k = 0; k < static_cast<int>(layout.variables.size()); ++k) {
            recording.writeVariable(k, frame)[i] = stamp(4 + k, frame, i);
        }
    }
    for (int i = 0; i < layout.pointProcesses; ++i) {
        recording.writePointCurrents(frame)[i] = stamp(2, frame, i);
    }
}

/// Number of values of a frame that are not what writeFrame put there.
int wrongValues(const Recording& recording, std::int64_t frame) {
    const RecordingLayout& layout = recording.layout();
    int wrong = 0;
    for (int i = 0; i < layout.segments; ++i) {
        wrong += recording.currents(frame)[i] != stamp(1, frame, i) ? 1 : 0;
        wrong += recording.potentials(frame)[i] != static_cast<float>(frame + i) ? 1 : 0;
        for (int k = 0; k < static_cast<int>(layout.variables.size()); ++k) {
            wrong += recording.variable(k, frame)[i] != stamp(4 + k, frame, i) ? 1 : 0;
        }
    }
    for (int i = 0; i < layout.pointProcesses; ++i) {
        wrong += recording.pointCurrents(frame)[i] != stamp(2, frame, i) ? 1 : 0;
    }
    return wrong;
}

} // namespace

TEST_CASE("frames reach from 0 to tstop or to the first step beyond it") {
    CHECK(recordedFrames(100.0, 0.0625) == 1601);
    CHECK(recordedFrames(20.0, 0.1) == 201);
    CHECK(recordedFrames(20.05, 0.1) == 202);
    CHECK(recordedFrames(0.3, 0.1) == 4);
    CHECK(recordedFrames(0.0, 0.1) == 1);
    CHECK(recordedFrames(1e6, 0.1) == 10000001);
}

TEST_CASE("blocks are aligned and do not overlap") {
    const auto made = Recording::create(smallLayout());
    REQUIRE(made);
    Recording& recording = **made;
    CHECK_FALSE(recording.onDisk());
    CHECK(recording.frameCount() == 0);
    for (const void* block :
         {static_cast<const void*>(recording.currents()), static_cast<const void*>(recording.potentials()),
          static_cast<const void*>(recording.pointCurrents()),
          static_cast<const void*>(recording.variable(0))}) {
        CHECK(reinterpret_cast<std::uintptr_t>(block) % 64 == 0);
    }
    const std::int64_t frames = recording.layout().frames;
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        writeFrame(recording, frame);
    }
    recording.publish(frames);
    recording.finish();
    int wrong = 0;
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        wrong += wrongValues(recording, frame);
    }
    CHECK(wrong == 0);
    CHECK(recording.finished());
    CHECK(recording.timeOf(16) == 1.0);
}

TEST_CASE("one writer, many readers") {
    const auto made = Recording::create(smallLayout());
    REQUIRE(made);
    const std::shared_ptr<Recording> recording = *made;
    std::atomic<int> wrong{0};
    std::atomic<std::int64_t> read{0};
    const auto reader = [&] {
        std::int64_t seen = 0;
        while (true) {
            const bool finished = recording->finished();
            const std::int64_t count = recording->frameCount();
            for (; seen < count; ++seen) {
                wrong += wrongValues(*recording, seen);
                ++read;
            }
            if (finished) {
                return;
            }
        }
    };
    std::vector<std::thread> readers;
    for (int i = 0; i < 4; ++i) {
        readers.emplace_back(reader);
    }
    for (std::int64_t frame = 0; frame < recording->layout().frames; ++frame) {
        writeFrame(*recording, frame);
        recording->publish(frame + 1);
    }
    recording->finish();
    for (std::thread& thread : readers) {
        thread.join();
    }
    CHECK(wrong == 0);
    CHECK(read == 4 * recording->layout().frames);
}

TEST_CASE("beyond the memory limit a recording lies in a file and behaves the same") {
    const auto made = Recording::create(smallLayout(), 4096);
    REQUIRE(made);
    Recording& recording = **made;
    CHECK(recording.onDisk());
    const std::int64_t frames = recording.layout().frames;
    int wrong = 0;
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        writeFrame(recording, frame);
        recording.publish(frame + 1);
    }
    for (std::int64_t frame = 0; frame < frames; ++frame) {
        wrong += wrongValues(recording, frame);
    }
    CHECK(wrong == 0);
}

TEST_CASE("no room is a sentence that says how much is needed and where") {
    RecordingLayout layout = smallLayout();
    layout.frames = std::int64_t{1} << 36;
    const auto made = Recording::create(layout, 4096);
    REQUIRE_FALSE(made);
    CHECK(made.error().message().find("GiB") != std::string::npos);
    CHECK(made.error().message().find(std::filesystem::temp_directory_path().string()) != std::string::npos);
    CHECK_FALSE(made.error().remedy.empty());

    const auto nowhere = Recording::create(smallLayout(), 4096, "/nowhere/at/all");
    REQUIRE_FALSE(nowhere);
    CHECK(nowhere.error().message().find("/nowhere/at/all") != std::string::npos);

    layout.frames = std::numeric_limits<std::int64_t>::max() / 4;
    const auto absurd = Recording::create(layout);
    REQUIRE_FALSE(absurd);
    CHECK(absurd.error().message().find("too large") != std::string::npos);
}

TEST_CASE("a recording may be dropped before it is full") {
    RecordingLayout layout = smallLayout();
    layout.segments = 2000;
    layout.frames = 20000;
    for (int i = 0; i < 20; ++i) {
        const auto made = Recording::create(layout);
        REQUIRE(made);
        writeFrame(**made, 0);
        (*made)->publish(1);
    }
}

TEST_CASE("a dropped recording's memory serves the next one of about its size") {
    RecordingLayout layout = smallLayout();
    const double* place = nullptr;
    {
        const auto made = Recording::create(layout);
        REQUIRE(made);
        place = (*made)->currents();
        writeFrame(**made, 0);
        (*made)->publish(layout.frames);
        (*made)->finish();
    }
    layout.frames -= 100;
    const auto next = Recording::create(layout);
    REQUIRE(next);
    CHECK((*next)->currents() == place);
    CHECK((*next)->frameCount() == 0);
    CHECK_FALSE((*next)->finished());
    const auto beside = Recording::create(layout);
    REQUIRE(beside);
    CHECK((*beside)->currents() != place);
    int wrong = 0;
    for (std::int64_t frame = 0; frame < layout.frames; ++frame) {
        writeFrame(**next, frame);
        writeFrame(**beside, layout.frames - 1 - frame);
    }
    for (std::int64_t frame = 0; frame < layout.frames; ++frame) {
        wrong += wrongValues(**next, frame) + wrongValues(**beside, frame);
    }
    CHECK(wrong == 0);
}
