// Colours of two runs: where the range takes long to find, a worker finds the same one.
#include "widgets/run_pair_colours.h"

#include <QTest>

#include <array>
#include <memory>
#include <vector>

using namespace phiscope;

namespace {

using Side = RunPairColours::Side;

constexpr int segments = 40;

std::shared_ptr<const PlacedCell> stick() {
    auto cell = std::make_shared<PlacedCell>();
    Section section;
    section.name = "soma[0]";
    section.type = SectionType::soma;
    section.points = {{0.0F, 0.0F, 0.0F, 4.0F}, {0.0F, 0.0F, 1600.0F, 2.0F}};
    cell->morphology.sections = {section};
    const std::array<int, 1> nseg{segments};
    cell->segments = makeSegments(cell->morphology, nseg);
    return cell;
}

/// Rests at −70 mV but for one peak in the middle of the run.
RunData run(const std::shared_ptr<const PlacedCell>& cell, float peakMv) {
    RecordingLayout layout;
    layout.segments = segments;
    layout.frames = 1001;
    auto recording = *Recording::create(layout);
    for (std::int64_t frame = 0; frame < layout.frames; ++frame) {
        const bool peak = frame > 480 && frame < 520;
        for (int k = 0; k < segments; ++k) {
            recording->writePotentials(frame)[k] = peak ? peakMv : -70.0F;
            recording->writeCurrents(frame)[k] = peak ? 0.01 * static_cast<double>(peakMv) : 0.0;
        }
        recording->publish(frame + 1);
    }
    recording->finish();
    return {recording, cell, std::make_shared<const Scene>()};
}

} // namespace

class TestRunPairColours : public QObject {
    Q_OBJECT

    std::shared_ptr<const PlacedCell> cell_ = stick();
    RunData a_ = run(cell_, 20.0F);
    RunData b_ = run(cell_, 35.0F);

private Q_SLOTS:
    void aWorkerFindsTheSameRange_data() {
        QTest::addColumn<int>("side");
        QTest::addColumn<bool>("currents");
        for (const bool currents : {false, true}) {
            for (const Side side : {Side::first, Side::second, Side::difference}) {
                QTest::addRow("%d %d", static_cast<int>(side), currents)
                    << static_cast<int>(side) << currents;
            }
        }
    }
    void aWorkerFindsTheSameRange() {
        QFETCH(int, side);
        QFETCH(bool, currents);
        RunPairColours here(a_, b_, static_cast<Side>(side), currents);
        RunPairColours there(a_, b_, static_cast<Side>(side), currents);
        there.setAtOnce(0);
        int told = 0;
        there.setOnRange([&] { ++told; });
        std::vector<float> values;
        std::vector<float> same;
        QVERIFY(here.values(10.0, *cell_, values));
        QVERIFY(!here.busy());
        QVERIFY(there.values(10.0, *cell_, same));
        QVERIFY(there.busy());
        QCOMPARE(same, values); // the moment is there at once
        // At rest nothing is known of the peak yet.
        QVERIFY(!(there.colouring({}) == here.colouring({})));
        QTRY_COMPARE(told, 1);
        QVERIFY(there.values(10.0, *cell_, same));
        QVERIFY(!there.busy());
        QVERIFY(there.colouring({}) == here.colouring({}));
    }

    void nobodyWaitsForARangeThatNobodyWants() {
        int told = 0;
        {
            RunPairColours colours(a_, b_, Side::difference, false);
            colours.setAtOnce(0);
            colours.setOnRange([&] { ++told; });
            std::vector<float> values;
            QVERIFY(colours.values(10.0, *cell_, values));
        }
        QTest::qWait(50);
        QCOMPARE(told, 0);
    }

    void theRangeOfTheRunBeforeStaysUntilThen() {
        std::vector<float> values;
        RunPairColours before(a_, b_, Side::second, false);
        QVERIFY(before.values(10.0, *cell_, values));
        RunPairColours now(a_, b_, Side::second, false);
        now.setAtOnce(0);
        now.keepRangeOf(before);
        QVERIFY(now.values(10.0, *cell_, values));
        QVERIFY(now.busy());
        QVERIFY(now.colouring({}) == before.colouring({}));
        QTRY_VERIFY(!now.busy());
        QVERIFY(now.colouring({}) == before.colouring({}));
    }
};

QTEST_GUILESS_MAIN(TestRunPairColours)
#include "test_run_pair_colours.moc"
