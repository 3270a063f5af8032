#include "widgets/tabular_text.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

double digitWidth(const QFontMetricsF& metrics) {
    double widest = 0.0;
    for (char16_t digit = u'0'; digit <= u'9'; ++digit) {
        widest = std::max(widest, metrics.horizontalAdvance(QChar(digit)));
    }
    return widest;
}

double cellWidth(const QFontMetricsF& metrics, QChar character, double digit) {
    // A minus that comes and goes takes the place of a digit as well.
    return character.isDigit() || character == QChar(0x2212) ? digit : metrics.horizontalAdvance(character);
}

} // namespace

double tabularWidth(const QFontMetricsF& metrics, const QString& text) {
    const double digit = digitWidth(metrics);
    double width = 0.0;
    for (const QChar character : text) {
        width += cellWidth(metrics, character, digit);
    }
    return width;
}

void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text) {
    const QFontMetricsF metrics(painter.font());
    const double digit = digitWidth(metrics);
    double x = rect.left();
    if (alignment.testFlag(Qt::AlignRight)) {
        x = rect.right() - tabularWidth(metrics, text);
    } else if (alignment.testFlag(Qt::AlignHCenter)) {
        x = rect.center().x() - 0.5 * tabularWidth(metrics, text);
    }
    const double y = std::round(rect.center().y() + 0.5 * (metrics.ascent() - metrics.descent()));
    QString run; // characters that need no cell of their own keep their kerning
    const auto flush = [&] {
        if (!run.isEmpty()) {
            painter.drawText(QPointF(x, y), run);
            x += metrics.horizontalAdvance(run);
            run.clear();
        }
    };
    for (const QChar character : text) {
        if (character.isDigit() || character == QChar(0x2212)) {
            flush();
            painter.drawText(QPointF(x + 0.5 * (digit - metrics.horizontalAdvance(character)), y), character);
            x += digit;
        } else {
            run += character;
        }
    }
    flush();
}

QString fixedNumber(double value, int decimals) {
    if (!std::isfinite(value)) {
        return QStringLiteral("–");
    }
    if (std::abs(value) < 0.5 * std::pow(10.0, -decimals)) {
        value = 0.0;
    }
    QString text = QLocale::c().toString(value, 'f', decimals);
    text.remove(QLatin1Char(','));
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace phiscope
