#include "widgets/colours.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/plots/lanes.h"
#include "widgets/plots/time_plot.h"
#include "widgets/plots/trace_stack.h"

namespace phiscope {

SynapseLane::SynapseLane(QWidget* parent)
    : PlotLane(SignalsPanel::Plot::synapses, QStringLiteral("synapses"), tr("Synaptic currents"), parent) {
    stack_ = new TraceStack(plot()->xAxis, plot()->yAxis);
    plot()->yAxis->setLabel(QStringLiteral("I (pA)"));
    plot()->yAxis->setRange(-50.0, 10.0);
    setRun({});
}

void SynapseLane::setRun(const RunData& run) {
    data_ = run;
    synapses_ = run.scene ? allSynapses(*run.scene) : std::vector<Synapse>();
    block_ = {};
    forgetRange();
    const bool none = data_ && synapses_.empty();
    plot()->setEmptyText(!data_ ? tr("Nothing recorded yet. <a href=\"run\">Run</a>: F5")
                         : none ? tr("No synapse yet. <a href=\"synapse\">Place one</a>: S")
                                : QString());
    chooseTraces();
    poll();
}

/// Itself, or the group that it is of.
bool SynapseLane::isSelected(const Synapse& synapse) const {
    return selected_.count(synapse.id) > 0 || selected_.count(synapse.id.substr(0, synapse.id.find('#'))) > 0;
}

void SynapseLane::setSelected(const std::vector<std::string>& ids) {
    std::set<std::string> selected(ids.begin(), ids.end());
    if (selected != selected_) {
        selected_ = std::move(selected);
        chooseTraces();
    }
}

void SynapseLane::setTheme(const Theme& theme) {
    PlotLane::setTheme(theme);
    chooseTraces();
}

void SynapseLane::chooseTraces() {
    std::vector<TraceStack::Trace> faint;
    std::vector<TraceStack::Trace> strong;
    if (data_) {
        const Theme& theme = plot()->theme();
        const double scale = picoamperes_ ? 1e3 : 1.0;
        const bool anySelected = std::any_of(synapses_.begin(), synapses_.end(),
                                             [&](const Synapse& synapse) { return isSelected(synapse); });
        for (std::size_t i = 0; i < synapses_.size(); ++i) {
            const int channel = static_cast<int>(i);
            if (!synapses_[i].enabled || channel >= data_.recording->layout().pointProcesses) {
                continue;
            }
            const bool chosen = !anySelected || isSelected(synapses_[i]);
            const Colour colour = synapses_[i].excitatory() ? theme.excitatory : theme.inhibitory;
            const QPen pen(toQColor(chosen ? colour : mix(theme.base, colour, 0.3F)),
                           traceWidth(chosen ? 1.3 : 1.0, theme));
            (chosen ? strong : faint).push_back({channel, 0.0, scale, pen});
        }
    }
    faint.insert(faint.end(), strong.begin(), strong.end());
    stack_->setTraces(std::move(faint));
    showPins();
}

void SynapseLane::setPins(const std::vector<PinnedResult>& pins) {
    pins_ = pins;
    forgetRange();
    showPins();
}

void SynapseLane::forgetRange() {
    seen_ = {};
    ranged_ = 0;
}

std::vector<int> SynapseLane::chosenOf(const std::vector<Synapse>& synapses, const RunData& run) const {
    const bool anySelected = std::any_of(synapses.begin(), synapses.end(),
                                         [this](const Synapse& synapse) { return isSelected(synapse); });
    const auto count =
        std::min(synapses.size(), static_cast<std::size_t>(run.recording->layout().pointProcesses));
    std::vector<int> channels;
    for (std::size_t i = 0; i < count; ++i) {
        if (synapses[i].enabled && (!anySelected || isSelected(synapses[i]))) {
            channels.push_back(static_cast<int>(i));
        }
    }
    return channels;
}

void SynapseLane::showPins() {
    std::vector<GhostTraces::Ghost> ghosts;
    for (const PinnedResult& pin : pins_) {
        if (!pin.run.scene) {
            continue;
        }
        GhostTraces::Ghost ghost{pin.name, pointCurrentBlock(pin.run.recording), {}};
        for (const int channel : chosenOf(allSynapses(*pin.run.scene), pin.run)) {
            ghost.traces.push_back({channel, 0.0, picoamperes_ ? 1e3 : 1.0, ghostPen(pin, plot()->theme())});
        }
        ghosts.push_back(std::move(ghost));
    }
    ghosts_.show(std::move(ghosts));
    markDirty();
}

void SynapseLane::poll() {
    if (!data_ || data_.recording->layout().pointProcesses == 0) {
        return;
    }
    const std::int64_t frames = data_.recording->frameCount();
    if (frames != block_.frames) {
        block_ = pointCurrentBlock(data_.recording);
        stack_->setBlock(block_);
        markDirty();
    }
}

void SynapseLane::prepare() {
    const bool complete = data_ && data_.recording->finished();
    if (!rangeDue(ranged_, block_.frames, complete) || stack_->traces().empty()) {
        return;
    }
    std::vector<int> channels;
    for (const auto& trace : stack_->traces()) {
        channels.push_back(trace.channel);
    }
    if (ranged_ == 0) { // what is pinned is to be seen whole
        for (const PinnedResult& pin : pins_) {
            if (pin.run.scene) {
                seen_.add(pointCurrentBlock(pin.run.recording),
                          chosenOf(allSynapses(*pin.run.scene), pin.run), 0);
            }
        }
    }
    seen_.add(block_, channels, ranged_);
    ranged_ = block_.frames;
    // Zero belongs to the picture: it is what the current starts from and returns to.
    if (!seen_.empty() && limits_.fit(std::min(seen_.low, 0.0), std::max(seen_.high, 0.0), complete)) {
        const bool pico = std::max(-limits_.low(), limits_.high()) < 1.0;
        if (pico != picoamperes_) {
            picoamperes_ = pico;
            plot()->yAxis->setLabel(pico ? QStringLiteral("I (pA)") : QStringLiteral("I (nA)"));
            chooseTraces();
        }
        const double scale = picoamperes_ ? 1e3 : 1.0;
        plot()->yAxis->setRange(limits_.low() * scale, limits_.high() * scale);
    }
}

double SynapseLane::sumAt(std::int64_t frame, bool excitatory) const {
    double sum = 0.0;
    for (const auto& trace : stack_->traces()) {
        const Synapse& synapse = synapses_[static_cast<std::size_t>(trace.channel)];
        const bool chosen = selected_.empty() || isSelected(synapse);
        if (chosen && synapse.excitatory() == excitatory) {
            sum += block_.at(frame, trace.channel);
        }
    }
    return sum;
}

std::vector<Reading> SynapseLane::readings(double timeMs) const {
    std::vector<Reading> result = legend();
    const std::int64_t frame = data_ ? frameAt(block_, timeMs) : -1;
    for (Reading& reading : result) {
        reading.widest = QStringLiteral("−000.0 pA");
        reading.value = QStringLiteral("–");
        if (frame >= 0) {
            const bool excitatory = reading.colour == toQColor(plot()->theme().excitatory);
            const double current = sumAt(frame, excitatory);
            reading.value = picoamperes_ ? fixedNumber(current * 1e3, 1) + thinSpace() + QStringLiteral("pA")
                                         : fixedNumber(current, 3) + thinSpace() + QStringLiteral("nA");
        }
    }
    return result;
}

std::vector<Reading> SynapseLane::legend() const {
    std::vector<Reading> result;
    if (!data_) {
        return result;
    }
    const Theme& theme = plot()->theme();
    for (const bool excitatory : {true, false}) {
        QString name;
        int count = 0;
        for (const Synapse& synapse : synapses_) {
            const bool chosen = selected_.empty() || isSelected(synapse);
            if (synapse.enabled && chosen && synapse.excitatory() == excitatory) {
                name = QString::fromStdString(synapse.name);
                ++count;
            }
        }
        if (count > 1) {
            name = excitatory ? tr("%1 excitatory").arg(count) : tr("%1 inhibitory").arg(count);
        }
        if (count > 0) {
            result.push_back({toQColor(excitatory ? theme.excitatory : theme.inhibitory), name, {}, {}});
        }
    }
    return result;
}

std::string SynapseLane::synapseAt(double timeMs, double value) const {
    const std::int64_t frame = data_ ? frameAt(block_, timeMs) : -1;
    if (frame < 0) {
        return {};
    }
    constexpr double reachPixels = 6.0;
    const QCPRange range = plot()->yAxis->range();
    double best = reachPixels * range.size() / std::max(1, plot()->axisRect()->height());
    std::string id;
    for (const auto& trace : stack_->traces()) {
        const double distance = std::abs(block_.at(frame, trace.channel) * trace.scale - value);
        if (distance <= best) {
            best = distance;
            id = synapses_[static_cast<std::size_t>(trace.channel)].id;
        }
    }
    return id;
}

} // namespace phiscope
