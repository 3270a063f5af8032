#include "render/colour_maps.h"
#include "widgets/colours.h"
#include "widgets/plots/bars.h"
#include "widgets/plots/chip.h"
#include "widgets/plots/depth_time_map.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/plots/lanes.h"
#include "widgets/plots/time_plot.h"
#include "widgets/quantity.h"

#include <QMenu>

#include <numeric>

namespace phiscope {

MapQuantity mapQuantity(View::DepthMap what) {
    if (what == View::DepthMap::lfp) {
        return {MapLane::tr("LFP"), QStringLiteral("µV"), 1e3};
    }
    // From nA/µm³.
    return {what == View::DepthMap::trueCsd ? MapLane::tr("True CSD") : MapLane::tr("CSD estimate"),
            QStringLiteral("µA/mm³"), 1e6};
}

MapLane::MapLane(QWidget* parent)
    : PlotLane(SignalsPanel::Plot::map, QStringLiteral("map"), tr("Depth map"), parent) {
    map_ = std::make_unique<DepthTimeMap>(plot()->xAxis, plot()->yAxis);
    bar_ = new PlotColourBar(plot());
    choice_ = new Chip(QStringLiteral("mapChoice"));
    choice_->setOpensChoice(true);
    choice_->setToolTip(tr("What the map shows: the potential at the contacts (µV), or the density of the "
                           "current that leaves cells there, true or estimated (µA/mm³)."));
    header()->addChip(choice_);
    connect(choice_, &QToolButton::clicked, this, &MapLane::openChoice);
    showChoice();
    setProbe(nullptr);
}

MapLane::~MapLane() = default;

void MapLane::openChoice() {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("mapMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto what : {View::DepthMap::lfp, View::DepthMap::trueCsd, View::DepthMap::csdEstimate}) {
        QAction* action = menu->addAction(mapQuantity(what).name);
        action->setCheckable(true);
        action->setChecked(what == shows_);
        connect(action, &QAction::triggered, this, [this, what] { Q_EMIT depthMapChosen(what); });
    }
    menu->popup(choice_->mapToGlobal(QPoint(0, choice_->height() + 2)));
}

void MapLane::showChoice() {
    choice_->setLabel(mapQuantity(shows_).name);
    choice_->setTone(shows_ == View::DepthMap::lfp ? Chip::Tone::plain : Chip::Tone::set);
    const bool csd = shows_ != View::DepthMap::lfp;
    bar_->setWords(csd ? tr("source") : QString(), csd ? tr("sink") : QString());
    header()->placeChips();
}

void MapLane::setProbe(const Probe* probe) {
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
    map_->setContacts(axis_);
    plot()->yAxis->setLabel(axis_.label);
    if (probe_) {
        plot()->yAxis->setRange(axis_.low - 0.25 * axis_.spacing, axis_.high + 0.25 * axis_.spacing);
    }
    setValues(shows_, signals_, problem_);
}

void MapLane::setValues(View::DepthMap shows, std::shared_ptr<const Signals> values, const QString& problem) {
    if (shows != shows_) {
        shows_ = shows;
        range_.forget();
        showChoice();
    }
    problem_ = problem;
    const bool fits = values && probe_ && values->channels() == static_cast<int>(axis_.coordinate.size());
    signals_ = fits ? std::move(values) : nullptr;
    block_ = {};
    ranged_ = 0;
    plot()->setEmptyText(!probe_    ? tr("No probe yet. <a href=\"probe\">Place one</a>: P")
                         : signals_ ? QString()
                                    : problem_.toHtmlEscaped());
    markDirty();
    poll();
}

void MapLane::setTheme(const Theme& theme) {
    PlotLane::setTheme(theme);
    map_->setTheme(theme);
    bar_->setTable(colourTable(ColourMap::field, theme));
    bar_->setLook(QPen(toQColor(mix(theme.base, theme.dimText, 0.55F)), 0.0), toQColor(theme.dimText),
                  plot()->yAxis->tickLabelFont());
}

void MapLane::poll() {
    if (!signals_) {
        return;
    }
    const std::int64_t frames = signals_->frames();
    if (frames != block_.frames) {
        block_ = signalBlock(signals_);
        markDirty();
    }
}

void MapLane::prepare() {
    const MapQuantity quantity = mapQuantity(shows_);
    map_->setBlock(signals_ ? block_ : SampleBlock());
    if (!signals_ || block_.empty()) {
        map_->fill(0.0, 0.0);
        bar_->set(0.0, {});
        return;
    }
    if (rangeDue(ranged_, block_.frames, complete_)) {
        ranged_ = block_.frames;
        std::vector<int> channels(static_cast<std::size_t>(block_.stride));
        std::iota(channels.begin(), channels.end(), 0);
        range_.fit(robustAmplitude(block_, channels, 0.99) * quantity.scale, complete_);
    }
    map_->fill(range_.value(), quantity.scale);
    bar_->set(range_.value() > 0.0 ? range_.value() : 1.0, quantity.unit);
}

std::vector<Reading> MapLane::readings(double timeMs) const {
    if (hovered_ < 0 || hovered_ >= static_cast<int>(axis_.coordinate.size())) {
        return {};
    }
    const std::int64_t frame = block_.empty() ? -1 : frameAt(block_, timeMs);
    if (frame < 0) {
        return {};
    }
    const MapQuantity quantity = mapQuantity(shows_);
    const double value = block_.at(frame, hovered_) * quantity.scale;
    const double at = axis_.coordinate[static_cast<std::size_t>(hovered_)];
    const QString name = axis_.inMicrometres ? fixedNumber(at, 0) + thinSpace() + QStringLiteral("µm")
                                             : tr("contact %1").arg(hovered_ + 1);
    const ColourTable table = colourTable(ColourMap::field, plot()->theme());
    const auto amplitude = static_cast<float>(std::max(range_.value(), 1e-9));
    const int entry = colourIndex(static_cast<float>(value), -amplitude, amplitude);
    return {{toQColor(table.at(static_cast<std::size_t>(entry))), name, formatQuantity(value, quantity.unit),
             QStringLiteral("−0.000 ") + quantity.unit}};
}

} // namespace phiscope
