#include "app/record_wiring.h"

#include "app/actions.h"
#include "widgets/document.h"
#include "widgets/inputs/spike_train_editor.h"
#include "widgets/property_panel.h"

#include <QAction>

namespace phiscope {

namespace {

/// The train of the selected synapse or group; null where there is none that takes given times.
const SpikeTrain* givenTrain(const Document& document) {
    const Synapse* synapse = document.synapse(document.selection());
    if (const SynapseGroup* group = document.group(document.selection())) {
        synapse = &group->synapse;
    }
    const bool given = synapse != nullptr && synapse->type != Synapse::Type::alphaSynapse &&
                       synapse->spikes.kind == SpikeTrain::Kind::times;
    return given ? &synapse->spikes : nullptr;
}

} // namespace

RecordWiring::RecordWiring(const WindowParts& parts, Actions* actions, QObject* parent)
    : QObject(parent)
    , parts_(parts) {
    const auto enable = [document = parts_.document, action = actions->recordSpikes] {
        action->setEnabled(givenTrain(*document) != nullptr);
    };
    connect(parts_.document, &Document::selectionChanged, this, enable);
    connect(parts_.document, &Document::sceneChanged, this, enable);
    enable();
    connect(actions->recordSpikes, &QAction::triggered, this, &RecordWiring::record);
}

void RecordWiring::record() {
    Q_EMIT panelRequested(QStringLiteral("property"));
    auto* editor = parts_.properties->widget()->findChild<SpikeTrainEditor*>();
    if (editor != nullptr && editor->openRecorder()) {
        // Once the panel has laid the recorder out.
        QMetaObject::invokeMethod(
            editor, [panel = parts_.properties, editor] { panel->ensureWidgetVisible(editor, 0, 0); },
            Qt::QueuedConnection);
    }
}

} // namespace phiscope
