#include "widgets/view_badge.h"

#include "widgets/colours.h"

#include <QEvent>
#include <QPainter>

#include <algorithm>

namespace phiscope {

namespace {

constexpr int edge = 10;
constexpr int cross = 8;
constexpr int fromTop = 10;
constexpr int gap = 6;
constexpr int titleRoom = 196;
constexpr int titleHeight = 22;
constexpr int barRoom = 84;

} // namespace

ViewBadge::ViewBadge(const QString& name, QWidget* view)
    : QPushButton(view)
    , theme_(Theme::darkTheme()) {
    setObjectName(name);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("A click shows the cell as ever."));
    view->installEventFilter(this);
    hide();
}

void ViewBadge::setTheme(const Theme& theme) {
    theme_ = theme;
    place();
    update();
}

void ViewBadge::say(const QString& what) {
    setText(what);
    setAccessibleName(what);
    place();
    show();
    raise();
}

QFont ViewBadge::textFont() const {
    return sized(font(), 9.5, theme_);
}

QSize ViewBadge::sizeHint() const {
    const QFontMetrics metrics(textFont());
    // The text as a whole may take a little more than its letters.
    return {metrics.horizontalAdvance(text()) + 4 + 3 * edge + cross, metrics.height() + 10};
}

void ViewBadge::place() {
    const int view = parentWidget()->width();
    QSize size = sizeHint();
    int y = fromTop;
    // In the middle, but beside the colour bar's title; where that has no room, below it and beside the
    // bar, on several lines.
    int x = std::min((view - size.width()) / 2, view - sized(titleRoom, theme_) - size.width());
    if (x < gap) {
        x = gap;
        y += sized(titleHeight, theme_);
        const int room = std::max(80, view - sized(barRoom, theme_));
        if (size.width() > room) {
            const QRect inner(0, 0, room - 3 * edge - cross, 1000);
            const QFontMetrics metrics(textFont());
            size = {room, metrics.boundingRect(inner, Qt::TextWordWrap, text()).height() + 10};
        }
    }
    for (const ViewBadge* before : parentWidget()->findChildren<ViewBadge*>(Qt::FindDirectChildrenOnly)) {
        if (before == this) {
            break;
        }
        y = before->isHidden() ? y : std::max(y, before->geometry().bottom() + 1 + gap);
    }
    setGeometry(x, y, size.width(), size.height());
}

void ViewBadge::placeAll() const {
    for (ViewBadge* badge : parentWidget()->findChildren<ViewBadge*>(Qt::FindDirectChildrenOnly)) {
        badge->place();
    }
}

void ViewBadge::showEvent(QShowEvent* event) {
    QPushButton::showEvent(event);
    placeAll();
}

void ViewBadge::hideEvent(QHideEvent* event) {
    QPushButton::hideEvent(event);
    placeAll();
}

bool ViewBadge::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Resize) {
        place();
    }
    return QPushButton::eventFilter(watched, event);
}

void ViewBadge::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = toQColor(theme_.base);
    ground.setAlphaF(0.9F);
    painter.setPen(QPen(toQColor(hasFocus() || underMouse() ? theme_.accent : theme_.line), 1.0));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0);
    painter.setFont(textFont());
    painter.setPen(toQColor(theme_.text));
    const int room = width() - 3 * edge - cross;
    const bool lines = height() > 2 * painter.fontMetrics().height();
    painter.drawText(QRect(edge, 0, room, height()),
                     Qt::AlignLeft | Qt::AlignVCenter | (lines ? Qt::TextWordWrap : 0),
                     lines ? text() : painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, room));
    painter.setPen(QPen(toQColor(underMouse() ? theme_.text : theme_.dimText), 1.4));
    const QRectF sign(width() - edge - cross, (height() - cross) / 2.0, cross, cross);
    painter.drawLine(sign.topLeft(), sign.bottomRight());
    painter.drawLine(sign.topRight(), sign.bottomLeft());
}

} // namespace phiscope
