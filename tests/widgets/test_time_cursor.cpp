#include "tests/widgets/synthetic_run.h"
#include "widgets/time_cursor.h"
#include "widgets/time_scale.h"

#include <QSignalSpy>
#include <QTest>

using namespace phiscope;

class TestTimeCursor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void pixelsAndTimes_data();
    void pixelsAndTimes();
    void zoomKeepsWhatIsUnderTheMouse_data();
    void zoomKeepsWhatIsUnderTheMouse();
    void panStaysInside();
    void ticksAreRound_data();
    void ticksAreRound();

    void followsTheEndUntilScrubbed();
    void endFollowsAgain();
    void playsAtItsSpeed();
    void waitsForTheRecording();
    void loopsOrStops();
    void stepsFrames();
    void keepsItsTimeInANewRecording();
    void cutRecordingEndsWhereItEnds();
    void restsWhenNothingMoves();
};

void TestTimeCursor::pixelsAndTimes_data() {
    QTest::addColumn<double>("pixel");
    QTest::addColumn<double>("time");
    QTest::addColumn<double>("clamped");
    QTest::newRow("left end") << 60.0 << 20.0 << 20.0;
    QTest::newRow("right end") << 460.0 << 60.0 << 60.0;
    QTest::newRow("middle") << 260.0 << 40.0 << 40.0;
    QTest::newRow("fraction of a pixel") << 60.5 << 20.05 << 20.05;
    QTest::newRow("left of it") << 50.0 << 19.0 << 20.0;
    QTest::newRow("right of it") << 500.0 << 64.0 << 60.0;
}

void TestTimeCursor::pixelsAndTimes() {
    QFETCH(const double, pixel);
    QFETCH(const double, time);
    QFETCH(const double, clamped);
    const TimeScale scale{20.0, 60.0, 60.0, 460.0};
    QCOMPARE(scale.toTime(pixel), time);
    QCOMPARE(scale.toTimeClamped(pixel), clamped);
    QCOMPARE(scale.toPixel(time), pixel);
    QCOMPARE(scale.msPerPixel(), 0.1);
}

void TestTimeCursor::zoomKeepsWhatIsUnderTheMouse_data() {
    QTest::addColumn<double>("factor");
    QTest::addColumn<double>("pixel");
    QTest::addColumn<double>("start");
    QTest::addColumn<double>("end");
    QTest::newRow("closer about the middle") << 0.5 << 50.0 << 30.0 << 50.0;
    QTest::newRow("closer about the left") << 0.5 << 0.0 << 20.0 << 40.0;
    QTest::newRow("wider") << 1.5 << 50.0 << 10.0 << 70.0;
    QTest::newRow("wider than all") << 10.0 << 50.0 << 0.0 << 100.0;
    QTest::newRow("pushed in from the edge") << 1.75 << 100.0 << 0.0 << 70.0;
    QTest::newRow("not below the shortest") << 1e-6 << 50.0 << 39.5 << 40.5;
}

void TestTimeCursor::zoomKeepsWhatIsUnderTheMouse() {
    QFETCH(const double, factor);
    QFETCH(const double, pixel);
    QFETCH(const double, start);
    QFETCH(const double, end);
    const TimeScale before{20.0, 60.0, 0.0, 100.0};
    const TimeScale scale = before.zoomed(factor, pixel, 0.0, 100.0, 1.0);
    QVERIFY2(std::abs(scale.startMs - start) < 1e-9, qPrintable(QString::number(scale.startMs)));
    QVERIFY2(std::abs(scale.endMs - end) < 1e-9, qPrintable(QString::number(scale.endMs)));
    QCOMPARE(scale.left, before.left);
}

void TestTimeCursor::panStaysInside() {
    const TimeScale before{20.0, 60.0, 0.0, 400.0};
    QCOMPARE(before.panned(100.0, 0.0, 100.0).startMs, 10.0);
    QCOMPARE(before.panned(1000.0, 0.0, 100.0).startMs, 0.0);
    QCOMPARE(before.panned(1000.0, 0.0, 100.0).endMs, 40.0);
    QCOMPARE(before.panned(-1000.0, 0.0, 100.0).endMs, 100.0);
}

void TestTimeCursor::ticksAreRound_data() {
    QTest::addColumn<double>("end");
    QTest::addColumn<double>("step");
    QTest::newRow("100 ms") << 100.0 << 20.0;
    QTest::newRow("1 s") << 1000.0 << 200.0;
    QTest::newRow("30 ms") << 30.0 << 5.0;
    QTest::newRow("1 ms") << 1.0 << 0.2;
}

void TestTimeCursor::ticksAreRound() {
    QFETCH(const double, end);
    QFETCH(const double, step);
    QCOMPARE(tickStepMs({0.0, end, 0.0, 500.0}, 70.0), step);
}

void TestTimeCursor::followsTheEndUntilScrubbed() {
    test::SyntheticRun run;
    TimeCursor cursor;
    QSignalSpy ticked(&cursor, &TimeCursor::ticked);
    cursor.setRecording(run.recording);
    QVERIFY(cursor.growing());
    QCOMPARE(cursor.durationMs(), 100.0);
    run.growTo(161);
    QTRY_COMPARE(cursor.timeMs(), 10.0);
    run.growTo(321);
    QTRY_COMPARE(cursor.timeMs(), 20.0);
    QCOMPARE(cursor.frame(), 320);

    cursor.scrubTo(4.0);
    QVERIFY(!cursor.following());
    run.growTo(641);
    QTRY_COMPARE(cursor.availableMs(), 40.0);
    QCOMPARE(cursor.timeMs(), 4.0);
    QVERIFY(!ticked.isEmpty());
}

void TestTimeCursor::endFollowsAgain() {
    test::SyntheticRun run;
    run.growTo(161);
    TimeCursor cursor;
    cursor.setRecording(run.recording);
    cursor.scrubTo(1.0);
    cursor.toEnd();
    QVERIFY(cursor.following());
    QCOMPARE(cursor.timeMs(), 10.0);
    run.complete();
    QTRY_COMPARE(cursor.timeMs(), 100.0);
    QVERIFY(!cursor.growing());
}

void TestTimeCursor::playsAtItsSpeed() {
    test::SyntheticRun run;
    run.complete();
    TimeCursor cursor;
    cursor.setRecording(run.recording);
    cursor.setSpeed(20.0);
    cursor.scrubTo(5.0);
    QSignalSpy playing(&cursor, &TimeCursor::playingChanged);
    cursor.setPlaying(true);
    QCOMPARE(playing.count(), 1);
    cursor.advance(0.5);
    QCOMPARE(cursor.timeMs(), 15.0);
    QTRY_VERIFY(cursor.timeMs() > 15.5); // and by itself
    cursor.setSpeed(1e9);
    QCOMPARE(cursor.speed(), TimeCursor::fastest);
}

void TestTimeCursor::waitsForTheRecording() {
    test::SyntheticRun run;
    run.growTo(161);
    TimeCursor cursor;
    cursor.setRecording(run.recording);
    cursor.scrubTo(9.0);
    cursor.setPlaying(true);
    cursor.advance(10.0);
    QCOMPARE(cursor.timeMs(), 10.0);
    cursor.advance(10.0);
    QCOMPARE(cursor.timeMs(), 10.0);
    QVERIFY(cursor.playing());
    cursor.scrubTo(50.0); // ahead of what is there: stays
    cursor.advance(0.1);
    QCOMPARE(cursor.timeMs(), 50.0);
    QCOMPARE(cursor.frame(), 160);
}

void TestTimeCursor::loopsOrStops() {
    test::SyntheticRun run;
    run.complete();
    TimeCursor cursor;
    cursor.setRecording(run.recording);
    cursor.setSpeed(10.0);
    cursor.scrubTo(95.0);
    cursor.setPlaying(true);
    cursor.advance(1.0);
    QVERIFY(cursor.playing());
    QVERIFY2(std::abs(cursor.timeMs() - 5.0) < 1e-9, qPrintable(QString::number(cursor.timeMs())));
    cursor.setLooping(false);
    cursor.scrubTo(95.0);
    cursor.advance(1.0);
    QCOMPARE(cursor.timeMs(), 100.0);
    QVERIFY(!cursor.playing());
    cursor.setPlaying(true); // from the end: from the beginning
    QCOMPARE(cursor.timeMs(), 0.0);
}

void TestTimeCursor::stepsFrames() {
    test::SyntheticRun run;
    run.complete();
    TimeCursor cursor;
    cursor.setRecording(run.recording);
    cursor.scrubTo(10.01);
    cursor.step(1);
    QCOMPARE(cursor.timeMs(), 10.0625);
    cursor.step(-10);
    QCOMPARE(cursor.timeMs(), 9.4375);
    cursor.toStart();
    cursor.step(-1);
    QCOMPARE(cursor.timeMs(), 0.0);
    cursor.toEnd();
    QCOMPARE(cursor.timeMs(), 100.0);
}

void TestTimeCursor::keepsItsTimeInANewRecording() {
    test::SyntheticRun first;
    first.complete();
    TimeCursor cursor;
    cursor.setRecording(first.recording);
    cursor.scrubTo(21.5);
    test::SyntheticRun second;
    QSignalSpy moved(&cursor, &TimeCursor::timeChanged);
    cursor.setRecording(second.recording);
    QCOMPARE(cursor.timeMs(), 21.5);
    QCOMPARE(moved.count(), 0);
    test::SyntheticRun shorter(20.0);
    cursor.setRecording(shorter.recording);
    QCOMPARE(cursor.timeMs(), 20.0);
    cursor.setRecording(nullptr);
    QCOMPARE(cursor.frame(), 0);
    QCOMPARE(cursor.durationMs(), 0.0);
}

void TestTimeCursor::cutRecordingEndsWhereItEnds() {
    test::SyntheticRun run;
    run.growTo(321);
    TimeCursor cursor;
    cursor.setRecording(run.recording);
    QCOMPARE(cursor.durationMs(), 100.0);
    run.recording->finish(); // cancelled
    QTRY_COMPARE(cursor.durationMs(), 20.0);
    QVERIFY(!cursor.growing());
}

void TestTimeCursor::restsWhenNothingMoves() {
    test::SyntheticRun run;
    run.complete();
    TimeCursor cursor;
    QSignalSpy ticked(&cursor, &TimeCursor::ticked);
    cursor.setRecording(run.recording);
    // Some ticks for what is still computed from it, then silence.
    QTRY_VERIFY(ticked.count() >= 10);
    QTest::qWait(200);
    const auto count = ticked.count();
    QTest::qWait(200);
    QCOMPARE(ticked.count(), count);
    cursor.wake();
    QTRY_VERIFY(ticked.count() > count);
}

QTEST_GUILESS_MAIN(TestTimeCursor)
#include "test_time_cursor.moc"
