#pragma once

#include "model/support/result.h"

#include <QSize>
#include <QString>

#include <functional>

class QCPPainter;

namespace phiscope {

enum class PlotFormat { pdf, svg, png };

/// Lets `paint` draw a plot of `size` pixels of a screen (1/96 inch) into a file; vectors stay vectors. A PNG
/// has `pngScale` times as many pixels. Fails with a sentence where the file cannot be written.
Result<void> writePlotFile(const QString& path, PlotFormat format, QSize size, double pngScale,
                           const QString& title, const std::function<void(QCPPainter&)>& paint);

} // namespace phiscope
