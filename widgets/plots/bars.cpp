#include "widgets/plots/bars.h"

#include "widgets/colours.h"
#include "widgets/quantity.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

PlotScaleBar::PlotScaleBar(QCPAxis* valueAxis, QCustomPlot* plot)
    : QCPLayerable(plot, QStringLiteral("axes"))
    , axis_(valueAxis) {}

void PlotScaleBar::set(double extent, const QString& label) {
    extent_ = extent;
    label_ = label;
}

void PlotScaleBar::setLook(const QPen& pen, const QFont& font) {
    pen_ = pen;
    font_ = font;
}

void PlotScaleBar::applyDefaultAntialiasingHint(QCPPainter* painter) const {
    painter->setAntialiasing(false);
}

void PlotScaleBar::draw(QCPPainter* painter) {
    const double length = std::abs(axis_->coordToPixel(extent_) - axis_->coordToPixel(0.0));
    const QRect area = axis_->axisRect()->rect();
    if (label_.isEmpty() || !(length >= 1.0) || length > area.height()) {
        return;
    }
    const double x = area.right() + 9.0;
    const double bottom = area.bottom() - 4.0;
    painter->setPen(pen_);
    painter->drawLine(QPointF(x, bottom), QPointF(x, bottom - length));
    painter->drawLine(QPointF(x - 2.0, bottom), QPointF(x + 2.0, bottom));
    painter->drawLine(QPointF(x - 2.0, bottom - length), QPointF(x + 2.0, bottom - length));
    painter->setFont(font_);
    const double middle = std::clamp(bottom - 0.5 * length, area.top() + 8.0, area.bottom() - 8.0);
    painter->drawText(QRectF(x + 5.0, middle - 10.0, 60.0, 20.0), Qt::AlignLeft | Qt::AlignVCenter, label_);
}

PlotColourBar::PlotColourBar(QCustomPlot* plot)
    : QCPLayerable(plot, QStringLiteral("axes"))
    , first_(plot->axisRect())
    , last_(plot->axisRect()) {}

void PlotColourBar::setWords(const QString& above, const QString& below) {
    above_ = above;
    below_ = below;
}

void PlotColourBar::setTable(const ColourTable& table) {
    strip_ = QImage(1, static_cast<int>(table.size()), QImage::Format_RGB32);
    for (int i = 0; i < strip_.height(); ++i) {
        strip_.setPixelColor(0, strip_.height() - 1 - i, toQColor(table.at(static_cast<std::size_t>(i))));
    }
}

void PlotColourBar::setLook(const QPen& pen, const QColor& text, const QFont& font) {
    pen_ = pen;
    text_ = text;
    font_ = font;
}

void PlotColourBar::set(double amplitude, const QString& unit) {
    set(-amplitude, amplitude, unit);
}

void PlotColourBar::set(double low, double high, const QString& unit) {
    low_ = low;
    high_ = high;
    unit_ = unit;
}

void PlotColourBar::applyDefaultAntialiasingHint(QCPPainter* painter) const {
    painter->setAntialiasing(false);
}

void PlotColourBar::draw(QCPPainter* painter) {
    if (!(high_ > low_) || strip_.isNull() || first_.isNull() || last_.isNull()) {
        return;
    }
    const QRect area = first_->rect().united(last_->rect());
    const QRectF bar(area.right() + 7, area.top() + 1, 8, area.height() - 2);
    painter->drawImage(bar, strip_);
    painter->setPen(pen_);
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(bar);
    painter->setFont(font_);
    painter->setPen(text_);
    const auto label = [&](double y, const QString& text) {
        painter->drawText(QRectF(bar.right() + 4.0, y - 8.0, 60.0, 16.0), Qt::AlignLeft | Qt::AlignVCenter,
                          text);
    };
    const bool symmetric = low_ == -high_;
    label(bar.top() + 6.0, (symmetric ? QStringLiteral("+") : QString()) + formatNumber(high_, 3));
    label(bar.bottom() - 6.0, formatNumber(low_, 3));
    if (above_.isEmpty()) {
        if (bar.height() > 60.0) {
            if (symmetric) {
                label(bar.center().y(), QStringLiteral("0"));
            }
            label(bar.top() + 20.0, unit_);
        }
        return;
    }
    if (bar.height() > 64.0) {
        label(bar.top() + 20.0, above_);
        label(bar.bottom() - 20.0, below_);
    }
    // The unit is too long to lie.
    const QFontMetricsF metrics(font_);
    if (bar.height() > metrics.horizontalAdvance(unit_) + 66.0) {
        painter->save();
        painter->translate(bar.right() + 12.0, bar.center().y());
        painter->rotate(-90.0);
        painter->drawText(QRectF(-60.0, -8.0, 120.0, 16.0), Qt::AlignCenter, unit_);
        painter->restore();
    } else if (bar.height() > 100.0 || bar.height() <= 64.0) {
        label(bar.center().y(), unit_);
    }
}

} // namespace phiscope
