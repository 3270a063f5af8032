#pragma once

#include <QString>

namespace phiscope {

/// "−12.3 µV": `digits` significant digits, true minus sign, thin space, unit.
QString formatQuantity(double value, const QString& unit, int digits = 3);
/// "−12.3": at most `digits` significant digits, no zeros at the end, true minus sign.
QString formatNumber(double value, int digits = 4);
/// Seconds for people: "3.2 s", "1 min 20 s".
QString formatDuration(double seconds);

} // namespace phiscope
