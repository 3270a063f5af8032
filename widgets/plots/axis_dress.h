#pragma once

#include "render/theme.h"

class QCPAxis;
class QFont;

namespace phiscope {

/// Gives an axis and its grid the colours of the theme, and small numbers in `font`'s family.
void dressAxis(QCPAxis& axis, const Theme& theme, const QFont& font);

} // namespace phiscope
