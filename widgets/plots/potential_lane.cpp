#include "model/analysis/current_balance.h"
#include "widgets/colours.h"
#include "widgets/plots/chip.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/plots/lanes.h"
#include "widgets/plots/time_plot.h"
#include "widgets/plots/trace_stack.h"

#include <QToolTip>

namespace phiscope {

namespace {

QString segmentName(const PlacedCell& cell, int segment) {
    const auto i = static_cast<std::size_t>(segment);
    const Section& section = cell.morphology.sections[static_cast<std::size_t>(cell.segments.section[i])];
    return QStringLiteral("%1(%2)").arg(QString::fromStdString(section.name),
                                        QString::number(cell.segments.x[i], 'g', 2));
}

QString balanceWords(BalanceCause cause) {
    const QString dipole = PotentialLane::tr(" The current dipole moment then depends on where its origin "
                                             "lies, and so do the EEG and MEG made of it.");
    switch (cause) {
    case BalanceCause::closed:
        return PotentialLane::tr(
            "All membrane currents together, in nA. They sum to zero, as they must while no "
            "electrode brings current into the cell.");
    case BalanceCause::electrode:
        return PotentialLane::tr(
                   "All membrane currents together, in nA. They do not sum to zero now: an electrode "
                   "brings current into the cell, and it leaves through the membrane.") +
               dipole;
    case BalanceCause::clampDelay:
        return PotentialLane::tr(
                   "All membrane currents together, in nA. They do not sum to zero now: a voltage "
                   "clamp brings current into the cell, and it leaves through the membrane.") +
               dipole;
    case BalanceCause::unexplained:
        return PotentialLane::tr("All membrane currents together, in nA. They do not sum to zero now, and no "
                                 "electrode of the scene explains it.") +
               dipole;
    }
    return {};
}

} // namespace

PotentialLane::PotentialLane(QWidget* parent)
    : PlotLane(SignalsPanel::Plot::potential, QStringLiteral("potential"), tr("Membrane potential"), parent) {
    stack_ = new TraceStack(plot()->xAxis, plot()->yAxis);
    balance_ = new Chip(QStringLiteral("balance"));
    header()->addChip(balance_);
    connect(balance_, &QToolButton::clicked, this, [this] {
        QToolTip::showText(balance_->mapToGlobal(QPoint(0, 24)), balance_->toolTip(), balance_);
    });
    plot()->yAxis->setLabel(QStringLiteral("V (mV)"));
    plot()->yAxis->setRange(-80.0, -50.0);
    plot()->setEmptyText(tr("Nothing recorded yet. <a href=\"run\">Run</a>: F5"));
}

void PotentialLane::setRun(const RunData& run) {
    data_ = run;
    block_ = {};
    forgetRange();
    soma_ = middleSoma(data_);
    plot()->setEmptyText(data_ ? QString() : tr("Nothing recorded yet. <a href=\"run\">Run</a>: F5"));
    chooseSegments();
    poll();
}

void PotentialLane::setPins(const std::vector<PinnedResult>& pins) {
    pins_ = pins;
    forgetRange();
    showPins();
}

void PotentialLane::showPins() {
    std::vector<GhostTraces::Ghost> ghosts;
    for (const PinnedResult& pin : pins_) {
        const QPen pen = ghostPen(pin, plot()->theme());
        GhostTraces::Ghost ghost{pin.name, potentialBlock(pin.run.recording), {}};
        if (const int soma = middleSoma(pin.run); soma >= 0) {
            ghost.traces.push_back({soma, 0.0, 1.0, pen});
        }
        if (selected_ >= 0 && data_ && ghost.block.stride == data_.recording->layout().segments) {
            ghost.traces.push_back({selected_, 0.0, 1.0, pen});
        }
        ghosts.push_back(std::move(ghost));
    }
    ghosts_.show(std::move(ghosts));
    markDirty();
}

void PotentialLane::showBalance(double timeMs) {
    const std::int64_t frame = data_ ? frameAt(potentialBlock(data_.recording), timeMs) : -1;
    if (frame < 0 || !data_.scene) {
        balance_->setLabel(tr("Σ I"));
        balance_->setTone(Chip::Tone::plain);
        balance_->setToolTip(tr("The sum of all membrane currents, in nA, once there is a run."));
        header()->placeChips();
        return;
    }
    const BalanceSummary balance = balanceSummary(*data_.recording, *data_.scene, frame, frame + 1);
    // What no digit shows is no news: at rest rounding is all that flows.
    constexpr double leastNa = 1e-6;
    const bool closed =
        balance.cause == BalanceCause::closed || std::abs(balance.largest.membraneNa) < leastNa;
    // Rounding is not worth a digit, and a minus before zero would say too much. The initial state has no
    // sum.
    const QString value =
        balance.largestFrame < 0
            ? QStringLiteral("–")
            : fixedNumber(closed ? 0.0 : balance.largest.membraneNa, 3) + thinSpace() + QStringLiteral("nA");
    const QString label = tr("Σ I = %1").arg(value);
    const bool moved = label.size() != balance_->label().size();
    balance_->setLabel(label);
    balance_->setTone(closed ? Chip::Tone::plain : Chip::Tone::warn);
    balance_->setToolTip(balanceWords(closed ? BalanceCause::closed : balance.cause));
    if (moved) {
        header()->placeChips();
    }
}

void PotentialLane::setSelectedSegment(int segment) {
    if (segment != selected_) {
        selected_ = segment;
        forgetRange();
        chooseSegments();
    }
}

void PotentialLane::setHoveredSegment(int segment) {
    if (segment != hovered_) {
        hovered_ = segment;
        forgetRange();
        chooseSegments();
    }
}

void PotentialLane::setTheme(const Theme& theme) {
    PlotLane::setTheme(theme);
    chooseSegments();
}

void PotentialLane::forgetRange() {
    seen_ = {};
    ranged_ = 0;
}

void PotentialLane::chooseSegments() {
    parts_.clear();
    const Theme& theme = plot()->theme();
    if (data_ && data_.cell) {
        const int count = std::min(data_.cell->segments.size(), data_.recording->layout().segments);
        const auto add = [&](int segment, const QColor& colour) {
            const bool known = std::any_of(parts_.begin(), parts_.end(),
                                           [&](const Part& part) { return part.segment == segment; });
            if (segment >= 0 && segment < count && !known) {
                parts_.push_back({segment, segmentName(*data_.cell, segment), colour});
            }
        };
        add(soma_, toQColor(theme.series[0]));
        add(selected_, toQColor(theme.series[1]));
        add(hovered_, toQColor(theme.dimText));
        if (!parts_.empty() && parts_.front().segment == soma_) {
            parts_.front().name = tr("soma");
        }
    }
    std::vector<TraceStack::Trace> traces;
    for (auto part = parts_.rbegin(); part != parts_.rend(); ++part) {
        traces.push_back({part->segment, 0.0, 1.0, QPen(part->colour, traceWidth(1.4, plot()->theme()))});
    }
    stack_->setTraces(std::move(traces));
    showPins();
}

void PotentialLane::poll() {
    if (!data_) {
        return;
    }
    const std::int64_t frames = data_.recording->frameCount();
    if (frames != block_.frames) {
        block_ = potentialBlock(data_.recording);
        stack_->setBlock(block_);
        markDirty();
    }
}

void PotentialLane::prepare() {
    const bool complete = data_ && data_.recording->finished();
    if (!rangeDue(ranged_, block_.frames, complete) || parts_.empty()) {
        return;
    }
    std::vector<int> channels;
    for (const Part& part : parts_) {
        channels.push_back(part.segment);
    }
    if (ranged_ == 0) { // what is pinned is to be seen whole
        for (const PinnedResult& pin : pins_) {
            if (const int soma = middleSoma(pin.run); soma >= 0) {
                seen_.add(potentialBlock(pin.run.recording), {soma}, 0);
            }
        }
    }
    seen_.add(block_, channels, ranged_);
    ranged_ = block_.frames;
    if (!seen_.empty() && limits_.fit(seen_.low, seen_.high, complete)) {
        plot()->yAxis->setRange(limits_.low(), limits_.high());
    }
}

std::vector<Reading> PotentialLane::readings(double timeMs) const {
    std::vector<Reading> result;
    const std::int64_t frame = frameAt(block_, timeMs);
    for (const Part& part : parts_) {
        const QString value =
            frame < 0 ? QStringLiteral("–")
                      : fixedNumber(block_.at(frame, part.segment), 1) + thinSpace() + QStringLiteral("mV");
        result.push_back({part.colour, part.name, value, QStringLiteral("−00.0 mV")});
    }
    return result;
}

std::vector<Reading> PotentialLane::legend() const {
    std::vector<Reading> result;
    for (const Part& part : parts_) {
        result.push_back({part.colour, part.name, {}, {}});
    }
    return result;
}

} // namespace phiscope
