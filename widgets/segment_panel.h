#pragma once

#include "model/formats/table_file.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <vector>

class QAction;
class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;
class QToolButton;

namespace phiscope {

class AppTheme;
class Document;
class SegmentFilter;
class SegmentModel;
class SegmentSelection;
class TimeCursor;

/// Every segment of the cell in a table that sorts, narrowed by names of sections and by depth as LFPy's
/// get_idx does, and by type. Its selected rows are the chosen segments. Follows the time cursor while it is
/// seen.
///
/// Parts for tests: segmentTable, segmentNames, segmentType, segmentLow, segmentHigh, segmentCount,
/// segmentExport, segmentSum, segmentCommands.
class SegmentPanel : public QWidget {
    Q_OBJECT
public:
    SegmentPanel(Document* document, SegmentSelection* chosen, TimeCursor* cursor, AppTheme* theme,
                 QWidget* parent = nullptr);

    /// What can be done with the chosen segments, for the menus here.
    void setCommands(const QList<QAction*>& commands);
    /// The segments that are listed, ascending.
    const std::vector<int>& listed() const;
    /// The rows that are listed, in the table's order.
    std::vector<TableColumn> listedRows() const;
    /// The selected rows as text with tabs, with a line of titles.
    QString chosenText() const;

    QSize sizeHint() const override { return {560, 230}; }

Q_SIGNALS:
    /// Double click, or Enter.
    void lookAtRequested(int segment);
    void exportRequested();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void takeCell();
    void takeTime();
    void takeChosen();
    void takeRows();
    void takeSum();
    void filter();
    void layOut();
    void dress(const AppTheme& theme);
    std::vector<TableColumn> columns(const std::vector<int>& segments) const;
    int segmentOf(const class QModelIndex& at) const;

    Document* document_;
    SegmentSelection* chosen_;
    TimeCursor* cursor_;
    SegmentModel* model_;
    SegmentFilter* filter_;
    QTableView* table_;
    QLineEdit* names_;
    QComboBox* type_;
    QLineEdit* low_;
    QLineEdit* high_;
    QLabel* count_;
    QPushButton* export_;
    QLabel* sum_;
    QToolButton* commands_;
    QTimer follow_;
    bool quiet_ = false;
};

} // namespace phiscope
