#include "widgets/plots/trace_stack.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

TraceStack::TraceStack(QCPAxis* keyAxis, QCPAxis* valueAxis)
    : QCPAbstractPlottable(keyAxis, valueAxis) {
    setSelectable(QCP::stNone);
}

double TraceStack::selectTest(const QPointF& /*pos*/, bool /*onlySelectable*/, QVariant* /*details*/) const {
    return -1.0;
}

QCPRange TraceStack::getKeyRange(bool& foundRange, QCP::SignDomain /*inSignDomain*/) const {
    foundRange = !block_.empty();
    return foundRange ? QCPRange(0.0, static_cast<double>(block_.frames - 1) * block_.dtMs) : QCPRange();
}

QCPRange TraceStack::getValueRange(bool& foundRange, QCP::SignDomain /*inSignDomain*/,
                                   const QCPRange& /*inKeyRange*/) const {
    foundRange = false; // the panel chooses ranges; they must not follow what happens to be visible
    return {};
}

void TraceStack::drawLegendIcon(QCPPainter* /*painter*/, const QRectF& /*rect*/) const {}

void TraceStack::draw(QCPPainter* painter) {
    if (block_.empty() || traces_.empty() || !mKeyAxis || !mValueAxis) {
        return;
    }
    const QCPRange shown = mKeyAxis->range();
    const auto first =
        std::max<std::int64_t>(0, static_cast<std::int64_t>(std::floor(shown.lower / block_.dtMs)) - 1);
    const auto last = std::min<std::int64_t>(
        block_.frames - 1, static_cast<std::int64_t>(std::ceil(shown.upper / block_.dtMs)) + 1);
    if (last < first) {
        return;
    }
    // An export has time for stroked lines, which are better where a column is thinner than a trace.
    if (painter->modes().testFlag(QCPPainter::pmNoCaching)) {
        painter->setAntialiasing(true);
        drawLines(painter, first, last);
    } else {
        drawPixels(painter, first, last);
    }
}

void TraceStack::reduce(std::int64_t length) {
    std::vector<int> channels(traces_.size());
    std::transform(traces_.begin(), traces_.end(), channels.begin(),
                   [](const Trace& trace) { return trace.channel; });
    reducer_.update(block_, channels, length);
}

void TraceStack::drawPixels(QCPPainter* painter, std::int64_t first, std::int64_t last) {
    const QRect area = mKeyAxis->axisRect()->rect();
    // Device pixels: sharp on dense screens, and in a PNG of several times the size.
    const QTransform device = painter->deviceTransform();
    const double density = painter->device()->devicePixelRatioF() * std::max(1.0, device.m11());
    raster_.begin(static_cast<int>(std::lround(area.width() * density)),
                  static_cast<int>(std::lround(area.height() * density)));
    const double x0 = (mKeyAxis->coordToPixel(0.0) - area.left()) * density;
    const double xScale = (mKeyAxis->coordToPixel(1.0) - mKeyAxis->coordToPixel(0.0)) * density;
    const double y0 = (mValueAxis->coordToPixel(0.0) - area.top()) * density;
    const double yScale = (mValueAxis->coordToPixel(1.0) - mValueAxis->coordToPixel(0.0)) * density;
    const double framePixels = block_.dtMs * xScale;
    // Buckets that are not wider than a column, where there is more than one frame in it.
    const auto length = std::max<std::int64_t>(1, static_cast<std::int64_t>(std::floor(1.0 / framePixels)));
    if (length > 1) {
        reduce(length);
    }
    for (std::size_t i = 0; i < traces_.size(); ++i) {
        const Trace& trace = traces_[i];
        const auto yOf = [&](double value) {
            return y0 + (trace.offset + trace.scale * value) * yScale;
        };
        const double width = std::max(1.0, trace.pen.widthF()) * density;
        std::vector<double> dashes;
        if (trace.pen.style() != Qt::SolidLine) {
            for (const qreal part : trace.pen.dashPattern()) {
                dashes.push_back(part * width);
            }
        }
        raster_.beginTrace(width, trace.pen.color().rgb(), dashes);
        if (length > 1) {
            const std::int64_t to = std::min(last / length + 1, reducer_.buckets());
            for (std::int64_t bucket = first / length; bucket < to; ++bucket) {
                const float* pair = reducer_.extremes(bucket, i);
                const double a = yOf(static_cast<double>(pair[0]));
                const double b = yOf(static_cast<double>(pair[1]));
                const double left = x0 + static_cast<double>(bucket * length) * framePixels;
                const double right = left + static_cast<double>(length) * framePixels;
                raster_.addSpan(static_cast<int>(std::floor(left)), std::min(a, b), std::max(a, b));
                raster_.addSpan(static_cast<int>(std::floor(right)), std::min(a, b), std::max(a, b));
            }
        } else {
            double x = x0 + static_cast<double>(first) * framePixels;
            double y = yOf(block_.at(first, trace.channel));
            for (std::int64_t frame = first + 1; frame <= last; ++frame) {
                const double nextX = x0 + static_cast<double>(frame) * framePixels;
                const double nextY = yOf(block_.at(frame, trace.channel));
                raster_.addLine(x, y, nextX, nextY);
                x = nextX;
                y = nextY;
            }
        }
        raster_.endTrace();
    }
    painter->drawImage(QRectF(area), raster_.image());
}

void TraceStack::drawLines(QCPPainter* painter, std::int64_t first, std::int64_t last) {
    const double columns = std::max(1.0, static_cast<double>(mKeyAxis->axisRect()->width())) * 2.0;
    const double framesShown = mKeyAxis->range().size() / block_.dtMs;
    // Two points a bucket: worth it from about three frames on.
    const auto length =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(framesShown / columns)));
    const bool reduced = length >= 3;
    if (reduced) {
        reduce(length);
    }
    const double x0 = mKeyAxis->coordToPixel(0.0);
    const double xScale = mKeyAxis->coordToPixel(1.0) - x0;
    const double y0 = mValueAxis->coordToPixel(0.0);
    const double yScale = mValueAxis->coordToPixel(1.0) - y0;
    for (std::size_t i = 0; i < traces_.size(); ++i) {
        const Trace& trace = traces_[i];
        const auto yOf = [&](double value) {
            return y0 + (trace.offset + trace.scale * value) * yScale;
        };
        points_.clear();
        if (reduced) {
            const std::int64_t to = std::min(last / length + 1, reducer_.buckets());
            const double quarter = 0.25 * static_cast<double>(length) * block_.dtMs;
            for (std::int64_t bucket = first / length; bucket < to; ++bucket) {
                const float* pair = reducer_.extremes(bucket, i);
                const double time = static_cast<double>(bucket * length) * block_.dtMs;
                points_.emplace_back(x0 + (time + quarter) * xScale, yOf(static_cast<double>(pair[0])));
                points_.emplace_back(x0 + (time + 3.0 * quarter) * xScale, yOf(static_cast<double>(pair[1])));
            }
        } else {
            for (std::int64_t frame = first; frame <= last; ++frame) {
                points_.emplace_back(x0 + static_cast<double>(frame) * block_.dtMs * xScale,
                                     yOf(block_.at(frame, trace.channel)));
            }
        }
        painter->setPen(trace.pen);
        painter->setBrush(Qt::NoBrush);
        painter->drawPolyline(points_.data(), static_cast<int>(points_.size()));
    }
}

} // namespace phiscope
