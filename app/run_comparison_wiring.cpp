#include "app/run_comparison_wiring.h"

#include "app/actions.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/run_pair_colours.h"
#include "widgets/runs_panel.h"
#include "widgets/scene_picture.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"
#include "widgets/view3d.h"
#include "widgets/view_badge.h"

#include <QAction>

namespace phiscope {

namespace {

/// Whether the cell of the view can have the colours of both.
bool fit(const PinnedResult& a, const PinnedResult& b, const PlacedCell& shown) {
    return a.run && b.run && a.run.cell && b.run.cell &&
           a.run.recording->layout().segments == shown.segments.size() &&
           b.run.recording->layout().segments == shown.segments.size() &&
           RunPairColours::sameSegments(*a.run.cell, shown) &&
           RunPairColours::sameSegments(*b.run.cell, shown);
}

} // namespace

RunComparisonWiring::RunComparisonWiring(const WindowParts& parts, Actions* actions, ScenePicture* picture,
                                         QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , controller_(parts.controller)
    , actions_(actions)
    , picture_(picture)
    , badge_(new ViewBadge(QStringLiteral("runsBadge"), parts.view))
    , colourBy_(parts.document->scene().view.colourBy) {
    badge_->setTheme(parts_.theme->values());
    connect(parts_.theme, &AppTheme::changed, badge_, [this] { badge_->setTheme(parts_.theme->values()); });
    connect(badge_, &ViewBadge::clicked, parts_.runs, [this] { parts_.runs->setCellSide({}); });
    connect(parts_.runs, &RunsPanel::pairChanged, this, &RunComparisonWiring::follow);
    connect(parts_.runs, &RunsPanel::cellSideChanged, this, &RunComparisonWiring::follow);
    connect(parts_.runs, &RunsPanel::shownChanged, this, &RunComparisonWiring::follow);
    connect(parts_.document, &Document::sceneChanged, this, &RunComparisonWiring::takeScene);
    connect(parts_.document, &Document::cellRebuilt, this, &RunComparisonWiring::follow);
    connect(actions_->hidePanels, &QAction::toggled, this, &RunComparisonWiring::follow);
    follow();
}

void RunComparisonWiring::takeScene() {
    const View::ColourBy now = parts_.document->scene().view.colourBy;
    if (now != colourBy_) {
        colourBy_ = now;
        if (now != View::ColourBy::potential && now != View::ColourBy::current) {
            parts_.runs->setCellSide({}); // the person asked to see something else
        }
        follow();
    }
}

void RunComparisonWiring::follow() {
    if (controller_.isNull()) {
        return; // the window closes
    }
    RunsPanel* panel = parts_.runs;
    const auto cell = panel->hasPins() ? parts_.document->cell() : nullptr;
    PinnedResult a;
    PinnedResult b;
    if (cell) {
        a = panel->run(RunsPanel::A);
        b = panel->run(RunsPanel::B);
    }
    const bool offered = cell && fit(a, b, cell->placed);
    panel->offerCell(offered);
    // Without panels, as for a projector, the view stays as it is.
    const bool open = panel->isVisible() || actions_->hidePanels->isChecked();
    const auto side = panel->cellSide();
    const bool on = offered && open && side;
    if (on || colours_) {
        const auto before = colours_;
        colours_ =
            on ? std::make_shared<RunPairColours>(a.run, b.run, *side, colourBy_ == View::ColourBy::current)
               : nullptr;
        if (colours_ && before) {
            colours_->keepRangeOf(*before);
        }
        if (colours_) {
            colours_->setOnRange([this] {
                picture_->setOwnColours(colours_);
                picture_->show(parts_.cursor->timeMs());
            });
        }
        picture_->setOwnColours(colours_);
        picture_->show(parts_.cursor->timeMs());
    }
    showBadge(on);
}

bool RunComparisonWiring::busy() const {
    return colours_ != nullptr && colours_->busy();
}

void RunComparisonWiring::showBadge(bool shown) {
    if (!shown) {
        badge_->hide();
        return;
    }
    const QString a = parts_.runs->runName(RunsPanel::A);
    const QString b = parts_.runs->runName(RunsPanel::B);
    switch (*parts_.runs->cellSide()) {
    case RunsPanel::Side::first:
        badge_->say(tr("Showing A: %1").arg(a));
        break;
    case RunsPanel::Side::second:
        badge_->say(tr("Showing B: %1").arg(b));
        break;
    case RunsPanel::Side::difference:
        badge_->say(tr("Showing B − A: %1 minus %2").arg(b, a));
        break;
    }
}

} // namespace phiscope
