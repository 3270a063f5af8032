#include "widgets/plots/trace_raster.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace phiscope {

namespace {

/// `source` with `coverage` (0 to 255) over what is there; premultiplied, `source` opaque.
QRgb over(QRgb below, QRgb source, int coverage) {
    const int rest = 255 - coverage;
    const auto mix = [&](int s, int b) {
        return (s * coverage + b * rest + 127) / 255;
    };
    return qRgba(mix(qRed(source), qRed(below)), mix(qGreen(source), qGreen(below)),
                 mix(qBlue(source), qBlue(below)), mix(255, qAlpha(below)));
}

} // namespace

void TraceRaster::begin(int columns, int rows) {
    if (image_.width() != columns || image_.height() != rows) {
        image_ = QImage(columns, rows, QImage::Format_ARGB32_Premultiplied);
    }
    image_.setDevicePixelRatio(1.0);
    image_.fill(Qt::transparent);
}

void TraceRaster::beginTrace(double thickness, QRgb colour, const std::vector<double>& dashes) {
    dashes_ = dashes;
    dashLength_ = std::accumulate(dashes.begin(), dashes.end(), 0.0);
    thickness_ = thickness;
    colour_ = colour;
    spans_.assign(static_cast<std::size_t>(image_.width()), Span{});
}

void TraceRaster::addSpan(int column, double low, double high) {
    if (column < 0 || column >= image_.width()) {
        return;
    }
    Span& span = spans_[static_cast<std::size_t>(column)];
    const auto lowest = static_cast<float>(low);
    const auto highest = static_cast<float>(high);
    if (span.high < span.low) {
        span = {lowest, highest};
    } else {
        span.low = std::min(span.low, lowest);
        span.high = std::max(span.high, highest);
    }
}

void TraceRaster::addLine(double x0, double y0, double x1, double y1) {
    const int first = std::max(0, static_cast<int>(std::floor(x0)));
    const int last = std::min(image_.width() - 1, static_cast<int>(std::floor(x1)));
    const double slope = x1 > x0 ? (y1 - y0) / (x1 - x0) : 0.0;
    for (int column = first; column <= last; ++column) {
        const double from = std::max(x0, static_cast<double>(column));
        const double to = std::min(x1, static_cast<double>(column + 1));
        const double a = x1 > x0 ? y0 + slope * (from - x0) : y0;
        const double b = x1 > x0 ? y0 + slope * (to - x0) : y1;
        addSpan(column, std::min(a, b), std::max(a, b));
    }
}

void TraceRaster::endTrace() {
    Span before;
    for (int column = 0; column < image_.width(); ++column) {
        const Span& span = spans_[static_cast<std::size_t>(column)];
        if (span.high < span.low) {
            before = {};
            continue;
        }
        double low = static_cast<double>(span.low);
        double high = static_cast<double>(span.high);
        if (before.high >= before.low) {
            // Meets its neighbour, so that a steep flank has no gaps.
            low = std::min(low, static_cast<double>(before.high));
            high = std::max(high, static_cast<double>(before.low));
        }
        before = span;
        if (isDrawn(column)) {
            blendColumn(column, low - 0.5 * thickness_, high + 0.5 * thickness_);
        }
    }
}

bool TraceRaster::isDrawn(int column) const {
    if (!(dashLength_ > 0.0)) {
        return true;
    }
    double at = std::fmod(static_cast<double>(column), dashLength_);
    std::size_t k = 0;
    while (k + 1 < dashes_.size() && at >= dashes_[k]) {
        at -= dashes_[k];
        ++k;
    }
    return k % 2 == 0;
}

void TraceRaster::blendColumn(int column, double low, double high) {
    low = std::max(low, 0.0);
    high = std::min(high, static_cast<double>(image_.height()));
    if (!(high > low)) {
        return;
    }
    const int first = static_cast<int>(low);
    const int last = std::min(image_.height() - 1, static_cast<int>(std::ceil(high)) - 1);
    uchar* bits = image_.bits();
    const auto stride = image_.bytesPerLine();
    for (int row = first; row <= last; ++row) {
        auto* pixel = reinterpret_cast<QRgb*>(bits + row * stride) + column;
        const double inside =
            std::min(high, static_cast<double>(row + 1)) - std::max(low, static_cast<double>(row));
        const int coverage = static_cast<int>(inside * 255.0 + 0.5);
        *pixel = coverage >= 255 ? colour_ : over(*pixel, colour_, coverage);
    }
}

} // namespace phiscope
