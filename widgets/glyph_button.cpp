#include "widgets/glyph_button.h"

#include "widgets/colours.h"

#include <QPainter>
#include <QPainterPath>

namespace phiscope {

namespace {
constexpr int normalSide = 24;

void drawGlyph(QPainter& painter, GlyphButton::Glyph glyph, const QColor& colour) {
    using Glyph = GlyphButton::Glyph;
    // On a square of 18, the middle at (0, 0).
    const QPen stroke(colour, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin);
    painter.setPen(stroke);
    painter.setBrush(Qt::NoBrush);
    switch (glyph) {
    case Glyph::play: {
        const QPolygonF triangle({{-4.0, -6.0}, {6.0, 0.0}, {-4.0, 6.0}});
        painter.setBrush(colour);
        painter.drawPolygon(triangle);
        break;
    }
    case Glyph::pause:
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawRoundedRect(QRectF(-5.5, -6.0, 3.8, 12.0), 1.0, 1.0);
        painter.drawRoundedRect(QRectF(1.7, -6.0, 3.8, 12.0), 1.0, 1.0);
        break;
    case Glyph::loop: {
        QPainterPath path;
        path.moveTo(-6.5, 0.5);
        path.arcTo(QRectF(-6.5, -4.5, 8.0, 8.0), 190.0, -100.0);
        path.lineTo(5.0, -4.5);
        path.moveTo(2.5, -7.0);
        path.lineTo(5.5, -4.5);
        path.lineTo(2.5, -2.0);
        path.moveTo(6.5, -0.5);
        path.arcTo(QRectF(-1.5, -3.5, 8.0, 8.0), 10.0, -100.0);
        path.lineTo(-5.0, 4.5);
        path.moveTo(-2.5, 7.0);
        path.lineTo(-5.5, 4.5);
        path.lineTo(-2.5, 2.0);
        painter.drawPath(path);
        break;
    }
    case Glyph::stop:
        painter.setBrush(colour);
        painter.drawRect(QRectF(-4.5, -4.5, 9.0, 9.0));
        break;
    case Glyph::close:
        painter.drawLine(QPointF(-4.5, -4.5), QPointF(4.5, 4.5));
        painter.drawLine(QPointF(-4.5, 4.5), QPointF(4.5, -4.5));
        break;
    case Glyph::down:
        painter.drawPolyline(QPolygonF({{-4.0, -2.0}, {0.0, 2.0}, {4.0, -2.0}}));
        break;
    case Glyph::right:
        painter.drawPolyline(QPolygonF({{-2.0, -4.0}, {2.0, 0.0}, {-2.0, 4.0}}));
        break;
    case Glyph::plus:
        painter.drawLine(QPointF(0.0, -4.5), QPointF(0.0, 4.5));
        [[fallthrough]];
    case Glyph::minus:
        painter.drawLine(QPointF(-4.5, 0.0), QPointF(4.5, 0.0));
        break;
    }
}

} // namespace

GlyphButton::GlyphButton(Glyph glyph, const QString& name, const QString& tip, QWidget* parent)
    : QToolButton(parent)
    , glyph_(glyph) {
    setObjectName(name);
    setToolTip(tip);
    setAccessibleName(tip);
    setFocusPolicy(Qt::TabFocus);
    setTheme(Theme::darkTheme());
}

void GlyphButton::setGlyph(Glyph glyph) {
    if (glyph != glyph_) {
        glyph_ = glyph;
        update();
    }
}

void GlyphButton::setWord(const QString& word) {
    word_ = word;
    updateGeometry();
    update();
}

void GlyphButton::setTheme(const Theme& theme) {
    side_ = sized(normalSide, theme);
    setFixedHeight(side_);
    updateGeometry();
    text_ = toQColor(theme.text);
    dim_ = toQColor(mix(theme.dimText, theme.window, 0.4F));
    accent_ = toQColor(theme.accent);
    hover_ = toQColor(mix(theme.window, theme.text, 0.12F));
    update();
}

QSize GlyphButton::sizeHint() const {
    return {word_.isEmpty() ? side_ : fontMetrics().horizontalAdvance(word_) + 12, side_};
}

void GlyphButton::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(1.0, 1.0, -1.0, -1.0);
    if (isEnabled() && (underMouse() || isDown())) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isDown() ? hover_.darker(115) : hover_);
        painter.drawRoundedRect(frame, 4.0, 4.0);
    }
    if (hasFocus()) {
        painter.setPen(QPen(accent_, 1.2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame, 4.0, 4.0);
    }
    const QColor colour = !isEnabled() ? dim_ : isChecked() ? accent_ : text_;
    if (!word_.isEmpty()) {
        painter.setPen(colour);
        painter.drawText(rect(), Qt::AlignCenter, word_);
        return;
    }
    painter.translate(QRectF(rect()).center());
    const double scale = 0.9 * side_ / normalSide;
    painter.scale(scale, scale);
    drawGlyph(painter, glyph_, colour);
}

} // namespace phiscope
