#pragma once

#include "model/analysis/physics_guard.h"

#include <QScrollArea>

#include <optional>
#include <vector>

class QIcon;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace phiscope {

class AppTheme;

/// The findings of the physics guard as a quiet list, the gravest first. A click on one (or Enter) asks to
/// show what it is about; a button mends it where that is certain.
class ChecksPanel : public QScrollArea {
    Q_OBJECT
public:
    explicit ChecksPanel(AppTheme* theme, QWidget* parent = nullptr);

    void setFindings(std::vector<Finding> findings);
    const std::vector<Finding>& findings() const { return findings_; }
    /// What the last check of convergence found, below the findings.
    /// `fine` unset: not known.
    void setConvergence(const QString& sentence, std::optional<bool> fine);

    QSize sizeHint() const override { return {400, 140}; }

    /// The sign of a severity, in its colour.
    static QIcon icon(const AppTheme& theme, Finding::Severity severity);

Q_SIGNALS:
    void changed();
    void showRequested(const phiscope::Finding& finding);
    void mendRequested(const phiscope::Finding& finding);
    void convergenceRequested();

private:
    void rebuild();
    void dress(); ///< in the theme's colours

    AppTheme* theme_;
    std::vector<Finding> findings_;
    QVBoxLayout* rows_;
    QLabel* none_;
    QLabel* convergenceSign_;
    QLabel* convergence_;
    std::optional<bool> converged_;
};

} // namespace phiscope
