#include "widgets/plots/axis_dress.h"

#include "widgets/colours.h"
#include "widgets/plots/qcp.h"

namespace phiscope {

void dressAxis(QCPAxis& axis, const Theme& theme, const QFont& font) {
    const QColor text = toQColor(theme.dimText);
    const QPen line(toQColor(mix(theme.base, theme.dimText, 0.55F)), 0.0);
    const QFont small = sized(font, 8.5, theme);
    axis.setBasePen(line);
    axis.setTickPen(line);
    axis.setSubTickPen(line);
    axis.setTickLabelColor(text);
    axis.setLabelColor(text);
    axis.setTickLabelFont(small);
    axis.setLabelFont(small);
    axis.grid()->setPen(QPen(toQColor(mix(theme.base, theme.line, 0.65F)), 0.0, Qt::DotLine));
    axis.grid()->setAntialiased(false);
}

} // namespace phiscope
