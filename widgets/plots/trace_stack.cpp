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
    const bool page = painter->modes().testFlag(QCPPainter::pmVectorized);
    const double columns =
        std::max(1.0, static_cast<double>(mKeyAxis->axisRect()->width())) * (page ? 2.0 : 1.0);
    const double framesShown = shown.size() / block_.dtMs;
    // Two points a bucket: worth it from about three frames a column on.
    const auto length =
        std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(framesShown / columns)));
    const bool reduce = length >= 3;
    if (reduce) {
        std::vector<int> channels(traces_.size());
        std::transform(traces_.begin(), traces_.end(), channels.begin(),
                       [](const Trace& trace) { return trace.channel; });
        reducer_.update(block_, channels, length);
    }
    const double x0 = mKeyAxis->coordToPixel(0.0);
    const double xScale = mKeyAxis->coordToPixel(1.0) - x0;
    const double y0 = mValueAxis->coordToPixel(0.0);
    const double yScale = mValueAxis->coordToPixel(1.0) - y0;
    // Far outside the plot nothing is seen, but huge coordinates would be slow to clip.
    const QRect area = mValueAxis->axisRect()->rect();
    const double top = area.top() - 4.0 * area.height();
    const double bottom = area.bottom() + 4.0 * area.height();
    const auto yOf = [&](const Trace& trace, double value) {
        return std::clamp(y0 + (trace.offset + trace.scale * value) * yScale, top, bottom);
    };
    const bool smooth = page || traces_.size() <= 96;
    for (std::size_t i = 0; i < traces_.size(); ++i) {
        const Trace& trace = traces_[i];
        points_.clear();
        if (reduce) {
            const std::int64_t from = first / length;
            const std::int64_t to = std::min(last / length + 1, reducer_.buckets());
            const double half = 0.25 * static_cast<double>(length) * block_.dtMs;
            for (std::int64_t bucket = from; bucket < to; ++bucket) {
                const float* pair = reducer_.extremes(bucket, i);
                const double time = static_cast<double>(bucket * length) * block_.dtMs;
                points_.emplace_back(x0 + (time + half) * xScale, yOf(trace, static_cast<double>(pair[0])));
                points_.emplace_back(x0 + (time + 3.0 * half) * xScale,
                                     yOf(trace, static_cast<double>(pair[1])));
            }
        } else {
            for (std::int64_t frame = first; frame <= last; ++frame) {
                points_.emplace_back(x0 + static_cast<double>(frame) * block_.dtMs * xScale,
                                     yOf(trace, block_.at(frame, trace.channel)));
            }
        }
        painter->setAntialiasing(smooth);
        painter->setPen(trace.pen);
        painter->setBrush(Qt::NoBrush);
        painter->drawPolyline(points_.data(), static_cast<int>(points_.size()));
    }
}

} // namespace phiscope
