#pragma once

#include "widgets/timings.h"

#include <QElapsedTimer>
#include <QScrollArea>
#include <QTimer>

#include <array>
#include <memory>

class QGridLayout;
class QLabel;
class QPushButton;

namespace phiscope {

class AppTheme;
class TimingBars;

/// How long things take: a row for each kind of timing with the last, the median, what 1 % exceed, and a bar
/// for each of the newest. Reads them four times a second, and measures how late the window answers, only
/// while it is seen.
///
/// Parts for tests: performanceLast<n>, performanceMedian<n>, performanceSlowest<n> in the order of
/// Timings::What, performanceWords, performanceCopy.
class PerformancePanel : public QScrollArea {
    Q_OBJECT
public:
    PerformancePanel(std::shared_ptr<Timings> timings, AppTheme* theme, QWidget* parent = nullptr);

    /// The line below the table: what a run is made of and how long the next will take.
    void setWords(const QString& words);
    /// The table and the line as plain text, for a report.
    QString text() const;

    QSize sizeHint() const override { return {520, 250}; }

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    struct Row {
        QLabel* name = nullptr;
        QLabel* meaning = nullptr;
        QLabel* last = nullptr;
        QLabel* median = nullptr;
        QLabel* slowest = nullptr;
        TimingBars* bars = nullptr;
    };

    void addRow(QGridLayout* grid, std::size_t kind);
    void refresh();
    void measureLoop();
    void dress();

    std::shared_ptr<Timings> timings_;
    AppTheme* theme_;
    std::array<Row, Timings::kinds> rows_;
    std::array<QLabel*, 5> heads_{};
    QLabel* words_;
    QPushButton* copy_;
    QTimer refresh_;
    QTimer loop_;
    QElapsedTimer sinceLoop_;
};

} // namespace phiscope
