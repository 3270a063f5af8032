#include "app/probability_wiring.h"

#include "app/actions.h"
#include "widgets/document.h"
#include "widgets/runs_panel.h"
#include "widgets/scene_picture.h"
#include "widgets/synapse_probability.h"
#include "widgets/time_cursor.h"

#include <QAction>

namespace phiscope {

ProbabilityWiring::ProbabilityWiring(const WindowParts& parts, Actions* actions, ScenePicture* picture,
                                     QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , actions_(actions)
    , picture_(picture) {
    connect(actions_->colourProbability, &QAction::triggered, this, &ProbabilityWiring::begin);
    connect(parts_.document, &Document::sceneChanged, this, [this](Changes changes) {
        // Whoever asks for other colours changes the view from plain.
        const bool other = parts_.document->scene().view.colourBy != View::ColourBy::plain;
        if (on_ && (other || changes == Changes(Change::all))) {
            end();
        } else if (on_) {
            follow();
        }
    });
    connect(actions_->colourPlain, &QAction::triggered, this, [this] { end(); });
    connect(parts_.document, &Document::selectionChanged, this, &ProbabilityWiring::follow);
    connect(parts_.document, &Document::cellRebuilt, this, &ProbabilityWiring::follow);
    connect(parts_.runs, &RunsPanel::cellSideChanged, this, [this] {
        if (parts_.runs->cellSide()) {
            end(); // one of two runs colours the cell now
        }
    });
}

void ProbabilityWiring::begin() {
    View view = parts_.document->scene().view;
    view.colourBy = View::ColourBy::plain;
    parts_.document->setView(view);
    on_ = true;
    follow();
}

void ProbabilityWiring::end() {
    if (!on_) {
        return;
    }
    on_ = false;
    if (picture_->ownColours() == colours_) {
        picture_->setOwnColours(nullptr);
    }
    colours_.reset();
    picture_->show(parts_.cursor->timeMs());
    actions_->colourPlain->setChecked(parts_.document->scene().view.colourBy == View::ColourBy::plain);
}

void ProbabilityWiring::follow() {
    if (!on_) {
        return;
    }
    const SynapseGroup* group = parts_.document->group(parts_.document->selection());
    colours_ = group != nullptr ? std::make_shared<SynapseProbability>(group->scatter, group->name)
                                : std::make_shared<SynapseProbability>(ScatterRecipe(), std::string());
    picture_->setOwnColours(colours_);
    picture_->show(parts_.cursor->timeMs());
    actions_->colourProbability->setChecked(true); // others check the one that the scene names
}

} // namespace phiscope
