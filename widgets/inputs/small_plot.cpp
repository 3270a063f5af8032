#include "widgets/inputs/small_plot.h"

#include "widgets/colours.h"
#include "widgets/plots/analysis_plot.h"
#include "widgets/plots/axis_dress.h"

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr int leftMargin = 56;
constexpr int leftMarginBare = 12;
constexpr int rightMargin = 12;
constexpr int topMargin = 8;
constexpr int bottomMargin = 40;

} // namespace

/// Draws what the plot's own class draws, then the words.
class SmallPlot::Data : public QCPLayerable {
public:
    explicit Data(SmallPlot* plot)
        : QCPLayerable(plot, QStringLiteral("main"))
        , plot_(plot) {}

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
    QRect clipRect() const override { return plot_->axisRect()->rect().adjusted(-6, -topMargin, 6, 6); }
    void draw(QCPPainter* painter) override {
        plot_->drawData(painter);
        const QFont small = sized(plot_->font(), 8.5, plot_->theme_);
        painter->setFont(small);
        painter->setPen(toQColor(plot_->theme_.dimText));
        const QRect inner = plot_->axisRect()->rect();
        if (!plot_->hint_.isEmpty()) {
            painter->drawText(inner.adjusted(6, 0, -6, 0), Qt::AlignCenter | Qt::TextWordWrap, plot_->hint_);
        }
        if (!plot_->reading_.isEmpty()) {
            const QFontMetrics metrics(small);
            QRect box = metrics.boundingRect(plot_->reading_).adjusted(-4, -1, 4, 1);
            box.moveTopRight(inner.topRight());
            QColor ground = toQColor(plot_->theme_.base);
            ground.setAlphaF(0.85F);
            painter->fillRect(box, ground);
            painter->setPen(toQColor(plot_->theme_.text));
            painter->drawText(box, Qt::AlignCenter, plot_->reading_);
        }
    }

private:
    SmallPlot* plot_;
};

SmallPlot::SmallPlot(const QString& name, const QString& accessibleName, QWidget* parent)
    : QCustomPlot(parent) {
    setObjectName(name);
    setAccessibleName(accessibleName);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    setMinimumWidth(120);
    setLocale(QLocale::c());
    setSelectionTolerance(0);
    for (QCPAxis* axis : {xAxis, yAxis}) {
        axis->setTicker(plainTicker(axis == xAxis ? 5 : 3));
        axis->setNumberFormat(QStringLiteral("g"));
        axis->setNumberPrecision(5);
        axis->setTickLength(0, 4);
        axis->setSubTicks(false);
        axis->setTickLabelPadding(4);
        axis->setLabelPadding(2);
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    xAxis->setLabel(tr("t (ms)"));
    axisRect()->setAutoMargins(QCP::msNone);
    axisRect()->setMinimumMargins({});
    new Data(this); // owned by its layer
    setValueLabel({});
    SmallPlot::setTheme(Theme::darkTheme());
    setDuration(durationMs_);
}

void SmallPlot::setTheme(const Theme& theme) {
    theme_ = theme;
    setBackground(QBrush(toQColor(theme.base)));
    for (QCPAxis* axis : {xAxis, yAxis}) {
        dressAxis(*axis, theme, font());
    }
    updateMargins();
}

void SmallPlot::setValueLabel(const QString& label) {
    yAxis->setLabel(label);
    yAxis->setVisible(!label.isEmpty());
    updateMargins();
}

void SmallPlot::setLeftRoom(bool room) {
    leftRoom_ = room;
    updateMargins();
}

void SmallPlot::updateMargins() {
    axisRect()->setMargins({sized(leftRoom_ || yAxis->visible() ? leftMargin : leftMarginBare, theme_),
                            topMargin, rightMargin, sized(bottomMargin, theme_)});
    refresh();
}

void SmallPlot::setDuration(double durationMs) {
    durationMs_ = std::max(durationMs, 1e-3);
    xAxis->setRange(0.0, durationMs_);
    refresh();
}

void SmallPlot::setReading(const QString& text) {
    if (text != reading_) {
        reading_ = text;
        refresh();
    }
}

void SmallPlot::setHint(const QString& sentence) {
    if (sentence != hint_) {
        hint_ = sentence;
        refresh();
    }
}

QPointF SmallPlot::toCoordinates(const QPointF& pixel) const {
    return {xAxis->pixelToCoord(pixel.x()), yAxis->pixelToCoord(pixel.y())};
}

QPointF SmallPlot::toPixel(const QPointF& coordinates) const {
    return {xAxis->coordToPixel(coordinates.x()), yAxis->coordToPixel(coordinates.y())};
}

double SmallPlot::roundedTime(double timeMs) const {
    const double pixel = durationMs_ / std::max(1, axisRect()->width());
    // Powers of ten that are whole numbers, so that 12.3 comes out as 12.3.
    const double perMs = std::pow(10.0, std::clamp(-std::floor(std::log10(pixel)), 0.0, 6.0));
    return std::round(timeMs * perMs) / perMs;
}

void SmallPlot::paintEvent(QPaintEvent* event) {
    QCustomPlot::paintEvent(event);
    if (hasFocus()) {
        QPainter painter(this);
        painter.setPen(QPen(toQColor(theme_.accent), 1.0));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void SmallPlot::focusInEvent(QFocusEvent* event) {
    QCustomPlot::focusInEvent(event);
    update();
}

void SmallPlot::focusOutEvent(QFocusEvent* event) {
    QCustomPlot::focusOutEvent(event);
    update();
}

} // namespace phiscope
