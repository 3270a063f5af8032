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
constexpr int legend = 196;

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
    const QSize size = sizeHint().boundedTo({std::max(80, parentWidget()->width() - 24), 200});
    int y = fromTop;
    for (const ViewBadge* before : parentWidget()->findChildren<ViewBadge*>(Qt::FindDirectChildrenOnly)) {
        if (before == this) {
            break;
        }
        y += before->isHidden() ? 0 : before->height() + gap;
    }
    // In the middle, but beside the colour bar's title.
    const int middle = (parentWidget()->width() - size.width()) / 2;
    const int beside = parentWidget()->width() - sized(legend, theme_) - size.width();
    setGeometry(std::max(gap, std::min(middle, beside)), y, size.width(), size.height());
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
    painter.drawText(QRect(edge, 0, room, height()), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideMiddle, room));
    painter.setPen(QPen(toQColor(underMouse() ? theme_.text : theme_.dimText), 1.4));
    const QRectF sign(width() - edge - cross, (height() - cross) / 2.0, cross, cross);
    painter.drawLine(sign.topLeft(), sign.bottomRight());
    painter.drawLine(sign.topRight(), sign.bottomLeft());
}

} // namespace phiscope
