#include "model/scene/scene_file.h"
#include "model/scene/stimulation.h"

#include <doctest/doctest.h>
#include <numeric>

using namespace phiscope;

namespace {

Stimulation pulse(double amplitude, double width) {
    Stimulation s;
    s.enabled = true;
    s.contacts = {0};
    s.factors = {1.0};
    s.delayMs = 2.0;
    s.amplitudeNa = amplitude;
    s.widthMs = width;
    return s;
}

} // namespace

TEST_CASE("a biphasic pulse takes its charge back") {
    Stimulation s = pulse(-1000.0, 0.2);
    s.interphaseMs = 0.1;
    s.width2Ms = 0.4;
    const SteppedCurrent current = stimulusCurrent(s);
    CHECK(currentAt(current, 1.99) == 0.0);
    CHECK(currentAt(current, 2.0) == -1000.0);
    CHECK(currentAt(current, 2.25) == 0.0);
    CHECK(currentAt(current, 2.5) == 500.0);
    CHECK(currentAt(current, 2.71) == 0.0);
    CHECK(chargeUntil(current, 2.2) == doctest::Approx(-200.0)); // nA · ms is pC
    CHECK(chargeUntil(current, 100.0) == doctest::Approx(0.0));
    CHECK(stimulusEnd(s) == doctest::Approx(2.7));
    s.amplitude2Na = 300.0;
    CHECK(chargeUntil(stimulusCurrent(s), 100.0) == doctest::Approx(-200.0 + 120.0));
    s.biphasic = false;
    CHECK(chargeUntil(stimulusCurrent(s), 100.0) == doctest::Approx(-200.0));
}

TEST_CASE("pulses repeat in bursts") {
    Stimulation s = pulse(10.0, 1.0);
    s.biphasic = false;
    s.pulseCount = 3;
    s.intervalMs = 5.0;
    s.burstCount = 2;
    s.burstIntervalMs = 50.0;
    const SteppedCurrent current = stimulusCurrent(s);
    for (const double begin : {2.0, 7.0, 12.0, 52.0, 57.0, 62.0}) {
        CAPTURE(begin);
        CHECK(currentAt(current, begin - 0.001) == 0.0);
        CHECK(currentAt(current, begin) == 10.0);
        CHECK(currentAt(current, begin + 1.0) == 0.0);
    }
    CHECK(current.timesMs.size() == 12);
    CHECK(waveProblem(s).empty());
    s.intervalMs = 1.0; // without a gap: one long pulse
    CHECK(waveProblem(s).empty());
    CHECK(currentAt(stimulusCurrent(s), 3.5) == 10.0);
    s.intervalMs = 0.5;
    CHECK(waveProblem(s) == "The pulses begin every 0.5 ms, but one lasts 1 ms.");
    CHECK(stimulusCurrent(s).timesMs.empty());
    s.intervalMs = 30.0;
    CHECK(waveProblem(s) == "The bursts begin every 50 ms, but one lasts 61 ms.");
}

TEST_CASE("a given wave holds each value until the next") {
    Stimulation s = pulse(0.0, 1.0);
    s.wave = Stimulation::Wave::samples;
    s.sampleTimesMs = {0.0, 1.0, 4.0};
    s.samplesNa = {5.0, -2.0, 0.5};
    const SteppedCurrent current = stimulusCurrent(s);
    CHECK(currentAt(current, 1.0) == 0.0);
    CHECK(currentAt(current, 2.5) == 5.0);
    CHECK(currentAt(current, 5.9) == -2.0);
    CHECK(currentAt(current, 1000.0) == 0.5);
    s.sampleTimesMs = {0.0, 1.0};
    CHECK_FALSE(waveProblem(s).empty());
    s.sampleTimesMs = {0.0, 1.0, 1.0};
    CHECK(waveProblem(s) == "The times of the wave must rise.");
}

TEST_CASE("steps of any length carry the right charge") {
    Stimulation s = pulse(-1000.0, 0.2);
    s.biphasic = false;
    const SteppedCurrent current = stimulusCurrent(s);
    for (const double dt : {0.0625, 0.025, 0.3, 1.7}) {
        CAPTURE(dt);
        const std::vector<double> means = meanPerStep(current, -1.0, dt, 200);
        CHECK(means.size() == 200);
        CHECK(dt * std::accumulate(means.begin(), means.end(), 0.0) == doctest::Approx(-200.0));
    }
    // On the grid: the values themselves, exactly, though 0.1 has no exact number.
    const std::vector<double> onGrid = meanPerStep(current, 0.0, 0.1, 30);
    CHECK(onGrid[19] == 0.0);
    CHECK(onGrid[20] == -1000.0);
    CHECK(onGrid[21] == -1000.0);
    CHECK(onGrid[22] == 0.0);
    // What began before the first step is there.
    CHECK(meanPerStep(current, 2.05, 0.05, 1).front() == -1000.0);
}

TEST_CASE("contacts and factors are read as they are written") {
    Stimulation s;
    CHECK(readDrivenContacts("1, 4 × −1", 16, s).empty());
    CHECK(s.contacts == std::vector<int>{0, 3});
    CHECK(s.factors == std::vector<double>{1.0, -1.0});
    CHECK(drivenContactsText(s) == "1, 4 × −1");
    CHECK(readDrivenContacts(" 2: -0.5; 3:+2 5 ", 16, s).empty());
    CHECK(s.contacts == std::vector<int>{1, 2, 4});
    CHECK(s.factors == std::vector<double>{-0.5, 2.0, 1.0});
    CHECK(stimulusFactor(s, 2) == 2.0);
    CHECK(stimulusFactor(s, 0) == 0.0);
    const Stimulation before = s;
    CHECK(readDrivenContacts("17", 16, s) == "There is no contact 17; the probe has 1 to 16.");
    CHECK(readDrivenContacts("0", 16, s) == "There is no contact 0; the probe has 1 to 16.");
    CHECK(readDrivenContacts("3, 3", 16, s) == "Contact 3 is given more than once.");
    CHECK(readDrivenContacts("3 × ", 16, s) == "The factor of contact 3 is missing.");
    CHECK_FALSE(readDrivenContacts("all", 16, s).empty());
    CHECK_FALSE(readDrivenContacts("1.5", 16, s).empty());
    CHECK_FALSE(readDrivenContacts("1 x", 16, s).empty());
    CHECK(s == before);
    CHECK(readDrivenContacts("", 16, s).empty());
    CHECK(s.contacts.empty());
}

TEST_CASE("the charge that a wave leaves behind") {
    Stimulation s = pulse(-1000.0, 0.2);
    s.width2Ms = 0.6; // whose amplitude is not exact
    s.pulseCount = 50;
    CHECK(chargeLeft(s, 20.0) == 0.0);
    s.amplitude2Na = 300.0;
    CHECK(chargeLeft(s, 20.0) == doctest::Approx(50.0 * (-200.0 + 180.0)));
    s.wave = Stimulation::Wave::samples;
    s.sampleTimesMs = {0.0, 1.0, 2.0};
    s.samplesNa = {4.0, -4.0, 0.0};
    CHECK(chargeLeft(s, 20.0) == 0.0);
    CHECK(peakCurrent(stimulusCurrent(s)) == 4.0);
    s.samplesNa.back() = 0.5; // and never ends
    CHECK(chargeLeft(s, 20.0) == doctest::Approx(0.5 * 16.0));
}

TEST_CASE("contacts are switched on and off one by one") {
    Probe probe;
    CHECK_FALSE(stimulates(probe));
    toggleContact(probe, 3);
    toggleContact(probe, 5);
    CHECK(stimulates(probe));
    CHECK(probe.stimulation.contacts == std::vector<int>{3, 5});
    CHECK(drives(probe, 5));
    CHECK_FALSE(drives(probe, 4));
    toggleContact(probe, 3);
    CHECK(probe.stimulation.contacts == std::vector<int>{5});
    CHECK(probe.stimulation.factors == std::vector<double>{1.0});
    toggleContact(probe, 5);
    CHECK_FALSE(stimulates(probe));
    CHECK_FALSE(probe.stimulation.enabled);
    // What was switched off as a whole does not come back with another contact.
    probe.stimulation.contacts = {1, 2};
    probe.stimulation.factors = {1.0, -1.0};
    toggleContact(probe, 7);
    CHECK(probe.stimulation.contacts == std::vector<int>{7});
}

TEST_CASE("a scene without stimulation, as older versions wrote it, has none") {
    const Result<SceneFile> file =
        parseScene(R"({"version": 1, "probes": [{"id": "p", "contact_count": 3}]})", "old.phiscope");
    REQUIRE(file);
    CHECK(file->notices.empty());
    CHECK(file->scene.probes.front().stimulation == Stimulation{});
    CHECK(file->scene.cell.pose == Pose{});
}

TEST_CASE("a contact that is no whole number is refused, with its place") {
    const auto problems = findProblems(
        R"({"version": 1, "probes": [{"id": "p", "stimulation": {"enabled": true, "contacts": [0.5],
            "factors": [1]}}]})");
    REQUIRE(problems.size() == 1);
    CHECK(problems.front().path == "/probes/0/stimulation/contacts");
}
