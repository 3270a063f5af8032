#include "app/pin_wiring.h"

#include "app/actions.h"
#include "model/forward/projector.h"
#include "widgets/document.h"
#include "widgets/notice_bar.h"
#include "widgets/runs_panel.h"
#include "widgets/signals_panel.h"
#include "widgets/simulation_controller.h"

#include <QAction>
#include <QInputDialog>
#include <QMenu>
#include <QUndoStack>

#include <algorithm>

namespace phiscope {

PinWiring::PinWiring(const WindowParts& parts, Actions* actions, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , actions_(actions)
    , menu_(new QMenu(tr("Pins"))) {
    menu_->setObjectName(QStringLiteral("pinsMenu"));
    connect(menu_, &QMenu::aboutToShow, this, &PinWiring::fillMenu);
    connect(actions_->pin, &QAction::triggered, this, &PinWiring::pin);
    connect(actions_->forgetPins, &QAction::triggered, this, &PinWiring::forgetByHand);
    connect(parts_.runs, &RunsPanel::pinRequested, this, &PinWiring::pin);
    connect(parts_.runs, &RunsPanel::renameRequested, this, &PinWiring::askName);
    connect(parts_.document, &Document::sceneChanged, this, [this](Changes changes) {
        if (changes == Changes(Change::all)) {
            made_ = 0;
            ++scene_;
            forget();
        }
    });
    actions_->forgetPins->setEnabled(false);
    fillMenu();
}

void PinWiring::pin() {
    const SimulationController& controller = *parts_.controller;
    const RunData& run = controller.data();
    if (!run || !run.recording->finished() || controller.signalsPending()) {
        Q_EMIT said(tr("There is no finished run to pin yet. Run: F5"));
        return;
    }
    PinnedResult pin;
    pin.id = ++lastId_;
    pin.name = tr("Pin %1").arg(++made_);
    pin.details = parts_.document->undoStack()->undoText();
    pin.run = run;
    Scene ran = *run.scene;
    ran.probes = parts_.document->scene().probes; // the recording is seen by those of now
    pin.scene = std::make_shared<const Scene>(std::move(ran));
    for (const Probe& probe : pin.scene->probes) {
        if (auto signals = controller.probeSignals(probe.id)) {
            pin.probes[probe.id] = std::move(signals);
        }
    }
    if (pins_.size() == most) {
        parts_.notices->show(
            {Message::Level::information,
             tr("%1 was let go: %2 pins are kept at most.").arg(pins_.front().name, QString::number(most)),
             {}});
        pins_.erase(pins_.begin());
    }
    Q_EMIT said(tr("%1 keeps this run: it stays in grey behind the traces to come.").arg(pin.name));
    pins_.push_back(std::move(pin));
    show();
}

void PinWiring::forget() {
    pins_.clear();
    show();
}

void PinWiring::forgetByHand() {
    // Pins are no edits, so undo does not bring them back.
    const auto bringBack = [this, forgotten = pins_, scene = scene_] {
        if (scene == scene_) {
            restore(forgotten);
        }
    };
    forget();
    parts_.notices->ask(tr("The pins were forgotten."), {{tr("Bring them back"), bringBack, {}}},
                        Message::Level::information);
}

void PinWiring::restore(std::vector<PinnedResult> pins) {
    pins.insert(pins.end(), pins_.begin(), pins_.end()); // those made since are newer
    pins.erase(pins.begin(), pins.end() - static_cast<std::ptrdiff_t>(std::min(pins.size(), most)));
    pins_ = std::move(pins);
    show();
}

void PinWiring::rename(int id, const QString& name) {
    const QString given = name.simplified();
    const auto pin =
        std::find_if(pins_.begin(), pins_.end(), [id](const PinnedResult& one) { return one.id == id; });
    if (pin != pins_.end() && !given.isEmpty() && pin->name != given) {
        pin->name = given;
        show();
    }
}

void PinWiring::askName(int id) {
    const auto pin =
        std::find_if(pins_.begin(), pins_.end(), [id](const PinnedResult& one) { return one.id == id; });
    if (pin == pins_.end()) {
        return;
    }
    QInputDialog dialog(parts_.runs->window());
    dialog.setObjectName(QStringLiteral("pinNameDialog"));
    dialog.setWindowTitle(tr("Rename a pin"));
    dialog.setLabelText(tr("Name of “%1”").arg(pin->name));
    dialog.setTextValue(pin->name);
    if (dialog.exec() == QDialog::Accepted) {
        rename(id, dialog.textValue());
    }
}

void PinWiring::fillMenu() {
    menu_->clear();
    menu_->addActions({actions_->pin, actions_->compareRuns});
    menu_->addSeparator();
    for (std::size_t k = 0; k < pins_.size(); ++k) {
        const PinnedResult& pin = pins_[k];
        const QString text = pin.details.isEmpty() ? pin.name : tr("%1: %2").arg(pin.name, pin.details);
        QAction* action = menu_->addAction(QString(text).replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(pin.shown);
        action->setStatusTip(tr("Shows or hides what this run measured."));
        connect(action, &QAction::toggled, this, [this, k](bool on) {
            pins_[k].shown = on;
            show();
        });
    }
    menu_->addSeparator();
    QMenu* names = menu_->addMenu(tr("Rename"));
    names->setEnabled(!pins_.empty());
    for (const PinnedResult& pin : pins_) {
        names->addAction(QString(pin.name + QChar(0x2026)).replace(QLatin1Char('&'), QLatin1String("&&")),
                         this, [this, id = pin.id] { askName(id); });
    }
    menu_->addAction(actions_->forgetPins);
}

void PinWiring::show() {
    actions_->forgetPins->setEnabled(!pins_.empty());
    std::vector<PinnedResult> shown;
    for (const PinnedResult& pin : pins_) {
        if (pin.shown) {
            shown.push_back(pin);
        }
    }
    parts_.signalsPanel->setPins(shown);
    parts_.runs->setPins(pins_);
}

} // namespace phiscope
