#include "app/choice_wiring.h"

#include "app/actions.h"
#include "model/scene/scatter.h"
#include "model/simulation/cell_source.h"
#include "widgets/document.h"
#include "widgets/scatter_panel.h"
#include "widgets/segment_selection.h"
#include "widgets/signals_panel.h"
#include "widgets/spectrum_panel.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QInputDialog>
#include <QMenu>
#include <QRandomGenerator>

#include <algorithm>
#include <utility>

namespace phiscope {

namespace {

constexpr int askAbove = 100; // synapses at once

constexpr std::array<Kinship, 6> kinshipOf{Kinship::section, Kinship::children,   Kinship::parent,
                                           Kinship::subtree, Kinship::pathToSoma, Kinship::type};

} // namespace

ChoiceWiring::ChoiceWiring(const WindowParts& parts, Actions* actions, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , actions_(actions) {
    connectMouse();
    connectActions();
    connect(parts_.chosen, &SegmentSelection::changed, this, &ChoiceWiring::show);
    // After the view has the new cell: its picture forgets what glowed on the old one.
    connect(parts_.document, &Document::cellRebuilt, this, &ChoiceWiring::show);
    show();
}

void ChoiceWiring::connectMouse() {
    View3D* view = parts_.view;
    SegmentSelection* chosen = parts_.chosen;
    connect(view, &View3D::clicked, this, [chosen](const PickResult& what, Qt::KeyboardModifiers held) {
        const bool more = (held & (Qt::ShiftModifier | Qt::ControlModifier)) != 0;
        if (what.item.kind == ItemKind::cell && more) {
            chosen->toggle(what.segment);
        } else if (what.item.kind == ItemKind::cell) {
            chosen->set({what.segment}, what.segment);
        } else if (!what.hit() && !more) {
            chosen->clear();
        }
    });
    connect(view, &View3D::segmentsEnclosed, this,
            [this, chosen](const std::vector<int>& segments, bool add) {
                add ? chosen->add(segments) : chosen->set(segments);
                if (!chosen->empty()) {
                    Q_EMIT said(tr("%1 chosen. Right click on them, or Edit › Segments, for what to do with "
                                   "them; Esc drops "
                                   "them.")
                                    .arg(chosen->summary()));
                }
            });
    connect(view, &View3D::lassoArmedChanged, actions_->lasso, &QAction::setChecked);
    connect(actions_->lasso, &QAction::toggled, view, [this, view](bool on) {
        if (on) {
            actions_->select->setChecked(true);
            view->setFocus();
            Q_EMIT said(
                tr("Draw a line around segments. Shift adds them to the chosen; Esc lays the lasso down."));
        }
        view->setLassoArmed(on);
    });
}

void ChoiceWiring::connectActions() {
    SegmentSelection* chosen = parts_.chosen;
    for (std::size_t k = 0; k < kinshipOf.size(); ++k) {
        connect(actions_->kinships[k], &QAction::triggered, chosen, [this, chosen, k] {
            std::vector<int> found = chosen->related(kinshipOf[k]);
            if (found.empty()) {
                Q_EMIT said(kinshipOf[k] == Kinship::parent ? tr("The root of the cell has no parent.")
                                                            : tr("Nothing is attached to it."));
                return;
            }
            chosen->set(std::move(found));
        });
    }
    connect(actions_->synapsesOnChosen, &QAction::triggered, this, &ChoiceWiring::addSynapses);
    connect(actions_->copyChosenNames, &QAction::triggered, chosen, [this, chosen] {
        QApplication::clipboard()->setText(chosen->names());
        Q_EMIT said(tr("The names of %1 are on the clipboard.").arg(chosen->summary()));
    });
    connect(actions_->dropChosen, &QAction::triggered, chosen, &SegmentSelection::clear);
}

void ChoiceWiring::show() {
    const SegmentSelection& chosen = *parts_.chosen;
    parts_.view->scene().setChosenSegments(chosen.segments());
    for (QAction* action : actions_->kinships) {
        action->setEnabled(!chosen.empty());
    }
    for (QAction* action : {actions_->synapsesOnChosen, actions_->copyChosenNames, actions_->dropChosen}) {
        action->setEnabled(!chosen.empty());
    }
    actions_->lasso->setEnabled(chosen.cell() != nullptr);
}

void ChoiceWiring::fillMenu(QMenu& menu, int segment) {
    SegmentSelection* chosen = parts_.chosen;
    if (!chosen->contains(segment)) {
        chosen->set({segment}, segment);
    }
    menu.addSection(chosen->summary());
    menu.addActions({actions_->kinships.begin(), actions_->kinships.end()});
    menu.addSeparator();
    menu.addActions({actions_->synapsesOnChosen, actions_->copyChosenNames, actions_->dropChosen});
}

void ChoiceWiring::addSynapses() {
    const SegmentSelection& chosen = *parts_.chosen;
    if (chosen.empty()) {
        return;
    }
    Document* document = parts_.document;
    const auto cell = chosen.cell();
    const Segments& segments = cell->placed.segments;
    const auto place = [&](int segment) {
        const auto at = static_cast<std::size_t>(segment);
        return Location{cell->morphology.sections[static_cast<std::size_t>(segments.section[at])].name,
                        segments.x[at]};
    };
    std::vector<int> on = chosen.segments();
    const int count = static_cast<int>(on.size());
    if (count == 1) {
        document->addSynapse(place(on.front()));
        return;
    }
    if (count > askAbove) {
        bool agreed = false;
        const int wanted = QInputDialog::getInt(parts_.view->window(), tr("Add synapses"),
                                                tr("How many synapses on the %1 chosen segments? As many as "
                                                   "there are segments puts one on each; any "
                                                   "other number is drawn by membrane area.")
                                                    .arg(count),
                                                std::min(count, ScatterPanel::mostSynapses), 1,
                                                ScatterPanel::mostSynapses, 1, &agreed);
        if (!agreed) {
            return;
        }
        if (wanted != count) {
            on = randomSegments(segments, on, wanted, QRandomGenerator::global()->generate());
            std::ranges::sort(on);
        }
    }
    SynapseGroup group = groupOfMany(tr("On chosen segments").toStdString());
    for (const int segment : on) {
        group.places.push_back(place(segment));
    }
    document->endGesture();
    document->addGroup(std::move(group));
}

} // namespace phiscope
