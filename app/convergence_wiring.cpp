#include "app/convergence_wiring.h"

#include "app/actions.h"
#include "widgets/checks_panel.h"
#include "widgets/convergence_check.h"
#include "widgets/convergence_dialog.h"
#include "widgets/document.h"
#include "widgets/notice_bar.h"
#include "widgets/signals_panel.h"
#include "widgets/simulation_controller.h"

#include <QAction>

#include <optional>

namespace phiscope {

ConvergenceWiring::ConvergenceWiring(const WindowParts& parts, Actions* actions, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , check_(new ConvergenceCheck(this)) {
    connect(actions->checkConvergence, &QAction::triggered, this, &ConvergenceWiring::open);
    connect(parts_.checks, &ChecksPanel::convergenceRequested, actions->checkConvergence, &QAction::trigger);
    connect(parts_.document, &Document::sceneChanged, this, &ConvergenceWiring::lookAtScene);
    connect(check_, &ConvergenceCheck::finished, this, &ConvergenceWiring::lookAtScene);
    connect(check_, &ConvergenceCheck::changed, this, &ConvergenceWiring::showSummary);
    showSummary();
}

void ConvergenceWiring::open() {
    if (dialog_ == nullptr) {
        dialog_ = new ConvergenceDialog(check_, parts_.theme, qobject_cast<QWidget*>(parent()));
        connect(dialog_, &ConvergenceDialog::startRequested, this, &ConvergenceWiring::start);
        connect(dialog_, &ConvergenceDialog::useRequested, this, &ConvergenceWiring::use);
        lookAtScene();
    }
    dialog_->show();
    dialog_->raise();
    dialog_->activateWindow();
    // Asked for: a result that still holds is shown, anything else is computed.
    if (check_->state() != ConvergenceCheck::State::running && (check_->answers().empty() || outOfDate_)) {
        start();
    }
}

void ConvergenceWiring::start() {
    Document* document = parts_.document;
    const auto cell = document->cell();
    if (!cell || document->isBuilding()) {
        parts_.notices->show(
            {Message::Level::information, tr("The cell is still being built. Check again in a moment."), {}});
        return;
    }
    ConvergenceCheck::Request request;
    request.scene = std::make_shared<const Scene>(document->scene());
    request.cell = cell;
    const RunData& run = parts_.controller->data();
    if (run.recording && run.recording->finished() && !parts_.controller->active() && run.scene &&
        !currentsDiffer(*run.scene, *request.scene) &&
        run.recording->frameCount() == run.recording->layout().frames) {
        request.recording = run.recording;
        request.seconds = parts_.controller->status().elapsedSeconds;
    }
    request.places = {somaPlace(cell->morphology)};
    const Segments& segments = cell->placed.segments;
    if (const int selected = parts_.signalsPanel->selectedSegment();
        selected >= 0 && selected < segments.size()) {
        const auto k = static_cast<std::size_t>(selected);
        const Location place{cell->morphology.sections[static_cast<std::size_t>(segments.section[k])].name,
                             segments.x[k]};
        if (place != request.places.front()) {
            request.places.push_back(place);
        }
    }
    if (const MorphologySource& shape = request.scene->cell.morphology; needsConsent(shape)) {
        if (!hocConsent_ || !hocConsent_(document->filePath().parent_path() / shape.path)) {
            return;
        }
        request.allowCode = true;
    }
    check_->start(std::move(request));
}

void ConvergenceWiring::lookAtScene() {
    const auto checked = check_->scene();
    const Scene& scene = parts_.document->scene();
    outOfDate_ = checked && (currentsDiffer(*checked, scene) || checked->probes != scene.probes);
    if (dialog_ != nullptr) {
        dialog_->setOutOfDate(outOfDate_);
        dialog_->setUsable({checked && checked->run.dtMs == scene.run.dtMs,
                            checked && checked->cell.discretisation == scene.cell.discretisation &&
                                checked->cell.morphology == scene.cell.morphology});
    }
    showSummary();
}

void ConvergenceWiring::showSummary() {
    if (check_->state() == ConvergenceCheck::State::running) {
        parts_.checks->setConvergence(
            tr("Checking convergence: %1 %").arg(static_cast<int>(100.0 * check_->progress())), {});
        return;
    }
    if (check_->answers().empty()) {
        parts_.checks->setConvergence(
            tr("Whether a smaller time step or shorter segments would change the result is found by running "
               "it again."),
            {});
        return;
    }
    std::optional<bool> fine = true;
    QStringList sentences;
    for (const ConvergenceCheck::Answer& answer : check_->answers()) {
        if (answer.problem.isEmpty()) {
            const ConvergenceVerdict verdict = check_->verdict(answer);
            fine = *fine && verdict.fine;
            sentences << QString::fromStdString(verdict.sentence);
        }
    }
    if (outOfDate_) {
        sentences = {tr("The scene has changed since its convergence was checked.")};
        fine.reset();
    }
    parts_.checks->setConvergence(sentences.join(QLatin1Char(' ')), fine);
}

void ConvergenceWiring::use(const Finding& finding) {
    Document* document = parts_.document;
    document->endGesture();
    document->setObjects(mended(document->scene(), finding),
                         tr("%1 (convergence)").arg(QString::fromStdString(remedyText(finding.remedy))));
    document->endGesture();
}

} // namespace phiscope
