#include "app/probe_actions.h"

#include "app/actions.h"
#include "model/forward/projector.h"
#include "model/probes/probeinterface.h"
#include "model/simulation/cell_source.h"
#include "widgets/document.h"
#include "widgets/notice_bar.h"
#include "widgets/probe_gallery.h"
#include "widgets/settings.h"
#include "widgets/view3d.h"

#include <QAction>
#include <QFileDialog>
#include <QFileInfo>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

/// Beside a shank's cell, below it for an array that looks up, above it for one that looks down.
std::array<double, 3> placeBeside(const ProbeDesign& design, const BuiltCell* cell) {
    constexpr double awayUm = 50.0;
    const auto [wide, high] = extent(design);
    if (cell == nullptr || cell->placed.morphology.sections.empty()) {
        return {awayUm + 0.5 * wide, 0.0, 0.0};
    }
    const Segments& segments = cell->placed.segments;
    const Eigen::Vector3d soma = somaPosition(cell->placed.morphology, segments);
    Eigen::Vector3d low = soma;
    Eigen::Vector3d top = soma;
    for (const Section& section : cell->placed.morphology.sections) {
        for (const PathPoint& p : section.points) {
            const Eigen::Vector3d at(static_cast<double>(p.x), static_cast<double>(p.y),
                                     static_cast<double>(p.z));
            low = low.cwiseMin(at);
            top = top.cwiseMax(at);
        }
    }
    const double height = top.z() - low.z();
    Eigen::Vector3d place(soma.x() + awayUm + 0.5 * wide, soma.y(), 0.5 * (low.z() + top.z()));
    switch (design.facing) {
    case ProbeDesign::Facing::side:
        // A probe longer than the cell begins at its foot; a shorter one stands at the soma.
        place.z() = high > height ? low.z() + 0.5 * high : soma.z();
        break;
    case ProbeDesign::Facing::up:
        place = {soma.x(), soma.y(), low.z() - 0.5 * awayUm};
        break;
    case ProbeDesign::Facing::down:
        // Wires come from above, beside the soma; a sheet lies on top.
        place = wide < awayUm ? Eigen::Vector3d(soma.x() + awayUm, soma.y(), soma.z())
                              : Eigen::Vector3d(soma.x(), soma.y(), top.z() + 0.5 * awayUm);
        break;
    }
    return {std::round(place.x()), std::round(place.y()), std::round(place.z())};
}

} // namespace

ProbeActions::ProbeActions(const WindowParts& parts, Actions* actions, QWidget* window)
    : QObject(window)
    , parts_(parts)
    , actions_(actions)
    , window_(window) {
    connect(actions_->probeGallery, &QAction::triggered, this, &ProbeActions::openGallery);
    connect(actions_->saveProbe, &QAction::triggered, this, &ProbeActions::saveAsMine);
    connect(actions_->exportProbe, &QAction::triggered, this, &ProbeActions::exportProbe);
    connect(actions_->probe, &QAction::toggled, this, [this](bool on) {
        if (!on) {
            layDown();
        }
    });
    if (parts_.view != nullptr) {
        connect(parts_.view, &View3D::probePlaceRequested, this, &ProbeActions::place);
    }
    connect(parts_.document, &Document::selectionChanged, this, &ProbeActions::enable);
    enable();
}

void ProbeActions::enable() {
    const bool probe = parts_.document->probe(parts_.document->selection()) != nullptr;
    actions_->saveProbe->setEnabled(probe);
    actions_->exportProbe->setEnabled(probe);
}

void ProbeActions::place(const std::array<double, 3>& positionUm) {
    if (inHand_) {
        parts_.document->addProbe(*inHand_, positionUm);
    } else {
        parts_.document->addProbe(positionUm);
    }
    // The hand is free again: the new probe is selected and can be set or dragged.
    actions_->select->setChecked(true);
}

void ProbeActions::openGallery() {
    showGallery({});
}

void ProbeActions::showGallery(const QString& file) {
    ProbeGallery gallery(parts_.theme, library_, parts_.settings->lastFolder(), window_);
    if (!file.isEmpty()) {
        gallery.addFile(file);
    }
    if (gallery.exec() != QDialog::Accepted || !gallery.chosen()) {
        return;
    }
    if (gallery.byClick() && parts_.view != nullptr) {
        takeInHand(*gallery.chosen());
    } else {
        addBeside(*gallery.chosen());
    }
}

void ProbeActions::openFile(const QString& path) {
    const auto read = readProbeInterface(path.toStdString());
    if (!read) {
        parts_.notices->show({Message::Level::error, QString::fromStdString(read.error().message()), {}});
        return;
    }
    parts_.settings->setLastFolder(QFileInfo(path).absolutePath());
    if (read->probes.size() > 1 || read->probes.front().contactsUm.size() > mostContacts) {
        showGallery(path);
        return;
    }
    addBeside(read->probes.front());
    for (const Notice& notice : read->notices) {
        parts_.notices->show({Message::Level::warning, QString::fromStdString(notice.text), {}});
    }
}

void ProbeActions::takeInHand(const ProbeDesign& design) {
    actions_->probe->setChecked(true);
    inHand_ = makeProbe(design, placementOf(design));
    parts_.view->setProbeTemplate(*inHand_);
    parts_.view->setFocus();
    Q_EMIT inHandChanged();
}

void ProbeActions::layDown() {
    if (inHand_) {
        inHand_.reset();
        parts_.view->setProbeTemplate(Probe{});
        Q_EMIT inHandChanged();
    }
}

void ProbeActions::addBeside(const ProbeDesign& design) {
    const auto cell = parts_.document->cell();
    const std::array<double, 3> place = placeBeside(design, cell.get());
    parts_.document->addProbe(makeProbe(design, placementOf(design, place)), place);
}

void ProbeActions::saveAsMine() {
    const Probe* probe = parts_.document->probe(parts_.document->selection());
    if (probe == nullptr) {
        return;
    }
    const auto saved = library_.add(designOf(*probe));
    if (saved) {
        parts_.notices->show({Message::Level::information,
                              tr("“%1” is among your probes now: Probe gallery, Shift+P.")
                                  .arg(QString::fromStdString(probe->name)),
                              {}});
    } else {
        parts_.notices->show({Message::Level::error, QString::fromStdString(saved.error().message()), {}});
    }
}

void ProbeActions::exportProbe() {
    const Probe* probe = parts_.document->probe(parts_.document->selection());
    if (probe == nullptr) {
        return;
    }
    QString suggestion = QString::fromStdString(probe->name) + QStringLiteral(".json");
    suggestion.replace(QLatin1Char('/'), QLatin1Char('-'));
    if (!parts_.settings->lastFolder().isEmpty()) {
        suggestion = parts_.settings->lastFolder() + QLatin1Char('/') + suggestion;
    }
    QString path = QFileDialog::getSaveFileName(window_, tr("Probe as a file"), suggestion,
                                                tr("Probes in the format of probeinterface (*.json)"));
    if (path.isEmpty()) {
        return;
    }
    if (!path.endsWith(QLatin1String(".json"))) {
        path += QStringLiteral(".json");
    }
    if (const auto saved = saveProbeInterface(designOf(*probe), path.toStdString()); !saved) {
        parts_.notices->show({Message::Level::error, QString::fromStdString(saved.error().message()), {}});
    } else {
        parts_.settings->setLastFolder(QFileInfo(path).absolutePath());
    }
}

} // namespace phiscope
