#include "widgets/quantity.h"

#include <QLocale>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

QString withMinus(QString text) {
    return text.replace(QLatin1Char('-'), QChar(0x2212));
}

} // namespace

QString formatQuantity(double value, const QString& unit, int digits) {
    QString text = QStringLiteral("–");
    if (std::isfinite(value)) {
        int decimals = digits - 1;
        if (value != 0.0) {
            decimals -= static_cast<int>(std::floor(std::log10(std::abs(value))));
        }
        const bool tiny = decimals > 6;
        text = withMinus(QString::number(value, tiny ? 'e' : 'f', tiny ? digits - 1 : std::max(decimals, 0)));
    }
    return unit.isEmpty() ? text : text + QChar(0x2009) + unit;
}

QString formatNumber(double value, int digits) {
    return std::isfinite(value) ? withMinus(QString::number(value, 'g', digits)) : QStringLiteral("–");
}

QString formatDuration(double seconds) {
    if (seconds < 60.0) {
        return QStringLiteral("%1 s").arg(seconds, 0, 'f', seconds < 10.0 ? 1 : 0);
    }
    const int whole = static_cast<int>(std::lround(seconds));
    if (whole < 3600) {
        return QStringLiteral("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    }
    return QStringLiteral("%1 h %2 min").arg(whole / 3600).arg((whole % 3600) / 60);
}

} // namespace phiscope
