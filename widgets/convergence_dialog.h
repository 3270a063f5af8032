#pragma once

#include "widgets/convergence_check.h"

#include <QDialog>

#include <array>

class QDoubleSpinBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QTableWidget;

namespace phiscope {

class AppTheme;

/// "Is this result converged?": how far the check is, its verdicts, and every signal's change in a table.
/// Never modal, so that the scene can be worked on meanwhile.
class ConvergenceDialog : public QDialog {
    Q_OBJECT
public:
    ConvergenceDialog(ConvergenceCheck* check, AppTheme* theme, QWidget* parent);

    /// The answers are about a scene that is no more.
    void setOutOfDate(bool outOfDate);
    bool outOfDate() const { return outOfDate_; }
    /// Whether what a verdict recommends can still be taken over.
    void setUsable(const std::array<bool, 2>& usable);

Q_SIGNALS:
    void startRequested();
    void useRequested(const phiscope::Finding& finding);

protected:
    void changeEvent(QEvent* event) override;

private:
    /// One refinement's sentence and the button that follows it.
    struct VerdictRow {
        QLabel* icon;
        QLabel* text;
        QPushButton* use;
    };
    VerdictRow makeVerdict(const QString& name);
    void refresh();
    void showVerdicts();
    void fillTable();
    QString describe(const SignalChange& change) const;

    ConvergenceCheck* check_;
    AppTheme* theme_;
    QLabel* words_;
    QLabel* doing_;
    QProgressBar* bar_;
    QPushButton* cancel_;
    QWidget* running_;
    QLabel* stale_;
    std::array<VerdictRow, 2> verdicts_{};
    std::array<bool, 2> usable_{true, true};
    QLabel* noise_;
    QTableWidget* table_;
    QDoubleSpinBox* tolerance_;
    QPushButton* start_;
    bool outOfDate_ = false;
};

} // namespace phiscope
