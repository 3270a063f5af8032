#include "widgets/listening_card.h"

#include "render/colour_maps.h"
#include "widgets/colours.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr int cardWidth = 244;
constexpr int edge = 10;
constexpr int headHeight = 48;
constexpr int rowHeight = 19;
constexpr int fromCorner = 12;
constexpr int barWidth = 36;
constexpr int percentWidth = 38;

} // namespace

ListeningCard::ListeningCard(QWidget* view)
    : QWidget(view)
    , theme_(Theme::darkTheme()) {
    setObjectName(QStringLiteral("listeningCard"));
    setAccessibleName(tr("What makes the signal of the listening contact"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    move(fromCorner, fromCorner);
    hide();
}

void ListeningCard::setTheme(const Theme& theme) {
    theme_ = theme;
    update();
}

void ListeningCard::setContent(const Content& content) {
    if (content == content_) {
        return;
    }
    content_ = content;
    resize(cardWidth, headHeight + rowHeight * static_cast<int>(content_.rows.size()) + 8);
    QStringList spoken{content_.contact + QStringLiteral(": ") + content_.all};
    for (const Row& row : content_.rows) {
        spoken << row.section + QStringLiteral(" ") + row.value;
    }
    setAccessibleDescription(spoken.join(QStringLiteral(", ")));
    update();
}

void ListeningCard::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor ground = toQColor(theme_.base);
    ground.setAlphaF(0.88F);
    painter.setPen(toQColor(theme_.line));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0);

    QFont font = this->font();
    font.setPixelSize(12);
    QFont strong = font;
    strong.setBold(true);
    const QColor text = toQColor(theme_.text);
    const QColor dim = toQColor(theme_.dimText);
    const int inner = width() - 2 * edge;
    const QRect first(edge, 6, inner, 18);
    const QRect second(edge, 24, inner, 18);
    painter.setFont(strong);
    painter.setPen(text);
    const int valueWidth = painter.fontMetrics().horizontalAdvance(content_.all) + 8;
    painter.drawText(first, Qt::AlignRight | Qt::AlignVCenter, content_.all);
    painter.drawText(first, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(content_.contact, Qt::ElideMiddle, inner - valueWidth));
    painter.setFont(font);
    painter.setPen(dim);
    painter.drawText(second, Qt::AlignLeft | Qt::AlignVCenter, content_.moment);
    painter.drawText(second, Qt::AlignRight | Qt::AlignVCenter, tr("share"));

    const ColourTable table = colourTable(ColourMap::current, theme_);
    int top = headHeight - 4;
    for (const Row& row : content_.rows) {
        const QRect line(edge, top, inner, rowHeight);
        painter.setPen(dim);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter,
                         QStringLiteral("%1\u2009%").arg(std::lround(100.0 * row.share)));
        const QRectF bar(line.right() - percentWidth - barWidth, top + 5, barWidth, rowHeight - 10);
        painter.setPen(Qt::NoPen);
        painter.setBrush(toQColor(theme_.line));
        painter.drawRect(bar);
        painter.setBrush(toQColor(row.positive ? table[225] : table[30]));
        painter.drawRect(QRectF(bar.topLeft(), QSizeF(bar.width() * std::min(row.share, 1.0), bar.height())));
        painter.setPen(text);
        const int until = static_cast<int>(bar.left()) - 10;
        const int number = 72;
        painter.drawText(QRect(until - number, top, number, rowHeight), Qt::AlignRight | Qt::AlignVCenter,
                         row.value);
        painter.drawText(
            QRect(edge, top, until - number - edge, rowHeight), Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(row.section, Qt::ElideMiddle, until - number - edge));
        top += rowHeight;
    }
}

} // namespace phiscope
