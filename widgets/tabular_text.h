#pragma once

#include <QFontMetricsF>
#include <QPainter>
#include <QRectF>
#include <QString>

namespace phiscope {

/// Text whose digits all stand in cells of one width, whatever the font, so that a number that changes does
/// not move what is beside it.
double tabularWidth(const QFontMetricsF& metrics, const QString& text);
/// Draws it in one line with the painter's font and pen, centred upright in `rect`; `alignment` is
/// Qt::AlignLeft, Qt::AlignRight or Qt::AlignHCenter.
void drawTabular(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text);

/// A number with `decimals` places and a true minus sign; "–" where there is none. −0 is 0.
QString fixedNumber(double value, int decimals);

} // namespace phiscope
