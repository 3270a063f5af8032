#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <memory>

namespace phiscope {

class Recording;

/// The moment that everything shows, and how it moves: by hand, by playing, or with the end of a recording
/// that still grows. One of it drives the 3-D view, the plots and the timeline.
///
/// Ticks 60 times a second only while something can move; `ticked` is the one place to redraw from.
class TimeCursor : public QObject {
    Q_OBJECT
public:
    explicit TimeCursor(QObject* parent = nullptr);

    /// The recording that times refer to; null: none. Keeps time, playing and following as they are, except
    /// that the time is kept within the new duration.
    void setRecording(std::shared_ptr<const Recording> recording);
    const std::shared_ptr<const Recording>& recording() const { return recording_; }

    double timeMs() const { return timeMs_; }
    /// Of the whole recording, once it is complete: (frames - 1) * dt.
    double durationMs() const { return durationMs_; }
    /// End of what is recorded so far.
    double availableMs() const { return availableMs_; }
    double dtMs() const { return dtMs_; }
    /// Index of the frame shown: the nearest one that exists. 0 where there is none.
    qint64 frame() const;
    bool growing() const { return growing_; }

    bool playing() const { return playing_; }
    bool looping() const { return looping_; }
    double speed() const { return speed_; } ///< ms of model time per second
    bool following() const { return following_; }

    static constexpr double slowest = 0.1;
    static constexpr double fastest = 1000.0;

public Q_SLOTS:
    /// The person chose a time: stops following. Kept within [0, durationMs]; while a recording grows it may
    /// lie ahead of what is recorded, and waits there.
    void scrubTo(double timeMs);
    /// One frame back or on; `count` may be negative.
    void step(int count);
    void toStart();
    /// The last moment. Of a growing recording: the newest one, from now on (follows).
    void toEnd();
    /// From the end, playing begins again at 0.
    void setPlaying(bool playing);
    void togglePlaying();
    void setLooping(bool looping);
    void setSpeed(double msPerSecond);
    /// While following, the time is the newest frame of a growing recording.
    void setFollowing(bool following);
    /// Ticks for another quarter of a second although the recording is complete and nothing plays: what is
    /// computed from it (signals of a moved probe) is still on its way.
    void wake();
    /// Moves on by `seconds` of real time, as the tick does. For tests and for making pictures frame by
    /// frame.
    void advance(double seconds);

Q_SIGNALS:
    void timeChanged(double timeMs);
    /// More frames, another duration or another recording.
    void extentChanged();
    void playingChanged(bool playing);
    void loopingChanged(bool looping);
    void speedChanged(double msPerSecond);
    void followingChanged(bool following);
    /// After every tick, whether or not the time changed: signals may have grown. Redraw what changed.
    void ticked();

private:
    void tick();
    void readExtent();
    void setTime(double timeMs);
    void updateTimer();
    double endMs() const { return growing_ ? availableMs_ : durationMs_; }

    std::shared_ptr<const Recording> recording_;
    QTimer timer_;
    QElapsedTimer clock_;
    double timeMs_ = 0.0;
    double durationMs_ = 0.0;
    double availableMs_ = 0.0;
    double dtMs_ = 0.0625;
    double speed_ = 5.0;
    int wakeTicks_ = 0;
    bool growing_ = false;
    bool playing_ = false;
    bool looping_ = true;
    bool following_ = true;
};

} // namespace phiscope
