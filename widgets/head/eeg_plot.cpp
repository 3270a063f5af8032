#include "widgets/head/eeg_plot.h"

#include "model/forward/projector.h"
#include "widgets/colours.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/plots/plot_header.h"
#include "widgets/plots/time_plot.h"
#include "widgets/plots/trace_stack.h"
#include "widgets/quantity.h"
#include "widgets/time_cursor.h"

#include <QVBoxLayout>

#include <cmath>
#include <limits>

namespace phiscope {

namespace {

constexpr std::int64_t valuesATick = 400'000; // some milliseconds

} // namespace

EegPlot::EegPlot(TimeCursor* cursor, QWidget* parent)
    : QWidget(parent)
    , cursor_(cursor) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    header_ = new PlotHeader(QStringLiteral("eeg"), tr("EEG"), this);
    plot_ = new TimePlot(QStringLiteral("eeg"), tr("EEG of the chosen electrodes"), this);
    column->addWidget(header_);
    column->addWidget(plot_, 1);
    setMinimumHeight(130);
    stack_ = new TraceStack(plot_->xAxis, plot_->yAxis);
    connect(header_, &PlotHeader::collapsedChanged, this, [this](bool collapsed) {
        header_->setCollapsed(collapsed);
        plot_->setVisible(!collapsed);
        setMinimumHeight(collapsed ? header_->height() : 130);
        setMaximumHeight(collapsed ? header_->height() : QWIDGETSIZE_MAX);
    });
    connect(plot_, &TimePlot::timeChosen, cursor_, [this](double timeMs) { cursor_->scrubTo(timeMs); });
    connect(plot_, &TimePlot::clicked, this, [this](double timeMs, double value, Qt::KeyboardModifiers held) {
        const int trace = held.testFlag(Qt::AltModifier) ? traceAt(timeMs, value) : -1;
        if (trace >= 0) {
            Q_EMIT traceAsked(trace);
        }
    });
    connect(plot_, &TimePlot::rangeWanted, this, [this](double startMs, double endMs) {
        wholeShown_ = false;
        plot_->setTimeRange(startMs, endMs);
        dirty_ = true;
        draw(false);
    });
    connect(plot_, &TimePlot::wholeWanted, this, [this] {
        wholeShown_ = true;
        updateExtent();
    });
    connect(cursor_, &TimeCursor::timeChanged, this, [this](double timeMs) {
        plot_->setCursorTime(timeMs);
        updateReadings();
    });
    connect(cursor_, &TimeCursor::extentChanged, this, &EegPlot::updateExtent);
    updateExtent();
    setUnit(unit_);
}

EegPlot::~EegPlot() = default;

void EegPlot::setTheme(const Theme& theme) {
    header_->setTheme(theme);
    plot_->setTheme(theme);
    dirty_ = true;
    draw(false);
}

void EegPlot::setTraces(std::vector<Trace> traces) {
    traces_ = std::move(traces);
    restart();
    setUnit(unit_);
}

void EegPlot::setDipole(std::shared_ptr<const Signals> dipole) {
    if (dipole != dipole_) {
        dipole_ = std::move(dipole);
        restart();
    }
}

void EegPlot::setUnit(const SmallUnit& unit) {
    unit_ = unit;
    plot_->yAxis->setLabel(QStringLiteral("EEG (%1)").arg(unit_.name));
    std::vector<TraceStack::Trace> drawn;
    for (std::size_t k = traces_.size(); k-- > 0;) {
        drawn.push_back({static_cast<int>(k), 0.0, unit_.factor,
                         QPen(traces_[k].colour, traceWidth(1.4, plot_->theme()))});
    }
    stack_->setTraces(std::move(drawn));
    ranged_ = 0;
    seen_ = {};
    limits_ = AutoLimits(1e-3);
    dirty_ = true;
    updateReadings();
}

void EegPlot::restart() {
    block_ = {};
    values_.reset();
    if (dipole_ && !traces_.empty()) {
        block_.stride = static_cast<int>(traces_.size());
        values_ = std::shared_ptr<double[]>(
            new double[static_cast<std::size_t>(dipole_->capacity()) * traces_.size()]);
        block_.owner = values_;
        block_.doubles = values_.get();
        block_.dtMs = dipole_->dtMs();
    }
    stack_->setBlock(block_);
    ranged_ = 0;
    seen_ = {};
    dirty_ = true;
    plot_->setEmptyText(traces_.empty() ? tr("Click on an electrode to see its EEG over time.")
                        : dipole_       ? QString()
                                        : tr("Nothing recorded yet."));
}

void EegPlot::poll(bool complete) {
    if (dipole_ && !traces_.empty()) {
        const std::int64_t there = dipole_->frames();
        const std::int64_t most = valuesATick / block_.stride;
        const std::int64_t to = std::min(there, block_.frames + most);
        for (std::int64_t frame = block_.frames; frame < to; ++frame) {
            const Eigen::Map<const Eigen::Vector3d> moment(dipole_->frame(frame));
            for (std::size_t k = 0; k < traces_.size(); ++k) {
                values_[static_cast<std::ptrdiff_t>(frame) * block_.stride + static_cast<std::ptrdiff_t>(k)] =
                    traces_[k].lead.dot(moment);
            }
        }
        if (to > block_.frames) {
            block_.frames = to;
            stack_->setBlock(block_);
            dirty_ = true;
        }
        if (to < there) {
            cursor_->wake();
            complete = false;
        }
    }
    draw(complete);
}

void EegPlot::draw(bool complete) {
    if (!dirty_ || !isVisible()) {
        return;
    }
    if (!block_.empty() && rangeDue(ranged_, block_.frames, complete)) {
        std::vector<int> channels;
        for (int k = 0; k < block_.stride; ++k) {
            channels.push_back(k);
        }
        seen_.add(block_, channels, ranged_);
        ranged_ = block_.frames;
        if (!seen_.empty() && limits_.fit(seen_.low * unit_.factor, seen_.high * unit_.factor, complete)) {
            plot_->yAxis->setRange(limits_.low(), limits_.high());
        }
    }
    dirty_ = false;
    updateReadings();
    plot_->replot(QCustomPlot::rpQueuedRefresh);
}

void EegPlot::updateExtent() {
    const double last = cursor_->durationMs() > 0.0 ? cursor_->durationMs() : 100.0;
    plot_->setTimeLimits(last);
    if (wholeShown_) {
        plot_->setTimeRange(0.0, last);
    }
    dirty_ = true;
    draw(false);
}

void EegPlot::updateReadings() {
    std::vector<Reading> readings;
    for (std::size_t k = 0; k < traces_.size(); ++k) {
        const double now = value(k, cursor_->frame()) * unit_.factor;
        readings.push_back({traces_[k].colour, traces_[k].name, formatQuantity(now, unit_.name),
                            QStringLiteral("−00.00 %1").arg(unit_.name)});
    }
    header_->setReadings(std::move(readings), {});
}

int EegPlot::traceAt(double timeMs, double value) const {
    int nearest = -1;
    double least = std::numeric_limits<double>::infinity();
    const auto frame = static_cast<std::int64_t>(std::lround(timeMs / std::max(block_.dtMs, 1e-9)));
    for (std::size_t k = 0; k < traces_.size(); ++k) {
        const double away = std::abs(this->value(k, frame) * unit_.factor - value); // NaN is never less
        if (away < least) {
            least = away;
            nearest = static_cast<int>(k);
        }
    }
    return nearest;
}

double EegPlot::value(std::size_t trace, std::int64_t frame) const {
    if (frame < 0 || frame >= block_.frames) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return block_.at(frame, static_cast<int>(trace));
}

} // namespace phiscope
