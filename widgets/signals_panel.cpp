#include "widgets/signals_panel.h"

#include "model/forward/projector.h"
#include "widgets/colours.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/plots/lanes.h"
#include "widgets/plots/time_plot.h"
#include "widgets/probe_remedies.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"

#include <QElapsedTimer>
#include <QKeyEvent>
#include <QMenu>
#include <QPointer>
#include <QSplitter>
#include <QTimer>
#include <QVBoxLayout>

#include <array>

namespace phiscope {

namespace {
/// Time for drawing plots in one go; what does not fit waits for the next turn of the event loop, so that the
/// window answers in between.
constexpr double drawBudgetMs = 5.0;
/// Of the height, for each plot that is open.
constexpr std::array<int, 4> shares{20, 16, 36, 28};
} // namespace

class SignalsPanel::Private {
public:
    Private(SignalsPanel* panel, TimeCursor* timeCursor)
        : q(panel)
        , cursor(timeCursor) {}

    void build();
    void connectLane(PlotLane* lane);
    PlotLane* lane(Plot plot) const { return lanes.at(static_cast<std::size_t>(plot)); }

    bool shown() const { return inFront && q->isVisible(); }
    int contactAt(const PlotLane* lane, double value) const;
    void poll();
    void catchUp();
    void becomeShown();
    void drawDirty();
    void requestDraw();
    void showCursor();
    void showRange(double startMs, double endMs);
    void updateExtent();
    void updateTimeAxes();
    void shareHeight();
    void updateReadings();
    void hover(PlotLane* lane, double timeMs, double value);
    void setContact(int contact, bool announce);
    void followLink(const QString& link);
    void showMenu(PlotLane* lane, const QPoint& at);
    void readProbe();
    void readMap();

    SignalsPanel* q;
    TimeCursor* cursor;
    QPointer<SimulationController> controller;
    RunData data;
    std::optional<Probe> probe;
    std::shared_ptr<const Signals> contactSignals;
    std::shared_ptr<const Signals> mapValues; ///< given from outside
    View::DepthMap mapShows = View::DepthMap::lfp;
    QString refusal; ///< html; empty: the probe measures
    PotentialLane* potential = nullptr;
    SynapseLane* synapses = nullptr;
    ContactLane* contacts = nullptr;
    MapLane* map = nullptr;
    std::array<PlotLane*, 4> lanes{};
    QSplitter* splitter = nullptr;
    QTimer drawTimer;
    std::size_t nextLane = 0; ///< drawn first next time, so that none starves
    PlotLane* hoveredLane = nullptr;
    double hoveredMs = 0.0;
    double startMs = 0.0;
    double endMs = 100.0;
    bool inFront = true;
    bool wholeShown = true;
    bool heightsByHand = false;
    int chosenContact = -1; ///< from outside: the 3-D view
    int shownContact = -1;
};

void SignalsPanel::Private::build() {
    auto* column = new QVBoxLayout(q);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    splitter = new QSplitter(Qt::Vertical, q);
    splitter->setObjectName(QStringLiteral("signalsSplitter"));
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(2);
    column->addWidget(splitter, 1);
    column->addStretch(0);
    potential = new PotentialLane(splitter);
    synapses = new SynapseLane(splitter);
    contacts = new ContactLane(splitter);
    map = new MapLane(splitter);
    lanes = {potential, synapses, contacts, map};
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        splitter->addWidget(lanes.at(i));
        splitter->setStretchFactor(static_cast<int>(i), shares.at(i));
        connectLane(lanes.at(i));
    }
    QObject::connect(splitter, &QSplitter::splitterMoved, q, [this] { heightsByHand = true; });

    drawTimer.setSingleShot(true);
    drawTimer.setInterval(0);
    QObject::connect(&drawTimer, &QTimer::timeout, q, [this] { drawDirty(); });
    QObject::connect(cursor, &TimeCursor::timeChanged, q, [this] {
        if (shown()) {
            showCursor();
            updateReadings();
        }
    });
    QObject::connect(cursor, &TimeCursor::extentChanged, q, [this] { updateExtent(); });
    QObject::connect(cursor, &TimeCursor::ticked, q, [this] { poll(); });
    QObject::connect(contacts, &ContactLane::gainChanged, q, [this] { requestDraw(); });
    const auto probeId = [this] {
        return QString::fromStdString(probe ? probe->id : std::string());
    };
    QObject::connect(contacts, &ContactLane::filterChosen, q, [this, probeId](const SignalFilter& filter) {
        Q_EMIT q->filterChosen(probeId(), filter);
    });
    QObject::connect(contacts, &ContactLane::filterSettingsWanted, q,
                     [this, probeId] { Q_EMIT q->filterSettingsWanted(probeId()); });
    QObject::connect(map, &MapLane::depthMapChosen, q, &SignalsPanel::depthMapChosen);
    showRange(0.0, 100.0);
    updateTimeAxes();
    q->setTheme(Theme::darkTheme());
}

void SignalsPanel::Private::connectLane(PlotLane* lane) {
    TimePlot* plot = lane->plot();
    QObject::connect(plot, &TimePlot::timeChosen, q, [this, lane](double timeMs, double value) {
        cursor->scrubTo(timeMs);
        if (lane == synapses) {
            const std::string id = synapses->synapseAt(timeMs, value);
            if (!id.empty()) {
                Q_EMIT q->synapseClicked(QString::fromStdString(id));
            }
        }
    });
    QObject::connect(plot, &TimePlot::clicked, q,
                     [this, lane](double /*timeMs*/, double value, Qt::KeyboardModifiers held) {
                         if (const int contact = contactAt(lane, value); contact >= 0) {
                             Q_EMIT q->contactClicked(QString::fromStdString(probe->id), contact,
                                                      held.testFlag(Qt::AltModifier));
                         }
                     });
    QObject::connect(plot, &TimePlot::rangeWanted, q,
                     [this](double from, double to) { q->setShownTime(from, to); });
    QObject::connect(plot, &TimePlot::wholeWanted, q, [this] { q->showWholeTime(); });
    QObject::connect(plot, &TimePlot::hovered, q,
                     [this, lane](double timeMs, double value) { hover(lane, timeMs, value); });
    QObject::connect(plot, &TimePlot::unhovered, q, [this] {
        hoveredLane = nullptr;
        setContact(chosenContact, true);
        updateReadings();
    });
    QObject::connect(plot, &TimePlot::linkActivated, q, [this](const QString& link) { followLink(link); });
    QObject::connect(plot, &TimePlot::menuRequested, q,
                     [this, lane](const QPoint& at) { showMenu(lane, at); });
    QObject::connect(lane->header(), &PlotHeader::collapsedChanged, q,
                     [this, lane](bool collapsed) { q->setCollapsed(lane->kind(), collapsed); });
}

void SignalsPanel::Private::showCursor() {
    for (PlotLane* each : lanes) {
        each->plot()->setCursorTime(cursor->timeMs());
    }
}

int SignalsPanel::Private::contactAt(const PlotLane* lane, double value) const {
    return !probe             ? -1
           : lane == contacts ? contacts->contactAt(value)
           : lane == map      ? map->contactAt(value)
                              : -1;
}

void SignalsPanel::Private::poll() {
    if (shown()) {
        catchUp();
    }
}

/// Takes in what is new.
void SignalsPanel::Private::catchUp() {
    const bool recorded = data && data.recording->finished();
    const bool behind = contactSignals && data && contactSignals->frames() < data.recording->frameCount();
    contacts->setComplete(recorded && !behind);
    map->setComplete(recorded && !behind);
    for (PlotLane* each : lanes) {
        each->poll();
    }
    if (behind) {
        cursor->wake(); // what is projected follows a little later than what is recorded
    }
    requestDraw();
    updateReadings();
}

void SignalsPanel::Private::requestDraw() {
    const bool any =
        std::any_of(lanes.begin(), lanes.end(), [](const PlotLane* each) { return each->dirty(); });
    if (any && !drawTimer.isActive()) {
        drawTimer.start();
    }
}

void SignalsPanel::Private::becomeShown() {
    if (shown()) {
        showCursor();
        catchUp();
    }
}

void SignalsPanel::Private::drawDirty() {
    if (!shown()) {
        return; // drawn when it is shown
    }
    QElapsedTimer clock;
    clock.start();
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        PlotLane* each = lanes.at((nextLane + i) % lanes.size());
        if (!each->dirty()) {
            continue;
        }
        if (static_cast<double>(clock.nsecsElapsed()) * 1e-6 > drawBudgetMs) {
            nextLane = (nextLane + i) % lanes.size();
            drawTimer.start();
            return;
        }
        each->redraw();
    }
    nextLane = 0;
}

void SignalsPanel::Private::showRange(double from, double to) {
    startMs = from;
    endMs = to;
    for (PlotLane* each : lanes) {
        each->plot()->setTimeRange(from, to);
        each->markDirty();
    }
    requestDraw();
}

void SignalsPanel::Private::updateExtent() {
    const double last = cursor->durationMs() > 0.0 ? cursor->durationMs() : 100.0;
    for (PlotLane* each : lanes) {
        each->plot()->setTimeLimits(last);
    }
    if (wholeShown || startMs >= last) {
        wholeShown = true;
        if (startMs != 0.0 || endMs != last) {
            showRange(0.0, last);
        }
    } else if (endMs > last) {
        showRange(startMs, last);
    }
}

void SignalsPanel::Private::shareHeight() {
    int room = q->height();
    int parts = 0;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        if (lanes.at(i)->header()->collapsed()) {
            room -= lanes.at(i)->header()->height();
        } else {
            parts += shares.at(i);
        }
    }
    QList<int> sizes;
    for (std::size_t i = 0; i < lanes.size(); ++i) {
        sizes.append(lanes.at(i)->header()->collapsed()
                         ? lanes.at(i)->header()->height()
                         : std::max(1, room * shares.at(i) / std::max(1, parts)));
    }
    splitter->setSizes(sizes);
}

void SignalsPanel::Private::updateTimeAxes() {
    PlotLane* last = nullptr;
    for (PlotLane* each : lanes) {
        if (!each->header()->collapsed()) {
            last = each;
        }
    }
    for (PlotLane* each : lanes) {
        if (each->plot()->timeAxisShown() != (each == last)) {
            each->plot()->setTimeAxisShown(each == last);
            each->markDirty();
        }
    }
    requestDraw();
}

void SignalsPanel::Private::updateReadings() {
    const double timeMs = hoveredLane != nullptr ? hoveredMs : cursor->timeMs();
    const QString moment =
        hoveredLane != nullptr
            ? q->tr("at %1").arg(fixedNumber(timeMs, 1) + thinSpace() + QStringLiteral("ms"))
            : QString();
    for (PlotLane* each : lanes) {
        each->header()->setReadings(each->readings(timeMs), each == hoveredLane ? moment : QString());
    }
    potential->showBalance(timeMs);
}

void SignalsPanel::Private::hover(PlotLane* lane, double timeMs, double value) {
    hoveredLane = lane;
    hoveredMs = timeMs;
    if (const int contact = contactAt(lane, value); contact >= 0) {
        setContact(contact, true);
    }
    updateReadings();
}

void SignalsPanel::Private::setContact(int contact, bool announce) {
    const int before = shownContact;
    shownContact = contact;
    contacts->setHoveredContact(contact);
    map->setHoveredContact(contact);
    requestDraw();
    if (announce && contact != before) {
        Q_EMIT q->contactHovered(contact);
    }
}

void SignalsPanel::Private::followLink(const QString& link) {
    if (link == QLatin1String("probe")) {
        Q_EMIT q->placeProbeRequested();
    } else if (link == QLatin1String("synapse")) {
        Q_EMIT q->placeSynapseRequested();
    } else if (link == QLatin1String("run")) {
        Q_EMIT q->runRequested();
    } else if (link == QLatin1String("points") && probe) {
        Q_EMIT q->pointSourcesRequested(QString::fromStdString(probe->id));
    } else if (link == QLatin1String("fit") && probe) {
        Q_EMIT q->fitIntoSliceRequested(QString::fromStdString(probe->id));
    }
}

void SignalsPanel::Private::showMenu(PlotLane* lane, const QPoint& at) {
    auto* menu = new QMenu(q);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    TimePlot* plot = lane->plot();
    const QPoint here = plot->mapFromGlobal(at);
    const int contact = contactAt(lane, plot->yAxis->pixelToCoord(here.y()));
    if (contact >= 0 && plot->axisRect()->rect().contains(here)) {
        Q_EMIT q->contactMenuAboutToShow(menu, QString::fromStdString(probe->id), contact,
                                         plot->timeScale().toTimeClamped(here.x()));
    }
    menu->addAction(q->tr("Export this plot…"), q, [this, lane] { Q_EMIT q->exportRequested(lane->kind()); });
    menu->addSeparator();
    menu->addAction(q->tr("Show all time"), q, [this] { q->showWholeTime(); })->setEnabled(!wholeShown);
    menu->addAction(q->tr("Fold"), q, [this, lane] { q->setCollapsed(lane->kind(), true); });
    menu->popup(at);
}

void SignalsPanel::Private::readProbe() {
    if (controller) {
        q->setProbe(probe ? &*probe : nullptr, probe ? controller->probeSignals(probe->id) : nullptr);
    }
}

void SignalsPanel::Private::readMap() {
    // The true current source density counts currents and needs no tissue.
    const bool refused = !refusal.isEmpty() && mapShows != View::DepthMap::trueCsd;
    map->plot()->setRefusal(refused ? refusal : QString());
    if (refused) {
        map->setValues(mapShows, nullptr);
        return;
    }
    if (!controller || !probe) {
        map->setValues(mapShows, mapShows == View::DepthMap::lfp ? contactSignals : mapValues);
        return;
    }
    contacts->setFilterState(controller->filterState(probe->id));
    const Measure measure = mapShows == View::DepthMap::lfp       ? Measure::potential
                            : mapShows == View::DepthMap::trueCsd ? Measure::trueCsd
                                                                  : Measure::csdEstimate;
    map->setValues(mapShows, controller->probeSignals(probe->id, measure),
                   controller->measureProblem(probe->id, measure));
}

SignalsPanel::SignalsPanel(TimeCursor* cursor, QWidget* parent)
    : QWidget(parent)
    , d_(std::make_unique<Private>(this, cursor)) {
    setObjectName(QStringLiteral("signalsPanel"));
    setAccessibleName(tr("Signals"));
    setMinimumWidth(280);
    d_->build();
}

SignalsPanel::~SignalsPanel() = default;

void SignalsPanel::setTheme(const Theme& theme) {
    QPalette colours = palette();
    colours.setColor(QPalette::Window, toQColor(theme.window));
    setPalette(colours);
    setAutoFillBackground(true);
    for (PlotLane* lane : d_->lanes) {
        lane->setTheme(theme);
    }
    d_->updateReadings();
    d_->requestDraw();
}

void SignalsPanel::setRun(const RunData& run) {
    d_->data = run;
    d_->potential->setRun(run);
    d_->synapses->setRun(run);
    d_->poll();
}

void SignalsPanel::setProbe(const Probe* probe, std::shared_ptr<const Signals> signals) {
    if (!d_->refusal.isEmpty()) {
        signals.reset(); // those of before would be taken for the answer
    }
    if (probe != nullptr) {
        d_->probe = *probe;
    } else {
        d_->probe.reset();
        d_->setContact(-1, false);
    }
    d_->contactSignals = signals;
    d_->contacts->setProbe(probe, signals);
    d_->map->setProbe(probe);
    d_->readMap();
    d_->poll();
}

void SignalsPanel::attach(SimulationController* controller) {
    d_->controller = controller;
    connect(controller, &SimulationController::recordingChanged, this, [this](const RunData& run) {
        setRun(run);
        d_->readProbe();
    });
    connect(controller, &SimulationController::recordingFinished, this, [this] { d_->poll(); });
    connect(controller, &SimulationController::probeSignalsChanged, this, [this](const QString& id) {
        if (d_->probe && id.toStdString() == d_->probe->id) {
            d_->readProbe();
        }
    });
    connect(controller, &SimulationController::measureChanged, this,
            [this](const QString& id, Measure measure) {
                if (d_->probe && id.toStdString() == d_->probe->id && measure != Measure::potential) {
                    d_->readMap();
                    d_->poll();
                }
            });
    connect(controller, &SimulationController::filterStateChanged, this, [this] { d_->readMap(); });
    setRun(controller->data());
    d_->readProbe();
}

void SignalsPanel::setRefusal(const ProbeRefusal& refusal) {
    QStringList links;
    if (refusal.pointSourcesMend) {
        links << QStringLiteral("<a href=\"points\">%1</a>").arg(tr("Take point sources"));
    }
    if (refusal.fittingMends) {
        links << QStringLiteral("<a href=\"fit\">%1</a>").arg(tr("Fit into slice"));
    }
    QString html = refusal.sentence.toHtmlEscaped();
    if (!links.isEmpty()) {
        html += QStringLiteral("<br>") + links.join(QStringLiteral(" · "));
    }
    d_->refusal = html;
    d_->contacts->plot()->setRefusal(html);
    d_->readMap();
}

void SignalsPanel::setShownProbe(const Probe* probe) {
    // The old signals stay until those of the new place are there: setProbe drops them where they do not fit.
    setProbe(probe, probe != nullptr && d_->controller ? d_->controller->probeSignals(probe->id) : nullptr);
}

void SignalsPanel::setDepthMap(View::DepthMap what, std::shared_ptr<const Signals> values) {
    d_->mapShows = what;
    d_->mapValues = std::move(values);
    d_->readMap();
    d_->poll();
}

View::DepthMap SignalsPanel::depthMap() const {
    return d_->mapShows;
}

void SignalsPanel::setPins(const std::vector<PinnedResult>& pins) {
    d_->potential->setPins(pins);
    d_->synapses->setPins(pins);
    d_->contacts->setPins(pins);
    d_->updateReadings();
    d_->requestDraw();
}

void SignalsPanel::setSelectedSegment(int segment) {
    d_->potential->setSelectedSegment(segment);
    d_->poll();
}

int SignalsPanel::selectedSegment() const {
    return d_->potential->selectedSegment();
}

void SignalsPanel::setHoveredSegment(int segment) {
    d_->potential->setHoveredSegment(segment);
    d_->poll();
}

void SignalsPanel::setSelectedSynapses(const std::vector<std::string>& ids) {
    d_->synapses->setSelected(ids);
    d_->poll();
}

void SignalsPanel::setHoveredContact(int contact) {
    d_->chosenContact = contact;
    d_->setContact(contact, false);
    d_->updateReadings();
}

bool SignalsPanel::collapsed(Plot plot) const {
    return d_->lane(plot)->header()->collapsed();
}

void SignalsPanel::setCollapsed(Plot plot, bool collapsed) {
    d_->lane(plot)->setCollapsed(collapsed);
    d_->lane(plot)->markDirty();
    d_->shareHeight();
    d_->updateTimeAxes();
}

double SignalsPanel::shownStartMs() const {
    return d_->startMs;
}

double SignalsPanel::shownEndMs() const {
    return d_->endMs;
}

void SignalsPanel::setShownTime(double startMs, double endMs) {
    const double last = d_->cursor->durationMs() > 0.0 ? d_->cursor->durationMs() : 100.0;
    d_->wholeShown = startMs <= 0.0 && endMs >= last;
    d_->showRange(startMs, endMs);
}

void SignalsPanel::showWholeTime() {
    const double last = d_->cursor->durationMs() > 0.0 ? d_->cursor->durationMs() : 100.0;
    d_->wholeShown = true;
    d_->showRange(0.0, last);
}

void SignalsPanel::setInFront(bool inFront) {
    if (inFront != d_->inFront) {
        d_->inFront = inFront;
        d_->becomeShown();
    }
}

void SignalsPanel::drawNow() {
    d_->showCursor();
    d_->catchUp();
    for (PlotLane* lane : d_->lanes) {
        if (lane->dirty()) {
            lane->redraw();
        }
    }
}

double SignalsPanel::traceGainUv() const {
    return d_->contacts->gainUv();
}

Result<void> SignalsPanel::exportPlot(Plot plot, const QString& path, Format format, QSize size,
                                      double pngScale) const {
    d_->catchUp(); // it may be behind others
    return d_->lane(plot)->exportTo(path, format, size, pngScale);
}

void SignalsPanel::keyPressEvent(QKeyEvent* event) {
    const int frames = event->modifiers().testFlag(Qt::ShiftModifier) ? 10 : 1;
    switch (event->key()) {
    case Qt::Key_Left:
        d_->cursor->step(-frames);
        break;
    case Qt::Key_Right:
        d_->cursor->step(frames);
        break;
    case Qt::Key_Home:
        d_->cursor->toStart();
        break;
    case Qt::Key_End:
        d_->cursor->toEnd();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

void SignalsPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (!d_->heightsByHand) {
        d_->splitter->resize(
            size()); // as the layout is about to do; sizes are kept in proportion from then on
        d_->shareHeight();
    }
}

void SignalsPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    d_->becomeShown();
}

} // namespace phiscope
