#include "widgets/plots/analysis_plot.h"

#include "widgets/colours.h"
#include "widgets/plots/axis_dress.h"

#include <QApplication>
#include <QLabel>
#include <QTimer>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr double shortestMs = 0.5;

class PlainTicker : public QCPAxisTicker {
protected:
    QString getTickLabel(double tick, const QLocale& locale, QChar formatChar, int precision) override {
        return QCPAxisTicker::getTickLabel(tick, locale, formatChar, precision)
            .replace(QLatin1Char('-'), QChar(0x2212));
    }
};

} // namespace

QSharedPointer<QCPAxisTicker> plainTicker(int count) {
    QSharedPointer<QCPAxisTicker> ticker(new PlainTicker);
    ticker->setTickCount(count);
    return ticker;
}

/// Draws the captions above everything but the cursor.
class AnalysisPlot::Captions : public QCPLayerable {
public:
    explicit Captions(AnalysisPlot* plot)
        : QCPLayerable(plot, QStringLiteral("axes"))
        , plot_(plot) {}

protected:
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }
    void draw(QCPPainter* painter) override {
        for (const Caption& caption : plot_->captions_) {
            QFont font = plot_->smallFont();
            font.setWeight(caption.strong ? QFont::DemiBold : QFont::Normal);
            painter->setFont(font);
            painter->setPen(caption.colour);
            if (caption.wrapped) {
                painter->drawText(QRectF(caption.area), Qt::AlignCenter | Qt::TextWordWrap, caption.text);
                continue;
            }
            const QString text =
                QFontMetrics(font).elidedText(caption.text, Qt::ElideRight, caption.area.width());
            painter->drawText(QRectF(caption.area), static_cast<int>(caption.alignment | Qt::TextSingleLine),
                              text);
        }
    }

private:
    AnalysisPlot* plot_;
};

AnalysisPlot::AnalysisPlot(const QString& name, const QString& accessibleName, QWidget* parent)
    : QCustomPlot(parent) {
    setObjectName(QStringLiteral("plot-") + name);
    setAccessibleName(accessibleName);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setMinimumSize(120, 120);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Expanding);
    setLocale(QLocale::c());
    setSelectionTolerance(0);
    plotLayout()->clear();
    inset_ = new QCPLayoutInset;
    plotLayout()->addElement(0, 0, inset_);
    addLayer(QStringLiteral("cursor"), layer(QStringLiteral("overlay")), limAbove);
    layer(QStringLiteral("cursor"))->setMode(QCPLayer::lmBuffered);
    new Captions(this); // owned by the plot's layer

    empty_ = new QLabel(this);
    empty_->setObjectName(QStringLiteral("empty-") + name);
    empty_->setAlignment(Qt::AlignCenter);
    empty_->setWordWrap(true);
    empty_->setTextFormat(Qt::RichText);
    empty_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    empty_->hide();
    connect(empty_, &QLabel::linkActivated, this, &AnalysisPlot::linkActivated);
    setTheme(Theme::darkTheme());
}

QCPAxisRect* AnalysisPlot::addRect(bool overTime) {
    auto* rect = new QCPAxisRect(this);
    rect->setAutoMargins(QCP::msNone);
    rect->setMargins({});
    rect->setMinimumMargins({});
    rect->setMinimumSize(1, 1);
    inset_->addElement(rect, QRectF(0.0, 0.0, 1.0, 1.0));
    for (QCPAxis* axis : rect->axes()) {
        const bool basic = axis->axisType() == QCPAxis::atBottom || axis->axisType() == QCPAxis::atLeft;
        axis->setVisible(basic);
        if (basic) {
            axis->setTicker(plainTicker(axis->axisType() == QCPAxis::atBottom ? 5 : 4));
            axis->setNumberFormat(QStringLiteral("g"));
            axis->setNumberPrecision(5);
            axis->setTickLength(0, 4);
            axis->setSubTicks(false);
            axis->setTickLabelPadding(4);
            axis->setLabelPadding(3);
            axis->grid()->setZeroLinePen(Qt::NoPen);
        }
    }
    Part part;
    part.rect = rect;
    if (overTime) {
        part.cursor = new QCPItemStraightLine(this);
        part.cursor->setLayer(QStringLiteral("cursor"));
        part.cursor->setSelectable(false);
        part.cursor->setAntialiased(false);
        part.cursor->setClipAxisRect(rect);
        for (QCPItemPosition* position : {part.cursor->point1, part.cursor->point2}) {
            position->setAxisRect(rect);
            position->setAxes(rect->axis(QCPAxis::atBottom), rect->axis(QCPAxis::atLeft));
        }
        part.cursor->point1->setCoords(cursorMs_, 0.0);
        part.cursor->point2->setCoords(cursorMs_, 1.0);
        rect->axis(QCPAxis::atBottom)->setRange(0.0, lastMs_);
    }
    parts_.push_back(part);
    setTheme(theme_);
    return rect;
}

void AnalysisPlot::place(QCPAxisRect* rect, const QRect& inner) {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        Part& part = parts_[i];
        if (part.rect != rect) {
            continue;
        }
        part.inner = inner;
        part.shown = true;
        rect->setVisible(true);
        if (part.cursor != nullptr) {
            part.cursor->setVisible(true);
        }
        const double w = std::max(1, laidOut_.width());
        const double h = std::max(1, laidOut_.height());
        inset_->setInsetRect(static_cast<int>(i),
                             {inner.x() / w, inner.y() / h, inner.width() / w, inner.height() / h});
    }
}

void AnalysisPlot::hideRect(QCPAxisRect* rect) {
    for (Part& part : parts_) {
        if (part.rect == rect) {
            part.shown = false;
            rect->setVisible(false);
            if (part.cursor != nullptr) {
                part.cursor->setVisible(false);
            }
        }
    }
}

void AnalysisPlot::addCaption(const QRect& area, const QString& text, const QColor& colour,
                              Qt::Alignment alignment, bool strong) {
    captions_.push_back({area, text, colour, alignment, strong});
}

void AnalysisPlot::addNote(const QRect& area, const QString& text, const QColor& colour) {
    captions_.push_back({area, text, colour, Qt::AlignCenter, false, true});
}

QFont AnalysisPlot::smallFont() const {
    return sized(font(), 8.5, theme_);
}

void AnalysisPlot::setTheme(const Theme& theme) {
    theme_ = theme;
    const QColor text = toQColor(theme.dimText);
    setBackground(QBrush(toQColor(theme.base)));
    for (const Part& part : parts_) {
        for (QCPAxis* axis : part.rect->axes()) {
            dressAxis(*axis, theme, font());
        }
        if (part.cursor != nullptr) {
            part.cursor->setPen(QPen(toQColor(theme.accent), traceWidth(1.0, theme)));
        }
    }
    QPalette colours = empty_->palette();
    colours.setColor(QPalette::WindowText, text);
    empty_->setPalette(colours);
    setEmptyText(emptyHtml_);
    if (dress_) {
        dress_(theme);
    }
    refresh();
}

void AnalysisPlot::setTimeRange(double startMs, double endMs) {
    for (const Part& part : parts_) {
        if (part.cursor != nullptr) {
            part.rect->axis(QCPAxis::atBottom)->setRange(startMs, endMs);
        }
    }
    whole_ = startMs <= 0.0 && endMs >= lastMs_;
    refresh();
}

void AnalysisPlot::setTimeLimit(double lastMs) {
    const bool same = lastMs == lastMs_;
    lastMs_ = lastMs;
    if (whole_ && !same) {
        setTimeRange(0.0, lastMs);
    }
}

void AnalysisPlot::setCursorTime(double timeMs) {
    if (timeMs == cursorMs_) {
        return;
    }
    cursorMs_ = timeMs;
    for (const Part& part : parts_) {
        if (part.cursor != nullptr) {
            part.cursor->point1->setCoords(timeMs, 0.0);
            part.cursor->point2->setCoords(timeMs, 1.0);
        }
    }
    if (isVisible()) {
        layer(QStringLiteral("cursor"))->replot();
    }
}

void AnalysisPlot::setEmptyText(const QString& html) {
    emptyHtml_ = html;
    const QString style =
        QStringLiteral("<a style=\"color:%1; text-decoration:none\" ").arg(toQColor(theme_.accent).name());
    empty_->setText(QString(html).replace(QStringLiteral("<a "), style));
    empty_->setVisible(!html.isEmpty());
    const int width = std::max(40, std::min(this->width() - 48, 360));
    const int height = std::max(40, empty_->heightForWidth(width));
    empty_->setGeometry((this->width() - width) / 2, (this->height() - height) / 2, width, height);
}

bool AnalysisPlot::isEmptyTextShown() const {
    return !emptyHtml_.isEmpty();
}

void AnalysisPlot::refresh() {
    if (!refreshing_) {
        refreshing_ = true;
        QTimer::singleShot(0, this, [this] {
            refreshing_ = false;
            if (isVisible()) {
                drawNow();
            }
        });
    }
}

void AnalysisPlot::layOut(const QSize& size) {
    laidOut_ = size;
    captions_.clear();
    for (const Part& part : parts_) {
        hideRect(part.rect);
    }
    if (arrange_ && emptyHtml_.isEmpty()) {
        arrange_(size);
    }
    if (prepare_) {
        // Pixels count: rectangles are needed where they will be.
        plotLayout()->update(QCPLayoutElement::upPreparation);
        plotLayout()->update(QCPLayoutElement::upMargins);
        plotLayout()->update(QCPLayoutElement::upLayout);
        prepare_();
    }
}

void AnalysisPlot::drawNow() {
    layOut(size());
    replot(QCustomPlot::rpQueuedRefresh);
}

Result<void> AnalysisPlot::exportTo(const QString& path, PlotFormat format, QSize size, double pngScale,
                                    const QString& title) {
    const Theme before = theme_;
    setTheme(Theme::lightTheme());
    setBackground(QBrush(Qt::white));
    layer(QStringLiteral("cursor"))->setVisible(false);
    auto written = writePlotFile(path, format, size, pngScale, title, [&](QCPPainter& painter) {
        const QRect viewBefore = viewport();
        setViewport(QRect(QPoint(0, 0), size));
        layOut(size);
        painter.fillRect(QRect(QPoint(0, 0), size), Qt::white);
        toPainter(&painter, size.width(), size.height());
        setViewport(viewBefore);
    });
    layer(QStringLiteral("cursor"))->setVisible(true);
    setTheme(before);
    drawNow();
    return written;
}

void AnalysisPlot::resizeEvent(QResizeEvent* event) {
    layOut(event->size());
    QCustomPlot::resizeEvent(event);
    setEmptyText(emptyHtml_);
}

const AnalysisPlot::Part* AnalysisPlot::partAt(const QPointF& at) const {
    for (const Part& part : parts_) {
        if (part.shown && part.inner.contains(at.toPoint())) {
            return &part;
        }
    }
    return nullptr;
}

QPointF AnalysisPlot::coordinatesAt(const Part& part, const QPointF& at) const {
    return {part.rect->axis(QCPAxis::atBottom)->pixelToCoord(at.x()),
            part.rect->axis(QCPAxis::atLeft)->pixelToCoord(at.y())};
}

void AnalysisPlot::choose(const Part& part, const QPointF& at) {
    if (part.cursor != nullptr) {
        Q_EMIT timeChosen(std::clamp(coordinatesAt(part, at).x(), 0.0, lastMs_));
    }
}

void AnalysisPlot::mousePressEvent(QMouseEvent* event) {
    const Part* part = event->button() == Qt::LeftButton ? partAt(event->position()) : nullptr;
    pressed_ = part != nullptr ? static_cast<int>(part - parts_.data()) : -1;
    pressedAt_ = event->position().toPoint();
    dragged_ = false;
    if (part != nullptr && clicksChooseTime_) {
        choose(*part, event->position());
    }
}

void AnalysisPlot::mouseMoveEvent(QMouseEvent* event) {
    if (pressed_ >= 0 && event->buttons().testFlag(Qt::LeftButton)) {
        dragged_ = dragged_ || (event->position().toPoint() - pressedAt_).manhattanLength() >=
                                   QApplication::startDragDistance();
        if (!clicksChooseTime_ && !dragged_) {
            return;
        }
        choose(parts_[static_cast<std::size_t>(pressed_)], event->position());
        return;
    }
    if (const Part* part = partAt(event->position())) {
        setCursor(!clicksChooseTime_        ? Qt::PointingHandCursor
                  : part->cursor != nullptr ? Qt::CrossCursor
                                            : Qt::ArrowCursor);
        Q_EMIT hovered(part->rect, coordinatesAt(*part, event->position()));
    } else {
        unsetCursor();
        Q_EMIT unhovered();
    }
}

void AnalysisPlot::mouseReleaseEvent(QMouseEvent* event) {
    if (pressed_ >= 0) {
        const Part& part = parts_[static_cast<std::size_t>(pressed_)];
        if (&part == partAt(event->position()) && (clicksChooseTime_ || !dragged_)) {
            Q_EMIT rectClicked(part.rect, coordinatesAt(part, event->position()));
        }
    }
    pressed_ = -1;
}

void AnalysisPlot::mouseDoubleClickEvent(QMouseEvent* event) {
    const Part* part = partAt(event->position());
    if (part != nullptr && part->cursor != nullptr) {
        setTimeRange(0.0, lastMs_);
    }
}

void AnalysisPlot::wheelEvent(QWheelEvent* event) {
    const Part* part = partAt(event->position());
    if (part == nullptr || part->cursor == nullptr) {
        return;
    }
    const QCPRange range = part->rect->axis(QCPAxis::atBottom)->range();
    const double at = coordinatesAt(*part, event->position()).x();
    constexpr double perNotch = 0.8;
    const double factor = std::pow(perNotch, event->angleDelta().y() / 120.0);
    const double span = std::clamp(range.size() * factor, std::min(shortestMs, lastMs_), lastMs_);
    const double share = (at - range.lower) / range.size();
    const double start = std::clamp(at - share * span, 0.0, lastMs_ - span);
    setTimeRange(start, start + span);
    event->accept();
}

void AnalysisPlot::leaveEvent(QEvent* /*event*/) {
    unsetCursor();
    Q_EMIT unhovered();
}

void AnalysisPlot::contextMenuEvent(QContextMenuEvent* event) {
    Q_EMIT menuRequested(event->globalPos());
}

} // namespace phiscope
