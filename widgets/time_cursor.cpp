#include "widgets/time_cursor.h"

#include "model/simulation/recording.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {
constexpr int tickMilliseconds = 16;
constexpr int wakeTicks = 15;
} // namespace

TimeCursor::TimeCursor(QObject* parent)
    : QObject(parent) {
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setInterval(tickMilliseconds);
    connect(&timer_, &QTimer::timeout, this, &TimeCursor::tick);
}

void TimeCursor::setRecording(std::shared_ptr<const Recording> recording) {
    if (recording == recording_) {
        return;
    }
    recording_ = std::move(recording);
    // Other values that never come out, so that readExtent announces the new ones.
    availableMs_ = -1.0;
    readExtent();
    if (following_) {
        setTime(endMs());
    } else if (timeMs_ > durationMs_) {
        setTime(durationMs_);
    }
    wake();
}

qint64 TimeCursor::frame() const {
    if (!recording_) {
        return 0;
    }
    const auto last = std::max<std::int64_t>(0, recording_->frameCount() - 1);
    return std::clamp<std::int64_t>(std::llround(timeMs_ / dtMs_), 0, last);
}

void TimeCursor::scrubTo(double timeMs) {
    setFollowing(false);
    setTime(std::clamp(timeMs, 0.0, durationMs_));
}

void TimeCursor::step(int count) {
    scrubTo((std::round(timeMs_ / dtMs_) + count) * dtMs_);
}

void TimeCursor::toStart() {
    scrubTo(0.0);
}

void TimeCursor::toEnd() {
    if (growing_) {
        setPlaying(false);
        setFollowing(true);
        setTime(availableMs_);
    } else {
        scrubTo(durationMs_);
    }
}

void TimeCursor::setPlaying(bool playing) {
    if (playing == playing_) {
        return;
    }
    playing_ = playing;
    if (playing) {
        setFollowing(false);
        if (timeMs_ >= endMs()) {
            setTime(0.0);
        }
    }
    updateTimer();
    Q_EMIT playingChanged(playing);
}

void TimeCursor::togglePlaying() {
    setPlaying(!playing_);
}

void TimeCursor::setLooping(bool looping) {
    if (looping != looping_) {
        looping_ = looping;
        Q_EMIT loopingChanged(looping);
    }
}

void TimeCursor::setSpeed(double msPerSecond) {
    const double speed = std::clamp(msPerSecond, slowest, fastest);
    if (speed != speed_) {
        speed_ = speed;
        Q_EMIT speedChanged(speed);
    }
}

void TimeCursor::setFollowing(bool following) {
    if (following != following_) {
        following_ = following;
        Q_EMIT followingChanged(following);
    }
}

void TimeCursor::wake() {
    wakeTicks_ = wakeTicks;
    updateTimer();
}

void TimeCursor::advance(double seconds) {
    const bool wasGrowing = growing_;
    readExtent();
    if (following_ && (growing_ || wasGrowing)) {
        setTime(endMs());
    } else if (playing_) {
        const double next = timeMs_ + speed_ * seconds;
        const double end = endMs();
        if (next < end) {
            setTime(next);
        } else if (growing_) {
            setTime(std::max(timeMs_, end)); // waits for NEURON, where it stands
        } else if (looping_ && end > 0.0) {
            setTime(std::fmod(next, end));
        } else {
            setTime(end);
            setPlaying(false);
        }
    }
    Q_EMIT ticked();
}

void TimeCursor::tick() {
    const double seconds = static_cast<double>(clock_.restart()) * 1e-3;
    if (wakeTicks_ > 0) {
        --wakeTicks_;
    }
    // A machine that slept, or a dialog that blocked, must not make the picture leap.
    advance(std::min(seconds, 0.1));
    updateTimer();
}

void TimeCursor::readExtent() {
    double duration = 0.0;
    double available = 0.0;
    growing_ = false;
    if (recording_) {
        dtMs_ = recording_->layout().dtMs;
        // In this order: frames published between the two loads are then read at the next tick.
        const bool finished = recording_->finished();
        const auto frames = recording_->frameCount();
        available = static_cast<double>(std::max<std::int64_t>(0, frames - 1)) * dtMs_;
        growing_ = !finished;
        duration = finished ? available : static_cast<double>(recording_->layout().frames - 1) * dtMs_;
    }
    if (available != availableMs_ || duration != durationMs_) {
        availableMs_ = available;
        durationMs_ = duration;
        if (timeMs_ > durationMs_) {
            setTime(durationMs_);
        }
        Q_EMIT extentChanged();
    }
}

void TimeCursor::setTime(double timeMs) {
    if (timeMs != timeMs_) {
        timeMs_ = timeMs;
        Q_EMIT timeChanged(timeMs);
    }
}

void TimeCursor::updateTimer() {
    const bool needed = recording_ && (growing_ || playing_ || wakeTicks_ > 0);
    if (needed && !timer_.isActive()) {
        clock_.start();
        timer_.start();
    } else if (!needed && timer_.isActive()) {
        timer_.stop();
    }
}

} // namespace phiscope
