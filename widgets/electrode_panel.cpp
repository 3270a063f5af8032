#include "widgets/electrode_panel.h"

#include "widgets/colours.h"
#include "widgets/plots/auto_range.h"
#include "widgets/plots/trace_raster.h"
#include "widgets/quantity.h"
#include "widgets/virtual_electrode.h"

#include <QPainter>

#include <algorithm>
#include <array>
#include <cmath>

namespace phiscope {

namespace {

constexpr QSize panelSize(264, 124);
constexpr int beside = 18; // from the mouse
constexpr QMargins plotMargins(46, 28, 12, 22);
constexpr double textPx = 12.0;

} // namespace

ElectrodePanel::ElectrodePanel(QWidget* view)
    : QWidget(view)
    , theme_(Theme::darkTheme()) {
    setObjectName(QStringLiteral("electrodePanel"));
    setAccessibleName(tr("Trace of a contact under the mouse"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    setFixedSize(panelSize);
    hide();
}

void ElectrodePanel::setTheme(const Theme& theme) {
    theme_ = theme;
    setFixedSize(panelSize * static_cast<double>(theme.textScale));
    update();
}

void ElectrodePanel::setTrace(std::shared_ptr<const ElectrodeTrace> trace) {
    trace_ = std::move(trace);
    findLimits();
    update();
}

void ElectrodePanel::setProblem(const QString& problem) {
    if (problem != problem_) {
        problem_ = problem;
        update();
    }
}

void ElectrodePanel::setMoment(double timeMs, double valueMv) {
    timeMs_ = timeMs;
    valueMv_ = valueMv;
    update();
}

void ElectrodePanel::showAt(const QPoint& mouse) {
    const QRect room = parentWidget()->rect().adjusted(4, 4, -4, -4);
    QPoint corner = mouse + QPoint(beside, beside);
    if (corner.x() + width() > room.right()) {
        corner.setX(mouse.x() - beside - width());
    }
    if (corner.y() + height() > room.bottom()) {
        corner.setY(mouse.y() - beside - height());
    }
    move(std::max(room.left(), corner.x()), std::max(room.top(), corner.y()));
    show();
    raise();
}

QString ElectrodePanel::valueText() const {
    return formatQuantity(valueMv_ * 1e3, QStringLiteral("µV"));
}

void ElectrodePanel::findLimits() {
    double low = 0.0;
    double high = 0.0;
    if (trace_ && !trace_->values.empty()) {
        const auto [least, most] = std::ranges::minmax_element(trace_->values);
        low = std::min(0.0, static_cast<double>(*least) * 1e3);
        high = std::max(0.0, static_cast<double>(*most) * 1e3);
    }
    AutoLimits limits(1e-6);
    limits.fit(low, high, true);
    low_ = limits.low();
    high_ = limits.high();
}

QImage ElectrodePanel::drawTrace(const QSize& size) const {
    const double ratio = devicePixelRatioF() * static_cast<double>(theme_.textScale);
    TraceRaster raster;
    const int columns = static_cast<int>(size.width() * ratio);
    const int rows = static_cast<int>(size.height() * ratio);
    raster.begin(columns, rows);
    raster.beginTrace(1.4 * ratio, toQColor(theme_.accent).rgb());
    const double duration = std::max(trace_->durationMs(), 1e-9);
    const auto x = [&](std::size_t k) {
        return trace_->timeOf(k) / duration * (columns - 1);
    };
    const auto y = [&](float mv) {
        return (high_ - static_cast<double>(mv) * 1e3) / (high_ - low_) * (rows - 1);
    };
    for (std::size_t k = 1; k < trace_->values.size(); ++k) {
        raster.addLine(x(k - 1), y(trace_->values[k - 1]), x(k), y(trace_->values[k]));
    }
    raster.endTrace();
    QImage image = raster.image();
    image.setDevicePixelRatio(ratio);
    return image;
}

void ElectrodePanel::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const auto scale = static_cast<double>(theme_.textScale);
    painter.scale(scale, scale);
    const QRect all(QPoint(0, 0), panelSize);
    QColor ground = toQColor(theme_.base);
    ground.setAlphaF(0.93F);
    painter.setPen(toQColor(theme_.line));
    painter.setBrush(ground);
    painter.drawRoundedRect(QRectF(all).adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0);

    QFont font = this->font();
    font.setPixelSize(static_cast<int>(textPx));
    painter.setFont(font);
    const QColor dim = toQColor(theme_.dimText);
    const QColor text = toQColor(theme_.text);
    const QRect head(10, 4, all.width() - 20, 20);
    painter.setPen(dim);
    painter.drawText(head, Qt::AlignLeft | Qt::AlignVCenter, tr("Potential here (µV)"));
    if (!problem_.isEmpty()) {
        painter.drawText(all.adjusted(10, 26, -10, -8), Qt::AlignLeft | Qt::TextWordWrap, problem_);
        return;
    }
    if (!trace_ || trace_->values.empty()) {
        painter.drawText(all, Qt::AlignCenter, tr("No recording yet"));
        return;
    }
    painter.setPen(text);
    QFont strong = font;
    strong.setBold(true);
    painter.setFont(strong);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter, valueText());

    const QRect plot = all.marginsRemoved(plotMargins);
    const auto row = [&](double uv) {
        return plot.top() + (high_ - uv) / (high_ - low_) * plot.height();
    };
    QFont small = font;
    small.setPixelSize(static_cast<int>(textPx) - 1);
    painter.setFont(small);
    QColor grid = toQColor(theme_.line);
    // The ends and zero, where there is room for three.
    double before = -100.0;
    for (const double uv : std::array{high_, 0.0, low_}) {
        const double at = row(uv);
        if (uv == 0.0 && (at - before < 13.0 || row(low_) - at < 13.0) && low_ < 0.0 && high_ > 0.0) {
            continue;
        }
        before = at;
        painter.setPen(grid);
        painter.drawLine(QPointF(plot.left(), at), QPointF(plot.right(), at));
        painter.setPen(dim);
        painter.drawText(QRectF(0, at - 8, plot.left() - 5, 16), Qt::AlignRight | Qt::AlignVCenter,
                         formatNumber(uv, 3));
    }
    const double duration = std::max(trace_->durationMs(), 1e-9);
    painter.drawText(QRectF(plot.left(), plot.bottom() + 3, plot.width(), 16), Qt::AlignLeft,
                     QStringLiteral("0"));
    painter.drawText(QRectF(plot.left(), plot.bottom() + 3, plot.width(), 16), Qt::AlignHCenter,
                     tr("Time (ms)"));
    painter.drawText(QRectF(plot.left(), plot.bottom() + 3, plot.width(), 16), Qt::AlignRight,
                     formatNumber(std::round(duration * 100.0) / 100.0, 6));
    const double cursor = plot.left() + std::clamp(timeMs_ / duration, 0.0, 1.0) * plot.width();
    painter.setPen(QPen(text, 1.0));
    painter.setOpacity(0.6);
    painter.drawLine(QPointF(cursor, plot.top()), QPointF(cursor, plot.bottom()));
    painter.setOpacity(1.0);
    painter.drawImage(plot.topLeft(), drawTrace(plot.size()));
}

} // namespace phiscope
