#include "widgets/plots/chip.h"

#include "widgets/colours.h"
#include "widgets/tabular_text.h"

#include <QMouseEvent>
#include <QPainter>

namespace phiscope {

namespace {
constexpr int chipHeight = 20;
constexpr int inset = 7;
constexpr int mark = 14; ///< width of the cross or the arrow
} // namespace

Chip::Chip(const QString& name, QWidget* parent)
    : QToolButton(parent) {
    setObjectName(name);
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::ArrowCursor);
    setTheme(Theme::darkTheme());
}

void Chip::setLabel(const QString& label) {
    if (label != label_) {
        label_ = label;
        setAccessibleName(label);
        updateGeometry();
        update();
    }
}

void Chip::setTone(Tone tone) {
    tone_ = tone;
    update();
}

void Chip::setClosable(bool closable) {
    closable_ = closable;
    updateGeometry();
    update();
}

void Chip::setOpensChoice(bool opens) {
    opensChoice_ = opens;
    updateGeometry();
    update();
}

void Chip::setTheme(const Theme& theme) {
    theme_ = theme;
    setFont(sized(font(), 9.0, theme));
    setFixedHeight(sized(chipHeight, theme));
    updateGeometry();
    update();
}

QSize Chip::sizeHint() const {
    const double text = tabularWidth(QFontMetricsF(font()), label_);
    return {static_cast<int>(std::ceil(text)) + 2 * inset + (closable_ || opensChoice_ ? mark : 0),
            sized(chipHeight, theme_)};
}

QRect Chip::closeArea() const {
    return closable_ ? QRect(width() - inset - mark, 0, inset + mark, height()) : QRect();
}

void Chip::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Colour hue = tone_ == Tone::warn  ? theme_.warn
                       : tone_ == Tone::set ? theme_.accent
                                            : theme_.dimText;
    const bool lit = isEnabled() && (underMouse() || isDown());
    const QRectF frame = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(hasFocus()
                       ? QPen(toQColor(theme_.accent), 1.2)
                       : QPen(toQColor(mix(theme_.window, hue, tone_ == Tone::plain ? 0.35F : 0.6F)), 1.0));
    const float fill = (tone_ == Tone::plain ? 0.0F : 0.16F) + (lit ? 0.14F : 0.0F);
    painter.setBrush(toQColor(mix(theme_.window, hue, fill)));
    painter.drawRoundedRect(frame, 4.0, 4.0);

    const Colour ink = tone_ == Tone::plain ? theme_.dimText : mix(hue, theme_.text, 0.35F);
    painter.setPen(toQColor(lit && tone_ == Tone::plain ? theme_.text : ink));
    const double right = closable_ || opensChoice_ ? mark : 0;
    drawTabular(painter, QRectF(rect()).adjusted(inset, 0.0, -inset - right, 0.0), Qt::AlignLeft, label_);
    const QPointF at(width() - inset - 4.0, height() / 2.0);
    painter.setPen(QPen(painter.pen().color(), 1.3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    if (closable_) {
        painter.drawLine(at + QPointF(-3.0, -3.0), at + QPointF(3.0, 3.0));
        painter.drawLine(at + QPointF(-3.0, 3.0), at + QPointF(3.0, -3.0));
    } else if (opensChoice_) {
        painter.drawPolyline(
            QPolygonF({at + QPointF(-3.0, -1.5), at + QPointF(0.0, 1.5), at + QPointF(3.0, -1.5)}));
    }
}

void Chip::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton && isDown() && closeArea().contains(event->position().toPoint())) {
        setDown(false);
        Q_EMIT closeClicked();
        return;
    }
    QToolButton::mouseReleaseEvent(event);
}

} // namespace phiscope
