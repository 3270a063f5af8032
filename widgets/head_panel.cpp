#include "widgets/head_panel.h"

#include "widgets/head/head_panel_private.h"

namespace phiscope {

namespace {

constexpr int wideFrom = 640;         // pixels from which the two pictures stand side by side
constexpr std::size_t mostTraces = 8; // colours that can be told apart

} // namespace

void HeadPanel::Private::build() {
    pages = new QStackedLayout(q);
    empty = new EmptyHead;
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
    balance = new BalanceNote;
    column->addWidget(balance);
    pages->addWidget(content);
    feed = new HeadFeed(q);
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
    d_->chooseMeasure();
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
    d_->empty->setTheme(theme);
    d_->bar->setTheme(theme);
    d_->chain->setTheme(theme);
    d_->map->setTheme(theme);
    d_->plot->setTheme(theme);
    if (d_->view != nullptr) {
        d_->view->head().setTheme(theme);
    }
    d_->balance->setTheme(theme);
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
    if (chosen) {
        Q_EMIT electrodeChosen(electrode);
    }
}

QString HeadPanel::electrodeName(int electrode) const {
    const auto& model = d_->feed->model();
    const auto at = static_cast<std::size_t>(electrode);
    if (model && electrode >= model->electrodesMm().cols()) {
        return tr("magnetometer %1").arg(electrode + 1 - static_cast<int>(model->electrodesMm().cols()));
    }
    const bool known = model && model->newYork() == nullptr && at < model->electrodeNames().size();
    return known ? QString::fromStdString(model->electrodeNames()[at])
                 : tr("electrode %1").arg(electrode + 1);
}

int HeadPanel::channelInHand() const {
    if (!d_->meg) {
        return d_->chosen.empty() ? 0 : d_->chosen.front();
    }
    const auto& model = d_->feed->model();
    const auto& fields = d_->feed->fields();
    int sensor = std::max(d_->magnetometer, 0);
    if (d_->magnetometer < 0 && model && fields) {
        const auto heard = [&](int k) {
            return fields->radialField(k, model->sensorsMm().col(k)).norm();
        };
        for (int k = 1; k < static_cast<int>(model->sensorsMm().cols()); ++k) {
            sensor = heard(k) > heard(sensor) ? k : sensor;
        }
    }
    return d_->channelOf(sensor);
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
