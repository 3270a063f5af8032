#include "widgets/segment_panel.h"

#include "model/geometry/segments.h"
#include "model/simulation/cell_source.h"
#include "model/support/atomic_file.h"
#include "widgets/app_theme.h"
#include "widgets/document.h"
#include "widgets/segment_model.h"
#include "widgets/time_cursor.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QDoubleValidator>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
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
    edit->setMaximumWidth(84);
    return edit;
}

double numberOr(const QLineEdit& edit, double otherwise) {
    bool ok = false;
    const double number = QString(edit.text()).replace(QChar(0x2212), QLatin1Char('-')).toDouble(&ok);
    return ok ? number : otherwise;
}

} // namespace

SegmentPanel::SegmentPanel(Document* document, TimeCursor* cursor, AppTheme* theme, QWidget* parent)
    : QWidget(parent)
    , document_(document)
    , cursor_(cursor)
    , model_(new SegmentModel(this))
    , filter_(new SegmentFilter(this))
    , table_(new QTableView)
    , names_(new QLineEdit)
    , low_(depthEdit(QStringLiteral("segmentLow"), tr("z from, µm"),
                     tr("Only segments whose middle lies above this z, µm. LFPy: z_min")))
    , high_(depthEdit(QStringLiteral("segmentHigh"), tr("z to, µm"),
                      tr("Only segments whose middle lies below this z, µm. LFPy: z_max")))
    , count_(new QLabel)
    , export_(new QPushButton(tr("Export…"))) {
    setObjectName(QStringLiteral("segmentPanel"));
    names_->setObjectName(QStringLiteral("segmentNames"));
    names_->setPlaceholderText(tr("Names, as apic, dend[3]"));
    names_->setToolTip(
        tr("Only segments of sections whose name contains one of these, with commas between. LFPy: get_idx"));
    names_->setAccessibleName(tr("Names of sections"));
    names_->setClearButtonEnabled(true);
    count_->setObjectName(QStringLiteral("segmentCount"));
    export_->setObjectName(QStringLiteral("segmentExport"));
    export_->setToolTip(tr("Writes the rows that are listed as CSV."));
    filter_->setSourceModel(model_);
    filter_->setSortRole(SegmentModel::valueRole);
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
    row->addWidget(low_);
    row->addWidget(high_);
    row->addWidget(count_);
    row->addWidget(export_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addLayout(row);
    column->addWidget(table_, 1);

    for (QLineEdit* edit : {names_, low_, high_}) {
        connect(edit, &QLineEdit::textChanged, this, &SegmentPanel::filter);
    }
    connect(export_, &QPushButton::clicked, this, &SegmentPanel::exportRequested);
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& at) {
                if (!quiet_ && at.isValid()) {
                    Q_EMIT segmentChosen(segmentOf(at));
                }
            });
    connect(table_, &QTableView::activated, this,
            [this](const QModelIndex& at) { Q_EMIT lookAtRequested(segmentOf(at)); });
    connect(document_, &Document::cellRebuilt, this, &SegmentPanel::takeCell);
    follow_.setInterval(followMs);
    connect(&follow_, &QTimer::timeout, this, &SegmentPanel::takeTime);
    const auto dress = [this, theme] {
        const QFontMetrics metrics(theme->numberFont());
        table_->setFont(theme->numberFont());
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
    };
    connect(theme, &AppTheme::changed, this, dress);
    dress();
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
        segments = segmentIndices(cell->morphology, cell->placed.segments, names, numberOr(*low_, -infinity),
                                  numberOr(*high_, infinity));
        for (const int k : segments) {
            area += cell->placed.segments.area[k];
        }
    }
    const QString shown = segments.size() == 1 ? tr("1 segment") : tr("%1 segments").arg(segments.size());
    count_->setText(shown + QStringLiteral(", ") + QString::number(area, 'f', 0) + QChar(0x2009) + tr("µm²"));
    export_->setEnabled(!segments.empty());
    quiet_ = true;
    filter_->set(std::move(segments));
    quiet_ = false;
}

void SegmentPanel::setSegment(int segment) {
    if (segment < 0 || segment >= model_->rowCount()) {
        return;
    }
    const QModelIndex at = filter_->mapFromSource(model_->index(segment, SegmentModel::number));
    if (!at.isValid()) {
        return; // not among those listed
    }
    quiet_ = true;
    table_->selectRow(at.row());
    quiet_ = false;
    table_->scrollTo(at, QAbstractItemView::PositionAtCenter);
}

QString SegmentPanel::text(const std::vector<int>& segments, QChar separator) const {
    QStringList cells;
    for (int k = 0; k < SegmentModel::columns; ++k) {
        cells << model_->headerData(k, Qt::Horizontal, Qt::DisplayRole).toString();
    }
    QString text = cells.join(separator) + QLatin1Char('\n');
    for (const int segment : segments) {
        cells.clear();
        for (int k = 0; k < SegmentModel::columns; ++k) {
            // In full, as one computes with it.
            cells << (k == SegmentModel::name ? model_->sectionName(segment)
                                              : QString::number(model_->value(segment, k), 'g', 17));
        }
        text += cells.join(separator) + QLatin1Char('\n');
    }
    return text;
}

Result<void> SegmentPanel::writeTable(const std::filesystem::path& file) const {
    std::vector<int> segments;
    for (int row = 0; row < filter_->rowCount(); ++row) {
        segments.push_back(segmentOf(filter_->index(row, 0)));
    }
    return writeFileAtomically(file, text(segments, QLatin1Char(',')).toStdString());
}

QString SegmentPanel::chosenText() const {
    QModelIndexList rows = table_->selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end());
    std::vector<int> segments;
    for (const QModelIndex& at : std::as_const(rows)) {
        segments.push_back(segmentOf(at));
    }
    return text(segments, QLatin1Char('\t'));
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
