#include "model/analysis/probe_filter.h"
#include "widgets/colours.h"
#include "widgets/glyph_button.h"
#include "widgets/plots/bars.h"
#include "widgets/plots/chip.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/plots/lanes.h"
#include "widgets/plots/time_plot.h"
#include "widgets/plots/trace_stack.h"
#include "widgets/quantity.h"

#include <QMenu>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace phiscope {

namespace {

constexpr double microvolts = 1e3; // in a millivolt
/// Between the zero lines of neighbouring traces; nearer ones run together to a band.
constexpr double leastGapPx = 5.0;

std::vector<int> allChannels(int count) {
    std::vector<int> channels(static_cast<std::size_t>(count));
    std::iota(channels.begin(), channels.end(), 0);
    return channels;
}

} // namespace

ContactLane::ContactLane(QWidget* parent)
    : PlotLane(SignalsPanel::Plot::traces, QStringLiteral("traces"), tr("LFP by depth"), parent) {
    stack_ = new TraceStack(plot()->xAxis, plot()->yAxis);
    bar_ = new PlotScaleBar(plot()->yAxis, plot());
    auto* down = new GlyphButton(GlyphButton::Glyph::minus, QStringLiteral("gainDown"), tr("Smaller traces"));
    auto* up = new GlyphButton(GlyphButton::Glyph::plus, QStringLiteral("gainUp"), tr("Larger traces"));
    auto_ = new GlyphButton(GlyphButton::Glyph::plus, QStringLiteral("gainAuto"),
                            tr("Fit the traces to what most of them reach"));
    auto_->setWord(tr("auto"));
    auto_->setCheckable(true);
    auto_->setChecked(true);
    for (GlyphButton* button : {down, auto_, up}) {
        header()->addButton(button);
    }
    connect(down, &GlyphButton::clicked, this, [this] { stepGain(1); });
    connect(up, &GlyphButton::clicked, this, [this] { stepGain(-1); });
    connect(auto_, &GlyphButton::toggled, this, [this](bool on) {
        autoGain_ = on;
        if (on) {
            range_.forget();
            ranged_ = 0;
            markDirty();
            Q_EMIT gainChanged(gainUv_);
        }
    });
    filter_ = new Chip(QStringLiteral("filterChip"));
    header()->addChip(filter_);
    connect(filter_, &QToolButton::clicked, this, &ContactLane::openFilterMenu);
    connect(filter_, &Chip::closeClicked, this, [this] {
        SignalFilter none = probe_ ? probe_->filter : SignalFilter();
        none.kind = SignalFilter::Kind::none;
        Q_EMIT filterChosen(none);
    });
    setProbe(nullptr, nullptr);
}

void ContactLane::openFilterMenu() {
    if (!probe_) {
        return;
    }
    using Kind = SignalFilter::Kind;
    const SignalFilter now = probe_->filter;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("filterMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    bool any = false;
    const auto offer = [&](const QString& name, Kind kind, double low, double high) {
        SignalFilter filter = now;
        filter.kind = kind;
        filter.lowHz = kind == Kind::highPass || kind == Kind::bandPass ? low : now.lowHz;
        filter.highHz = kind == Kind::lowPass || kind == Kind::bandPass ? high : now.highHz;
        QAction* action = menu->addAction(name);
        action->setCheckable(true);
        const bool same = describe(filter) == describe(now);
        action->setChecked(same);
        any = any || same;
        connect(action, &QAction::triggered, this, [this, filter] { Q_EMIT filterChosen(filter); });
    };
    offer(tr("No filter"), Kind::none, 0.0, 0.0);
    offer(tr("LFP: below 300 Hz"), Kind::lowPass, 0.0, lfpPreset().highHz);
    const double samplingHz = signals_ ? 1000.0 / signals_->dtMs() : 16000.0;
    const ButterworthFilter spikes = spikePreset(samplingHz);
    if (spikes.kind == ButterworthFilter::Kind::bandPass) {
        offer(tr("Spikes: 300 to 6000 Hz"), Kind::bandPass, spikes.lowHz, spikes.highHz);
    } else {
        offer(tr("Spikes: above 300 Hz"), Kind::highPass, spikes.lowHz, 0.0);
    }
    menu->addSeparator();
    QAction* custom = menu->addAction(tr("Other settings…"));
    custom->setCheckable(true);
    custom->setChecked(!any);
    connect(custom, &QAction::triggered, this, [this] { Q_EMIT filterSettingsWanted(); });
    menu->popup(filter_->mapToGlobal(QPoint(0, filter_->height() + 2)));
}

void ContactLane::setFilterState(const FilterState& state) {
    if (state != filterState_) {
        filterState_ = state;
        showFilter();
    }
}

void ContactLane::showFilter() {
    const bool set = probe_ && probe_->filter.kind != SignalFilter::Kind::none;
    const bool failed = set && filterState_.stage == FilterState::Stage::failed;
    filter_->setEnabled(probe_.has_value());
    filter_->setClosable(set);
    filter_->setOpensChoice(!set);
    filter_->setTone(failed ? Chip::Tone::warn : set ? Chip::Tone::set : Chip::Tone::plain);
    filter_->setLabel(set ? QString::fromStdString(describe(probe_->filter)) : tr("Filter"));
    filter_->setToolTip(failed ? tr("The traces are shown without the filter. %1").arg(filterState_.problem)
                        : set  ? tr("Every trace of this probe passes this filter, in the plots, in the 3-D "
                                     "view and in tables. A click changes it, the cross takes it away.")
                               : tr("Filters every trace of this probe: slow potentials, spikes, or what you "
                                     "choose. Nothing is computed again by NEURON."));
    header()->placeChips();
}

void ContactLane::setProbe(const Probe* probe, std::shared_ptr<const Signals> contactSignals) {
    if (probe == nullptr) {
        probe_.reset();
        axis_ = {};
    } else if (!probe_ || *probe_ != *probe) {
        if (probe_ && probe_->id != probe->id) {
            range_.forget();
        }
        probe_ = *probe;
        axis_ = contactAxis(*probe);
        hovered_ = -1;
    }
    // Signals of other contacts than these are on their way out.
    const bool fits =
        contactSignals && probe_ && contactSignals->channels() == static_cast<int>(axis_.coordinate.size());
    signals_ = fits ? std::move(contactSignals) : nullptr;
    block_ = {};
    ranged_ = 0;
    stack_->setBlock(block_);
    every_ = thinned();
    if (probe_) {
        plot()->yAxis->setRange(axis_.low - 0.25 * axis_.spacing, axis_.high + 0.25 * axis_.spacing);
    }
    plot()->setEmptyText(probe_ ? QString() : tr("No probe yet. <a href=\"probe\">Place one</a>: P"));
    showFilter();
    chooseTraces();
    poll();
}

void ContactLane::setHoveredContact(int contact) {
    if (contact != hovered_) {
        hovered_ = contact;
        chooseTraces();
    }
}

void ContactLane::setPins(const std::vector<PinnedResult>& pins) {
    pins_ = pins;
    showPins();
}

std::shared_ptr<const Signals> ContactLane::signalsOf(const PinnedResult& pin) const {
    const auto found = probe_ ? pin.probes.find(probe_->id) : pin.probes.end();
    const bool fits =
        found != pin.probes.end() && found->second->channels() == static_cast<int>(axis_.coordinate.size());
    return fits ? found->second : nullptr;
}

void ContactLane::showPins() {
    std::vector<GhostTraces::Ghost> ghosts;
    const double scale = microvolts * axis_.spacing * every_ / gainUv_;
    for (const PinnedResult& pin : pins_) {
        const auto measured = signalsOf(pin);
        if (!measured) {
            continue;
        }
        GhostTraces::Ghost ghost{pin.name, signalBlock(measured), {}};
        for (int contact = 0; contact < measured->channels(); contact += every_) {
            ghost.traces.push_back({contact, axis_.coordinate[static_cast<std::size_t>(contact)], scale,
                                    ghostPen(pin, plot()->theme())});
        }
        ghosts.push_back(std::move(ghost));
    }
    ghosts_.show(std::move(ghosts));
    markDirty();
}

void ContactLane::setTheme(const Theme& theme) {
    PlotLane::setTheme(theme);
    bar_->setLook(QPen(toQColor(theme.text), traceWidth(1.0, theme)), plot()->yAxis->tickLabelFont());
    chooseTraces();
}

void ContactLane::chooseTraces() {
    std::vector<TraceStack::Trace> traces;
    const int count = static_cast<int>(axis_.coordinate.size());
    const Theme& theme = plot()->theme();
    const double spread = axis_.spacing * every_;
    const double scale = microvolts * spread / gainUv_;
    const auto add = [&](int contact, double width) {
        traces.push_back({contact, axis_.coordinate[static_cast<std::size_t>(contact)], scale,
                          QPen(toQColor(contactColour(contact, count, theme)), traceWidth(width, theme))});
    };
    for (int contact = 0; contact < count; ++contact) {
        if (contact != hovered_ && contact % every_ == 0) {
            add(contact, count / every_ > 32 ? 1.0 : 1.3);
        }
    }
    if (hovered_ >= 0 && hovered_ < count) {
        add(hovered_, 2.2);
    }
    stack_->setTraces(std::move(traces));
    showPins();
    // The largest round amplitude that is not longer than a third of the plot, nor shorter than needed to see
    // it.
    plot()->yAxis->setLabel(every_ > 1 ? tr("%1, 1 contact in %2").arg(axis_.label).arg(every_)
                                       : axis_.label);
    const double reach = (axis_.high - axis_.low) / spread * gainUv_;
    const double amplitude = niceFloor(std::min(gainUv_, reach / 3.0));
    bar_->set(amplitude / gainUv_ * spread, count > 0 ? formatQuantity(amplitude, QStringLiteral("µV"),
                                                                       amplitude < 10.0    ? 1
                                                                       : amplitude < 100.0 ? 2
                                                                                           : 3)
                                                      : QString());
    markDirty();
}

void ContactLane::stepGain(int steps) {
    // 1, 2, 5, 10 … on the way up and down.
    const double next = steps > 0 ? niceCeiling(gainUv_ * 1.01) : niceFloor(gainUv_ * 0.99);
    if (next >= 1e-4 && next <= 1e6) {
        gainUv_ = next;
        auto_->setChecked(false);
        chooseTraces();
        Q_EMIT gainChanged(gainUv_);
    }
}

void ContactLane::poll() {
    if (!signals_) {
        return;
    }
    const std::int64_t frames = signals_->frames();
    if (frames != block_.frames) {
        block_ = signalBlock(signals_);
        stack_->setBlock(block_);
        markDirty();
    }
}

int ContactLane::thinned() const {
    const auto count = static_cast<double>(axis_.coordinate.size());
    const double gap = leastGapPx * static_cast<double>(plot()->theme().textScale);
    return std::max(1, static_cast<int>(std::ceil(gap * count / std::max(plot()->height(), 1))));
}

void ContactLane::prepare() {
    if (const int every = thinned(); every != every_) {
        every_ = every;
        chooseTraces();
    }
    if (!autoGain_ || !signals_ || !rangeDue(ranged_, block_.frames, complete_)) {
        return;
    }
    ranged_ = block_.frames;
    // Traces may reach into their neighbours' rooms: most of the plot would be empty otherwise.
    constexpr double rooms = 1.6;
    const double amplitude = robustAmplitude(block_, allChannels(block_.stride)) * microvolts;
    if (range_.fit(amplitude / rooms, complete_)) {
        gainUv_ = range_.value();
        chooseTraces();
        Q_EMIT gainChanged(gainUv_);
    }
}

std::vector<Reading> ContactLane::readings(double timeMs) const {
    if (hovered_ < 0 || hovered_ >= static_cast<int>(axis_.coordinate.size())) {
        return {};
    }
    const int count = static_cast<int>(axis_.coordinate.size());
    const std::int64_t frame = block_.empty() ? -1 : frameAt(block_, timeMs);
    const QString value = frame < 0
                              ? QStringLiteral("–")
                              : formatQuantity(block_.at(frame, hovered_) * microvolts, QStringLiteral("µV"));
    const double at = axis_.coordinate[static_cast<std::size_t>(hovered_)];
    const QString name = axis_.inMicrometres
                             ? tr("contact %1 at %2")
                                   .arg(hovered_ + 1)
                                   .arg(fixedNumber(at, 0) + thinSpace() + QStringLiteral("µm"))
                             : tr("contact %1").arg(hovered_ + 1);
    return {{toQColor(contactColour(hovered_, count, plot()->theme())), name, value,
             QStringLiteral("−0.000 µV")}};
}

std::vector<Reading> ContactLane::legend() const {
    std::vector<Reading> result;
    for (const PinnedResult& pin : pins_) {
        if (signalsOf(pin)) {
            result.push_back({ghostPen(pin, plot()->theme()).color(), pin.name, {}, {}});
        }
    }
    return result;
}

} // namespace phiscope
