#pragma once

#include <QWidget>

#include <functional>
#include <vector>

class QComboBox;
class QLabel;
class QPushButton;
class QTimer;

namespace phiscope {

class SpikeLane;

/// Spikes tapped by hand: the time of the run passes on a lane at a chosen pace, mostly in slow motion, and
/// each tap (the large button, or Space) becomes a spike where the cursor is. What was tapped is told once,
/// at the end. Parts for tests: recordPace, recordKeep, recordTap, recordStop.
class SpikeRecorder : public QWidget {
    Q_OBJECT
public:
    explicit SpikeRecorder(SpikeLane* lane, QWidget* parent = nullptr);

    /// What lies on the lane before, and the run's length. Ends a recording that does not fit any more.
    void setTrain(const std::vector<double>& timesMs, double durationMs);
    /// The lane's time passes until the run's end, `stop` or `abandon`.
    void start();
    /// Keeps what was tapped.
    void stop();
    /// Keeps nothing.
    void abandon();
    bool isRecording() const { return recording_; }
    /// Model ms in a real ms.
    double pace() const;
    /// Real ms from anywhere on; a test has a clock of its own.
    void setClock(std::function<double()> nowMs) { nowMs_ = std::move(nowMs); }

    /// The pace with which a run takes about 5 s, of 1, 2 and 5 times powers of ten.
    static double defaultPace(double durationMs);

Q_SIGNALS:
    void recordingChanged(bool recording);
    /// The lane's new times, ascending; not where nothing was tapped.
    void recorded(const std::vector<double>& timesMs, int taps);
    /// The person is done with this.
    void closed();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void tick();
    void press();
    double cursorMs() const;
    bool keeps() const;
    void offerPaces();
    void showLane();
    void showState();
    void end();

    SpikeLane* lane_;
    QComboBox* pace_;
    QComboBox* keep_;
    QLabel* keepLabel_;
    QPushButton* tap_;
    QPushButton* stop_;
    QLabel* words_;
    QTimer* timer_;
    std::function<double()> nowMs_;
    std::vector<double> before_;
    std::vector<double> taps_;
    double durationMs_ = 0.0;
    double startedMs_ = 0.0;
    bool recording_ = false;
};

} // namespace phiscope
