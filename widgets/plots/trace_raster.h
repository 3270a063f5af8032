#pragma once

#include <QImage>
#include <QRgb>

#include <vector>

namespace phiscope {

/// Draws functions of time into an image, column by column: in each the span between the lowest and the
/// highest value, with soft ends. What a stroked anti-aliased polyline shows, at a small part of its price,
/// since a trace never runs backwards.
class TraceRaster {
public:
    /// Clears `columns` × `rows` device pixels, and forgets spans.
    void begin(int columns, int rows);
    /// The next trace, `thickness` device pixels wide. `dashes`: how many columns it is there and away, by
    /// turns; empty: there throughout.
    void beginTrace(double thickness, QRgb colour, const std::vector<double>& dashes = {});
    /// The straight line between two points of it, in device pixels; from left to right.
    void addLine(double x0, double y0, double x1, double y1);
    /// All that it reaches within a column.
    void addSpan(int column, double low, double high);
    /// Puts the trace into the image, joined from column to column.
    void endTrace();

    const QImage& image() const { return image_; }

private:
    struct Span {
        float low = 1.0F; ///< empty while high < low
        float high = 0.0F;
    };
    bool isDrawn(int column) const;
    void blendColumn(int column, double low, double high);

    QImage image_;
    std::vector<Span> spans_;
    std::vector<double> dashes_;
    double dashLength_ = 0.0; ///< of all of them
    double thickness_ = 1.0;
    QRgb colour_ = 0;
};

} // namespace phiscope
