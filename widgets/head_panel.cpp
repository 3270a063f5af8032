#include "widgets/head_panel.h"

#include "model/analysis/current_balance.h"
#include "model/forward/projector.h"
#include "widgets/colours.h"
#include "widgets/document.h"
#include "widgets/head/chain_row.h"
#include "widgets/head/eeg_plot.h"
#include "widgets/head/head_bar.h"
#include "widgets/head/head_feed.h"
#include "widgets/head/head_moment.h"
#include "widgets/head/head_view.h"
#include "widgets/head/topomap.h"
#include "widgets/plots/lane_tools.h"
#include "widgets/quantity.h"
#include "widgets/settings.h"
#include "widgets/simulation_controller.h"
#include "widgets/time_cursor.h"
#include "widgets/view3d.h"

#include <QLabel>
#include <QPointer>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr int wideFrom = 640;           // pixels from which the two pictures stand side by side
constexpr double longestArrowMm = 36.0; // at the largest moment of the recording
constexpr double leastDepthMm = 5.0;    // the centre itself has no outward
constexpr double belowSurfaceMm = 0.3;  // nearer than this the series grows long
constexpr std::size_t mostTraces = 8;   // colours that can be told apart
constexpr double noticedShare = 1e-3;   // of the turnover; far above rounding

QString withUnit(double value, const SmallUnit& unit) {
    return formatQuantity(value * unit.factor, unit.name);
}

std::string plain(const QString& text) {
    return text.toStdString();
}

} // namespace

class HeadPanel::Private {
public:
    Private(HeadPanel* panel, Document* doc, TimeCursor* time, Settings* set)
        : q(panel)
        , document(doc)
        , cursor(time)
        , settings(set) {}

    void build();
    void connectAll();
    void makeView();
    void toggle(int electrode);
    void showEmptyText();
    void takeHead();
    void takeModel();
    void takeFields();
    void showProblem(const Error& error);
    void rescale();
    void poll();
    void showMoment(bool force);
    void showChain(const Eigen::Vector3d* moment);
    void showBalance();
    void applyColouring();
    void applyChosen();
    void applyMeasure();
    void arrange();
    void change(const std::function<void(Head&)>& edit, const QString& text, const QString& key = {});
    void dragTo(const std::array<double, 3>& placeMm);
    bool megThere() const { return feed->model() && feed->model()->sensorsMm().cols() > 0; }

    HeadPanel* q;
    Document* document;
    TimeCursor* cursor;
    Settings* settings;
    QPointer<SimulationController> controller;
    HeadFeed* feed = nullptr;

    QStackedLayout* pages = nullptr;
    QLabel* empty = nullptr;
    HeadBar* bar = nullptr;
    ChainRow* chain = nullptr;
    QSplitter* pictures = nullptr;
    HeadView* view = nullptr; ///< null before the first head, and where there is no OpenGL
    QLabel* noView = nullptr; ///< in its place
    Topomap* map = nullptr;
    EegPlot* plot = nullptr;
    QLabel* balance = nullptr;

    Theme theme;
    QString headId;
    Head::MegComponent component = Head::MegComponent::radial;
    bool meg = false;
    bool dragging = false;
    std::vector<int> chosen;
    HeadScale scale;
    std::int64_t scaledFrames = 0;
    std::int64_t balancedFrames = 0;
    SmallUnit potential{1e9, QStringLiteral("pV")};
    SmallUnit field{1.0, QStringLiteral("fT")};
    double range = 1.0; ///< in the unit of what is coloured
    std::shared_ptr<const Signals> dipole;
    std::int64_t shownFrame = -2;
    bool stale = true; ///< the moment was last drawn with other fields or another scale
};

void HeadPanel::Private::build() {
    pages = new QStackedLayout(q);
    empty = new QLabel;
    empty->setObjectName(QStringLiteral("addHead"));
    empty->setAlignment(Qt::AlignCenter);
    empty->setWordWrap(true);
    empty->setTextFormat(Qt::RichText);
    empty->setMargin(24);
    pages->addWidget(empty);

    auto* content = new QWidget;
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    bar = new HeadBar(settings);
    chain = new ChainRow;
    column->addWidget(bar);
    column->addWidget(chain);
    auto* parts = new QSplitter(Qt::Vertical);
    parts->setObjectName(QStringLiteral("headSplitter"));
    parts->setChildrenCollapsible(false);
    parts->setHandleWidth(2);
    pictures = new QSplitter(Qt::Vertical);
    pictures->setChildrenCollapsible(false);
    pictures->setHandleWidth(2);
    noView = new QLabel(View3D::missingOpenGlMessage());
    noView->setAlignment(Qt::AlignCenter);
    noView->setWordWrap(true);
    pictures->addWidget(noView);
    map = new Topomap;
    pictures->addWidget(map);
    plot = new EegPlot(cursor);
    parts->addWidget(pictures);
    parts->addWidget(plot);
    parts->setStretchFactor(0, 3);
    parts->setStretchFactor(1, 1);
    parts->setSizes({740, 260});
    column->addWidget(parts, 1);
    balance = new QLabel;
    balance->setObjectName(QStringLiteral("balanceNote"));
    balance->setWordWrap(true);
    balance->setMargin(8);
    balance->hide();
    column->addWidget(balance);
    pages->addWidget(content);
    feed = new HeadFeed(q);
}

void HeadPanel::Private::connectAll() {
    QObject::connect(empty, &QLabel::linkActivated, q, [this](const QString& link) {
        if (link == QLatin1String("add")) {
            Q_EMIT q->addHeadRequested();
        } else {
            document->setItemShown(QString::fromStdString(document->scene().heads.front().id), true);
        }
    });
    QObject::connect(document, &Document::sceneChanged, q, [this](Changes changes) {
        if (changes.testFlag(Change::heads)) {
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
        meg = magnetic;
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
    QObject::connect(map, &Topomap::sensorClicked, q, [this](int sensor) {
        if (!meg) {
            toggle(sensor);
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
        view->setToolTip(
            pick.kind == HeadPick::Kind::dipole
                ? HeadPanel::tr("The cell's current dipole. Drag moves it in the brain; Shift and "
                                "drag, or Ctrl and the wheel, change its depth.")
                : QString());
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

void HeadPanel::Private::toggle(int electrode) {
    const bool on = std::find(chosen.begin(), chosen.end(), electrode) != chosen.end();
    q->setElectrodeChosen(electrode, !on);
}

void HeadPanel::Private::dragTo(const std::array<double, 3>& placeMm) {
    change([&](Head& head) { head.dipoleMm = placeMm; }, HeadPanel::tr("Move dipole"),
           QStringLiteral("head-dipole-") + headId);
}

void HeadPanel::Private::showEmptyText() {
    const bool hidden = !document->scene().heads.empty();
    const QString what = hidden ? HeadPanel::tr("The head is hidden.") : HeadPanel::tr("No head yet.");
    const QString link = hidden ? HeadPanel::tr("Show it") : HeadPanel::tr("Add one");
    empty->setText(
        QStringLiteral("<p style='line-height:140%'>%1<br><a style='color:%2; text-decoration:none' "
                       "href='%3'>%4</a></p><p style='color:%5'>%6</p>")
            .arg(what, toQColor(theme.accent).name(), hidden ? QStringLiteral("show") : QStringLiteral("add"),
                 link, toQColor(theme.dimText).name(),
                 HeadPanel::tr("EEG on its scalp and MEG outside, of any cell: nothing has to run again.")));
}

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
    showEmptyText();
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

void HeadPanel::Private::showProblem(const Error& error) {
    bar->setMessage(QString::fromStdString(error.message()));
}

void HeadPanel::Private::takeModel() {
    const auto& model = feed->model();
    chosen.clear();
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
    if (!megThere()) {
        meg = false;
    }
    bar->setMeasure(meg, megThere());
    const auto& model = feed->model();
    if (model) {
        const Eigen::Matrix3Xd& places = meg ? model->sensorsMm() : model->electrodesMm();
        map->setSensors(places.colwise() - (meg ? Eigen::Vector3d::Zero().eval() : model->centreMm()),
                        meg ? std::vector<std::string>() : model->electrodeNames());
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
    map->setChosen(meg ? std::vector<std::pair<int, Colour>>() : colours);
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
        balancedFrames = 0;
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
    showBalance();
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

void HeadPanel::Private::showBalance() {
    const RunData& data = controller->data();
    if (!data.recording || !data.scene) {
        balance->hide();
        return;
    }
    const std::int64_t frames = data.recording->frameCount();
    if (!rangeDue(balancedFrames, frames, data.recording->finished())) {
        return;
    }
    balancedFrames = frames;
    // Some hundred frames tell; a clamp lasts longer than one.
    const std::int64_t from = frames > 4000 ? frames - 4000 : 0;
    const BalanceSummary summary = balanceSummary(*data.recording, *data.scene, from, frames);
    const double share =
        summary.turnoverNa > 0.0 ? std::abs(summary.largest.membraneNa) / (0.5 * summary.turnoverNa) : 0.0;
    balance->setVisible(share > noticedShare);
    if (share > noticedShare) {
        balance->setText(
            HeadPanel::tr(
                "⚠ The membrane currents do not add up to zero: %1 of current comes from an electrode "
                "in the cell. The dipole then depends on where the origin lies, and far away the "
                "cell is no dipole.")
                .arg(formatQuantity(std::abs(summary.largest.membraneNa), QStringLiteral("nA"))));
    }
}

void HeadPanel::Private::arrange() {
    const bool wide = q->width() >= wideFrom;
    const Qt::Orientation wanted = wide ? Qt::Horizontal : Qt::Vertical;
    if (pictures->orientation() != wanted) {
        pictures->setOrientation(wanted);
        pictures->setSizes({620, 380});
    }
}

HeadPanel::HeadPanel(Document* document, TimeCursor* cursor, Settings* settings, QWidget* parent)
    : QWidget(parent)
    , d_(std::make_unique<Private>(this, document, cursor, settings)) {
    setObjectName(QStringLiteral("headPanel"));
    setAccessibleName(tr("Head"));
    setMinimumWidth(300);
    d_->build();
    d_->pictures->setSizes({620, 380});
    d_->connectAll();
    setTheme(Theme::darkTheme());
    d_->takeHead();
}

HeadPanel::~HeadPanel() = default;

void HeadPanel::attach(SimulationController* controller) {
    d_->controller = controller;
    connect(controller, &SimulationController::dipoleChanged, this, [this] { d_->poll(); });
    connect(controller, &SimulationController::recordingFinished, this, [this] { d_->poll(); });
    d_->poll();
}

void HeadPanel::setTheme(const Theme& theme) {
    d_->theme = theme;
    QPalette colours = palette();
    colours.setColor(QPalette::Window, toQColor(theme.window));
    colours.setColor(QPalette::WindowText, toQColor(theme.text));
    setPalette(colours);
    setAutoFillBackground(true);
    d_->showEmptyText();
    d_->bar->setTheme(theme);
    d_->chain->setTheme(theme);
    d_->map->setTheme(theme);
    d_->plot->setTheme(theme);
    if (d_->view != nullptr) {
        d_->view->head().setTheme(theme);
    }
    QPalette warn = colours;
    warn.setColor(QPalette::WindowText, toQColor(theme.warn));
    d_->balance->setPalette(warn);
    d_->applyChosen();
}

const Head* HeadPanel::head() const {
    return d_->document->head(d_->headId);
}

const std::vector<int>& HeadPanel::chosenElectrodes() const {
    return d_->chosen;
}

void HeadPanel::setElectrodeChosen(int electrode, bool chosen) {
    auto& all = d_->chosen;
    const auto at = std::find(all.begin(), all.end(), electrode);
    if (chosen && at == all.end()) {
        if (all.size() == mostTraces) {
            all.pop_back();
        }
        all.insert(all.begin(), electrode); // the newest one is the one in the row of numbers
    } else if (!chosen && at != all.end()) {
        all.erase(at);
    }
    d_->applyChosen();
    d_->showMoment(true);
}

bool HeadPanel::upToDate() const {
    return head() == nullptr || !d_->feed->busy();
}

void HeadPanel::drawNow() {
    d_->poll();
    d_->showMoment(true);
}

void HeadPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    d_->arrange();
    d_->poll();
    d_->showMoment(true);
}

void HeadPanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    d_->arrange();
}

} // namespace phiscope
