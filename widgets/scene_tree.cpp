#include "widgets/scene_tree.h"

#include "model/scene/fields.h"
#include "model/scene/stimulation.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/probe_remedies.h"
#include "widgets/quantity.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QScopedValueRollback>
#include <QStyledItemDelegate>

namespace phiscope {

namespace {

constexpr int idRole = Qt::UserRole;
constexpr int placeRole = Qt::UserRole + 1; ///< of the sentence in an empty group: what a click places
constexpr int shownRole = Qt::UserRole + 2;
constexpr int lockedRole = Qt::UserRole + 3;

QString qs(const std::string& text) {
    return QString::fromStdString(text);
}

QString place(const Location& at) {
    return QStringLiteral("%1(%2)").arg(qs(at.section), formatNumber(at.x, 3));
}

QString detailOf(const Synapse& synapse) {
    return place(synapse.location);
}
QString detailOf(const SynapseGroup& group) {
    return QString::number(group.places.size());
}
QString detailOf(const Stimulus& stimulus) {
    return place(stimulus.location);
}
QString layoutOf(const Probe& probe) {
    if (probe.layout == Probe::Layout::custom) {
        return SceneTree::tr("%1 contacts").arg(probe.contactsUm.size());
    }
    return QStringLiteral("%1 × %2 µm").arg(probe.contactCount).arg(formatNumber(probe.spacingUm));
}

/// That current flows from it is what matters most.
QString detailOf(const Probe& probe) {
    return stimulates(probe) ? SceneTree::tr("stimulates") : layoutOf(probe);
}

QString detailOf(const FieldSlice& slice) {
    switch (slice.quantity) {
    case FieldSlice::Quantity::potential:
        return SceneTree::tr("potential");
    case FieldSlice::Quantity::csd:
        return SceneTree::tr("CSD");
    case FieldSlice::Quantity::stimulus:
        return SceneTree::tr("stimulus");
    }
    return {};
}
QString detailOf(const Head& head) {
    return head.model == Head::Model::nyHead ? SceneTree::tr("New York head") : SceneTree::tr("four spheres");
}

QIcon iconOf(const AppTheme& theme, const Synapse& synapse) {
    return theme.icon(QStringLiteral("synapse"),
                      synapse.excitatory() ? theme.colours().excitatory : theme.colours().inhibitory);
}
QIcon iconOf(const AppTheme& theme, const SynapseGroup& group) {
    return iconOf(theme, group.synapse);
}
QIcon iconOf(const AppTheme& theme, const Stimulus& /*stimulus*/) {
    return theme.icon(QStringLiteral("stimulus"), theme.colours().stimulus);
}
QIcon iconOf(const AppTheme& theme, const Probe& probe) {
    return stimulates(probe) ? theme.icon(QStringLiteral("stimulating-probe"), theme.colours().stimulus)
                             : theme.icon(QStringLiteral("probe"));
}

QIcon iconOf(const AppTheme& theme, const FieldSlice& /*slice*/) {
    return theme.icon(QStringLiteral("slice"));
}
QIcon iconOf(const AppTheme& theme, const Head& /*head*/) {
    return theme.icon(QStringLiteral("head"));
}

bool shown(const Synapse& synapse) {
    return synapse.enabled;
}
bool shown(const SynapseGroup& group) {
    return group.enabled;
}
bool shown(const Stimulus& stimulus) {
    return stimulus.enabled;
}
bool shown(const Probe& probe) {
    return probe.visible;
}
bool shown(const FieldSlice& slice) {
    return slice.visible;
}
bool shown(const Head& head) {
    return head.visible;
}

/// The sentences in an empty group: what is shown, and what the click does.
struct EmptyGroup {
    QString kind; ///< of placeRequested
    QString text;
    QString help;
};

EmptyGroup emptyGroup(const Synapse* /*kind*/) {
    return {QStringLiteral("synapse"), SceneTree::tr("None yet. Place one: S"),
            SceneTree::tr("Pick the synapse tool, then click on the cell.")};
}
EmptyGroup emptyGroup(const SynapseGroup* /*kind*/) {
    return {QStringLiteral("group"), SceneTree::tr("None yet. Paint some: B"),
            SceneTree::tr("Pick the synapse brush, then paint on the cell, or scatter many at once.")};
}
EmptyGroup emptyGroup(const Stimulus* /*kind*/) {
    return {QStringLiteral("stimulus"), SceneTree::tr("None yet. Place one: I"),
            SceneTree::tr("Pick the stimulus tool, then click on the cell.")};
}
EmptyGroup emptyGroup(const Probe* /*kind*/) {
    return {QStringLiteral("probe"), SceneTree::tr("None yet. Place one: P"),
            SceneTree::tr("Pick the probe tool, then click in the view.")};
}
EmptyGroup emptyGroup(const FieldSlice* /*kind*/) {
    return {QStringLiteral("slice"), SceneTree::tr("None yet. Add one"),
            SceneTree::tr("A plane through the tissue, coloured by the potential or the current source "
                          "density.")};
}
EmptyGroup emptyGroup(const Head* /*kind*/) {
    return {QStringLiteral("head"), SceneTree::tr("None yet. Add one"),
            SceneTree::tr("A head around the cell: EEG on its scalp and MEG outside.")};
}

/// Rows of one comfortable height.
class RowDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        return {QStyledItemDelegate::sizeHint(option, index).width(),
                std::max(rowHeight, option.fontMetrics.height() + 9)};
    }

private:
    static constexpr int rowHeight = 25;
};

/// Longer groups begin folded, so that what comes after them is in sight.
constexpr std::size_t longGroup = 8;

} // namespace

SceneTree::SceneTree(Document* document, AppTheme* theme, QWidget* parent)
    : QTreeWidget(parent)
    , document_(document)
    , theme_(theme) {
    setObjectName(QStringLiteral("sceneTree"));
    setAccessibleName(tr("Scene"));
    setAccessibleDescription(tr("What the scene holds. The selected row is the selected object everywhere."));
    setColumnCount(4);
    setSelectionMode(ExtendedSelection);
    setHeaderHidden(true);
    setItemDelegate(new RowDelegate(this));
    setIndentation(16);
    setIconSize({theme_->signSize(), theme_->signSize()});
    setUniformRowHeights(true);
    setFrameShape(QFrame::NoFrame);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setExpandsOnDoubleClick(false);
    header()->setMinimumSectionSize(24);
    header()->setStretchLastSection(false);
    header()->setSectionResizeMode(nameColumn, QHeaderView::Stretch);
    header()->setSectionResizeMode(detailColumn, QHeaderView::ResizeToContents);
    header()->setSectionResizeMode(eyeColumn, QHeaderView::Fixed);
    header()->resizeSection(eyeColumn, 30);
    header()->setSectionResizeMode(lockColumn, QHeaderView::Fixed);
    header()->resizeSection(lockColumn, 24);

    scene_ = addGroup(QStringLiteral("scene"), {}, QStringLiteral("gallery"));
    scene_->setFirstColumnSpanned(true); // a title has no detail and may be long
    cell_ = addGroup(QStringLiteral("cell"), {}, QStringLiteral("cell"));
    synapses_ = addGroup({}, tr("Synapses"), QStringLiteral("synapse"));
    groups_ = addGroup({}, tr("Synapse groups"), QStringLiteral("synapse"));
    stimuli_ = addGroup({}, tr("Stimuli"), QStringLiteral("stimulus"));
    probes_ = addGroup({}, tr("Probes"), QStringLiteral("probe"));
    slices_ = addGroup({}, tr("Field slices"), QStringLiteral("slice"));
    heads_ = addGroup({}, tr("Heads"), QStringLiteral("head"));
    run_ = addGroup(QStringLiteral("run"), tr("Run"), QStringLiteral("run"));

    connect(document_, &Document::sceneChanged, this, [this](Changes changes) {
        refresh();
        if (changes == Changes(Change::all)) {
            synapses_->setExpanded(document_->scene().synapses.size() <= longGroup);
            groups_->setExpanded(document_->scene().groups.size() <= longGroup);
            stimuli_->setExpanded(document_->scene().stimuli.size() <= longGroup);
            probes_->setExpanded(document_->scene().probes.size() <= longGroup);
            slices_->setExpanded(document_->scene().slices.size() <= longGroup);
            heads_->setExpanded(document_->scene().heads.size() <= longGroup);
        }
    });
    connect(document_, &Document::fileChanged, this, &SceneTree::refresh);
    connect(document_, &Document::cellRebuilt, this, [this] {
        refreshCell();
        markRefusals();
    });
    connect(document_, &Document::selectionChanged, this, &SceneTree::showSelection);
    connect(document_, &Document::selectedChanged, this, &SceneTree::showSelection);
    connect(theme_, &AppTheme::changed, this, [this] {
        setIconSize({theme_->signSize(), theme_->signSize()});
        refresh();
    });
    connect(this, &QTreeWidget::itemSelectionChanged, this, [this] {
        if (!refreshing_) {
            takeSelection();
        }
    });
    connect(this, &QTreeWidget::itemChanged, this, [this](QTreeWidgetItem* item, int column) {
        if (!refreshing_ && column == nameColumn) {
            document_->renameItem(item->data(0, idRole).toString(), item->text(nameColumn));
            refresh();
        }
    });
    connect(this, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem* item, int column) {
        const QString id = item->data(0, idRole).toString();
        const QString kind = item->data(0, placeRole).toString();
        if (!kind.isEmpty()) {
            Q_EMIT placeRequested(kind);
        } else if (column == eyeColumn && item->data(0, shownRole).isValid()) {
            document_->setItemShown(id, !item->data(0, shownRole).toBool());
        } else if (column == lockColumn && item->data(0, shownRole).isValid()) {
            document_->setItemsLocked({id}, !item->data(0, lockedRole).toBool());
        }
    });
    connect(this, &QTreeWidget::itemDoubleClicked, this, [this](QTreeWidgetItem* item, int column) {
        const QString id = item->data(0, idRole).toString();
        if (!id.isEmpty() && column != eyeColumn && column != lockColumn) {
            Q_EMIT focusRequested(id);
        }
    });
    refresh();
    expandAll();
}

QTreeWidgetItem* SceneTree::addGroup(const QString& id, const QString& name, const QString& icon) {
    auto* item = new QTreeWidgetItem(this);
    item->setText(nameColumn, name);
    item->setData(0, idRole, id);
    item->setData(0, Qt::StatusTipRole, icon);
    item->setFlags(id.isEmpty() ? Qt::ItemIsEnabled : Qt::ItemIsEnabled | Qt::ItemIsSelectable);
    return item;
}

QTreeWidgetItem* SceneTree::row(const QString& id) const {
    if (id.isEmpty()) {
        return nullptr;
    }
    for (QTreeWidgetItem* top : {scene_, cell_, run_}) {
        if (top->data(0, idRole).toString() == id) {
            return top;
        }
    }
    for (QTreeWidgetItem* group : {synapses_, groups_, stimuli_, probes_, slices_, heads_}) {
        for (int k = 0; k < group->childCount(); ++k) {
            if (group->child(k)->data(0, idRole).toString() == id) {
                return group->child(k);
            }
        }
    }
    return nullptr;
}

void SceneTree::setRow(QTreeWidgetItem* item, const QString& id, const QString& name, const QString& detail,
                       const QIcon& icon, bool isShown, bool isLocked) {
    const bool driven = document_->synapse(id) != nullptr || document_->group(id) != nullptr ||
                        document_->stimulus(id) != nullptr;
    item->setData(0, idRole, id);
    item->setFirstColumnSpanned(false);
    item->setData(0, placeRole, {});
    item->setData(0, shownRole, isShown);
    item->setText(nameColumn, name);
    item->setText(detailColumn, detail);
    item->setIcon(nameColumn, icon);
    item->setToolTip(nameColumn, detail.isEmpty() ? name : name + QStringLiteral("\n") + detail);
    const QBrush dim(theme_->colours().dimText);
    item->setForeground(nameColumn, isShown ? QBrush(theme_->colours().text) : dim);
    item->setForeground(detailColumn, dim);
    item->setFont(detailColumn, theme_->dimFont());
    item->setIcon(eyeColumn, theme_->icon(isShown ? QStringLiteral("eye") : QStringLiteral("eye-off"),
                                          theme_->colours().dimText));
    item->setToolTip(eyeColumn, driven ? (isShown ? tr("Switch off") : tr("Switch on"))
                                       : (isShown ? tr("Hide") : tr("Show")));
    item->setData(eyeColumn, Qt::AccessibleTextRole, item->toolTip(eyeColumn));
    item->setData(0, lockedRole, isLocked);
    item->setIcon(lockColumn,
                  isLocked ? theme_->icon(QStringLiteral("lock"), theme_->colours().dimText) : QIcon());
    item->setToolTip(lockColumn, isLocked ? tr("Locked: neither mouse nor keys move it. Click: unlock")
                                          : tr("Lock: hold it where it is"));
    item->setData(lockColumn, Qt::AccessibleTextRole, item->toolTip(lockColumn));
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsEditable);
}

template <typename T>
void SceneTree::refreshGroup(QTreeWidgetItem* group, const std::vector<T>& items) {
    const int wanted = std::max(1, static_cast<int>(items.size()));
    while (group->childCount() > wanted) {
        delete group->takeChild(group->childCount() - 1);
    }
    while (group->childCount() < wanted) {
        group->addChild(new QTreeWidgetItem);
    }
    group->setText(detailColumn, items.empty() ? QString() : QString::number(items.size()));
    group->setForeground(detailColumn, theme_->colours().dimText);
    group->setFont(detailColumn, theme_->dimFont());
    if (items.empty()) {
        QTreeWidgetItem* hint = group->child(0);
        hint->setFlags(Qt::ItemIsEnabled);
        hint->setFirstColumnSpanned(true);
        hint->setData(0, idRole, QString());
        hint->setData(0, shownRole, QVariant());
        const EmptyGroup empty = emptyGroup(items.data());
        hint->setData(0, placeRole, empty.kind);
        hint->setText(nameColumn, empty.text);
        hint->setToolTip(nameColumn, empty.help);
        hint->setForeground(nameColumn, theme_->colours().dimText);
        hint->setIcon(nameColumn, {});
        hint->setText(detailColumn, {});
        hint->setIcon(eyeColumn, {});
        hint->setToolTip(eyeColumn, {});
        hint->setIcon(lockColumn, {});
        hint->setToolTip(lockColumn, {});
        return;
    }
    for (std::size_t k = 0; k < items.size(); ++k) {
        setRow(group->child(static_cast<int>(k)), qs(items[k].id), qs(items[k].name), detailOf(items[k]),
               iconOf(*theme_, items[k]), shown(items[k]), items[k].locked);
    }
}

void SceneTree::refresh() {
    const QScopedValueRollback<bool> guard(refreshing_, true);
    const Scene& scene = document_->scene();
    for (QTreeWidgetItem* group : {scene_, synapses_, groups_, stimuli_, probes_, slices_, heads_, run_}) {
        group->setIcon(nameColumn,
                       theme_->icon(group->data(0, Qt::StatusTipRole).toString(), theme_->colours().dimText));
        group->setForeground(nameColumn, theme_->colours().text);
    }
    scene_->setText(nameColumn, scene.title.empty() ? tr("Untitled") : qs(scene.title));
    scene_->setToolTip(nameColumn, qs(scene.description));
    run_->setText(detailColumn, qs(numberText(scene.run.tstopMs)) + QChar(0x2009) + QStringLiteral("ms"));
    run_->setForeground(detailColumn, theme_->colours().dimText);
    run_->setFont(detailColumn, theme_->dimFont());
    refreshCell();
    refreshGroup(synapses_, scene.synapses);
    refreshGroup(groups_, scene.groups);
    refreshGroup(stimuli_, scene.stimuli);
    refreshGroup(probes_, scene.probes);
    markRefusals();
    refreshGroup(slices_, scene.slices);
    refreshGroup(heads_, scene.heads);
    applyFilter();
    showSelection();
}

void SceneTree::markRefusals() {
    const QScopedValueRollback<bool> guard(refreshing_, true);
    for (const Probe& probe : document_->scene().probes) {
        QTreeWidgetItem* item = row(qs(probe.id));
        const QString sentence = probeRefusal(*document_, qs(probe.id)).sentence;
        const bool refused = item != nullptr && !sentence.isEmpty();
        if (refused) {
            item->setIcon(nameColumn, theme_->icon(QStringLiteral("warning"), theme_->colours().warn));
            item->setToolTip(nameColumn, sentence);
        } else if (item != nullptr) {
            item->setIcon(nameColumn, iconOf(*theme_, probe));
            QString text = qs(probe.name) + QLatin1Char('\n') + layoutOf(probe);
            if (stimulates(probe)) {
                text +=
                    QLatin1Char('\n') + tr("Stimulates at %1").arg(qs(drivenContactsText(probe.stimulation)));
            }
            item->setToolTip(nameColumn, text);
        }
        if (item != nullptr) {
            item->setData(nameColumn, Qt::AccessibleDescriptionRole, sentence);
        }
    }
}

void SceneTree::refreshCell() {
    const QScopedValueRollback<bool> guard(refreshing_, true);
    const Scene& scene = document_->scene();
    QString detail;
    if (const auto cell = document_->cell()) {
        const int count = cell->placed.segments.size();
        detail = count == 1 ? tr("1 segment") : tr("%1 segments").arg(count);
    }
    setRow(cell_, QStringLiteral("cell"), qs(scene.cell.name), detail, theme_->icon(QStringLiteral("cell")),
           scene.cell.visible, scene.cell.locked);
}

void SceneTree::showSelection() {
    const QScopedValueRollback<bool> guard(refreshing_, true);
    const QStringList& ids = document_->selected();
    QTreeWidgetItem* current = row(document_->selection());
    if (current == nullptr) {
        clearSelection();
        setCurrentItem(nullptr);
        return;
    }
    if (current->parent() != nullptr) {
        current->parent()->setExpanded(true);
    }
    if (currentItem() != current) {
        setCurrentItem(current, nameColumn, QItemSelectionModel::NoUpdate);
    }
    for (QTreeWidgetItem* item : selectedItems()) {
        item->setSelected(ids.contains(item->data(0, idRole).toString()));
    }
    for (const QString& id : ids) {
        if (QTreeWidgetItem* item = row(id)) {
            item->setSelected(true);
        }
    }
}

void SceneTree::takeSelection() {
    QStringList ids;
    const auto items = selectedItems();
    for (const QTreeWidgetItem* item : items) {
        ids << item->data(0, idRole).toString();
    }
    if (ids.size() < 2) {
        document_->select(ids.value(0));
        return;
    }
    // Where the keys are is the one whose properties are shown.
    const QString current = currentItem() != nullptr ? currentItem()->data(0, idRole).toString() : QString();
    if (ids.removeOne(current)) {
        ids << current;
    }
    document_->selectAll(ids);
    showSelection(); // the cell and the run are never one of several
}

void SceneTree::setFilter(const QString& letters) {
    filter_ = letters.trimmed();
    applyFilter();
}

void SceneTree::applyFilter() {
    const auto found = [this](const QTreeWidgetItem* item) {
        return filter_.isEmpty() || item->text(nameColumn).contains(filter_, Qt::CaseInsensitive) ||
               item->text(detailColumn).contains(filter_, Qt::CaseInsensitive);
    };
    for (int k = 0; k < topLevelItemCount(); ++k) {
        QTreeWidgetItem* top = topLevelItem(k);
        bool any = false;
        for (int c = 0; c < top->childCount(); ++c) {
            QTreeWidgetItem* child = top->child(c);
            const bool object = !child->data(0, idRole).toString().isEmpty();
            const bool here = found(child) && (object || filter_.isEmpty());
            child->setHidden(!here);
            any = any || here;
        }
        const bool ofItsOwn = top->childCount() == 0 && found(top);
        top->setHidden(!filter_.isEmpty() && !any && !ofItsOwn);
        if (!filter_.isEmpty() && any) {
            top->setExpanded(true);
        }
    }
}

QString SceneTree::selectedItem() const {
    const auto items = selectedItems();
    return items.isEmpty() ? QString() : items.first()->data(0, idRole).toString();
}

void SceneTree::editName(QTreeWidgetItem* item) {
    if (item != nullptr && (item->flags() & Qt::ItemIsEditable) != 0) {
        editItem(item, nameColumn);
    }
}

void SceneTree::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_F2) {
        editName(row(selectedItem()));
    } else {
        QTreeWidget::keyPressEvent(event);
    }
}

void SceneTree::contextMenuEvent(QContextMenuEvent* event) {
    QTreeWidgetItem* item = itemAt(event->pos());
    QMenu menu(this);
    const QString id = item != nullptr ? item->data(0, idRole).toString() : QString();
    const bool object = document_->isObject(id);
    // All that is selected, where the row is one of it.
    const QStringList ids = document_->selected().contains(id) ? document_->selected() : QStringList(id);
    if (object || id == QLatin1String("cell")) {
        menu.addAction(theme_->icon(QStringLiteral("search")), tr("Look at it"), this,
                       [this, id] { Q_EMIT focusRequested(id); });
        menu.addAction(tr("Rename"), this, [this, id] { editName(row(id)); });
        const bool on = item->data(0, shownRole).toBool();
        menu.addAction(theme_->icon(on ? QStringLiteral("eye-off") : QStringLiteral("eye")),
                       item->toolTip(eyeColumn), this, [this, id, on] { document_->setItemShown(id, !on); });
    }
    if (object || id == QLatin1String("cell")) {
        const bool locked = item->data(0, lockedRole).toBool();
        menu.addAction(theme_->icon(QStringLiteral("lock")), locked ? tr("Unlock") : tr("Lock"), this,
                       [this, ids, locked] { document_->setItemsLocked(ids, !locked); });
    }
    if (id == QLatin1String("cell")) {
        menu.addActions(cellActions_);
    }
    if (object) {
        menu.addAction(theme_->icon(QStringLiteral("duplicate")), tr("Duplicate"), this,
                       [this, ids] { document_->duplicateItems(ids); });
        menu.addAction(theme_->icon(QStringLiteral("trash")), tr("Delete"), this,
                       [this, ids] { document_->removeItems(ids); });
        if (document_->probe(id) != nullptr) {
            document_->select(id);
            menu.addActions(probeActions_);
        }
    }
    if (document_->group(id) != nullptr ||
        (item != nullptr && (item == groups_ || item->parent() == groups_))) {
        document_->select(document_->group(id) != nullptr ? id : QString());
        menu.addActions(groupActions_);
    }
    if (!menu.isEmpty()) {
        menu.addSeparator();
    }
    menu.addAction(theme_->icon(QStringLiteral("synapse")), tr("Place a synapse"), this,
                   [this] { Q_EMIT placeRequested(QStringLiteral("synapse")); });
    menu.addAction(theme_->icon(QStringLiteral("stimulus")), tr("Place a stimulus"), this,
                   [this] { Q_EMIT placeRequested(QStringLiteral("stimulus")); });
    menu.addAction(theme_->icon(QStringLiteral("probe")), tr("Place a probe"), this,
                   [this] { Q_EMIT placeRequested(QStringLiteral("probe")); });
    menu.addAction(theme_->icon(QStringLiteral("slice")), tr("Add a field slice"), this,
                   [this] { Q_EMIT placeRequested(QStringLiteral("slice")); });
    menu.addAction(theme_->icon(QStringLiteral("head")), tr("Add a head"), this,
                   [this] { Q_EMIT placeRequested(QStringLiteral("head")); });
    menu.exec(event->globalPos());
}

} // namespace phiscope
