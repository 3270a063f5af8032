#pragma once

#include "model/formats/flat_figure.h"
#include "model/support/result.h"

#include <QImage>
#include <QString>

class QPainter;

namespace phiscope {

/// Draws the page into a rectangle of its proportions. The one way by which a figure is seen and goes to PDF;
/// from any thread.
void paintFigure(QPainter& painter, const FlatFigure& figure, const QRectF& page);

/// The page on white, as large as fits.
QImage figurePicture(const FlatFigure& figure, const QSize& room);

/// By the ending of the name: .svg or .pdf. Atomic.
Result<void> writeFigureFile(const FlatFigure& figure, const QString& path);

} // namespace phiscope
