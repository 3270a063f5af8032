#pragma once

#include "model/support/result.h"

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <filesystem>
#include <memory>
#include <vector>

class QLabel;
class QLineEdit;
class QPushButton;
class QTableView;

namespace phiscope {

class AppTheme;
class Document;
class SegmentFilter;
class SegmentModel;
class TimeCursor;

/// Every segment of the cell in a table that sorts, narrowed by names of sections and by depth as LFPy's
/// get_idx does. A row that is chosen is a segment to look at. Follows the time cursor while it is seen.
///
/// Parts for tests: segmentTable, segmentNames, segmentLow, segmentHigh, segmentCount, segmentExport.
class SegmentPanel : public QWidget {
    Q_OBJECT
public:
    SegmentPanel(Document* document, TimeCursor* cursor, AppTheme* theme, QWidget* parent = nullptr);

    /// Shows the row of a segment and chooses it, without telling.
    void setSegment(int segment);
    /// The segments that are listed, ascending.
    const std::vector<int>& listed() const;
    /// The rows that are listed, in the table's order.
    Result<void> writeTable(const std::filesystem::path& file) const;
    /// The chosen rows as text with tabs, with a line of titles.
    QString chosenText() const;

    QSize sizeHint() const override { return {560, 230}; }

Q_SIGNALS:
    void segmentChosen(int segment);
    /// Double click, or Enter.
    void lookAtRequested(int segment);
    void exportRequested();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void takeCell();
    void takeTime();
    void filter();
    QString text(const std::vector<int>& segments, QChar separator) const;
    int segmentOf(const class QModelIndex& at) const;

    Document* document_;
    TimeCursor* cursor_;
    SegmentModel* model_;
    SegmentFilter* filter_;
    QTableView* table_;
    QLineEdit* names_;
    QLineEdit* low_;
    QLineEdit* high_;
    QLabel* count_;
    QPushButton* export_;
    QTimer follow_;
    bool quiet_ = false;
};

} // namespace phiscope
