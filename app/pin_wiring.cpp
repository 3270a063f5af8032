#include "app/pin_wiring.h"

#include "app/actions.h"
#include "model/forward/projector.h"
#include "widgets/document.h"
#include "widgets/signals_panel.h"
#include "widgets/simulation_controller.h"

#include <QAction>
#include <QMenu>
#include <QUndoStack>

namespace phiscope {

PinWiring::PinWiring(const WindowParts& parts, Actions* actions, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , actions_(actions)
    , menu_(new QMenu(tr("Pins"))) {
    menu_->setObjectName(QStringLiteral("pinsMenu"));
    connect(menu_, &QMenu::aboutToShow, this, &PinWiring::fillMenu);
    connect(actions_->pin, &QAction::triggered, this, &PinWiring::pin);
    connect(actions_->forgetPins, &QAction::triggered, this, &PinWiring::forget);
    connect(parts_.document, &Document::sceneChanged, this, [this](Changes changes) {
        if (changes == Changes(Change::all)) {
            made_ = 0;
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
    pin.name = tr("Pin %1").arg(++made_);
    pin.details = parts_.document->undoStack()->undoText();
    pin.run = run;
    for (const Probe& probe : parts_.document->scene().probes) {
        if (auto signals = controller.probeSignals(probe.id)) {
            pin.probes[probe.id] = std::move(signals);
        }
    }
    if (pins_.size() == most) {
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

void PinWiring::fillMenu() {
    menu_->clear();
    menu_->addAction(actions_->pin);
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
}

} // namespace phiscope
