#include "widgets/timeline.h"

#include "model/analysis/spikes.h"
#include "model/analysis/synaptic_events.h"
#include "widgets/colours.h"
#include "widgets/glyph_button.h"
#include "widgets/quantity.h"
#include "widgets/run_label.h"
#include "widgets/scrubber.h"
#include "widgets/simulation_controller.h"
#include "widgets/tabular_text.h"
#include "widgets/time_cursor.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

#include <algorithm>
#include <optional>

namespace phiscope {

namespace {

/// "21.5 / 100.0 ms" in a place as wide as the longest that it can become.
class TimeLabel : public QWidget {
public:
    TimeLabel(TimeCursor* cursor, QWidget* parent)
        : QWidget(parent)
        , cursor_(cursor) {
        setObjectName(QStringLiteral("timeLabel"));
        setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
        refresh();
    }

    void refresh() {
        const double last = cursor_->durationMs();
        const int decimals = cursor_->dtMs() < 0.0125 ? 3 : cursor_->dtMs() < 0.05 ? 2 : 1;
        const QString total = fixedNumber(last, decimals);
        const QString now = fixedNumber(cursor_->timeMs(), decimals);
        if (now == now_ && total == total_) {
            return;
        }
        if (total != total_) {
            widest_ = std::max(tabularWidth(QFontMetricsF(font()), full(total, total)),
                               tabularWidth(QFontMetricsF(font()), QStringLiteral("000.0 / 000.0 ms")));
            updateGeometry();
        }
        now_ = now;
        total_ = total;
        setAccessibleName(full(now_, total_));
        update();
    }

    void setTheme(const Theme& theme) {
        text_ = toQColor(theme.text);
        dim_ = toQColor(theme.dimText);
        total_.clear(); // measured anew
        refresh();
        update();
    }

    QSize sizeHint() const override { return {static_cast<int>(widest_) + 12, 26}; }

protected:
    void changeEvent(QEvent* event) override {
        QWidget::changeEvent(event);
        if (event->type() == QEvent::FontChange) {
            total_.clear(); // measured anew
            refresh();
        }
    }
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        painter.setFont(font());
        const QFontMetricsF metrics(font());
        const QString rest = QStringLiteral(" / ") + total_ + QChar(0x2009) + QStringLiteral("ms");
        const double restWidth = tabularWidth(metrics, rest);
        QRectF area = QRectF(rect()).adjusted(6.0, 0.0, -6.0, 0.0);
        painter.setPen(dim_);
        drawTabular(painter, area, Qt::AlignRight, rest);
        area.setRight(area.right() - restWidth);
        painter.setPen(text_);
        drawTabular(painter, area, Qt::AlignRight, now_);
    }

private:
    static QString full(const QString& now, const QString& total) {
        return now + QStringLiteral(" / ") + total + QChar(0x2009) + QStringLiteral("ms");
    }

    TimeCursor* cursor_;
    QString now_;
    QString total_;
    QColor text_;
    QColor dim_;
    double widest_ = 0.0;
};

} // namespace

class Timeline::Private {
public:
    Private(Timeline* timeline, TimeCursor* timeCursor)
        : q(timeline)
        , cursor(timeCursor) {}

    void build();
    void readMarks();
    void updateCursorButtons();
    void updateRun();

    Timeline* q;
    TimeCursor* cursor;
    RunData data;
    RunStatus status;
    int somaSegment = -1;
    std::int64_t framesSeen = 0; ///< by the search for spikes
    std::vector<double> spikes;
    std::vector<double> events;
    GlyphButton* play = nullptr;
    GlyphButton* loop = nullptr;
    QDoubleSpinBox* speed = nullptr;
    Scrubber* scrubber = nullptr;
    TimeLabel* time = nullptr;
    RunLabel* run = nullptr;
    GlyphButton* pauseRun = nullptr;
    GlyphButton* cancelRun = nullptr;
    bool anyRun = false;
};

void Timeline::Private::build() {
    using Glyph = GlyphButton::Glyph;
    auto* row = new QHBoxLayout(q);
    row->setContentsMargins(8, 0, 8, 0);
    row->setSpacing(4);
    play = new GlyphButton(Glyph::play, QStringLiteral("playButton"), q->tr("Play (Space)"), q);
    loop = new GlyphButton(Glyph::loop, QStringLiteral("loopButton"), q->tr("Begin again at the end"), q);
    loop->setCheckable(true);
    speed = new QDoubleSpinBox(q);
    speed->setObjectName(QStringLiteral("speedBox"));
    speed->setAccessibleName(q->tr("Playing speed"));
    speed->setToolTip(q->tr("Model time that passes in a second, 0.1 to 1000 ms/s"));
    speed->setRange(TimeCursor::slowest, TimeCursor::fastest);
    speed->setDecimals(1);
    speed->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    speed->setSuffix(QChar(0x2009) + q->tr("ms/s"));
    speed->setLocale(QLocale::c());
    speed->setKeyboardTracking(false);
    speed->setFocusPolicy(Qt::StrongFocus);
    scrubber = new Scrubber(cursor, q);
    time = new TimeLabel(cursor, q);
    run = new RunLabel(q);
    pauseRun = new GlyphButton(Glyph::pause, QStringLiteral("pauseRunButton"), q->tr("Pause the run"), q);
    cancelRun = new GlyphButton(Glyph::close, QStringLiteral("cancelRunButton"), q->tr("Cancel the run"), q);
    row->addWidget(play);
    row->addWidget(loop);
    row->addWidget(speed);
    row->addSpacing(4);
    row->addWidget(scrubber, 1);
    row->addWidget(time);
    row->addSpacing(4);
    row->addWidget(run);
    row->addWidget(pauseRun);
    row->addWidget(cancelRun);
    q->setFocusProxy(scrubber);

    QObject::connect(play, &GlyphButton::clicked, cursor, &TimeCursor::togglePlaying);
    QObject::connect(loop, &GlyphButton::toggled, cursor, &TimeCursor::setLooping);
    QObject::connect(speed, &QDoubleSpinBox::valueChanged, cursor, &TimeCursor::setSpeed);
    QObject::connect(cursor, &TimeCursor::playingChanged, q, [this] { updateCursorButtons(); });
    QObject::connect(cursor, &TimeCursor::loopingChanged, q, [this] { updateCursorButtons(); });
    QObject::connect(cursor, &TimeCursor::speedChanged, q, [this] { updateCursorButtons(); });
    QObject::connect(cursor, &TimeCursor::timeChanged, q, [this] { time->refresh(); });
    QObject::connect(cursor, &TimeCursor::extentChanged, q, [this] {
        time->refresh();
        readMarks();
        updateCursorButtons();
    });
    QObject::connect(pauseRun, &GlyphButton::clicked, q, [this] {
        if (status.state == RunStatus::State::paused) {
            Q_EMIT q->resumeRequested();
        } else {
            Q_EMIT q->pauseRequested();
        }
    });
    QObject::connect(cancelRun, &GlyphButton::clicked, q, &Timeline::cancelRequested);
    updateCursorButtons();
    updateRun();
}

void Timeline::Private::updateCursorButtons() {
    const bool playing = cursor->playing();
    play->setGlyph(playing ? GlyphButton::Glyph::pause : GlyphButton::Glyph::play);
    const QString tip = playing ? q->tr("Stop playing (Space)") : q->tr("Play (Space)");
    play->setToolTip(tip);
    play->setAccessibleName(tip);
    play->setEnabled(cursor->recording() != nullptr);
    loop->setChecked(cursor->looping());
    const QSignalBlocker quiet(speed);
    speed->setValue(cursor->speed());
}

void Timeline::Private::updateRun() {
    const bool going = anyRun && !status.ended();
    const bool paused = status.state == RunStatus::State::paused;
    run->set(anyRun ? &status : nullptr);
    pauseRun->setEnabled(going && status.state != RunStatus::State::preparing);
    pauseRun->setGlyph(paused ? GlyphButton::Glyph::play : GlyphButton::Glyph::pause);
    const QString tip = paused ? q->tr("Go on with the run") : q->tr("Pause the run");
    pauseRun->setToolTip(tip);
    pauseRun->setAccessibleName(tip);
    cancelRun->setEnabled(going);
}

void Timeline::Private::readMarks() {
    if (!data || somaSegment < 0) {
        return;
    }
    const std::int64_t frames = data.recording->frameCount();
    if (frames <= framesSeen) {
        return;
    }
    constexpr double thresholdMv = 0.0;
    const auto crossings = upwardCrossings(*data.recording, somaSegment, thresholdMv, framesSeen, frames);
    framesSeen = frames;
    for (const std::int64_t frame : crossings) {
        spikes.push_back(data.recording->timeOf(frame));
    }
    if (!crossings.empty()) {
        scrubber->setSpikes(spikes);
    }
}

Timeline::Timeline(TimeCursor* cursor, QWidget* parent)
    : QWidget(parent)
    , d_(std::make_unique<Private>(this, cursor)) {
    setObjectName(QStringLiteral("timeline"));
    setAccessibleName(tr("Timeline"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    d_->build();
    setTheme(Theme::darkTheme());
}

Timeline::~Timeline() = default;

void Timeline::setTheme(const Theme& theme) {
    QPalette colours = palette();
    colours.setColor(QPalette::Window, toQColor(theme.window));
    setPalette(colours);
    setAutoFillBackground(true);
    for (GlyphButton* button : {d_->play, d_->loop, d_->pauseRun, d_->cancelRun}) {
        button->setTheme(theme);
    }
    d_->speed->setFixedWidth(sized(104, theme));
    d_->scrubber->setTheme(theme);
    d_->time->setTheme(theme);
    d_->run->setTheme(theme);
}

void Timeline::setRun(const RunData& run) {
    d_->data = run;
    d_->somaSegment = -1;
    d_->framesSeen = 0;
    d_->spikes.clear();
    d_->scrubber->setSpikes({});
    std::vector<double> excitatory;
    std::vector<double> inhibitory;
    if (run && run.cell) {
        const std::vector<int> soma = somaSegments(run.cell->morphology, run.cell->segments);
        if (!soma.empty() && soma[soma.size() / 2] < run.recording->layout().segments) {
            d_->somaSegment = soma[soma.size() / 2];
        }
    }
    if (run.scene) {
        for (const Synapse& synapse : allSynapses(*run.scene)) {
            const std::vector<double> times = phiscope::eventTimes(synapse, run.scene->run.tstopMs);
            auto& kind = synapse.excitatory() ? excitatory : inhibitory;
            kind.insert(kind.end(), times.begin(), times.end());
        }
    }
    std::sort(excitatory.begin(), excitatory.end());
    std::sort(inhibitory.begin(), inhibitory.end());
    d_->events = excitatory;
    d_->events.insert(d_->events.end(), inhibitory.begin(), inhibitory.end());
    std::sort(d_->events.begin(), d_->events.end());
    d_->scrubber->setEvents(excitatory, inhibitory);
    d_->readMarks();
    d_->time->refresh();
    d_->updateCursorButtons();
}

void Timeline::setRunStatus(const RunStatus& status) {
    d_->status = status;
    d_->anyRun = true;
    d_->updateRun();
}

void Timeline::setHeld(const std::optional<double>& seconds) {
    d_->run->setHeld(seconds);
}

void Timeline::attach(SimulationController* controller) {
    connect(controller, &SimulationController::statusChanged, this, &Timeline::setRunStatus);
    connect(controller, &SimulationController::recordingChanged, this, &Timeline::setRun);
    connect(this, &Timeline::pauseRequested, controller, &SimulationController::pause);
    connect(this, &Timeline::resumeRequested, controller, &SimulationController::resume);
    connect(this, &Timeline::cancelRequested, controller, &SimulationController::cancel);
    setRun(controller->data());
}

const std::vector<double>& Timeline::spikeTimes() const {
    return d_->spikes;
}

const std::vector<double>& Timeline::eventTimes() const {
    return d_->events;
}

} // namespace phiscope
