#include "widgets/inputs/spike_train_editor.h"

#include "model/analysis/synaptic_events.h"
#include "model/formats/number_columns.h"
#include "model/scene/spike_times.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/inputs/rate_curve_plot.h"
#include "widgets/inputs/spike_lane.h"
#include "widgets/inputs/spike_recorder.h"
#include "widgets/inputs/text_file.h"
#include "widgets/quantity.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRandomGenerator>

#include <algorithm>

namespace phiscope {

namespace {

using Kind = SpikeTrain::Kind;

constexpr std::size_t mostRows = 200;
constexpr double mostDrawn = 3e5; ///< spikes

bool isRandom(const SpikeTrain& train) {
    const bool byNoise = train.kind == Kind::netStim || train.kind == Kind::bursts;
    return train.kind != Kind::times && train.kind != Kind::regular && (!byNoise || train.noise > 0.0);
}

QPushButton* makeButton(const QString& name, const QIcon& icon, const QString& text, const QString& tip) {
    auto* button = new QPushButton(icon, text);
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setMinimumWidth(40); // a narrow panel cuts a text rather than everything at the right
    return button;
}

} // namespace

SpikeTrainEditor::SpikeTrainEditor(Document* document, AppTheme* theme, const QString& id, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , id_(id)
    , curve_(new RateCurvePlot)
    , lane_(new SpikeLane)
    , words_(new QLabel)
    , problem_(new QLabel)
    , newSeed_(makeButton(QStringLiteral("newSeed"), theme->icon(QStringLiteral("dice")), tr("New seed"),
                          tr("Draws other spikes of the same kind.")))
    , explicit_(makeButton(QStringLiteral("makeExplicit"), {}, tr("Make explicit"), {}))
    , import_(makeButton(QStringLiteral("importSpikes"), theme->icon(QStringLiteral("import")), tr("Import…"),
                         tr("Replaces the spikes by the times (ms) in a text file: one a line, or separated "
                            "by blanks, commas or semicolons.")))
    , record_(makeButton(QStringLiteral("recordSpikes"), theme->icon(QStringLiteral("record")), tr("Record"),
                         tr("Tap spikes in by hand while the time of the run passes on the lane, in slow "
                            "motion; each tap becomes a spike time in ms.")))
    , recorder_(new SpikeRecorder(lane_)) {
    setObjectName(QStringLiteral("spikeTrainEditor"));
    curve_->setToolTip(tr("Rate in Hz over time in ms. Drag a point; double-click adds one; the right button "
                          "removes one. Keys: Page Up and Page Down choose, arrows move, Insert, Delete."));
    words_->setObjectName(QStringLiteral("dim"));
    words_->setWordWrap(true);
    problem_->setObjectName(QStringLiteral("problem"));
    problem_->setWordWrap(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(4);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(6);
    record_->setCheckable(true);
    recorder_->hide();
    for (QPushButton* button : {newSeed_, explicit_, record_, import_}) {
        buttons->addWidget(button);
    }
    buttons->addStretch(1);
    column->addWidget(curve_);
    column->addWidget(lane_);
    column->addWidget(words_);
    column->addWidget(problem_);
    column->addLayout(buttons);
    column->addWidget(recorder_);
    curve_->setTheme(theme->values());
    lane_->setTheme(theme->values());
    const Synapse* synapse = driven();
    const ThemeColours& colours = theme->colours();
    const QColor colour =
        synapse == nullptr || synapse->excitatory() ? colours.excitatory : colours.inhibitory;
    curve_->setColour(colour);
    lane_->setColour(colour);

    connect(lane_, &SpikeLane::edited, this, [this](const std::vector<double>& times) {
        SpikeTrain train = driven()->spikes;
        train.timesMs = times;
        apply(train, tr("Edit spike times of %1").arg(name()));
    });
    connect(curve_, &RateCurvePlot::edited, this,
            [this](const std::vector<double>& times, const std::vector<double>& rates) {
                SpikeTrain train = driven()->spikes;
                train.curveTimesMs = times;
                train.curveRatesHz = rates;
                apply(train, tr("Edit rate curve of %1").arg(name()));
            });
    for (PointPlot* plot : std::initializer_list<PointPlot*>{curve_, lane_}) {
        connect(plot, &PointPlot::gestureStarted, this, &SpikeTrainEditor::beginGesture);
        connect(plot, &PointPlot::gestureEnded, document_, &Document::endGesture);
        connect(plot, &PointPlot::gestureCancelled, this, &SpikeTrainEditor::cancelGesture);
    }
    connect(lane_, &PointPlot::pasteWanted, this, &SpikeTrainEditor::paste);
    connect(newSeed_, &QPushButton::clicked, this, &SpikeTrainEditor::drawNewSeed);
    connect(explicit_, &QPushButton::clicked, this, &SpikeTrainEditor::makeExplicit);
    connect(import_, &QPushButton::clicked, this, &SpikeTrainEditor::chooseFile);
    connect(record_, &QPushButton::toggled, this, [this](bool on) {
        recorder_->setVisible(on);
        if (on) {
            recorder_->findChild<QPushButton*>(QStringLiteral("recordTap"))->setFocus();
        }
    });
    connect(recorder_, &SpikeRecorder::closed, this, [this] {
        record_->setChecked(false);
        lane_->setFocus();
    });
    connect(recorder_, &SpikeRecorder::recorded, this, &SpikeTrainEditor::takeRecording);
    connect(recorder_, &SpikeRecorder::recordingChanged, this, [this] {
        if (driven() != nullptr) {
            refresh();
        }
    });
    connect(document_, &Document::sceneChanged, this, [this](Changes changes) {
        if (changes != Changes(Change::view)) { // which changes with every frame that is played
            refresh();
        }
    });
    refresh();
}

QString SpikeTrainEditor::name() const {
    return document_->itemName(id_);
}

const Synapse* SpikeTrainEditor::driven() const {
    if (const Synapse* synapse = document_->synapse(id_)) {
        return synapse;
    }
    const SynapseGroup* group = document_->group(id_);
    return group != nullptr ? &group->synapse : nullptr;
}

/// The synapses whose trains are seen; one where all have the same.
std::vector<Synapse> SpikeTrainEditor::members() const {
    const SynapseGroup* group = document_->group(id_);
    if (group == nullptr) {
        const Synapse* synapse = document_->synapse(id_);
        return synapse != nullptr ? std::vector<Synapse>{*synapse} : std::vector<Synapse>{};
    }
    Scene only;
    only.groups = {*group};
    only.groups[0].enabled = true; // shows what it would do
    if (group->sharedTrain || !isRandom(group->synapse.spikes)) {
        only.groups[0].places.resize(std::min<std::size_t>(group->places.size(), 1));
    }
    return allSynapses(only);
}

void SpikeTrainEditor::refresh() {
    const Synapse* synapse = driven();
    setVisible(synapse != nullptr && synapse->type != Synapse::Type::alphaSynapse);
    if (isHidden()) {
        return;
    }
    const SpikeTrain& train = synapse->spikes;
    const double tstop = document_->scene().run.tstopMs;
    std::vector<Synapse> all = members();
    curve_->setVisible(train.kind == Kind::rateCurve);
    curve_->setCurve(train.curveTimesMs, train.curveRatesHz, tstop);
    lane_->setLeftRoom(train.kind == Kind::rateCurve);
    if (all != shown_ || tstop != shownTstopMs_) {
        shown_ = all;
        shownTstopMs_ = tstop;
        const double each = std::max(1.0, expectedSpikes(train, tstop));
        const auto affordable = static_cast<std::size_t>(std::clamp(mostDrawn / each, 1.0, 1e9));
        const std::size_t count = std::min({all.size(), mostRows, affordable});
        std::vector<std::vector<double>> rows;
        const bool sensible = spikeTrainProblem(train, tstop).empty();
        for (std::size_t k = 0; k < count && sensible; ++k) {
            all[k].enabled = true;
            rows.push_back(train.kind == Kind::times ? train.timesMs : eventTimes(all[k], tstop));
        }
        if (rows.empty()) {
            rows.emplace_back();
        }
        lane_->setRows(std::move(rows), tstop);
        showWords(count);
    }
    const bool given = train.kind == Kind::times;
    if (!given) {
        record_->setChecked(false);
    } else {
        recorder_->setTrain(train.timesMs, tstop);
    }
    const bool recording = recorder_->isRecording();
    lane_->setEditable(given && !recording);
    lane_->setToolTip(
        given ? tr("Spike times in ms. A click adds one, a drag moves it, the right button or Delete removes "
                   "it, Ctrl+V pastes times. Keys: Page Up and Page Down choose, arrows move by 0.1 ms, with "
                   "Shift by 1 ms, Insert adds.")
              : tr("The spikes as they will be, over time in ms."));
    lane_->setHint(given && !recording && train.timesMs.empty()
                       ? tr("No spikes yet. Click to add one, or record.")
                       : QString());

    newSeed_->setVisible(isRandom(train));
    explicit_->setVisible(!given);
    import_->setVisible(given);
    import_->setEnabled(!recording);
    record_->setVisible(given);
    const bool drawnByNeuron = train.kind == Kind::netStim && train.noise > 0.0;
    const bool oneForAll = all.size() <= 1;
    explicit_->setEnabled(!drawnByNeuron && oneForAll && problem_->text().isEmpty());
    explicit_->setToolTip(
        drawnByNeuron ? tr("NEURON draws the spikes of a NetStim with noise; they are not known "
                           "before. Poisson and Gamma trains can be made explicit.")
        : !oneForAll  ? tr("Each synapse has a train of its own. Only one train for all can be "
                            "made explicit.")
                      : tr("Turns these spikes into given times, which can be edited."));
}

void SpikeTrainEditor::showWords(std::size_t shown) {
    const SpikeTrain& train = driven()->spikes;
    const std::string problem = spikeTrainProblem(train, shownTstopMs_);
    problem_->setText(QString::fromStdString(problem));
    problem_->setVisible(!problem.empty());
    double spikes = 0.0;
    for (const auto& row : lane_->rows()) {
        spikes += static_cast<double>(row.size());
    }
    const SynapseGroup* group = document_->group(id_);
    QString text;
    if (train.kind == Kind::netStim && train.noise > 0.0) {
        text = tr("NEURON draws these spikes while it runs; the plots show them then.");
    } else if (group != nullptr && group->places.empty()) {
        text = tr("The group has no synapses yet.");
    } else if (shown > 1) {
        const double end = std::min(train.stopMs.value_or(shownTstopMs_), shownTstopMs_);
        const double seconds = (end - train.startMs) / 1000.0 * static_cast<double>(shown);
        text = shown < shown_.size() ? tr("The first %1 of %2 synapses").arg(shown).arg(shown_.size())
                                     : tr("%1 synapses").arg(shown);
        text += tr(": %1 spikes, %2 each")
                    .arg(formatNumber(spikes, 7),
                         formatQuantity(seconds > 0.0 ? spikes / seconds : 0.0, QStringLiteral("Hz")));
    } else {
        text = spikes == 1.0 ? tr("1 spike") : tr("%1 spikes").arg(formatNumber(spikes, 7));
        if (group != nullptr && group->places.size() > 1) {
            text += tr(", the same for all %1 synapses").arg(group->places.size());
        }
    }
    words_->setText(text);
}

void SpikeTrainEditor::set(const SpikeTrain& train, const QString& text) {
    document_->endGesture();
    apply(train, text);
    document_->endGesture();
}

void SpikeTrainEditor::apply(const SpikeTrain& train, const QString& text) {
    const QString mergeKey = QStringLiteral("spikes/") + id_;
    if (const Synapse* synapse = document_->synapse(id_); synapse != nullptr && synapse->spikes != train) {
        Synapse changed = *synapse;
        changed.spikes = train;
        document_->setSynapse(std::move(changed), text, mergeKey);
    } else if (const SynapseGroup* group = document_->group(id_);
               group != nullptr && group->synapse.spikes != train) {
        SynapseGroup changed = *group;
        changed.synapse.spikes = train;
        document_->setGroup(std::move(changed), text, mergeKey);
    }
}

void SpikeTrainEditor::beginGesture() {
    document_->endGesture();
    before_ = driven()->spikes;
}

void SpikeTrainEditor::cancelGesture() {
    apply(before_, tr("Edit spikes of %1").arg(name()));
    document_->endGesture();
}

void SpikeTrainEditor::drawNewSeed() {
    SpikeTrain train = driven()->spikes;
    train.seed = QRandomGenerator::global()->bounded(2147483647U);
    set(train, tr("New seed of %1").arg(name()));
}

void SpikeTrainEditor::makeExplicit() {
    SpikeTrain train = driven()->spikes;
    train.timesMs = lane_->rows().front();
    train.kind = Kind::times;
    set(train, tr("Make spikes of %1 explicit").arg(name()));
}

void SpikeTrainEditor::chooseFile() {
    const QString path = QFileDialog::getOpenFileName(this, tr("Spike times"), lastFolder_, textFileFilter());
    if (!path.isEmpty()) {
        lastFolder_ = QFileInfo(path).absolutePath();
        importFile(path);
    }
}

bool SpikeTrainEditor::openRecorder() {
    const Synapse* synapse = driven();
    if (isHidden() || synapse == nullptr || synapse->spikes.kind != Kind::times) {
        return false;
    }
    record_->setChecked(true);
    return true;
}

void SpikeTrainEditor::takeRecording(const std::vector<double>& timesMs, int taps) {
    SpikeTrain train = driven()->spikes;
    train.timesMs = timesMs;
    set(train, taps == 1 ? tr("Record a spike of %1").arg(name())
                         : tr("Record %1 spikes of %2").arg(taps).arg(name()));
}

bool SpikeTrainEditor::importFile(const QString& path) {
    const auto text = readTextFile(path);
    const auto times = text ? readSpikeTimes(*text, QFileInfo(path).fileName().toStdString())
                            : Result<std::vector<double>>(tl::unexpected(text.error()));
    if (!times) {
        Q_EMIT document_->message(
            {Message::Level::error, QString::fromStdString(times.error().message()), {}});
        return false;
    }
    SpikeTrain train = driven()->spikes;
    train.kind = Kind::times;
    train.timesMs = *times;
    std::sort(train.timesMs.begin(), train.timesMs.end());
    set(train, tr("Import spike times of %1").arg(name()));
    return true;
}

void SpikeTrainEditor::paste() {
    const auto times = readSpikeTimes(QApplication::clipboard()->text().toStdString());
    if (!times) {
        Q_EMIT document_->message({Message::Level::warning,
                                   tr("The clipboard holds no spike times: %1")
                                       .arg(QString::fromStdString(times.error().message())),
                                   {}});
        return;
    }
    SpikeTrain train = driven()->spikes;
    train.timesMs.insert(train.timesMs.end(), times->begin(), times->end());
    std::sort(train.timesMs.begin(), train.timesMs.end());
    set(train, tr("Paste spike times of %1").arg(name()));
}

} // namespace phiscope
