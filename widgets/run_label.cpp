#include "widgets/run_label.h"

#include "widgets/colours.h"
#include "widgets/quantity.h"
#include "widgets/tabular_text.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

QString words(const RunStatus& status) {
    const int percent = static_cast<int>(std::floor(100.0 * std::clamp(status.progress(), 0.0, 1.0)));
    const auto tr = [](const char* text) {
        return RunLabel::tr(text);
    };
    switch (status.state) {
    case RunStatus::State::preparing:
        return tr("Preparing");
    case RunStatus::State::running:
        return status.remainingSeconds >= 0.0
                   ? tr("%1 %, %2 left").arg(percent).arg(formatDuration(status.remainingSeconds))
                   : tr("Running, %1 %").arg(percent);
    case RunStatus::State::paused:
        return tr("Paused at %1 %").arg(percent);
    case RunStatus::State::finished:
        // "0.0 s" would say nothing of runs that are the rule here.
        return status.elapsedSeconds < 1.0
                   ? tr("Done in %1\u2009ms").arg(std::lround(1000.0 * status.elapsedSeconds))
                   : tr("Done in %1").arg(formatDuration(status.elapsedSeconds));
    case RunStatus::State::cancelled:
        return tr("Cancelled at %1 %").arg(percent);
    case RunStatus::State::failed:
        return tr("Failed");
    }
    return {};
}

} // namespace

RunLabel::RunLabel(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("runLabel"));
    setAccessibleName(tr("Run"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Preferred);
    theme_ = Theme::darkTheme();
    set(nullptr);
}

void RunLabel::set(const RunStatus* status) {
    status_ = status != nullptr ? std::optional(*status) : std::nullopt;
    refresh();
}

void RunLabel::setHeld(std::optional<double> seconds) {
    held_ = seconds;
    refresh();
}

void RunLabel::refresh() {
    QString tip;
    if (waits()) {
        text_ = tr("Run takes %1").arg(formatDuration(*held_));
        tip = tr("Longer than 2 s, so it does not start by itself. Run: F5");
    } else {
        text_ = status_ ? words(*status_) : tr("Not run yet");
        if (status_ && status_->state == RunStatus::State::failed) {
            tip = QString::fromStdString(status_->error.message());
        }
    }
    setAccessibleDescription(text_);
    setToolTip(tip);
    update();
}

void RunLabel::setTheme(const Theme& theme) {
    theme_ = theme;
    updateGeometry();
    update();
}

QSize RunLabel::sizeHint() const {
    const QFontMetricsF metrics(font());
    return {static_cast<int>(
                tabularWidth(metrics, tr("%1 %, %2 left").arg(100).arg(QStringLiteral("00 min 00 s")))) +
                26,
            28};
}

void RunLabel::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    const QRectF area = QRectF(rect()).adjusted(4.0, 0.0, -4.0, 0.0);
    Colour colour = theme_.dimText;
    if (waits()) {
        colour = theme_.warn;
    } else if (status_) {
        switch (status_->state) {
        case RunStatus::State::finished:
            colour = theme_.good;
            break;
        case RunStatus::State::paused:
        case RunStatus::State::cancelled:
            colour = theme_.warn;
            break;
        case RunStatus::State::failed:
            colour = theme_.bad;
            break;
        default:
            colour = theme_.accent;
        }
    }
    const bool going = status_ && !status_->ended();
    const double lift = going ? -3.0 : 0.0;
    // A sign beside the word, each state with a shape of its own: never the colour alone.
    const QPointF dot(area.left() + 5.0, area.center().y() + lift);
    painter.setPen(QPen(toQColor(colour), 1.8, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    if (!status_ || waits()) {
        painter.drawEllipse(dot, 3.2, 3.2);
    } else if (status_->state == RunStatus::State::finished) {
        painter.drawPolyline(
            QPolygonF({dot + QPointF(-4.0, 0.0), dot + QPointF(-1.0, 3.0), dot + QPointF(4.0, -3.5)}));
    } else if (status_->state == RunStatus::State::failed || status_->state == RunStatus::State::cancelled) {
        painter.drawLine(dot + QPointF(-3.0, -3.0), dot + QPointF(3.0, 3.0));
        painter.drawLine(dot + QPointF(-3.0, 3.0), dot + QPointF(3.0, -3.0));
    } else if (status_->state == RunStatus::State::paused) {
        painter.drawLine(dot + QPointF(-2.0, -3.0), dot + QPointF(-2.0, 3.0));
        painter.drawLine(dot + QPointF(2.0, -3.0), dot + QPointF(2.0, 3.0));
    } else {
        painter.setBrush(toQColor(colour));
        painter.setPen(Qt::NoPen);
        painter.drawEllipse(dot, 3.6, 3.6);
    }
    painter.setPen(toQColor(status_ ? theme_.text : theme_.dimText));
    drawTabular(painter, area.adjusted(16.0, 2.0 * lift, 0.0, 0.0), Qt::AlignLeft, text_);
    if (going) {
        const QRectF track(area.left(), area.bottom() - 6.0, area.width(), 3.0);
        painter.setPen(Qt::NoPen);
        painter.setBrush(toQColor(theme_.base));
        painter.drawRoundedRect(track, 1.5, 1.5);
        QRectF done = track;
        done.setWidth(track.width() * std::clamp(status_->progress(), 0.0, 1.0));
        painter.setBrush(toQColor(colour));
        painter.drawRoundedRect(done, 1.5, 1.5);
    }
}

} // namespace phiscope
