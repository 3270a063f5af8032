// What of the head is drawn at this moment, in which unit and colours.
#include "widgets/head/head_panel_private.h"

namespace phiscope {

namespace {

constexpr double longestArrowMm = 36.0; // at the largest moment of the recording

QString withUnit(double value, const SmallUnit& unit) {
    return formatQuantity(value * unit.factor, unit.name);
}

std::string plain(const QString& text) {
    return text.toStdString();
}

/// What magnetometers are called.
std::vector<std::string> numbersTo(Eigen::Index count) {
    std::vector<std::string> names;
    for (Eigen::Index k = 1; k <= count; ++k) {
        names.push_back(std::to_string(k));
    }
    return names;
}

} // namespace

void HeadPanel::Private::rescale() {
    if (!dipole || !feed->model() || !feed->fields() || dipole->frames() == 0) {
        return;
    }
    const bool complete = dipole->frames() == dipole->capacity();
    if (!rangeDue(scaledFrames, dipole->frames(), complete)) {
        return;
    }
    scaledFrames = dipole->frames();
    scale = headScale(*feed->model(), *feed->fields(), component, *dipole);
    potential = potentialUnit(niceCeiling(scale.potentialMv));
    field = fieldUnit(niceCeiling(scale.fieldFt));
    plot->setUnit(potential);
    stale = true;
    applyColouring();
}

void HeadPanel::Private::applyColouring() {
    const bool positive = meg && component != Head::MegComponent::radial;
    const double largest = meg ? scale.fieldFt * field.factor : scale.potentialMv * potential.factor;
    range = largest > 0.0 ? niceCeiling(largest) : 1.0;
    const QString title = meg ? HeadPanel::tr("MEG") : HeadPanel::tr("EEG");
    const QString unit = meg ? field.name : potential.name;
    if (view != nullptr) {
        view->head().setColouring({range, positive, plain(title), plain(unit)});
    }
    map->setUnit(title, unit);
}

void HeadPanel::Private::applyMeasure() {
    meg = megWanted && megThere();
    bar->setMeasure(meg, megThere());
    const auto& model = feed->model();
    if (model) {
        const Eigen::Matrix3Xd& places = meg ? model->sensorsMm() : model->electrodesMm();
        map->setSensors(places.colwise() - (meg ? Eigen::Vector3d::Zero().eval() : model->centreMm()),
                        meg ? numbersTo(places.cols()) : model->electrodeNames());
        if (!meg && feed->fields()) {
            map->setNearest(feed->fields()->nearestElectrode);
        }
    }
    if (view != nullptr) {
        view->head().setMeasure(meg ? HeadRenderer::Measure::meg : HeadRenderer::Measure::eeg);
    }
    applyColouring();
    applyChosen();
    showMoment(true);
}

void HeadPanel::Private::applyChosen() {
    std::vector<std::pair<int, Colour>> colours;
    std::vector<EegPlot::Trace> traces;
    const auto& fields = feed->fields();
    const auto& model = feed->model();
    for (std::size_t k = 0; model && fields && k < chosen.size(); ++k) {
        const Colour colour = theme.series.at(k);
        colours.emplace_back(chosen[k], colour);
        traces.push_back(
            {QString::fromStdString(model->electrodeNames().at(static_cast<std::size_t>(chosen[k]))),
             fields->eeg.row(chosen[k]), toQColor(colour)});
    }
    plot->setTraces(std::move(traces));
    if (view != nullptr) {
        view->head().setChosen(colours);
    }
    if (meg) {
        colours.clear();
        if (magnetometer >= 0) {
            colours.emplace_back(magnetometer, theme.accent);
        }
    }
    map->setChosen(colours);
    plot->poll(false);
}

void HeadPanel::Private::poll() {
    if (!controller || headId.isEmpty()) {
        return;
    }
    const auto newest = controller->dipole();
    if (newest != dipole) {
        dipole = newest;
        scaledFrames = 0;
        stale = true;
        plot->setDipole(dipole);
    }
    const auto& recording = controller->data().recording;
    if (dipole && recording && dipole->frames() < recording->frameCount()) {
        cursor->wake(); // what is projected follows a little later than what is recorded
    }
    if (!q->isVisible()) {
        return;
    }
    rescale();
    plot->poll(recording && recording->finished());
    balance->showFor(controller->data());
    showMoment(false);
}

void HeadPanel::Private::showMoment(bool force) {
    if (!q->isVisible() || headId.isEmpty()) {
        return;
    }
    const auto& fields = feed->fields();
    const auto& model = feed->model();
    const std::int64_t frame = cursor->frame();
    const bool there = fields && model && dipole && frame >= 0 && frame < dipole->frames();
    const std::int64_t now = there ? frame : -1;
    if (now == shownFrame && !stale && !force) {
        return;
    }
    shownFrame = now;
    stale = false;
    if (!there) {
        if (view != nullptr) {
            view->head().setScalpValues({});
            view->head().setElectrodeValues({});
            view->head().setSensorValues({});
            view->head().setSensorField(Eigen::Matrix3Xd(3, 0), 1.0);
            view->head().setMoment(Eigen::Vector3d::UnitZ(), 0.0, {});
        }
        map->setValues({}, range, false);
        showChain(nullptr);
        return;
    }
    const Eigen::Vector3d moment = Eigen::Map<const Eigen::Vector3d>(dipole->frame(frame));
    const Eigen::VectorXd electrodes = fields->eeg * moment * potential.factor;
    if (view != nullptr) {
        HeadRenderer& head = view->head();
        if (!meg) {
            const Eigen::VectorXf scalp = (fields->scalp * (moment * potential.factor)).cast<float>();
            head.setScalpValues({scalp.data(), static_cast<std::size_t>(scalp.size())});
            const Eigen::VectorXf dots = electrodes.cast<float>();
            head.setElectrodeValues({dots.data(), static_cast<std::size_t>(dots.size())});
        }
        const double size = moment.norm();
        const double share = scale.momentNaUm > 0.0 ? std::min(1.25, size / scale.momentNaUm) : 0.0;
        head.setMoment(size > 0.0 ? Eigen::Vector3d(fields->rotation * moment / size)
                                  : Eigen::Vector3d(Eigen::Vector3d::UnitZ()),
                       longestArrowMm * share, plain(formatQuantity(size, QStringLiteral("nA·µm"))));
    }
    if (meg) {
        const Eigen::VectorXd fT = fields->magnetic * moment;
        const Eigen::VectorXd values = magneticComponent(component, model->sensorsMm(), fT) * field.factor;
        map->setValues(values, range, component != Head::MegComponent::radial);
        if (view != nullptr) {
            const Eigen::VectorXf dots = values.cast<float>();
            view->head().setSensorValues({dots.data(), static_cast<std::size_t>(dots.size())});
            view->head().setSensorField(bar->arrowsShown() ? Eigen::Matrix3Xd(fT.reshaped(3, fT.size() / 3))
                                                           : Eigen::Matrix3Xd(3, 0),
                                        scale.arrowFt);
        }
    } else {
        map->setValues(electrodes, range, false);
    }
    showChain(&moment);
}

void HeadPanel::Private::showChain(const Eigen::Vector3d* moment) {
    using Link = ChainRow::Link;
    const QString none = QStringLiteral("–");
    const auto& fields = feed->fields();
    const auto& model = feed->model();
    const Head* head = q->head();
    chain->setLink(Link::head, HeadPanel::tr("Head"),
                   head != nullptr && head->model == Head::Model::nyHead ? HeadPanel::tr("New York")
                                                                         : HeadPanel::tr("4 spheres"));
    QString currents = none;
    if (moment != nullptr && controller && controller->data().recording &&
        shownFrame < controller->data().recording->frameCount()) {
        const Recording& recording = *controller->data().recording;
        const Eigen::Map<const Eigen::VectorXd> membrane(recording.currents(shownFrame),
                                                         recording.layout().segments);
        currents = formatQuantity(membrane.cwiseMax(0.0).sum(), QStringLiteral("nA"));
    }
    chain->setLink(Link::currents, HeadPanel::tr("Currents"), currents);
    chain->setLink(Link::dipole, HeadPanel::tr("Dipole"),
                   moment != nullptr ? formatQuantity(moment->norm(), QStringLiteral("nA·µm")) : none);
    QString name = HeadPanel::tr("EEG");
    QString value = none;
    if (!chosen.empty() && model) {
        name = HeadPanel::tr("EEG at %1")
                   .arg(QString::fromStdString(
                       model->electrodeNames().at(static_cast<std::size_t>(chosen.front()))));
        if (moment != nullptr && fields) {
            value = withUnit(fields->eeg.row(chosen.front()).dot(*moment), potential);
        }
    }
    chain->setLink(Link::eeg, name, value);
    QString magnetic = none;
    if (moment != nullptr && fields && model && megThere()) {
        const Eigen::VectorXd values =
            magneticComponent(component, model->sensorsMm(), fields->magnetic * *moment);
        Eigen::Index at = 0;
        values.cwiseAbs().maxCoeff(&at);
        magnetic = withUnit(values[at], field);
    }
    chain->setLink(Link::meg, HeadPanel::tr("MEG"), magnetic);
}

} // namespace phiscope
