#pragma once

#include "render/theme.h"

#include <QColor>
#include <QFont>

#include <cmath>

namespace phiscope {

inline QColor toQColor(const Colour& colour) {
    return QColor::fromRgb(static_cast<QRgb>(0xFF000000U | colour.rgb()));
}

/// A font of so many points, larger where the theme asks for large type.
inline QFont sized(QFont font, double points, const Theme& theme) {
    font.setPointSizeF(points * static_cast<double>(theme.textScale));
    return font;
}

/// Pixels that have to hold type.
inline int sized(int pixels, const Theme& theme) {
    return static_cast<int>(std::lround(static_cast<float>(pixels) * theme.textScale));
}

/// Width of a trace's line.
inline double traceWidth(double width, const Theme& theme) {
    return width * static_cast<double>(theme.lineScale);
}

} // namespace phiscope
