#include "app/hand_wiring.h"

#include "app/actions.h"
#include "model/geometry/principal_direction.h"
#include "model/geometry/tree_path.h"
#include "model/simulation/cell_source.h"
#include "widgets/coordinate_text.h"
#include "widgets/document.h"
#include "widgets/object_moves.h"
#include "widgets/scene_tree.h"
#include "widgets/settings.h"

#include <QAction>
#include <QActionGroup>

#include <algorithm>
#include <chrono>
#include <cmath>

namespace phiscope {

namespace {

using namespace std::chrono_literals;

const QString cellId = QStringLiteral("cell");
constexpr double uprightRad = 1e-5; ///< a pose is kept to a millionth: less than this is no turn

Eigen::Vector3d vec(const View3D::Point& p) {
    return {p[0], p[1], p[2]};
}

/// The scene axis, either way, that points most into a direction.
Eigen::Vector3d nearestAxis(const Eigen::Vector3d& direction) {
    Eigen::Index axis = 0;
    direction.cwiseAbs().maxCoeff(&axis);
    return std::copysign(1.0, direction[axis]) * Eigen::Vector3d::Unit(axis);
}

bool isShown(const Document& document, const QString& id) {
    if (id == cellId) {
        return document.scene().cell.visible;
    }
    const Probe* probe = document.probe(id);
    const FieldSlice* slice = document.slice(id);
    return (probe == nullptr || probe->visible) && (slice == nullptr || slice->visible);
}

} // namespace

HandWiring::HandWiring(const WindowParts& parts, Actions* actions, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , actions_(actions) {
    View3D* view = parts_.view;
    Document* document = parts_.document;
    pause_.setSingleShot(true);
    pause_.setInterval(900ms);
    connect(&pause_, &QTimer::timeout, this, &HandWiring::endNudge);
    view->setMayMove(
        [document](const QString& id) { return !isLocked(document->scene(), id.toStdString()); });
    connect(view, &View3D::nudged, this, &HandWiring::nudge);
    connect(view, &View3D::handleShifted, this, [this](const View3D::Point& shift) {
        changeFromStart([shift](Scene& scene, const std::string& id) { shiftObject(scene, id, vec(shift)); },
                        tr("Move %1").arg(nameOfSelected()));
    });
    connect(view, &View3D::handleTurned, this, [this](const View3D::Point& axis, double angle) {
        const Scene& from = start_ ? *start_ : parts_.document->scene();
        const auto centre = middleOf(from, parts_.document->selection().toStdString());
        changeFromStart(
            [&](Scene& scene, const std::string& id) {
                turnObject(scene, id, centre.value_or(Eigen::Vector3d::Zero()), vec(axis), angle);
            },
            tr("Turn %1").arg(nameOfSelected()));
    });
    connect(view, &View3D::handleDropped, this, &HandWiring::drop);
    connect(view, &View3D::lockedTouched, this, &HandWiring::sayLocked);
    connect(view, &View3D::framed, document, &Document::selectAll);
    connect(view, &View3D::toolChanged, this, &HandWiring::refresh);
    connect(view, &View3D::clicked, this, [this](const PickResult& what) {
        if (what.item.kind == ItemKind::cell) {
            cellInHand_ = false; // it was asked for the dendrite, not for the whole cell
            refresh();
        }
    });
    connect(parts_.tree, &QTreeWidget::itemClicked, this, [this] {
        cellInHand_ = true;
        refresh();
    });
    connect(actions_->standUp, &QAction::triggered, this, &HandWiring::standUp);
    connect(document, &Document::cellRebuilt, this, &HandWiring::refresh);
    connect(document, &Document::sceneChanged, this, &HandWiring::refresh);
    connect(document, &Document::selectedChanged, this, [this] {
        cellInHand_ = true;
        endNudge();
        refresh();
    });
    Settings* settings = parts_.settings;
    actions_->handles->setChecked(settings->handles());
    actions_->snap->setChecked(settings->snap());
    for (QAction* step : actions_->gridSteps->actions()) {
        if (step->data().toInt() == settings->gridStepUm()) {
            step->setChecked(true);
        }
    }
    connect(actions_->handles, &QAction::toggled, this, [this, settings](bool on) {
        settings->setHandles(on);
        refresh();
    });
    const auto snapping = [this, settings] {
        const bool on = actions_->snap->isChecked();
        const int step = actions_->gridSteps->checkedAction()->data().toInt();
        parts_.view->setSnapping({on, static_cast<double>(step)});
        settings->setSnap(on, step);
    };
    connect(actions_->snap, &QAction::toggled, this, snapping);
    connect(actions_->gridSteps, &QActionGroup::triggered, this, snapping);
    snapping();
    refresh();
}

void HandWiring::takeCell() {
    parts_.document->select(cellId);
    cellInHand_ = true;
    actions_->handles->setChecked(true);
    refresh();
}

void HandWiring::standUp() {
    Document* document = parts_.document;
    const auto built = document->cell();
    if (!built) {
        return;
    }
    const std::string key = cellId.toStdString();
    if (isLocked(document->scene(), key)) {
        sayLocked(cellId);
        return;
    }
    // As it is mirrored and turned now; the one on show may be a drag behind. The tissue's distortion comes
    // after the turn, along the scene's axes, and leaves upright what is upright.
    Pose pose = document->scene().cell.pose;
    pose.distortion = {};
    const PlacedCell now = placeCell(built->morphology, built->nseg, pose);
    const auto direction = principalDirection(now.morphology, now.segments);
    if (!direction) {
        Q_EMIT said(tr("This cell has no dendrite that points one way."));
        return;
    }
    Scene next = document->scene();
    const Eigen::AngleAxisd turn(Eigen::Quaterniond::FromTwoVectors(*direction, Eigen::Vector3d::UnitZ()));
    if (turn.angle() < uprightRad) {
        Q_EMIT said(tr("The dendrite points up already."));
        return;
    }
    turnObject(next, key, vec(pose.positionUm), turn.axis(), turn.angle());
    document->endGesture();
    document->setCell(std::move(next.cell), actions_->standUp->text());
}

QStringList HandWiring::free() const {
    const Document& document = *parts_.document;
    QStringList ids;
    for (const QString& id : document.selected()) {
        const std::string key = id.toStdString();
        if (middleOf(document.scene(), key) && !isLocked(document.scene(), key)) {
            ids << id;
        }
    }
    return ids;
}

QString HandWiring::nameOfSelected() const {
    const QStringList& ids = parts_.document->selected();
    return ids.size() == 1 ? parts_.document->itemName(ids.first()) : tr("%1 objects").arg(ids.size());
}

void HandWiring::refresh() {
    const Document& document = *parts_.document;
    View3D* view = parts_.view;
    const QString& id = document.selection();
    const bool cell = id == cellId;
    actions_->standUp->setEnabled(document.cell() != nullptr);
    const std::string key = id.toStdString();
    const bool movable = (document.isObject(id) && document.head(id) == nullptr) || (cell && cellInHand_);
    view->setArrowsMove(movable);
    QStringList others = document.selected();
    others.removeAll(id);
    std::vector<std::string> also;
    for (const QString& other : others) {
        also.push_back(other.toStdString());
    }
    view->scene().setAlsoSelected(std::move(also));
    std::optional<Gizmo::Content> gizmo;
    if (movable && actions_->handles->isChecked() && view->tool() == View3D::Tool::select &&
        free().contains(id) && isShown(document, id)) {
        gizmo = Gizmo::Content{*middleOf(document.scene(), key), true};
    }
    view->scene().setGizmo(gizmo);
}

void HandWiring::changeFromStart(const std::function<void(Scene&, const std::string& id)>& change,
                                 const QString& text) {
    if (!start_) {
        parts_.document->endGesture();
        start_ = parts_.document->scene();
    }
    Scene next = *start_;
    for (const QString& id : free()) {
        change(next, id.toStdString());
    }
    parts_.document->setObjects(std::move(next), text, QStringLiteral("handle"));
}

bool HandWiring::dragTogether(const QString& id, const View3D::Point& to) {
    const Document& document = *parts_.document;
    if (document.selected().size() < 2 || !document.selected().contains(id)) {
        return false;
    }
    const Scene& from = start_ ? *start_ : document.scene();
    const auto taken = std::ranges::find(from.probes, id.toStdString(), &Probe::id);
    if (taken == from.probes.end()) {
        return false;
    }
    const Eigen::Vector3d shift = vec(to) - vec(taken->positionUm);
    changeFromStart([shift](Scene& scene, const std::string& key) { shiftObject(scene, key, shift); },
                    tr("Move %1").arg(nameOfSelected()));
    return true;
}

void HandWiring::drop(bool kept) {
    if (start_ && !kept) {
        parts_.document->setObjects(*start_, {}, QStringLiteral("handle"));
    }
    start_.reset();
    parts_.document->endGesture();
}

void HandWiring::nudge(const View3D::Point& direction, double stepUm) {
    Document* document = parts_.document;
    const auto cell = document->cell();
    Scene next = document->scene();
    bool moved = false;
    QString locked;
    for (const QString& id : document->selected()) {
        const std::string key = id.toStdString();
        if (isLocked(next, key)) {
            locked = id;
        } else if (middleOf(next, key)) {
            shiftObject(next, key, stepUm * nearestAxis(vec(direction)));
            moved = true;
        } else if (cell) {
            moved = slideObject(next, key, cell->placed.morphology, vec(direction), stepUm) || moved;
        }
    }
    if (!locked.isEmpty()) {
        sayLocked(locked);
    }
    if (moved) {
        document->setObjects(std::move(next), tr("Move %1").arg(nameOfSelected()), QStringLiteral("nudge"));
        label(document->selection(), stepUm);
    }
    pause_.start();
}

void HandWiring::label(const QString& id, double stepUm) {
    const Document& document = *parts_.document;
    const std::string key = id.toStdString();
    SceneRenderer& scene = parts_.view->scene();
    std::optional<Eigen::Vector3d> at = middleOf(document.scene(), key);
    QString where;
    if (at) {
        where = coordinateText(*at);
    } else if (const Location* place = placeOf(document.scene(), key)) {
        at = scene.pointAt(*place);
        where = QString::fromStdString(placeText({place->section, std::round(place->x * 1e3) / 1e3}));
    }
    const auto pixel = at ? scene.camera().project(*at, scene.width(), scene.height()) : std::nullopt;
    if (pixel) {
        scene.setHandLabel(tr("step %1 µm   ·   %2").arg(QString::number(stepUm), where).toStdString(),
                           pixel->x(), pixel->y());
    }
}

void HandWiring::endNudge() {
    if (pause_.isActive() || !parts_.view->scene().handLabel().empty()) {
        pause_.stop();
        parts_.document->endGesture();
        parts_.view->scene().setHandLabel({});
    }
}

void HandWiring::sayLocked(const QString& id) {
    Q_EMIT said(tr("%1 is locked and stays where it is. The lock in the tree (Ctrl+L) opens it.")
                    .arg(parts_.document->itemName(Document::objectOf(id))));
}

} // namespace phiscope
