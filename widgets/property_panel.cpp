#include "widgets/property_panel.h"

#include "model/scene/parameters.h"
#include "model/simulation/cell_source.h"
#include "model/synthesis/shapes.h"
#include "widgets/app_theme.h"
#include "widgets/cell_places.h"
#include "widgets/document.h"
#include "widgets/field_editor.h"
#include "widgets/field_slider.h"
#include "widgets/inputs/spike_train_editor.h"
#include "widgets/inputs/stimulation_editor.h"
#include "widgets/inputs/waveform_preview.h"
#include "widgets/insertion_form.h"
#include "widgets/number_edit.h"
#include "widgets/probe_notice.h"
#include "widgets/probe_remedies.h"
#include "widgets/quantity.h"

#include <QGridLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <filesystem>

namespace phiscope {

namespace {

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

QString describe(const FieldInfo& info, const FieldValue& value) {
    const QString unit = info.unit.empty() ? QString() : QStringLiteral(" ") + qs(info.unit);
    if (std::holds_alternative<std::monostate>(value)) {
        return info.unsetText.empty() ? PropertyPanel::tr("not set") : qs(info.unsetText);
    }
    if (const auto* on = std::get_if<bool>(&value)) {
        return *on ? PropertyPanel::tr("on") : PropertyPanel::tr("off");
    }
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        return QString::number(*whole) + unit;
    }
    if (const auto* number = std::get_if<double>(&value)) {
        return formatNumber(*number, 6) + unit;
    }
    if (const auto* triple = std::get_if<std::array<double, 3>>(&value)) {
        return QStringLiteral("(%1, %2, %3)")
                   .arg(formatNumber((*triple)[0]), formatNumber((*triple)[1]), formatNumber((*triple)[2])) +
               unit;
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        for (const FieldChoice& choice : info.choices) {
            if (choice.key == *text) {
                return qs(choice.label);
            }
        }
        return text->size() > 40 ? qs(text->substr(0, 40)) + QStringLiteral("…") : qs(*text);
    }
    if (const auto* list = std::get_if<std::vector<double>>(&value)) {
        return PropertyPanel::tr("%1 numbers").arg(list->size());
    }
    if (const auto* texts = std::get_if<std::vector<std::string>>(&value)) {
        return PropertyPanel::tr("%1 texts").arg(texts->size());
    }
    return PropertyPanel::tr("%1 points").arg(std::get<std::vector<std::array<double, 3>>>(value).size());
}

} // namespace

struct PropertyPanel::Row {
    QString key;
    FieldEditor* editor = nullptr;
    QLabel* label = nullptr;
    QLabel* heading = nullptr;
    QWidget* below = nullptr;      ///< what belongs to the editor; may be null
    std::function<bool()> refresh; ///< false: does not apply now
};

PropertyPanel::PropertyPanel(Document* document, AppTheme* theme, QWidget* parent)
    : QScrollArea(parent)
    , document_(document)
    , theme_(theme) {
    setObjectName(QStringLiteral("propertyPanel"));
    setAccessibleName(tr("Properties"));
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(document_, &Document::selectionChanged, this, [this] {
        if (document_->selection() != shown_) {
            rebuild();
        }
    });
    connect(document_, &Document::sceneChanged, this, [this](Changes changes) {
        // Another scene may use the same ids.
        if (changes == Changes(Change::all) || structureKey() != structure_) {
            rebuild();
        } else {
            refresh();
        }
    });
    connect(document_, &Document::cellRebuilt, this, &PropertyPanel::refresh);
    connect(theme_, &AppTheme::changed, this, &PropertyPanel::rebuild);
    rebuild();
}

PropertyPanel::~PropertyPanel() = default;

FieldEditor* PropertyPanel::editor(const QString& key) const {
    for (const auto& row : rows_) {
        if (row->key == key) {
            return row->editor;
        }
    }
    return nullptr;
}

QString PropertyPanel::structureKey() const {
    if (shown_ != QLatin1String("cell")) {
        return {};
    }
    const Cell& cell = document_->scene().cell;
    QString key = qs(cell.morphology.shape) + (cell.morphology.kind == MorphologySource::Kind::procedural
                                                   ? QStringLiteral("+")
                                                   : QStringLiteral("-"));
    for (const Mechanism& mechanism : cell.mechanisms) {
        key += QLatin1Char('/') + qs(mechanism.name);
    }
    return key;
}

void PropertyPanel::addHeading(const QString& text) {
    auto* heading = new QLabel(text);
    QFont font = theme_->dimFont();
    font.setWeight(QFont::DemiBold);
    heading->setFont(font);
    QPalette palette = heading->palette();
    palette.setColor(QPalette::WindowText, theme_->colours().dimText);
    heading->setPalette(palette);
    heading->setContentsMargins(0, 10, 0, 2);
    column_->addWidget(heading);
}

void PropertyPanel::addKnobActions(QMenu& menu, const FieldInfo& info, int from, int to) {
    const bool number = info.kind != FieldKind::triple;
    const QString object = shown_;
    for (int part = from; part < to; ++part) {
        const QString key = qs(info.key) + (number ? QString() : QStringLiteral("/%1").arg(part));
        QAction* action = menu.addAction(
            number ? tr("Add knob")
                   : tr("Add knob for %1").arg(qs(info.components.at(static_cast<std::size_t>(part)))),
            this, [this, object, key] { Q_EMIT knobRequested(object, key); });
        action->setObjectName(QStringLiteral("addKnobHere"));
    }
}

void PropertyPanel::offerKnob(QLabel* label, const FieldEditor& editor) {
    const FieldInfo& info = editor.info();
    const auto count = static_cast<int>(editor.numbers().size());
    if (count == 0) {
        return;
    }
    label->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(label, &QWidget::customContextMenuRequested, this, [this, label, info, count](const QPoint& at) {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        addKnobActions(*menu, info, 0, count);
        menu->popup(label->mapToGlobal(at));
    });
    for (int k = 0; k < count; ++k) {
        connect(editor.numbers()[static_cast<std::size_t>(k)], &NumberEdit::menuAboutToShow, this,
                [this, info, k](QMenu* menu) {
                    menu->addSeparator();
                    addKnobActions(*menu, info, k, k + 1);
                });
    }
}

template <typename T>
void PropertyPanel::addForm(std::function<const T*()> get,
                            std::function<void(T, const QString&, const QString&)> set,
                            const QString& subject) {
    Fields<T> fields = fieldsOf<T>();
    if constexpr (std::is_same_v<T, Cell>) {
        fields = fieldsOfCell(document_->scene().cell);
        // The table calls a shape a text; here the known ones are offered by name.
        for (Field<T>& field : fields) {
            if (field.info.key == "morphology/source") {
                field.info.inPanel = false; // follows from what was opened
            }
            if (field.info.key == "morphology/shape") {
                field.info.kind = FieldKind::choice;
                field.info.inPanel = true;
                for (const ShapeInfo& shape : shapes()) {
                    field.info.choices.push_back({shape.key, shape.title, shape.description});
                }
            }
        }
    }

    QGridLayout* grid = nullptr;
    QLabel* heading = nullptr;
    std::string group = "\n";
    for (const Field<T>& field : fields) {
        if (!field.info.inPanel) {
            continue;
        }
        if (field.info.group != group) {
            group = field.info.group;
            heading = nullptr;
            if (!group.empty()) {
                addHeading(qs(group));
                heading = static_cast<QLabel*>(column_->itemAt(column_->count() - 1)->widget());
            }
            grid = new QGridLayout;
            grid->setHorizontalSpacing(8);
            grid->setVerticalSpacing(4);
            grid->setColumnMinimumWidth(0, 124); // so that the groups' columns stand in line
            grid->setColumnStretch(1, 1);
            column_->addLayout(grid);
        }
        auto row = std::make_unique<Row>();
        row->key = qs(field.info.key);
        row->heading = heading;
        auto* editor = new FieldEditor(field.info);
        row->editor = editor;
        const int at = grid->rowCount();
        if (field.info.kind == FieldKind::boolean) {
            // A long sentence takes the whole row rather than make the panel wider than it is.
            constexpr int room = 150;
            const bool wide = editor->minimumSizeHint().width() > room;
            grid->addWidget(editor, at, wide ? 0 : 1, 1, wide ? 2 : 1);
        } else {
            auto* label = new QLabel(qs(field.info.label));
            label->setToolTip(FieldEditor::toolTipOf(field.info));
            label->setMinimumHeight(26);
            row->label = label;
            offerKnob(label, *editor);
            if (field.info.kind == FieldKind::points || field.info.kind == FieldKind::triple ||
                field.info.multiline) {
                grid->addWidget(label, at, 0, 1, 2);
                grid->addWidget(editor, at + 1, 0, 1, 2);
            } else {
                grid->addWidget(label, at, 0, Qt::AlignTop | Qt::AlignLeft);
                grid->addWidget(editor, at, 1);
            }
        }
        FieldSlider* slider = nullptr;
        if constexpr (std::is_same_v<T, Cell>) {
            if (field.info.key == "pose/distortion_factor") {
                slider = new FieldSlider(editor, -0.5, 0.5, 0.01);
                slider->setObjectName(QStringLiteral("distortionSlider"));
                grid->addWidget(slider, at + 1, 1);
                row->below = slider;
            } else if (field.info.key == "pose/mirror_z") {
                places_ = new CellPlaces(document_, theme_);
                grid->addWidget(places_, at + 1, 0, 1, 2);
            }
        }
        if constexpr (std::is_same_v<T, Probe>) {
            if (field.info.key == "squeeze") {
                auto* fit = new QPushButton(tr("Fit into slice"));
                fit->setObjectName(QStringLiteral("fitIntoSlice"));
                fit->setToolTip(tr("Sets this to the least with which the whole cell lies in the slice."));
                connect(fit, &QPushButton::clicked, this,
                        [this, subject] { fitIntoSlice(*document_, subject); });
                grid->addWidget(fit, at + 1, 1, Qt::AlignLeft);
                row->below = fit;
            }
        }
        if constexpr (std::is_same_v<T, Probe>) {
            if (field.info.key == "averaging_seed") { // the last of the contacts
                insertion_ = new InsertionForm(document_, theme_, subject);
                grid->addWidget(insertion_, at + 1, 0, 1, 2);
            }
            if (field.info.key == "stimulation/enabled") {
                grid->addWidget(new StimulationEditor(document_, theme_, subject), at + 1, 0, 1, 2);
            }
        }
        if (field.info.key == "section") {
            editor->setCheck([this](const FieldValue& value) {
                const auto cell = document_->cell();
                const auto& name = std::get<std::string>(value);
                return cell && sectionByName(cell->morphology, name) < 0
                           ? tr("The cell has no section “%1”.").arg(qs(name))
                           : QString();
            });
        }
        const QString mergeKey = QStringLiteral("field/%1/%2").arg(subject, row->key);
        connect(
            editor, &FieldEditor::edited, this,
            [this, get, set, field, mergeKey, subject](const FieldValue& value) {
                const T* now = get();
                if (now == nullptr || field.get(*now) == value) {
                    return;
                }
                T changed = *now;
                field.set(changed, value);
                if constexpr (std::is_same_v<T, Probe> || std::is_same_v<T, FieldSlice>) {
                    const bool tissue = field.info.key == "medium" || field.info.key == "comparison/medium";
                    if (tissue && adaptSources(changed)) {
                        Q_EMIT document_->message({Message::Level::information, adaptedSourcesText(), {}});
                    }
                }
                set(std::move(changed),
                    tr("Set %1 of %2 to %3")
                        .arg(qs(field.info.label).toLower(), document_->itemName(subject),
                             describe(field.info, value)),
                    mergeKey);
            });
        connect(editor, &FieldEditor::finished, document_, &Document::endGesture);
        row->refresh = [this, get, field, editor, slider] {
            const T* now = get();
            if (now == nullptr) {
                return false;
            }
            if (field.info.key == "section") {
                QStringList names;
                if (const auto cell = document_->cell()) {
                    for (const Section& section : cell->morphology.sections) {
                        names << qs(section.name);
                    }
                }
                editor->setSuggestions(names);
            }
            if constexpr (std::is_same_v<T, Probe> || std::is_same_v<T, FieldSlice>) {
                showRefusedSources(*editor, *now);
            }
            const FieldValue value = field.get(*now);
            editor->setValue(value);
            if (slider != nullptr) {
                slider->show(std::get<double>(value));
            }
            return field.applies(*now);
        };
        rows_.push_back(std::move(row));
    }
}

void PropertyPanel::rebuild() {
    shown_ = document_->selection();
    structure_ = structureKey();
    rows_.clear();
    summary_ = nullptr;
    notice_ = nullptr;
    insertion_ = nullptr;
    places_ = nullptr;
    auto* page = new QWidget;
    column_ = new QVBoxLayout(page);
    column_->setContentsMargins(12, 8, 12, 12);
    column_->setSpacing(2);

    const auto title = [this](const QString& icon, const QString& text) {
        auto* row = new QHBoxLayout;
        auto* picture = new QLabel;
        picture->setPixmap(theme_->icon(icon, theme_->colours().dimText).pixmap(18, 18));
        auto* label = new QLabel(text);
        QFont font = theme_->numberFont();
        font.setWeight(QFont::DemiBold);
        label->setFont(font);
        row->addWidget(picture);
        row->addWidget(label, 1);
        row->setContentsMargins(0, 0, 0, 4);
        column_->addLayout(row);
    };
    const QString id = shown_;
    if (id == QLatin1String("cell")) {
        title(QStringLiteral("cell"), tr("Cell"));
        summary_ = new QLabel;
        summary_->setWordWrap(true);
        summary_->setObjectName(QStringLiteral("dim"));
        column_->addWidget(summary_);
        addForm<Cell>([this] { return &document_->scene().cell; },
                      [this](Cell value, const QString& text, const QString& key) {
                          document_->setCell(std::move(value), text, key);
                      },
                      id);
        addMechanisms();
    } else if (id == QLatin1String("run")) {
        title(QStringLiteral("run"), tr("Run"));
        addForm<RunSettings>([this] { return &document_->scene().run; },
                             [this](RunSettings value, const QString& text, const QString& key) {
                                 document_->setRun(value, text, key);
                             },
                             id);
    } else if (id == QLatin1String("scene") || document_->itemName(id).isEmpty()) {
        title(QStringLiteral("gallery"), tr("Scene"));
        addForm<Scene>([this] { return &document_->scene(); },
                       [this](const Scene& value, const QString&, const QString&) {
                           document_->setTitle(qs(value.title), qs(value.description));
                       },
                       QStringLiteral("scene"));
    } else if (document_->synapse(id) != nullptr) {
        title(QStringLiteral("synapse"), tr("Synapse"));
        addForm<Synapse>([this, id] { return document_->synapse(id); },
                         [this](Synapse value, const QString& text, const QString& key) {
                             document_->setSynapse(std::move(value), text, key);
                         },
                         id);
        column_->addWidget(new SpikeTrainEditor(document_, theme_, id));
    } else if (document_->group(id) != nullptr) {
        title(QStringLiteral("synapse"), tr("Synapse group"));
        addForm<SynapseGroup>([this, id] { return document_->group(id); },
                              [this](SynapseGroup value, const QString& text, const QString& key) {
                                  document_->setGroup(std::move(value), text, key);
                              },
                              id);
        column_->addWidget(new SpikeTrainEditor(document_, theme_, id));
    } else if (document_->stimulus(id) != nullptr) {
        title(QStringLiteral("stimulus"), tr("Stimulus"));
        addForm<Stimulus>([this, id] { return document_->stimulus(id); },
                          [this](Stimulus value, const QString& text, const QString& key) {
                              document_->setStimulus(std::move(value), text, key);
                          },
                          id);
        column_->addWidget(new WaveformPreview(document_, theme_, id));
    } else if (document_->probe(id) != nullptr) {
        title(QStringLiteral("probe"), tr("Probe"));
        notice_ = new ProbeNotice(document_, theme_, id);
        column_->addWidget(notice_);
        addForm<Probe>([this, id] { return document_->probe(id); },
                       [this](Probe value, const QString& text, const QString& key) {
                           document_->setProbe(std::move(value), text, key);
                       },
                       id);
    } else if (document_->slice(id) != nullptr) {
        title(QStringLiteral("slice"), tr("Field slice"));
        addForm<FieldSlice>([this, id] { return document_->slice(id); },
                            [this](FieldSlice value, const QString& text, const QString& key) {
                                document_->setSlice(std::move(value), text, key);
                            },
                            id);
    } else if (document_->head(id) != nullptr) {
        title(QStringLiteral("head"), tr("Head"));
        addForm<Head>([this, id] { return document_->head(id); },
                      [this](Head value, const QString& text, const QString& key) {
                          document_->setHead(std::move(value), text, key);
                      },
                      id);
    }
    if (id.isEmpty()) {
        auto* hint =
            new QLabel(tr("Select something in the tree or in the view: its properties stand here."));
        hint->setWordWrap(true);
        hint->setObjectName(QStringLiteral("dim"));
        hint->setContentsMargins(0, 12, 0, 0);
        column_->addWidget(hint);
    }
    column_->addStretch(1);
    QPalette dim = page->palette();
    dim.setColor(QPalette::WindowText, theme_->colours().dimText);
    QPalette bad = page->palette();
    bad.setColor(QPalette::WindowText, theme_->colours().bad);
    for (QLabel* label : page->findChildren<QLabel*>()) {
        if (label->objectName() == QLatin1String("dim")) {
            label->setPalette(dim);
            label->setFont(theme_->dimFont());
        } else if (label->objectName() == QLatin1String("problem")) {
            label->setPalette(bad);
            label->setFont(theme_->dimFont());
        }
    }
    // The one before may be amid a signal of its own.
    if (QWidget* before = takeWidget()) {
        before->hide();
        before->deleteLater();
    }
    setWidget(page);
    refresh();
}

void PropertyPanel::addMechanisms() {
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 10, 0, 0);
    const auto edit = [this](const QString& text, const std::function<void(Cell&)>& change) {
        Cell value = document_->scene().cell;
        change(value);
        document_->endGesture();
        document_->setCell(std::move(value), text);
    };
    auto* add = new QPushButton(theme_->icon(QStringLiteral("plus")), tr("Add mechanism"));
    add->setObjectName(QStringLiteral("addMechanism"));
    add->setToolTip(tr("Inserts a membrane mechanism into sections of the cell."));
    auto* menu = new QMenu(add);
    for (const FieldChoice& choice : findField<Mechanism>("name")->info.choices) {
        QAction* action = menu->addAction(qs(choice.label), this, [edit, choice] {
            edit(tr("Add mechanism %1").arg(qs(choice.key)), [&choice](Cell& cell) {
                Mechanism added;
                added.name = choice.key;
                cell.mechanisms.push_back(added);
            });
        });
        action->setToolTip(qs(choice.help));
    }
    add->setMenu(menu);
    add->setMinimumWidth(40); // a narrow panel cuts this text rather than everything at the right
    buttons->addWidget(add);
    if (!document_->scene().cell.mechanisms.empty()) {
        auto* remove = new QPushButton(theme_->icon(QStringLiteral("trash")), tr("Remove"));
        auto* which = new QMenu(remove);
        for (std::size_t k = 0; k < document_->scene().cell.mechanisms.size(); ++k) {
            const Mechanism& mechanism = document_->scene().cell.mechanisms[k];
            which->addAction(tr("%1 in %2").arg(qs(mechanism.name), qs(mechanism.sections)), this, [edit, k] {
                edit(tr("Remove mechanism"), [k](Cell& cell) {
                    cell.mechanisms.erase(cell.mechanisms.begin() + static_cast<std::ptrdiff_t>(k));
                });
            });
        }
        remove->setMinimumWidth(40);
        remove->setMenu(which);
        buttons->addWidget(remove);
    }
    buttons->addStretch(1);
    column_->addLayout(buttons);
}

void PropertyPanel::setHoveredSegment(int segment) {
    if (places_ != nullptr) {
        places_->setHovered(segment);
    }
}

void PropertyPanel::refresh() {
    std::vector<QLabel*> shownHeadings;
    for (const auto& row : rows_) {
        const bool applies = row->refresh();
        row->editor->setVisible(applies);
        if (row->below != nullptr) {
            row->below->setVisible(applies);
        }
        if (row->label != nullptr) {
            row->label->setVisible(applies);
        }
        if (row->heading != nullptr && applies) {
            shownHeadings.push_back(row->heading);
        }
    }
    for (const auto& row : rows_) {
        if (row->heading != nullptr) {
            row->heading->setVisible(std::find(shownHeadings.begin(), shownHeadings.end(), row->heading) !=
                                     shownHeadings.end());
        }
    }
    if (notice_ != nullptr) {
        notice_->refresh();
    }
    if (insertion_ != nullptr) {
        insertion_->refresh();
    }
    if (places_ != nullptr) {
        places_->refresh();
    }
    if (summary_ != nullptr) {
        QString text;
        if (const auto cell = document_->cell()) {
            const Segments& segments = cell->placed.segments;
            text = tr("%1 sections, %2 segments, %3 of neurite")
                       .arg(cell->morphology.sections.size())
                       .arg(segments.size())
                       .arg(formatQuantity(segments.length.sum() / 1000.0, QStringLiteral("mm")));
            const MorphologySource& source = document_->scene().cell.morphology;
            if (source.kind != MorphologySource::Kind::procedural) {
                text += tr("\nFrom %1").arg(qs(std::filesystem::path(source.path).filename().string()));
            }
            if (!cell->somaNote.empty()) {
                text += QLatin1Char('\n') + qs(cell->somaNote);
            }
        }
        summary_->setText(text);
        summary_->setVisible(!text.isEmpty());
    }
}

} // namespace phiscope
