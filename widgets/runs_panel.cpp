#include "widgets/runs_panel.h"

#include "model/scene/scene_difference.h"
#include "widgets/colours.h"
#include "widgets/document.h"
#include "widgets/plots/analysis_plot.h"
#include "widgets/plots/chip.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/plots/pair_plots.h"
#include "widgets/plots/trace_stack.h"
#include "widgets/quantity.h"
#include "widgets/runs_table.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr double microvolts = 1e3; // in a millivolt
/// Settings named in words; all of them stand in the tooltip.
constexpr std::size_t settingsNamed = 2;

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

const QString letters[] = {QStringLiteral("A"), QStringLiteral("B")};

QString milliseconds(double timeMs) {
    return QString::number(timeMs, 'f', 1) + thinSpace() + QStringLiteral("ms");
}

QString stepText(double dtMs) {
    return formatNumber(dtMs) + thinSpace() + QStringLiteral("ms");
}

/// "+12.3 µV": of a difference the sign says which way.
QString withSign(double value, const QString& unit) {
    return (value > 0.0 ? QStringLiteral("+") : QString()) + formatQuantity(value, unit);
}

QString jumpTo(double timeMs, const QString& text) {
    return QStringLiteral("<a href=\"time:%1\">%2</a>").arg(timeMs, 0, 'g', 12).arg(text);
}

/// "Conductivity" within a sentence; "Ra" and "LFP" stay.
QString within(const QString& label) {
    const bool word = label.size() > 2 && label.at(1).isLower();
    return word ? label.left(1).toLower() + label.mid(1) : label;
}

std::shared_ptr<const Eigen::MatrixXd> somaOf(const RunData& run) {
    auto values = std::make_shared<Eigen::MatrixXd>();
    if (const int soma = middleSoma(run); soma >= 0) {
        *values =
            Eigen::Map<const Eigen::MatrixXf>(run.recording->potentials(), run.recording->layout().segments,
                                              run.recording->frameCount())
                .row(soma)
                .cast<double>();
    }
    return values;
}

bool complete(const PinnedResult& run, const std::shared_ptr<const Signals>& of) {
    return run.run && run.run.recording->finished() &&
           (!of || of->frames() >= run.run.recording->frameCount());
}

QString swatch(const Colour& colour) {
    return QStringLiteral("<span style=\"color:%1\">■</span>").arg(toQColor(colour).name());
}

} // namespace

/// What is on the canvas.
class RunsPanel::Parts {
public:
    explicit Parts(AnalysisPlot* plot)
        : potential(plot->addRect(true))
        , traces(plot)
        , difference(plot) {
        for (TraceStack*& stack : somas) {
            stack = new TraceStack(potential->axis(QCPAxis::atBottom), potential->axis(QCPAxis::atLeft));
        }
        QCPAxisRect* map = difference.rect();
        peak = new QCPGraph(map->axis(QCPAxis::atBottom), map->axis(QCPAxis::atLeft));
        peak->setSelectable(QCP::stNone);
        peak->setLineStyle(QCPGraph::lsNone);
    }

    QCPAxisRect* potential;
    std::array<TraceStack*, 2> somas{};
    TracePair traces;
    DifferenceMap difference;
    QCPGraph* peak; ///< where the difference is largest
    AutoLimits limits{4.0};
};

RunsPanel::RunsPanel(Document* document, SimulationController* controller, TimeCursor* cursor,
                     QWidget* parent)
    : AnalysisPanel(QStringLiteral("runs"), tr("Two runs compared"), document, controller, cursor, parent)
    , worker_(this, [this](const std::shared_ptr<Answer>& answer) {
        answer_ = answer;
        showWords();
        plot_->refresh();
    }) {
    makeControls();
    makePlot();
    words_->setTextInteractionFlags(words_->textInteractionFlags() | Qt::LinksAccessibleByMouse |
                                    Qt::LinksAccessibleByKeyboard);
    connect(words_, &QLabel::linkActivated, this, &RunsPanel::followLink);
    connect(document_, &Document::sceneChanged, this, [this](Changes changes) {
        if (changes.testFlag(Change::probes) && shown()) {
            showWords(); // what is set otherwise
        }
    });
    // Also while it is behind others: the view may show them.
    connect(controller_, &SimulationController::recordingChanged, this, &RunsPanel::pairChanged);
    fillChoosers();
}

RunsPanel::~RunsPanel() = default;

void RunsPanel::makeControls() {
    for (const Which which : {A, B}) {
        auto* label = new QLabel;
        label->setObjectName(QStringLiteral("runLabel") + letters[which]);
        auto* chooser = new QComboBox;
        choosers_[which] = chooser;
        chooser->setObjectName(QStringLiteral("run") + letters[which]);
        chooser->setAccessibleName(tr("Run %1").arg(letters[which]));
        chooser->setToolTip(which == A
                                ? tr("The run that the other is compared with. A right click renames a pin.")
                                : tr("The run that is compared: differences are B − A. A right click "
                                     "renames a pin."));
        chooser->setFocusPolicy(Qt::StrongFocus);
        chooser->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        chooser->setMinimumContentsLength(5);
        chooser->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        chooser->setContextMenuPolicy(Qt::CustomContextMenu);
        label->setBuddy(chooser);
        connect(chooser, &QComboBox::activated, this,
                [this, which, chooser](int at) { choose(which, chooser->itemData(at).toInt()); });
        connect(chooser, &QWidget::customContextMenuRequested, this,
                [this, which, chooser](const QPoint& at) { openMenu(which, chooser->mapToGlobal(at)); });
        controls_->addWidget(label);
        controls_->addWidget(chooser, 1);
        if (which == A) {
            auto* swap = new Chip(QStringLiteral("runsSwap"));
            swap->setLabel(QStringLiteral("⇄"));
            swap->setAccessibleName(tr("Swap A and B"));
            swap->setToolTip(tr("Swaps A and B: the differences change their sign."));
            connect(swap, &QToolButton::clicked, this, [this] {
                std::swap(chosen_[A], chosen_[B]);
                byHand_ = {true, true};
                chosen();
            });
            controls_->addWidget(swap);
        }
    }
    cellRow_ = new QWidget;
    auto* row = new QHBoxLayout(cellRow_);
    row->setContentsMargins(8, 0, 8, 4);
    row->setSpacing(6);
    auto* label = new QLabel(tr("Cell in the view"));
    row->addWidget(label);
    const std::array<QString, 3> names{QStringLiteral("A"), QStringLiteral("B"), QStringLiteral("B − A")};
    const std::array<QString, 3> ids{QStringLiteral("cellA"), QStringLiteral("cellB"),
                                     QStringLiteral("cellDifference")};
    const std::array<QString, 3> helps{
        tr("Colours the cell by run A at the time cursor; a second click ends it."),
        tr("Colours the cell by run B at the time cursor; a second click ends it."),
        tr("Colours the cell by B − A at the time cursor, in mV, or in µA/cm² where it is coloured by "
           "current; "
           "a second click ends it.")};
    for (std::size_t k = 0; k < cellChips_.size(); ++k) {
        auto* chip = new Chip(ids.at(k));
        cellChips_.at(k) = chip;
        chip->setLabel(names.at(k));
        chip->setCheckable(true);
        chip->setToolTip(helps.at(k));
        chip->setAccessibleName(tr("Colour the cell by %1").arg(names.at(k)));
        connect(chip, &QToolButton::clicked, this, [this, k](bool on) {
            setCellSide(on ? std::optional<Side>(static_cast<Side>(k)) : std::nullopt);
        });
        row->addWidget(chip);
    }
    row->addStretch(1);
    column_->insertWidget(1, cellRow_);
    cellRow_->hide();
}

void RunsPanel::makePlot() {
    parts_ = std::make_unique<Parts>(plot_);
    plot_->setArrange([this](const QSize& size) { arrange(size); });
    plot_->setPrepare([this] { prepare(); });
    plot_->setDress([this](const Theme& theme) {
        parts_->traces.setTheme(theme);
        parts_->difference.setTheme(theme);
        parts_->peak->setScatterStyle(QCPScatterStyle(
            QCPScatterStyle::ssCircle, QPen(toQColor(theme.text), traceWidth(1.4, theme)), Qt::NoBrush, 9.0));
    });
    plot_->setTheme(plot_->theme());
}

void RunsPanel::setPins(const std::vector<PinnedResult>& pins) {
    pins_ = pins;
    const auto known = [this](int id) {
        return id == 0 || std::any_of(pins_.begin(), pins_.end(),
                                      [id](const PinnedResult& pin) { return pin.id == id; });
    };
    for (const Which which : {A, B}) {
        byHand_[which] = byHand_[which] && known(chosen_[which]);
        if (!byHand_[which]) {
            chosen_[which] = which == A && !pins_.empty() ? pins_.back().id : 0;
        }
    }
    if (pins_.empty()) {
        byHand_ = {false, false};
        setCellSide({});
    }
    chosen();
}

void RunsPanel::choose(Which which, int id) {
    byHand_[which] = true;
    if (chosen_[which] != id) {
        chosen_[which] = id;
        chosen();
    }
}

void RunsPanel::chosen() {
    fillChoosers();
    parts_->traces.forgetGain();
    parts_->difference.forgetRange();
    answer_.reset();
    Q_EMIT pairChanged();
    reloadIfShown();
}

void RunsPanel::fillChoosers() {
    for (const Which which : {A, B}) {
        QComboBox* chooser = choosers_[which];
        chooser->clear();
        chooser->addItem(tr("This run"), 0);
        chooser->setItemData(0, tr("The run that is shown; follows every edit."), Qt::ToolTipRole);
        for (auto pin = pins_.rbegin(); pin != pins_.rend(); ++pin) {
            chooser->addItem(pin->details.isEmpty() ? pin->name : tr("%1: %2").arg(pin->name, pin->details),
                             pin->id);
        }
        chooser->setCurrentIndex(std::max(0, chooser->findData(chosen_[which])));
        chooser->setEnabled(!pins_.empty());
    }
}

void RunsPanel::openMenu(Which which, const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("runMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Pin this result"), this, &RunsPanel::pinRequested);
    if (const int pin = chosen_[which]; pin != 0) {
        menu->addAction(tr("Rename “%1”…").arg(runName(which)), this,
                        [this, pin] { Q_EMIT renameRequested(pin); });
    }
    menu->popup(at);
}

QString RunsPanel::runName(Which which) const {
    for (const PinnedResult& pin : pins_) {
        if (pin.id == chosen_[which]) {
            return pin.name;
        }
    }
    return tr("This run");
}

PinnedResult RunsPanel::run(Which which) const {
    for (const PinnedResult& pin : pins_) {
        if (pin.id == chosen_[which]) {
            return pin;
        }
    }
    PinnedResult now;
    now.name = tr("This run");
    if (controller_ && controller_->data()) {
        now.run = controller_->data();
        const Scene& scene = document_->scene();
        Scene ran = now.run.scene ? *now.run.scene : scene;
        ran.probes = scene.probes;
        now.scene = std::make_shared<const Scene>(std::move(ran));
        for (const Probe& probe : scene.probes) {
            if (auto measured = controller_->probeSignals(probe.id)) {
                now.probes[probe.id] = std::move(measured);
            }
        }
    }
    return now;
}

void RunsPanel::offerCell(bool offered) {
    cellRow_->setVisible(offered);
}

void RunsPanel::setCellSide(std::optional<Side> side) {
    for (std::size_t k = 0; k < cellChips_.size(); ++k) {
        const bool on = side && static_cast<std::size_t>(*side) == k;
        cellChips_.at(k)->setChecked(on);
        cellChips_.at(k)->setTone(on ? Chip::Tone::set : Chip::Tone::plain);
    }
    if (side != side_) {
        side_ = side;
        Q_EMIT cellSideChanged();
    }
}

void RunsPanel::setShownProbe(const Probe* probe) {
    if (!probe || !probe_ || probe->id != probe_->id) {
        parts_->traces.forgetGain();
        parts_->difference.forgetRange();
    }
    AnalysisPanel::setShownProbe(probe);
}

void RunsPanel::setTheme(const Theme& theme) {
    AnalysisPanel::setTheme(theme);
    for (Chip* chip : findChildren<Chip*>()) {
        chip->setTheme(theme);
    }
    for (const Which which : {A, B}) {
        findChild<QLabel*>(QStringLiteral("runLabel") + letters[which])
            ->setText(swatch(theme.series.at(which)) + QStringLiteral(" ") + letters[which]);
    }
    showWords();
}

bool RunsPanel::busy() const {
    return shown() && !pins_.empty() && !plot_->isEmptyTextShown() &&
           (worker_.busy() || !answer_ || !answer_->complete);
}

Result<void> RunsPanel::exportTable(const QString& path) const {
    if (!hasTable()) {
        return fail("the two runs are not compared yet.", "Wait until they have run.", path.toStdString());
    }
    return writeRunsTable(path.toStdString(), *answer_, probe_ ? probe_->name : std::string());
}

void RunsPanel::followLink(const QString& link) {
    if (link == QLatin1String("pin")) {
        Q_EMIT pinRequested();
    } else if (link.startsWith(QLatin1String("time:"))) {
        cursor_->scrubTo(link.mid(5).toDouble());
    } else {
        AnalysisPanel::followLink(link);
    }
}

void RunsPanel::reload() {
    const bool run = controller_ && controller_->data();
    const bool any = !pins_.empty() && run;
    bar_->setVisible(any);
    plot_->setEmptyText(any   ? QString()
                        : run ? tr("No pinned run yet. <a href=\"pin\">Keep this one</a>: K<br>Then change "
                                   "something, and see here what it changes.")
                              : tr("Nothing recorded yet. <a href=\"run\">Run</a>: F5"));
    if (any) {
        compare();
    } else {
        answer_.reset();
    }
    showWords();
    plot_->refresh();
}

void RunsPanel::tick() {
    if (pins_.empty() || (answer_ && answer_->complete)) {
        return;
    }
    const RunData& run = controller_->data();
    if (run && (run.recording->finished() || 2 * run.recording->frameCount() >= 3 * requestedFrames_)) {
        compare();
    }
}

std::optional<Probe> RunsPanel::probeOf(const PinnedResult& run) const {
    if (run.id == 0) {
        return probe_;
    }
    if (probe_ && run.scene) {
        for (const Probe& probe : run.scene->probes) {
            if (probe.id == probe_->id) {
                return probe;
            }
        }
    }
    return std::nullopt;
}

QString RunsPanel::lfpProblem(const PinnedResult& a, const PinnedResult& b) const {
    if (!probe_) {
        return tr("No probe yet. <a href=\"probe\">Place one</a> to compare the LFP too: P");
    }
    const QString name = qs(probe_->name);
    for (const PinnedResult* run : {&a, &b}) {
        if (run->id == 0) {
            if (const QString refused = controller_->measureProblem(probe_->id, Measure::potential);
                !refused.isEmpty()) {
                return refused.toHtmlEscaped();
            }
        } else if (run->probes.find(probe_->id) == run->probes.end()) {
            return tr("“%1” was not there in %2. Choose another run, or <a href=\"pin\">keep this one</a> "
                      "and "
                      "change something.")
                .arg(name.toHtmlEscaped(), run->name.toHtmlEscaped());
        }
    }
    const auto measured = [this](const PinnedResult& run) {
        const auto found = run.probes.find(probe_->id);
        return found == run.probes.end() ? -1 : found->second->channels();
    };
    const int inA = measured(a);
    const int inB = measured(b);
    if (inA >= 0 && inB >= 0 && inA != inB) {
        return tr("“%1” has %2 contacts in A and %3 in B. Give it as many again, or "
                  "<a href=\"pin\">keep this run</a> and compare with that.")
            .arg(name.toHtmlEscaped())
            .arg(inA)
            .arg(inB);
    }
    return {};
}

void RunsPanel::compare() {
    const PinnedResult a = run(A);
    const PinnedResult b = run(B);
    problem_ = lfpProblem(a, b);
    requestedFrames_ = controller_->data().recording->frameCount();
    auto answer = std::make_shared<Answer>();
    const auto probe = probeOf(b) ? probeOf(b) : probeOf(a);
    if (problem_.isEmpty() && probe) {
        const ContactAxis axis = contactAxis(*probe);
        const auto of = [&](const PinnedResult& from) {
            const auto found = from.probes.find(probe_->id);
            const bool fits = found != from.probes.end() &&
                              found->second->channels() == static_cast<int>(axis.coordinate.size());
            return fits ? found->second : nullptr;
        };
        answer->signals = {of(a), of(b)};
        if (!answer->signals[0] || !answer->signals[1]) {
            return; // they are on their way
        }
        answer->axis = axis;
    }
    answer->complete = complete(a, answer->signals[0]) && complete(b, answer->signals[1]);
    worker_.request([answer, a, b] {
        answer->soma = {somaOf(a.run), somaOf(b.run)};
        answer->dtMs = {a.run.recording->layout().dtMs, b.run.recording->layout().dtMs};
        answer->potential =
            runDifference(*answer->soma[0], answer->dtMs[0], *answer->soma[1], answer->dtMs[1]);
        if (const auto& [first, second] = answer->signals; first && second) {
            answer->lfp = runDifference(first->values(), first->dtMs(), second->values(), second->dtMs());
            answer->difference = std::make_shared<const Eigen::MatrixXd>(std::move(answer->lfp.values));
        }
        return answer;
    });
}

QString RunsPanel::settingsWords(Which which) const {
    const auto a = run(A);
    const auto b = run(B);
    if (!a.scene || !b.scene) {
        return {};
    }
    QStringList said;
    std::size_t more = 0;
    for (const SettingDifference& setting : settingDifferences(*a.scene, *b.scene)) {
        const bool probe = document_->probe(qs(setting.id)) != nullptr;
        const bool shownOne = probe_ && setting.id == probe_->id;
        if (probe && !shownOne) {
            continue; // another probe's
        }
        const QString value = qs(which == A ? setting.a : setting.b);
        QString text;
        if (setting.label.empty()) {
            text = value.isEmpty() ? tr("without %1").arg(qs(setting.object))
                                   : tr("with %1").arg(qs(setting.object));
        } else if (value.isEmpty()) {
            continue;
        } else {
            text = within(qs(setting.label)) + QStringLiteral(" ") + value;
            if (!shownOne && setting.object != "Run") {
                text += tr(" of %1").arg(qs(setting.object));
            }
        }
        if (static_cast<std::size_t>(said.size()) < settingsNamed) {
            said << text;
        } else {
            ++more;
        }
    }
    if (more > 0) {
        said << tr("and %1 more").arg(more);
    }
    return said.join(QStringLiteral(", "));
}

void RunsPanel::showWords() {
    if (pins_.empty() || plot_->isEmptyTextShown() || !controller_ || !controller_->data()) {
        words_->hide();
        return;
    }
    const Theme& theme = plot_->theme();
    QStringList lines;
    for (const Which which : {A, B}) {
        const QString settings = settingsWords(which);
        lines << swatch(theme.series.at(which)) +
                     QStringLiteral(" %1: <b>%2</b>").arg(letters[which], runName(which).toHtmlEscaped()) +
                     (settings.isEmpty() ? QString() : QStringLiteral(", ") + settings.toHtmlEscaped());
    }
    if (chosen_[A] == chosen_[B]) {
        lines << tr("A and B are the same run. Choose another for one of them.");
    } else if (answer_) {
        const RunDifference& lfp = answer_->lfp;
        if (answer_->difference && lfp.channel >= 0) {
            const double share = lfp.sizeOfA > 0.0 ? 100.0 * std::abs(lfp.largest) / lfp.sizeOfA : 0.0;
            lines << tr("LFP: largest B − A is <b>%1</b> at contact %2, %3%4.")
                         .arg(withSign(lfp.largest * microvolts, QStringLiteral("µV")))
                         .arg(lfp.channel + 1)
                         .arg(jumpTo(lfp.timeMs(), milliseconds(lfp.timeMs())),
                              share > 0.0
                                  ? tr(" (%1 % of A there)").arg(formatNumber(share, share >= 99.5 ? 3 : 2))
                                  : QString());
        } else if (answer_->difference) {
            lines << tr("LFP: A and B are equal.");
        }
        const RunDifference& soma = answer_->potential;
        if (soma.channel >= 0) {
            lines << tr("Soma: largest B − A is <b>%1</b>, %2.")
                         .arg(withSign(soma.largest, QStringLiteral("mV")),
                              jumpTo(soma.timeMs(), milliseconds(soma.timeMs())));
        } else if (soma.values.size() > 0) {
            lines << tr("Soma: A and B are equal.");
        }
        if (answer_->complete && soma.interpolated) {
            lines << tr("Time steps of %1 and %2: values between frames lie on straight lines.")
                         .arg(stepText(answer_->dtMs[0]), stepText(answer_->dtMs[1]));
        }
        if (answer_->complete && soma.shortened) {
            lines << tr("Compared up to %1, where the shorter run ends.").arg(milliseconds(soma.endMs()));
        }
    }
    if (!problem_.isEmpty()) {
        lines << problem_;
    }
    const QString style =
        QStringLiteral("<a style=\"color:%1; text-decoration:none\" ").arg(toQColor(theme.accent).name());
    words_->setText(lines.join(QStringLiteral("<br>")).replace(QStringLiteral("<a "), style));
    words_->setToolTip(
        tr("The largest difference over all times; in brackets as a part of the largest potential of A "
           "at that contact. A click on a time goes there."));
    words_->show();
}

void RunsPanel::arrange(const QSize& size) {
    if (!answer_) {
        return;
    }
    const Theme& theme = plot_->theme();
    const int left = sized(56, theme);
    const int right = sized(60, theme);
    const int title = sized(19, theme);
    const int axisRoom = sized(38, theme);
    const int width = size.width() - left - right;
    const bool lfp = answer_->difference != nullptr;
    const int room = size.height() - axisRoom - (lfp ? 3 : 1) * title - (lfp ? 12 : 0);
    int top = 0;
    const auto put = [&](QCPAxisRect* rect, int height, const QString& name, bool last) {
        top += title;
        const QRect inner(left, top, width, height);
        plot_->place(rect, inner);
        plot_->addCaption({left, top - title, width / 2, title}, name, toQColor(theme.text),
                          Qt::AlignLeft | Qt::AlignVCenter, true);
        QCPAxis* time = rect->axis(QCPAxis::atBottom);
        time->setTickLabels(last);
        time->setLabel(last ? tr("time (ms)") : QString());
        time->ticker()->setTickCount(std::clamp(width / 70, 2, 10));
        rect->axis(QCPAxis::atLeft)->ticker()->setTickCount(std::clamp(height / 32, 2, 8));
        top += height + 6;
        return inner;
    };
    const QRect first = put(parts_->potential, lfp ? room * 24 / 100 : room, tr("Soma"), !lfp);
    // In a figure the sentence above is missing: the names stand in the canvas too.
    const QFontMetrics metrics(plot_->smallFont());
    int until = first.right() + right - 8;
    for (const Which which : {B, A}) {
        const QString text = QStringLiteral("%1: %2").arg(letters[which], runName(which));
        const int wide = std::min(metrics.horizontalAdvance(text) + 6, width / 3);
        plot_->addCaption({until - wide, 0, wide, title}, text, toQColor(theme.series.at(which)),
                          Qt::AlignRight | Qt::AlignVCenter, true);
        until -= wide + 8;
    }
    parts_->potential->axis(QCPAxis::atLeft)->setLabel(tr("V (mV)"));
    if (lfp) {
        put(parts_->traces.rect(), room * 43 / 100, tr("LFP by depth"), false);
        put(parts_->difference.rect(), room * 33 / 100, tr("LFP, B − A"), true);
        parts_->traces.rect()->axis(QCPAxis::atLeft)->setLabel(answer_->axis.label);
        parts_->difference.rect()->axis(QCPAxis::atLeft)->setLabel(answer_->axis.label);
    }
}

void RunsPanel::prepare() {
    parts_->traces.hide();
    parts_->difference.hide();
    parts_->peak->data()->clear();
    if (!answer_ || plot_->isEmptyTextShown()) {
        return;
    }
    const Theme& theme = plot_->theme();
    ValueRange seen;
    for (const Which which : {A, B}) {
        const SampleBlock block = matrixBlock(answer_->soma.at(which), answer_->dtMs.at(which));
        TraceStack* stack = parts_->somas.at(which);
        stack->setBlock(block);
        stack->setTraces(
            {{0, 0.0, 1.0,
              QPen(toQColor(theme.series.at(which)), traceWidth(which == A ? 2.4 : 1.2, theme))}});
        if (block.stride > 0) {
            seen.add(block, {0}, 0);
        }
    }
    if (!seen.empty() && parts_->limits.fit(seen.low, seen.high, answer_->complete)) {
        parts_->potential->axis(QCPAxis::atLeft)->setRange(parts_->limits.low(), parts_->limits.high());
    }
    if (!answer_->difference) {
        return;
    }
    parts_->traces.show(signalBlock(answer_->signals[0]), signalBlock(answer_->signals[1]), answer_->axis,
                        answer_->complete);
    const RunDifference& lfp = answer_->lfp;
    parts_->difference.show(matrixBlock(answer_->difference, lfp.dtMs), answer_->axis, answer_->complete);
    if (lfp.channel >= 0 && chosen_[A] != chosen_[B]) {
        parts_->peak->setData({lfp.timeMs()},
                              {answer_->axis.coordinate[static_cast<std::size_t>(lfp.channel)]});
    }
}

} // namespace phiscope
