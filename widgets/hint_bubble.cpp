#include "widgets/hint_bubble.h"

#include "widgets/app_theme.h"
#include "widgets/glyph_button.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

namespace phiscope {

namespace {

constexpr int tipLength = 8;
constexpr int corner = 6;
constexpr int distance = 4; ///< from the window's edge

} // namespace

HintBubble::HintBubble(const QString& text, AppTheme* theme, QWidget* parent)
    : QWidget(parent)
    , theme_(theme)
    , label_(new QLabel(text))
    , close_(new GlyphButton(GlyphButton::Glyph::close, tr("Close this hint"),
                             tr("Closes this hint. It does not come again."))) {
    auto* row = new QHBoxLayout(this);
    // Room for the tip all around, so that the bubble keeps its size when it changes sides.
    row->setContentsMargins(tipLength + 10, tipLength + 5, tipLength + 5, tipLength + 5);
    row->setSpacing(6);
    row->addWidget(label_);
    row->addWidget(close_);
    label_->setTextFormat(Qt::PlainText);
    setAccessibleName(tr("Hint: %1").arg(text));
    connect(close_, &QToolButton::clicked, this, &HintBubble::closed);
    connect(theme_, &AppTheme::changed, this, &HintBubble::applyTheme);
    applyTheme();
    hide();
}

QString HintBubble::text() const {
    return label_->text();
}

void HintBubble::applyTheme() {
    QPalette look = theme_->palette();
    look.setColor(QPalette::WindowText, theme_->colours().text);
    label_->setPalette(look);
    close_->setTheme(theme_->values());
    update();
}

void HintBubble::pointAt(const QPoint& target, Side side) {
    side_ = side;
    const QSize size = sizeHint();
    QPoint place(target.x() - size.width() / 2, target.y() - size.height() / 2);
    switch (side) {
    case Side::above:
        place.setY(target.y() - size.height());
        break;
    case Side::below:
        place.setY(target.y());
        break;
    case Side::left:
        place.setX(target.x() - size.width());
        break;
    case Side::right:
        place.setX(target.x());
        break;
    }
    const QSize room = parentWidget()->size();
    const auto within = [](int value, int most) {
        return std::clamp(value, distance, std::max(distance, most - distance));
    };
    if (side == Side::above || side == Side::below) {
        place.setX(within(place.x(), room.width() - size.width()));
    } else {
        place.setY(within(place.y(), room.height() - size.height()));
    }
    tip_ = target - place;
    setGeometry(QRect(place, size));
    show();
    raise();
    update();
}

void HintBubble::paintEvent(QPaintEvent* /*event*/) {
    const QRectF body = QRectF(rect()).adjusted(tipLength, tipLength, -tipLength, -tipLength);
    QPainterPath path;
    path.addRoundedRect(body, corner, corner);
    const QPointF tip(tip_);
    const QPointF across =
        side_ == Side::above || side_ == Side::below ? QPointF(tipLength, 0.0) : QPointF(0.0, tipLength);
    QPointF foot(std::clamp(tip.x(), body.left() + corner, body.right() - corner),
                 std::clamp(tip.y(), body.top() + corner, body.bottom() - corner));
    switch (side_) {
    case Side::above:
        foot.setY(body.bottom() - 1.0);
        break;
    case Side::below:
        foot.setY(body.top() + 1.0);
        break;
    case Side::left:
        foot.setX(body.right() - 1.0);
        break;
    case Side::right:
        foot.setX(body.left() + 1.0);
        break;
    }
    QPainterPath pointer(foot - across);
    pointer.lineTo(tip);
    pointer.lineTo(foot + across);
    pointer.closeSubpath();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme_->colours().accent, 1.5));
    painter.setBrush(theme_->colours().base);
    painter.drawPath(path.united(pointer));
}

} // namespace phiscope
