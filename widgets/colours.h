#pragma once

#include "render/theme.h"

#include <QColor>

namespace phiscope {

inline QColor toQColor(const Colour& colour) {
    return QColor::fromRgb(static_cast<QRgb>(0xFF000000U | colour.rgb()));
}

} // namespace phiscope
