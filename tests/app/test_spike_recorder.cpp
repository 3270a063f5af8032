// Spikes tapped in by hand, in the real window: by key and by mouse, at a pace of one's own, with a clock
// that the test holds.
#include "tests/ui/open_window.h"
#include "widgets/inputs/spike_lane.h"
#include "widgets/inputs/spike_recorder.h"
#include "widgets/property_panel.h"

#include <QComboBox>
#include <QPushButton>
#include <QSignalSpy>
#include <QSurfaceFormat>

#include <memory>

using namespace phiscope;

using Times = std::vector<double>;

class TestSpikeRecorder : public QObject {
    Q_OBJECT

    std::unique_ptr<test::OpenWindow> window_;
    double nowMs_ = 0.0;

    Document& document() const { return window_->document(); }
    QString id() const { return QString::fromStdString(document().scene().synapses.front().id); }
    const Times& times() const { return document().scene().synapses.front().spikes.timesMs; }
    int steps() const { return document().undoStack()->count(); }
    template <typename T>
    T* part(const char* name) const {
        return window_->parts().properties->widget()->findChild<T*>(QString::fromLatin1(name));
    }
    SpikeRecorder* recorder() const { return part<SpikeRecorder>("spikeRecorder"); }
    SpikeLane* lane() const { return part<SpikeLane>("spikeLane"); }
    QPushButton* tap() const { return part<QPushButton>("recordTap"); }
    QPushButton* stop() const { return part<QPushButton>("recordStop"); }
    QAction* command() const { return (*window_)->findChild<QAction*>(QStringLiteral("recordSpikes")); }
    /// To whatever has the keyboard.
    static void press(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }
    void openRecorder() {
        command()->trigger();
        QTRY_VERIFY(recorder()->isVisible() && tap()->hasFocus());
        QTRY_VERIFY(tap()->visibleRegion().boundingRect().height() == tap()->height()); // laid out and seen
        recorder()->setClock([this] { return nowMs_; });
    }
    void choosePace(double pace) {
        auto* box = part<QComboBox>("recordPace");
        const int at = box->findData(pace);
        QVERIFY(at >= 0);
        box->setCurrentIndex(at);
    }

private Q_SLOTS:
    void init() {
        nowMs_ = 7000.0;
        window_ = std::make_unique<test::OpenWindow>(QStringLiteral("ball_and_stick"));
        Synapse synapse = document().scene().synapses.front();
        synapse.spikes = SpikeTrain();
        synapse.spikes.timesMs = {10.0, 50.0};
        document().setSynapse(synapse, QStringLiteral("prepare"));
        RunSettings run = document().scene().run;
        run.tstopMs = 100.0;
        document().setRun(run, QStringLiteral("prepare"));
        document().select(id());
    }
    void cleanup() { window_.reset(); }

    void aRunOfAnyLengthTakesAboutFiveSeconds() {
        QCOMPARE(SpikeRecorder::defaultPace(100.0), 0.02);
        QCOMPARE(SpikeRecorder::defaultPace(5000.0), 1.0);
        QCOMPARE(SpikeRecorder::defaultPace(10.0), 0.002);
        QCOMPARE(SpikeRecorder::defaultPace(60000.0), 10.0);
    }

    void tapsOfSpaceBecomeSpikesInOneStep() {
        openRecorder();
        QCOMPARE(recorder()->pace(), 0.02);
        const int before = steps();
        press(Qt::Key_Space);
        QVERIFY(recorder()->isRecording());
        QVERIFY(!lane()->isEditable());
        QCOMPARE(lane()->rows(), (std::vector<Times>{{}}));         // they will be replaced
        for (const double real : {500.0, 1250.0, 1250.0, 3000.0}) { // a tap at the same moment is the same
            nowMs_ = 7000.0 + real;
            press(Qt::Key_Space);
        }
        QTRY_COMPARE(lane()->recordingCursor(), 60.0); // the cursor goes by itself
        QCOMPARE(lane()->rows(), (std::vector<Times>{{10.0, 25.0, 60.0}}));
        window_->picture(QStringLiteral("recorder_running"));
        QCOMPARE(steps(), before); // nothing runs again in between
        QCOMPARE(times(), (Times{10.0, 50.0}));
        QVERIFY(!window_->parts().cursor->playing()); // which Space does elsewhere
        nowMs_ = 7000.0 + 5000.0;
        QTRY_VERIFY(!recorder()->isRecording()); // the end of the run
        QCOMPARE(times(), (Times{10.0, 25.0, 60.0}));
        QCOMPARE(steps(), before + 1);
        QVERIFY(lane()->recordingCursor() < 0.0);
        QVERIFY(lane()->isEditable());
        document().undoStack()->undo();
        QCOMPARE(times(), (Times{10.0, 50.0}));
        QCOMPARE(lane()->rows(), (std::vector<Times>{{10.0, 50.0}}));
    }

    void theMouseTapsAndStopKeepsWhatIsThere() {
        openRecorder();
        choosePace(0.1);
        part<QComboBox>("recordKeep")->setCurrentIndex(1);
        const int before = steps();
        QTest::mouseClick(tap(), Qt::LeftButton);
        QVERIFY(recorder()->isRecording());
        QVERIFY(!part<QComboBox>("recordPace")->isEnabled());
        nowMs_ += 123.0;
        QTest::mousePress(tap(), Qt::LeftButton);
        nowMs_ += 200.0; // held down: the spike is where it went down
        QTest::mouseRelease(tap(), Qt::LeftButton);
        QCOMPARE(lane()->rows(), (std::vector<Times>{{10.0, 50.0, 12.3}}));
        QTest::mouseClick(stop(), Qt::LeftButton);
        QVERIFY(!recorder()->isRecording());
        QCOMPARE(times(), (Times{10.0, 12.3, 50.0}));
        QCOMPARE(steps(), before + 1);
        QTest::mouseClick(stop(), Qt::LeftButton); // now it closes
        QVERIFY(recorder()->isHidden());
    }

    void escapeEndsAndARecordingWithoutTapsChangesNothing() {
        openRecorder();
        const int before = steps();
        press(Qt::Key_Space);
        nowMs_ += 1000.0;
        press(Qt::Key_Escape);
        QVERIFY(!recorder()->isRecording());
        QCOMPARE(times(), (Times{10.0, 50.0}));
        QCOMPARE(steps(), before);
        QCOMPARE(document().selection(), id()); // which Esc drops elsewhere
        press(Qt::Key_Space);
        nowMs_ += 1000.0;
        press(Qt::Key_Space);
        press(Qt::Key_Escape);
        QCOMPARE(times(), (Times{20.0}));
        QCOMPARE(steps(), before + 1);
        press(Qt::Key_Escape);
        QVERIFY(recorder()->isHidden());
        QCOMPARE(document().selection(), id());
    }

    void whatChangesBelowARecordingEndsIt() {
        openRecorder();
        press(Qt::Key_Space);
        nowMs_ += 1000.0;
        press(Qt::Key_Space);
        RunSettings run = document().scene().run;
        run.tstopMs = 60.0;
        document().setRun(run, QStringLiteral("shorter"));
        QVERIFY(!recorder()->isRecording());
        QCOMPARE(times(), (Times{10.0, 50.0}));
        QCOMPARE(recorder()->pace(), SpikeRecorder::defaultPace(60.0));
        press(Qt::Key_Space);
        nowMs_ += 1000.0;
        press(Qt::Key_Space);
        document().select(QStringLiteral("cell")); // the panel shows another object
        QCoreApplication::processEvents();
        QCOMPARE(times(), (Times{10.0, 50.0}));
        QVERIFY(!command()->isEnabled());
    }

    void onlyGivenTimesAreRecorded() {
        QVERIFY(command()->isEnabled());
        QVERIFY(!part<QPushButton>("recordSpikes")->isHidden());
        Synapse synapse = document().scene().synapses.front();
        synapse.spikes.kind = SpikeTrain::Kind::poisson;
        document().setSynapse(synapse, QStringLiteral("random"));
        QVERIFY(!command()->isEnabled());
        QVERIFY(part<QPushButton>("recordSpikes")->isHidden());
    }
};

int main(int argc, char* argv[]) {
    QSurfaceFormat::setDefaultFormat(View3D::surfaceFormat());
    QApplication application(argc, argv);
    TestSpikeRecorder tests;
    return QTest::qExec(&tests, argc, argv);
}

#include "test_spike_recorder.moc"
