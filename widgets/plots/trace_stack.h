#pragma once

#include "widgets/plots/qcp.h"
#include "widgets/plots/series.h"
#include "widgets/plots/trace_raster.h"

#include <vector>

namespace phiscope {

/// Many traces over one time axis, drawn straight from the memory of a recording: no copies, and never more
/// points than the screen (or twice the page) can show.
class TraceStack : public QCPAbstractPlottable {
    Q_OBJECT
public:
    struct Trace {
        int channel = 0;     ///< in the block
        double offset = 0.0; ///< where 0 stands on the value axis
        double scale = 1.0;  ///< value axis units per unit of the block
        QPen pen;

        bool operator==(const Trace&) const = default;
    };

    TraceStack(QCPAxis* keyAxis, QCPAxis* valueAxis);

    void setBlock(const SampleBlock& block) { block_ = block; }
    const SampleBlock& block() const { return block_; }
    /// In the order in which they are drawn.
    void setTraces(std::vector<Trace> traces) { traces_ = std::move(traces); }
    const std::vector<Trace>& traces() const { return traces_; }

    double selectTest(const QPointF& pos, bool onlySelectable, QVariant* details = nullptr) const override;
    QCPRange getKeyRange(bool& foundRange, QCP::SignDomain inSignDomain = QCP::sdBoth) const override;
    QCPRange getValueRange(bool& foundRange, QCP::SignDomain inSignDomain = QCP::sdBoth,
                           const QCPRange& inKeyRange = QCPRange()) const override;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    void reduce(std::int64_t length);
    void drawPixels(QCPPainter* painter, std::int64_t first, std::int64_t last);
    void drawLines(QCPPainter* painter, std::int64_t first, std::int64_t last);

    SampleBlock block_;
    std::vector<Trace> traces_;
    SeriesReducer reducer_;
    TraceRaster raster_;
    std::vector<QPointF> points_;
};

} // namespace phiscope
