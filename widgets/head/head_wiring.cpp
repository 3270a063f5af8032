// What happens in the parts of the head panel, and what the panel does then.
#include "widgets/head/head_panel_private.h"

namespace phiscope {

void HeadPanel::Private::connectAll() {
    QObject::connect(empty, &EmptyHead::addRequested, q, &HeadPanel::addHeadRequested);
    QObject::connect(empty, &EmptyHead::showRequested, q, [this] {
        document->setItemShown(QString::fromStdString(document->scene().heads.front().id), true);
    });
    QObject::connect(document, &Document::sceneChanged, q, [this](Changes changes) {
        if (changes == Changes(Change::all)) {
            chooseMeasure();
        }
        if (changes.testFlag(Change::heads)) {
            if (view != nullptr) {
                view->giveWay();
            }
            takeHead();
        }
    });
    QObject::connect(document, &Document::selectionChanged, q, [this] { takeHead(); });
    QObject::connect(feed, &HeadFeed::modelChanged, q, [this] { takeModel(); });
    QObject::connect(feed, &HeadFeed::fieldsChanged, q, [this] { takeFields(); });
    QObject::connect(feed, &HeadFeed::failed, q, [this](const Error& error) { showProblem(error); });
    QObject::connect(cursor, &TimeCursor::timeChanged, q, [this] { showMoment(false); });
    QObject::connect(cursor, &TimeCursor::ticked, q, [this] { poll(); });

    QObject::connect(bar, &HeadBar::modelChosen, q, [this](Head::Model model) {
        const std::string known = settings->newYorkHeadFile().toStdString();
        change(
            [&](Head& head) {
                head.model = model;
                if (head.nyHeadPath.empty()) {
                    head.nyHeadPath = known;
                }
            },
            HeadPanel::tr("Change head model"));
    });
    QObject::connect(bar, &HeadBar::fileChosen, q, [this](const QString& path) {
        settings->setNewYorkHeadFile(path);
        change([&](Head& head) { head.nyHeadPath = path.toStdString(); }, HeadPanel::tr("Choose head file"));
    });
    QObject::connect(bar, &HeadBar::placeChosen, q, [this](const std::array<double, 3>& placeMm) {
        dragTo(placeMm);
        document->endGesture();
    });
    QObject::connect(bar, &HeadBar::measureChosen, q, [this](bool magnetic) {
        megWanted = magnetic;
        applyMeasure();
    });
    QObject::connect(bar, &HeadBar::lookChanged, q, [this] {
        if (view != nullptr) {
            view->head().setCutOpen(bar->cutOpen());
            view->head().setNamesShown(bar->namesShown());
        }
        map->setDotsOnly(bar->dotsOnly());
        showMoment(true);
    });
    QObject::connect(bar, &HeadBar::fitRequested, q, [this] {
        if (view != nullptr) {
            view->head().fit();
        }
    });
    QObject::connect(map, &Topomap::sensorClicked, q, [this](int sensor, Qt::KeyboardModifiers held) {
        const bool asked = held.testFlag(Qt::AltModifier);
        if (meg) {
            takeMagnetometer(sensor);
        } else if (!asked) {
            toggle(sensor);
        }
        if (asked) {
            Q_EMIT q->electrodeAsked(channelOf(sensor));
        } else if (meg) {
            Q_EMIT q->electrodeChosen(channelOf(sensor));
        }
    });
    QObject::connect(map, &Topomap::sensorMenuRequested, q, [this](int sensor, const QPoint& at) {
        if (meg) {
            takeMagnetometer(sensor);
        }
        Q_EMIT q->electrodeMenuRequested(channelOf(sensor), at);
    });
    QObject::connect(plot, &EegPlot::traceAsked, q, [this](int trace) {
        if (trace < static_cast<int>(chosen.size())) {
            Q_EMIT q->electrodeAsked(chosen[static_cast<std::size_t>(trace)]);
        }
    });
    QObject::connect(map, &Topomap::sensorHovered, q, [this](int sensor) {
        if (view != nullptr) {
            const auto kind = meg ? HeadPick::Kind::sensor : HeadPick::Kind::electrode;
            view->head().setHover(sensor < 0 ? HeadPick{} : HeadPick{kind, sensor});
        }
    });
}

void HeadPanel::Private::makeView() {
    if (view != nullptr || !View3D::openGlAvailable()) {
        return;
    }
    view = new HeadView; // not before there is a head: it takes a tenth of a second
    pictures->insertWidget(0, view);
    delete noView;
    noView = nullptr;
    pictures->setSizes({620, 380});
    view->head().setTheme(theme);
    view->head().setCutOpen(bar->cutOpen());
    view->head().setNamesShown(bar->namesShown());
    QObject::connect(view, &HeadView::electrodeClicked, q, [this](int electrode) { toggle(electrode); });
    QObject::connect(view, &HeadView::hovered, q, [this](const HeadPick& pick) {
        const bool sensor = pick.kind == HeadPick::Kind::electrode || pick.kind == HeadPick::Kind::sensor;
        map->setHover(sensor ? pick.index : -1);
        const bool locked = q->head() != nullptr && q->head()->locked;
        view->setToolTip(
            pick.kind != HeadPick::Kind::dipole ? QString()
            : locked
                ? HeadPanel::tr("The cell's current dipole. The head is locked, so it stays where it is; the "
                                "lock in the tree opens it.")
                : HeadPanel::tr("The cell's current dipole. Drag moves it in the brain; Shift and "
                                "drag, or Ctrl and the wheel, change its depth."));
    });
    QObject::connect(view, &HeadView::dipoleDragged, q, [this](const HeadView::Place& at) { dragTo(at); });
    QObject::connect(view, &HeadView::dipoleDropped, document, &Document::endGesture);
    QObject::connect(view, &HeadView::cortexClicked, q, [this](int vertex) {
        if (const auto& model = feed->model(); model && model->newYork() != nullptr) {
            const Eigen::Vector3d at = model->newYork()->verticesMm().col(vertex);
            dragTo({at.x(), at.y(), at.z()});
        }
    });
}

void HeadPanel::Private::change(const std::function<void(Head&)>& edit, const QString& text,
                                const QString& key) {
    if (const Head* head = q->head()) {
        Head value = *head;
        edit(value);
        document->setHead(std::move(value), text, key);
    }
}

int HeadPanel::Private::channelOf(int sensor) const {
    const auto electrodes = feed->model() ? static_cast<int>(feed->model()->electrodesMm().cols()) : 0;
    return meg ? electrodes + sensor : sensor;
}

void HeadPanel::Private::takeMagnetometer(int sensor) {
    magnetometer = sensor;
    applyChosen();
}

void HeadPanel::Private::toggle(int electrode) {
    const bool on = std::find(chosen.begin(), chosen.end(), electrode) != chosen.end();
    q->setElectrodeChosen(electrode, !on);
}

void HeadPanel::Private::dragTo(const std::array<double, 3>& placeMm) {
    change([&](Head& head) { head.dipoleMm = placeMm; }, HeadPanel::tr("Move dipole"),
           QStringLiteral("head-dipole-") + headId);
}

} // namespace phiscope
