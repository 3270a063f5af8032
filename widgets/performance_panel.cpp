#include "widgets/performance_panel.h"

#include "widgets/app_theme.h"
#include "widgets/quantity.h"

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <algorithm>
#include <optional>
#include <utility>

namespace phiscope {

namespace {

constexpr int refreshMs = 250;
/// How often the window is asked how late it is.
constexpr int loopMs = 10;

struct Kind {
    const char* name;
    const char* meaning;
    const char* help;
    std::optional<double> goalMs;
};

/// In the order of Timings::What.
const std::array<Kind, Timings::kinds> kinds{{
    {QT_TRANSLATE_NOOP("phiscope::PerformancePanel", "Run"),
     QT_TRANSLATE_NOOP("phiscope::PerformancePanel", "NEURON"),
     QT_TRANSLATE_NOOP(
         "phiscope::PerformancePanel",
         "From the start of a run to its end. Those that were cancelled or replaced are left out."),
     {}},
    {QT_TRANSLATE_NOOP("phiscope::PerformancePanel", "Matrix"),
     QT_TRANSLATE_NOOP("phiscope::PerformancePanel", "of one probe"),
     QT_TRANSLATE_NOOP("phiscope::PerformancePanel", "The forward model, contacts × segments, made anew "
                                                     "whenever a probe, the cell or the medium changes."),
     {}},
    {QT_TRANSLATE_NOOP("phiscope::PerformancePanel", "Signals"),
     QT_TRANSLATE_NOOP("phiscope::PerformancePanel", "of one probe"),
     QT_TRANSLATE_NOOP("phiscope::PerformancePanel",
                       "From a change to all samples: matrix and product of a finished recording. While a "
                       "probe is dragged, only what is "
                       "shown is computed at first, which is quicker."),
     {}},
    {QT_TRANSLATE_NOOP("phiscope::PerformancePanel", "Frame"),
     QT_TRANSLATE_NOOP("phiscope::PerformancePanel", "3-D view, goal 33 ms"),
     QT_TRANSLATE_NOOP("phiscope::PerformancePanel",
                       "From the start of drawing until the picture is on the screen, with what else of the "
                       "window was drawn with it."),
     33.3},
    {QT_TRANSLATE_NOOP("phiscope::PerformancePanel", "Answer"),
     QT_TRANSLATE_NOOP("phiscope::PerformancePanel", "to a hand, goal 16 ms"),
     QT_TRANSLATE_NOOP("phiscope::PerformancePanel",
                       "Latency of the event loop, measured a hundred times a second while this panel is "
                       "seen."),
     16.0},
}};

QString number(double ms) {
    return ms < 0.1 && ms > 0.0 ? formatQuantity(1000.0 * ms, QStringLiteral("µs"), 3)
                                : formatQuantity(ms, QStringLiteral("ms"), 3);
}

} // namespace

/// A bar for each of the newest timings, the newest at the right, and a dotted line at what is wanted.
class TimingBars : public QWidget {
public:
    TimingBars(std::optional<double> goalMs, AppTheme* theme)
        : goalMs_(goalMs)
        , theme_(theme) {
        setMinimumWidth(60);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    }

    void set(std::vector<double> ms) {
        if (ms != ms_) {
            ms_ = std::move(ms);
            update();
        }
    }

    QSize sizeHint() const override { return {240, 24}; }

protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        constexpr double pitch = 3.0;
        QPainter painter(this);
        const QRectF area = QRectF(rect()).adjusted(0.0, 3.0, 0.0, -3.0);
        const ThemeColours& colours = theme_->colours();
        painter.fillRect(QRectF(area.left(), area.bottom(), area.width(), 1.0), colours.line);
        if (ms_.empty()) {
            return;
        }
        const double top = std::max(*std::max_element(ms_.begin(), ms_.end()), goalMs_.value_or(0.0) * 1.15);
        const auto fits = static_cast<std::size_t>(area.width() / pitch);
        const std::size_t first = ms_.size() > fits ? ms_.size() - fits : 0;
        double right = area.right();
        for (std::size_t k = ms_.size(); k-- > first; right -= pitch) {
            const double high = std::max(1.0, area.height() * ms_[k] / top);
            painter.fillRect(QRectF(right - pitch + 1.0, area.bottom() - high, pitch - 1.0, high),
                             goalMs_ && ms_[k] > *goalMs_ ? colours.warn : colours.accent);
        }
        if (goalMs_) {
            const double y = area.bottom() - area.height() * *goalMs_ / top;
            painter.setPen(QPen(colours.dimText, 1.0, Qt::DotLine));
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
        }
    }

private:
    std::optional<double> goalMs_;
    AppTheme* theme_;
    std::vector<double> ms_;
};

PerformancePanel::PerformancePanel(std::shared_ptr<Timings> timings, AppTheme* theme, QWidget* parent)
    : QScrollArea(parent)
    , timings_(std::move(timings))
    , theme_(theme)
    , words_(new QLabel)
    , copy_(new QPushButton(tr("Copy"))) {
    setObjectName(QStringLiteral("performancePanel"));
    setAccessibleName(tr("Performance"));
    setFrameShape(QFrame::NoFrame);
    setWidgetResizable(true);
    auto* body = new QWidget;
    auto* grid = new QGridLayout(body);
    grid->setContentsMargins(12, 4, 8, 4);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(1);
    const std::array<QString, 5> heads{tr("Last"), tr("Median"), tr("Slowest 1 %"), tr("One by one"),
                                       QString()};
    for (std::size_t k = 0; k < heads.size(); ++k) {
        heads_.at(k) = new QLabel(heads.at(k));
        grid->addWidget(heads_.at(k), 0, static_cast<int>(k) + 2, k < 3 ? Qt::AlignRight : Qt::AlignLeft);
    }
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        addRow(grid, kind);
    }
    const int below = static_cast<int>(kinds.size()) + 1;
    words_->setObjectName(QStringLiteral("performanceWords"));
    words_->setWordWrap(true);
    grid->addWidget(words_, below, 0, 1, 6);
    copy_->setObjectName(QStringLiteral("performanceCopy"));
    copy_->setToolTip(tr("Copies these numbers as text, for a report."));
    copy_->setAccessibleName(tr("Copy the numbers"));
    grid->addWidget(copy_, 0, 5, Qt::AlignRight);
    grid->setColumnStretch(5, 1);
    grid->setRowStretch(below + 1, 1);
    setWidget(body);

    connect(copy_, &QPushButton::clicked, this, [this] { QApplication::clipboard()->setText(text()); });
    refresh_.setInterval(refreshMs);
    connect(&refresh_, &QTimer::timeout, this, &PerformancePanel::refresh);
    loop_.setInterval(loopMs);
    loop_.setTimerType(Qt::PreciseTimer);
    connect(&loop_, &QTimer::timeout, this, &PerformancePanel::measureLoop);
    connect(theme_, &AppTheme::changed, this, &PerformancePanel::dress);
    dress();
    refresh();
}

void PerformancePanel::addRow(QGridLayout* grid, std::size_t kind) {
    const Kind& about = kinds.at(kind);
    const int at = static_cast<int>(kind) + 1;
    const QString number = QString::number(kind);
    Row& row = rows_.at(kind);
    row.name = new QLabel(tr(about.name));
    row.meaning = new QLabel(tr(about.meaning));
    row.last = new QLabel;
    row.last->setObjectName(QStringLiteral("performanceLast") + number);
    row.median = new QLabel;
    row.median->setObjectName(QStringLiteral("performanceMedian") + number);
    row.slowest = new QLabel;
    row.slowest->setObjectName(QStringLiteral("performanceSlowest") + number);
    row.bars = new TimingBars(about.goalMs, theme_);
    grid->addWidget(row.name, at, 0);
    grid->addWidget(row.meaning, at, 1);
    grid->addWidget(row.last, at, 2, Qt::AlignRight | Qt::AlignVCenter);
    grid->addWidget(row.median, at, 3, Qt::AlignRight | Qt::AlignVCenter);
    grid->addWidget(row.slowest, at, 4, Qt::AlignRight | Qt::AlignVCenter);
    grid->addWidget(row.bars, at, 5);
    for (QWidget* part : std::initializer_list<QWidget*>{row.name, row.meaning, row.last, row.median,
                                                         row.slowest, row.bars}) {
        part->setToolTip(tr(about.help));
    }
}

void PerformancePanel::dress() {
    QPalette dim = theme_->palette();
    dim.setColor(QPalette::WindowText, theme_->colours().dimText);
    for (QLabel* head : heads_) {
        head->setPalette(dim);
        head->setFont(theme_->dimFont());
    }
    // Wide enough for any number, so that the columns stand still.
    const int wide = QFontMetrics(theme_->numberFont()).horizontalAdvance(number(88888.0));
    for (Row& row : rows_) {
        row.meaning->setPalette(dim);
        row.meaning->setFont(theme_->dimFont());
        for (QLabel* value : {row.last, row.median, row.slowest}) {
            value->setFont(theme_->numberFont());
            value->setMinimumWidth(wide);
            value->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        }
        row.bars->setMinimumHeight(theme_->signSize(20));
    }
    words_->setPalette(dim);
    words_->setFont(theme_->dimFont());
    refresh();
}

void PerformancePanel::refresh() {
    for (std::size_t kind = 0; kind < rows_.size(); ++kind) {
        const auto what = static_cast<Timings::What>(kind);
        const Timings::Summary summary = timings_->summary(what);
        Row& row = rows_.at(kind);
        const std::array<std::pair<QLabel*, double>, 3> values{
            {{row.last, summary.last}, {row.median, summary.median}, {row.slowest, summary.slowest}}};
        for (const auto& [label, ms] : values) {
            label->setText(summary.count > 0 ? number(ms) : QStringLiteral("–"));
            const bool slow = summary.count > 0 && kinds.at(kind).goalMs && ms > *kinds.at(kind).goalMs;
            QPalette palette = theme_->palette();
            if (slow) {
                palette.setColor(QPalette::WindowText, theme_->colours().warn);
            }
            label->setPalette(palette);
        }
        row.bars->set(timings_->newest(what));
    }
}

void PerformancePanel::measureLoop() {
    // As late as the timer came, so late would a hand have been heard.
    if (sinceLoop_.isValid()) {
        const double ms = static_cast<double>(sinceLoop_.nsecsElapsed()) / 1e6;
        timings_->add(Timings::What::loop, std::max(0.0, ms - loopMs));
    }
    sinceLoop_.restart();
}

void PerformancePanel::showEvent(QShowEvent* event) {
    QScrollArea::showEvent(event);
    sinceLoop_.invalidate();
    refresh_.start();
    loop_.start();
    refresh();
}

void PerformancePanel::hideEvent(QHideEvent* event) {
    refresh_.stop();
    loop_.stop();
    QScrollArea::hideEvent(event);
}

void PerformancePanel::setWords(const QString& words) {
    words_->setText(words);
}

QString PerformancePanel::text() const {
    QString all = tr("Phiscope %1, %2").arg(QStringLiteral(PHISCOPE_VERSION), QSysInfo::prettyProductName()) +
                  QLatin1Char('\n');
    for (const Row& row : rows_) {
        all += tr("%1 (%2): last %3, median %4, slowest 1 % %5")
                   .arg(row.name->text(), row.meaning->text(), row.last->text(), row.median->text(),
                        row.slowest->text()) +
               QLatin1Char('\n');
    }
    return all + words_->text() + QLatin1Char('\n');
}

} // namespace phiscope
