#include "app/fixed_colours_wiring.h"

#include "app/actions.h"
#include "widgets/document.h"
#include "widgets/fixed_colours.h"
#include "widgets/runs_panel.h"
#include "widgets/scene_picture.h"
#include "widgets/time_cursor.h"

#include <QAction>

namespace phiscope {

FixedColoursWiring::FixedColoursWiring(const WindowParts& parts, Actions* actions, ScenePicture* picture,
                                       QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , actions_(actions)
    , picture_(picture) {
    for (QAction* by : {actions_->colourProbability, actions_->colourResistance}) {
        connect(by, &QAction::triggered, this, [this, by] { begin(by); });
    }
    connect(parts_.document, &Document::sceneChanged, this, [this](Changes changes) {
        // Whoever asks for other colours changes the view from plain.
        const bool other = parts_.document->scene().view.colourBy != View::ColourBy::plain;
        if (by_ != nullptr && (other || changes == Changes(Change::all))) {
            end();
        } else {
            follow();
        }
    });
    connect(actions_->colourPlain, &QAction::triggered, this, [this] { end(); });
    connect(parts_.document, &Document::selectionChanged, this, &FixedColoursWiring::follow);
    connect(parts_.document, &Document::cellRebuilt, this, &FixedColoursWiring::follow);
    connect(parts_.runs, &RunsPanel::cellSideChanged, this, [this] {
        if (parts_.runs->cellSide()) {
            end(); // one of two runs colours the cell now
        }
    });
}

void FixedColoursWiring::begin(QAction* by) {
    View view = parts_.document->scene().view;
    view.colourBy = View::ColourBy::plain;
    parts_.document->setView(view);
    by_ = by;
    follow();
}

void FixedColoursWiring::end() {
    if (by_ == nullptr) {
        return;
    }
    by_ = nullptr;
    if (picture_->ownColours() == colours_) {
        picture_->setOwnColours(nullptr);
    }
    colours_.reset();
    picture_->show(parts_.cursor->timeMs());
    actions_->colourPlain->setChecked(parts_.document->scene().view.colourBy == View::ColourBy::plain);
}

std::shared_ptr<CellColours> FixedColoursWiring::colours() const {
    const Document& document = *parts_.document;
    if (by_ == actions_->colourResistance) {
        return resistanceColours(document.scene().cell.Ra);
    }
    const SynapseGroup* group = document.group(document.selection());
    return group != nullptr ? probabilityColours(group->scatter, group->name)
                            : probabilityColours(ScatterRecipe(), {});
}

void FixedColoursWiring::follow() {
    if (by_ == nullptr) {
        return;
    }
    colours_ = colours();
    picture_->setOwnColours(colours_);
    picture_->show(parts_.cursor->timeMs());
    by_->setChecked(true); // others check the one that the scene names
}

} // namespace phiscope
