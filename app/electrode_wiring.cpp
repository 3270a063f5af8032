#include "app/electrode_wiring.h"

#include "app/actions.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/electrode_panel.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"
#include "widgets/virtual_electrode.h"

#include <QAction>

#include <cmath>

namespace phiscope {

ElectrodeWiring::ElectrodeWiring(const WindowParts& parts, Actions* actions, QObject* parent)
    : QObject(parent)
    , parts_(parts)
    , actions_(actions)
    , electrode_(new VirtualElectrode(this))
    , panel_(new ElectrodePanel(parts.view)) {
    View3D* view = parts_.view;
    panel_->setTheme(parts_.theme->values());
    connect(parts_.theme, &AppTheme::changed, panel_, [this] { panel_->setTheme(parts_.theme->values()); });
    connect(view, &View3D::electrodeMoved, this,
            [this](const std::optional<View3D::Point>& point, const QPoint& position) {
                if (point) {
                    put(Eigen::Vector3d(point->data()), position);
                } else {
                    electrode_->lift();
                }
            });
    connect(view, &View3D::electrodePlaceRequested, this, &ElectrodeWiring::place);
    connect(parts_.controller, &SimulationController::recordingChanged, electrode_,
            &VirtualElectrode::setRun);
    const auto takeCell = [this] {
        if (const auto cell = parts_.document->cell()) {
            electrode_->setCell(std::shared_ptr<const PlacedCell>(cell, &cell->placed));
        }
    };
    connect(parts_.document, &Document::cellRebuilt, this, takeCell);
    connect(electrode_, &VirtualElectrode::changed, this, &ElectrodeWiring::showTrace);
    connect(parts_.cursor, &TimeCursor::timeChanged, this, &ElectrodeWiring::showMoment);
    connect(parts_.cursor, &TimeCursor::ticked, electrode_, &VirtualElectrode::refresh);
    takeCell();
}

void ElectrodeWiring::hover(const PickResult& what, const QPoint& position) {
    hovered_ = what;
    if (actions_->electrode->isChecked()) {
        return; // the tool says where it points
    }
    const FieldSlice* slice = what.item.kind == ItemKind::slice
                                  ? parts_.document->slice(QString::fromStdString(what.item.id))
                                  : nullptr;
    if (slice != nullptr && what.slicePart == SlicePart::inside &&
        slice->quantity == FieldSlice::Quantity::potential) {
        put(what.pointUm, position);
    } else {
        electrode_->lift();
    }
}

void ElectrodeWiring::put(const Eigen::Vector3d& pointUm, const QPoint& position) {
    ElectrodePlace place;
    place.pointUm = pointUm;
    // The tissue of what it points at; elsewhere that of the probe beside the cell.
    const Document& document = *parts_.document;
    const FieldSlice* slice = hovered_.item.kind == ItemKind::slice
                                  ? document.slice(QString::fromStdString(hovered_.item.id))
                                  : nullptr;
    const Probe* probe = document.probe(document.selection());
    if (probe == nullptr && !document.scene().probes.empty()) {
        probe = &document.scene().probes.front();
    }
    if (slice != nullptr) {
        const bool other = slice->comparison.enabled && slice->shows == FieldSlice::Shows::other;
        place.medium = other ? slice->comparison.medium : slice->medium;
        place.source = other ? slice->comparison.source : slice->source;
    } else if (probe != nullptr) {
        place.medium = probe->medium;
        place.source = probe->source;
    }
    electrode_->put(place);
    panel_->showAt(position);
    if (!electrode_->trace()) {
        showTrace(); // what is not there yet
    }
}

void ElectrodeWiring::place(const View3D::Point& pointUm) {
    // Numbers that a person would type: what the mouse can not resolve is noise.
    View3D::Point rounded = pointUm;
    for (double& value : rounded) {
        value = std::round(value * 10.0) / 10.0;
    }
    Scene objects;
    Probe& probe = objects.probes.emplace_back();
    probe.name = tr("Electrode").toStdString();
    probe.layout = Probe::Layout::custom;
    probe.positionUm = rounded;
    probe.contactsUm = {rounded};
    if (const auto& at = electrode_->place()) {
        probe.medium = at->medium;
        probe.source = at->source;
    }
    parts_.document->addObjects(objects, tr("Leave an electrode"));
}

void ElectrodeWiring::showTrace() {
    if (!electrode_->place()) {
        panel_->hide();
        panel_->setTrace(nullptr);
        return;
    }
    panel_->setTrace(electrode_->trace());
    panel_->setProblem(electrode_->problem());
    showMoment();
}

void ElectrodeWiring::showMoment() {
    if (electrode_->place()) {
        const double time = parts_.cursor->timeMs();
        panel_->setMoment(time, electrode_->valueAt(time));
    }
}

} // namespace phiscope
