#include "widgets/scatter_panel.h"

#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/depth_profile_plot.h"
#include "widgets/document.h"
#include "widgets/number_edit.h"

#include <QCompleter>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSignalBlocker>
#include <QSlider>
#include <QStackedWidget>
#include <QStringListModel>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace phiscope {

namespace {

constexpr int bins = 40;
constexpr int newSynapses = 100;
constexpr int sliderEnd = 1000;

/// What stands before the brackets of the sections' names: "dend", "apic".
QStringList kindsOf(const Morphology& morphology) {
    QStringList kinds{QStringLiteral("allsec")};
    for (const Section& section : morphology.sections) {
        const QString kind = QString::fromStdString(section.name).section(QLatin1Char('['), 0, 0);
        if (!kinds.contains(kind)) {
            kinds << kind;
        }
    }
    return kinds;
}

} // namespace

ScatterPanel::ScatterPanel(Document* document, AppTheme* theme, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , theme_(theme)
    , pages_(new QStackedWidget)
    , name_(new QLabel)
    , count_(new NumberEdit)
    , slider_(new QSlider(Qt::Horizontal))
    , sections_(new QLineEdit)
    , kinds_(new QStringListModel(this))
    , seed_(new NumberEdit)
    , anew_(new QPushButton(tr("Draw anew")))
    , plot_(new DepthProfilePlot)
    , problem_(new QLabel) {
    setObjectName(QStringLiteral("scatterPanel"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(pages_);
    pages_->addWidget(makeEmpty());
    pages_->addWidget(makeControls());
    connectParts();
    connect(theme_, &AppTheme::changed, this, &ScatterPanel::applyTheme);
    applyTheme();
    refresh();
}

QWidget* ScatterPanel::makeEmpty() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    auto* words =
        new QLabel(tr("Scatters many synapses over the cell by chance: how many, on which parts, at "
                      "which depths. Select a group of synapses, or begin one."));
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    auto* begin = new QPushButton(tr("New group"));
    begin->setObjectName(QStringLiteral("scatterNewGroup"));
    begin->setToolTip(tr("Adds 100 synapses by membrane area, driven by Poisson trains."));
    connect(begin, &QPushButton::clicked, this, &ScatterPanel::addGroup);
    column->addStretch();
    column->addWidget(words);
    column->addWidget(begin, 0, Qt::AlignCenter);
    column->addStretch();
    return page;
}

QWidget* ScatterPanel::makeControls() {
    controls_ = new QWidget;
    auto* row = new QHBoxLayout(controls_);
    row->setContentsMargins(8, 8, 8, 8);
    auto* form = new QFormLayout;
    name_->setObjectName(QStringLiteral("scatterName"));
    name_->setToolTip(tr("Scattering replaces all places of this group."));
    form->addRow(name_);
    count_->setObjectName(QStringLiteral("scatterCount"));
    count_->setAccessibleName(tr("Number of synapses"));
    count_->setLimits(0, mostSynapses);
    count_->setDecimals(0);
    const QString countHelp = tr("Number of synapses, 0 to %1. More of them leave the others where they are. "
                                 "Scattering replaces the group's places.")
                                  .arg(mostSynapses);
    count_->setToolTip(countHelp);
    slider_->setObjectName(QStringLiteral("scatterSlider"));
    slider_->setRange(0, sliderEnd);
    slider_->setToolTip(countHelp);
    slider_->setAccessibleName(tr("Number of synapses"));
    form->addRow(tr("Synapses"), count_);
    form->addRow(slider_);
    sections_->setObjectName(QStringLiteral("scatterSections"));
    sections_->setAccessibleName(tr("Sections"));
    sections_->setToolTip(tr("Parts of section names, separated by blanks: allsec for the whole cell, dend, "
                             "apic. LFPy: section."));
    auto* completer = new QCompleter(kinds_, this);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    sections_->setCompleter(completer);
    form->addRow(tr("Sections"), sections_);
    seed_->setObjectName(QStringLiteral("scatterSeed"));
    seed_->setAccessibleName(tr("Seed"));
    seed_->setLimits(0, 1e9);
    seed_->setDecimals(0);
    seed_->setToolTip(tr("The same seed gives the same places on every machine."));
    anew_->setObjectName(QStringLiteral("scatterAnew"));
    anew_->setToolTip(tr("Takes another seed."));
    auto* seeds = new QHBoxLayout;
    seeds->addWidget(seed_, 1);
    seeds->addWidget(anew_);
    form->addRow(tr("Seed"), seeds);
    problem_->setObjectName(QStringLiteral("scatterProblem"));
    problem_->setWordWrap(true);
    form->addRow(problem_);
    row->addLayout(form, 2);
    plot_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    plot_->setEditable(true);
    row->addWidget(plot_, 3);
    return controls_;
}

void ScatterPanel::connectParts() {
    const auto set = [this](auto&& edit) {
        ScatterRecipe next = recipe();
        edit(next);
        change(next);
    };
    const auto finish = [this] {
        document_->endGesture();
    };
    connect(count_, &NumberEdit::edited, this, [this](double count) {
        if (count >= 0.0 && count <= mostSynapses) {
            change(recipe(), static_cast<int>(std::round(count)));
        }
    });
    connect(slider_, &QSlider::valueChanged, this, [this](int count) { change(recipe(), count); });
    connect(slider_, &QSlider::sliderPressed, document_, finish);
    connect(slider_, &QSlider::sliderReleased, document_, finish);
    connect(sections_, &QLineEdit::textEdited, this, [set](const QString& text) {
        set([&text](ScatterRecipe& r) { r.sections = text.trimmed().toStdString(); });
    });
    connect(seed_, &NumberEdit::edited, this, [set](double seed) {
        if (seed >= 0.0) {
            set([seed](ScatterRecipe& r) { r.seed = static_cast<std::uint64_t>(seed); });
        }
    });
    connect(anew_, &QPushButton::clicked, this, [this, set, finish] {
        finish();
        const auto seed = QRandomGenerator::global()->bounded(1U, 1000000U);
        set([seed](ScatterRecipe& r) { r.seed = seed; });
        finish();
    });
    for (NumberEdit* edit : {count_, seed_}) {
        connect(edit, &NumberEdit::editingFinished, document_, finish);
    }
    connect(sections_, &QLineEdit::editingFinished, document_, finish);
    connect(plot_, &DepthProfilePlot::edited, this, [set](const std::vector<DepthPeak>& peaks) {
        set([&peaks](ScatterRecipe& r) { r.peaks = peaks; });
    });
    connect(plot_, &PointPlot::gestureStarted, this, [this, finish] {
        finish();
        if (const SynapseGroup* group = document_->group(groupId())) {
            atStart_ = *group;
        }
    });
    connect(plot_, &PointPlot::gestureEnded, document_, finish);
    connect(plot_, &PointPlot::gestureCancelled, this, [this, finish] {
        const QString id = groupId();
        if (id == QString::fromStdString(atStart_.id)) {
            pending_.reset();
            document_->setGroup(atStart_, {}, QStringLiteral("scatter/") + id); // merges into nothing
            finish();
            refresh();
        }
    });
    connect(document_, &Document::selectionChanged, this, [this] {
        pending_.reset();
        problem_->clear();
        refresh();
    });
    connect(document_, &Document::cellRebuilt, this, &ScatterPanel::refresh);
    connect(document_, &Document::sceneChanged, this, [this](Changes changes) {
        if (changes.testFlag(Change::items)) {
            pending_.reset(); // an undo, or another hand
            problem_->clear();
            refresh();
        }
    });
}

QString ScatterPanel::groupId() const {
    return document_->group(document_->selection()) != nullptr ? document_->selection() : QString();
}

std::shared_ptr<const PlacedCell> ScatterPanel::cell() const {
    const auto built = document_->cell();
    return built ? std::shared_ptr<const PlacedCell>(built, &built->placed) : nullptr;
}

QString ScatterPanel::problem() const {
    return problem_->text();
}

ScatterRecipe ScatterPanel::recipe() const {
    const SynapseGroup* group = document_->group(groupId());
    return pending_ ? *pending_ : group != nullptr ? group->scatter : ScatterRecipe();
}

void ScatterPanel::change(const ScatterRecipe& next) {
    if (const SynapseGroup* group = document_->group(groupId())) {
        change(next, static_cast<int>(group->places.size())); // painted, or undone, since
    }
}

void ScatterPanel::change(const ScatterRecipe& next, int count) {
    const QString id = groupId();
    const SynapseGroup* group = document_->group(id);
    const auto placed = cell();
    if (group == nullptr || group->locked || placed == nullptr) {
        return;
    }
    auto places = scatter(next, count, *placed);
    if (!places) {
        pending_ = next;
        problem_->setText(QString::fromStdString(places.error().message()));
        plot_->setPeaks(next.peaks);
        return;
    }
    pending_.reset();
    problem_->clear();
    SynapseGroup value = *group;
    value.scatter = next;
    value.places = std::move(*places);
    document_->setGroup(std::move(value), tr("Scatter %1 synapses").arg(count),
                        QStringLiteral("scatter/") + id);
    refresh();
}

void ScatterPanel::addGroup() {
    const auto placed = cell();
    if (placed == nullptr) {
        return;
    }
    SynapseGroup group = groupOfMany(tr("Scattered").toStdString());
    if (auto places = scatter(group.scatter, newSynapses, *placed)) {
        group.places = std::move(*places);
        document_->addGroup(std::move(group));
    }
}

void ScatterPanel::refresh() {
    const SynapseGroup* group = document_->group(groupId());
    pages_->setCurrentIndex(group != nullptr ? 1 : 0);
    if (group == nullptr) {
        return;
    }
    const ScatterRecipe shown = recipe();
    const QString name = QString::fromStdString(group->name);
    name_->setText(group->locked ? tr("%1 is locked").arg(name) : name);
    controls_->setEnabled(!group->locked);
    const auto count = static_cast<int>(group->places.size());
    count_->setValue(count);
    const QSignalBlocker quiet(slider_);
    slider_->setValue(std::min(count, sliderEnd));
    if (sections_->text().trimmed().toStdString() != shown.sections) {
        sections_->setText(QString::fromStdString(shown.sections));
    }
    seed_->setValue(static_cast<double>(shown.seed));
    plot_->setPeaks(shown.peaks);
    showCounts();
}

void ScatterPanel::showCounts() {
    const SynapseGroup* group = document_->group(groupId());
    const auto placed = cell();
    if (group == nullptr || placed == nullptr || placed->segments.size() == 0) {
        return;
    }
    const Segments& segments = placed->segments;
    const QStringList kinds = kindsOf(placed->morphology);
    if (kinds != kinds_->stringList()) {
        kinds_->setStringList(kinds);
    }
    Eigen::VectorXd there = Eigen::VectorXd::Zero(segments.size());
    for (const int segment : segmentsAt(group->places, *placed)) {
        if (segment >= 0) {
            there[segment] += 1.0;
        }
    }
    const double low = std::min(segments.start.row(2).minCoeff(), segments.end.row(2).minCoeff());
    const double high =
        std::max({segments.start.row(2).maxCoeff(), segments.end.row(2).maxCoeff(), low + 1.0});
    const Eigen::VectorXd expected =
        scatterProbabilities(recipe(), *placed) * static_cast<double>(group->places.size());
    plot_->setCounts(low, high, binnedOverDepth(there, segments, low, high, bins),
                     binnedOverDepth(expected, segments, low, high, bins));
}

void ScatterPanel::applyTheme() {
    plot_->setTheme(theme_->values());
    anew_->setIcon(theme_->icon(QStringLiteral("dice")));
    QPalette bad = theme_->palette();
    bad.setColor(QPalette::WindowText, theme_->colours().bad);
    problem_->setPalette(bad);
}

} // namespace phiscope
