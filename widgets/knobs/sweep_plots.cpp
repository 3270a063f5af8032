#include "widgets/knobs/sweep_plots.h"

#include "render/colour_maps.h"
#include "widgets/colours.h"
#include "widgets/plots/analysis_plot.h"
#include "widgets/plots/bars.h"
#include "widgets/plots/trace_stack.h"
#include "widgets/quantity.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace phiscope {

namespace {

/// Plots become narrower than this only where they would be too flat otherwise.
constexpr int fineWidth = 150;
constexpr int leastHeight = 34;
constexpr int tickWidth = 64;
constexpr int timedWidth = 96; ///< the labels of narrower axes run into those of the next

QPen hoverPen(const Theme& theme) {
    return {toQColor(theme.dimText), 0.0, Qt::DashLine};
}

} // namespace

SweepPlots::SweepPlots(AnalysisPlot* plot)
    : plot_(plot)
    , summary_(plot->addRect(false))
    , sizes_(new QCPGraph(summary_->axis(QCPAxis::atBottom), summary_->axis(QCPAxis::atLeft)))
    , now_(new QCPGraph(summary_->axis(QCPAxis::atBottom), summary_->axis(QCPAxis::atLeft)))
    , bar_(new PlotColourBar(plot))
    , ticks_(new QCPAxisTickerText) {
    for (QCPGraph* graph : {sizes_, now_}) {
        graph->setSelectable(QCP::stNone);
    }
    now_->setLineStyle(QCPGraph::lsNone);
    summary_->axis(QCPAxis::atBottom)->setTicker(ticks_);
    bar_->setVisible(false);
}

SweepPlots::~SweepPlots() = default;

void SweepPlots::makePanels(std::size_t count) {
    while (panels_.size() < count) {
        auto panel = std::make_unique<Panel>();
        panel->rect = plot_->addRect(true);
        QCPAxis* time = panel->rect->axis(QCPAxis::atBottom);
        QCPAxis* left = panel->rect->axis(QCPAxis::atLeft);
        panel->map = std::make_unique<DepthTimeMap>(time, left);
        panel->map->setTheme(plot_->theme());
        if (!panels_.empty()) {
            time->setRange(
                panels_.front()->rect->axis(QCPAxis::atBottom)->range()); // as zoomed as the others
        }
        panel->trace = new TraceStack(time, left);
        panel->hover = new QCPItemStraightLine(plot_);
        panel->hover->setLayer(QStringLiteral("cursor"));
        panel->hover->setSelectable(false);
        panel->hover->setAntialiased(false);
        panel->hover->setClipAxisRect(panel->rect);
        for (QCPItemPosition* position : {panel->hover->point1, panel->hover->point2}) {
            position->setAxisRect(panel->rect);
            position->setAxes(time, left);
        }
        panel->hover->setVisible(false);
        panel->hover->setPen(hoverPen(plot_->theme()));
        panels_.push_back(std::move(panel));
    }
}

void SweepPlots::setTheme(const Theme& theme) {
    for (const auto& panel : panels_) {
        panel->map->setTheme(theme);
        panel->hover->setPen(hoverPen(theme));
    }
    const QColor line = toQColor(theme.series.at(0));
    sizes_->setPen(QPen(line, traceWidth(1.4, theme)));
    sizes_->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, line, line, 6.0));
    now_->setScatterStyle(QCPScatterStyle(
        QCPScatterStyle::ssCircle, QPen(toQColor(theme.accent), traceWidth(2.0, theme)), Qt::NoBrush, 12.0));
    bar_->setTable(colourTable(ColourMap::field, theme));
    bar_->setLook(QPen(toQColor(theme.line), 0.0), toQColor(theme.dimText), plot_->smallFont());
}

void SweepPlots::forget() {
    limits_ = AutoLimits(1e-6);
    range_.forget();
}

int SweepPlots::pointOf(const QCPAxisRect* rect) const {
    for (std::size_t k = 0; k < panels_.size(); ++k) {
        if (panels_[k]->rect == rect) {
            return static_cast<int>(k);
        }
    }
    return -1;
}

int SweepPlots::nearestOnSummary(double value) const {
    const auto place = [this](double v) {
        return look_.logarithmic && v > 0.0 ? std::log(v) : v;
    };
    int nearest = -1;
    for (std::size_t k = 0; k < values_.size(); ++k) {
        if (nearest < 0 || std::abs(place(values_[k]) - place(value)) <
                               std::abs(place(values_[static_cast<std::size_t>(nearest)]) - place(value))) {
            nearest = static_cast<int>(k);
        }
    }
    return nearest;
}

void SweepPlots::setHover(double timeMs) {
    hoverMs_ = timeMs;
    for (std::size_t k = 0; k < panels_.size(); ++k) {
        QCPItemStraightLine* line = panels_[k]->hover;
        line->point1->setCoords(timeMs, 0.0);
        line->point2->setCoords(timeMs, 1.0);
        line->setVisible(timeMs >= 0.0 && k < values_.size());
    }
    plot_->layer(QStringLiteral("cursor"))->replot();
}

void SweepPlots::arrange(const QSize& size, const Look& look) {
    look_ = look;
    const int count = static_cast<int>(look.labels.size());
    makePanels(look.labels.size());
    const Theme& theme = plot_->theme();
    const int left = sized(56, theme);
    const int right = look.map ? sized(64, theme) : sized(14, theme);
    const int title = sized(19, theme);
    const int axisRoom = sized(38, theme);
    const int gap = sized(22, theme); // for the last time of one axis and the first of the next
    const int wide = size.width() - left - right;
    const int summary = std::clamp(size.height() / 4, sized(70, theme), sized(180, theme));
    const int room = size.height() - summary - 2 * axisRoom - title - sized(10, theme);
    int columns = std::clamp(wide / sized(fineWidth, theme), 1, count);
    const auto heightWith = [&](int beside) {
        const int rows = (count + beside - 1) / beside;
        return room / rows - title - 4;
    };
    while (heightWith(columns) < sized(leastHeight, theme) && columns < count) {
        ++columns;
    }
    const int rows = (count + columns - 1) / columns;
    columns = (count + rows - 1) / rows; // rather 3 and 3 than 5 and 1
    columns_ = columns;
    const int height = std::max(16, heightWith(columns));
    const int width = (wide - (columns - 1) * gap) / columns;
    for (int k = 0; k < count; ++k) {
        const int column = k % columns;
        const QRect inner(left + column * (width + gap), title + k / columns * (height + title + 4), width,
                          height);
        placePanel(k, inner, title, column == 0, k + columns >= count);
    }
    const int top = size.height() - axisRoom - summary;
    plot_->place(summary_, {left, top, wide, summary});
    plot_->addCaption({left, top - title, wide, title}, look.sizeTitle, toQColor(theme.text),
                      Qt::AlignLeft | Qt::AlignVCenter, true);
    QCPAxis* at = summary_->axis(QCPAxis::atBottom);
    at->setLabel(look.parameterLabel);
    at->setScaleType(look.logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    summary_->axis(QCPAxis::atLeft)->setLabel(look.sizeLabel);
    summary_->axis(QCPAxis::atLeft)->ticker()->setTickCount(std::clamp(summary / 32, 2, 5));
}

void SweepPlots::placePanel(int k, const QRect& inner, int title, bool leftmost, bool lowest) {
    const Theme& theme = plot_->theme();
    const Panel& panel = *panels_[static_cast<std::size_t>(k)];
    const Label& label = look_.labels[static_cast<std::size_t>(k)];
    const bool marked = k == look_.current;
    plot_->place(panel.rect, inner);
    const QRect head(inner.left(), inner.top() - title, inner.width(), title);
    // The value first, shorter where the reading needs the room.
    QFont strong = plot_->smallFont();
    strong.setWeight(QFont::DemiBold);
    const int reading =
        label.reading.isEmpty() ? 0 : QFontMetrics(plot_->smallFont()).horizontalAdvance(label.reading) + 8;
    const QRect left = head.adjusted(0, 0, -reading, 0);
    const bool room = QFontMetrics(strong).horizontalAdvance(label.value) <= left.width();
    plot_->addCaption(left, room ? label.value : label.shortValue,
                      toQColor(marked ? theme.accent : theme.text), Qt::AlignLeft | Qt::AlignVCenter, true);
    plot_->addCaption(head, label.reading, toQColor(theme.dimText), Qt::AlignRight | Qt::AlignVCenter);
    if (!label.note.isEmpty()) {
        const QRect area = inner.adjusted(6, 0, -6, 0);
        const QRect needed = QFontMetrics(plot_->smallFont())
                                 .boundingRect(area, Qt::AlignCenter | Qt::TextWordWrap, label.note);
        plot_->addNote(area, area.contains(needed) ? label.note : label.shortNote, toQColor(theme.dimText));
    }
    panel.rect->setBackground(marked ? QBrush(toQColor(mix(theme.base, theme.accent, 0.12F)))
                                     : QBrush(Qt::NoBrush));
    QCPAxis* time = panel.rect->axis(QCPAxis::atBottom);
    const bool timed = lowest && (leftmost || inner.width() >= sized(timedWidth, theme));
    time->setTickLabels(timed);
    time->setLabel(timed ? look_.timeLabel : QString());
    time->ticker()->setTickCount(std::clamp(inner.width() / 70, 2, 10));
    QCPAxis* values = panel.rect->axis(QCPAxis::atLeft);
    values->setTickLabels(leftmost);
    values->setLabel(leftmost && inner.height() >= sized(54, theme) ? look_.valueLabel : QString());
    values->ticker()->setTickCount(std::clamp(inner.height() / 30, 2, 6));
}

void SweepPlots::show(const std::vector<Trace>& traces, bool complete) {
    const Theme& theme = plot_->theme();
    ValueRange seen;
    double amplitude = 0.0;
    ValueRange depths;
    const auto widen = [](ValueRange& range, double low, double high) {
        range = range.empty() ? ValueRange{low, high}
                              : ValueRange{std::min(range.low, low), std::max(range.high, high)};
    };
    for (const Trace& trace : traces) {
        if (trace.block.empty()) {
            continue;
        }
        if (look_.map) {
            std::vector<int> all(static_cast<std::size_t>(trace.block.stride));
            std::iota(all.begin(), all.end(), 0);
            amplitude = std::max(amplitude, robustAmplitude(trace.block, all) * trace.scale);
            widen(depths, trace.axis.low, trace.axis.high);
        } else {
            ValueRange own;
            own.add(trace.block, {trace.channel}, 0);
            if (!own.empty()) {
                widen(seen, own.low * trace.scale, own.high * trace.scale);
            }
        }
    }
    if (!seen.empty()) {
        limits_.fit(seen.low, seen.high, complete);
    }
    range_.fit(amplitude, complete);
    for (std::size_t k = 0; k < panels_.size(); ++k) {
        Panel& panel = *panels_[k];
        const bool there = k < traces.size() && !traces[k].block.empty();
        const bool map = there && look_.map;
        QCPAxis* values = panel.rect->axis(QCPAxis::atLeft);
        panel.trace->setVisible(there && !look_.map);
        panel.hover->setVisible(panel.hover->visible() && k < traces.size());
        panel.map->setBlock(map ? traces[k].block : SampleBlock());
        if (map) {
            panel.map->setContacts(traces[k].axis);
        }
        panel.map->fill(range_.value(), there ? traces[k].scale : 1.0);
        if (look_.map) {
            if (!depths.empty()) {
                values->setRange(depths.low, depths.high);
            }
            continue;
        }
        values->setRange(limits_.low(), limits_.high());
        if (there) {
            const bool marked = static_cast<int>(k) == look_.current;
            panel.trace->setBlock(traces[k].block);
            panel.trace->setTraces({{traces[k].channel, 0.0, traces[k].scale,
                                     QPen(toQColor(marked ? theme.accent : theme.series.at(0)),
                                          traceWidth(marked ? 1.8 : 1.3, theme))}});
        }
    }
    bar_->setVisible(!depths.empty());
    if (!depths.empty()) {
        // At the end of the first row to that of the last whole one.
        const auto columns = static_cast<std::size_t>(columns_);
        bar_->setBeside(panels_[columns - 1]->rect, panels_[traces.size() / columns * columns - 1]->rect);
        bar_->set(range_.value(), QStringLiteral("µV"));
    }
    showSizes(traces);
}

void SweepPlots::showSizes(const std::vector<Trace>& traces) {
    QVector<double> at;
    QVector<double> sizes;
    values_.clear();
    double most = 0.0;
    for (const Trace& trace : traces) {
        values_.push_back(trace.value);
        at << trace.value;
        sizes << trace.size;
        most = std::isnan(trace.size) ? most : std::max(most, trace.size);
    }
    sizes_->setData(at, sizes);
    ticks_->clear();
    const int room = std::max(1, summary_->rect().width() / sized(tickWidth, plot_->theme()));
    const auto each = std::max<qsizetype>(1, (at.size() + room - 1) / room);
    for (qsizetype k = 0; k < at.size(); k += each) {
        ticks_->addTick(at[k], formatNumber(at[k], 4));
    }
    const bool marked = look_.current >= 0 && look_.current < at.size();
    now_->setData(marked ? QVector<double>{at[look_.current]} : QVector<double>(),
                  marked ? QVector<double>{sizes[look_.current]} : QVector<double>());
    if (!at.isEmpty()) {
        const double first = at.front();
        const double last = at.back();
        QCPAxis* axis = summary_->axis(QCPAxis::atBottom);
        if (look_.logarithmic && first > 0.0) {
            const double margin = std::pow(last / first, 0.04);
            axis->setRange(first / margin, last * margin);
        } else {
            const double margin = 0.04 * std::max(last - first, 1e-12);
            axis->setRange(first - margin, last + margin);
        }
    }
    summary_->axis(QCPAxis::atLeft)->setRange(0.0, most > 0.0 ? 1.15 * most : 1.0);
}

} // namespace phiscope
