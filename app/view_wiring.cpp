#include "app/view_wiring.h"

#include "app/actions.h"
#include "app/choice_wiring.h"
#include "app/colour_range.h"
#include "app/electrode_wiring.h"
#include "app/hand_wiring.h"
#include "app/listen_wiring.h"
#include "app/painter_wiring.h"
#include "app/fixed_colours_wiring.h"
#include "app/run_comparison_wiring.h"
#include "app/slice_wiring.h"
#include "app/stimulation_wiring.h"
#include "model/forward/projector.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/morphology_scene.h"
#include "widgets/quantity.h"
#include "widgets/scene_tree.h"
#include "widgets/signals_panel.h"
#include "widgets/simulation_controller.h"
#include "widgets/slice_store.h"
#include "widgets/time_cursor.h"

#include <QAction>
#include <QActionGroup>
#include <QMenu>

#include <cmath>

namespace phiscope {

namespace {

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

QString coordinates(const Eigen::Vector3d& p) {
    const auto whole = [](double v) {
        return formatNumber(std::round(v), 6);
    };
    return QStringLiteral("x %1  y %2  z %3 µm").arg(whole(p.x()), whole(p.y()), whole(p.z()));
}

Eigen::Vector3d vec(const std::array<double, 3>& p) {
    return {p[0], p[1], p[2]};
}
std::array<double, 3> arr(const Eigen::Vector3d& p) {
    return {p.x(), p.y(), p.z()};
}

} // namespace

ViewWiring::ViewWiring(const WindowParts& parts, Actions* actions, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , actions_(actions)
    , picture_(std::make_unique<ScenePicture>(parts.view->scene())) {
    slices_ = new SliceWiring(parts_, actions_, picture_.get(), this);
    electrode_ = new ElectrodeWiring(parts_, actions_, this);
    connectActions();
    connectMouse();
    connectRun();
    hands_ = new HandWiring(parts_, actions_, this);
    connect(hands_, &HandWiring::said, this, &ViewWiring::said);
    auto* painter = new PainterWiring(parts_, actions_, this);
    connect(painter, &PainterWiring::said, this, &ViewWiring::said);
    connect(parts_.document, &Document::sceneChanged, this, &ViewWiring::takeScene);
    connect(parts_.document, &Document::cellRebuilt, this, &ViewWiring::takeCell);
    connect(parts_.document, &Document::selectionChanged, this,
            [this] { parts_.view->scene().setSelection(selectedRef()); });
    connect(parts_.theme, &AppTheme::changed, this, &ViewWiring::applyTheme);
    listen_ = new ListenWiring(parts_, actions_, picture_.get(), this);
    new RunComparisonWiring(parts_, actions_, picture_.get(), this);
    new FixedColoursWiring(parts_, actions_, picture_.get(),
                          this); // after those that name the scene's colours
    new ColourRange(parts_, actions_, *picture_, this);
    choice_ = new ChoiceWiring(parts_, actions_, this);
    connect(choice_, &ChoiceWiring::said, this, &ViewWiring::said);
    applyTheme();
    takeScene(Change::all);
    takeCell();
}

ViewWiring::~ViewWiring() = default;

void ViewWiring::applyTheme() {
    parts_.view->scene().setTheme(parts_.theme->values());
}

void ViewWiring::takeScene(Changes changes) {
    const Scene& scene = parts_.document->scene();
    parts_.view->giveWay();
    picture_->setScene(scene);
    parts_.slices->setSlices(scene.slices);
    parts_.slices->setProbes(scene.probes);
    if (changes == Changes(Change::all)) {
        picture_->setCell(nullptr);
        fitNext_ = true;
        if (scene.view.cameraSet) {
            Camera camera;
            camera.position = vec(scene.view.cameraPosition);
            camera.focus = vec(scene.view.cameraFocus);
            camera.up = vec(scene.view.cameraUp);
            camera.parallelScale = scene.view.cameraParallelScale;
            camera.perspective = scene.view.perspective;
            parts_.view->setCamera(camera);
            fitNext_ = false;
        } else {
            parts_.view->setPerspective(scene.view.perspective);
        }
    }
    const View& view = scene.view;
    actions_->colourPotential->setChecked(view.colourBy == View::ColourBy::potential);
    actions_->colourCurrent->setChecked(view.colourBy == View::ColourBy::current);
    actions_->colourPlain->setChecked(view.colourBy == View::ColourBy::plain);
    actions_->tracesInScene->setChecked(view.tracesInScene);
    actions_->perspective->setChecked(view.perspective);
    picture_->show(parts_.cursor->timeMs());
}

void ViewWiring::takeCell() {
    const auto cell = parts_.document->cell();
    if (!cell) {
        return;
    }
    picture_->setCell(std::shared_ptr<const PlacedCell>(cell, &cell->placed));
    parts_.view->scene().setDistortion(cell->pose.distortion);
    parts_.slices->setCell(std::shared_ptr<const PlacedCell>(cell, &cell->placed));
    if (fitNext_) {
        fitNext_ = false;
        parts_.view->setStandardView(standsAlongY(cell->placed.segments) ? StandardView::top
                                                                         : StandardView::front);
    }
    picture_->show(parts_.cursor->timeMs());
}

void ViewWiring::setView(const std::function<void(View&)>& change) {
    View view = parts_.document->scene().view;
    change(view);
    parts_.document->setView(view);
}

void ViewWiring::connectActions() {
    View3D* view = parts_.view;
    connect(actions_->fit, &QAction::triggered, view, &View3D::fitView);
    const auto standard = [this, view](QAction* action, StandardView which) {
        connect(action, &QAction::triggered, view, [view, which] { view->setStandardView(which); });
    };
    standard(actions_->front, StandardView::front);
    standard(actions_->side, StandardView::right);
    standard(actions_->top, StandardView::top);
    connect(actions_->perspective, &QAction::toggled, this, [this, view](bool on) {
        view->setPerspective(on);
        setView([on](View& v) { v.perspective = on; });
    });
    connect(actions_->tracesInScene, &QAction::toggled, this,
            [this](bool on) { setView([on](View& v) { v.tracesInScene = on; }); });
    const auto colour = [this](QAction* action, View::ColourBy by) {
        connect(action, &QAction::triggered, this,
                [this, by] { setView([by](View& v) { v.colourBy = by; }); });
    };
    colour(actions_->colourPotential, View::ColourBy::potential);
    colour(actions_->colourCurrent, View::ColourBy::current);
    colour(actions_->colourPlain, View::ColourBy::plain);
    const auto tool = [view](QAction* action, View3D::Tool which) {
        connect(action, &QAction::toggled, view, [view, which](bool on) {
            if (on) {
                view->setTool(which);
                view->setFocus();
            }
        });
    };
    tool(actions_->select, View3D::Tool::select);
    tool(actions_->synapse, View3D::Tool::synapse);
    tool(actions_->brush, View3D::Tool::brush);
    tool(actions_->stimulus, View3D::Tool::stimulus);
    tool(actions_->probe, View3D::Tool::probe);
    tool(actions_->slice, View3D::Tool::slice);
    tool(actions_->electrode, View3D::Tool::electrode);
    tool(actions_->measure, View3D::Tool::measure);
    connect(view, &View3D::toolChanged, this, [this](View3D::Tool which) {
        switch (which) {
        case View3D::Tool::select:
            actions_->select->setChecked(true);
            break;
        case View3D::Tool::synapse:
            actions_->synapse->setChecked(true);
            break;
        case View3D::Tool::brush:
            actions_->brush->setChecked(true);
            break;
        case View3D::Tool::stimulus:
            actions_->stimulus->setChecked(true);
            break;
        case View3D::Tool::probe:
            actions_->probe->setChecked(true);
            break;
        case View3D::Tool::slice:
            actions_->slice->setChecked(true);
            break;
        case View3D::Tool::electrode:
            actions_->electrode->setChecked(true);
            break;
        case View3D::Tool::measure:
            actions_->measure->setChecked(true);
            break;
        }
    });
}

void ViewWiring::connectMouse() {
    View3D* view = parts_.view;
    Document* document = parts_.document;
    connect(view, &View3D::hovered, this, [this](const PickResult& what, const QPoint& position) {
        hovered_ = what;
        slices_->hover(what, position);
        electrode_->hover(what, position);
        // The brush lights what it would paint, not all of the branch.
        const bool brush = parts_.view->tool() == View3D::Tool::brush;
        parts_.view->scene().setHover(brush ? ItemRef() : what.item);
        const bool cell = what.item.kind == ItemKind::cell;
        parts_.signalsPanel->setHoveredSegment(cell ? what.segment : -1);
        parts_.signalsPanel->setHoveredContact(what.item.kind == ItemKind::probe ? what.item.contact : -1);
        Q_EMIT hoverTextChanged(describe(what));
    });
    connect(view, &View3D::clicked, this,
            [this, document](const PickResult& what, Qt::KeyboardModifiers held) {
                if ((held & (Qt::ShiftModifier | Qt::ControlModifier)) != 0) {
                    document->toggleSelected(qs(what.item.id));
                    return;
                }
                switch (what.item.kind) {
                case ItemKind::none:
                    document->select({});
                    break;
                case ItemKind::cell:
                    document->select(QStringLiteral("cell"));
                    break;
                default:
                    document->select(qs(what.item.id), what.item.contact);
                }
            });
    connect(view, &View3D::menuRequested, this, &ViewWiring::showMenu);
    const auto move = [this, document](const QString& id, const View3D::Point& at) {
        if (!hands_->dragTogether(id, at)) {
            document->moveProbe(id, at);
        }
    };
    connect(view, &View3D::probeDragged, this, move);
    connect(view, &View3D::probeDropped, this, [this, move](const QString& id, const View3D::Point& at) {
        move(id, at);
        hands_->drop(true);
    });
    connect(view, &View3D::markerDragged, document,
            [document](ItemKind, const QString& id, const Location& at) { document->moveItem(id, at); });
    connect(view, &View3D::markerDropped, document,
            [document](ItemKind, const QString& id, const Location& at) {
                document->moveItem(id, at);
                document->endGesture();
            });
    // After placing, the hand is free again: the new object is selected and can be set or dragged.
    connect(view, &View3D::placeRequested, this, [this, document](View3D::Tool tool, const Location& at) {
        tool == View3D::Tool::stimulus ? document->addStimulus(at) : document->addSynapse(at);
        actions_->select->setChecked(true);
    });
}

void ViewWiring::connectRun() {
    const auto redraw = [this] {
        picture_->show(parts_.cursor->timeMs());
    };
    connect(parts_.controller, &SimulationController::recordingChanged, this,
            [this, redraw](const RunData& data) {
                picture_->setRun(data);
                redraw();
            });
    connect(parts_.controller, &SimulationController::probeSignalsChanged, this, [this](const QString& id) {
        picture_->setProbeSignals(id.toStdString(), parts_.controller->probeSignals(id.toStdString()));
    });
    connect(parts_.controller, &SimulationController::recordingFinished, this, redraw);
    connect(parts_.cursor, &TimeCursor::timeChanged, this, redraw);
    connect(parts_.cursor, &TimeCursor::ticked, this, [this, redraw] {
        redraw();
        if (hovered_.hit()) {
            slices_->refreshReadout();
            Q_EMIT hoverTextChanged(describe(hovered_));
        }
    });
}

QString ViewWiring::describe(const PickResult& what) const {
    const Document& document = *parts_.document;
    switch (what.item.kind) {
    case ItemKind::none:
        return {};
    case ItemKind::cell: {
        const auto cell = document.cell();
        const int section = what.item.section;
        if (!cell || section < 0 || section >= static_cast<int>(cell->placed.morphology.sections.size())) {
            return {};
        }
        QString text = QStringLiteral("%1(%2)").arg(
            qs(cell->placed.morphology.sections[static_cast<std::size_t>(section)].name),
            formatNumber(what.sectionX, 2));
        const double value = picture_->valueAt(what.segment);
        if (const QString heard = listen_->describe(what.segment); !heard.isEmpty()) {
            text += QStringLiteral("   ") + heard;
        } else if (std::isfinite(value)) {
            const std::string& unit = picture_->unit();
            text +=
                QStringLiteral("   ") + formatQuantity(value, unit.empty() ? QStringLiteral("mV") : qs(unit));
        }
        return text + QStringLiteral("   ") + coordinates(what.pointUm);
    }
    case ItemKind::probe: {
        QString text = document.itemName(qs(what.item.id));
        if (what.item.contact >= 0) {
            text += tr(", contact %1").arg(what.item.contact + 1);
            const auto signals = parts_.controller->probeSignals(what.item.id);
            const std::int64_t frame = picture_->frame();
            if (signals && frame >= 0 && frame < signals->frames() &&
                what.item.contact < signals->channels()) {
                text +=
                    QStringLiteral("   ") +
                    formatQuantity(signals->value(what.item.contact, frame) * 1000.0, QStringLiteral("µV"));
            }
        }
        return text + QStringLiteral("   ") + coordinates(what.pointUm);
    }
    case ItemKind::slice:
        return slices_->describe(what) + QStringLiteral("   ") + coordinates(what.pointUm);
    default:
        return document.itemName(qs(what.item.id)) + QStringLiteral("   ") + coordinates(what.pointUm);
    }
}

void ViewWiring::showMenu(const PickResult& what, const QPoint& at) {
    QMenu menu;
    Document* document = parts_.document;
    const AppTheme& theme = *parts_.theme;
    if (what.item.kind == ItemKind::cell) {
        document->select(QStringLiteral("cell"));
        if (const auto location = parts_.view->scene().locationOf(what)) {
            menu.addAction(theme.icon(QStringLiteral("synapse")), tr("Place a synapse here"), document,
                           [document, location] { document->addSynapse(*location); });
            menu.addAction(theme.icon(QStringLiteral("stimulus")), tr("Place a current clamp here"), document,
                           [document, location] { document->addStimulus(*location); });
            menu.addSeparator();
        }
        choice_->fillMenu(menu, what.segment);
        menu.addSeparator();
        menu.addAction(theme.icon(QStringLiteral("handles")), tr("Move and turn the cell"), hands_,
                       &HandWiring::takeCell);
        menu.addActions({actions_->standUp, actions_->mirrorX, actions_->mirrorY, actions_->mirrorZ});
        menu.addActions({actions_->rename, actions_->lock, actions_->properties});
    } else if (what.hit()) {
        const QString id = Document::objectOf(qs(what.item.id));
        if (!document->selected().contains(id)) {
            document->select(id, what.item.contact);
        }
        const auto count = document->selected().size();
        menu.addSection(count > 1 ? tr("%1 objects").arg(count) : document->itemName(id));
        if (what.item.kind == ItemKind::slice) {
            slices_->fillMenu(menu, id);
        }
        if (document->group(id) != nullptr) {
            menu.addAction(actions_->scatter);
            menu.addSeparator();
        }
        menu.addActions({actions_->lookAt, actions_->rename, actions_->lock});
        if (what.item.kind == ItemKind::probe && what.item.contact >= 0) {
            menu.addSeparator();
            if (stimulation_ != nullptr) {
                stimulation_->fillMenu(menu, id, what.item.contact);
            }
            listen_->fillMenu(menu, id, what.item.contact);
        }
        menu.addSeparator();
        menu.addActions({actions_->cut, actions_->copy, actions_->duplicate, actions_->remove});
        menu.addSeparator();
        menu.addAction(actions_->properties);
        if (what.item.kind == ItemKind::probe) {
            menu.addActions({actions_->saveProbe, actions_->exportProbe});
        }
    } else {
        menu.addAction(actions_->paste);
    }
    menu.addSeparator();
    menu.addAction(actions_->fit);
    menu.addAction(actions_->front);
    menu.addAction(actions_->side);
    menu.addAction(actions_->top);
    menu.addAction(actions_->perspective);
    menu.addSeparator();
    menu.addAction(actions_->tracesInScene);
    menu.addActions(actions_->colours->actions());
    menu.addSeparator();
    menu.addAction(actions_->exportPicture);
    menu.exec(at);
}

ItemRef ViewWiring::selectedRef() const {
    const Document& document = *parts_.document;
    const QString& id = document.selection();
    ItemRef ref;
    if (id == QLatin1String("cell")) {
        ref.kind = ItemKind::cell;
        return ref;
    }
    ref.id = id.toStdString();
    if (document.synapse(id) != nullptr || document.group(id) != nullptr) {
        ref.kind = ItemKind::synapse;
    } else if (document.stimulus(id) != nullptr) {
        ref.kind = ItemKind::stimulus;
    } else if (document.probe(id) != nullptr) {
        ref.kind = ItemKind::probe;
        ref.contact = document.selectedContact();
    } else if (document.slice(id) != nullptr) {
        ref.kind = ItemKind::slice;
    } else {
        return {};
    }
    return ref;
}

void ViewWiring::lookAt(const QString& id) {
    Camera camera = parts_.view->camera();
    std::optional<Eigen::Vector3d> point;
    if (const Synapse* s = parts_.document->synapse(id)) {
        point = parts_.view->scene().pointAt(s->location);
    } else if (const Stimulus* t = parts_.document->stimulus(id)) {
        point = parts_.view->scene().pointAt(t->location);
    } else if (const Probe* p = parts_.document->probe(id)) {
        point = vec(p->positionUm);
    } else if (const FieldSlice* slice = parts_.document->slice(id)) {
        point = vec(slice->positionUm);
    } else if (const SynapseGroup* group = parts_.document->group(id)) {
        Eigen::Vector3d sum = Eigen::Vector3d::Zero();
        for (const Location& place : group->places) {
            sum += parts_.view->scene().pointAt(place).value_or(Eigen::Vector3d::Zero());
        }
        if (!group->places.empty()) {
            point = sum / static_cast<double>(group->places.size());
        }
    } else if (id == QLatin1String("cell")) {
        parts_.view->fitView();
        return;
    }
    if (point) {
        camera.lookAt(*point);
        parts_.view->setCamera(camera);
    }
}

void ViewWiring::addSlice() {
    slices_->add();
}

View ViewWiring::currentView() const {
    View view = parts_.document->scene().view;
    const Camera camera = parts_.view->camera();
    view.cameraSet = true;
    view.cameraPosition = arr(camera.position);
    view.cameraFocus = arr(camera.focus);
    view.cameraUp = arr(camera.up);
    view.cameraParallelScale = camera.parallelScale;
    view.perspective = camera.perspective;
    return view;
}

} // namespace phiscope
