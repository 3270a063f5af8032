#include "app/run_wiring.h"

#include "app/actions.h"
#include "model/simulation/cell_source.h"
#include "model/simulation/simulation.h"
#include "widgets/document.h"
#include "widgets/log_panel.h"
#include "widgets/notice_bar.h"
#include "widgets/probe_remedies.h"
#include "widgets/settings.h"
#include "widgets/signals_panel.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"

#include <QAction>

#include <utility>

namespace phiscope {

RunWiring::RunWiring(const WindowParts& parts, Actions* actions, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , actions_(actions) {
    Document* document = parts_.document;
    SimulationController* controller = parts_.controller;
    connect(document, &Document::sceneChanged, this, &RunWiring::takeScene);
    connect(document, &Document::cellRebuilt, this, &RunWiring::takeCell);
    connect(document, &Document::selectionChanged, this, &RunWiring::showProbe);
    connect(document, &Document::resultsOpened, this,
            [this](const std::shared_ptr<const Recording>& recording) {
                // Opened together with the cell, whose arrival asked for a run.
                whenBuilt_ = Wish::none;
                const auto cell = parts_.document->cell();
                parts_.controller->show({recording, std::shared_ptr<const PlacedCell>(cell, &cell->placed),
                                         std::make_shared<const Scene>(parts_.document->scene())});
                setStale(false);
            });
    connect(actions_->run, &QAction::triggered, this, &RunWiring::run);
    connect(actions_->cancel, &QAction::triggered, controller, &SimulationController::cancel);
    actions_->autoRun->setChecked(parts_.settings->autoRun());
    connect(actions_->autoRun, &QAction::toggled, this, [this](bool on) {
        parts_.settings->setAutoRun(on);
        if (on && stale_) {
            requestIfShort();
        }
    });
    actions_->cancel->setEnabled(false);
    connect(controller, &SimulationController::statusChanged, this, [this](const RunStatus& status) {
        actions_->cancel->setEnabled(!status.ended());
        if (status.state == RunStatus::State::finished) {
            parts_.log->addNote(
                tr("Ran %1 ms in %2 s.").arg(status.stopMs).arg(status.elapsedSeconds, 0, 'g', 3));
            if (std::exchange(playNextRun_, false) && parts_.cursor->following()) {
                parts_.cursor->toStart();
                parts_.cursor->setPlaying(true);
            }
        } else if (status.state == RunStatus::State::cancelled && !parts_.controller->active()) {
            setStale(true);
        }
    });
    connect(controller, &SimulationController::runMeasured, this,
            [this](const RunData& data, const RunStatus& status) {
                pace_.learn(RunPace::work(data.scene->run, status.timeMs, data.recording->layout().segments,
                                          synapseCount(*data.scene) + data.scene->stimuli.size()),
                            status.elapsedSeconds);
            });
    connect(controller, &SimulationController::recordingChanged, this,
            [this](const RunData& data) { parts_.cursor->setRecording(data.recording); });
    connect(controller, &SimulationController::textReceived, parts_.log, &LogPanel::addText);
    connect(controller, &SimulationController::failed, this, [this](const Error& error) {
        const QString text = QString::fromStdString(error.message());
        parts_.notices->show({Message::Level::error, text, {}});
        parts_.log->addNote(text);
        setStale(true);
    });
    connect(parts_.signalsPanel, &SignalsPanel::runRequested, this, &RunWiring::run);
    connect(parts_.signalsPanel, &SignalsPanel::pointSourcesRequested, this,
            [this](const QString& id) { takePointSources(*parts_.document, id); });
    connect(parts_.signalsPanel, &SignalsPanel::fitIntoSliceRequested, this,
            [this](const QString& id) { fitIntoSlice(*parts_.document, id); });
    showProbe();
}

void RunWiring::run() {
    request(true);
}

void RunWiring::request(bool now) {
    if (parts_.document->isBuilding() || !parts_.document->cell()) {
        whenBuilt_ = Wish::surely;
        return;
    }
    whenBuilt_ = Wish::none;
    const auto cell = parts_.document->cell();
    SimulationJob job;
    job.morphology = cell->morphology;
    job.nseg = cell->nseg;
    job.scene = parts_.document->scene();
    std::shared_ptr<const PlacedCell> placed(cell, &cell->placed);
    setStale(false);
    setHeld({});
    if (now) {
        parts_.controller->start(std::move(job), std::move(placed));
    } else {
        parts_.controller->requestRun(std::move(job), std::move(placed));
    }
}

double RunWiring::estimate() const {
    const Scene& scene = parts_.document->scene();
    const auto cell = parts_.document->cell();
    return cell ? pace_.seconds(RunPace::work(scene.run, scene.run.tstopMs, cell->placed.segments.size(),
                                              synapseCount(scene) + scene.stimuli.size()))
                : 0.0;
}

bool RunWiring::shownFits() const {
    const RunData& shown = parts_.controller->data();
    const auto cell = parts_.document->cell();
    return shown && shown.recording->finished() && !parts_.controller->active() && cell &&
           shown.recording->layout().segments == cell->placed.segments.size() &&
           shown.recording->frameCount() == shown.recording->layout().frames &&
           !currentsDiffer(*shown.scene, parts_.document->scene());
}

void RunWiring::requestIfShort() {
    if (parts_.document->isBuilding() || !parts_.document->cell()) {
        // How long it takes is known of the cell that is being built.
        whenBuilt_ = whenBuilt_ == Wish::none ? Wish::ifShort : whenBuilt_;
        return;
    }
    const double seconds = estimate();
    if (seconds <= patienceSeconds) {
        request(false);
        return;
    }
    parts_.controller->dropRequest(); // of the edit before
    if (shownFits()) {
        setStale(false); // back where the results are from
        setHeld({});
    } else {
        setHeld(seconds);
    }
}

void RunWiring::takeScene(Changes changes) {
    const Scene& scene = parts_.document->scene();
    if (changes == Changes(Change::all)) {
        whenBuilt_ = Wish::surely;
        setHeld({});
        parts_.controller->cancel();
        parts_.cursor->setSpeed(scene.view.playSpeed);
        parts_.cursor->setLooping(scene.view.loop);
    } else if (changes.testFlag(Change::currents)) {
        setStale(true);
        if (parts_.settings->autoRun()) {
            if (!changes.testFlag(Change::shape)) {
                requestIfShort();
            } else if (whenBuilt_ == Wish::none) {
                whenBuilt_ = Wish::ifShort; // the cell that is going to be built
            }
        }
    }
    if (changes.testFlag(Change::probes)) {
        parts_.controller->setProbes(scene.probes);
        showProbe();
    }
}

void RunWiring::takeCell() {
    const auto cell = parts_.document->cell();
    const Wish wish = std::exchange(whenBuilt_, Wish::none);
    if (wish == Wish::surely) {
        request(false);
    } else if (wish == Wish::ifShort) {
        requestIfShort();
    } else if (cell) {
        // Only moved or turned: the same currents, seen from elsewhere.
        parts_.controller->setPlacedCell(std::shared_ptr<const PlacedCell>(cell, &cell->placed));
    }
    showProbe(); // another cell may fit where that before did not
}

void RunWiring::setStale(bool stale) {
    if (stale != stale_) {
        stale_ = stale;
        Q_EMIT staleChanged(stale);
    }
}

void RunWiring::setHeld(std::optional<double> seconds) {
    if (seconds != held_) {
        held_ = seconds;
        Q_EMIT heldChanged(held_);
    }
}

void RunWiring::showProbe() {
    const Document& document = *parts_.document;
    const Probe* probe = document.probe(document.selection());
    if (probe == nullptr && !document.scene().probes.empty()) {
        probe = &document.scene().probes.front();
    }
    parts_.signalsPanel->setRefusal(
        probe != nullptr ? probeRefusal(document, QString::fromStdString(probe->id)) : ProbeRefusal{});
    parts_.signalsPanel->setShownProbe(probe);
    const bool synapse = document.synapse(document.selection()) != nullptr;
    parts_.signalsPanel->setSelectedSynapses(
        synapse ? std::vector<std::string>{document.selection().toStdString()} : std::vector<std::string>{});
    parts_.signalsPanel->setHoveredContact(document.selectedContact());
}

} // namespace phiscope
