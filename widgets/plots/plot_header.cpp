#include "widgets/plots/plot_header.h"

#include "widgets/colours.h"
#include "widgets/glyph_button.h"
#include "widgets/plots/chip.h"
#include "widgets/tabular_text.h"

#include <QHBoxLayout>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace phiscope {

namespace {
constexpr int headerHeight = 26;
constexpr int textLeft = 26;
} // namespace

PlotHeader::PlotHeader(const QString& name, const QString& title, QWidget* parent)
    : QWidget(parent)
    , title_(title) {
    setObjectName(QStringLiteral("header-") + name);
    setAccessibleName(title);
    setFixedHeight(headerHeight);
    setCursor(Qt::PointingHandCursor);
    fold_ =
        new GlyphButton(GlyphButton::Glyph::down, QStringLiteral("fold-") + name, tr("Fold or unfold"), this);
    fold_->setGeometry(1, 1, 24, 24);
    connect(fold_, &GlyphButton::clicked, this, [this] { Q_EMIT collapsedChanged(!collapsed_); });
    row_ = new QHBoxLayout(this);
    row_->setContentsMargins(0, 1, 4, 1);
    row_->setSpacing(0);
    row_->addStretch(1);
    setTheme(Theme::darkTheme());
}

void PlotHeader::setTheme(const Theme& theme) {
    theme_ = theme;
    setFixedHeight(sized(headerHeight, theme));
    fold_->move(1, (height() - fold_->sizeHint().height()) / 2);
    fold_->setTheme(theme);
    for (GlyphButton* button : buttons_) {
        button->setTheme(theme);
    }
    for (Chip* chip : chips_) {
        chip->setTheme(theme);
    }
    placeChips();
    update();
}

void PlotHeader::setCollapsed(bool collapsed) {
    collapsed_ = collapsed;
    fold_->setGlyph(collapsed ? GlyphButton::Glyph::right : GlyphButton::Glyph::down);
    for (GlyphButton* button : buttons_) {
        button->setVisible(!collapsed);
    }
    placeChips();
    update();
}

void PlotHeader::setReadings(std::vector<Reading> readings, const QString& moment) {
    if (readings == readings_ && moment == moment_) {
        return;
    }
    readings_ = std::move(readings);
    moment_ = moment;
    QString spoken = title_;
    for (const Reading& reading : readings_) {
        spoken += QStringLiteral(", ") + reading.name + QLatin1Char(' ') + reading.value;
    }
    setAccessibleDescription(spoken);
    update();
}

void PlotHeader::addButton(GlyphButton* button) {
    button->setParent(this);
    button->setTheme(theme_);
    button->setCursor(Qt::ArrowCursor);
    row_->addWidget(button);
    buttons_.push_back(button);
}

void PlotHeader::addChip(Chip* chip) {
    chip->setParent(this);
    chip->setTheme(theme_);
    chips_.push_back(chip);
    placeChips();
}

double PlotHeader::titleEnd() const {
    QFont titleFont = font();
    titleFont.setWeight(QFont::DemiBold);
    return textLeft + QFontMetricsF(titleFont).horizontalAdvance(title_);
}

void PlotHeader::placeChips() {
    double x = titleEnd() + 10.0;
    for (Chip* chip : chips_) {
        const QSize size = chip->sizeHint();
        chip->setGeometry(static_cast<int>(x), (height() - size.height()) / 2, size.width(), size.height());
        chip->setVisible(!collapsed_);
        x += size.width() + 6.0;
    }
    update();
}

void PlotHeader::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    placeChips();
}

void PlotHeader::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        placeChips(); // they stand where the title ends
    }
}

void PlotHeader::paintEvent(QPaintEvent* /*event*/) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillRect(rect(), toQColor(theme_.window));
    const QRectF area = rect();
    QFont titleFont = font();
    titleFont.setWeight(QFont::DemiBold);
    painter.setFont(titleFont);
    painter.setPen(toQColor(theme_.text));
    painter.drawText(QRectF(textLeft, 0.0, area.width(), area.height()), Qt::AlignVCenter | Qt::AlignLeft,
                     title_);
    double left = titleEnd() + 16.0;
    for (const Chip* chip : chips_) {
        if (!chip->isHidden()) {
            left = std::max(left, chip->geometry().right() + 10.0);
        }
    }
    double right = area.right() - 8.0;
    for (const GlyphButton* button : buttons_) {
        if (button->isVisible()) {
            right = std::min(right, static_cast<double>(button->x()) - 6.0);
        }
    }
    painter.setFont(font());
    const QFontMetricsF metrics(font());
    // From the right, so that the values stand still; what has no room is left out whole, the later ones
    // first.
    // A name is given up before a value is: the colour still says whose it is.
    double needed = 0.0;
    std::size_t count = 0;
    bool named = true;
    const auto widthOf = [&](const Reading& reading) {
        const double value =
            std::max(tabularWidth(metrics, reading.widest), tabularWidth(metrics, reading.value));
        return 12.0 + (named ? metrics.horizontalAdvance(reading.name) + 6.0 : 0.0) + value + 14.0;
    };
    const double momentWidth = moment_.isEmpty() ? 0.0 : tabularWidth(metrics, moment_) + 14.0;
    double all = 0.0;
    for (const Reading& reading : readings_) {
        all += widthOf(reading);
    }
    named = all <= right - left;
    while (count < readings_.size() && needed + widthOf(readings_[count]) <= right - left) {
        needed += widthOf(readings_[count]);
        ++count;
    }
    double x = right - needed + 14.0;
    if (momentWidth > 0.0 && x - momentWidth > left) {
        painter.setPen(toQColor(theme_.dimText));
        drawTabular(painter, QRectF(x - momentWidth, 0.0, momentWidth - 14.0, area.height()), Qt::AlignRight,
                    moment_);
    }
    for (std::size_t i = 0; i < count; ++i) {
        const Reading& reading = readings_[i];
        const double width = widthOf(reading) - 14.0;
        painter.setPen(Qt::NoPen);
        painter.setBrush(reading.colour);
        painter.drawRoundedRect(QRectF(x, area.center().y() - 1.5, 8.0, 3.0), 1.5, 1.5);
        painter.setPen(toQColor(theme_.dimText));
        if (named) {
            painter.drawText(QRectF(x + 12.0, 0.0, width, area.height()), Qt::AlignVCenter | Qt::AlignLeft,
                             reading.name);
        }
        painter.setPen(toQColor(theme_.text));
        drawTabular(painter, QRectF(x, 0.0, width, area.height()), Qt::AlignRight, reading.value);
        x += width + 14.0;
    }
}

void PlotHeader::mousePressEvent(QMouseEvent* event) {
    if (event->button() == Qt::LeftButton) {
        Q_EMIT collapsedChanged(!collapsed_);
    }
}

} // namespace phiscope
