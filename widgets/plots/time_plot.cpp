#include "widgets/plots/time_plot.h"

#include "widgets/colours.h"
#include "widgets/plots/axis_dress.h"

#include <QLabel>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr int leftMargin = 60;
constexpr int rightMargin = 56;
constexpr int topMargin = 3;
constexpr int bottomMargin = 40;
constexpr int bottomMarginBare = 5;
constexpr double dragDistance = 4.0;
constexpr double shortestMs = 0.5;

/// Numbers with a true minus sign.
class Ticker : public QCPAxisTicker {
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override {
        return QCPAxisTicker::getTickLabel(tick, locale, formatChar, precision)
            .replace(QLatin1Char('-'), QChar(0x2212));
    }
};

} // namespace

TimePlot::TimePlot(const QString& name, const QString& accessibleName, QWidget* parent)
    : QCustomPlot(parent) {
    setObjectName(QStringLiteral("plot-") + name);
    setAccessibleName(accessibleName);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumHeight(56);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Expanding);
    setLocale(QLocale::c());
    setSelectionTolerance(0);
    plotLayout()->setRowSpacing(0);
    for (QCPAxis* axis : {xAxis, yAxis}) {
        const QSharedPointer<Ticker> ticker(new Ticker);
        ticker->setTickCount(axis == xAxis ? 6 : 4);
        axis->setTicker(ticker);
        axis->setNumberFormat(QStringLiteral("g"));
        axis->setNumberPrecision(5);
        axis->setTickLength(0, 4);
        axis->setSubTicks(false);
        axis->setTickLabelPadding(4);
        axis->setLabelPadding(3);
        axis->grid()->setZeroLinePen(Qt::NoPen);
    }
    xAxis->setLabel(tr("time (ms)"));
    axisRect()->setAutoMargins(QCP::msNone);
    axisRect()->setMinimumMargins({});

    // The cursor moves 60 times a second over a picture that stays: it has a buffer of its own.
    addLayer(QStringLiteral("cursor"), layer(QStringLiteral("overlay")), limAbove);
    layer(QStringLiteral("cursor"))->setMode(QCPLayer::lmBuffered);
    const auto makeLine = [this] {
        auto* line = new QCPItemStraightLine(this);
        line->setLayer(QStringLiteral("cursor"));
        line->setSelectable(false);
        line->setAntialiased(false);
        line->point1->setCoords(0.0, 0.0);
        line->point2->setCoords(0.0, 1.0);
        return line;
    };
    hover_ = makeLine();
    hover_->setVisible(false);
    cursor_ = makeLine();

    empty_ = new QLabel(this);
    empty_->setObjectName(QStringLiteral("empty-") + name);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setTextFormat(Qt::RichText);
    empty_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    empty_->hide();
    connect(empty_, &QLabel::linkActivated, this, &TimePlot::linkActivated);

    setTheme(Theme::darkTheme());
    setTimeRange(0.0, lastMs_);
    updateMargins();
}

void TimePlot::setTheme(const Theme& theme) {
    theme_ = theme;
    const QColor text = toQColor(theme.dimText);
    setBackground(QBrush(toQColor(theme.base)));
    for (QCPAxis* axis : {xAxis, yAxis}) {
        dressAxis(*axis, theme, font());
    }
    cursor_->setPen(QPen(toQColor(theme.accent), traceWidth(1.0, theme)));
    hover_->setPen(QPen(toQColor(mix(theme.base, theme.dimText, 0.7F)), 1.0, Qt::DotLine));
    QPalette colours = empty_->palette();
    colours.setColor(QPalette::WindowText, text);
    empty_->setPalette(colours);
    setEmptyText(emptyHtml_);
    updateMargins();
}

void TimePlot::setTimeLimits(double lastMs) {
    lastMs_ = lastMs;
}

void TimePlot::setTimeRange(double startMs, double endMs) {
    xAxis->setRange(startMs, endMs);
}

TimeScale TimePlot::timeScale() const {
    const QCPRange range = xAxis->range();
    return {range.lower, range.upper, static_cast<double>(axisRect()->left()),
            static_cast<double>(axisRect()->left() + axisRect()->width())};
}

void TimePlot::setTimeAxisShown(bool shown) {
    timeAxisShown_ = shown;
    xAxis->setTickLabels(shown);
    xAxis->setLabel(shown ? tr("time (ms)") : QString());
    updateMargins();
}

void TimePlot::updateMargins() {
    axisRect()->setMargins({sized(leftMargin, theme_), topMargin, sized(rightMargin, theme_),
                            timeAxisShown_ ? sized(bottomMargin, theme_) : bottomMarginBare});
    placeEmptyText();
}

void TimePlot::setCursorTime(double timeMs) {
    if (timeMs == cursorMs_) {
        return;
    }
    cursorMs_ = timeMs;
    cursor_->point1->setCoords(timeMs, 0.0);
    cursor_->point2->setCoords(timeMs, 1.0);
    if (isVisible()) {
        layer(QStringLiteral("cursor"))->replot();
    }
}

void TimePlot::setCursorShown(bool shown) {
    cursor_->setVisible(shown);
    hover_->setVisible(false);
}

void TimePlot::setHoverLine(bool shown, double timeMs) {
    hover_->setVisible(shown);
    hover_->point1->setCoords(timeMs, 0.0);
    hover_->point2->setCoords(timeMs, 1.0);
    layer(QStringLiteral("cursor"))->replot();
}

void TimePlot::setEmptyText(const QString& html) {
    emptyHtml_ = html;
    // The link's colour is not the label's palette's: rich text takes it from the application.
    const QString style =
        QStringLiteral("<a style=\"color:%1; text-decoration:none\" ").arg(toQColor(theme_.accent).name());
    const QString& shown = refusalHtml_.isEmpty() ? html : refusalHtml_;
    empty_->setText(QString(shown).replace(QStringLiteral("<a "), style));
    empty_->setVisible(!shown.isEmpty());
    placeEmptyText();
}

void TimePlot::setRefusal(const QString& html) {
    if (html != refusalHtml_) {
        refusalHtml_ = html;
        setEmptyText(emptyHtml_);
    }
}

void TimePlot::placeEmptyText() {
    if (empty_ != nullptr) {
        const QRect area = rect().adjusted(leftMargin, topMargin, -rightMargin,
                                           timeAxisShown_ ? -bottomMargin : -bottomMarginBare);
        const QSize wanted(area.width(), std::min(area.height(), empty_->heightForWidth(area.width())));
        empty_->setGeometry(QRect(QPoint(area.left(), area.center().y() - wanted.height() / 2), wanted));
    }
}

void TimePlot::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    pressAt_ = event->position();
    pressScale_ = timeScale();
    const bool onCursor = std::abs(pressAt_.x() - pressScale_.toPixel(cursorMs_)) <= dragDistance;
    gesture_ = onCursor && cursor_->visible() ? Gesture::scrub : Gesture::press;
}

void TimePlot::mouseMoveEvent(QMouseEvent* event) {
    const QPointF at = event->position();
    if (gesture_ == Gesture::press && std::abs(at.x() - pressAt_.x()) >= dragDistance) {
        gesture_ = Gesture::pan;
        setCursor(Qt::ClosedHandCursor);
    }
    switch (gesture_) {
    case Gesture::pan: {
        const TimeScale scale = pressScale_.panned(at.x() - pressAt_.x(), 0.0, lastMs_);
        Q_EMIT rangeWanted(scale.startMs, scale.endMs);
        break;
    }
    case Gesture::scrub:
        Q_EMIT timeChosen(timeScale().toTimeClamped(at.x()), yAxis->pixelToCoord(at.y()));
        break;
    case Gesture::press:
        break;
    case Gesture::none:
        if (axisRect()->rect().contains(at.toPoint())) {
            const TimeScale scale = timeScale();
            const bool onCursor = std::abs(at.x() - scale.toPixel(cursorMs_)) <= dragDistance;
            setCursor(onCursor ? Qt::SplitHCursor : Qt::CrossCursor);
            setHoverLine(!onCursor, scale.toTime(at.x()));
            Q_EMIT hovered(scale.toTimeClamped(at.x()), yAxis->pixelToCoord(at.y()));
        } else {
            leaveEvent(nullptr);
        }
        break;
    }
}

void TimePlot::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const QPointF at = event->position();
    const double timeMs = timeScale().toTimeClamped(at.x());
    if (gesture_ == Gesture::press) {
        Q_EMIT timeChosen(timeMs, yAxis->pixelToCoord(at.y()));
    }
    const bool click = gesture_ == Gesture::press ||
                       (gesture_ == Gesture::scrub && std::abs(at.x() - pressAt_.x()) < dragDistance);
    gesture_ = Gesture::none;
    unsetCursor();
    if (click) {
        Q_EMIT clicked(timeMs, yAxis->pixelToCoord(at.y()), event->modifiers());
    }
}

void TimePlot::mouseDoubleClickEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        gesture_ = Gesture::none;
        Q_EMIT wholeWanted();
    }
}

void TimePlot::wheelEvent(QWheelEvent* event) {
    const QPoint delta = event->angleDelta();
    TimeScale scale = timeScale();
    const bool sideways = std::abs(delta.x()) > std::abs(delta.y()) || event->modifiers() & Qt::ShiftModifier;
    if (sideways) {
        scale = scale.panned(0.5 * (delta.x() != 0 ? delta.x() : delta.y()), 0.0, lastMs_);
    } else {
        constexpr double perNotch = 0.8;
        scale = scale.zoomed(std::pow(perNotch, delta.y() / 120.0), event->position().x(), 0.0, lastMs_,
                             shortestMs);
    }
    Q_EMIT rangeWanted(scale.startMs, scale.endMs);
    event->accept();
}

void TimePlot::leaveEvent(QEvent* /*event*/) {
    if (hover_->visible()) {
        setHoverLine(false, 0.0);
    }
    unsetCursor();
    Q_EMIT unhovered();
}

void TimePlot::contextMenuEvent(QContextMenuEvent* event) {
    Q_EMIT menuRequested(event->globalPos());
}

void TimePlot::resizeEvent(QResizeEvent* event) {
    // Labels keep their distance in a low plot.
    yAxis->ticker()->setTickCount(std::clamp(event->size().height() / 32, 2, 6));
    xAxis->ticker()->setTickCount(std::clamp(event->size().width() / 70, 2, 10));
    QCustomPlot::resizeEvent(event);
    placeEmptyText();
}

} // namespace phiscope
