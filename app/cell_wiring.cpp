#include "app/cell_wiring.h"

#include "app/actions.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/property_panel.h"
#include "widgets/quantity.h"
#include "widgets/scene_tree.h"
#include "widgets/view3d.h"
#include "widgets/view_badge.h"

#include <QAction>

#include <cmath>

namespace phiscope {

CellWiring::CellWiring(const WindowParts& parts, Actions* actions, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , mirrors_{{{actions->mirrorX, &Pose::mirrorX},
                {actions->mirrorY, &Pose::mirrorY},
                {actions->mirrorZ, &Pose::mirrorZ}}} {
    QList<QAction*> ofTree{actions->standUp};
    for (const Mirror& each : mirrors_) {
        connect(each.action, &QAction::triggered, this, [this, each] { mirror(each); });
        ofTree << each.action;
    }
    parts_.tree->setCellActions(ofTree);
    connect(parts_.document, &Document::sceneChanged, this, &CellWiring::takeScene);
    if (parts_.view != nullptr) {
        badge_ = new ViewBadge(QStringLiteral("distortionBadge"), parts_.view);
        badge_->setTheme(parts_.theme->values());
        connect(parts_.theme, &AppTheme::changed, badge_,
                [this] { badge_->setTheme(parts_.theme->values()); });
        connect(badge_, &ViewBadge::clicked, this, &CellWiring::undistort);
        connect(parts_.view, &View3D::hovered, parts_.properties, [this](const PickResult& what) {
            parts_.properties->setHoveredSegment(what.item.kind == ItemKind::cell ? what.segment : -1);
        });
    }
    takeScene();
}

void CellWiring::mirror(const Mirror& which) {
    Document* document = parts_.document;
    Cell cell = document->scene().cell;
    if (cell.locked) {
        Q_EMIT said(tr("%1 is locked and stays as it is. The lock in the tree (Ctrl+L) opens it.")
                        .arg(document->itemName(QStringLiteral("cell"))));
        takeScene(); // the sign beside the command
        return;
    }
    cell.pose.*which.member = !(cell.pose.*which.member);
    document->endGesture();
    document->setCell(std::move(cell), which.action->text());
    document->endGesture();
}

void CellWiring::takeScene() {
    const Pose& pose = parts_.document->scene().cell.pose;
    for (const Mirror& each : mirrors_) {
        each.action->setChecked(pose.*each.member);
    }
    if (badge_ == nullptr) {
        return;
    }
    const Distortion& distortion = pose.distortion;
    if (distortion.factor == 0.0) {
        badge_->hide();
        return;
    }
    badge_->setToolTip(
        tr("The cell is %1 by %2 % along %3. Only the places move where its currents leave; NEURON computes "
           "the cell as it was. The thin lines show where it stood. A click takes this off; undo brings it "
           "back.")
            .arg(distortion.factor > 0.0 ? tr("compressed") : tr("stretched"),
                 formatNumber(100.0 * std::abs(distortion.factor)),
                 QString(QChar(u'x' + static_cast<char16_t>(distortion.axis)))));
    badge_->say(tr("Sources moved: the cable model is unchanged"));
}

void CellWiring::undistort() {
    Document* document = parts_.document;
    Cell cell = document->scene().cell;
    cell.pose.distortion.factor = 0.0;
    document->endGesture();
    document->setCell(std::move(cell), tr("Take compression off"));
    document->endGesture();
}

} // namespace phiscope
