#include "widgets/scrubber.h"

#include "widgets/colours.h"
#include "widgets/tabular_text.h"
#include "widgets/time_cursor.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {
constexpr double sideMargin = 10.0;
constexpr double trackTop = 14.0;
constexpr double trackHeight = 6.0;
constexpr int barHeight = 40;
constexpr double handleHalf = 6.0;
} // namespace

Scrubber::Scrubber(TimeCursor* cursor, QWidget* parent)
    : QWidget(parent)
    , cursor_(cursor) {
    setObjectName(QStringLiteral("scrubber"));
    setAccessibleName(tr("Time"));
    setAccessibleDescription(tr("Arrow keys step frames, Home and End jump to the ends"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(cursor, &TimeCursor::timeChanged, this, &Scrubber::updateCursorArea);
    connect(cursor, &TimeCursor::extentChanged, this, qOverload<>(&QWidget::update));
    setTheme(Theme::darkTheme());
}

void Scrubber::setTheme(const Theme& theme) {
    theme_ = theme;
    updateGeometry();
    update();
}

void Scrubber::setSpikes(const std::vector<double>& timesMs) {
    if (timesMs != spikes_) {
        spikes_ = timesMs;
        update();
    }
}

void Scrubber::setEvents(const std::vector<double>& excitatoryMs, const std::vector<double>& inhibitoryMs) {
    excitatory_ = excitatoryMs;
    inhibitory_ = inhibitoryMs;
    update();
}

TimeScale Scrubber::timeScale() const {
    return {0.0, std::max(cursor_->durationMs(), 1e-9), sideMargin, width() - sideMargin};
}

int Scrubber::textRoom() const {
    return sized(14, theme_) - 14;
}

QSize Scrubber::sizeHint() const {
    return {400, barHeight + textRoom()};
}

QSize Scrubber::minimumSizeHint() const {
    return {120, barHeight + textRoom()};
}

void Scrubber::updateCursorArea(double timeMs) {
    // Only the two places where the handle was and is.
    const TimeScale scale = timeScale();
    for (const double time : {drawnMs_, timeMs}) {
        const int x = static_cast<int>(scale.toPixel(time));
        update(x - 9, 0, 18, height());
    }
    drawnMs_ = timeMs;
}

void Scrubber::drawMarks(QPainter& painter, const std::vector<double>& timesMs, const Colour& colour,
                         double top, double bottom) const {
    const TimeScale scale = timeScale();
    painter.setPen(QPen(toQColor(colour), std::round(traceWidth(1.0, theme_))));
    int drawnAt = -1; // thousands of events are as many lines as there are pixels, not more
    for (const double time : timesMs) {
        if (time < scale.startMs || time > scale.endMs) {
            continue;
        }
        const int x = static_cast<int>(std::lround(scale.toPixel(time)));
        if (x != drawnAt) {
            painter.drawLine(QPointF(x + 0.5, top), QPointF(x + 0.5, bottom));
            drawnAt = x;
        }
    }
}

void Scrubber::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    const TimeScale scale = timeScale();
    const double middle = trackTop + 0.5 * trackHeight;
    const QRectF track(scale.left, trackTop, scale.right - scale.left, trackHeight);
    const bool any = cursor_->recording() != nullptr && cursor_->durationMs() > 0.0;

    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(toQColor(theme_.base));
    painter.drawRoundedRect(track, 3.0, 3.0);
    if (any) {
        QRectF recorded = track;
        recorded.setRight(scale.toPixel(cursor_->availableMs()));
        painter.setBrush(toQColor(mix(theme_.base, theme_.accent, theme_.dark ? 0.38F : 0.30F)));
        painter.drawRoundedRect(recorded, 3.0, 3.0);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(toQColor(theme_.line), 1.0));
    painter.setBrush(Qt::NoBrush);

    drawMarks(painter, excitatory_, theme_.excitatory, trackTop - 5.0, trackTop - 1.0);
    drawMarks(painter, inhibitory_, theme_.inhibitory, trackTop - 10.0, trackTop - 6.0);
    drawMarks(painter, spikes_, theme_.text, trackTop - 1.0, trackTop + trackHeight);

    // Ticks below, with their times.
    if (any) {
        const QFont small = sized(font(), 8.0, theme_);
        painter.setFont(small);
        const double step = tickStepMs(scale, sized(70, theme_));
        const int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
        for (int i = 0; i * step <= scale.endMs * (1.0 + 1e-9); ++i) {
            const double x = std::round(scale.toPixel(i * step)) + 0.5;
            painter.setPen(toQColor(mix(theme_.window, theme_.dimText, 0.6F)));
            painter.drawLine(QPointF(x, trackTop + trackHeight + 2.0),
                             QPointF(x, trackTop + trackHeight + 4.0));
            painter.setPen(toQColor(theme_.dimText));
            const QString label = fixedNumber(i * step, decimals);
            const double half = 0.5 * tabularWidth(QFontMetricsF(small), label);
            const double at = std::clamp(x, half, width() - half);
            drawTabular(painter, QRectF(at - 60.0, trackTop + trackHeight + 4.0, 120.0, 14.0 + textRoom()),
                        Qt::AlignHCenter, label);
        }
    }
    if (hoverX_ >= 0.0 && any) {
        painter.setPen(QPen(toQColor(theme_.dimText), 1.0, Qt::DotLine));
        painter.drawLine(QPointF(std::round(hoverX_) + 0.5, 4.0),
                         QPointF(std::round(hoverX_) + 0.5, trackTop + trackHeight + 2.0));
    }
    const double x = scale.toPixel(cursor_->timeMs());
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor accent = toQColor(any ? theme_.accent : mix(theme_.window, theme_.dimText, 0.5F));
    painter.setPen(QPen(accent, 2.0));
    painter.drawLine(QPointF(x, 3.0), QPointF(x, trackTop + trackHeight + 3.0));
    painter.setPen(QPen(toQColor(theme_.window), 1.5));
    painter.setBrush(accent);
    painter.drawEllipse(QPointF(x, middle), handleHalf, handleHalf);
    if (hasFocus()) {
        painter.setPen(QPen(accent, 1.0));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(x, middle), handleHalf + 2.0, handleHalf + 2.0);
    }
}

void Scrubber::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        cursor_->scrubTo(timeScale().toTimeClamped(event->position().x()));
    }
}

void Scrubber::mouseMoveEvent(QMouseEvent* event) {
    const TimeScale scale = timeScale();
    if (event->buttons().testFlag(Qt::LeftButton)) {
        hoverX_ = -1.0;
        cursor_->scrubTo(scale.toTimeClamped(event->position().x()));
        return;
    }
    hoverX_ = std::clamp(event->position().x(), scale.left, scale.right);
    setToolTip(fixedNumber(scale.toTimeClamped(hoverX_), 1) + QChar(0x2009) + QStringLiteral("ms"));
    update();
}

void Scrubber::leaveEvent(QEvent* /*event*/) {
    hoverX_ = -1.0;
    update();
}

void Scrubber::wheelEvent(QWheelEvent* event) {
    const QPoint delta = event->angleDelta();
    const int notches = (delta.y() != 0 ? delta.y() : delta.x()) / 120;
    if (notches != 0) {
        cursor_->step(-notches);
    }
    event->accept();
}

void Scrubber::keyPressEvent(QKeyEvent* event) {
    const int frames = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        cursor_->step(-frames);
        break;
    case Qt::Key_Right:
        cursor_->step(frames);
        break;
    case Qt::Key_Home:
        cursor_->toStart();
        break;
    case Qt::Key_End:
        cursor_->toEnd();
        break;
    case Qt::Key_Space:
        cursor_->togglePlaying();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace phiscope
