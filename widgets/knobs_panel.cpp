#include "widgets/knobs_panel.h"

#include "model/scene/parameters.h"
#include "model/scene/scene_file.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/field_editor.h"
#include "widgets/knobs/knob_edits.h"
#include "widgets/number_edit.h"
#include "widgets/quantity.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QPointer>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QSlider>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace phiscope {

namespace {

constexpr int sliderEnd = 1000;
constexpr int endWidth = 84;
constexpr int narrowestEnd = 48;
constexpr int unitWidth = 34; // most units; so that the values stand in line

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

/// Scrolling past it turns nothing.
class KnobSlider : public QSlider {
public:
    KnobSlider()
        : QSlider(Qt::Horizontal) {
        setRange(0, sliderEnd);
        setPageStep(sliderEnd / 10);
        setSingleStep(sliderEnd / 100);
        setFocusPolicy(Qt::StrongFocus);
    }

    std::function<void()> left;

protected:
    void wheelEvent(QWheelEvent* event) override { event->ignore(); }
    void focusOutEvent(QFocusEvent* event) override {
        QSlider::focusOutEvent(event);
        left();
    }
};

/// "Weight", "Position z".
QString numberName(const Parameter& parameter) {
    return qs(parameter.info.label);
}

} // namespace

struct KnobsPanel::Row {
    std::string id;
    QWidget* page = nullptr;
    QLabel* name = nullptr;
    KnobSlider* slider = nullptr;
    NumberEdit* value = nullptr;
    NumberEdit* low = nullptr;
    NumberEdit* high = nullptr;
    QCheckBox* log = nullptr;
    QLabel* unit = nullptr;
    QToolButton* back = nullptr;
    struct Past {
        double home = std::numeric_limits<double>::quiet_NaN(); ///< the number before this knob was turned
        double seen = std::numeric_limits<double>::quiet_NaN();
    };
    Past past;
};

KnobsPanel::KnobsPanel(Document* document, AppTheme* theme, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , theme_(theme)
    , pages_(new QStackedWidget) {
    setObjectName(QStringLiteral("knobsPanel"));
    setAccessibleName(tr("Knobs"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(pages_);
    pages_->addWidget(makeEmpty());
    auto* scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* page = new QWidget;
    auto* all = new QVBoxLayout(page);
    all->setContentsMargins(12, 8, 12, 8);
    all->setSpacing(10);
    column_ = new QVBoxLayout;
    column_->setSpacing(10);
    all->addLayout(column_);
    all->addWidget(makeAddButton(), 0, Qt::AlignLeft);
    all->addStretch(1);
    scroll->setWidget(page);
    pages_->addWidget(scroll);
    connect(document_, &Document::sceneChanged, this, [this](Changes changes) {
        const auto& knobs = document_->scene().knobs;
        const bool same =
            std::equal(knobs.begin(), knobs.end(), rows_.begin(), rows_.end(),
                       [](const Knob& k, const std::unique_ptr<Row>& row) { return k.id == row->id; });
        const bool other = changes == Changes(Change::all);
        if (other) { // another scene, whose knobs were turned by nobody yet
            for (const auto& row : rows_) {
                row->past = {};
            }
        }
        other || !same ? rebuild() : refresh();
    });
    connect(theme_, &AppTheme::changed, this, &KnobsPanel::rebuild);
    rebuild();
}

KnobsPanel::~KnobsPanel() = default;

QWidget* KnobsPanel::makeEmpty() {
    auto* page = new QWidget;
    auto* column = new QVBoxLayout(page);
    auto* words =
        new QLabel(tr("A knob keeps one number of the scene within reach: drag it, and every signal "
                      "follows. Add one for a number of the selected object, or with a right click "
                      "on its name or value in the properties."));
    words->setWordWrap(true);
    words->setAlignment(Qt::AlignCenter);
    column->addStretch();
    column->addWidget(words);
    column->addWidget(makeAddButton(), 0, Qt::AlignCenter);
    column->addStretch();
    return page;
}

QToolButton* KnobsPanel::makeAddButton() {
    auto* button = new QToolButton;
    button->setObjectName(QStringLiteral("addKnob"));
    button->setText(tr("Add knob"));
    button->setIcon(theme_->icon(QStringLiteral("plus")));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setPopupMode(QToolButton::InstantPopup);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setToolTip(tr("Numbers of the selected object; where none is selected, of the cell."));
    auto* menu = new QMenu(button);
    menu->setToolTipsVisible(true);
    button->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMenu(*menu); });
    connect(theme_, &AppTheme::changed, button,
            [this, button] { button->setIcon(theme_->icon(QStringLiteral("plus"))); });
    return button;
}

void KnobsPanel::fillMenu(QMenu& menu) {
    menu.clear();
    QString object = document_->selection();
    std::vector<std::string> keys = numbersOf(document_->scene(), object.toStdString());
    if (keys.empty()) {
        object = QStringLiteral("cell");
        keys = numbersOf(document_->scene(), object.toStdString());
    }
    menu.addSection(document_->itemName(object));
    for (const std::string& key : keys) {
        const auto parameter = findParameter(document_->scene(), object.toStdString(), key);
        if (!parameter) {
            continue;
        }
        const QString value = formatQuantity(parameter->get(document_->scene()), qs(parameter->info.unit));
        QAction* action = menu.addAction(numberName(*parameter) + QLatin1Char('\t') + value, this,
                                         [this, object, key] { add(object, qs(key)); });
        action->setObjectName(qs(key));
        action->setToolTip(FieldEditor::toolTipOf(parameter->info));
    }
}

void KnobsPanel::add(const QString& object, const QString& key) {
    const Scene& scene = document_->scene();
    const auto parameter = findParameter(scene, object.toStdString(), key.toStdString());
    if (!parameter) {
        return;
    }
    std::vector<Knob> knobs = scene.knobs;
    const auto there = std::find_if(knobs.begin(), knobs.end(), [&](const Knob& k) {
        return k.object == parameter->object && k.key == parameter->info.key;
    });
    std::string id;
    if (there != knobs.end()) {
        id = there->id;
    } else {
        Knob made = suggestedKnob(*parameter, scene);
        made.id = newId(scene, "knob");
        id = made.id;
        knobs.push_back(std::move(made));
        document_->endGesture();
        document_->setKnobs(
            std::move(knobs),
            tr("Add knob for %1 of %2").arg(numberName(*parameter).toLower(), document_->itemName(object)));
    }
    for (const auto& row : rows_) {
        if (row->id == id) {
            row->slider->setFocus();
        }
    }
}

void KnobsPanel::turn(const std::string& id, double value) {
    const Knob* of = findKnob(document_->scene(), id);
    const auto parameter = of != nullptr ? parameterOf(document_->scene(), *of) : std::nullopt;
    if (parameter) {
        turning_ = id;
        turnTo(*document_, *parameter, value);
        turning_.clear();
    }
}

void KnobsPanel::change(const std::string& id, const QString& text, const std::function<void(Knob&)>& edit) {
    std::vector<Knob> knobs = document_->scene().knobs;
    const auto found = std::find_if(knobs.begin(), knobs.end(), [&](const Knob& k) { return k.id == id; });
    if (found == knobs.end()) {
        return;
    }
    edit(*found);
    const bool sound = found->low < found->high && (found->scale == Knob::Scale::linear || found->low > 0.0);
    if (sound) { // else the last good range stays while it is typed
        document_->setKnobs(std::move(knobs), text, QStringLiteral("knobRange/") + qs(id));
    }
}

void KnobsPanel::remove(const std::string& id) {
    std::vector<Knob> knobs = document_->scene().knobs;
    std::erase_if(knobs, [&](const Knob& k) { return k.id == id; });
    document_->endGesture();
    document_->setKnobs(std::move(knobs), tr("Remove knob"));
}

void KnobsPanel::addRow(const Knob& knob) {
    auto row = std::make_unique<Row>();
    row->id = knob.id;
    const std::string id = knob.id;
    const QString part = qs(id);
    row->page = new QWidget;
    auto* grid = new QGridLayout(row->page);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(2);
    const auto number = [&](const char* what) {
        auto* edit = new NumberEdit;
        edit->setObjectName(part + QString::fromLatin1(what));
        edit->setMinimumWidth(theme_->signSize(narrowestEnd)); // a narrow panel cuts digits, not the row
        edit->setMaximumWidth(theme_->signSize(endWidth));
        connect(edit, &NumberEdit::editingFinished, this, [this] {
            document_->endGesture();
            refresh(); // what was typed and can not be gives way to what is
        });
        return edit;
    };
    row->name = new QLabel;
    row->name->setObjectName(part + QStringLiteral("Name"));
    row->name->setWordWrap(true);
    row->slider = new KnobSlider;
    row->slider->setObjectName(part + QStringLiteral("Slider"));
    row->value = number("Value");
    row->unit = new QLabel;
    row->unit->setMinimumWidth(theme_->signSize(unitWidth));
    row->low = number("Low");
    row->high = number("High");
    row->log = new QCheckBox(tr("log"));
    row->log->setObjectName(part + QStringLiteral("Log"));
    row->log->setToolTip(tr("Equal ways of the slider are equal factors. Needs a range above 0."));
    row->back = new QToolButton;
    row->back->setObjectName(part + QStringLiteral("Back"));
    row->back->setIcon(theme_->icon(QStringLiteral("undo")));
    row->back->setAutoRaise(true);
    connect(row->back, &QToolButton::clicked, this, [this, id, of = row.get()] {
        document_->endGesture();
        turn(id, of->past.home);
        document_->endGesture();
    });
    auto* sweep = new QToolButton;
    sweep->setObjectName(part + QStringLiteral("Sweep"));
    sweep->setIcon(theme_->icon(QStringLiteral("sweep")));
    sweep->setAutoRaise(true);
    sweep->setToolTip(tr("Sweep: the signals at several values of this number, side by side."));
    sweep->setAccessibleName(tr("Sweep"));
    connect(sweep, &QToolButton::clicked, this, [this, part] { Q_EMIT sweepRequested(part); });
    auto* away = new QToolButton;
    away->setObjectName(part + QStringLiteral("Remove"));
    away->setIcon(theme_->icon(QStringLiteral("close")));
    away->setAutoRaise(true);
    away->setToolTip(tr("Removes the knob; its number stays as it is."));
    away->setAccessibleName(tr("Remove knob"));
    auto* head = new QHBoxLayout;
    head->addWidget(row->name, 1);
    head->addWidget(row->value);
    head->addWidget(row->unit);
    head->addWidget(sweep);
    head->addWidget(away);
    // The ends stand below the slider as on an axis, so that it has its room in a narrow panel too.
    grid->addLayout(head, 0, 0, 1, 4);
    grid->addWidget(row->slider, 1, 0, 1, 4);
    grid->addWidget(row->low, 2, 0);
    grid->addWidget(row->back, 2, 1, Qt::AlignCenter);
    grid->addWidget(row->log, 2, 2);
    grid->addWidget(row->high, 2, 3);
    grid->setColumnStretch(1, 1);

    row->slider->left = [document = QPointer<Document>(document_)] {
        if (!document.isNull()) {
            document->endGesture(); // the steps of its keys are one
        }
    };
    connect(row->slider, &QSlider::sliderPressed, document_, &Document::endGesture);
    connect(row->slider, &QSlider::sliderReleased, document_, &Document::endGesture);
    connect(row->slider, &QSlider::valueChanged, this, [this, id](int at) {
        const Knob* of = findKnob(document_->scene(), id);
        const auto parameter = of != nullptr ? parameterOf(document_->scene(), *of) : std::nullopt;
        if (parameter) {
            turn(id, valueOnKnob(*of, static_cast<double>(at) / sliderEnd, parameter->info));
        }
    });
    connect(row->value, &NumberEdit::edited, this, [this, id](double value) { turn(id, value); });
    connect(row->low, &NumberEdit::edited, this, [this, id](double value) {
        change(id, tr("Set range of knob"), [value](Knob& k) { k.low = value; });
    });
    connect(row->high, &NumberEdit::edited, this, [this, id](double value) {
        change(id, tr("Set range of knob"), [value](Knob& k) { k.high = value; });
    });
    connect(row->log, &QCheckBox::clicked, this, [this, id](bool on) {
        document_->endGesture();
        change(id, on ? tr("Logarithmic knob") : tr("Linear knob"),
               [on](Knob& k) { k.scale = on ? Knob::Scale::logarithmic : Knob::Scale::linear; });
        refresh();
    });
    connect(
        away, &QToolButton::clicked, this, [this, id] { remove(id); }, Qt::QueuedConnection);
    column_->addWidget(row->page);
    rows_.push_back(std::move(row));
}

void KnobsPanel::rebuild() {
    std::map<std::string, Row::Past> pasts;
    for (const auto& row : rows_) {
        pasts[row->id] = row->past;
        row->page->hide();
        row->page->deleteLater(); // one of its parts may be what was clicked
    }
    rows_.clear();
    for (const Knob& knob : document_->scene().knobs) {
        addRow(knob);
        if (const auto past = pasts.find(knob.id); past != pasts.end()) {
            rows_.back()->past = past->second;
        }
    }
    pages_->setCurrentIndex(rows_.empty() ? 0 : 1);
    refresh();
}

void KnobsPanel::refresh() {
    const Scene& scene = document_->scene();
    for (const auto& row : rows_) {
        const Knob* of = findKnob(scene, row->id);
        const auto parameter = of != nullptr ? parameterOf(scene, *of) : std::nullopt;
        row->page->setEnabled(parameter && parameter->applies(scene));
        if (!parameter) {
            row->name->setText(tr("A number that is not there any more"));
            continue;
        }
        const FieldInfo& info = parameter->info;
        const QString name = knobName(*document_, *parameter);
        row->name->setText(name);
        const QString help = FieldEditor::toolTipOf(info);
        row->name->setToolTip(help);
        row->slider->setToolTip(help);
        row->slider->setAccessibleName(name);
        row->value->setAccessibleName(name);
        row->low->setAccessibleName(tr("%1, lowest").arg(name));
        row->high->setAccessibleName(tr("%1, highest").arg(name));
        row->low->setToolTip(tr("Where the slider begins. Below the other end."));
        row->high->setToolTip(tr("Where the slider ends. Above the other end."));
        row->unit->setText(qs(info.unit));
        for (NumberEdit* edit : {row->value, row->low, row->high}) {
            edit->setLimits(info.minimum, info.maximum);
            edit->setDecimals(info.decimals);
            edit->setStep(info.step);
        }
        const double value = parameter->get(scene);
        if (value != row->past.seen && turning_ != row->id) {
            row->past.home = value;
        }
        row->past.seen = value;
        row->back->setEnabled(value != row->past.home);
        row->back->setToolTip(tr("Back to %1, where it was before the knob was turned.")
                                  .arg(formatQuantity(row->past.home, qs(info.unit))));
        row->back->setAccessibleName(tr("%1, back").arg(name));
        row->value->setValue(value);
        row->low->setValue(of->low);
        row->high->setValue(of->high);
        row->log->setEnabled(of->low > 0.0);
        row->log->setChecked(of->scale == Knob::Scale::logarithmic);
        if (!row->slider->isSliderDown()) {
            const QSignalBlocker quiet(row->slider);
            row->slider->setValue(static_cast<int>(std::lround(positionOnKnob(*of, value) * sliderEnd)));
        }
    }
}

} // namespace phiscope
