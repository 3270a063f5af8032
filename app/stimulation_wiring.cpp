#include "app/stimulation_wiring.h"

#include "app/actions.h"
#include "model/scene/stimulation.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"

#include <QAction>
#include <QMenu>
#include <QToolButton>

namespace phiscope {

StimulationWiring::StimulationWiring(const WindowParts& parts, Actions* actions, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , actions_(actions)
    , chip_(new QToolButton) {
    chip_->setObjectName(QStringLiteral("stimulationChip"));
    chip_->setAutoRaise(true);
    chip_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    chip_->setFocusPolicy(Qt::TabFocus);
    chip_->setText(tr("A field acts"));
    chip_->hide();
    connect(chip_, &QToolButton::clicked, this, [this] {
        for (const Probe& probe : stimulatingProbes(parts_.document->scene())) {
            parts_.document->select(QString::fromStdString(probe.id));
            return;
        }
    });
    connect(actions_->stimulateHere, &QAction::triggered, this,
            [this] { toggle(parts_.document->selection(), parts_.document->selectedContact()); });
    connect(parts_.document, &Document::sceneChanged, this, [this](Changes changes) {
        if (changes != Changes(Change::view)) {
            refresh();
        }
    });
    connect(parts_.document, &Document::selectionChanged, this, &StimulationWiring::refreshAction);
    connect(parts_.theme, &AppTheme::changed, this, &StimulationWiring::refresh);
    refresh();
}

void StimulationWiring::fillMenu(QMenu& menu, const QString& probeId, int contact) {
    const Probe* probe = parts_.document->probe(probeId);
    if (probe == nullptr) {
        return;
    }
    QAction* here =
        menu.addAction(parts_.theme->icon(QStringLiteral("stimulating-probe")), tr("Stimulate here"), this,
                       [this, probeId, contact] { toggle(probeId, contact); });
    here->setObjectName(QStringLiteral("stimulateAtContact"));
    here->setCheckable(true);
    here->setChecked(drives(*probe, contact));
    here->setStatusTip(actions_->stimulateHere->statusTip());
}

void StimulationWiring::toggle(const QString& probeId, int contact) {
    Document* document = parts_.document;
    const Probe* probe = document->probe(probeId);
    if (probe == nullptr || contact < 0 || contact >= contactCountOf(*probe)) {
        return;
    }
    Probe changed = *probe;
    toggleContact(changed, contact);
    const QString text = drives(changed, contact) ? tr("Stimulate at contact %1 of %2")
                                                  : tr("Stop stimulating at contact %1 of %2");
    document->endGesture();
    document->setProbe(std::move(changed), text.arg(contact + 1).arg(document->itemName(probeId)));
    document->endGesture();
}

void StimulationWiring::refresh() {
    const std::vector<Probe> probes = stimulatingProbes(parts_.document->scene());
    chip_->setVisible(!probes.empty());
    const int size = parts_.theme->signSize(16);
    chip_->setIconSize({size, size});
    chip_->setIcon(parts_.theme->icon(QStringLiteral("stimulating-probe"), parts_.theme->colours().stimulus));
    QString tip = tr("The field of stimulating contacts acts on the cell:");
    for (const Probe& probe : probes) {
        tip += QLatin1Char('\n') + tr("%1, contacts %2")
                                       .arg(QString::fromStdString(probe.name),
                                            QString::fromStdString(drivenContactsText(probe.stimulation)));
    }
    chip_->setToolTip(tip);
    chip_->setAccessibleDescription(tip);
    refreshAction();
}

void StimulationWiring::refreshAction() {
    const Document& document = *parts_.document;
    const Probe* probe = document.probe(document.selection());
    const int contact = document.selectedContact();
    const bool possible = probe != nullptr && contact >= 0 && contact < contactCountOf(*probe);
    actions_->stimulateHere->setEnabled(possible);
    actions_->stimulateHere->setChecked(possible && drives(*probe, contact));
}

} // namespace phiscope
