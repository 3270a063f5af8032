#include "widgets/knobs/sweep_panel.h"

#include "widgets/colours.h"
#include "widgets/document.h"
#include "widgets/knobs/knob_edits.h"
#include "widgets/knobs/sweep_controls.h"
#include "widgets/plots/analysis_plot.h"
#include "widgets/quantity.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

using Kind = SweepShown::Kind;
using State = Sweep::State;

constexpr double patienceSeconds = 20.0; ///< a longer sweep waits for the button

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

/// The number that the empty panel offers: an object and a key; empty: there is none.
std::pair<std::string, std::string> suggestedNumber(const Scene& scene) {
    if (!scene.synapses.empty()) {
        return {scene.synapses.front().id, "weight_uS"};
    }
    if (!scene.stimuli.empty() && findParameter(scene, scene.stimuli.front().id, "amplitude_nA")) {
        return {scene.stimuli.front().id, "amplitude_nA"};
    }
    if (!scene.probes.empty()) {
        return {scene.probes.front().id, "position_um/0"};
    }
    return {};
}

} // namespace

SweepPanel::SweepPanel(Document* document, SimulationController* controller, TimeCursor* cursor,
                       QWidget* parent)
    : AnalysisPanel(QStringLiteral("sweep"), tr("Sweep"), document, controller, cursor, parent)
    , sweep_(new Sweep(this))
    , parts_(new SweepControls) {
    controls_->addWidget(parts_);
    connectControls();
    makePlot();
    words_->setTextInteractionFlags(words_->textInteractionFlags() | Qt::LinksAccessibleByMouse |
                                    Qt::LinksAccessibleByKeyboard);
    connect(words_, &QLabel::linkActivated, this, &SweepPanel::followLink);
    connect(sweep_, &Sweep::changed, this, &SweepPanel::takeProgress);
    connect(document_, &Document::sceneChanged, this, [this](Changes changes) {
        if (changes == Changes(Change::all)) {
            knob_.clear();
            byHand_ = false;
            sweep_->clear();
        }
        if (changes != Changes(Change::view)) {
            reloadIfShown();
        }
    });
    connect(document_, &Document::selectionChanged, this, &SweepPanel::takeSelection);
    plot_->installEventFilter(this);
}

SweepPanel::~SweepPanel() = default;

void SweepPanel::connectControls() {
    connect(parts_, &SweepControls::knobChosen, this, &SweepPanel::open);
    connect(parts_, &SweepControls::countChanged, this, &SweepPanel::reloadIfShown);
    connect(parts_, &SweepControls::startRequested, this, &SweepPanel::startRequested);
    connect(parts_, &SweepControls::cancelRequested, sweep_, &Sweep::cancel);
    connect(parts_, &SweepControls::exportRequested, this, &SweepPanel::exportRequested);
    connect(parts_, &SweepControls::signalsExportRequested, this, &SweepPanel::signalsExportRequested);
    connect(parts_, &SweepControls::signalChosen, this, [this](int at) {
        SweepShown chosen = sweepChoices(*sweep_->outcome().scene)[static_cast<std::size_t>(at)];
        chosen.contact =
            chosen.probe == shown_.probe ? shown_.contact : loudestContact(sweep_->outcome(), chosen.probe);
        choose(chosen);
    });
    connect(parts_, &SweepControls::contactChosen, this, [this](int contact) {
        choose({shown_.kind, shown_.probe, contact});
    });
}

void SweepPanel::makePlot() {
    plots_ = std::make_unique<SweepPlots>(plot_);
    plot_->setClicksChooseTime(false);
    plot_->setArrange([this](const QSize& size) {
        if (!sweep_->outcome().points.empty()) {
            plots_->arrange(size, sweepLook(sweep_->outcome(), shown_, currentPoint(), hoverMs_, busy()));
        }
    });
    plot_->setPrepare([this] { plots_->show(sweepTraces(sweep_->outcome(), shown_), !busy()); });
    plot_->setDress([this](const Theme& theme) { plots_->setTheme(theme); });
    connect(plot_, &AnalysisPlot::rectClicked, this, [this](const QCPAxisRect* rect, const QPointF& at) {
        const int point =
            rect == plots_->summary() ? plots_->nearestOnSummary(at.x()) : plots_->pointOf(rect);
        if (point >= 0) {
            setTo(static_cast<std::size_t>(point));
        }
    });
    connect(plot_, &AnalysisPlot::hovered, this, [this](const QCPAxisRect* rect, const QPointF& at) {
        hover(rect == plots_->summary() ? -1.0 : at.x());
        const int point = plots_->pointOf(rect);
        plot_->setToolTip(point < 0 ? QString()
                                    : sweep_->outcome().points[static_cast<std::size_t>(point)].problem);
    });
    connect(plot_, &AnalysisPlot::unhovered, this, [this] { hover(-1.0); });
    plot_->setTheme(plot_->theme());
}

void SweepPanel::hover(double timeMs) {
    if (timeMs == hoverMs_) {
        return;
    }
    hoverMs_ = timeMs;
    plots_->setHover(timeMs);
    if (shown_.kind != Kind::map) {
        plot_->refresh(); // what the signals are there
    }
}

void SweepPanel::setTheme(const Theme& theme) {
    AnalysisPanel::setTheme(theme);
    parts_->setDim(toQColor(theme.dimText));
    showWords();
}

bool SweepPanel::busy() const {
    return sweep_->state() == State::running;
}

void SweepPanel::open(const QString& knob) {
    knob_ = knob.toStdString();
    sweep_->clear();
    reloadIfShown();
    const double seconds = estimate_ ? estimate_() : -1.0;
    if (seconds >= 0.0 && seconds * parts_->count() <= patienceSeconds) {
        Q_EMIT startRequested();
    }
}

std::optional<Sweep::Request> SweepPanel::request() const {
    const Knob* knob = findKnob(document_->scene(), knob_);
    const auto parameter = knob != nullptr ? parameterOf(document_->scene(), *knob) : std::nullopt;
    if (!parameter) {
        return std::nullopt;
    }
    Sweep::Request request;
    request.scene = std::make_shared<const Scene>(document_->scene());
    request.knob = *knob;
    request.values = sweepValues(*knob, parts_->count(), parameter->info);
    return request;
}

void SweepPanel::start(Sweep::Request request) {
    picked_ = false;
    plots_->forget();
    sweep_->start(std::move(request));
}

void SweepPanel::takeProgress() {
    fillSignals();
    if (shown()) {
        reload();
    }
}

void SweepPanel::fillSignals() {
    const Sweep::Outcome& outcome = sweep_->outcome();
    if (!outcome.scene) {
        return;
    }
    const std::vector<SweepShown> choices = sweepChoices(*outcome.scene);
    const bool there =
        std::ranges::any_of(choices, [this](const SweepShown& choice) { return choice.sameSignal(shown_); });
    if (!there || (!byHand_ && (!picked_ || !busy()))) {
        // A probe's potential where there is a probe, there where it is largest.
        shown_ = choices[choices.size() > 1 ? 1 : 0];
        shown_.contact = loudestContact(outcome, shown_.probe);
        picked_ = outcome.any();
    }
    parts_->showSignals(outcome, shown_);
}

void SweepPanel::choose(const SweepShown& shown) {
    shown_ = shown;
    byHand_ = true;
    plots_->forget();
    takeProgress();
}

void SweepPanel::takeSelection() {
    const std::string id = document_->selection().toStdString();
    const int contact = document_->selectedContact();
    const auto scene = sweep_->outcome().scene;
    if (contact >= 0 && scene && std::ranges::find(scene->probes, id, &Probe::id) != scene->probes.end()) {
        choose({Kind::contact, id, contact});
    }
}

int SweepPanel::currentPoint() const {
    const Sweep::Outcome& outcome = sweep_->outcome();
    const auto parameter = outcome.scene ? parameterOf(document_->scene(), outcome.knob) : std::nullopt;
    const double now = parameter ? parameter->get(document_->scene()) : 0.0;
    for (std::size_t k = 0; parameter && k < outcome.points.size(); ++k) {
        if (std::abs(outcome.points[k].value - now) <= 1e-9 * std::abs(now)) {
            return static_cast<int>(k);
        }
    }
    return -1;
}

bool SweepPanel::outdated() const {
    const Sweep::Outcome& outcome = sweep_->outcome();
    if (!outcome.scene || outcome.points.empty()) {
        return false;
    }
    Scene now = document_->scene();
    const auto parameter = parameterOf(now, outcome.knob);
    if (!parameter) {
        return true;
    }
    parameter->set(now, parameter->get(*outcome.scene)); // that it is turned is what this is about
    return currentsDiffer(now, *outcome.scene) || now.probes != outcome.scene->probes ||
           now.cell.pose != outcome.scene->cell.pose;
}

void SweepPanel::setTo(std::size_t point) {
    const Sweep::Outcome& outcome = sweep_->outcome();
    const auto parameter = parameterOf(document_->scene(), outcome.knob);
    if (!parameter || point >= outcome.points.size()) {
        return;
    }
    document_->endGesture();
    if (!turnTo(*document_, *parameter, outcome.points[point].value)) {
        const QString& problem = outcome.points[point].problem;
        Q_EMIT message(problem.isEmpty() ? tr("The scene can not take this value as it is now.") : problem);
    }
    document_->endGesture();
}

void SweepPanel::stepTo(int by) {
    const int count = static_cast<int>(sweep_->outcome().points.size());
    const int now = currentPoint();
    const int next = now < 0 ? (by > 0 ? 0 : count - 1) : std::clamp(now + by, 0, count - 1);
    if (count > 0 && next != now) {
        setTo(static_cast<std::size_t>(next));
    }
}

bool SweepPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == plot_ && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Left || key == Qt::Key_Right) {
            stepTo(key == Qt::Key_Left ? -1 : 1);
            return true;
        }
    }
    return AnalysisPanel::eventFilter(watched, event);
}

void SweepPanel::followLink(const QString& link) {
    if (link == QLatin1String("knobs")) {
        Q_EMIT knobsRequested();
    } else if (link == QLatin1String("start")) {
        Q_EMIT startRequested();
    } else if (link == QLatin1String("suggestion")) {
        const auto [object, key] = suggestedNumber(document_->scene());
        Q_EMIT knobForRequested(qs(object), qs(key));
    }
}

void SweepPanel::showWords() {
    const Sweep::Outcome& outcome = sweep_->outcome();
    QString text;
    if (sweep_->state() == State::failed) {
        text = sweep_->problem().toHtmlEscaped();
    } else if (!busy() && outdated()) {
        text = tr("Out of date: the scene has changed since. <a href=\"start\">Sweep again</a>");
    } else if (sweep_->state() == State::cancelled) {
        text = tr("Cancelled. The values that were done stay.");
    } else if (sweep_->state() == State::done) {
        text = outcome.simulations == 0 ? tr("No further simulation was needed. A click on a plot sets the "
                                             "number.")
                                        : tr("A click on a plot sets the number.");
    }
    const QString style = QStringLiteral("<a style=\"color:%1; text-decoration:none\" ")
                              .arg(toQColor(plot_->theme().accent).name());
    words_->setText(text.replace(QStringLiteral("<a "), style));
    words_->setVisible(!text.isEmpty());
}

QString SweepPanel::emptyWords() const {
    const Scene& scene = document_->scene();
    if (const Knob* knob = findKnob(scene, knob_)) {
        const auto parameter = parameterOf(scene, *knob);
        if (!parameter) {
            return tr("The number of this knob is not there any more.");
        }
        const QString what =
            tr("%1 at %2 values from %3 to %4, side by side.")
                .arg(knobName(*document_, *parameter).toHtmlEscaped(), QString::number(parts_->count()),
                     formatNumber(knob->low, 5), knobValueText(parameter->info, knob->high));
        const double seconds = estimate_ ? estimate_() : -1.0;
        return what + QLatin1Char(' ') +
               (seconds < 0.0 ? tr("It runs in the background. <a href=\"start\">Sweep</a>")
                              : tr("About %1 in the background. <a href=\"start\">Sweep</a>")
                                    .arg(formatDuration(seconds * parts_->count())));
    }
    QString words = tr("The same scene at several values of one number, side by side. ");
    if (const auto [object, key] = suggestedNumber(scene);
        const auto parameter = findParameter(scene, object, key)) {
        words += tr("<a href=\"suggestion\">Sweep %1</a> or choose another number: ")
                     .arg(knobName(*document_, *parameter).toHtmlEscaped());
    }
    return words + tr("<a href=\"knobs\">show the knobs</a>.");
}

void SweepPanel::reload() {
    const Scene& scene = document_->scene();
    if (knob_.empty() && !scene.knobs.empty()) {
        knob_ = scene.knobs.front().id;
    }
    parts_->showKnobs(*document_, knob_);
    parts_->showProgress(*sweep_);
    const Sweep::Outcome& outcome = sweep_->outcome();
    double last = 0.0;
    for (const Sweep::Point& point : outcome.points) {
        if (point.signals) {
            last = std::max(last, static_cast<double>(point.signals->frames - 1) * point.signals->dtMs);
        }
    }
    if (last > 0.0) {
        plot_->setTimeLimit(last);
    }
    plot_->setEmptyText(outcome.points.empty() ? emptyWords() : QString());
    showWords();
    plot_->refresh();
}

QRect SweepPanel::rectOf(std::size_t point) const {
    return plots_->rectOf(point);
}

QRect SweepPanel::summaryRect() const {
    return plots_->summary()->rect();
}

Result<void> SweepPanel::exportTable(const QString& path) const {
    return writeSweepSizes(table(), path.toStdString());
}

} // namespace phiscope
