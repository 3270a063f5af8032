#pragma once

#include <QColor>
#include <QImage>
#include <QSize>

namespace phiscope {

struct Morphology;

/// A cell as a small picture: x to the right, z up, widths true but at least a hair. Any thread.
QImage drawMorphology(const Morphology& morphology, const QSize& size, const QColor& colour,
                      const QColor& somaColour);

} // namespace phiscope
