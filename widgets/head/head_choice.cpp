// Which head is shown, and what its model gives: electrodes, magnetometers, fields.
#include "widgets/head/head_panel_private.h"

namespace phiscope {

namespace {

constexpr double leastDepthMm = 5.0;   // the centre itself has no outward
constexpr double belowSurfaceMm = 0.3; // nearer than this the series grows long

} // namespace

void HeadPanel::Private::takeHead() {
    const Head* selected = document->head(document->selection());
    if (selected == nullptr) {
        selected = document->head(headId); // stays while other things are selected
    }
    const auto& all = document->scene().heads;
    if (selected == nullptr || !selected->visible) {
        const auto shown =
            std::find_if(all.begin(), all.end(), [](const Head& head) { return head.visible; });
        selected = shown != all.end() ? &*shown : nullptr;
    }
    empty->setHeadHidden(!all.empty());
    if (selected == nullptr) {
        headId.clear();
        feed->setHead({});
        pages->setCurrentIndex(0);
        return;
    }
    headId = QString::fromStdString(selected->id);
    makeView();
    pages->setCurrentIndex(1);
    bar->setHead(*selected);
    bar->setMessage({});
    if (selected->megComponent != component) {
        component = selected->megComponent;
        scaledFrames = 0;
        stale = true;
    }
    const bool newYork = selected->model == Head::Model::nyHead;
    if (view != nullptr) {
        view->setFree(!newYork);
        view->setLocked(selected->locked);
        if (!newYork) {
            const Eigen::Vector3d place = Eigen::Vector3d::Map(selected->dipoleMm.data());
            view->setDipole(place, std::min(leastDepthMm, 0.5 * selected->brainRadiusMm),
                            selected->brainRadiusMm - belowSurfaceMm);
        }
    }
    if (newYork && selected->nyHeadPath.empty()) {
        feed->setHead({});
        bar->setMessage(HeadPanel::tr("The New York head needs its file, sa_nyhead.mat (about 700 MB, from "
                                      "parralab.org/nyhead). Phiscope does not download it. Without it, the "
                                      "four spheres do."));
        return;
    }
    feed->setHead(*selected);
    rescale();
    showMoment(false);
}

/// For a scene that was just opened. A head that takes the cell's own axes is a set-up for magnetometers.
void HeadPanel::Private::chooseMeasure() {
    const auto& all = document->scene().heads;
    const auto first = std::find_if(all.begin(), all.end(), [](const Head& head) { return head.visible; });
    megWanted = first != all.end() && first->meg && first->alignment == Head::Alignment::asCell;
    if (feed->model()) {
        applyMeasure(); // else it follows with the model
    }
}

void HeadPanel::Private::showProblem(const Error& error) {
    bar->setMessage(QString::fromStdString(error.message()));
}

void HeadPanel::Private::takeModel() {
    const auto& model = feed->model();
    chosen.clear();
    magnetometer = -1;
    if (!model) {
        plot->setTraces({});
        map->setSensors(Eigen::Matrix3Xd(3, 0), {});
        stale = true;
        showMoment(true);
        return;
    }
    if (view != nullptr) {
        HeadRenderer& head = view->head();
        if (model->newYork() != nullptr) {
            head.setCortex(model->newYork()->verticesMm(), model->newYork()->normals());
        } else if (const Head* now = q->head()) {
            head.setSpheres({now->brainRadiusMm, now->csfRadiusMm, now->skullRadiusMm, now->scalpRadiusMm});
        }
        head.setElectrodes(model->electrodesMm(), model->electrodeNames(), model->centreMm());
        head.setSensors(model->sensorsMm());
    }
    bar->setNewYork(model->newYork());
    const auto& names = model->electrodeNames();
    const auto cz = std::find(names.begin(), names.end(), "Cz");
    if (cz != names.end()) {
        chosen.push_back(static_cast<int>(cz - names.begin()));
    } else if (feed->fields()) {
        chosen.push_back(feed->fields()->nearestElectrode);
    }
    applyMeasure();
}

void HeadPanel::Private::takeFields() {
    if (const auto& fields = feed->fields()) {
        if (view != nullptr) {
            if (fields->vertex >= 0) {
                view->setDipole(fields->placeMm, 0.0, 1e9);
            }
            view->head().setNearest(fields->nearestElectrode);
        }
        if (!meg) {
            map->setNearest(fields->nearestElectrode);
        }
    }
    scaledFrames = 0;
    stale = true;
    rescale();
    applyChosen();
    showMoment(true);
}

} // namespace phiscope
