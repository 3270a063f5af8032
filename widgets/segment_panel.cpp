#include "widgets/segment_panel.h"

#include "model/geometry/segments.h"
#include "model/simulation/cell_source.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/segment_model.h"
#include "widgets/segment_selection.h"
#include "widgets/time_cursor.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDoubleValidator>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QItemSelection>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace phiscope {

/// Lets the rows of some segments through.
class SegmentFilter : public QSortFilterProxyModel {
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void set(std::vector<int> segments) {
        segments_ = std::move(segments);
        invalidateFilter();
    }
    const std::vector<int>& segments() const { return segments_; }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& /*parent*/) const override {
        return std::binary_search(segments_.begin(), segments_.end(), row);
    }

private:
    std::vector<int> segments_; ///< ascending
};

namespace {

/// Ten times a second is as fast as numbers can be read.
constexpr int followMs = 100;

QLineEdit* depthEdit(const QString& name, const QString& placeholder, const QString& help) {
    auto* edit = new QLineEdit;
    edit->setObjectName(name);
    edit->setPlaceholderText(placeholder);
    edit->setToolTip(help);
    edit->setAccessibleName(help);
    edit->setClearButtonEnabled(true);
    auto* validator = new QDoubleValidator(edit);
    validator->setLocale(QLocale::c());
    edit->setValidator(validator);
    return edit;
}

double numberOr(const QLineEdit& edit, double otherwise) {
    bool ok = false;
    const double number = QString(edit.text()).replace(QChar(0x2212), QLatin1Char('-')).toDouble(&ok);
    return ok ? number : otherwise;
}

/// As NEURON's cells and LFPy call them.
QComboBox* typeBox() {
    auto* box = new QComboBox;
    box->setObjectName(QStringLiteral("segmentType"));
    box->addItem(SegmentPanel::tr("All types"), -1);
    const auto add = [box](const char* name, SectionType type) {
        box->addItem(QString::fromLatin1(name), static_cast<int>(type));
    };
    add("soma", SectionType::soma);
    add("dend", SectionType::dendrite);
    add("apic", SectionType::apical);
    add("axon", SectionType::axon);
    box->addItem(SegmentPanel::tr("others"), static_cast<int>(SectionType::other));
    box->setToolTip(SegmentPanel::tr("Only segments of sections of this type, whatever their names are."));
    box->setAccessibleName(SegmentPanel::tr("Type of section"));
    return box;
}

} // namespace

SegmentPanel::SegmentPanel(Document* document, SegmentSelection* chosen, TimeCursor* cursor, AppTheme* theme,
                           QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , chosen_(chosen)
    , cursor_(cursor)
    , model_(new SegmentModel(this))
    , filter_(new SegmentFilter(this))
    , table_(new QTableView)
    , names_(new QLineEdit)
    , type_(typeBox())
    , low_(depthEdit(QStringLiteral("segmentLow"), tr("z ≥ (µm)"),
                     tr("Only segments whose middle lies above this z, µm. LFPy: z_min")))
    , high_(depthEdit(QStringLiteral("segmentHigh"), tr("z ≤ (µm)"),
                      tr("Only segments whose middle lies below this z, µm. LFPy: z_max")))
    , count_(new QLabel)
    , export_(new QPushButton(tr("Export…")))
    , sum_(new QLabel)
    , commands_(new QToolButton) {
    setObjectName(QStringLiteral("segmentPanel"));
    filter_->setSourceModel(model_);
    filter_->setSortRole(SegmentModel::valueRole);
    layOut();
    for (QLineEdit* edit : {names_, low_, high_}) {
        connect(edit, &QLineEdit::textChanged, this, &SegmentPanel::filter);
    }
    connect(type_, &QComboBox::currentIndexChanged, this, &SegmentPanel::filter);
    connect(export_, &QPushButton::clicked, this, &SegmentPanel::exportRequested);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &SegmentPanel::takeRows);
    connect(table_, &QTableView::activated, this,
            [this](const QModelIndex& at) { Q_EMIT lookAtRequested(segmentOf(at)); });
    connect(chosen_, &SegmentSelection::changed, this, &SegmentPanel::takeChosen);
    connect(document_, &Document::cellRebuilt, this, &SegmentPanel::takeCell);
    follow_.setInterval(followMs);
    connect(&follow_, &QTimer::timeout, this, &SegmentPanel::takeTime);
    connect(theme, &AppTheme::changed, this, [this, theme] { dress(*theme); });
    dress(*theme);
}

void SegmentPanel::layOut() {
    names_->setObjectName(QStringLiteral("segmentNames"));
    names_->setPlaceholderText(tr("apic, dend[3]"));
    names_->setToolTip(
        tr("Only segments of sections whose name contains one of these, with commas between. LFPy: get_idx"));
    names_->setAccessibleName(tr("Names of sections"));
    names_->setClearButtonEnabled(true);
    names_->setMinimumWidth(90);
    count_->setObjectName(QStringLiteral("segmentCount"));
    export_->setObjectName(QStringLiteral("segmentExport"));
    export_->setToolTip(tr("Writes the rows that are listed as CSV, or as HDF5 with units."));
    sum_->setObjectName(QStringLiteral("segmentSum"));
    sum_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a long sentence makes no wide panel
    commands_->setObjectName(QStringLiteral("segmentCommands"));
    commands_->setText(tr("Select"));
    commands_->setToolTip(tr("What belongs to the chosen segments along the tree, and what to do with them"));
    commands_->setAccessibleName(tr("Chosen segments"));
    commands_->setPopupMode(QToolButton::InstantPopup);
    table_->setObjectName(QStringLiteral("segmentTable"));
    table_->setAccessibleName(tr("Segments"));
    table_->setModel(filter_);
    table_->setSortingEnabled(true);
    table_->sortByColumn(SegmentModel::number, Qt::AscendingOrder);
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setAlternatingRowColors(true);
    table_->setShowGrid(false);
    table_->setWordWrap(false);
    table_->setTabKeyNavigation(false);
    table_->setFrameShape(QFrame::NoFrame);
    table_->verticalHeader()->hide();
    table_->horizontalHeader()->setHighlightSections(false);
    auto* copy = new QAction(tr("Copy rows"), table_);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    connect(copy, &QAction::triggered, this, [this] { QApplication::clipboard()->setText(chosenText()); });
    table_->addAction(copy);
    table_->setContextMenuPolicy(Qt::ActionsContextMenu);

    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 4, 8, 4);
    row->setSpacing(8);
    row->addWidget(names_, 1);
    row->addWidget(type_);
    row->addWidget(low_);
    row->addWidget(high_);
    row->addWidget(count_);
    auto* foot = new QHBoxLayout;
    foot->setContentsMargins(8, 3, 8, 4);
    foot->setSpacing(8);
    foot->addWidget(sum_, 1);
    foot->addWidget(commands_);
    foot->addWidget(export_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(table_, 1);
    column->addLayout(foot);
}

void SegmentPanel::dress(const AppTheme& theme) {
    const QFontMetrics metrics(theme.numberFont());
    table_->setFont(theme.numberFont());
    for (QLineEdit* edit : {low_, high_}) {
        edit->setFixedWidth(metrics.horizontalAdvance(edit->placeholderText()) + 28);
    }
    table_->verticalHeader()->setDefaultSectionSize(metrics.height() + 6);
    for (int k = 0; k < SegmentModel::columns; ++k) {
        const QString head = model_->headerData(k, Qt::Horizontal, Qt::DisplayRole).toString();
        const QString widest = k == SegmentModel::name ? QStringLiteral("apic[100]")
                               : k == SegmentModel::number || k == SegmentModel::position
                                   ? QStringLiteral("0.000")
                                   : QStringLiteral("−0000.00");
        // Room for the sign that tells by what is sorted.
        table_->setColumnWidth(
            k, std::max(metrics.horizontalAdvance(head) + 30, metrics.horizontalAdvance(widest) + 16));
    }
}

void SegmentPanel::setCommands(const QList<QAction*>& commands) {
    auto* menu = new QMenu(commands_);
    menu->addActions(commands);
    commands_->setMenu(menu);
    auto* line = new QAction(table_);
    line->setSeparator(true);
    table_->addAction(line);
    table_->addActions(commands);
}

int SegmentPanel::segmentOf(const QModelIndex& at) const {
    return filter_->mapToSource(at).row();
}

const std::vector<int>& SegmentPanel::listed() const {
    return filter_->segments();
}

void SegmentPanel::takeCell() {
    if (!isVisible()) {
        return; // when it is shown
    }
    quiet_ = true;
    model_->setCell(document_->cell(), document_->scene().cell.Ra);
    quiet_ = false;
    filter();
    takeTime();
}

void SegmentPanel::takeTime() {
    model_->setFrame(cursor_->recording(), cursor_->frame());
}

void SegmentPanel::filter() {
    std::vector<int> segments;
    double area = 0.0;
    if (const auto& cell = model_->cell()) {
        std::vector<std::string> names;
        for (const QString& name : names_->text().split(QLatin1Char(','), Qt::SkipEmptyParts)) {
            if (!name.trimmed().isEmpty()) {
                names.push_back(name.trimmed().toStdString());
            }
        }
        if (names.empty()) {
            names.emplace_back("allsec");
        }
        const Segments& all = cell->placed.segments;
        segments = segmentIndices(cell->morphology, all, names, numberOr(*low_, -infinity),
                                  numberOr(*high_, infinity));
        if (const int type = type_->currentData().toInt(); type >= 0) {
            std::erase_if(segments, [&](int k) {
                const int section = all.section[static_cast<std::size_t>(k)];
                return cell->morphology.sections[static_cast<std::size_t>(section)].type !=
                       static_cast<SectionType>(type);
            });
        }
        for (const int k : segments) {
            area += all.area[k];
        }
    }
    const QString shown = segments.size() == 1 ? tr("1 segment") : tr("%1 segments").arg(segments.size());
    count_->setText(shown);
    count_->setToolTip(tr("Area of what is listed: %1 µm²").arg(area, 0, 'f', 0));
    export_->setEnabled(!segments.empty());
    quiet_ = true;
    filter_->set(std::move(segments));
    quiet_ = false;
    takeChosen();
}

void SegmentPanel::takeRows() {
    if (quiet_) {
        return;
    }
    std::vector<int> segments;
    for (const QModelIndex& at : table_->selectionModel()->selectedRows()) {
        segments.push_back(segmentOf(at));
    }
    const QModelIndex current = table_->currentIndex();
    quiet_ = true; // the rows are what they are already
    chosen_->set(std::move(segments), current.isValid() ? segmentOf(current) : -1);
    quiet_ = false;
    takeSum();
}

void SegmentPanel::takeChosen() {
    if (!isVisible() || quiet_) {
        return;
    }
    quiet_ = true;
    // Row after row of the table, so that neighbours become one stretch: there may be thousands.
    QItemSelection rows;
    const auto last = SegmentModel::columns - 1;
    int begin = -1;
    for (int row = 0; row <= filter_->rowCount(); ++row) {
        const bool in = row < filter_->rowCount() &&
                        chosen_->contains(segmentOf(filter_->index(row, SegmentModel::number)));
        if (in && begin < 0) {
            begin = row;
        } else if (!in && begin >= 0) {
            rows.append(QItemSelectionRange(filter_->index(begin, 0), filter_->index(row - 1, last)));
            begin = -1;
        }
    }
    QItemSelectionModel* selection = table_->selectionModel();
    selection->select(rows, QItemSelectionModel::ClearAndSelect);
    const int focus = chosen_->focus();
    QModelIndex at;
    if (focus >= 0) {
        at = filter_->mapFromSource(model_->index(focus, SegmentModel::number));
    } else if (!rows.empty()) {
        at = rows.front().topLeft();
    }
    if (at.isValid()) {
        selection->setCurrentIndex(at, QItemSelectionModel::NoUpdate);
        table_->scrollTo(at, QAbstractItemView::PositionAtCenter);
    }
    quiet_ = false;
    takeSum();
}

void SegmentPanel::takeSum() {
    sum_->setText(chosen_->empty() ? tr("Nothing is chosen") : tr("Chosen: %1").arg(chosen_->summary()));
}

std::vector<TableColumn> SegmentPanel::columns(const std::vector<int>& segments) const {
    static constexpr std::array<const char*, SegmentModel::columns> names{"idx",
                                                                          "section",
                                                                          "x",
                                                                          "mid_x",
                                                                          "mid_y",
                                                                          "mid_z",
                                                                          "length",
                                                                          "diameter",
                                                                          "area",
                                                                          "axial_resistance",
                                                                          "distance_from_soma",
                                                                          "vmem",
                                                                          "imem"};
    std::vector<TableColumn> columns;
    for (int k = 0; k < SegmentModel::columns; ++k) {
        TableColumn column;
        column.name = names[static_cast<std::size_t>(k)];
        column.title = model_->headerData(k, Qt::Horizontal, Qt::DisplayRole).toString().toStdString();
        column.unit = SegmentModel::unit(k).toStdString();
        column.about = model_->headerData(k, Qt::Horizontal, Qt::ToolTipRole).toString().toStdString();
        for (const int segment : segments) {
            if (k == SegmentModel::name) {
                column.texts.push_back(model_->sectionName(segment).toStdString());
            } else {
                column.numbers.push_back(model_->value(segment, k));
            }
        }
        columns.push_back(std::move(column));
    }
    return columns;
}

std::vector<TableColumn> SegmentPanel::listedRows() const {
    std::vector<int> segments;
    for (int row = 0; row < filter_->rowCount(); ++row) {
        segments.push_back(segmentOf(filter_->index(row, 0)));
    }
    return columns(segments);
}

QString SegmentPanel::chosenText() const {
    QModelIndexList rows = table_->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    std::vector<int> segments;
    for (const QModelIndex& at : std::as_const(rows)) {
        segments.push_back(segmentOf(at));
    }
    return QString::fromStdString(tableText(columns(segments), '\t'));
}

void SegmentPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    takeCell();
    follow_.start();
}

void SegmentPanel::hideEvent(QHideEvent* event) {
    follow_.stop();
    QWidget::hideEvent(event);
}

} // namespace phiscope
