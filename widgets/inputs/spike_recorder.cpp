#include "widgets/inputs/spike_recorder.h"

#include "widgets/inputs/spike_lane.h"
#include "widgets/quantity.h"

#include <QComboBox>
#include <QElapsedTimer>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <memory>

namespace phiscope {

namespace {

constexpr double wholeRunMs = 5000.0;   // of real time, by default
constexpr double shortestMs = 500.0;    // a run that is over sooner can not be tapped into
constexpr double longestMs = 300'000.0; // nobody waits longer
constexpr int frameMs = 16;

/// 1, 2 and 5 times powers of ten, slowest first.
const std::vector<double>& paces() {
    static const std::vector<double> all = [] {
        std::vector<double> found;
        for (int power = -4; power <= 3; ++power) {
            for (const double digit : {1.0, 2.0, 5.0}) {
                // Quotients of whole numbers, so that 1/50 is the double that a reader expects.
                const double large = digit * std::pow(10.0, std::abs(power));
                found.push_back(power >= 0 ? large : digit / std::pow(10.0, -power));
            }
        }
        return found;
    }();
    return all;
}

QString paceText(double pace, double durationMs) {
    const QString seconds = formatNumber(durationMs / pace / 1000.0, 2) + QChar(0x2009) + QStringLiteral("s");
    const QString ratio = pace < 1.0 ? QStringLiteral("1:%1").arg(formatNumber(1.0 / pace, 5))
                                     : QStringLiteral("%1:1").arg(formatNumber(pace, 5));
    return SpikeRecorder::tr("%1, takes %2").arg(ratio, seconds);
}

} // namespace

SpikeRecorder::SpikeRecorder(SpikeLane* lane, QWidget* parent)
    : QWidget(parent)
    , lane_(lane)
    , pace_(new QComboBox)
    , keep_(new QComboBox)
    , keepLabel_(new QLabel(tr("Earlier spikes")))
    , tap_(new QPushButton)
    , stop_(new QPushButton(tr("Stop")))
    , words_(new QLabel)
    , timer_(new QTimer(this)) {
    setObjectName(QStringLiteral("spikeRecorder"));
    pace_->setObjectName(QStringLiteral("recordPace"));
    pace_->setAccessibleName(tr("Pace"));
    pace_->setToolTip(tr("How fast the time of the run passes while you tap: at 1:50 a ms of the run takes "
                         "50 ms. The seconds are those of the whole run."));
    pace_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    keep_->setObjectName(QStringLiteral("recordKeep"));
    keep_->setAccessibleName(keepLabel_->text());
    keep_->addItem(tr("Replace"));
    keep_->addItem(tr("Keep"));
    keep_->setToolTip(tr("What becomes of the spikes that are on the lane already: the tapped ones replace "
                         "them all, or join them."));
    tap_->setObjectName(QStringLiteral("recordTap"));
    tap_->setMinimumHeight(48);
    tap_->setFocusPolicy(Qt::StrongFocus);
    tap_->installEventFilter(this);
    stop_->setObjectName(QStringLiteral("recordStop"));
    stop_->setFocusPolicy(Qt::TabFocus); // a click leaves Space to the large button
    stop_->installEventFilter(this);
    words_->setObjectName(QStringLiteral("dim"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 4, 0, 4);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    grid->setColumnMinimumWidth(0, 124); // in line with the fields above
    grid->setColumnStretch(1, 1);
    auto* paceLabel = new QLabel(tr("Pace"));
    paceLabel->setToolTip(pace_->toolTip());
    keepLabel_->setToolTip(keep_->toolTip());
    grid->addWidget(paceLabel, 0, 0);
    grid->addWidget(pace_, 0, 1);
    grid->addWidget(keepLabel_, 1, 0);
    grid->addWidget(keep_, 1, 1);
    grid->addWidget(tap_, 2, 0, 1, 2);
    grid->addWidget(words_, 3, 0);
    grid->addWidget(stop_, 3, 1, Qt::AlignRight);

    auto clock = std::make_shared<QElapsedTimer>();
    clock->start();
    nowMs_ = [clock] {
        return static_cast<double>(clock->nsecsElapsed()) * 1e-6;
    };
    timer_->setTimerType(Qt::PreciseTimer);
    timer_->setInterval(frameMs);
    connect(timer_, &QTimer::timeout, this, &SpikeRecorder::tick);
    // When it goes down, not when it comes up: that is when the person meant it.
    connect(tap_, &QPushButton::pressed, this, &SpikeRecorder::press);
    connect(stop_, &QPushButton::clicked, this, [this] { recording_ ? stop() : Q_EMIT closed(); });
    showState();
}

double SpikeRecorder::defaultPace(double durationMs) {
    const double wanted = std::log(durationMs / wholeRunMs);
    return *std::min_element(paces().begin(), paces().end(), [wanted](double a, double b) {
        return std::abs(std::log(a) - wanted) < std::abs(std::log(b) - wanted);
    });
}

double SpikeRecorder::pace() const {
    return pace_->currentData().toDouble();
}

bool SpikeRecorder::keeps() const {
    return keep_->currentIndex() == 1;
}

void SpikeRecorder::setTrain(const std::vector<double>& timesMs, double durationMs) {
    const bool stale = recording_ && (durationMs != durationMs_ || timesMs != before_);
    before_ = timesMs;
    if (durationMs != durationMs_) {
        durationMs_ = durationMs;
        offerPaces();
    }
    if (stale) {
        abandon(); // undone, or another run: the taps belong to what was
    }
    showState();
}

void SpikeRecorder::offerPaces() {
    pace_->clear();
    const double chosen = defaultPace(durationMs_);
    for (const double pace : paces()) {
        const double realMs = durationMs_ / pace;
        if (pace == chosen || (realMs >= shortestMs && realMs <= longestMs)) {
            pace_->addItem(paceText(pace, durationMs_), pace);
        }
    }
    pace_->setCurrentIndex(pace_->findData(chosen));
}

double SpikeRecorder::cursorMs() const {
    return (nowMs_() - startedMs_) * pace();
}

void SpikeRecorder::start() {
    if (recording_ || durationMs_ <= 0.0) {
        return;
    }
    recording_ = true;
    taps_.clear();
    startedMs_ = nowMs_();
    tap_->setFocus();
    timer_->start();
    Q_EMIT recordingChanged(true);
    showLane();
    showState();
}

void SpikeRecorder::press() {
    if (!recording_) {
        start();
        return;
    }
    const double time = cursorMs();
    if (time >= durationMs_) {
        stop();
        return;
    }
    // No finer than a ms of the hand.
    const double perMs = std::pow(10.0, std::clamp(std::ceil(-std::log10(pace())), 0.0, 6.0));
    const double rounded = std::round(time * perMs) / perMs;
    if (taps_.empty() || rounded > taps_.back()) {
        taps_.push_back(rounded);
    }
    showLane();
    showState();
}

void SpikeRecorder::tick() {
    if (cursorMs() >= durationMs_) {
        stop();
        return;
    }
    lane_->setRecordingCursor(cursorMs());
    showState();
}

/// The lane as it will be, with the cursor.
void SpikeRecorder::showLane() {
    std::vector<double> times = keeps() ? before_ : std::vector<double>();
    times.insert(times.end(), taps_.begin(), taps_.end());
    lane_->setRows({std::move(times)}, durationMs_);
    lane_->setRecordingCursor(std::min(cursorMs(), durationMs_));
}

void SpikeRecorder::stop() {
    if (!recording_) {
        return;
    }
    std::vector<double> times = keeps() ? before_ : std::vector<double>();
    times.insert(times.end(), taps_.begin(), taps_.end());
    std::sort(times.begin(), times.end());
    const auto count = static_cast<int>(taps_.size());
    end();
    if (count > 0) {
        Q_EMIT recorded(times, count);
    }
}

void SpikeRecorder::abandon() {
    if (recording_) {
        end();
    }
}

void SpikeRecorder::end() {
    timer_->stop();
    recording_ = false;
    tap_->setDown(false);
    lane_->setRows({before_}, durationMs_);
    lane_->setRecordingCursor(-1.0);
    Q_EMIT recordingChanged(false);
    showState();
}

void SpikeRecorder::showState() {
    pace_->setEnabled(!recording_);
    keep_->setEnabled(!recording_);
    keepLabel_->setVisible(!before_.empty());
    keep_->setVisible(!before_.empty());
    tap_->setText(recording_ ? tr("Tap   (Space)") : tr("Start   (Space)"));
    tap_->setToolTip(recording_ ? tr("Puts a spike where the cursor is on the lane (ms).")
                                : tr("The time of the run begins to pass on the lane. Then every tap on this "
                                     "button, or of Space, is a spike."));
    stop_->setText(recording_ ? tr("Stop (Esc)") : tr("Close (Esc)"));
    stop_->setToolTip(recording_ ? tr("Ends the recording. What was tapped stays, as one step of undo; the "
                                      "end of the run does the same.")
                                 : tr("Puts the recorder away."));
    const QString gap(QChar(0x2009));
    words_->setVisible(recording_);
    if (recording_) {
        const auto count = static_cast<int>(taps_.size());
        const double shown = std::clamp(cursorMs(), 0.0, durationMs_);
        words_->setText(tr("%1, %2").arg(QString::number(shown, 'f', durationMs_ >= 1000.0 ? 0 : 1) + gap +
                                             QStringLiteral("ms"),
                                         count == 1 ? tr("1 tap") : tr("%1 taps").arg(count)));
    }
}

bool SpikeRecorder::eventFilter(QObject* watched, QEvent* event) {
    const bool shortcut = event->type() == QEvent::ShortcutOverride;
    if (shortcut || event->type() == QEvent::KeyPress) {
        auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Escape) {
            event->accept(); // in the window it drops tools and runs
            if (!shortcut) {
                recording_ ? stop() : Q_EMIT closed();
            }
            return true;
        }
        if (key->key() == Qt::Key_Space) {
            event->accept(); // in the window it plays
            return shortcut; // the button itself takes the key
        }
    }
    return QWidget::eventFilter(watched, event);
}

void SpikeRecorder::hideEvent(QHideEvent* event) {
    abandon();
    QWidget::hideEvent(event);
}

} // namespace phiscope
