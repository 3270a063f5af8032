#include "render/theme.h"
#include "tests/widgets/synthetic_run.h"
#include "widgets/run_label.h"
#include "widgets/scrubber.h"
#include "widgets/tabular_text.h"
#include "widgets/time_cursor.h"
#include "widgets/timeline.h"

#include <QAbstractButton>
#include <QDir>
#include <QDoubleSpinBox>
#include <QSignalSpy>
#include <QTest>

using namespace phiscope;

namespace {

struct Bench {
    explicit Bench(bool complete = true) {
        timeline.resize(1000, timeline.sizeHint().height());
        if (complete) {
            run.complete();
        }
        cursor.setRecording(run.recording);
        timeline.setRun(run.data);
        timeline.show();
    }
    Scrubber* scrubber() const { return timeline.findChild<Scrubber*>(QStringLiteral("scrubber")); }
    QAbstractButton* button(const char* name) const {
        return timeline.findChild<QAbstractButton*>(QLatin1String(name));
    }
    QPoint at(double timeMs) const {
        return {static_cast<int>(std::lround(scrubber()->timeScale().toPixel(timeMs))),
                scrubber()->height() / 2};
    }

    test::SyntheticRun run;
    TimeCursor cursor;
    Timeline timeline{&cursor};
};

void grab(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("PHISCOPE_GRAB_DIR");
    if (!folder.isEmpty()) {
        QVERIFY(widget.grab().save(QDir(folder).filePath(name)));
    }
}

} // namespace

class TestTimeline : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void clickAndDragScrub();
    void keysStep_data();
    void keysStep();
    void marksComeFromTheRun();
    void buttonsDriveTheCursor();
    void runIsToldAndCancelled();
    void widthsDoNotChange();
    void numbersAreSetInCells();
};

void TestTimeline::clickAndDragScrub() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.timeline));
    QTest::mouseClick(bench.scrubber(), Qt::LeftButton, {}, bench.at(40.0));
    const double pixel = bench.scrubber()->timeScale().msPerPixel();
    QVERIFY(std::abs(bench.cursor.timeMs() - 40.0) <= pixel);
    QVERIFY(!bench.cursor.following());
    QTest::mousePress(bench.scrubber(), Qt::LeftButton, {}, bench.at(40.0));
    QTest::mouseMove(bench.scrubber(), bench.at(60.0));
    QVERIFY(std::abs(bench.cursor.timeMs() - 60.0) <= pixel);
    QTest::mouseMove(bench.scrubber(), QPoint(bench.scrubber()->width() + 50, 5));
    QCOMPARE(bench.cursor.timeMs(), 100.0);
    QTest::mouseRelease(bench.scrubber(), Qt::LeftButton, {}, bench.at(60.0));
    bench.cursor.scrubTo(37.5);
    grab(bench.timeline, QStringLiteral("timeline-dark.png"));
    bench.timeline.setTheme(Theme::lightTheme());
    grab(bench.timeline, QStringLiteral("timeline-light.png"));
}

void TestTimeline::keysStep_data() {
    QTest::addColumn<int>("key");
    QTest::addColumn<bool>("shift");
    QTest::addColumn<double>("time");
    QTest::newRow("right") << int(Qt::Key_Right) << false << 50.0625;
    QTest::newRow("left") << int(Qt::Key_Left) << false << 49.9375;
    QTest::newRow("ten right") << int(Qt::Key_Right) << true << 50.625;
    QTest::newRow("home") << int(Qt::Key_Home) << false << 0.0;
    QTest::newRow("end") << int(Qt::Key_End) << false << 100.0;
}

void TestTimeline::keysStep() {
    QFETCH(const int, key);
    QFETCH(const bool, shift);
    QFETCH(const double, time);
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.timeline));
    bench.cursor.scrubTo(50.0);
    QTest::keyClick(bench.scrubber(), static_cast<Qt::Key>(key), shift ? Qt::ShiftModifier : Qt::NoModifier);
    QCOMPARE(bench.cursor.timeMs(), time);
    QTest::keyClick(bench.scrubber(), Qt::Key_Space);
    QVERIFY(bench.cursor.playing());
}

void TestTimeline::marksComeFromTheRun() {
    Bench bench;
    QCOMPARE(bench.timeline.eventTimes(), (std::vector<double>{10.0, 20.0, 30.0, 45.0, 55.0}));
    const auto& spikes = bench.timeline.spikeTimes();
    QCOMPARE(spikes.size(), test::SyntheticRun::spikeTimesMs.size());
    for (std::size_t i = 0; i < spikes.size(); ++i) {
        // The crossing lies before the peak.
        const double peak = test::SyntheticRun::spikeTimesMs.at(i);
        QVERIFY(spikes[i] < peak && spikes[i] > peak - 1.0);
    }
    // A run without spikes takes the marks away.
    test::SyntheticRun quiet(10.0);
    quiet.complete();
    bench.timeline.setRun(quiet.data);
    QVERIFY(bench.timeline.spikeTimes().empty());
}

void TestTimeline::buttonsDriveTheCursor() {
    Bench bench;
    QTest::mouseClick(bench.button("playButton"), Qt::LeftButton);
    QVERIFY(bench.cursor.playing());
    QVERIFY(bench.button("playButton")->accessibleName().startsWith(QStringLiteral("Stop")));
    QTest::mouseClick(bench.button("playButton"), Qt::LeftButton);
    QVERIFY(!bench.cursor.playing());
    QVERIFY(bench.cursor.looping());
    QTest::mouseClick(bench.button("loopButton"), Qt::LeftButton);
    QVERIFY(!bench.cursor.looping());
    auto* speed = bench.timeline.findChild<QDoubleSpinBox*>(QStringLiteral("speedBox"));
    speed->setValue(12.5);
    QCOMPARE(bench.cursor.speed(), 12.5);
    bench.cursor.setSpeed(2.0);
    QCOMPARE(speed->value(), 2.0);
}

void TestTimeline::runIsToldAndCancelled() {
    Bench bench(false);
    auto* label = bench.timeline.findChild<RunLabel*>(QStringLiteral("runLabel"));
    QCOMPARE(label->text(), QStringLiteral("Not run yet"));
    QVERIFY(!bench.button("cancelRunButton")->isEnabled());

    RunStatus status;
    status.state = RunStatus::State::running;
    status.stopMs = 100.0;
    status.timeMs = 43.0;
    status.remainingSeconds = 3.2;
    bench.timeline.setRunStatus(status);
    QCOMPARE(label->text(), QStringLiteral("43 %, 3.2 s left"));
    bench.run.growTo(688);
    QTRY_VERIFY(bench.cursor.availableMs() > 42.0);
    grab(bench.timeline, QStringLiteral("timeline-running.png"));
    QSignalSpy cancelled(&bench.timeline, &Timeline::cancelRequested);
    QSignalSpy paused(&bench.timeline, &Timeline::pauseRequested);
    QSignalSpy resumed(&bench.timeline, &Timeline::resumeRequested);
    QTest::mouseClick(bench.button("pauseRunButton"), Qt::LeftButton);
    QCOMPARE(paused.count(), 1);
    status.state = RunStatus::State::paused;
    bench.timeline.setRunStatus(status);
    QTest::mouseClick(bench.button("pauseRunButton"), Qt::LeftButton);
    QCOMPARE(resumed.count(), 1);
    QTest::mouseClick(bench.button("cancelRunButton"), Qt::LeftButton);
    QCOMPARE(cancelled.count(), 1);
    status.state = RunStatus::State::cancelled;
    bench.timeline.setRunStatus(status);
    QCOMPARE(label->text(), QStringLiteral("Cancelled at 43 %"));
    QVERIFY(!bench.button("cancelRunButton")->isEnabled());
}

void TestTimeline::widthsDoNotChange() {
    Bench bench;
    QVERIFY(QTest::qWaitForWindowExposed(&bench.timeline));
    const int width = bench.scrubber()->width();
    RunStatus status;
    status.stopMs = 100.0;
    for (const auto state : {RunStatus::State::preparing, RunStatus::State::running, RunStatus::State::paused,
                             RunStatus::State::finished, RunStatus::State::failed}) {
        for (const double time : {0.0, 9.9, 100.0}) {
            status.state = state;
            status.timeMs = time;
            status.remainingSeconds = time;
            bench.timeline.setRunStatus(status);
            bench.cursor.scrubTo(time);
            QCoreApplication::processEvents();
            QCOMPARE(bench.scrubber()->width(), width);
        }
    }
}

void TestTimeline::numbersAreSetInCells() {
    const QFontMetricsF metrics(QApplication::font());
    QCOMPARE(tabularWidth(metrics, QStringLiteral("111.1 ms")),
             tabularWidth(metrics, QStringLiteral("888.8 ms")));
    QCOMPARE(fixedNumber(-12.34, 1), QString(QChar(0x2212)) + QStringLiteral("12.3"));
    QCOMPARE(fixedNumber(-0.04, 1), QStringLiteral("0.0"));
    QCOMPARE(fixedNumber(1234567.0, 0), QStringLiteral("1234567"));
}

QTEST_MAIN(TestTimeline)
#include "test_timeline.moc"
