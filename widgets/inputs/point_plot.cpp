#include "widgets/inputs/point_plot.h"

#include "widgets/quantity.h"

#include <QKeyEvent>
#include <QMouseEvent>

#include <algorithm>
#include <numeric>
#include <vector>

namespace phiscope {

PointPlot::PointPlot(AddBy addBy, const QString& name, const QString& accessibleName, QWidget* parent)
    : SmallPlot(name, accessibleName, parent)
    , addBy_(addBy) {}

void PointPlot::setEditable(bool editable) {
    editable_ = editable;
    setFocusPolicy(editable ? Qt::StrongFocus : Qt::NoFocus);
    if (!editable) {
        selected_ = -1;
        dragged_ = -1;
        unsetCursor();
    }
}

int PointPlot::selectedPoint() const {
    return selected_ < pointCount() ? selected_ : -1;
}

void PointPlot::selectPoint(int index) {
    selected_ = index;
    refresh();
}

bool PointPlot::event(QEvent* event) {
    // These keys mean other things in the window: delete the object, paste objects, move the object.
    if (event->type() == QEvent::ShortcutOverride && editable_) {
        auto* key = static_cast<QKeyEvent*>(event);
        switch (key->key()) {
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
        case Qt::Key_PageUp:
        case Qt::Key_PageDown:
        case Qt::Key_Insert:
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            event->accept();
            return true;
        case Qt::Key_Escape:
            event->setAccepted(dragging());
            return true;
        default:
            if (key->matches(QKeySequence::Paste)) {
                event->accept();
                return true;
            }
        }
    }
    return SmallPlot::event(event);
}

void PointPlot::showReading(const QPointF& pixel) {
    const int at = dragging() ? dragged_ : pointNear(pixel);
    const QPointF there = at >= 0 ? point(at) : toCoordinates(pixel);
    if (at < 0 && !axisRect()->rect().contains(pixel.toPoint())) {
        setReading({});
        return;
    }
    setReading(readingOf(at, there));
}

QString PointPlot::readingOf(int index, const QPointF& there) const {
    const QString gap(QChar(0x2009)); // thin space
    QString text =
        formatNumber(index >= 0 ? there.x() : roundedTime(there.x()), 7) + gap + QStringLiteral("ms");
    if (keyStep().y() > 0.0) {
        text += QStringLiteral(", ") + formatNumber(there.y(), 4) + gap + QStringLiteral("Hz");
    }
    return text;
}

void PointPlot::add(const QPointF& coordinates) {
    selectPoint(addPoint(coordinates));
}

void PointPlot::remove(int index) {
    if (index < 0 || index >= pointCount()) {
        return;
    }
    Q_EMIT gestureStarted();
    removePoint(index);
    selectPoint(std::min(index, pointCount() - 1));
    Q_EMIT gestureEnded();
}

void PointPlot::endGesture() {
    settle(selected_);
    Q_EMIT gestureEnded();
    refresh();
}

void PointPlot::mousePressEvent(QMouseEvent* event) {
    if (!editable_ || dragging()) {
        return;
    }
    const int at = pointNear(event->position());
    if (event->button() == Qt::RightButton) {
        remove(at);
        return;
    }
    const bool inside = axisRect()->rect().adjusted(-2, -8, 2, 2).contains(event->position().toPoint());
    if (event->button() != Qt::LeftButton || (at < 0 && (!inside || addBy_ != AddBy::click))) {
        return;
    }
    Q_EMIT gestureStarted();
    if (at >= 0) {
        selectPoint(at);
    } else {
        add(toCoordinates(event->position()));
    }
    dragged_ = selectedPoint();
    if (dragging()) {
        grip_ = toPixel(point(dragged_)) - event->position();
        setCursor(Qt::ClosedHandCursor);
    }
    showReading(event->position());
}

void PointPlot::mouseMoveEvent(QMouseEvent* event) {
    if (dragging() && event->buttons().testFlag(Qt::LeftButton)) {
        movePoint(dragged_, toCoordinates(event->position() + grip_));
    } else if (editable_) {
        const bool free = pointNear(event->position()) < 0;
        setCursor(!free ? Qt::OpenHandCursor : addBy_ == AddBy::click ? Qt::CrossCursor : Qt::ArrowCursor);
    }
    showReading(event->position());
}

void PointPlot::mouseReleaseEvent(QMouseEvent* event) {
    if (dragging() && event->button() == Qt::LeftButton) {
        dragged_ = -1;
        setCursor(Qt::OpenHandCursor);
        endGesture();
    }
}

void PointPlot::mouseDoubleClickEvent(QMouseEvent* event) {
    if (!editable_ || event->button() != Qt::LeftButton) {
        return;
    }
    if (addBy_ == AddBy::doubleClick && pointNear(event->position()) < 0) {
        Q_EMIT gestureStarted();
        add(toCoordinates(event->position()));
        endGesture();
        showReading(event->position());
    } else {
        mousePressEvent(event); // fast clicks are clicks
    }
}

void PointPlot::leaveEvent(QEvent* event) {
    setReading({});
    SmallPlot::leaveEvent(event);
}

/// The next or previous point in time, from the selected one.
void PointPlot::choose(int step) {
    const int count = pointCount();
    std::vector<int> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [this](int a, int b) { return point(a).x() < point(b).x(); });
    const auto now = std::find(order.begin(), order.end(), selectedPoint());
    if (count > 0) {
        const int place = now == order.end()
                              ? (step > 0 ? 0 : count - 1)
                              : std::clamp(static_cast<int>(now - order.begin()) + step, 0, count - 1);
        selectPoint(order[static_cast<std::size_t>(place)]);
        showReading(toPixel(point(selected_)));
    }
}

void PointPlot::keyPressEvent(QKeyEvent* event) {
    const int selected = selectedPoint();
    const QPointF step = keyStep() * (event->modifiers().testFlag(Qt::ShiftModifier) ? 10.0 : 1.0);
    QPointF way;
    switch (event->key()) {
    case Qt::Key_Escape:
        if (dragging()) {
            dragged_ = -1;
            unsetCursor();
            Q_EMIT gestureCancelled();
            return;
        }
        break;
    case Qt::Key_PageUp:
        choose(-1);
        return;
    case Qt::Key_PageDown:
        choose(1);
        return;
    case Qt::Key_Delete:
    case Qt::Key_Backspace:
        remove(selected);
        return;
    case Qt::Key_Insert: {
        const QPointF from = selected >= 0 ? point(selected) : QPointF(0.5 * durationMs(), 0.0);
        Q_EMIT gestureStarted();
        add({std::min(from.x() + 0.05 * durationMs(), durationMs()), from.y()});
        endGesture();
        return;
    }
    case Qt::Key_Left:
        way = {-step.x(), 0.0};
        break;
    case Qt::Key_Right:
        way = {step.x(), 0.0};
        break;
    case Qt::Key_Up:
        way = {0.0, step.y()};
        break;
    case Qt::Key_Down:
        way = {0.0, -step.y()};
        break;
    default:
        break;
    }
    if (event->matches(QKeySequence::Paste)) {
        Q_EMIT pasteWanted();
    } else if (!way.isNull() && selected >= 0 && !dragging()) {
        if (!moving_) {
            moving_ = true;
            Q_EMIT gestureStarted();
        }
        movePoint(selected, point(selected) + way);
        showReading(toPixel(point(selected)));
    } else {
        SmallPlot::keyPressEvent(event);
    }
}

void PointPlot::keyReleaseEvent(QKeyEvent* event) {
    if (moving_ && !event->isAutoRepeat()) {
        moving_ = false;
        endGesture();
    }
    SmallPlot::keyReleaseEvent(event);
}

void PointPlot::focusOutEvent(QFocusEvent* event) {
    if (moving_) {
        moving_ = false;
        endGesture();
    }
    SmallPlot::focusOutEvent(event);
}

} // namespace phiscope
