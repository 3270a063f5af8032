#include "app/window_grab.h"

#include "app/command_line.h"
#include "app/main_window.h"
#include "app/run_comparison_wiring.h"
#include "model/forward/projector.h"
#include "widgets/compare_panel.h"
#include "widgets/csd_panel.h"
#include "widgets/document.h"
#include "widgets/head_panel.h"
#include "widgets/listening_feed.h"
#include "widgets/runs_panel.h"
#include "widgets/signal_store.h"
#include "widgets/simulation_controller.h"
#include "widgets/slice_store.h"
#include "widgets/spectrum_panel.h"
#include "widgets/time_cursor.h"
#include "widgets/view3d.h"

#include <QApplication>
#include <QPixmap>
#include <QTimer>

#include <iostream>

namespace phiscope {

namespace {

/// Pictures drawn after all is there, so that plots and view have settled.
constexpr int settlingFrames = 4;

} // namespace

WindowGrab::WindowGrab(MainWindow* window, const QString& path, std::optional<double> atMs)
    : QObject(window)
    , window_(window)
    , path_(path)
    , atMs_(atMs) {
    const WindowParts& parts = window_->parts();
    connect(parts.document, &Document::openFailed, this,
            [this](const QString& file) { giveUp(tr("%1 could not be opened.").arg(file)); });
    connect(parts.document, &Document::message, this, [this](const Message& message) {
        std::cerr << "phiscope: " << message.text.toStdString() << "\n";
        if (message.level == Message::Level::error && !window_->parts().document->cell()) {
            giveUp(tr("The cell could not be built."));
        }
    });
    connect(parts.controller, &SimulationController::failed, this,
            [this](const Error& error) { giveUp(QString::fromStdString(error.message())); });
    // Signals of a probe grow without being announced, so this looks at a steady pace.
    auto* timer = new QTimer(this);
    connect(timer, &QTimer::timeout, this, &WindowGrab::check);
    timer->start(30);
}

bool WindowGrab::ready() const {
    const WindowParts& parts = window_->parts();
    const auto& recording = parts.controller->data().recording;
    if (parts.document->isOpening() || parts.document->isBuilding() || parts.controller->active() ||
        parts.controller->runPending() || !recording || !recording->finished()) {
        return false;
    }
    if (parts.view != nullptr && parts.slices->busy()) {
        return false;
    }
    if (const auto* heard = window_->findChild<ListeningFeed*>(); heard != nullptr && heard->busy()) {
        return false;
    }
    if (const auto* pair = window_->findChild<RunComparisonWiring*>(); pair != nullptr && pair->busy()) {
        return false;
    }
    for (const Probe& probe : parts.document->scene().probes) {
        const auto signals = parts.controller->probeSignals(probe.id);
        const bool refused = !parts.controller->measureProblem(probe.id, Measure::potential).isEmpty();
        if (!refused && (!signals || signals->frames() < recording->frameCount())) {
            return false;
        }
    }
    if (parts.controller->signalsPending() || parts.csd->busy() || parts.spectrum->busy() ||
        parts.compare->busy() || parts.runs->busy()) {
        return false;
    }
    const auto dipole = parts.controller->dipole();
    return parts.headPanel->head() == nullptr ||
           (parts.headPanel->upToDate() && dipole && dipole->frames() == recording->frameCount());
}

void WindowGrab::sayRefusals() const {
    const WindowParts& parts = window_->parts();
    for (const Probe& probe : parts.document->scene().probes) {
        const QString problem = parts.controller->measureProblem(probe.id, Measure::potential);
        if (!problem.isEmpty()) {
            std::cerr << "phiscope: " << probe.name << " measures nothing: " << problem.toStdString() << "\n";
        }
    }
}

void WindowGrab::check() {
    if (done_) {
        return;
    }
    if (framesLeft_ == 0) {
        if (!ready()) {
            return;
        }
        sayRefusals();
        TimeCursor* cursor = window_->parts().cursor;
        cursor->setPlaying(false);
        cursor->scrubTo(atMs_.value_or(window_->parts().document->scene().view.timeMs));
        framesLeft_ = settlingFrames;
        return;
    }
    window_->parts().headPanel->drawNow();
    if (View3D* view = window_->parts().view) {
        view->requestPaint();
    }
    if (--framesLeft_ == 0) {
        grab();
    }
}

void WindowGrab::grab() {
    if (!window_->grab().save(path_)) {
        giveUp(tr("%1 could not be written.").arg(path_));
        return;
    }
    done_ = true;
    QApplication::exit(exit_code::ok);
}

void WindowGrab::giveUp(const QString& why) {
    if (done_) {
        return;
    }
    done_ = true;
    std::cerr << "phiscope: " << why.toStdString() << "\n";
    QApplication::exit(exit_code::failed);
}

} // namespace phiscope
